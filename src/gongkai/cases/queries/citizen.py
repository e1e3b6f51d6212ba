"""One case as the person who wrote in reads it. Everything here takes a grant: number and query code, no user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from gongkai.cases.clockwork import Happened, main_clock
from gongkai.cases.declaring import Act, CaseKind, CaseState
from gongkai.cases.granting import Grant
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent, CaseFile, CaseLetter, SideTerm
from gongkai.cases.queries.shown_values import shown_values
from gongkai.cases.query_codes import fits
from gongkai.cases.rules.receipt import what_counts
from gongkai.cases.rules.remedies import Remedies, remedies_for
from gongkai.cases.rules.remedies import Remedy as RemedyWay
from gongkai.cases.stored_choices import CHANNELS
from gongkai.clocks import queries as clocks
from gongkai.clocks.counting import History, Pause
from gongkai.clocks.explaining import Explanation, explain
from gongkai.clocks.rules import DueDate, Term, WorkCalendar
from gongkai.clocks.terms import TERMS
from gongkai.documents.letters import templates
from gongkai.documents.shapes import TRANSFER_NOTICE

if TYPE_CHECKING:
    from gongkai.units.models import Unit

REPLY_KEYS = (
    "conclusion", "answer", "way", "withheld", "reason", "ground", "articles", "other_unit", "other_contact", "earlier",
)  # fmt: skip
"""Fields of the act that chose the outcome which are written for the applicant; the rest is the office's own."""
_NOT_TO_THEM = ("第三方", "共同制作机关", "内部")
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
class Due:
    """The last day of a term with its reason in whole sentences. `paused`: it can still move further away."""

    on: date
    provisional: bool
    paused: bool
    words: str


@dataclass(frozen=True)
class OwnTerm:
    """Something that the applicant has to do, and until when."""

    label: str
    due_on: date
    provisional: bool


@dataclass(frozen=True)
class Paper:
    """A letter or a file to fetch. `key` is its address below the case."""

    key: str
    name: str
    kind: str
    size: int | None
    pages: int | None
    note: str = ""
    is_ready: bool = True


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
    unit: Unit
    channel: str
    submitted_at: datetime
    received_on: date | None
    receipt_words: str
    closed: bool
    merged_into: str
    due: Due | None
    side_terms: tuple[OwnTerm, ...]
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


@dataclass(frozen=True)
class Download:
    """Bytes that may be handed out."""

    name: str
    digest: str
    size: int
    media_type: str


def _case(grant: Grant) -> Case | None:
    found = (
        Case.objects.filter(number=grant.number).select_related("unit", "merged_into").order_by("id").first()
    )
    return found if found is not None and fits(grant.code, found.secret_digest) else None


def case_page(grant: Grant, *, today: date) -> CitizenCase | None:
    """The case of a grant; None when its code opens nothing (any more)."""
    case = _case(grant)
    if case is None:
        return None
    kind, events = CASE_KINDS[case.kind], _events(case)
    state = kind.state(case.state)
    due = due_of(case, kind, events, today)
    issued_late = _awaits_service(kind, case)
    return CitizenCase(
        id=case.pk,
        number=case.number or "",
        title=case.title,
        text=case.text,
        kind=kind,
        state=state,
        unit=case.unit,
        channel=CHANNELS.get(case.channel, case.channel),
        submitted_at=case.submitted_at,
        received_on=case.received_on,
        receipt_words=receipt_words(kind, case.channel, localdate(case.submitted_at)),
        closed=case.closed_at is not None,
        merged_into=(case.merged_into.number or "") if case.merged_into else "",
        due=due,
        side_terms=_own_terms(case, state),
        timeline=_timeline(case, kind, events, due),
        letters=_letters(case, kind, issued_late),
        files=_files(case) if case.closed_at is not None else (),
        sent_in=tuple(case.files.filter(role="sent_in").order_by("id").values_list("name", flat=True)),
        values=shown_values(kind.fields, case.values),
        decision=_decision(case, kind, events) if case.closed_at is not None else None,
        acts=_own_acts(kind, case),
        may_rate=case.closed_at is not None
        and not _ended_themselves(kind, events)
        and today - localdate(case.closed_at) < RATED_FOR,
        rating=case.satisfaction,
        is_overdue=bool(due and not due.paused and case.closed_at is None and today > due.on),
    )


def _events(case: Case) -> list[CaseEvent]:
    return list(CaseEvent.objects.filter(case=case).order_by("no"))


def _own_acts(kind: CaseKind, case: Case) -> tuple[Act, ...]:
    return tuple(act for act in kind.transitions if "applicant" in act.roles and case.state in act.sources)


def own_act(grant: Grant, code: str) -> tuple[Case, Act] | None:
    """An act that the applicant may do now, with its case."""
    case = _case(grant)
    if case is None:
        return None
    return next(((case, act) for act in _own_acts(CASE_KINDS[case.kind], case) if act.act == code), None)


# ---- receipt and terms -----------------------------------------------------------------------------------


def receipt_words(kind: CaseKind, channel: str, on: date) -> str:
    """What counts as the day of receipt, for a kind whose receipt is confirmed; else the kind's own words."""
    if kind.receive_act and channel in RECEIPT_CHANNELS:
        return what_counts(channel, submitted_on=on)
    return kind.counts_words or "提交的当天就算收到。"


RECEIPT_CHANNELS = ("web", "counter", "signed_mail", "plain_mail", "fax", "phone")


def term_of(kind: CaseKind, values: Mapping[str, Any], *, unit_id: int, on: date) -> Term | None:
    """The main term of a kind for a case received on that day: by class where the kind says so, else the first in force."""
    field, by_value = kind.term_by
    wanted = dict(by_value).get(str(values.get(field, "")), "") if field else ""
    for code in (wanted, *kind.terms) if wanted else kind.terms:
        found = clocks.term(code, on, unit_id=unit_id)
        if found is not None:
            return found
    return None


def due_if_received(kind: CaseKind, values: Mapping[str, Any], *, unit_id: int, at: datetime) -> Due | None:
    """The last day if it counted as received at that moment, with the reason; None for a kind without a term."""
    today = localdate(at)
    term = term_of(kind, values, unit_id=unit_id, on=today)
    if term is None:
        return None
    return _as_due(explain(term, History(today, at), clocks.calendar(), as_of=today))


def _as_due(found: Explanation) -> Due:
    return Due(found.due_on, found.provisional, found.paused, found.words)


def due_of(case: Case, kind: CaseKind, events: list[CaseEvent], today: date) -> Due | None:
    """The main clock, explained anew from the events; the same as the stored due date."""
    if case.due_on is None or not case.term or case.received_on is None:
        return None
    term = clocks.term(case.term, case.received_on, unit_id=case.unit_id)
    clock = main_clock(kind, [_happened(event) for event in events])
    if term is None or clock.history is None:
        return Due(case.due_on, case.due_provisional, case.paused, "")
    pauses = tuple(pause._replace(why=_why(kind, events, pause)) for pause in clock.history.pauses)
    history = clock.history._replace(pauses=pauses)
    return _as_due(explain(term, history, clocks.calendar(), as_of=clock.stopped_on or today))


def _happened(event: CaseEvent) -> Happened:
    return Happened(event.act, event.mended_on or event.on, event.at, event.values)


def _why(kind: CaseKind, events: list[CaseEvent], pause: Pause) -> str:
    """Which act began the pause."""
    for event in events:
        act = _act(kind, event.act)
        if act and act.clock.startswith("pause:") and (event.mended_on or event.on) == pause.start:
            return act.label
    return ""


def _act(kind: CaseKind, code: str) -> Act | None:
    try:
        return kind.act(code)
    except KeyError:
        return None


def _own_terms(case: Case, state: CaseState) -> tuple[OwnTerm, ...]:
    """Open side terms, while the case waits for the applicant."""
    if state.waits_for != "applicant":
        return ()
    rows = SideTerm.objects.filter(case=case, state="open").order_by("due_on", "id")
    return tuple(OwnTerm(TERMS[row.term][-1].label, row.due_on, row.due_provisional) for row in rows)


# ---- timeline --------------------------------------------------------------------------------------------


def _timeline(case: Case, kind: CaseKind, events: list[CaseEvent], due: Due | None) -> tuple[Moment, ...]:
    """What happened, in plain words; where it stands now; the answer that is still to come."""
    channel = CHANNELS.get(case.channel, "")
    moments = [Moment("已提交", "done", at=case.submitted_at, note=channel)]
    shown = [(event, act) for event in events if (act := _act(kind, event.act)) and act.line]
    paused = _paused_days(kind, events)
    for event, act in shown:
        on = event.mended_on or event.on
        moments.append(Moment(act.line, "done", on=on, note=paused.get(event.no, "")))
    if case.merged_into is not None or case.closed_at is not None:
        return tuple(moments)
    state = kind.state(case.state)
    if shown and shown[-1][0] is events[-1] and shown[-1][0].to_state == case.state:
        last = moments.pop()
        moments.append(Moment(last.label, "here", on=last.on, note=last.note or state.now))
    else:
        moments.append(Moment(state.label, "here", note=state.now))
    moments.append(Moment("答复", "todo", on=due.on if due else None))
    return tuple(moments)


def _paused_days(kind: CaseKind, events: list[CaseEvent]) -> dict[int, str]:
    """By number of the event that began a pause: which days don't count."""
    found: dict[int, str] = {}
    begun: dict[str, CaseEvent] = {}
    for event in events:
        act = _act(kind, event.act)
        effect, _, reason = act.clock.partition(":") if act else ("", "", "")
        on = event.mended_on or event.on
        if effect == "pause":
            begun.setdefault(reason, event)
            found[begun[reason].no] = f"{_day(on)}起暂停计算，这段时间不算在期限里。"
        elif effect == "resume" and reason in begun:
            first = begun.pop(reason)
            found[first.no] = f"{_day(first.mended_on or first.on)}到{_day(on)}不算在期限里。"
        elif effect in ("restart", "stop", "start"):
            begun.clear()
    return found


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


# ---- papers ----------------------------------------------------------------------------------------------


def _awaits_service(kind: CaseKind, case: Case) -> frozenset[str]:
    """Acts whose letter holds the decision: it is read once it is served, not when it is signed."""
    if case.closed_at is not None:
        return frozenset()
    ends = {state.code for state in kind.states if state.final}
    serving = {
        source
        for act in kind.transitions
        if act.clock == "stop" and act.target in ends
        for source in act.sources
    }
    before = {
        state
        for state in serving
        if all(act.clock == "stop" or act.target == state for act in kind.transitions if state in act.sources)
    }
    return frozenset(act.act for act in kind.transitions if act.target in before)


def _letters(case: Case, kind: CaseKind, withheld: frozenset[str]) -> tuple[Paper, ...]:
    """Letters to the applicant, the newest first; those to others are nobody's business here."""
    rows = CaseLetter.objects.filter(case=case).select_related("event", "pdf").order_by("-id")
    return tuple(
        Paper(
            key=row.key,
            name=_letter_label(row),
            kind="PDF",
            size=row.pdf.size if row.pdf else None,
            pages=row.pdf.pages if row.pdf else None,
            note=f"{row.number}，{_day(row.issued_on)}",
            is_ready=row.pdf is not None,
        )
        for row in rows
        if row.event.act not in withheld and _is_theirs(kind, row)
    )


def _letter_label(row: CaseLetter) -> str:
    found = templates().get(row.template)
    return found.label if found else "通知书"


def _is_theirs(kind: CaseKind, letter: CaseLetter) -> bool:
    act, template = _act(kind, letter.event.act), templates().get(letter.template)
    to_others = template is not None and template.sent_to in _NOT_TO_THEM
    if letter.template == TRANSFER_NOTICE:  # handing on is no act of a kind's table
        return True
    return act is not None and not act.addressee and not letter.addressee and not to_others


def _files(case: Case) -> tuple[Paper, ...]:
    rows = CaseFile.objects.filter(case=case, role="issued").select_related("file").order_by("id")
    return tuple(
        Paper(
            key=row.key,
            name=row.name,
            kind=row.file.extension.upper(),
            size=row.file.size,
            pages=row.file.pages or None,
            note="" if _is_clean(row) else "正在查毒，过一会儿再来",
            is_ready=_is_clean(row),
        )
        for row in rows
        if "bad" not in _scans(row)
    )


def _scans(row: CaseFile) -> set[str]:
    """What the scanner said of the file, for this case and for its content."""
    return {row.scanned, getattr(row.file, "scan", "clean")}


def _is_clean(row: CaseFile) -> bool:
    return _scans(row) == {"clean"}


def download(grant: Grant, key: str) -> Download | None:
    """A letter or an issued file of this case that is ready; None for everything else, whatever the reason."""
    case = _case(grant)
    if case is None:
        return None
    kind = CASE_KINDS[case.kind]
    letter = (
        CaseLetter.objects.filter(case=case, key=key).select_related("event", "pdf").order_by("id").first()
    )
    if letter is not None:
        closed_to = _awaits_service(kind, case)
        if letter.pdf is None or letter.event.act in closed_to or not _is_theirs(kind, letter):
            return None
        stored = letter.pdf
        return Download(f"{_letter_label(letter)}.pdf", stored.digest, stored.size, stored.media_type)
    row = (
        CaseFile.objects.filter(case=case, key=key, role="issued")
        .select_related("file")
        .order_by("id")
        .first()
    )
    if row is None or case.closed_at is None or not _is_clean(row):
        return None
    return Download(row.name, row.file.digest, row.file.size, row.file.media_type)


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
    act = _act(kind, last.act) if last else None
    return last is not None and act is not None and last.by_id is None and "applicant" in act.roles


def _remedies(remedy: RemedyWay, told_on: date, calendar: WorkCalendar) -> Remedies:
    return remedies_for(remedy=remedy, decided_on=told_on, told_on=told_on, calendar=calendar)


def _told(kind: CaseKind, events: list[CaseEvent]) -> tuple[tuple[str, str], ...]:
    """What the office wrote for the applicant when it chose the outcome for the last time."""
    for event in reversed(events):
        act = _act(kind, event.act)
        if act is not None and event.values.get("outcome"):
            fields = [field for field in act.fields if field.key in REPLY_KEYS]
            return shown_values(fields, event.values)
    return ()
