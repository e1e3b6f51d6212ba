"""Letters with their answers as everyone may read them; what is hidden or withdrawn is told by a stub, never by its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, PublicAnswer
from gongkai.cases.queries.word_index import MOST, HavingWords, among
from gongkai.cases.rules.hiding import BY_CODE, stub_words
from gongkai.clocks.queries import calendar
from gongkai.clocks.rules import WorkCalendar
from gongkai.search.queries import Query, ids_found
from gongkai.search.registry import register_source
from gongkai.search.schema import SearchDoc
from gongkai.units.rules import ids_in_path

FEED_LENGTH = 50
FAQ_LENGTH = 100


@dataclass(frozen=True)
class AnswerFilter:
    """What a list is narrowed to; empty narrows nothing."""

    kind: str = ""
    unit_path: str = ""
    words: str = ""
    faq: bool = False


@dataclass(frozen=True)
class AnswerLine:
    """An answer as a row. `days`: working days from 受理 to 答复, the day of receipt not counted."""

    id: int
    number: str
    title: str
    question: str
    answer: str
    kind_label: str
    unit_name: str
    unit_code: str
    received_on: date | None
    answered_on: date
    days: int | None
    published_at: datetime
    is_faq: bool


@dataclass(frozen=True)
class Stub:
    """What stands in the place of a post that is hidden or was withdrawn. `words` say since when, and why."""

    number: str
    hidden: bool
    words: str


def public_answers() -> QuerySet[PublicAnswer]:
    return PublicAnswer.objects.filter(state="public")


def narrowed(narrow: AnswerFilter) -> QuerySet[PublicAnswer]:
    found = public_answers()
    if narrow.kind:
        found = found.filter(case__kind=narrow.kind)
    if narrow.unit_path:
        found = found.filter(case__unit__path__startswith=narrow.unit_path)
    return found.filter(is_faq=True) if narrow.faq else found


def _having_words(narrow: AnswerFilter) -> HavingWords:
    """All words, as the public index has them; without an index the database looks into every text."""
    asked = narrow.words.strip()
    query = Query(
        asked, source="answer", mode="all", sort="newest", limit=MOST,
        kinds=[narrow.kind] if narrow.kind else (), units=ids_in_path(narrow.unit_path)[-1:],
    )  # fmt: skip
    found = ids_found(query)
    if found is not None:
        return HavingWords(Q(id__in=among(found.ids)), found.more)
    wanted = Q()
    for word in asked.split()[:5]:
        wanted &= Q(title__icontains=word) | Q(question__icontains=word) | Q(answer__icontains=word)
    return HavingWords(wanted)


def answer_rows(narrow: AnswerFilter) -> QuerySet[PublicAnswer]:
    """Newest first; give a slice of them to `answer_lines`."""
    found = narrowed(narrow)
    if narrow.words.strip():
        found = found.filter(_having_words(narrow).q)
    return found.select_related("case__unit").order_by("-published_at", "-id")


@dataclass(frozen=True)
class FoundAnswers:
    """What a filter leaves: the ids newest first, to be sliced, and how many each kind and each unit has."""

    ids: Sequence[int] | QuerySet[PublicAnswer, int]
    total: int
    kinds: Mapping[str, int]
    units: Mapping[int, int]
    more: bool = False
    """There are more than `total`: only the newest are taken from the index."""


def found_answers(narrow: AnswerFilter) -> FoundAnswers:
    """One query for the numbers, one for a page. With words one for both, of what the index found."""
    newest = narrowed(narrow).order_by("-published_at", "-id")
    if narrow.words.split():
        having = _having_words(narrow)
        rows = list(newest.filter(having.q).values_list("id", "case__kind", "case__unit"))
        counted = Counter((kind, unit) for _, kind, unit in rows)
        return replace(_counted([id_ for id_, _, _ in rows], counted), more=having.more)
    counts = _numbers(narrow).values_list("kind", "unit").annotate(n=Count("id"))
    return _counted(
        newest.values_list("id", flat=True), Counter({(kind, unit): n for kind, unit, n in counts})
    )


def _numbers(narrow: AnswerFilter) -> QuerySet[Case]:
    """The cases of these answers. The case itself says whether its answer is public, and an index counts those alone."""
    found = Case.objects.filter(published_at__isnull=False, hidden_at__isnull=True).order_by()
    if narrow.kind:
        found = found.filter(kind=narrow.kind)
    if narrow.unit_path:
        found = found.filter(unit__path__startswith=narrow.unit_path)
    return found.filter(public_answer__is_faq=True) if narrow.faq else found


def _counted(
    ids: Sequence[int] | QuerySet[PublicAnswer, int], counted: Counter[tuple[str, int]]
) -> FoundAnswers:
    kinds: Counter[str] = Counter()
    units: Counter[int] = Counter()
    for (kind, unit), n in counted.items():
        kinds[kind] += n
        units[unit] += n
    return FoundAnswers(ids, counted.total(), kinds, units)


def answers_of(ids: Sequence[int]) -> list[AnswerLine]:
    """The answers of a page's ids, in that order."""
    rows = public_answers().select_related("case__unit").in_bulk(list(ids))
    return answer_lines(rows[one] for one in ids if one in rows)


def answer_lines(rows: Iterable[PublicAnswer]) -> list[AnswerLine]:
    work = calendar()
    return [_line(row, work) for row in rows]


def _line(row: PublicAnswer, work: WorkCalendar) -> AnswerLine:
    case, unit = row.case, row.case.unit
    if row.published_at is None:
        raise ValueError(f"answer {row.pk} is not public")
    return AnswerLine(
        id=row.pk,
        number=case.number or "",
        title=row.title,
        question=row.question,
        answer=row.answer,
        kind_label=CASE_KINDS[case.kind].label,
        unit_name=unit.name,
        unit_code=unit.code,
        received_on=row.received_on,
        answered_on=row.answered_on,
        days=work.working_days_between(row.received_on, row.answered_on) if row.received_on else None,
        published_at=row.published_at,
        is_faq=row.is_faq,
    )


def answer_page(number: str) -> AnswerLine | Stub | None:
    """The answer at an address, the stub where it is hidden or withdrawn, None where none ever was public."""
    row = (
        PublicAnswer.objects.filter(case__number=number, published_at__isnull=False)
        .select_related("case__unit")
        .first()  # unique
    )
    if row is None:
        return None
    if row.state == "public":
        return _line(row, calendar())
    if row.state == "hidden":
        return Stub(number, True, hidden_words(row))
    day = row.withdrawn_at.astimezone().date() if row.withdrawn_at else row.answered_on
    words = f"{row.case.unit.name}于{day.year}年{day.month}月{day.day}日撤下了这份答复。说明：{row.withdrawn_reason}"
    return Stub(number, False, words)


def hidden_words(row: PublicAnswer) -> str:
    """The stub of a hidden post; its unit is 政务公开办's, since the unit that answered may not hide."""
    ground = BY_CODE[row.hidden_ground]
    on = row.hidden_on or row.answered_on
    return stub_words(ground, hidden_on=on, unit="政务公开主管部门", article=row.hidden_article)


def faq_of(unit_id: int) -> list[AnswerLine]:
    """常见问题 of a unit, newest first."""
    rows = public_answers().filter(is_faq=True, case__unit_id=unit_id).select_related("case__unit")
    return answer_lines(rows.order_by("-published_at", "-id")[:FAQ_LENGTH])


def has_faq(unit_id: int) -> bool:
    return public_answers().filter(is_faq=True, case__unit_id=unit_id).exists()


# ---- search ----------------------------------------------------------------------------------------------


def load(ids: Sequence[int]) -> Iterable[SearchDoc]:
    rows = public_answers().filter(id__in=ids).select_related("case__unit")
    for row in rows:
        yield SearchDoc(
            id=row.pk,
            source="answer",
            title=row.title,
            number=row.case.number or "",
            text=f"{row.question}\n{row.answer}",
            unit_path=ids_in_path(row.case.unit.path),
            kind=row.case.kind,
            year=row.answered_on.year,
            published_at=row.published_at,
        )


def iterate_ids() -> Iterable[int]:
    return public_answers().order_by("id").values_list("id", flat=True).iterator(chunk_size=5000)


def recheck(ids: Sequence[int]) -> Mapping[int, PublicAnswer]:
    """Of these ids those that anyone may read at this moment. One query."""
    rows = public_answers().filter(id__in=ids).select_related("case__unit")
    return {row.pk: row for row in rows}


def register_answers() -> None:
    register_source("answer", load=load, iterate_ids=iterate_ids, recheck=recheck)
