"""The five fixed blocks, of the whole government and of each unit, under the same addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.cases.queries.receivers import takes_cases
from gongkai.catalogue.queries import TopicNode, public_topic_tree
from gongkai.components import dates
from gongkai.components.parts import Link
from gongkai.disclosure.queries.headings import (
    Heading,
    Standing,
    headings_of,
    owed_since_by_topic,
    references,
    standing_by_topic,
)
from gongkai.disclosure.queries.listing import counts
from gongkai.disclosure.queries.public import PublicFilter
from gongkai.portal import reports
from gongkai.portal.answering import revalidated, show
from gongkai.portal.cases.start import begin_url
from gongkai.portal.home import BLOCKS, five_links
from gongkai.portal.listing import Asked, asked, listing, needed
from gongkai.portal.units import unit_trail
from gongkai.units.queries import guide_facts, root_unit, successor_of, unit_by_code
from gongkai.units.rules import UNIT_KINDS

if TYPE_CHECKING:
    from gongkai.units.models import Unit

IN_FORCE_ON = date(2008, 5, 1)  # the regulation; nothing was owed before
REQUEST_TERM_DAYS = 20  # 条例第三十三条
REQUEST_EXTENSION_DAYS = 20
# Headings that a page of this platform fills from the unit's own data.
ASSEMBLED = {"open_work.guide": "guide", "open_work.request": "request"}


def _unit(code: str) -> Unit:
    found = unit_by_code(code) if code else root_unit()
    return needed(found)


def _page(request: HttpRequest, slug: str, code: str, unit: Unit, **more: Any) -> HttpResponse:
    """A block with the row of all five on top; `code` is empty for the whole government."""
    today = timezone.localdate()
    base = f"/unit/{code}" if code else ""
    counted = counts(narrow=PublicFilter(unit_path=unit.path if code else ""), today=today)
    trail = unit_trail(unit, Link(BLOCKS[slug])) if code else [Link("首页", "/"), Link(BLOCKS[slug])]
    page = {
        "title": BLOCKS[slug],
        "unit": unit,
        "whole": not code,
        "base": base,
        "five": five_links(counted, base=base, current=slug),
        "trail": trail,
        "current": "按机关" if code else "",
        "empty_hint": f"从{dates.day(max(unit.opened_on, IN_FORCE_ON))}到今天，没有公开过。",
        **more,
    }
    return show(request, f"portal/{slug}.html", page)


@revalidated
def guide(request: HttpRequest, code: str = "") -> HttpResponse:
    unit = _unit(code)
    facts = needed(guide_facts(unit.pk, day=timezone.localdate()))
    return _page(request, "guide", code, unit, facts=facts)


@revalidated
def rules(request: HttpRequest, code: str = "") -> HttpResponse:
    """The regulations that everything here stands on, and the unit's own normative documents."""
    unit, today = _unit(code), timezone.localdate()
    fixed = Asked(unit=unit if code else None, kind="normative_document")
    found = listing(request, asked(request, fixed), fixed=fixed, today=today)
    return _page(request, "rules", code, unit, listing=found, laws=LAWS)


@dataclass(frozen=True)
class Law:
    name: str
    note: str
    search: str


LAWS = (
    Law(
        "中华人民共和国政府信息公开条例",
        "国务院令第711号，2019年5月15日起施行",
        "政府信息公开条例",
    ),
    Law(
        "国务院办公厅关于印发《政府信息公开信息处理费管理办法》的通知",
        "国办函〔2020〕109号，2021年1月1日起施行",
        "政府信息公开信息处理费管理办法",
    ),
    Law("中华人民共和国保守国家秘密法", "公开以前的保密审查依据", "保守国家秘密法"),
)


@revalidated
def proactive(request: HttpRequest, code: str = "") -> HttpResponse:
    unit, today = _unit(code), timezone.localdate()
    tree = public_topic_tree()
    if code:
        found = headings_of(unit.pk, unit_path=unit.path, today=today)
        pages = {code: f"/unit/{unit.code}/{slug}/" for code, slug in ASSEMBLED.items()}
        groups = _grouped(tree, found.headings, pages)
        empty = sum(h.is_empty and h.duty.topic.code not in pages for h in found.headings)
        extra = [(node, found.others[node.id]) for node in _flat(tree) if node.id in found.others]
        return _page(request, "proactive", code, unit, groups=groups, empty=empty, others=extra)
    standing, owed = standing_by_topic(), owed_since_by_topic(today=today)
    referred: dict[int, int] = {}
    for one in references():
        referred[one.topic_id] = referred.get(one.topic_id, 0) + 1
    branches = [_branch(node, standing, owed, referred) for node in tree]
    return _page(request, "proactive", code, unit, branches=branches)


@dataclass(frozen=True)
class Branch:
    """A heading of the tree with what stands below it. `units` owe it, the first since `since`."""

    node: TopicNode
    count: int
    last_on: Any
    units: int
    since: Any
    referred: int
    children: tuple[Branch, ...]


def _branch(node: TopicNode, standing: dict[int, Standing], owed: dict[int, Any], referred: dict[int, int]) -> Branch:  # fmt: skip
    children = tuple(_branch(child, standing, owed, referred) for child in node.children)
    own = standing.get(node.id, Standing())
    days = [day for day in (own.last_on, *(c.last_on for c in children)) if day]
    units, since = owed.get(node.id, (0, None))
    starts = [day for day in (since, *(c.since for c in children)) if day]
    return Branch(
        node,
        own.count + sum(c.count for c in children),
        max(days, default=None),
        units,
        min(starts, default=None),
        referred.get(node.id, 0) + sum(c.referred for c in children),
        children,
    )


def _flat(nodes: tuple[TopicNode, ...]) -> list[TopicNode]:
    return [one for node in nodes for one in (node, *_flat(node.children))]


def _grouped(
    tree: tuple[TopicNode, ...], headings: Sequence[Heading], pages: Mapping[str, str]
) -> list[tuple[TopicNode, list[tuple[Heading, str]]]]:
    """Headings under the top of the tree that they belong to, in its order, each with the page that it has here."""
    top_of = {one.id: top for top in tree for one in _flat((top,))}
    groups: dict[int, list[tuple[Heading, str]]] = {}
    for heading in headings:
        topic = heading.duty.topic
        if topic.pk in top_of:
            groups.setdefault(top_of[topic.pk].id, []).append((heading, pages.get(topic.code, "")))
    return [(top, groups[top.id]) for top in tree if top.id in groups]


@revalidated
def annual_reports(request: HttpRequest, code: str = "") -> HttpResponse:
    unit, today = _unit(code), timezone.localdate()
    fixed = Asked(unit=unit if code else None, kind="annual_report")
    found = listing(request, asked(request, fixed), fixed=fixed, today=today)
    made, years = reports.listed([unit.pk] if code else None, request.GET.get("year", ""))
    return _page(
        request, "annual-reports", code, unit, listing=found, owes=UNIT_KINDS[unit.kind].reports or not code,
        reports=made, report_years=years,
    )  # fmt: skip


@revalidated
def request_how(request: HttpRequest, code: str = "") -> HttpResponse:
    """How to apply, and the button that begins."""
    unit = _unit(code)
    facts = needed(guide_facts(unit.pk, day=timezone.localdate()))
    return _page(
        request,
        "request",
        code,
        unit,
        facts=facts,
        successor=successor_of(unit.pk) if unit.closed_on else None,
        apply_url=begin_url(unit.code if code and takes_cases(unit) else ""),
        days=REQUEST_TERM_DAYS,
        extra_days=REQUEST_EXTENSION_DAYS,
    )
