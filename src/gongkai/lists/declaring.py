"""What a list of the office is: its columns as text, how an address narrows it, how many it finds, its acts on many.

The apps that own the things declare and register theirs; pages, saved filters, tables out and bulk acts are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.accounts.policies import Standing

Asked = Mapping[str, str]
"""What of an address narrows and orders a list."""


@dataclass(frozen=True)
class ListColumn:
    """A column: `text` is what its cell says. `sort` as in the address, `minor` left out of a card on a phone."""

    code: str
    label: str
    text: Callable[[Any], str]
    sort: str = ""
    minor: bool = False


@dataclass(frozen=True)
class BulkAct:
    """An act on many at once; `consequence` is what the page says before it is done."""

    label: str
    consequence: str
    do: Callable[[int, Mapping[str, Any], Standing, datetime], object]
    """One of them, with what was filled in, in a transaction of its own."""
    danger: bool = False


@dataclass(frozen=True)
class BulkLine:
    """One of the choice; `why_not` is empty when the act would go through. `facts`: what stands under `heads`."""

    id: int
    title: str
    unit_id: int
    facts: tuple[str, ...]
    why_not: str


@dataclass(frozen=True)
class Bulk:
    """What can be done with many of a list at once."""

    acts: Mapping[str, BulkAct]
    most: int
    """Of one job."""
    chunk: int
    """So many are done and noted together; each act has a transaction of its own within."""
    heads: tuple[str, ...]
    lines: Callable[[Standing, str, Sequence[int]], list[BulkLine]]
    """Those of these ids that the person may know of, with what stands against the act."""
    titles: Callable[[Standing, Sequence[int]], Mapping[int, str]]
    refusals: tuple[type[Exception], ...]
    out_of_sight: str


@dataclass(frozen=True)
class OfficeList:
    """`kept`: what of an address is kept in a saved filter, in this order."""

    code: str
    label: str
    noun: str
    """What its rows are called: 信息."""
    measure: str
    """What they are counted in: 条."""
    columns: Mapping[str, ListColumn]
    usual: tuple[str, ...]
    kept: tuple[str, ...]
    count: Callable[[Standing, Asked, date], int]
    counts: Callable[[Standing, Sequence[Asked], date], Sequence[int]]
    """Of several narrowings in one query."""
    ids: Callable[[Standing, Asked, date, int], list[int]]
    """At most so many of what is found."""
    sheet: Callable[[Standing, Asked, Sequence[str], date], Iterator[list[list[str]]]]
    """All rows of all pages in the page's order, as text, some at a time."""
    may_look: Callable[[Standing], bool]
    bulk: Bulk | None = None


def columns_of(one: OfficeList, codes: Sequence[str]) -> list[ListColumn]:
    """The chosen columns in their own order; what doesn't exist (any more) is left out, the usual ones for nothing."""
    chosen = [column for code, column in one.columns.items() if code in codes]
    return chosen or [one.columns[code] for code in one.usual]
