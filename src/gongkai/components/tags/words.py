"""Filters for dates and sizes, icons, and small marks inside a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

import segno
from django import template
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from gongkai.components import dates
from gongkai.components.icons import PATHS

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """2026年11月21日; nothing for nothing."""
    return dates.day(value) if value else ""


@register.filter
def day_long(value: date | datetime | None) -> str:
    """2026年11月21日（星期六）"""
    return dates.day_long(value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """2026年11月21日 21:14"""
    return dates.moment(value) if value else ""


@register.filter
def day_short(value: date | datetime | None) -> str:
    """11-21"""
    return dates.day_short(value) if value else ""


@register.filter
def iso(value: date | datetime | None) -> str:
    """For `datetime` attributes."""
    return value.isoformat() if value else ""


@register.filter
def in_words(value: date | datetime | str | None) -> str:
    """A step's time: words stay words, instants and days are written out."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return dates.moment(value)
    return day(value)


@register.filter
def file_size(value: int | None) -> str:
    return "" if value is None else dates.file_size(value)


@register.filter
def grouped(value: int | None) -> str:
    """28563 → 28,563"""
    return "" if value is None else f"{value:,}"


@register.simple_tag
@cache
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the set; without a label it is hidden from screen readers, since words stand beside it."""
    aria = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" '
        'stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" focusable="false" {}>'
        '<path d="{}"/></svg>',
        aria,
        PATHS[name],
    )


@register.simple_tag
def qr(url: str, label: str = "本页二维码") -> SafeString:
    """The address as a QR code, drawn in the page (no request, no script)."""
    code = segno.make(url, error="m", micro=False)
    drawn = code.svg_inline(scale=4, border=2, svgclass=None, lineclass=None, light="#fff")
    return format_html(
        '<figure class="qr" role="img" aria-label="{}：{}">{}</figure>',
        label,
        url,
        mark_safe(drawn),  # noqa: S308 - drawn by segno from modules, holds no text of the address
    )


@register.simple_tag
def state(words: str, level: str = "") -> SafeString:
    """A state in a frame: 复核, 已公开, 草稿. `level` ok, soon or late only where colour helps."""
    return format_html('<span class="state {}">{}</span>', level, words)


KEPT_PARAMETERS, KEPT_CHARS = 20, 320


def address_with(context: Mapping[str, Any], changes: Mapping[str, Any]) -> str:
    """`?…` of this page with some parameters changed; None or "" takes one off."""
    request = context.get("request")
    query = QueryDict(mutable=True)
    # No page of ours has more: a long made-up address must not come back in each of a page's fifty links.
    for name, given in list(request.GET.items())[:KEPT_PARAMETERS] if request is not None else ():
        if len(name) + len(given) <= KEPT_CHARS:
            query[name] = given
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def url_with(context: Mapping[str, Any], **changes: Any) -> str:
    """The address of this page with some parameters changed: `{% url_with sort="due" page=None %}`."""
    return address_with(context, changes)
