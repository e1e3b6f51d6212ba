"""The frame of a page: top, foot, navigation, search, tools."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gongkai.components.context import OfficeFrame, SiteFacts, current_frame, current_site
from gongkai.components.parts import Link, NavGroup, NavLink
from gongkai.components.shortcuts import SHORTCUTS

register = template.Library()
Context = Mapping[str, Any]


def _site(context: Context) -> SiteFacts:
    """Also for pages that are rendered without a request, such as the page store's."""
    return context.get("site") or current_site()


def _office(context: Context) -> OfficeFrame:
    return context.get("office") or current_frame(context.get("request"))


def _has_errors(value: Any) -> bool:
    return bool(getattr(value, "errors", None)) and bool(getattr(value, "is_bound", True))


@register.simple_tag(takes_context=True)
def title_prefix(context: Context) -> str:
    """ "有误：" when the page comes back with errors in `form`, `formset` or `problems`."""
    wrong = any(_has_errors(context.get(name)) for name in ("form", "formset")) or context.get("problems")
    return "有误：" if wrong else ""


@register.simple_tag(takes_context=True)
def site_title(context: Context) -> str:
    """The end of every `<title>`."""
    site = _site(context)
    place = site.name.removesuffix("人民政府")
    return site.platform if site.platform.startswith(place) else f"{site.name}{site.platform}"


@register.simple_tag
def skip_link(target: str = "main") -> SafeString:
    return format_html('<a class="skip" href="#{}">跳到正文</a>', target)


# Top and foot are the same on every page of a site, so they are drawn once for the same facts.


@register.simple_tag
def tools_bar(back: str = "") -> SafeString:
    """关怀版, 高对比, 大光标, 字号. The links are the same in every mode; /theme.css shows the one that fits."""
    return _drawn("tools_bar", back=back) if back else _bare_tools_bar()


@register.simple_tag(takes_context=True)
def masthead(context: Context, current: str = "") -> SafeString:
    """`current` is the label of the navigation entry one is in: 首页, 按机关, …"""
    return _masthead(_site(context), current)


@register.simple_tag(takes_context=True)
def footer(context: Context) -> SafeString:
    return _footer(_site(context))


@lru_cache(maxsize=1)
def _bare_tools_bar() -> SafeString:
    return _drawn("tools_bar", back="")


@lru_cache(maxsize=64)
def _masthead(site: SiteFacts, current: str) -> SafeString:
    return _drawn("masthead", site=site, current=current)


@lru_cache(maxsize=8)
def _footer(site: SiteFacts) -> SafeString:
    return _drawn("footer", site=site)


def _drawn(part: str, **context: Any) -> SafeString:
    return render_to_string(f"components/parts/{part}.html", context)


@register.inclusion_tag("components/parts/breadcrumb.html")
def breadcrumb(links: Iterable[Link | tuple[str, str]]) -> dict[str, Any]:
    """Way from the top to here; the last one is the page itself and isn't a link."""
    return {"links": [link if isinstance(link, Link) else Link(*link) for link in _pairs(links)]}


def _pairs(links: Iterable[Any]) -> Iterable[Any]:
    return (link if not isinstance(link, str) else (link, "") for link in links)


@register.inclusion_tag("components/parts/search_box.html", takes_context=True)
def search_box(
    context: Context, q: str = "", hero: bool = False, label: str = "检索政府信息", action: str = ""
) -> dict[str, Any]:
    """The search field; `hero` for the large one of the home page. Suggestions come when scripts run."""
    site = _site(context)
    return {
        "q": q,
        "hero": hero,
        "label": label,
        "action": action or site.search_path,
        "suggest": "" if action else site.suggest_path,
    }


@register.inclusion_tag("components/parts/messages.html", takes_context=True)
def messages_list(context: Context) -> dict[str, Any]:
    return {"messages": list(context.get("messages") or ())}


@register.inclusion_tag("components/parts/tabs.html")
def tabs(links: Sequence[Any], label: str = "本页内容") -> dict[str, Any]:
    """Links that look like tabs; each is a page of its own."""
    return {"links": links, "label": label}


@register.inclusion_tag("components/parts/office_bar.html", takes_context=True)
def office_bar(context: Context, q: str = "") -> dict[str, Any]:
    return {
        "office": _office(context),
        "site": _site(context),
        "q": q,
        "csrf_token": context.get("csrf_token", ""),
        "user": context.get("user"),
    }


@register.simple_tag(takes_context=True)
def side_nav(context: Context, groups: Sequence[NavGroup] | None = None) -> SafeString:
    """The list at the left: views with counts. Without an argument the office's own."""
    request = context.get("request")
    path = request.path if request is not None else ""
    shown = _office(context).groups if groups is None else groups
    return format_html(
        '<nav class="side" id="views" aria-label="视图">{}</nav>',
        SafeString("".join(_group(group, path) for group in shown)),
    )


def _group(group: NavGroup, path: str) -> SafeString:
    links = tuple(group.links)
    return _side_group(group.label, links, path if any(link.url == path for link in links) else "")


@lru_cache(maxsize=2000)
def _side_group(label: str, links: tuple[NavLink, ...], path: str) -> SafeString:
    """Drawn once for the same words, numbers and place: most groups are the same from page to page."""
    return _drawn("side_group", label=label, links=links, path=path)


@register.simple_tag
def keys_help() -> SafeString:
    """The keyboard's table, opened with `?`."""
    return _keys_help()


@lru_cache(maxsize=1)
def _keys_help() -> SafeString:
    return _drawn("keys_help", shortcuts=SHORTCUTS)


@register.inclusion_tag("components/parts/read_aloud.html")
def read_aloud(target: str) -> dict[str, Any]:
    """Reads the element with this id; stays hidden where the browser has no Chinese voice."""
    return {"target": target}


@register.inclusion_tag("components/parts/page_tools.html")
def page_tools(cite: str = "", report_url: str = "", share: bool = True) -> dict[str, Any]:
    """打印, 引用格式, 找错 at the side of a document."""
    return {"cite": cite, "report_url": report_url, "share": share}


@register.simple_tag(takes_context=True)
def htmx_csrf(context: Context) -> SafeString:
    """Lets htmx send the token with every request of a staff page."""
    return format_html('hx-headers=\'{{"X-CSRFToken": "{}"}}\'', context.get("csrf_token", ""))


@register.simple_tag(takes_context=True)
def session_attrs(context: Context) -> SafeString:
    """How long the session lasts and where it is renewed; gongkai.js warns two minutes ahead."""
    office = _office(context)
    if not office.session_seconds:
        return SafeString("")
    return format_html(
        'data-session-seconds="{}" data-keep-alive="{}"', office.session_seconds, office.keep_alive_path
    )
