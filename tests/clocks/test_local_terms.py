"""What the office sets itself: its terms, hours and warnings; each change permitted, recorded and announced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from gongkai.clocks import TermChange, changes, on_term_change, queries
from gongkai.clocks.actions import (
    FaultyHours,
    FaultyTerm,
    FaultyWarnings,
    NotAllowed,
    NotALocalTerm,
    set_local_term,
    set_office_hours,
    set_warning_days,
)
from gongkai.clocks.models import LocalTerm, OfficeHours
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY = date(2026, 12, 1)
SOURCE = "青禾县县长信箱办理办法第八条"


@pytest.fixture
def announced() -> Iterator[list[TermChange]]:
    heard: list[TermChange] = []
    on_term_change(heard.append)
    yield heard
    changes._term_callbacks.remove(heard.append)


def give(cast=None, by=SYSTEM, **more) -> None:
    values = {"code": "letter.complaint", "unit_id": None, "length": 10, "source": SOURCE, "valid_from": DAY}
    set_local_term(**(values | more), by=by, at=AT)


def length(on: date, unit_id: int | None = None) -> int:
    found = queries.term("letter.complaint", on, unit_id)
    assert found
    return found.length


def test_a_local_term_holds_from_its_day_for_all_units(announced: list[TermChange]) -> None:
    give()
    assert (length(date(2026, 11, 30)), length(DAY)) == (15, 10)
    found = queries.term("letter.complaint", DAY)
    assert found
    assert (found.source, found.valid_from, found.local) == (SOURCE, DAY, True)
    assert announced == [TermChange(frozenset({"letter.complaint"}), None, DAY, AT)]
    row = LedgerRow.objects.get(act="calendar.set_local_term")
    assert (row.subject_id, row.subject_label) == ("letter.complaint", "答复投诉")


def test_a_units_own_term_goes_before_that_for_all(cast) -> None:
    agri, housing = cast.units["agri"], cast.units["housing"]
    give(unit_id=agri, length=5)
    give(length=10, valid_from=date(2026, 12, 20))
    later = date(2027, 1, 5)
    assert (length(later, agri), length(later, housing), length(later)) == (5, 10, 10)
    assert length(date(2026, 12, 10), housing) == 15


def test_set_again_for_the_same_day_it_is_replaced_and_the_ledger_keeps_both() -> None:
    give()
    give(length=8)
    assert list(LocalTerm.objects.values_list("length", flat=True)) == [8]
    newest = LedgerRow.objects.filter(act="calendar.set_local_term").latest("id")
    assert '"term_length":[10,8]' in newest.payload


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"code": "foi.reply"}, NotALocalTerm),
        ({"code": "no.such"}, NotALocalTerm),
        ({"length": 0}, FaultyTerm),
        ({"length": 999}, FaultyTerm),
        ({"source": " "}, FaultyTerm),
        ({"valid_from": date(1990, 1, 1)}, FaultyTerm),
    ],
)
def test_a_term_of_the_law_and_faulty_values_are_refused(
    values: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        give(**values)
    assert not LocalTerm.objects.exists()
    assert not LedgerRow.objects.exists()


def test_only_the_disclosure_office_may(cast) -> None:
    give(by=cast.standing("office.disclosure_office"))
    for act in (
        lambda by: give(by=by, length=3),
        lambda by: set_warning_days(days=[1], by=by, at=AT),
        lambda by: set_office_hours(
            unit_id=None, valid_from=DAY, sessions=[(time(9), time(17))], by=by, at=AT
        ),
    ):
        with pytest.raises(NotAllowed, match="政务公开办"):
            act(cast.standing("agri.leader"))
    assert length(DAY) == 10


def test_all_terms_are_listed_with_what_the_office_set() -> None:
    give()
    found = {one.code: one.length for one in queries.terms(DAY)}
    assert (found["letter.complaint"], found["foi.reply"]) == (10, 20)
    assert queries.local_terms("letter.complaint")[0].label == "答复投诉"


def test_office_hours_hold_from_their_day_and_a_unit_may_have_its_own(
    cast, announced: list[TermChange]
) -> None:
    shipped = queries.office_hours(DAY)
    assert shipped.sessions[0] == (time(8, 30), time(12))
    set_office_hours(
        unit_id=None, valid_from=DAY, sessions=[(time(9), time(12)), (time(13), time(17))], by=SYSTEM, at=AT
    )
    set_office_hours(
        unit_id=cast.units["town"], valid_from=DAY, sessions=[(time(9), time(16))], by=SYSTEM, at=AT
    )
    assert queries.office_hours(date(2026, 11, 30)) == shipped
    assert queries.office_hours(DAY).sessions == ((time(9), time(12)), (time(13), time(17)))
    assert queries.office_hours(DAY, cast.units["town"]).sessions == ((time(9), time(16)),)
    assert announced[-1] == TermChange(frozenset(), cast.units["town"], DAY, AT)
    assert len(queries.office_hours_lines()) == 2


@pytest.mark.parametrize(
    "sessions",
    [[], [(time(12), time(9))], [(time(9), time(13)), (time(12), time(17))], [(time(9), time(10))] * 3],
)
def test_hours_that_run_backwards_or_overlap_are_refused(sessions: list[tuple[time, time]]) -> None:
    with pytest.raises(FaultyHours):
        set_office_hours(unit_id=None, valid_from=DAY, sessions=sessions, by=SYSTEM, at=AT)
    assert not OfficeHours.objects.exists()


def test_warnings_are_the_shipped_ones_until_the_office_sets_its_own() -> None:
    assert queries.warning_days() == (5, 2, 0)
    set_warning_days(days=[1, 3, 3], by=SYSTEM, at=AT)
    assert queries.warning_days() == (3, 1)
    for faulty in ([], [-1], [61], list(range(9))):
        with pytest.raises(FaultyWarnings):
            set_warning_days(days=faulty, by=SYSTEM, at=AT)
    assert queries.warning_days() == (3, 1)
