"""Lists by topic, kind, stage, and all together."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.catalogue.queries import (
    STAGE_LABELS,
    TopicNode,
    duties_of_topic,
    public_topic_tree,
    topic_by_code,
)
from gongkai.components.parts import Link
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.queries.headings import references, standing_by_topic, stated
from gongkai.disclosure.queries.listing import counts
from gongkai.disclosure.queries.public import PublicFilter
from gongkai.portal.answering import revalidated, show
from gongkai.portal.listing import Asked, Listing, asked, listing, needed


@revalidated
def everything(request: HttpRequest) -> HttpResponse:
    return _list_page(request, Asked(), "全部公开信息", [Link("首页", "/"), Link("全部公开信息")])


@revalidated
def by_kind(request: HttpRequest, code: str) -> HttpResponse:
    kind = needed(ITEM_KINDS.get(code))
    trail = [Link("首页", "/"), Link("按种类", "/kind/"), Link(kind.label)]
    extra = {"intro": kind.summary, "current": "按种类"}
    return _list_page(request, Asked(kind=code), kind.label, trail, extra)


@revalidated
def by_stage(request: HttpRequest, code: str) -> HttpResponse:
    label = needed(STAGE_LABELS.get(code))
    trail = [Link("首页", "/"), Link("按环节", "/stage/"), Link(label)]
    return _list_page(request, Asked(stage=code), label, trail, {"current": "按环节"})


@revalidated
def kinds(request: HttpRequest) -> HttpResponse:
    found = counts(narrow=PublicFilter(), today=timezone.localdate()).kinds
    rows = [(k.label, f"/kind/{k.code}/", found.get(k.code, 0), k.summary) for k in ITEM_KINDS.values()]
    return show(request, "portal/index.html", _index("按种类", rows))


@revalidated
def stages(request: HttpRequest) -> HttpResponse:
    found = counts(narrow=PublicFilter(), today=timezone.localdate()).stages
    rows = [(label, f"/stage/{code}/", found.get(code, 0), "") for code, label in STAGE_LABELS.items()]
    return show(request, "portal/index.html", _index("按环节", rows))


def _index(title: str, rows: list[tuple[str, str, int, str]]) -> dict[str, Any]:
    return {"title": title, "current": title, "rows": rows, "trail": [Link("首页", "/"), Link(title)]}


@revalidated
def by_topic(request: HttpRequest, code: str) -> HttpResponse:
    today = timezone.localdate()
    topic = needed(topic_by_code(code))
    way = _way(public_topic_tree(), code)
    if not way:
        raise Http404  # a heading for the own staff alone has no public page
    node = way[-1]
    standing = standing_by_topic()
    owing = duties_of_topic(topic.pk, day=today)
    extra = {
        "current": "按主题",
        "topic": topic,
        "stage_label": node.stage_label,
        "below": [(child, count_below(child, standing)) for child in node.children],
        "owing": owing,
        "referred": references(topic_path=topic.path),
        "stated": stated(topic_path=topic.path),
        "feed": f"/topic/{code}/feed/",
        "empty_since": min((duty.from_on for duty in owing), default=None),
    }
    trail = [Link("首页", "/"), Link("法定主动公开内容", "/proactive/")]
    trail += [Link(one.name, f"/topic/{one.code}/") for one in way]
    return _list_page(request, Asked(topic=topic), topic.name, trail, extra, template="portal/topic.html")


def _way(nodes: tuple[TopicNode, ...], code: str) -> list[TopicNode]:
    """From the top of the tree to the heading; empty when it isn't in the public tree."""
    for node in nodes:
        if node.code == code:
            return [node]
        if below := _way(node.children, code):
            return [node, *below]
    return []


def count_below(node: TopicNode, standing: Any) -> int:
    own = standing[node.id].count if node.id in standing else 0
    return own + sum(count_below(child, standing) for child in node.children)


def _list_page(
    request: HttpRequest,
    fixed: Asked,
    title: str,
    trail: list[Link],
    extra: dict[str, Any] | None = None,
    *,
    template: str = "portal/list.html",
) -> HttpResponse:
    today = timezone.localdate()
    shown: Listing = listing(request, asked(request, fixed), fixed=fixed, today=today)
    page = {"title": title, "trail": trail, "listing": shown, **(extra or {})}
    return show(request, template, page)
