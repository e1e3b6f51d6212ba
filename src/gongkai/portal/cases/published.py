"""答复选登: letters with their answers, as a list, one by one, as a feed; a unit's 常见问题."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.safestring import SafeString

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.queries.public_answers import (
    FEED_LENGTH,
    AnswerFilter,
    AnswerLine,
    Stub,
    answer_lines,
    answer_page,
    answer_rows,
    answers_of,
    faq_of,
    found_answers,
)
from gongkai.components.parts import FilterGroup, FilterOption, Link
from gongkai.disclosure.pages import full_address
from gongkai.portal.answering import revalidated, show
from gongkai.portal.listing import labelled, needed, unit_group
from gongkai.search.highlighting import mark, snippet
from gongkai.search.queries import Query, find
from gongkai.text.plain import UNPRINTABLE
from gongkai.units.queries import unit_by_code

PAGE_SIZE = 20
BESIDE = 3  # answers shown beside the results of the site's search
ANSWERS = "/answers/"


def answer_path(number: str) -> str:
    return f"{ANSWERS}{quote(number, safe='')}/"


def kinds_published() -> dict[str, str]:
    return {kind.code: kind.label for kind in CASE_KINDS.values() if kind.publishes}


@revalidated
def answers(request: HttpRequest) -> HttpResponse:
    """Newest first, narrowed by kind, unit and words. The number of queries doesn't follow the rows."""
    words = request.GET.get("q", "").strip()[:60]
    kinds = kinds_published()
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in kinds else ""
    code = request.GET.get("unit", "")
    unit = unit_by_code(code) if code else None
    faq = request.GET.get("faq") == "1"
    narrow = AnswerFilter(kind=kind, unit_path=unit.path if unit else "", words=words, faq=faq)
    found = found_answers(narrow)
    pages = Paginator(found.ids, PAGE_SIZE)
    pages.count = found.total  # counted for the filters anyway
    page = pages.get_page(request.GET.get("page"))
    groups = [
        labelled("种类", "kind", kinds, found.kinds, kind),
        unit_group(unit, found.units),
        FilterGroup("只看", "faq", [FilterOption("常见问题", "1", None, faq)]),
    ]
    groups = [group for group in groups if group.options]
    shown = {
        "q": words,
        "rows": [(line, answer_path(line.number)) for line in answers_of(list(page.object_list))],
        "page": page,
        "groups": groups,
        "chosen": sum(option.on for group in groups for option in group.options),
        "total": pages.count,
        "more": found.more,
        "trail": [Link("首页", "/"), Link("答复选登")],
        "carried": [(name, request.GET[name]) for name in ("kind", "unit", "faq") if request.GET.get(name)],
    }
    return show(request, "portal/cases/answers.html", shown)


@revalidated
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """One answer; where it is hidden or withdrawn, 410 with the day and the ground, nothing of its content."""
    found = answer_page(number[:60])
    if found is None:
        raise Http404
    trail = [Link("首页", "/"), Link("答复选登", ANSWERS)]
    if isinstance(found, Stub):
        stub = {"stub": found, "trail": [*trail, Link("已隐藏" if found.hidden else "已撤下")]}
        return show(request, "portal/cases/answer_stub.html", stub, status=410)
    return show(
        request,
        "portal/cases/answer.html",
        {"a": found, "path": answer_path(found.number), "trail": [*trail, Link(found.title)]},
    )


@revalidated
def unit_faq(request: HttpRequest, code: str) -> HttpResponse:
    unit = needed(unit_by_code(code))
    trail = [Link("首页", "/"), Link("按机关", "/unit/"), Link(unit.name, f"/unit/{code}/"), Link("常见问题")]
    rows = [(line, answer_path(line.number)) for line in faq_of(unit.pk)]
    return show(request, "portal/cases/faq.html", {"unit": unit, "rows": rows, "trail": trail})


@revalidated
def answers_feed(request: HttpRequest) -> HttpResponse:
    found = answer_lines(answer_rows(AnswerFilter())[:FEED_LENGTH])
    context = {
        "title": "答复选登",
        "address": full_address(f"{ANSWERS}feed/"),
        "page": full_address(ANSWERS),
        "changed": max((line.published_at for line in found), default=_never()),
        "entries": [(_Entry.of(line), full_address(answer_path(line.number))) for line in found],
    }
    reply = show(request, "portal/feed.xml", context)
    reply.content = UNPRINTABLE.sub("", reply.content.decode()).encode()
    reply["Content-Type"] = "application/atom+xml; charset=utf-8"
    return reply


@dataclass(frozen=True)
class _Entry:
    """An answer as the feed's template reads an entry."""

    title: str
    summary: str
    unit_name: str
    kind_label: str
    published_at: datetime
    changed_at: datetime

    @classmethod
    def of(cls, line: AnswerLine) -> _Entry:
        words = line.answer if len(line.answer) <= 200 else f"{line.answer[:200]}…"
        return cls(line.title, words, line.unit_name, line.kind_label, line.published_at, line.published_at)


def _never() -> datetime:
    return timezone.make_aware(datetime(2008, 5, 1))


# ---- beside the results of the site's search -------------------------------------------------------------


@dataclass(frozen=True)
class AnswerHit:
    url: str
    title: SafeString
    snippet: SafeString
    under: str


def answers_beside(text: str) -> tuple[list[AnswerHit], int]:
    """The best answers for the words of a search, and how many there are. Only where all the words are in them."""
    if not text:
        return [], 0
    found = find(Query(text=text, source="answer", limit=BESIDE, facets=False, mode="all"))
    hits = []
    for hit in found.hits:
        row = hit.thing
        case = row.case  # type: ignore[attr-defined]
        hits.append(
            AnswerHit(
                answer_path(case.number),
                mark(row.title, found.marks).html,
                snippet(f"{row.question} {row.answer}", found.marks).html,  # type: ignore[attr-defined]
                f"{CASE_KINDS[case.kind].label} · {case.unit.name}",
            )
        )
    return hits, found.total


urls = [
    path("answers/", answers),
    path("answers/feed/", answers_feed),
    path("answers/<str:number>/", answer),
    path("unit/<str:code>/faq/", unit_faq),
]
