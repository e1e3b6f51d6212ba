"""What the page after sending tells: as much of the case as that page shows, since so many look at it at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from gongkai.cases.declaring import CaseState
from gongkai.cases.granting import Grant
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent
from gongkai.cases.queries.citizen_terms import Due, due_of, receipt_words
from gongkai.cases.query_codes import fits

if TYPE_CHECKING:
    from gongkai.units.models import Unit

_OF_CASE = (
    "number", "kind", "state", "channel", "submitted_at", "received_on", "term", "due_on", "due_provisional",
    "paused", "secret_digest", "unit_id",
)  # fmt: skip
_OF_UNIT = ("code", "name", "disclosure_unit", "phone", "office_hours", "address")


@dataclass(frozen=True)
class ReceiptPage:
    """`due` is None for a kind whose receipt has yet to be confirmed."""

    number: str
    unit: Unit
    state: CaseState
    submitted_at: datetime
    receipt_words: str
    due: Due | None


def receipt_page(grant: Grant, *, today: date) -> ReceiptPage | None:
    """The case of a grant, as it stands; None when its code opens nothing (any more). Four small queries."""
    rows = Case.objects.filter(number=grant.number).select_related("unit")
    rows = rows.only(*_OF_CASE, *(f"unit__{name}" for name in _OF_UNIT))
    case = next(iter(rows), None)
    if case is None or not fits(grant.code, case.secret_digest):
        return None
    kind = CASE_KINDS[case.kind]
    events = list(CaseEvent.objects.filter(case=case).order_by("no"))
    return ReceiptPage(
        number=case.number or "",
        unit=case.unit,
        state=kind.state(case.state),
        submitted_at=case.submitted_at,
        receipt_words=receipt_words(kind, case.channel, localdate(case.submitted_at)),
        due=due_of(case, kind, events, today),
    )
