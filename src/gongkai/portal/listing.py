"""One list for all pages that show items: narrowed by the address, with the filters that lead further."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest

from gongkai.catalogue.queries import STAGE_LABELS, topic_by_code
from gongkai.components.parts import FilterGroup, FilterOption
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.queries.listing import Counts, Listed, counts, counts_by_unit, listed, public_rows
from gongkai.disclosure.queries.public import PublicFilter
from gongkai.disclosure.rules import VALIDITIES
from gongkai.units.queries import UnitNode, tree, unit_by_code

if TYPE_CHECKING:
    from gongkai.catalogue.models import Topic
    from gongkai.units.models import Unit

PAGE_SIZE = 20
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Asked:
    """What the address asks for, with the things that the codes mean. Unknown values narrow nothing."""

    unit: Unit | None = None
    topic: Topic | None = None
    kind: str = ""
    stage: str = ""
    year: int | None = None
    validity: str = ""

    @property
    def narrow(self) -> PublicFilter:
        return PublicFilter(
            unit_path=self.unit.path if self.unit else "",
            topic_path=self.topic.path if self.topic else "",
            kind=self.kind,
            stage=self.stage,
            year=self.year,
            validity=self.validity,
        )


@dataclass(frozen=True)
class Listing:
    page: Page
    lines: list[Listed]
    groups: list[FilterGroup]
    chosen: int
    total: int


def asked(request: HttpRequest, fixed: Asked | None = None) -> Asked:
    """The address's own parameters on top of what the page itself fixes."""
    base, get = fixed or Asked(), request.GET
    unit_code, topic_code = get.get("unit", ""), get.get("topic", "")
    return replace(
        base,
        unit=base.unit or (unit_by_code(unit_code) if unit_code else None),
        topic=base.topic or (topic_by_code(topic_code) if topic_code else None),
        kind=base.kind or _known(get.get("kind", ""), ITEM_KINDS),
        stage=base.stage or _known(get.get("stage", ""), STAGE_LABELS),
        year=base.year or year_of(get.get("year", "")),
        validity=base.validity or _known(get.get("validity", ""), VALIDITIES),
    )


def _known(value: str, among: Mapping[str, Any]) -> str:
    return value if value in among else ""


def year_of(text: str) -> int | None:
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() and text > "1900" else None


def needed(thing: Thing | None) -> Thing:
    """The thing, or the page that says that there is none."""
    if thing is None:
        raise Http404
    return thing


def listing(request: HttpRequest, wanted: Asked, *, fixed: Asked | None = None, today: date) -> Listing:
    """One page of items. Three queries, and two more when units can be chosen."""
    fixed = fixed or Asked()
    counted = counts(narrow=wanted.narrow, today=today)
    paginator = Paginator(public_rows(narrow=wanted.narrow, today=today), PAGE_SIZE)
    paginator.count = counted.total  # the filters counted it already
    page = paginator.get_page(request.GET.get("page"))
    groups = _groups(wanted, fixed, counted, today)
    chosen = sum(option.on for group in groups for option in group.options)
    return Listing(page, listed(page.object_list, today=today), groups, chosen, counted.total)


def _groups(wanted: Asked, fixed: Asked, counted: Counts, today: date) -> list[FilterGroup]:
    groups = []
    if not fixed.kind:
        groups.append(labelled("种类", "kind", {k.code: k.label for k in ITEM_KINDS.values()}, counted.kinds, wanted.kind))  # fmt: skip
    years = {str(year): f"{year}年" for year in sorted((y for y in counted.years if y), reverse=True)}
    year_counts = {str(year): n for year, n in counted.years.items() if year}
    groups.append(labelled("年份", "year", years, year_counts, str(wanted.year or "")))
    if not fixed.stage:
        groups.append(labelled("环节", "stage", STAGE_LABELS, counted.stages, wanted.stage))
    groups.append(labelled("有效性", "validity", VALIDITIES, counted.validities, wanted.validity))
    if not fixed.unit:
        groups.append(unit_group(wanted.unit, counts_by_unit(narrow=wanted.narrow, today=today)))
    return [group for group in groups if group.options]


def labelled(
    label: str, name: str, words: Mapping[str, str], found: Mapping[Any, int], chosen: str
) -> FilterGroup:
    """The values that something has, and the chosen one even when nothing has it."""
    options = [
        FilterOption(text, value, found.get(value, 0), value == chosen)
        for value, text in words.items()
        if found.get(value) or value == chosen
    ]
    return FilterGroup(label, name, options)


def unit_group(chosen: Unit | None, found: Mapping[int, int]) -> FilterGroup:
    """The next level of the tree below the chosen unit (or the root), each with all that stands below it."""
    tops = tree(with_closed=True)
    here = _find(tops, chosen.pk) if chosen else None
    nodes = here.children if here else tuple(child for top in tops for child in top.children)
    options = []
    if chosen:
        own = sum_below(here, found) if here else 0
        options.append(FilterOption(chosen.short_name or chosen.name, chosen.code, own, True))
    for node in nodes:
        if n := sum_below(node, found):
            options.append(FilterOption(node.short_name or node.name, node.code, n))
    return FilterGroup("机关", "unit", options)


def sum_below(node: UnitNode, found: Mapping[int, int]) -> int:
    return found.get(node.id, 0) + sum(sum_below(child, found) for child in node.children)


def _find(nodes: tuple[UnitNode, ...], unit_id: int) -> UnitNode | None:
    for node in nodes:
        if node.id == unit_id:
            return node
        if (found := _find(node.children, unit_id)) is not None:
            return found
    return None
