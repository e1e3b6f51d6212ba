"""Who works on a case: claim, assign, hand on, ask for help, put together, take apart, note, draft; and reading who wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from gongkai.accounts.policies import Standing
from gongkai.accounts.queries import may_hold_work
from gongkai.cases import parties
from gongkai.cases.actions.common import add_event, day_of, kind_of, locked, need, recount, write_ledger
from gongkai.cases.actions.letters import issue
from gongkai.cases.actions.numbering import next_serial
from gongkai.cases.actions.submitting import Receipt
from gongkai.cases.models import Case, CaseDraft, CaseEvent, CaseNote, CoHandling
from gongkai.cases.policies import CASE_ROLES, may_read_personal, may_see, may_work_on
from gongkai.cases.queries.receivers import why_not_of_kind, why_not_to
from gongkai.cases.query_codes import code_digest, new_code
from gongkai.cases.refusals import CaseRefused, NotFilled, TooLate
from gongkai.cases.rules.numbers import number_of
from gongkai.documents.shapes import TRANSFER_NOTICE
from gongkai.units.queries import unit_by_id

if TYPE_CHECKING:
    from gongkai.units.models import Unit

NOT_YOURS = "由承办这件的单位办理。"


def claim(*, case_id: int, by: Standing, at: datetime) -> None:
    """Take an unassigned case. Raises TooLate when somebody else was faster; the words say who."""
    with transaction.atomic():
        case = locked(case_id)
        need(may_work_on(by, case), NOT_YOURS)
        if not _take(case, by.user_id, at, only_from=None):
            case.refresh_from_db()
            who = case.assignee.full_name if case.assignee else "别人"
            raise TooLate(
                "您已经认领了这件。" if case.assignee_id == by.user_id else f"{who}已经认领了这件。"
            )
        write_ledger(case, "claim", by.actor(), at)


def give_back(*, case_id: int, by: Standing, at: datetime) -> None:
    """撤回认领: the case is free again."""
    with transaction.atomic():
        case = locked(case_id)
        changed = Case.objects.filter(id=case_id, assignee_id=by.user_id, closed_at__isnull=True).update(
            assignee=None, changed_at=at, revision=F("revision") + 1
        )
        if not changed:
            raise TooLate("这件现在不在您手里。")
        write_ledger(case, "give_back", by.actor(), at)


def assign(*, case_id: int, user_id: int, by: Standing, at: datetime) -> None:
    """Give a case to a colleague who works in its unit."""
    with transaction.atomic():
        case = locked(case_id)
        need(may_work_on(by, case), NOT_YOURS)
        if not may_hold_work(user_id=user_id, unit_id=case.unit_id, roles=CASE_ROLES, on=day_of(at)):
            raise CaseRefused("对方不在承办单位办件，选本单位的承办人。")
        _take(case, user_id, at, only_from=case.assignee_id)
        write_ledger(case, "assign", by.actor(), at, to=user_id)


def _take(case: Case, user_id: int, at: datetime, *, only_from: int | None) -> bool:
    changed = Case.objects.filter(id=case.pk, assignee_id=only_from, closed_at__isnull=True).update(
        assignee_id=user_id, changed_at=at, revision=F("revision") + 1
    )
    return bool(changed)


def transfer(*, case_id: int, unit_id: int, reason: str, by: Standing, at: datetime) -> None:
    """Hand the case on to the unit that it belongs to. The clock runs on: it is the government's, not the unit's."""
    if not reason.strip():
        raise CaseRefused("写明为什么转给对方。")
    with transaction.atomic():
        case = locked(case_id)
        need(may_work_on(by, case), NOT_YOURS)
        unit = _another_unit(case, unit_id)
        if words := why_not_of_kind(kind_of(case), unit):
            raise CaseRefused(f"{words}要对方说明情况，请它协办。")
        before = case.unit
        event = _event(
            case, "transfer", by, at, from_unit=before.name, to_unit=unit.name, reason=reason.strip()[:500],
            from_contact=before.phone, other_contact=unit.phone,
        )  # fmt: skip
        if case.party is not None:
            # Numbered and signed by the unit that hands on; later letters are the other's.
            issue(case=case, event=event, template=TRANSFER_NOTICE, at=at)
        Case.objects.filter(id=case_id).update(
            unit_id=unit_id, assignee=None, changed_at=at, revision=F("revision") + 1
        )
        write_ledger(
            case, "transfer", by.actor(), at, from_unit=before.name, to_unit=unit.name, reason=reason[:300]
        )


def _another_unit(case: Case, unit_id: int) -> Unit:
    """Raises CaseRefused for the case's own unit, and for one that takes no cases."""
    unit = unit_by_id(unit_id)
    if unit is None or unit.closed_on is not None or unit_id == case.unit_id:
        raise CaseRefused("选另外一个在的单位。")
    if words := why_not_to(unit):
        raise CaseRefused(words)
    return unit


def _event(case: Case, act: str, by: Standing, at: datetime, **values: Any) -> CaseEvent:
    return add_event(
        case,
        act=act,
        from_state=case.state,
        on=day_of(at),
        at=at,
        by_id=by.user_id,
        by_label=by.actor().label,
        values=values,
    )


def ask_help(
    *, case_id: int, unit_id: int, question: str, due_on: date | None, by: Standing, at: datetime
) -> int:
    """协办: ask another unit; it sees the case from now on."""
    if not question.strip():
        raise CaseRefused("写明要对方做什么。")
    if due_on is not None and due_on < day_of(at):
        raise NotFilled({"due_on": "希望答复的日期不能早于今天"})
    with transaction.atomic():
        case = locked(case_id)
        need(may_work_on(by, case), NOT_YOURS)
        unit = _another_unit(case, unit_id)
        row = CoHandling.objects.create(
            case=case,
            unit_id=unit_id,
            question=question.strip()[:1000],
            asked_by_id=by.user_id,
            asked_at=at,
            due_on=due_on,
        )
        write_ledger(case, "ask_help", by.actor(), at, unit=unit.name, question=row.question)
    return row.pk


def answer_help(*, help_id: int, answer: str, by: Standing, at: datetime) -> None:
    """The helping unit answers once."""
    if not answer.strip():
        raise CaseRefused("写下答复再交。")
    with transaction.atomic():
        row = CoHandling.objects.select_related("case").get(id=help_id)
        case = locked(row.case_id)
        need(row.unit_id in by.unit_ids(*CASE_ROLES), "由协办单位答复。")
        answered = CoHandling.objects.filter(id=help_id, answered_at__isnull=True).update(
            answer=answer.strip()[:5000], answered_by_id=by.user_id, answered_at=at
        )
        if not answered:
            raise TooLate("已经答复过了。")
        write_ledger(case, "answer_help", by.actor(), at, answer=answer.strip()[:300])


def merge(*, case_id: int, into_id: int, by: Standing, at: datetime) -> None:
    """并案: the same matter came twice from the same kind; this one is answered with the other."""
    with transaction.atomic():
        first, second = sorted((case_id, into_id))
        rows = {row.pk: row for row in (locked(first), locked(second))}
        case, into = rows[case_id], rows[into_id]
        need(may_work_on(by, case) and may_see(by, into), NOT_YOURS)
        if case_id == into_id or case.kind != into.kind or into.merged_into_id is not None:
            raise CaseRefused("只能并到同一种、没有并走的另一件里。")
        if case.merged_into_id is not None:
            raise TooLate("这件已经并走了。")
        Case.objects.filter(id=case_id).update(merged_into=into, changed_at=at, revision=F("revision") + 1)
        _event(case, "merge", by, at, into=into.number)
        write_ledger(case, "merge", by.actor(), at, into=into.number)


def split(*, case_id: int, parts: Sequence[tuple[str, str]], by: Standing, at: datetime) -> list[Receipt]:
    """一事一申请: one letter that asks for several things becomes several cases; the first part stays where it is.

    Each new case begins where the first stands, with its day of receipt; counting is by the parts. The query code
    of the first opens them all: whoever wrote a single letter asks with a single code.
    """
    if len(parts) < 2 or any(not title.strip() for title, _ in parts):
        raise CaseRefused("至少拆成两件，每件都写明要什么。")
    made: list[Receipt] = []
    with transaction.atomic():
        case = locked(case_id)
        need(may_work_on(by, case), NOT_YOURS)
        if case.outcome or case.served_on is not None:
            raise TooLate("已经有办理结果，不能再拆。")
        (title, text), *others = parts
        Case.objects.filter(id=case_id).update(
            title=title.strip()[:200], text=text, changed_at=at, revision=F("revision") + 1
        )
        for part_title, part_text in others:
            made.append(_part(case, part_title, part_text, by, at))
        _event(case, "split", by, at, into=[receipt.number for receipt in made])
        write_ledger(case, "split", by.actor(), at, into=[receipt.number for receipt in made])
    return made


def _part(case: Case, title: str, text: str, by: Standing, at: datetime) -> Receipt:
    kind = kind_of(case)
    year = day_of(case.submitted_at).year
    serial = next_serial(unit_id=case.unit_id, mark=kind.mark, year=year)
    code = "" if case.secret_digest else new_code()
    part = Case.objects.create(
        kind=case.kind,
        unit_id=case.unit_id,
        state=case.state,
        number=number_of(case.unit, kind.mark, year=year, serial=serial),
        title=title.strip()[:200],
        text=text,
        values=case.values,
        channel=case.channel,
        party_id=case.party_id,
        submitted_at=case.submitted_at,
        secret_digest=case.secret_digest or code_digest(code),
        assignee_id=case.assignee_id,
        about=case,
        created_by_id=by.user_id,
        created_at=at,
        changed_at=at,
    )
    for event in case.events.order_by("no"):
        add_event(
            part,
            act=event.act,
            from_state=event.from_state,
            on=event.mended_on or event.on,
            at=event.at,
            by_id=event.by_id,
            by_label=event.by_label,
            values=event.values,
        )
    recount(part, at=at)
    write_ledger(part, "submit", by.actor(), at, kind=case.kind, split_from=case.number)
    return Receipt(part.pk, part.number or "", code)


def add_note(*, case_id: int, text: str, by: Standing, at: datetime) -> int:
    """An internal remark; the applicant never sees it."""
    if not text.strip():
        raise CaseRefused("写下内容再保存。")
    with transaction.atomic():
        case = locked(case_id)
        need(bool(by.unit_ids()) and may_see(by, case), NOT_YOURS)
        row = CaseNote.objects.create(case=case, text=text.strip()[:2000], by_id=by.user_id, at=at)
        write_ledger(case, "add_note", by.actor(), at, text=row.text[:300])
    return row.pk


def save_draft(*, case_id: int, act: str, values: Mapping[str, Any], by: Standing, at: datetime) -> None:
    """Keep what somebody is writing. No act of office, so no ledger row; nobody else's draft is touched."""
    with transaction.atomic():
        case = locked(case_id)
        need(bool(by.unit_ids()) and may_see(by, case), NOT_YOURS)
        kept = {key: value for key, value in values.items() if isinstance(value, str | list)}
        CaseDraft.objects.update_or_create(
            case=case, act=act[:40], user_id=by.user_id, defaults={"values": kept, "saved_at": at}
        )


def open_personal(*, case_id: int, reason: str, by: Standing, at: datetime) -> dict[str, str]:
    """Name, number and telephone in the clear; each reading leaves a ledger row with its reason."""
    if len(reason.strip()) < 2:
        raise CaseRefused("写明为什么要看。")
    with transaction.atomic():
        case = locked(case_id)
        need(may_see(by, case) and may_read_personal(by, case), "只有承办这件的人能看。")
        write_ledger(case, "open_personal", by.actor(), at, reason=reason.strip()[:300])
    return parties.opened(case.party.sealed) if case.party else {}
