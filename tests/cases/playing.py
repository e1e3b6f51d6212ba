"""Cases of any kind played to any state by its own table: values by the type of each field, days until the law allows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from tests.cast import Cast

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.acting import act
from gongkai.cases.actions.submitting import enter
from gongkai.cases.declaring import Act, Asked, CaseKind
from gongkai.cases.models import Case
from gongkai.cases.refusals import NotNow

WORDS = {
    "identity": "110101199003077715",
    "phone": "13800138000",
    "email": "someone@example.com",
    "integer": "5",
}
OFFICE = "office.disclosure_office"
LAW_ALLOWS_AFTER = (0, 1, 60)
"""Days after the last act on which an act is tried: at once, the next day, when every side term has run out."""


def values_for(fields: Iterable[Asked], *, at: datetime) -> dict[str, Any]:
    """Something fitting for each field, also for those that need not be filled."""
    filled: dict[str, Any] = {}
    for field in fields:
        if field.type == "date":
            filled[field.key] = localdate(at).isoformat()
        elif field.type in ("choice", "choices"):
            filled[field.key] = field.choices[0][0]
        elif field.type == "check":
            filled[field.key] = "1"
        elif field.type == "integer":
            filled[field.key] = str(max(field.low or 0, 50 if field.key == "quantity" else 5))
        elif field.type not in ("files", "case"):
            filled[field.key] = WORDS.get(field.type, f"关于{field.label}"[: field.max_length])
    return filled


def sent_for(step: Act, *, at: datetime) -> Mapping[str, Any]:
    values = values_for(step.fields, at=at)
    if step.outcomes:
        values["outcome"] = step.outcomes[0]
    return values


def home_of(kind: CaseKind, unit: str = "agri") -> str:
    """Where such a case is dealt with: in the unit, but for what goes to the office alone."""
    return "office" if kind.to_office else unit


def clerk_of(kind: CaseKind, unit: str = "agri") -> str:
    """Who takes it in and works on it there."""
    return OFFICE if kind.to_office else f"{unit}.handler"


def person_for(step: Act, unit: str = "agri") -> str:
    """Who may do it: of the unit where its roles are held there, else 政务公开办."""
    if unit == "office":
        return OFFICE
    for role in ("handler", "leader", "officer"):
        if role in step.roles:
            return f"{unit}.{role}"
    return OFFICE


def path_to(kind: CaseKind, state: str) -> list[Act]:
    """The shortest way by the table from where an entered case begins; acts of the office only."""
    start = kind.act(kind.receive_act).target if kind.receive_act else kind.initial
    if state == kind.initial and kind.receive_act:
        return []
    ways: dict[str, list[Act]] = {start: []}
    queue = [start]
    while queue:
        here = queue.pop(0)
        for step in kind.transitions:
            if here in step.sources and step.target not in ways and step.who == "staff":
                ways[step.target] = [*ways[here], step]
                queue.append(step.target)
    return ways[state]


def taken_in(cast: Cast, kind: CaseKind, *, at: datetime, unit: str = "agri", confirmed: bool = True) -> int:
    """A case entered by a clerk; with `confirmed` its day of receipt is known."""
    return enter(
        kind=kind.code,
        unit_id=cast.units[home_of(kind, unit)],
        values=values_for(kind.fields, at=at),
        channel=_channel(kind, confirmed=confirmed),
        arrived_on=localdate(at),
        received_on=localdate(at) if confirmed else None,
        by=cast.standing(clerk_of(kind, unit), today=localdate(at)),
        at=at,
    ).case_id


def _channel(kind: CaseKind, *, confirmed: bool) -> str:
    """What comes over the counter is received; a fax waits until it is confirmed."""
    if not confirmed and kind.receive_act:
        return "fax"
    return "counter" if "counter" in kind.channels else kind.channels[0]


def press(
    cast: Cast, case_id: int, step: Act, *, at: datetime, by: str | Standing = "", unit: str = "agri"
) -> datetime:
    """Do it on the first day on which the law allows it; returns that moment. Raises what `act` raises."""
    who = by if isinstance(by, Standing) else cast.standing(by or person_for(step, unit), today=localdate(at))
    for days in LAW_ALLOWS_AFTER:
        moment = at + timedelta(days=days)
        try:
            act(
                case_id=case_id,
                act=step.act,
                values=sent_for(step, at=moment),
                by=who,
                at=moment,
            )
        except NotNow:
            if days == LAW_ALLOWS_AFTER[-1]:
                raise
        else:
            return moment
    raise AssertionError("unreachable")


def played(
    cast: Cast, kind: CaseKind, state: str, *, at: datetime, unit: str = "agri"
) -> tuple[int, datetime]:
    """A case of that kind in that state, and the moment of its last act."""
    unconfirmed = bool(kind.receive_act) and state == kind.initial
    case_id = taken_in(cast, kind, at=at, unit=unit, confirmed=not unconfirmed)
    for step in path_to(kind, state):
        at = press(cast, case_id, step, at=at, unit=home_of(kind, unit))
    assert Case.objects.get(id=case_id).state == state
    return case_id, at
