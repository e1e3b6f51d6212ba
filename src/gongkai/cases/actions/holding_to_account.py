"""约谈、通报: a first statement that came late leaves an entry by itself; 政务公开办 notes what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.common import kind_of, need, write_ledger
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import AccountabilityEntry, Case, CaseEvent, SideTerm
from gongkai.cases.refusals import CaseRefused, TooLate
from gongkai.cases.rules.lateness import Lateness, late_statement
from gongkai.clocks.terms import TERMS
from gongkai.ledger.rules import SYSTEM

OFFICE_ONLY = "由政务公开办登记约谈、通报的结果。"
LOOKED_BACK = timedelta(days=400)


def note_late_statements(*, at: datetime) -> int:
    """Make an entry for each first statement and each press conference that is late. Safe to run twice; returns how many."""
    kinds = [kind.code for kind in CASE_KINDS.values() if kind.late_is_noted]
    since = at - LOOKED_BACK
    due = Case.objects.filter(kind__in=kinds, submitted_at__gte=since, due_on__lte=localdate(at))
    main = due.exclude(accountability__term=F("term")).order_by("id")
    side = SideTerm.objects.filter(
        case__kind__in=kinds,
        case__submitted_at__gte=since,
        due_on__lt=localdate(at),
        state__in=["open", "late"],
    ).exclude(case__accountability__term=F("term"))
    made = sum(_note_main(case_id, at) for case_id in list(main.values_list("id", flat=True)))
    return made + sum(_note_side(pk, at) for pk in list(side.order_by("id").values_list("id", flat=True)))


def _note_main(case_id: int, at: datetime) -> int:
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(id=case_id)
        if case.due_on is None:
            return 0
        late = late_statement(
            label=TERMS[case.term][-1].label, due_on=case.due_on, due_at=case.due_at,
            stated_at=_stopped_at(case), now=at,
        )  # fmt: skip
        return _enter(case, case.term, late, at)


def _note_side(side_id: int, at: datetime) -> int:
    with transaction.atomic():
        side = SideTerm.objects.select_related("case").get(id=side_id)
        ended = f"{side.ended_on:%Y-%m-%d}才办" if side.ended_on else "还没有办"
        label = TERMS[side.term][-1].label
        return _enter(
            side.case, side.term, Lateness("circular", f"{label}应在{side.due_on:%Y-%m-%d}以前，{ended}"), at
        )


def _stopped_at(case: Case) -> datetime | None:
    """When the clock was first stopped, by whichever act."""
    stops = {act.act for act in kind_of(case).transitions if act.clock == "stop"}
    event = CaseEvent.objects.filter(case=case, act__in=stops).order_by("no").first()
    return event.at if event else None


def _enter(case: Case, term: str, late: Lateness | None, at: datetime) -> int:
    if late is None:
        return 0
    _, made = AccountabilityEntry.objects.get_or_create(
        case=case, term=term,
        defaults={"unit_id": case.unit_id, "kind": late.kind, "reason": late.reason[:300], "at": at},
    )  # fmt: skip
    if made:
        write_ledger(case, "note_late", SYSTEM, at, reason=late.reason)
    return int(made)


def settle_entry(*, entry_id: int, note: str, by: Standing, at: datetime) -> None:
    """What came of it: when the talk was held, how the circular reads, or why there was none."""
    need(by.has("disclosure_office"), OFFICE_ONLY)
    if len(note.strip()) < 2:
        raise CaseRefused("写明怎样处理的。")
    with transaction.atomic():
        row = AccountabilityEntry.objects.select_related("case").get(id=entry_id)
        changed = AccountabilityEntry.objects.filter(id=entry_id, settled_at=None).update(
            settled_at=at, settled_by_id=by.user_id, note=note.strip()[:500]
        )
        if not changed:
            raise TooLate("这一条已经登记过结果。")
        write_ledger(row.case, "settle_entry", by.actor(), at, note=note.strip()[:500])
