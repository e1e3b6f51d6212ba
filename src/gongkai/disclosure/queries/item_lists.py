"""The office's lists of items: what each holds, how an address narrows and orders it, and its columns as plain text.

Page and export read the same columns, so a sheet holds exactly what the page shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.components.dates import day_long
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Item
from gongkai.disclosure.queries.office import (
    STATE_LABELS,
    Line,
    Narrowing,
    all_items,
    lines,
    narrowed,
    narrowing_q,
    ordered,
    public_list_of,
    with_names,
)
from gongkai.disclosure.rules import VALIDITIES
from gongkai.lists.declaring import ListColumn, columns_of
from gongkai.lists.registry import EXPORT_MOST, list_of

# What of an address narrows and orders a list: this much of it is kept in a saved filter, in this order.
KEPT = ("q", "state", "kind", "unit", "topic", "year", "validity", "urgent", "sort")
CHUNK = 500


@dataclass(frozen=True)
class ItemList:
    """`order` is its order as long as nobody asks for another."""

    label: str
    holds: Callable[[Standing], QuerySet[Item]]
    order: str


LISTS = {
    "items": ItemList("全部信息", all_items, "changed"),
    "publications": ItemList("公开列表", public_list_of, "published"),
}


def due_text(line: Line) -> str:
    """The clock as the page words it; the day of publication for what is public."""
    if line.paused:
        return f"暂停：{line.paused}"
    if line.days_left is not None and line.due_on is not None:
        return f"{line.days_left.words} {day_long(line.due_on)}"
    return f"{line.published_on:%Y-%m-%d} 公开" if line.published_on else ""


COLUMNS = {
    column.code: column
    for column in (
        ListColumn("title", "标题", lambda line: line.title, "title"),
        ListColumn("number", "编号", lambda line: line.number),
        ListColumn("index_no", "索引号", lambda line: line.index_no, minor=True),
        ListColumn("unit", "单位", lambda line: line.unit_name, "unit", minor=True),
        ListColumn("kind", "种类", lambda line: line.kind_label, minor=True),
        ListColumn("topic", "栏目", lambda line: line.topic_name, minor=True),
        ListColumn("state", "状态", lambda line: line.step or line.state_label),
        ListColumn("due", "期限", due_text, "due"),
        ListColumn(
            "published", "公开日期", lambda line: f"{line.published_on or ''}", "published", minor=True
        ),
        ListColumn("validity", "有效性", lambda line: VALIDITIES.get(line.validity, ""), minor=True),
        ListColumn("holder", "经办人", lambda line: line.holder, minor=True),
    )
}
USUAL_COLUMNS = ("title", "number", "unit", "state", "due", "holder")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else None


def narrowing_from(asked: Mapping[str, str]) -> Narrowing:
    """The filters of an address; what makes no sense narrows nothing."""

    def get(name: str) -> str:
        return asked.get(name) or ""

    return Narrowing(
        text=get("q").strip()[:100],
        state=get("state") if get("state") in STATE_LABELS else "",
        kind=get("kind") if get("kind") in ITEM_KINDS else "",
        unit_id=_number(get("unit")),
        topic_id=_number(get("topic")),
        year=_number(get("year")) if (_number(get("year")) or 0) in range(1990, 2100) else None,
        validity=get("validity")[:12],
        urgent=get("urgent") == "1",
    )


def found_in(by: Standing, *, code: str, asked: Mapping[str, str]) -> QuerySet[Item]:
    """The items of a list as an address narrows it; KeyError for an unknown list."""
    return narrowed(LISTS[code].holds(by), narrowing_from(asked))


def in_order(found: QuerySet[Item], *, code: str, asked: Mapping[str, str]) -> QuerySet[Item]:
    return ordered(with_names(found), asked.get("sort") or "", default=LISTS[code].order)


def counts_of(by: Standing, *, code: str, asked: Sequence[Mapping[str, str]]) -> list[int]:
    """How many items each narrowing finds for this person: one query for all of them."""
    if not asked:
        return []
    counted = {f"n{at}": Count("id", filter=narrowing_q(narrowing_from(one))) for at, one in enumerate(asked)}
    row = LISTS[code].holds(by).aggregate(**counted)
    return [row[f"n{at}"] for at in range(len(asked))]


def sheet_rows(
    by: Standing, *, code: str, asked: Mapping[str, str], columns: Sequence[str], today: date
) -> Iterator[list[list[str]]]:
    """All rows of all pages in the page's order, as text, CHUNK at a time. At most EXPORT_MOST."""
    chosen = columns_of(list_of(code), columns)
    found = in_order(found_in(by, code=code, asked=asked), code=code, asked=asked)
    ids = list(found.values_list("id", flat=True)[:EXPORT_MOST])  # the order of this moment
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        # Narrowed again: whoever lost sight of an item in between gets no row of it.
        rows = {row.pk: row for row in with_names(LISTS[code].holds(by).filter(id__in=some))}
        kept = [rows[pk] for pk in some if pk in rows]
        yield [[column.text(line) for column in chosen] for line in lines(kept, today=today)]
