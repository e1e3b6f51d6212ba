"""Organs and what each of them has published."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.cases.queries.public_answers import has_faq
from gongkai.components.parts import HeadLine, Link
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.queries.listing import counts, counts_by_unit, newest
from gongkai.disclosure.queries.public import PublicFilter
from gongkai.portal.answering import revalidated, show
from gongkai.portal.home import five_links, lines
from gongkai.portal.listing import Asked, asked, listing, needed, sum_below
from gongkai.units.queries import UnitNode, guide_facts, name_history, successor_of, tree, unit_by_code


@revalidated
def units(request: HttpRequest) -> HttpResponse:
    found = counts_by_unit(narrow=PublicFilter(), today=timezone.localdate())
    tops = tree()
    groups: dict[str, list[tuple[UnitNode, int]]] = {}
    for node in [node for top in tops for node in (top, *top.children)]:
        n = found.get(node.id, 0) if node in tops else sum_below(node, found)
        groups.setdefault(node.kind_label, []).append((node, n))
    page = {"groups": list(groups.items()), "trail": [Link("首页", "/"), Link("按机关")]}
    return show(request, "portal/units.html", page)


@revalidated
def unit(request: HttpRequest, code: str) -> HttpResponse:
    today = timezone.localdate()
    found = needed(unit_by_code(code))
    narrow = PublicFilter(unit_path=found.path)
    counted = counts(narrow=narrow, today=today)
    facts = needed(guide_facts(found.pk, day=today))
    below = counts_by_unit(narrow=narrow, today=today)
    node = next(iter(tree(root_id=found.pk, with_closed=True)), None)
    base = f"/unit/{code}"
    page = {
        "unit": found,
        "facts": facts,
        "five": five_links(counted, base=base),
        "head": _contact(found),
        "total": counted.total,
        "newest": lines(newest(narrow=narrow, today=today), today=today),
        "kinds": [
            (kind.label, f"{base}/list/?kind={kind.code}", counted.kinds[kind.code])
            for kind in ITEM_KINDS.values()
            if counted.kinds.get(kind.code)
        ],
        "below": [(child, sum_below(child, below)) for child in (node.children if node else ())],
        "successor": successor_of(found.pk) if found.closed_on else None,
        "names": name_history(found.pk)[:-1],
        "faq": f"{base}/faq/" if has_faq(found.pk) else "",
        "trail": unit_trail(found),
    }
    return show(request, "portal/unit.html", page)


def unit_trail(unit: object, *more: Link) -> list[Link]:
    parent = getattr(unit, "parent", None)
    trail = [Link("首页", "/"), Link("按机关", "/unit/")]
    if parent is not None and parent.parent_id is not None:
        trail.append(Link(parent.name, f"/unit/{parent.code}/"))
    return [*trail, Link(unit.name, f"/unit/{unit.code}/"), *more]  # type: ignore[attr-defined]


def _contact(unit: object) -> list[HeadLine]:
    known = (
        ("办公地址", "address"),
        ("办公时间", "office_hours"),
        ("联系电话", "phone"),
        ("公开工作机构", "disclosure_unit"),
        ("电子邮箱", "email"),
    )
    return [HeadLine(label, getattr(unit, name)) for label, name in known if getattr(unit, name)]


@revalidated
def unit_list(request: HttpRequest, code: str) -> HttpResponse:
    found = needed(unit_by_code(code))
    fixed = Asked(unit=found)
    today = timezone.localdate()
    page = {
        "title": f"{found.name}公开的信息",
        "trail": unit_trail(found, Link("全部信息")),
        "current": "按机关",
        "listing": listing(request, asked(request, fixed), fixed=fixed, today=today),
        "feed": f"/unit/{code}/feed/",
    }
    return show(request, "portal/list.html", page)
