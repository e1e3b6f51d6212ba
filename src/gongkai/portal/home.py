"""The home page: search as the largest thing, five blocks, what is new."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.catalogue.queries import open_topics
from gongkai.components import dates
from gongkai.components.parts import Link, ListLine, Stat
from gongkai.disclosure.pages import item_path
from gongkai.disclosure.queries.listing import Counts, Listed, counts, newest_of_kinds
from gongkai.disclosure.queries.public import PublicFilter
from gongkai.portal.answering import revalidated, show
from gongkai.portal.cases.start import ways

LINES = 7


@revalidated
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    counted = counts(narrow=PublicFilter(), today=today)
    rules = newest_of_kinds(("normative_document",), today=today, limit=LINES)
    return show(
        request,
        "portal/home.html",
        {
            "five": five_links(counted, topics=open_topics().count()),
            "hints": _hints(rules),
            "newest": lines(newest_of_kinds((), today=today, limit=LINES), today=today),
            "interpretations": lines(
                newest_of_kinds(("interpretation",), today=today, limit=LINES), today=today
            ),
            "rules": lines(rules, today=today),
            "acts": acts(),
            "stats": _stats(counted, today),
        },
    )


def acts() -> list[Link]:
    """The first kind that everybody may write, the sorter with all of them, and the way to follow."""
    first = next(iter(ways()), None)
    begin = [Link(first.label, first.url, note=first.kind.summary)] if first else []
    return [
        *begin,
        Link("写信、提意见、投诉", "/write/", note="咨询、反映、建议，对公示有异议"),
        Link("查办理进度", "/case/", note="凭编号和查询码，不用注册"),
    ]


def five_links(counted: Counts, *, topics: int = 0, base: str = "", current: str = "") -> list[Link]:
    """The five fixed blocks in their order, of the whole or of a unit (`base` /unit/…)."""
    rules = counted.kinds.get("normative_document", 0)
    reports = counted.kinds.get("annual_report", 0)
    notes = {
        "guide": "怎样找、找谁、怎样申请",
        "rules": f"法规和规范性文件，{rules:,} 件" if rules else "公开依据的法规和制度",
        "proactive": f"{topics} 个栏目，{counted.total:,} 条" if topics else f"{counted.total:,} 条",
        "annual-reports": f"{reports:,} 份" if reports else "还没有发布",
        "request": "没找到？可以申请",
    }
    return [
        Link(label, f"{base}/{slug}/", current=slug == current, note=notes[slug])
        for slug, label in BLOCKS.items()
    ]


BLOCKS = {
    "guide": "政府信息公开指南",
    "rules": "政府信息公开制度",
    "proactive": "法定主动公开内容",
    "annual-reports": "政府信息公开年报",
    "request": "依申请公开",
}


def lines(rows: list[Listed], *, today: date) -> list[ListLine]:
    """A panel shows month and day; what is of another year says so in full."""
    shown = []
    for row in rows:
        on = row.published_on
        this_year = on is not None and on.year == today.year
        note = dates.day(on) if on and not this_year else ""
        shown.append(ListLine(row.title, item_path(row.index_no), on if this_year else None, note))
    return shown


def _hints(rules: list[Listed]) -> list[Link]:
    """Ways into the search that surely find something: numbers of documents that are there."""
    from_numbers = [row.doc_no for row in rules if row.doc_no][:2]
    return [Link(words, f"/search/?q={words}") for words in from_numbers]


def _stats(counted: Counts, today: date) -> list[Stat]:
    if not counted.total:
        return []
    this_year = counted.years.get(today.year, 0)
    found = [
        Stat(f"{counted.total:,}", "条信息已经公开", "/list/"),
        Stat(f"{this_year:,}", f"条是{today.year}年公开的", f"/list/?year={today.year}"),
        Stat(f"{counted.kinds.get('interpretation', 0):,}", "份政策解读", "/kind/interpretation/"),
        Stat(f"{counted.validities.get('valid', 0):,}", "件文件现行有效", "/list/?validity=valid"),
    ]
    return [stat for stat in found if stat.value != "0"]
