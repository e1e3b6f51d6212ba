"""Public answers as the office works on them: the list by state, and one with its findings and what may be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import AnswerFinding, Case, PublicAnswer
from gongkai.cases.policies import may_hide_answer, may_prepare_answer, may_publish_answer, visible_to
from gongkai.cases.queries.case_doors import case_for
from gongkai.cases.queries.public_answers import hidden_words
from gongkai.cases.queries.publishable import not_publishable
from gongkai.cases.queries.word_index import having_words
from gongkai.cases.stored_choices import ANSWER_PARTS, ANSWER_STATES


@dataclass(frozen=True)
class AnswerRow:
    """An answer on the office's list. `open`: findings that wait."""

    case_id: int
    number: str
    title: str
    kind_label: str
    unit_name: str
    state: str
    state_label: str
    is_faq: bool
    answered_on: date
    open: int


@dataclass(frozen=True)
class FindingLine:
    id: int
    part: str
    label: str
    excerpt: str
    advice: str
    is_own: bool
    state: str
    reason: str
    who: str


@dataclass(frozen=True)
class AnswerDesk:
    """One answer with all that its page shows. `row` None: nothing was prepared yet; `why_not` what forbids it."""

    case: Case
    kind_label: str
    row: PublicAnswer | None
    why_not: str
    consent: bool
    open: tuple[FindingLine, ...]
    settled: tuple[FindingLine, ...]
    may_prepare: bool
    may_publish: bool
    may_hide: bool
    may_faq: bool
    stub: str

    @property
    def may_edit(self) -> bool:
        return self.may_prepare and self.row is not None and self.row.state in ("preparing", "withdrawn")

    @property
    def state_label(self) -> str:
        return ANSWER_STATES[self.row.state] if self.row else "没有准备"


def answers_for(
    by: Standing, *, state: str = "", words: str = "", waiting: bool = False
) -> QuerySet[PublicAnswer]:
    """Answers of cases that this person may see, by words of the cases. `waiting`: only those with open findings."""
    seen = visible_to(by).filter(having_words(by, words).q) if words.strip() else visible_to(by)
    found = PublicAnswer.objects.filter(case__in=seen)
    if state in ANSWER_STATES:
        found = found.filter(state=state)
    found = found.annotate(open_findings=Count("findings", filter=Q(findings__state="open")))
    if waiting:
        found = found.filter(open_findings__gt=0)
    return found.select_related("case__unit").order_by("-changed_at", "-id")


def answer_table(rows: Iterable[PublicAnswer]) -> list[AnswerRow]:
    return [
        AnswerRow(
            case_id=row.case_id,
            number=row.case.number or "",
            title=row.title,
            kind_label=CASE_KINDS[row.case.kind].label,
            unit_name=row.case.unit.short_name or row.case.unit.name,
            state=row.state,
            state_label=ANSWER_STATES[row.state],
            is_faq=row.is_faq,
            answered_on=row.answered_on,
            open=row.open_findings,  # type: ignore[attr-defined]
        )
        for row in rows
    ]


def answer_desk(by: Standing, case_id: int) -> AnswerDesk | None:
    """The answer of a case that this person may see; None also for kinds that publish nothing."""
    case = case_for(by, case_id)
    if case is None or not CASE_KINDS[case.kind].publishes:
        return None
    row = (
        PublicAnswer.objects.filter(case=case).select_related("published_by", "prepared_by").first()
    )  # one to one
    lines = _findings(row) if row else []
    return AnswerDesk(
        case=case,
        kind_label=CASE_KINDS[case.kind].label,
        row=row,
        why_not=not_publishable(case),
        consent=bool(case.values.get("may_publish")),
        open=tuple(line for line in lines if line.state == "open"),
        settled=tuple(line for line in lines if line.state in ("masked", "dismissed")),
        may_prepare=may_prepare_answer(by, case),
        may_publish=may_publish_answer(by, case),
        may_hide=may_hide_answer(by, case),
        may_faq=may_prepare_answer(by, case) and CASE_KINDS[case.kind].answers_become_faq,
        stub=hidden_words(row) if row and row.state == "hidden" else "",
    )


def _findings(row: PublicAnswer) -> list[FindingLine]:
    found = AnswerFinding.objects.filter(answer=row).exclude(state="mended").select_related("resolved_by")
    return [
        FindingLine(
            one.pk, ANSWER_PARTS[one.part], one.label, one.excerpt, one.advice, one.is_own, one.state, one.reason,
            one.resolved_by.full_name if one.resolved_by else "系统",
        )
        for one in found.order_by("id")
    ]  # fmt: skip
