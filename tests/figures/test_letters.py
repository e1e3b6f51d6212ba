"""Letters and orders by their acts: received, answered, in time, taken up again."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from gongkai.cases.actions.histories import PastAct, PastCase, take_over_histories
from gongkai.figures.declaring import Scope
from gongkai.figures.queries import reckoning
from gongkai.figures.rules.periods import month, year
from gongkai.ledger.rules import SYSTEM

ZONE = ZoneInfo("Asia/Shanghai")


def at(month_no: int, day: int) -> datetime:
    return datetime(2025, month_no, day, 10, tzinfo=ZONE)


@pytest.fixture
def orders(cast):
    """Four calls of one year: answered and content, taken up again in another month, late, still open."""
    office = cast.standing("office.disclosure_office", today=date(2025, 1, 1))
    handler = cast.standing("agri.handler", today=date(2025, 1, 1))
    told = {"outcome": "solved", "conclusion": "修好了", "reason": "还是不亮", "reached": "satisfied"}

    def order(
        came: datetime, *acts: tuple[str, datetime], transfer: str = "none", stars: int | None = None
    ) -> PastCase:
        return PastCase(
            kind="hotline_order",
            unit_id=cast.units["agri"],
            values={
                "line": "96128", "class": "general", "transfer": transfer, "title": "路灯", "text": "不亮",
                "name": "李兰", "phone": "13900139000",
            },
            channel="phone",
            submitted_at=came,
            acts=tuple(
                PastAct(code, when, handler if code == "handle" else office, told) for code, when in acts
            ),
            satisfaction=stars,
        )  # fmt: skip

    first = (("dispatch", at(3, 3)), ("sign", at(3, 3)))
    rows = [
        order(at(3, 3), *first, ("handle", at(3, 5)), ("visit", at(3, 6)), transfer="ok", stars=5),
        order(
            at(3, 3),
            *first,
            ("handle", at(3, 4)),
            ("reopen", at(4, 1)),
            ("handle", at(4, 2)),
            transfer="busy",
        ),
        order(at(3, 3), *first, ("handle", at(5, 20)), ("visit", at(5, 21)), stars=1),
        order(at(4, 7), ("dispatch", at(4, 7))),
    ]
    take_over_histories(cases=rows, by=SYSTEM, at=at(12, 1))
    return cast


def value(code: str, period) -> Decimal | int | None:
    return reckoning.reckon(code, Scope(None, period)).value


def parts(code: str, period) -> tuple[int | None, int | None]:
    found = reckoning.reckon(code, Scope(None, period))
    return found.part, found.whole


def test_what_is_taken_up_again_was_answered_then_and_is_received_once(orders):
    assert value("order.received", year(2025)) == 4
    assert value("order.received", month(4, 2025)) == 1
    assert value("order.answered", month(3, 2025)) == 2  # as it stood at the end of March
    assert value("order.answered", month(4, 2025)) == 1
    assert value("order.answered", year(2025)) == 3
    assert parts("order.completion_rate", year(2025)) == (3, 4)
    assert parts("order.completion_rate", month(3, 2025)) == (2, 3)


def test_in_time_and_well_done(orders):
    assert parts("order.on_time_rate", year(2025)) == (2, 3)
    assert parts("order.qualified_rate", year(2025)) == (1, 3)
    assert parts("order.satisfaction_rate", year(2025)) == (1, 2)
    assert parts("order.visit_satisfaction_rate", year(2025)) == (2, 3)
    assert parts("order.sign_rate", year(2025)) == (3, 4)
    assert value("order.overdue", year(2025)) == 1


def test_days_are_working_days_from_the_first_receipt(orders):
    # 3 March to 5 March, to 2 April, to 20 May: with the free days of 清明 and 劳动节.
    assert value("order.days_median", year(2025)) == Decimal("22.0")
    assert value("order.days_median", month(3, 2025)) == Decimal("1.5")


def test_the_share_of_calls_put_through_is_truncated(orders):
    assert parts("order.transfer_rate", year(2025)) == (1, 2)
    assert reckoning.reckon("order.transfer_rate", Scope(None, year(2025))).is_small
