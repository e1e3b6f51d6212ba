"""Search: results with marks, filters with counts, ways on, suggestions while typing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from gongkai.catalogue.queries import STAGE_LABELS, public_topic_tree
from gongkai.components.parts import FilterGroup, FilterOption, Link
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.pages import item_path
from gongkai.disclosure.queries.listing import index_nos, listed
from gongkai.disclosure.rules import VALIDITIES
from gongkai.portal.answering import show
from gongkai.portal.cases.published import answers_beside
from gongkai.portal.listing import Asked, asked, labelled
from gongkai.search.highlighting import mark, snippet
from gongkai.search.queries import Query, Results, Suggestion, Way, find, suggest
from gongkai.units.queries import search_units, tree

PAGE_SIZE = 10
MAX_PAGES = 100
ORGAN_NAME = 20  # characters: a longer text is no name
SURELY_MEANT = 0.8
BY_NAME = 1.5  # a name written in full leaves no doubt: nobody else is shown
SORTS = {"relevance": "按相关程度", "newest": "新的在前", "oldest": "旧的在前"}


@dataclass(frozen=True)
class ShownHit:
    url: str
    title: SafeString
    snippet: SafeString
    doc_no: str
    issuer: str
    kind_label: str
    published_on: date | None
    validity: str
    validity_label: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:300]
    wanted = asked(request)
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else ("relevance" if text else "newest")
    number = _page_number(request.GET.get("page", ""))
    found = find(_query(text, wanted, sort, number))
    pages = Paginator(range(min(found.total, PAGE_SIZE * MAX_PAGES)), PAGE_SIZE)
    groups = _groups(found, wanted)
    answers, answers_total = answers_beside(text) if number == 1 else ([], 0)
    page = {
        "q": text,
        "found": found,
        "hits": _hits(found, timezone.localdate()),
        "pages": pages.get_page(number),
        "groups": groups,
        "chosen": sum(option.on for group in groups for option in group.options),
        "sorts": list(SORTS.items()),
        "sort": sort,
        "ways": [(_way_words(way), _way_url(way, wanted), way.total) for way in found.suggestions],
        "units": _organs(text) if number == 1 else [],
        "answers": answers,
        "answers_total": answers_total,
        "trail": [Link("首页", "/"), Link("检索")],
        "any": bool(text) and found.mode == "any" and found.total,
    }
    answer = show(request, "portal/search.html", page)
    answer["Cache-Control"] = "no-cache"  # the index follows the acts by up to two seconds
    return answer


def _organs(text: str) -> list[Any]:
    """Whoever types the name of an organ, or what it is responsible for, may want the organ."""
    if not 1 < len(text) <= ORGAN_NAME:
        return []
    hits = search_units(text, limit=3)
    least = BY_NAME if hits and hits[0].score >= BY_NAME else SURELY_MEANT
    return [hit.unit for hit in hits if hit.score >= least]


def _page_number(text: str) -> int:
    return max(1, min(int(text), MAX_PAGES)) if text.isdecimal() and len(text) < 6 else 1


def _query(text: str, wanted: Asked, sort: str, number: int) -> Query:
    return Query(
        text=text,
        units=(wanted.unit.pk,) if wanted.unit else (),
        topics=(wanted.topic.pk,) if wanted.topic else (),
        kinds=(wanted.kind,) if wanted.kind else (),
        years=(wanted.year,) if wanted.year else (),
        stages=(wanted.stage,) if wanted.stage else (),
        validities=(wanted.validity,) if wanted.validity else (),
        sort=sort,
        limit=PAGE_SIZE,
        offset=(number - 1) * PAGE_SIZE,
    )


def _hits(found: Results, today: date) -> list[ShownHit]:
    things: list[Any] = [hit.thing for hit in found.hits]
    shown = []
    for thing, line in zip(things, listed(things, today=today), strict=True):
        shown.append(
            ShownHit(
                item_path(line.index_no),
                mark(line.title, found.marks).html,
                snippet(thing.public_version.body_text, found.marks).html,
                line.doc_no,
                line.issuer,
                line.kind_label,
                line.published_on,
                line.validity,
                line.validity_label,
            )
        )
    return shown


def _groups(found: Results, wanted: Asked) -> list[FilterGroup]:
    facets = found.facets
    years = {
        str(year): f"{year}年" for year in sorted((y for y in facets.get("year", {}) if y), reverse=True)
    }
    kinds = {kind.code: kind.label for kind in ITEM_KINDS.values()}
    groups = [
        labelled("种类", "kind", kinds, facets.get("kind", {}), wanted.kind),
        labelled(
            "年份", "year", years, {str(y): n for y, n in facets.get("year", {}).items()}, str(wanted.year or "")
        ),
        labelled("有效性", "validity", VALIDITIES, facets.get("validity", {}), wanted.validity),
        labelled("环节", "stage", STAGE_LABELS, facets.get("stage", {}), wanted.stage),
        _tree_group(
            "机关", "unit", tree(with_closed=True), facets.get("unit", {}), wanted.unit, skip_tops=True
        ),
        _tree_group("主题", "topic", public_topic_tree(), facets.get("topic", {}), wanted.topic),
    ]  # fmt: skip
    return [group for group in groups if group.options]


def _tree_group(
    label: str, name: str, tops: Any, counted: Mapping[Any, int], chosen: Any, *, skip_tops: bool = False
) -> FilterGroup:
    """The next level below the chosen node; the index counts each node with all below it."""
    options = []
    if chosen is not None:
        options.append(FilterOption(_short(chosen), chosen.code, counted.get(chosen.pk, 0), True))
        here = _node(tops, chosen.pk)
        nodes = here.children if here else ()
    else:
        nodes = tuple(child for top in tops for child in top.children) if skip_tops else tops
    options += [
        FilterOption(_short(node), node.code, counted[node.id]) for node in nodes if counted.get(node.id)
    ]
    return FilterGroup(label, name, options)


def _short(thing: Any) -> str:
    return getattr(thing, "short_name", "") or thing.name


def _node(nodes: tuple[Any, ...], wanted: int) -> Any:
    for node in nodes:
        if node.id == wanted:
            return node
        if (found := _node(node.children, wanted)) is not None:
            return found
    return None


def _way_words(way: Way) -> str:
    return {
        "no_filters": "去掉筛选条件",
        "spelling": f"改查“{way.text}”",
        "word": f"只查“{way.text}”",
    }[way.kind]


def _way_url(way: Way, wanted: Asked) -> str:
    params: dict[str, Any] = {"q": way.text}
    if way.kind != "no_filters":
        params |= {
            "unit": wanted.unit.code if wanted.unit else "",
            "topic": wanted.topic.code if wanted.topic else "",
            "kind": wanted.kind,
            "year": wanted.year or "",
            "stage": wanted.stage,
            "validity": wanted.validity,
        }
    return "/search/?" + urlencode({name: value for name, value in params.items() if value})


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Links for the box under the search field; a fragment, since htmx puts it there as it is."""
    found = suggest(request.GET.get("q", ""))
    numbers = index_nos(one.id for one in found if one.id is not None)
    shown = [(one.text, _suggested(one, numbers)) for one in found]
    answer = show(request, "portal/suggestions.html", {"suggestions": shown})
    answer["Cache-Control"] = "no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _suggested(one: Suggestion, numbers: Mapping[int, str]) -> str:
    if one.id is not None and numbers.get(one.id):
        return item_path(numbers[one.id])
    return "/search/?" + urlencode({"q": one.text})
