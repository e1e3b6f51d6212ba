"""What the page after sending tells: as much of the case as that page shows, since so many look at it at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.utils.timezone import localdate

from gongkai.cases.declaring import CaseState
from gongkai.cases.granting import Grant
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent
from gongkai.cases.queries.citizen_terms import Due, due_of, receipt_words
from gongkai.cases.query_codes import fits
from gongkai.statements import Statement, made_of, written

_OF_CASE = (
    "id", "number", "kind", "state", "channel", "submitted_at", "received_on", "term", "due_on",
    "due_provisional", "paused", "secret_digest", "unit_id", "item_id",
)  # fmt: skip
_OF_EVENT = ("no", "act", "on", "at", "values", "mended_on")


class Office(NamedTuple):
    """Whom it was sent to, and where they are found."""

    code: str
    name: str
    disclosure_unit: str
    phone: str
    office_hours: str
    address: str


@dataclass(frozen=True)
class ReceiptPage:
    """`due` is None for a kind whose receipt has yet to be confirmed."""

    number: str
    unit_id: int
    unit: Office
    state: CaseState
    now: str
    submitted_at: datetime
    receipt_words: str
    due: Due | None


def receipt_page(grant: Grant, *, today: date) -> ReceiptPage | None:
    """The case of a grant, as it stands; None when its code opens nothing (any more). Four small queries."""
    row = next(iter(_case_statement().rows(grant.number)), None)
    if row is None:
        return None
    case, office = made_of(Case, _OF_CASE, row[: len(_OF_CASE)]), Office(*row[len(_OF_CASE) :])
    if not fits(grant.code, case.secret_digest):
        return None
    kind = CASE_KINDS[case.kind]
    events = [made_of(CaseEvent, _OF_EVENT, one) for one in _event_statement().rows(case.pk)]
    return ReceiptPage(
        number=case.number or "",
        unit_id=case.unit_id,
        unit=office,
        state=kind.state(case.state),
        now=kind.state(case.state).now_of(item_id=case.item_id),
        submitted_at=case.submitted_at,
        receipt_words=receipt_words(kind, case.channel, localdate(case.submitted_at)),
        due=due_of(case, kind, events, today),
    )


@lru_cache(maxsize=1)
def _case_statement() -> Statement:
    columns = (*_OF_CASE, *(f"unit__{name}" for name in Office._fields))
    return written(Case.objects.filter(number="").values_list(*columns))


@lru_cache(maxsize=1)
def _event_statement() -> Statement:
    return written(CaseEvent.objects.filter(case=0).order_by("no").values_list(*_OF_EVENT))
