"""Lists: blocks, panels, tables, filters, pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gongkai.components.tags.words import address_with

register = template.Library()
Context = Mapping[str, Any]


@register.inclusion_tag("components/parts/five_blocks.html")
def five_blocks(links: Sequence[Any], heading: str = "政府信息公开", lifted: bool = False) -> dict[str, Any]:
    """指南, 制度, 法定主动公开内容, 年报, 依申请公开: five `Link`s in this order. `lifted` under the hero."""
    return {"links": links, "heading": heading, "lifted": lifted}


@register.inclusion_tag("components/parts/panel.html")
def panel(
    heading: str,
    lines: Sequence[Any],
    url: str = "",
    more: str = "全部",
    empty: str = "还没有内容。",
    level: int = 2,
) -> dict[str, Any]:
    """A heading and `ListLine`s under it; `url` leads to the whole list."""
    return {"heading": heading, "lines": lines, "url": url, "more": more, "empty": empty, "h": f"h{level}"}


@register.inclusion_tag("components/parts/acts.html")
def acts(links: Sequence[Any], label: str = "我要") -> dict[str, Any]:
    """Large links to what one can do: `Link`s with a note."""
    return {"links": links, "label": label}


@register.inclusion_tag("components/parts/stats.html")
def stats(items: Sequence[Any], label: str = "数据") -> dict[str, Any]:
    """At most six figures, each with its sentence, each opening its records."""
    return {"items": items, "label": label}


@register.simple_block_tag
def table(content: str, caption: str, cards: bool = True) -> SafeString:
    """A table's frame: sticky head; rows become cards on a phone (give each `<td>` a `data-label`)."""
    return render_to_string(
        "components/parts/table.html", {"content": content, "caption": caption, "cards": cards}
    )


@register.simple_tag(takes_context=True)
def th(context: Context, label: str, sort: str = "", kind: str = "") -> SafeString:
    """A column's head. With `sort` a link that sets `?sort=`, pressed again it turns round (`-sort`)."""
    css = format_html(' class="{}"', kind) if kind else SafeString("")
    if not sort:
        return format_html('<th scope="col"{}>{}</th>', css, label)
    request = context.get("request")
    now = request.GET.get("sort", "") if request is not None else ""
    up, down = now == sort, now == f"-{sort}"
    url = address_with(context, {"sort": f"-{sort}" if up else sort, "page": None})
    aria = SafeString(' aria-sort="ascending"' if up else ' aria-sort="descending"' if down else "")
    mark = "▲" if up else "▼" if down else ""
    return format_html(
        '<th scope="col"{}{}><a href="{}">{}<span aria-hidden="true" class="sort-mark">{}</span></a></th>',
        css,
        aria,
        url,
        label,
        mark,
    )


@register.inclusion_tag("components/parts/sorter.html", takes_context=True)
def sorter(context: Context, choices: Sequence[tuple[str, str]], default: str = "") -> dict[str, Any]:
    """排序 as links, for lists that aren't tables and for tables on a phone: pairs of value and words."""
    request = context.get("request")
    now = (request.GET.get("sort") if request is not None else "") or default
    return {
        "choices": [
            {"words": words, "on": value == now, "url": address_with(context, {"sort": value, "page": None})}
            for value, words in choices
        ]
    }


@register.inclusion_tag("components/parts/data_table.html", takes_context=True)
def data_table(context: Context, shown: Any) -> dict[str, Any]:
    """A whole `Table` at once; rows with an id get a checkbox named `ids` when `select` is set."""
    heads = [th(context, c.label, c.sort, "num" if c.numeric else "") for c in shown.columns]
    rows = [
        {
            "row": row,
            "cells": [
                {
                    "cell": {"text": cell} if isinstance(cell, str) else cell,
                    "column": column,
                    "first": at == 0,
                    "short": _is_short(cell if isinstance(cell, str) else cell.text),
                }
                for at, (cell, column) in enumerate(zip(row.cells, shown.columns, strict=True))
            ],
        }
        for row in shown.rows
    ]
    return {"table": shown, "heads": heads, "rows": rows}


def _is_short(text: str) -> bool:
    """A name or a date: up to five characters wide, eight with figures; a column keeps it on one line."""
    width = sum(1 if ord(char) > 0x2000 else 0.5 for char in text)
    return width <= (8 if any(char.isdigit() for char in text) else 5)


@register.simple_tag
def row_check(value: Any, label: str) -> SafeString:
    """The checkbox of a row for the bulk bar; `label` says which row."""
    return format_html(
        '<label class="pick"><input type="checkbox" name="ids" value="{}"><span class="vh">选中 {}</span></label>',
        value,
        label,
    )


@register.inclusion_tag("components/parts/bulk_bar.html")
def bulk_bar(buttons: Sequence[Any], found: int = 0, shown: int = 0) -> dict[str, Any]:
    """Under a table, inside its form: how many are chosen, all that were found, the acts (`act=value`)."""
    return {"buttons": buttons, "found": found, "shown": shown}


@register.inclusion_tag("components/parts/pages.html", takes_context=True)
def pages(context: Context, page: Any, label: str = "分页") -> dict[str, Any]:
    """Pages of a Django `Page`; keeps the other parameters of the address."""
    numbers = [
        {
            "number": n,
            "url": address_with(context, {"page": n}),
            "gap": not isinstance(n, int),
            "on": n == page.number,
        }
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    before = address_with(context, {"page": page.number - 1}) if page.has_previous() else ""
    after = address_with(context, {"page": page.number + 1}) if page.has_next() else ""
    return {"page": page, "numbers": numbers, "before": before, "after": after, "label": label}


@register.inclusion_tag("components/parts/filters.html", takes_context=True)
def filters(context: Context, groups: Sequence[Any], heading: str = "筛选") -> dict[str, Any]:
    """Filters as links with counts; at the left on a wide page, behind a link on a narrow one."""
    made = []
    for group in groups:
        options = [
            {
                "option": option,
                "url": address_with(context, {group.name: None if option.on else option.value, "page": None}),
            }
            for option in group.options
        ]
        made.append({"label": group.label, "options": options})
    chosen = sum(option.on for group in groups for option in group.options)
    clear = address_with(context, {group.name: None for group in groups} | {"page": None})
    return {"groups": made, "chosen": chosen, "clear": clear, "heading": heading}


@register.simple_block_tag
def filter_panel(content: str, heading: str = "筛选") -> SafeString:
    """The same place for a filter form of one's own."""
    return render_to_string("components/parts/filter_panel.html", {"content": content, "heading": heading})


@register.inclusion_tag("components/parts/filters_open.html")
def filters_open(chosen: int = 0) -> dict[str, Any]:
    """The link that opens the filters on a narrow page; stands above the results."""
    return {"chosen": chosen}


@register.inclusion_tag("components/parts/file_list.html")
def file_list(files: Sequence[Any], heading: str = "", empty: str = "") -> dict[str, Any]:
    """Files with type, size and pages (`FileLine`)."""
    return {"files": files, "heading": heading, "empty": empty}


@register.inclusion_tag("components/parts/empty_state.html")
def empty_state(words: str, hint: str = "", url: str = "", label: str = "") -> dict[str, Any]:
    """Nothing here: says so, and what to do first."""
    return {"words": words, "hint": hint, "url": url, "label": label}
