"""How an address narrows and orders a list of cases, how many it finds, and its columns as plain text.

Page and table read the same columns, so a sheet holds exactly what the page shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case
from gongkai.cases.policies import CASE_ROLES
from gongkai.cases.queries.cards import with_card
from gongkai.cases.queries.lists import CASE_VIEWS, CaseLine, lines, lines_of, view_cases, with_names
from gongkai.cases.queries.word_index import having_words
from gongkai.cases.rules.cards import Card
from gongkai.clocks.rules import WorkCalendar
from gongkai.components.dates import day_long
from gongkai.lists.declaring import ListColumn, columns_of
from gongkai.lists.registry import EXPORT_MOST, list_of
from gongkai.units.models import Unit

CODE = "cases"
# What of an address narrows and orders the list: this much of it is kept in a saved filter, in this order.
KEPT = ("in", "q", "kind", "unit", "card", "sort")
COUNTED = 10_000
"""Nobody reads on behind so many: of more a page says that there are more, and no query counts them."""
CHUNK = 500
CARDS: tuple[Card, ...] = ("yellow", "red")


# ---- columns ---------------------------------------------------------------------------------------------


def due_text(line: CaseLine) -> str:
    """The clock as the page words it, the card before it."""
    parts = [line.card.label if line.card and _has_clock(line) else "", _clock(line)]
    return " ".join(part for part in parts if part)


def _has_clock(line: CaseLine) -> bool:
    return line.paused or line.days_left is not None or _ended(line)


def _ended(line: CaseLine) -> bool:
    return line.served_on is not None and line.due_on is not None


def _clock(line: CaseLine) -> str:
    if line.paused:
        return "暂停计时"
    if line.days_left is not None and line.due_on is not None:
        return f"{line.days_left.words} {day_long(line.due_on)}"
    if line.served_on is not None and line.due_on is not None:
        return f"{'逾期' if line.ended_late else '按时'}办结 {day_long(line.served_on)}"
    return "没有期限" if line.closed else "还没起算"


COLUMNS = {
    column.code: column
    for column in (
        ListColumn("title", "来件", lambda line: line.title),
        ListColumn("number", "编号", lambda line: line.number, "number"),
        ListColumn("kind", "种类", lambda line: line.kind_label, minor=True),
        ListColumn("unit", "单位", lambda line: line.unit_name, minor=True),
        ListColumn("state", "状态", lambda line: line.state_label),
        ListColumn("outcome", "办理结果", lambda line: line.outcome_label, minor=True),
        ListColumn("due", "期限", due_text, "due"),
        ListColumn("assignee", "承办人", lambda line: line.assignee or ("" if line.closed else "待认领"), minor=True),
        ListColumn("channel", "怎么来的", lambda line: line.channel, minor=True),
        ListColumn("submitted", "到达", lambda line: f"{line.submitted_on}", "submitted", minor=True),
        ListColumn("closed", "办结日期", lambda line: f"{line.closed_on or ''}", "closed", minor=True),
    )
}  # fmt: skip
USUAL_COLUMNS = ("title", "number", "kind", "state", "due", "assignee")


# ---- narrowing -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Narrowing:
    """How a list of cases is narrowed; empty values narrow nothing. `view`: one of CASE_VIEWS."""

    view: str = "all"
    text: str = ""
    kind: str = ""
    unit_id: int | None = None
    card: str = ""

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.kind or self.unit_id or self.card)


def narrowing_from(asked: Mapping[str, str]) -> Narrowing:
    """The filters of an address; what makes no sense narrows nothing."""

    def get(name: str) -> str:
        return (asked.get(name) or "").strip()

    unit = get("unit")
    return Narrowing(
        view=get("in") if get("in") in CASE_VIEWS else "all",
        text=get("q")[:100],
        kind=get("kind") if get("kind") in CASE_KINDS else "",
        unit_id=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 15 else None,
        card=get("card") if get("card") in CARDS else "",
    )


def found_in(
    by: Standing, narrow: Narrowing, *, today: date, work: WorkCalendar | None = None
) -> tuple[QuerySet[Case], bool]:
    """The cases, unsliced; and whether the index of words knows of more than it gave."""
    found, more = view_cases(by, code=narrow.view, today=today, work=work), False
    if narrow.kind:
        found = found.filter(kind=narrow.kind)
    if narrow.unit_id:
        found = found.filter(unit_id=narrow.unit_id)
    if narrow.card:
        found = with_card(found, narrow.card, today=today, work=work)  # type: ignore[arg-type]  # one of CARDS
    if narrow.text:
        closed = {"all": None, "closed": True}.get(narrow.view, False)
        having = having_words(by, narrow.text, kind=narrow.kind, unit_id=narrow.unit_id, closed=closed)
        found, more = found.filter(having.q), having.more
    return found, more


# ---- order -----------------------------------------------------------------------------------------------

_UP = {
    "due": (F("due_on").asc(nulls_last=True), F("id").asc()),
    "submitted": (F("submitted_at").asc(), F("id").asc()),
    "number": (F("number").asc(nulls_last=True), F("id").asc()),
    "closed": (F("closed_at").asc(), F("due_on").asc(), F("id").asc()),
}
_DOWN = {
    "due": (F("due_on").desc(nulls_last=True), F("id").desc()),
    "submitted": (F("submitted_at").desc(), F("id").desc()),
    "number": (F("number").desc(nulls_last=True), F("id").desc()),
    "closed": (F("closed_at").desc(), F("due_on").desc(), F("id").desc()),
}
SORT_LABELS = (
    ("due", "最急的在前"),
    ("-submitted", "最新来的在前"),
    ("submitted", "最早来的在前"),
    ("number", "按编号"),
)


def usual_order(view: str) -> str:
    return {"closed": "-closed", "all": "-submitted"}.get(view, "due")


def ordered(found: QuerySet[Case], sort: str, *, default: str = "due") -> QuerySet[Case]:
    """By due, submitted, number or closed; a minus before it turns it round. An unknown word gives the default."""
    wanted = sort if sort.removeprefix("-") in _UP else default
    table = _DOWN if wanted.startswith("-") else _UP
    return found.order_by(*table[wanted.removeprefix("-")])


# ---- finding ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FoundCases:
    """Ids in order, to be sliced; how many, at most COUNTED, and whether there are more."""

    ids: Sequence[int] | QuerySet[Case, int]
    total: int
    more: bool = False


def found_cases(
    by: Standing,
    narrow: Narrowing,
    *,
    sort: str,
    today: date,
    known: int | None = None,
    work: WorkCalendar | None = None,
) -> FoundCases:
    """One query for the number, one for a page; with words one for both. `known`: the number, counted before.

    Ids alone: page 200 skips them in an index, not rows with their texts.
    """
    found, more = found_in(by, narrow, today=today, work=work)
    ids = ordered(found, sort, default=usual_order(narrow.view)).values_list("id", flat=True)
    if narrow.text:
        read = list(ids[: COUNTED + 1])
        return FoundCases(read[:COUNTED], min(len(read), COUNTED), more or len(read) > COUNTED)
    total = found.order_by()[: COUNTED + 1].count() if known is None else known
    return FoundCases(ids, min(total, COUNTED), total > COUNTED)


def first_found(by: Standing, text: str, *, limit: int, today: date, work: WorkCalendar) -> list[CaseLine]:
    """The newest cases with these words or this number, for the search of the whole office; one query for the rows."""
    if not text.strip():
        return []
    found = with_names(found_in(by, Narrowing(text=text.strip()[:100]), today=today, work=work)[0])
    return lines(ordered(found, "-submitted")[:limit], today=today, work=work)


def count_of(by: Standing, asked: Mapping[str, str], *, today: date) -> int:
    """All of them, at most one more than can be taken out."""
    return found_in(by, narrowing_from(asked), today=today)[0].order_by()[: EXPORT_MOST + 1].count()


def counts_of(by: Standing, asked: Sequence[Mapping[str, str]], *, today: date) -> list[int]:
    """How many each narrowing finds for this person, none counted beyond COUNTED: one query for all of them."""
    parts: list[str] = []
    params: list[Any] = []
    for one in asked:
        found = found_in(by, narrowing_from(one), today=today)[0].order_by().values("id")[:COUNTED]
        try:
            sql, given = found.query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) counted)")  # noqa: S608  # the ORM's own, values apart
        params += given
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return [int(n) for n in cursor.fetchone()]


def ids_of(by: Standing, asked: Mapping[str, str], *, today: date, most: int) -> list[int]:
    found = found_in(by, narrowing_from(asked), today=today)[0]
    return list(found.order_by("id").values_list("id", flat=True)[:most])


def sheet_rows(
    by: Standing, asked: Mapping[str, str], columns: Sequence[str], *, today: date
) -> Iterator[list[list[str]]]:
    """All rows in the page's order, as text, CHUNK at a time. At most EXPORT_MOST."""
    narrow, chosen = narrowing_from(asked), columns_of(list_of(CODE), columns)
    found = ordered(
        found_in(by, narrow, today=today)[0], asked.get("sort") or "", default=usual_order(narrow.view)
    )
    ids = list(found.values_list("id", flat=True)[:EXPORT_MOST])  # the order of this moment
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        # Asked again: whoever lost sight of a case in between gets no row of it.
        seen = set(view_cases(by, code="all", today=today).filter(id__in=some).values_list("id", flat=True))
        rows = lines_of([pk for pk in some if pk in seen], today=today)
        yield [[column.text(line) for column in chosen] for line in rows]


def units_offered(by: Standing) -> list[tuple[int, str]]:
    """(id, name) of the units whose cases this person may see; empty when it is one alone."""
    if by.sees_all:
        found = Unit.objects.filter(Exists(Case.objects.filter(unit=OuterRef("pk"))))
    elif len(ids := by.unit_ids(*CASE_ROLES)) > 1:
        found = Unit.objects.filter(id__in=ids)
    else:
        return []
    offered = list(found.order_by("name", "id").values_list("id", "name"))
    return offered if len(offered) > 1 else []


def case_numbered(by: Standing, number: str, *, kind: str, today: date) -> tuple[int, str, str] | None:
    """(id, number, title) of the case with this number, among those that this person may see."""
    found = view_cases(by, code="all", today=today).filter(Q(number=number), kind=kind)
    row = found.values_list("id", "title").first()  # unique
    return (row[0], number, row[1]) if row else None
