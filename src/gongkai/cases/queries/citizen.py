"""One case as the person who wrote in reads it. Everything here takes a grant: number and query code, no user."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.timezone import localdate

from gongkai.cases.clockwork import resumes
from gongkai.cases.declaring import ANEW, Act, CaseKind, CaseState
from gongkai.cases.granting import Grant
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent
from gongkai.cases.queries.citizen_papers import Paper, files_of, granted, letters_of
from gongkai.cases.queries.citizen_terms import Due, OwnTerm, asked_of_them, due_of, own_terms, receipt_words
from gongkai.cases.queries.shown_values import shown_values
from gongkai.cases.rules.remedies import Organs, Remedies, remedies_for
from gongkai.cases.rules.remedies import Remedy as RemedyWay
from gongkai.cases.stored_choices import CHANNELS
from gongkai.clocks import queries as clocks
from gongkai.clocks.rules import DueDate, WorkCalendar
from gongkai.components.dates import day
from gongkai.units.queries import root_unit

if TYPE_CHECKING:
    from gongkai.units.models import Unit

REPLY_KEYS = (
    "conclusion", "answer", "way", "withheld", "reason", "ground", "articles", "other_unit", "other_contact", "earlier",
)  # fmt: skip
"""Fields of the act that chose the outcome which are written for the applicant; the rest is the office's own."""
RATED_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Moment:
    """A line of the timeline. `state` is done, here or todo; `on` the day that the law counts from."""

    label: str
    state: str
    on: date | None = None
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Decision:
    """How it ended: in a sentence, on what ground, in the office's words, and what can be done against it."""

    label: str
    sentence: str
    article: str
    told: tuple[tuple[str, str], ...]
    remedies: tuple[str, ...]
    reconsider_until: DueDate | None
    sue_until: DueDate | None


@dataclass(frozen=True)
class CitizenCase:
    """All that the state page shows. `acts`: what the applicant may do now."""

    id: int
    number: str
    title: str
    text: str
    kind: CaseKind
    state: CaseState
    now: str
    unit: Unit
    channel: str
    submitted_at: datetime
    received_on: date | None
    receipt_words: str
    closed: bool
    merged_into: str
    due: Due | None
    side_terms: tuple[OwnTerm, ...]
    asked: tuple[tuple[str, str], ...]
    timeline: tuple[Moment, ...]
    letters: tuple[Paper, ...]
    files: tuple[Paper, ...]
    sent_in: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    decision: Decision | None
    acts: tuple[Act, ...]
    may_rate: bool
    rating: int | None
    is_overdue: bool
    split: bool


def case_page(grant: Grant, *, today: date) -> CitizenCase | None:
    """The case of a grant; None when its code opens nothing (any more)."""
    case = granted(grant)
    if case is None:
        return None
    kind, events = CASE_KINDS[case.kind], _events(case)
    state = kind.state(case.state)
    due = due_of(case, kind, events, today)
    return CitizenCase(
        id=case.pk,
        number=case.number or "",
        title=case.title,
        text=case.text,
        kind=kind,
        state=state,
        now=state.now_of(item_id=case.item_id),
        unit=case.unit,
        channel=CHANNELS.get(case.channel, case.channel),
        submitted_at=case.submitted_at,
        received_on=case.received_on,
        receipt_words=receipt_words(kind, case.channel, localdate(case.submitted_at)),
        closed=case.closed_at is not None,
        merged_into=(case.merged_into.number or "") if case.merged_into else "",
        due=due,
        side_terms=own_terms(case, state),
        asked=asked_of_them(kind, state, events),
        timeline=_timeline(case, kind, events, due),
        letters=letters_of(case, kind),
        files=files_of(case) if case.closed_at is not None else (),
        sent_in=tuple(case.files.filter(role="sent_in").order_by("id").values_list("name", flat=True)),
        values=shown_values(kind.fields, case.values),
        decision=_decision(case, kind, events) if case.closed_at is not None else None,
        acts=_own_acts(kind, case),
        may_rate=case.closed_at is not None
        and not _ended_themselves(kind, events)
        and today - localdate(case.closed_at) < RATED_FOR,
        rating=case.satisfaction,
        is_overdue=bool(due and not due.paused and case.closed_at is None and today > due.on),
        split=_is_part(case) or any(event.act == "split" for event in events),
    )


def _is_part(case: Case) -> bool:
    """Whether an office made it of what was written as one."""
    return case.about is not None and case.about.kind == case.kind


def _events(case: Case) -> list[CaseEvent]:
    return list(CaseEvent.objects.filter(case=case).order_by("no"))


def _own_acts(kind: CaseKind, case: Case) -> tuple[Act, ...]:
    return tuple(act for act in kind.transitions if "applicant" in act.roles and case.state in act.sources)


def own_act(grant: Grant, code: str) -> tuple[Case, Act] | None:
    """An act that the applicant may do now, with its case."""
    case = granted(grant)
    if case is None:
        return None
    return next(((case, act) for act in _own_acts(CASE_KINDS[case.kind], case) if act.act == code), None)


@dataclass(frozen=True)
class OwnTask:
    """What the office asks of the applicant now, and until when."""

    asked: tuple[tuple[str, str], ...]
    terms: tuple[OwnTerm, ...]


def own_task(case: Case) -> OwnTask:
    kind = CASE_KINDS[case.kind]
    state = kind.state(case.state)
    return OwnTask(asked_of_them(kind, state, _events(case)), own_terms(case, state))


# ---- timeline --------------------------------------------------------------------------------------------


def _timeline(case: Case, kind: CaseKind, events: list[CaseEvent], due: Due | None) -> tuple[Moment, ...]:
    """What happened, in plain words; where it stands now; the answer that is still to come."""
    channel = CHANNELS.get(case.channel, "")
    moments = [Moment("已提交", "done", at=case.submitted_at, note=channel)]
    shown = [(event, line) for event in events if (line := _line(kind, event))]
    paused = _paused_days(kind, events)
    for event, line in shown:
        on = event.mended_on or event.on
        moments.append(Moment(line, "done", on=on, note=paused.get(event.no, "")))
    if case.merged_into is not None or case.closed_at is not None:
        return tuple(moments)
    state = kind.state(case.state)
    now = state.now_of(item_id=case.item_id)
    if shown and shown[-1][0] is events[-1] and shown[-1][0].to_state == case.state:
        last = moments.pop()
        moments.append(Moment(last.label, "here", on=last.on, note=last.note or now))
    else:
        moments.append(Moment(state.label, "here", note=now))
    moments.append(Moment("答复", "todo", on=due.on if due and not due.anew else None))
    return tuple(moments)


def _line(kind: CaseKind, event: CaseEvent) -> str:
    """What an event is to whoever wrote; empty for what concerns the office alone."""
    act = kind.find_act(event.act)
    if act is not None:
        return act.line
    if event.act == "transfer":
        return f"转到{event.values.get('to_unit', '')}办理"
    if event.act == "split":
        return f"拆开分别办理，另外的编号是{'、'.join(event.values.get('into', ()))}，用同一个查询码查"
    return ""


def _paused_days(kind: CaseKind, events: list[CaseEvent]) -> dict[int, str]:
    """By number of the event that began a pause: which days don't count."""
    found: dict[int, str] = {}
    begun: dict[str, CaseEvent] = {}
    for event in events:
        act = kind.find_act(event.act)
        effect, _, reason = act.clock.partition(":") if act else ("", "", "")
        on = event.mended_on or event.on
        if effect == "pause":
            begun.setdefault(reason, event)
            going_on = (
                "暂停计算，这段时间不算在期限里" if resumes(kind, reason) else "停止计算，补上以后从头算起"
            )
            found[begun[reason].no] = f"{day(on)}起{going_on}。"
        elif effect == "resume" and reason in begun:
            first = begun.pop(reason)
            found[first.no] = f"{day(first.mended_on or first.on)}到{day(on)}不算在期限里。"
        elif effect in (*ANEW, "stop"):
            begun.clear()
    return found


# ---- the decision ----------------------------------------------------------------------------------------


def _decision(case: Case, kind: CaseKind, events: list[CaseEvent]) -> Decision | None:
    outcome = kind.outcome(case.outcome)
    if outcome is None:
        return None
    if _ended_themselves(kind, events):
        return Decision(outcome.label, outcome.sentence, "", (), (), None, None)
    paragraphs: tuple[str, ...] = ()
    ask: DueDate | None = None
    sue: DueDate | None = None
    if outcome.remedy in ("reconsider_first", "either"):
        told_on = case.served_on or (localdate(case.closed_at) if case.closed_at else None)
        if told_on is not None:
            found = _remedies(outcome.remedy, told_on, clocks.calendar())
            paragraphs = found.paragraphs
            ask, sue = found.reconsider_until, found.sue_until
    elif outcome.remedy == "complain":
        paragraphs = ("对办理结果不满意的，可以向上一级机关或者政务公开办投诉。",)
    return Decision(
        label=outcome.label,
        sentence=outcome.sentence,
        article=outcome.article,
        told=_told(kind, events),
        remedies=paragraphs,
        reconsider_until=ask,
        sue_until=sue,
    )


def _ended_themselves(kind: CaseKind, events: list[CaseEvent]) -> bool:
    """Whether the applicant ended it: then there is no decision to go against, and nothing to rate."""
    last = next((event for event in reversed(events) if event.values.get("outcome")), None)
    act = kind.find_act(last.act) if last else None
    return last is not None and act is not None and last.by_id is None and "applicant" in act.roles


def _remedies(remedy: RemedyWay, told_on: date, calendar: WorkCalendar) -> Remedies:
    root = root_unit()
    organs = Organs(reconsideration=root.name if root else "")
    return remedies_for(remedy=remedy, decided_on=told_on, told_on=told_on, calendar=calendar, organs=organs)


def _told(kind: CaseKind, events: list[CaseEvent]) -> tuple[tuple[str, str], ...]:
    """What the office wrote for the applicant when it chose the outcome for the last time."""
    for event in reversed(events):
        act = kind.find_act(event.act)
        if act is not None and event.values.get("outcome"):
            fields = [field for field in act.fields if field.key in REPLY_KEYS]
            return shown_values(fields, event.values)
    return ()
