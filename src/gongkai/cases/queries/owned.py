"""The cases of an account."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.cases import accounts
from gongkai.cases.granting import Grant
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import CaseOwner
from gongkai.crypto.sealed import CannotOpen, open_sealed

MOST = 200


@dataclass(frozen=True)
class OwnedCase:
    """A line of one's own cases."""

    number: str
    title: str
    kind: str
    unit: str
    state: str
    submitted_at: datetime
    due_on: date | None
    is_closed: bool
    is_overdue: bool


def cases_of(subject: str, *, today: date) -> list[OwnedCase]:
    """Newest first."""
    rows = (
        CaseOwner.objects.filter(subject_index=accounts.index_of(subject))
        .select_related("case__unit")
        .order_by("-case__submitted_at", "-id")[:MOST]
    )
    return [
        OwnedCase(
            number=one.number or "",
            title=one.title,
            kind=CASE_KINDS[one.kind].label,
            unit=one.unit.name,
            state=CASE_KINDS[one.kind].state(one.state).label,
            submitted_at=one.submitted_at,
            due_on=one.due_on if one.closed_at is None else None,
            is_closed=one.closed_at is not None,
            is_overdue=bool(one.closed_at is None and not one.paused and one.due_on and one.due_on < today),
        )
        for one in (row.case for row in rows)
    ]


def grant_for(subject: str, number: str) -> Grant | None:
    """The right to a case of this account; None for every other number."""
    row = (
        CaseOwner.objects.filter(subject_index=accounts.index_of(subject), case__number=number)
        .order_by("id")
        .first()
    )
    if row is None:
        return None
    try:
        told = json.loads(open_sealed(row.sealed, purpose=accounts.PURPOSE))
    except CannotOpen:
        return None
    return Grant(number, told["code"]) if told["subject"] == subject else None
