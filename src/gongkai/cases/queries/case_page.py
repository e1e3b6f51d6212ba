"""One case with all that its page in the office shows, already narrowed to what the person may see and do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from gongkai.accounts.policies import Standing
from gongkai.cases import parties
from gongkai.cases.declaring import Act, Asked, CaseFacts, CaseKind, CaseState, EventFacts
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import (
    Case,
    CaseDraft,
    CaseEvent,
    CaseFile,
    CaseLetter,
    CaseNote,
    CoHandling,
    FactChange,
    Party,
    SideTerm,
)
from gongkai.cases.policies import CASE_ROLES, may_act, may_read_personal, may_see, may_work_on, visible_to
from gongkai.cases.queries.lists import CaseLine, line_of, lines_of
from gongkai.cases.stored_choices import APPLICANT_TYPES
from gongkai.clocks.queries import calendar
from gongkai.clocks.terms import TERMS
from gongkai.components.dates import day_long

SAME_PERSON_SHOWN = 20


@dataclass(frozen=True)
class ChangeLine:
    """A wish to mend an event's date. `may_decide`: this person is the second one."""

    id: int
    on: date
    reason: str
    asked_by: str
    asked_at: datetime
    may_decide: bool


@dataclass(frozen=True)
class EventLine:
    id: int
    no: int
    act: str
    label: str
    on: date
    entered_on: date
    at: datetime
    who: str
    values: tuple[tuple[str, str], ...]
    letter: CaseLetter | None
    files: tuple[CaseFile, ...]
    changes: tuple[ChangeLine, ...]
    may_amend: bool

    @property
    def mended(self) -> bool:
        return self.on != self.entered_on


@dataclass(frozen=True)
class SideLine:
    id: int
    label: str
    due_on: date
    state: str
    state_label: str
    provisional: bool


@dataclass(frozen=True)
class HelpLine:
    row: CoHandling
    may_answer: bool


@dataclass(frozen=True)
class Choice:
    """An act that this person may do in the case's state; `why_not` says why it can't be done now."""

    act: Act
    why_not: str


@dataclass(frozen=True)
class CasePage:
    """A case with all that its page shows. `acts`: what this person may do now, the usual one first."""

    line: CaseLine
    case: Case
    kind: CaseKind
    values: tuple[tuple[str, str], ...]
    applicant: tuple[tuple[str, str], ...]
    applicant_type: str
    may_open_personal: bool
    may_open_letters: bool
    may_work: bool
    may_note: bool
    events: tuple[EventLine, ...]
    sides: tuple[SideLine, ...]
    files: tuple[CaseFile, ...]
    notes: tuple[CaseNote, ...]
    helping: tuple[HelpLine, ...]
    acts: tuple[Choice, ...]
    same_person: tuple[CaseLine, ...]
    related: tuple[tuple[str, Case], ...]
    drafts: Mapping[str, datetime]
    is_mine: bool
    revision: int

    @property
    def kind_state(self) -> CaseState:
        return self.kind.state(self.case.state)

    @property
    def waits_for(self) -> str:
        return self.kind_state.waits_for

    @property
    def primary_draft(self) -> datetime | None:
        return self.drafts.get(self.primary.act.act) if self.primary else None

    @property
    def primary(self) -> Choice | None:
        return next((one for one in self.acts if not one.why_not), None)

    @property
    def others(self) -> tuple[Choice, ...]:
        return tuple(one for one in self.acts if one is not self.primary)


def case_for(by: Standing, case_id: int) -> Case | None:
    """The case when this person may see it, else None: that it exists is not told."""
    found = visible_to(by).filter(id=case_id).select_related("unit", "assignee", "party", "item")
    return found.first()  # one by key


def case_page(by: Standing, case_id: int, *, today: date) -> CasePage | None:
    case = case_for(by, case_id)
    if case is None:
        return None
    kind = CASE_KINDS[case.kind]
    personal = parties.opened(case.party.sealed) if case.party else {}
    rows = list(
        case.events.order_by("no")
        .select_related("letter__word", "letter__pdf")
        .prefetch_related("files__file")
    )
    work = may_work_on(by, case)
    changes = _changes(by, case)
    return CasePage(
        line=line_of(case, today, calendar()),
        case=case,
        kind=kind,
        values=shown_values(kind.fields, case.values),
        applicant=_masked_lines(kind, personal),
        applicant_type=APPLICANT_TYPES.get(case.party.type, "") if case.party else "",
        may_open_personal=bool(personal) and may_read_personal(by, case),
        may_open_letters=may_read_personal(by, case),
        may_work=work,
        may_note=bool(by.unit_ids()),
        events=tuple(_event(kind, row, changes, _may_amend(by, case, row)) for row in rows),
        sides=side_lines(case),
        files=tuple(case.files.filter(event=None).select_related("file").order_by("id")),
        notes=tuple(case.notes.select_related("by").order_by("id")),
        helping=_helping(by, case),
        acts=choices_of(by, case, rows, today=today),
        same_person=same_person(by, case, today=today),
        related=_related(by, case),
        drafts=dict(CaseDraft.objects.filter(case=case, user_id=by.user_id).values_list("act", "saved_at")),
        is_mine=case.assignee_id == by.user_id,
        revision=case.revision,
    )


def _masked_lines(kind: CaseKind, personal: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Who wrote, masked, in the order of the form."""
    labels = {**PERSONAL_LABELS, **{field.key: field.label for field in kind.fields}}
    order = {key: no for no, key in enumerate([*(field.key for field in kind.fields), *PERSONAL_LABELS])}
    found = sorted(parties.masked(personal).items(), key=lambda pair: order.get(pair[0], len(order)))
    return tuple((labels.get(key, key), value) for key, value in found)


# ---- what may be done ------------------------------------------------------------------------------------


def choices_of(by: Standing, case: Case, events: Iterable[CaseEvent], *, today: date) -> tuple[Choice, ...]:
    """The acts of the state that this person's posts carry: the usual one first, then as declared."""
    kind = CASE_KINDS[case.kind]
    fitting = [
        act for act in kind.transitions
        if act.button and case.state in act.sources and may_act(by, case, act)
    ]  # fmt: skip
    if not fitting:
        return ()
    facts = facts_of(case, events, today=today)
    found = [Choice(act, _why_not(act, facts)) for act in fitting]
    return tuple(sorted(found, key=lambda one: not one.act.main))


def _why_not(act: Act, facts: CaseFacts) -> str:
    """What stands against the act whatever is filled in; what a field lacks is no such thing."""
    refusal = act.check(facts, {}) if act.check else ""
    return refusal if isinstance(refusal, str) else ""


def facts_of(case: Case, events: Iterable[CaseEvent], *, today: date) -> CaseFacts:
    side = SideTerm.objects.filter(case=case, state="open").order_by("id")
    return CaseFacts(
        kind=case.kind,
        state=case.state,
        outcome=case.outcome,
        channel=case.channel,
        received_on=case.received_on,
        due_on=case.due_on,
        side_due=dict(side.values_list("term", "due_on")),
        events=tuple(EventFacts(row.no, row.act, row.mended_on or row.on, row.values) for row in events),
        values=case.values,
        today=today,
    )


@dataclass(frozen=True)
class ActPage:
    """One act on its own page. `choice` None: the case has moved on, or the posts don't carry it."""

    case: Case
    line: CaseLine
    kind: CaseKind
    choice: Choice | None
    label: str
    facts: CaseFacts
    values: tuple[tuple[str, str], ...]
    draft: Mapping[str, Any]
    draft_at: datetime | None
    last: tuple[EventLine, ...]


def act_page(by: Standing, case_id: int, act: str, *, today: date) -> ActPage | None:
    """None when the case may not be seen or its kind knows no such act."""
    case = case_for(by, case_id)
    if case is None:
        return None
    kind = CASE_KINDS[case.kind]
    declared = next((one for one in kind.transitions if one.act == act), None)
    if declared is None or not declared.button:
        return None
    rows = list(case.events.order_by("no").prefetch_related("files__file"))
    found = next((one for one in choices_of(by, case, rows, today=today) if one.act.act == act), None)
    draft = CaseDraft.objects.filter(case=case, act=act, user_id=by.user_id).first()  # one by its key
    return ActPage(
        case=case,
        line=line_of(case, today, calendar()),
        kind=kind,
        choice=found,
        label=declared.label,
        facts=facts_of(case, rows, today=today),
        values=shown_values(kind.fields, case.values),
        draft=draft.values if draft else {},
        draft_at=draft.saved_at if draft else None,
        last=tuple(_event(kind, row, {}, False, letter=False) for row in rows[-3:]),
    )


# ---- what belongs to it ----------------------------------------------------------------------------------


def side_lines(case: Case) -> tuple[SideLine, ...]:
    return tuple(
        SideLine(
            row.pk,
            TERMS[row.term][-1].label,
            row.due_on,
            row.state,
            row.get_state_display(),
            row.due_provisional,
        )
        for row in SideTerm.objects.filter(case=case).order_by("id")
    )


def shown_values(fields: Iterable[Asked], values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Values with their labels, choices in words; in the order of the form."""
    shown = []
    for field in fields:
        value = values.get(field.key)
        if value in (None, "", []) or field.personal:
            continue
        words = _day_words(value) if field.type == "date" else _words(value, dict(field.choices))
        shown.append((field.label, words))
    return tuple(shown)


def _day_words(value: Any) -> str:
    """A date as people read it; what isn't one (a draft may hold anything) as it is."""
    try:
        return day_long(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _words(value: Any, choices: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(choices.get(str(one), str(one)) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return choices.get(str(value), str(value))


def _helping(by: Standing, case: Case) -> tuple[HelpLine, ...]:
    units = by.unit_ids(*CASE_ROLES)
    rows = case.co_handling.select_related("unit", "asked_by", "answered_by").order_by("id")
    return tuple(HelpLine(row, row.answered_at is None and row.unit_id in units) for row in rows)


def help_for(by: Standing, help_id: int) -> CoHandling | None:
    """A question to another unit, for who may see its case."""
    row = (
        CoHandling.objects.select_related("case", "unit", "asked_by").filter(id=help_id).first()
    )  # one by key
    return row if row is not None and may_see(by, row.case) else None


def may_answer(by: Standing, row: CoHandling) -> bool:
    return row.unit_id in by.unit_ids(*CASE_ROLES)


def same_person(by: Standing, case: Case, *, today: date) -> tuple[CaseLine, ...]:
    """Other cases of the same number or telephone within the year that this person may see, newest first."""
    if case.party is None:
        return ()
    same = Q(pk__in=[])
    if case.party.identity_index:
        same |= Q(identity_index=case.party.identity_index)
    if case.party.contact_index:
        same |= Q(contact_index=case.party.contact_index)
    # The people first, by their indexes, then ids alone: somebody may have sent ten thousand in a year.
    people = Party.objects.filter(same).order_by().values("id")
    year = case.submitted_at.year
    found = visible_to(by).filter(party__in=people, submitted_at__year=year).exclude(id=case.pk)
    ids = found.order_by("-submitted_at", "-id").values_list("id", flat=True)[:SAME_PERSON_SHOWN]
    return tuple(lines_of(list(ids), today=today))


def _related(by: Standing, case: Case) -> tuple[tuple[str, Case], ...]:
    """Cases that belong together, as far as they may be seen: split off, merged, about one another."""
    wanted = Q(about=case) | Q(merged_into=case)
    for other in (case.about_id, case.merged_into_id):
        if other:
            wanted |= Q(id=other)
    found = []
    # Sorted here: asked for the first twenty by id, a database reads all cases in that order instead of these few.
    rows = visible_to(by).filter(wanted).order_by()[:SAME_PERSON_SHOWN]
    for row in sorted(rows, key=lambda case: case.pk):
        if row.pk == case.merged_into_id:
            words = "这件并到"
        elif row.merged_into_id == case.pk:
            words = "并到这件"
        elif row.pk == case.about_id:
            words = "针对或者拆自"
        else:
            words = "由这件引出"
        found.append((words, row))
    return tuple(found)


# ---- events ----------------------------------------------------------------------------------------------


def _event(
    kind: CaseKind,
    event: CaseEvent,
    changes: Mapping[int, list[ChangeLine]],
    may_amend: bool,
    *,
    letter: bool = True,
) -> EventLine:
    try:
        act = kind.act(event.act)
        label, fields = act.label, act.fields
    except KeyError:
        label, fields = ENGINE_ACTS.get(event.act, event.act), ()
    values = list(shown_values(fields, event.values))
    if not fields:
        values += [
            (VALUE_LABELS[key], _words(value, {}))
            for key, value in event.values.items()
            if key in VALUE_LABELS and value
        ]
    outcome = kind.outcome(str(event.values.get("outcome", "")))
    if outcome:
        values.insert(0, ("办理结果", outcome.label))
    asked = tuple(changes.get(event.pk, ()))
    return EventLine(
        id=event.pk,
        no=event.no,
        act=event.act,
        label=label,
        on=event.mended_on or event.on,
        entered_on=event.on,
        at=event.at,
        who=event.by_label,
        values=tuple(values),
        letter=getattr(event, "letter", None) if letter else None,
        files=tuple(event.files.all()),
        changes=asked,
        may_amend=may_amend and not asked,
    )


def _may_amend(by: Standing, case: Case, event: CaseEvent) -> bool:
    """A date is worth mending where the law counts from it: the act touches a clock or opens a term."""
    if not _works_there(by, case):
        return False
    kind = CASE_KINDS[case.kind]
    if event.act in ("receive", kind.receive_act):
        return True
    act = next((one for one in kind.transitions if one.act == event.act), None)
    return act is not None and bool(act.clock or act.opens or act.closes or act.dated)


def _works_there(by: Standing, case: Case) -> bool:
    return by.has("disclosure_office") or case.unit_id in by.unit_ids(*CASE_ROLES)


def _changes(by: Standing, case: Case) -> dict[int, list[ChangeLine]]:
    found: dict[int, list[ChangeLine]] = {}
    rows = (
        FactChange.objects.filter(event__case=case, decided_at=None).select_related("asked_by").order_by("id")
    )
    for row in rows:
        found.setdefault(row.event_id, []).append(
            ChangeLine(
                row.pk,
                row.on,
                row.reason,
                row.asked_by.full_name,
                row.asked_at,
                _works_there(by, case) and row.asked_by_id != by.user_id,
            )
        )
    return found


def event_for(by: Standing, case_id: int, event_id: int) -> EventLine | None:
    """An event of a case that this person may see."""
    case = case_for(by, case_id)
    row = case.events.filter(id=event_id).first() if case is not None else None  # one by key
    if case is None or row is None:
        return None
    return _event(CASE_KINDS[case.kind], row, _changes(by, case), _may_amend(by, case, row), letter=False)


def change_for(by: Standing, case_id: int, change_id: int) -> tuple[EventLine, ChangeLine] | None:
    """An undecided wish to mend a date of a case that this person may see."""
    case = case_for(by, case_id)
    if case is None:
        return None
    for event_id, changes in _changes(by, case).items():
        for change in changes:
            if change.id == change_id:
                row = case.events.get(id=event_id)
                return _event(CASE_KINDS[case.kind], row, {event_id: changes}, False, letter=False), change
    return None


# Acts of the engine itself, which every kind has.
ENGINE_ACTS = {
    "submit": "提交",
    "receive": "收到",
    "claim": "认领",
    "assign": "交办",
    "transfer": "转办",
    "merge": "并案",
    "split": "拆分",
    "hide": "不公开显示",
    "unhide": "恢复公开显示",
    "amend_fact": "更正日期",
    "publish_answer": "公开答复",
    "withdraw_answer": "撤下答复",
    "rate": "评价",
}
VALUE_LABELS = {
    "from_unit": "从", "to_unit": "转到", "reason": "理由", "into": "并到、拆成", "before": "原来的日期",
}  # fmt: skip
PERSONAL_LABELS = {
    "name": "姓名", "identity": "证件号码", "phone": "电话", "email": "邮箱", "address": "地址",
    "agent": "代理人", "agent_identity": "代理人证件号码",
}  # fmt: skip


# ---- files and letters -----------------------------------------------------------------------------------


def file_for(by: Standing, case_id: int, key: str) -> tuple[CaseFile, bool] | None:
    """A file of a case that this person may see, passed by the scanner; and whether it is theirs to open.

    Proofs of identity are for those alone who may read who wrote in.
    """
    case = case_for(by, case_id)
    found = CaseFile.objects.filter(case=case, key=key, file__scan="clean") if case is not None else None
    row = found.select_related("file").first() if found is not None else None  # one by its key
    if case is None or row is None:
        return None
    return row, row.role != "identity" or may_read_personal(by, case)


def letter_for(by: Standing, case_id: int, key: str) -> tuple[CaseLetter, bool] | None:
    """A letter of a case that this person may see; and whether it is theirs to open: it names the applicant."""
    case = case_for(by, case_id)
    found = CaseLetter.objects.filter(case=case, key=key) if case is not None else None
    row = found.select_related("word", "pdf").first() if found is not None else None  # one by its key
    if case is None or row is None:
        return None
    return row, may_read_personal(by, case)
