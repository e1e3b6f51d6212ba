"""The records behind a number: everybody who sees the number learns how many there are, and opens only what they may see."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from gongkai.accounts.models import Appointment
from gongkai.accounts.policies import Standing
from gongkai.cases.models import Case
from gongkai.cases.policies import visible_to as visible_cases
from gongkai.catalogue.models import Duty
from gongkai.catalogue.policies import visible_duties
from gongkai.disclosure.models import Item
from gongkai.disclosure.policies import public_items
from gongkai.disclosure.policies import visible_to as visible_items
from gongkai.registers.kinds import REGISTERS
from gongkai.registers.models import PageView, RegisterCount, RegisterEntry
from gongkai.registers.policies import readable_by
from gongkai.units.models import Unit

CHUNK = 2000
"""Ids asked for at once."""


@dataclass(frozen=True)
class Record:
    """One thing that was counted. `source` and `id` say where a page finds it; `number` is what people call it."""

    source: str
    id: int
    number: str
    title: str
    unit_id: int
    unit_name: str
    on: date | None


@dataclass(frozen=True)
class Opened:
    """`total` records stand behind the number; `records` are those that the person may open, the first of them if limited."""

    total: int
    seen: int
    records: tuple[Record, ...]

    @property
    def hidden(self) -> int:
        return self.total - self.seen


@dataclass(frozen=True)
class Source:
    """A kind of record: its table, who may open which, and how one is told."""

    code: str
    label: str
    model: type[Model]
    visible: Callable[[Standing], QuerySet[Any]]
    columns: tuple[str, ...]
    told: Callable[[tuple[Any, ...]], Record]


def _items_of(by: Standing) -> QuerySet[Item]:
    """What is public anyone opens; the rest by the rules of the office."""
    return visible_items(by) | public_items() if not by.sees_all else Item.objects.all()


def _counted(row: tuple[Any, ...]) -> Record:
    pk, register, key, year, month, number, unit_id, unit_name = row
    declared = REGISTERS.get(register)
    words = f"{declared.label} {declared.measure(key).label}" if declared else register
    when = f"{year}年{month}月" if month else f"{year}年"
    return Record(
        "register_count", pk, when, f"{words}：{number}", unit_id, unit_name, date(year, month or 12, 1)
    )


def _viewed(row: tuple[Any, ...]) -> Record:
    pk, page, year, month, number, unit_id, unit_name = row
    return Record(
        "page_view", pk, f"{year}年{month}月", f"{page}：{number}", unit_id, unit_name, date(year, month, 1)
    )


def _plain(source: str) -> Callable[[tuple[Any, ...]], Record]:
    return lambda row: Record(source, row[0], str(row[1] or ""), str(row[2]), row[3], row[4], row[5])


SOURCES: dict[str, Source] = {
    source.code: source
    for source in (
        Source(
            "item", "公开信息", Item, _items_of,
            ("id", "index_no", "title", "unit_id", "unit__name", "published_on"), _plain("item"),
        ),
        Source(
            "case", "来件", Case, visible_cases,
            ("id", "number", "title", "unit_id", "unit__name", "received_on"), _plain("case"),
        ),
        Source(
            "duty", "公开责任", Duty, lambda by: Duty.objects.filter(visible_duties(by)),
            ("id", "topic__code", "topic__name", "unit_id", "unit__name", "from_on"), _plain("duty"),
        ),
        Source(
            "register_entry", "台账条目", RegisterEntry, lambda by: RegisterEntry.objects.filter(readable_by(by)),
            ("id", "kind", "title", "unit_id", "unit__name", "on"), _plain("register_entry"),
        ),
        Source(
            "register_count", "台账数字", RegisterCount,
            lambda by: RegisterCount.objects.filter(readable_by(by), number__isnull=False),
            ("id", "register", "key", "year", "month", "number", "unit_id", "unit__name"), _counted,
        ),
        Source(
            "unit", "单位", Unit, lambda by: Unit.objects.all(),
            ("id", "code", "name", "id", "name", "opened_on"), _plain("unit"),
        ),
        Source(
            "appointment", "任职", Appointment, lambda by: Appointment.objects.filter(readable_by(by)),
            ("id", "user__username", "user__full_name", "unit_id", "unit__name", "from_on"), _plain("appointment"),
        ),
        # Numbers without people: whoever sees the sum may see them.
        Source(
            "page_view", "页面浏览", PageView, lambda by: PageView.objects.all(),
            ("id", "page", "year", "month", "number", "unit_id", "unit__name"), _viewed,
        ),
    )
}  # fmt: skip


def opened(source: str, ids: Collection[int], by: Standing, *, limit: int | None = None) -> Opened:
    """The records with these ids, narrowed to what the person may see, in the order of the ids."""
    kind = SOURCES[source]
    visible = kind.visible(by)
    seen: set[int] = set()
    for some in _chunks(sorted(set(ids))):
        seen |= set(visible.filter(pk__in=some).values_list("pk", flat=True))
    shown = [pk for pk in ids if pk in seen][:limit]
    return Opened(len(ids), len(seen), tuple(_told(kind, shown)))


def whole(source: str, ids: Sequence[int]) -> list[Record]:
    """All of them, for the host's command line: whoever runs it holds the database anyway."""
    return list(_told(SOURCES[source], ids))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _told(kind: Source, ids: Sequence[int]) -> Iterable[Record]:
    found: dict[int, Record] = {}
    for some in _chunks(ids):
        rows = kind.model._default_manager.filter(pk__in=some).values_list(*kind.columns)
        found |= {row[0]: kind.told(row) for row in rows}
    return [found[pk] for pk in ids if pk in found]
