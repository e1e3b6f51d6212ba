"""What a letter may be about, whose it may be, and what it resembles: beside it for the clerk, who decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.accounts.policies import Standing
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent
from gongkai.cases.policies import visible_to
from gongkai.cases.queries.case_doors import case_for
from gongkai.cases.queries.closed_memory import closed_cases
from gongkai.cases.queries.public_answers import AnswerLine, answer_lines
from gongkai.cases.queries.receivers import TAKING
from gongkai.cases.suggesting.loading import unit_suggester
from gongkai.cases.suggesting.model import shipped
from gongkai.cases.suggesting.similar import RESEMBLING, most_similar
from gongkai.search.queries import Query, find

CLASSES, UNITS, CASES, ANSWERS = 2, 3, 5, 3
LEAST_CLASS = 0.2
"""Probability below which a class isn't named."""
LEAST_UNIT = 0.15
_CANDIDATES = 400
"""Cases that resemble the letter most; of these the person sees those that are theirs to see."""
_FOUND = 20
_READ = 5000
_ASKED = 60


@dataclass(frozen=True)
class ClassLine:
    """`percent`: how sure the model is, 0 to 100."""

    label: str
    percent: int


@dataclass(frozen=True)
class UnitLine:
    """`why` in words; `is_own`: it is at this unit already."""

    id: int
    name: str
    why: str
    is_own: bool


@dataclass(frozen=True)
class SimilarCase:
    """An earlier case that this person may see. `said`: what was answered, shortened; empty while nothing was."""

    id: int
    number: str
    title: str
    unit_name: str
    outcome_label: str
    closed_on: date | None
    said: str
    percent: int


@dataclass(frozen=True)
class Suggestions:
    """All of it, best first. `of`: the case it is about, None for one that is being entered."""

    of: Case | None
    classes: tuple[ClassLine, ...]
    units: tuple[UnitLine, ...]
    cases: tuple[SimilarCase, ...]
    answers: tuple[AnswerLine, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.classes or self.units or self.cases or self.answers)


def suggestions_for_case(by: Standing, case_id: int, *, today: date) -> Suggestions | None:
    """None for who may not see the case, and for kinds that are no letters."""
    case = case_for(by, case_id)
    if case is None or not CASE_KINDS[case.kind].letter_like:
        return None
    return _suggested(by, case.title, case.text, today=today, case=case)


def suggestions_for_text(by: Standing, title: str, text: str, *, today: date) -> Suggestions:
    """For a letter that is being entered."""
    return _suggested(by, title[:200], text[:_READ], today=today, case=None)


def _suggested(by: Standing, title: str, text: str, *, today: date, case: Case | None) -> Suggestions:
    whole = f"{title}\n{text}"[:_READ]
    if not whole.strip():
        return Suggestions(case, (), (), (), ())
    classes = shipped().classify(whole)[:CLASSES]
    return Suggestions(
        of=case,
        classes=tuple(ClassLine(label, round(sure * 100)) for label, sure in classes if sure >= LEAST_CLASS),
        units=_units(title, text, today, case),
        cases=similar_cases(by, whole, without=case.pk if case else None),
        answers=similar_public(title or text, whole, without=case.pk if case else None),
    )


def _units(title: str, text: str, today: date, case: Case | None) -> tuple[UnitLine, ...]:
    suggester = unit_suggester(on=today, closed=closed_cases())
    # A village that is named takes no case: who reads this couldn't hand it on.
    found = [one for one in suggester.suggest(text, title=title, limit=2 * UNITS) if one.unit.kind in TAKING]
    return tuple(
        UnitLine(
            one.unit.key,  # type: ignore[arg-type]
            one.unit.name,
            _WHY[one.by].format(words=one.words),
            case is not None and one.unit.key == case.unit_id,
        )
        for one in found[:UNITS]
        if one.score >= LEAST_UNIT
    )


_WHY = {"matter": "职责：{words}", "name": "提到了{words}", "closed": "以前类似的由它办"}


def similar_cases(by: Standing, text: str, *, without: int | None = None) -> tuple[SimilarCase, ...]:
    """Closed cases that resemble a text most, of those that this person may see. Three queries."""
    near = dict(closed_cases().nearest(text, limit=_CANDIDATES, at_least=RESEMBLING))
    if not near:
        return ()
    seen = visible_to(by).filter(id__in=[pk for pk in near if pk != without]).values_list("id", flat=True)
    best = sorted(seen, key=lambda pk: (-near[pk], -pk))[:CASES]
    rows = Case.objects.filter(id__in=best).select_related("unit").in_bulk()
    said = _answers_of(best)
    return tuple(_line(rows[pk], said.get(pk, ""), near[pk]) for pk in best if pk in rows)


def _line(case: Case, said: str, likeness: float) -> SimilarCase:
    outcome = CASE_KINDS[case.kind].outcome(case.outcome)
    return SimilarCase(
        case.pk,
        case.number or "",
        case.title,
        case.unit.short_name or case.unit.name,
        outcome.label if outcome else "",
        case.closed_at.astimezone().date() if case.closed_at else None,
        said,
        round(likeness * 100),
    )


def _answers_of(ids: Iterable[int]) -> dict[int, str]:
    """What was written to each of them last. One query."""
    rows = CaseEvent.objects.filter(case__in=list(ids)).order_by("case", "no").values_list("case", "values")
    return {pk: str(values["conclusion"])[:300] for pk, values in rows if values.get("conclusion")}


def similar_public(asked: str, whole: str, *, without: int | None = None) -> tuple[AnswerLine, ...]:
    """Public answers about the same thing: the search finds some, their words decide."""
    found = find(Query(asked.strip()[:_ASKED], source="answer", limit=_FOUND, facets=False))
    rows = {hit.id: hit.thing for hit in found.hits if hit.thing.case_id != without}  # type: ignore[attr-defined]
    texts = [(pk, f"{row.title}\n{row.question}") for pk, row in rows.items()]  # type: ignore[attr-defined]
    return tuple(
        answer_lines(rows[pk] for pk, _ in most_similar(whole, texts, limit=ANSWERS))  # type: ignore[misc]
    )
