"""The form of a figure. A figure is declared once, in one of the files of `queries/declared/`; everything else reads this.

From a declaration come its value, both parts of a share, the records behind it with permission applied, the comparison
with last year and with peers, and the same for a hundred units in as many queries as for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Expression, Q, QuerySet

from gongkai.figures.rules.periods import Period

Read = TypeVar("Read")


@dataclass(frozen=True)
class Scope:
    """What is asked for: whose records (None: all units), of which days. Facts count as they stood on the last of them."""

    unit_ids: frozenset[int] | None
    period: Period

    @property
    def as_of(self) -> date:
        return self.period.last

    def of_units(self, rows: QuerySet[Any], column: str = "unit_id") -> QuerySet[Any]:
        return rows if self.unit_ids is None else rows.filter(**{f"{column}__in": self.unit_ids})


class Reading:
    """One look at the database: what several figures need alike is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, Scope], Any] = {}

    def once(self, read: Callable[[Scope], Read], scope: Scope) -> Read:
        key = (read, scope)
        if key not in self._known:
            self._known[key] = read(scope)
        return self._known[key]  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Judged:
    """A record that plain functions judged: whether it belongs to the part of a share, its value, where it falls.

    `apart`: counted under that word beside the figure and not in it.
    """

    id: int
    unit_id: int
    part: bool = True
    value: int | None = None
    falls: Mapping[str, Any] = field(default_factory=dict)
    apart: str = ""


# ---- what is done with the records -----------------------------------------------------------------------


@dataclass(frozen=True)
class Number:
    """How many."""


@dataclass(frozen=True)
class Sum:
    """The sum of a column. `blank`: no record at all is "not entered" and not 0. Divided by `by` to come to the unit."""

    column: str | Expression
    blank: bool = False
    by: int = 1
    places: int = 0


@dataclass(frozen=True)
class Share:
    """The part of the records for which this holds, in per cent. Of judged records `part` says so."""

    part: Callable[[Scope], Q] | None = None


@dataclass(frozen=True)
class Middle:
    """The median (or with `mean` the average) of whole numbers: of a column, or of the days from one to the other.

    `days`: two columns of days; `working`: counted in working days after the first, else in days of the calendar.
    Judged records tell their `value`.
    """

    column: str | Expression = ""
    days: tuple[str, str] = ("", "")
    working: bool = False
    mean: bool = False


Aggregate = Number | Sum | Share | Middle


@dataclass(frozen=True)
class Dimension:
    """By what a figure may be cut: a column or expression of its records, and how its values are called."""

    code: str
    label: str
    column: str | Expression = ""
    names: Callable[[Iterable[Any]], Mapping[Any, str]] | None = None


@dataclass(frozen=True)
class Figure:
    """`records` gives them as rows of the database, or `judge` one by one; exactly one of the two.

    `unit` of measure, `definition` in plain words (what is counted, what isn't, as of when), `article` where it comes from.
    `source` is a kind of record of `opening.SOURCES`; `record_id` the column with its id where the rows are others.
    `stock`: stands at the end of the period. `lower_is_better` for comparisons. `public`: shown on the public page.
    """

    code: str
    label: str
    unit: str
    definition: str
    article: str
    source: str
    aggregate: Aggregate = Number()
    records: Callable[[Scope], QuerySet[Any]] | None = None
    judge: Callable[[Scope, Reading], Iterable[Judged]] | None = None
    dimensions: tuple[Dimension, ...] = ()
    record_id: str = "id"
    unit_column: str = "unit_id"
    stock: bool = False
    lower_is_better: bool = False
    public: bool = True
    rounding: str = "half_up"
    places: int = 2
    position: int = 100

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """The records of a figure that isn't judged."""
        if self.records is None:
            raise TypeError(f"{self.code} judges its records")
        return self.records(scope)

    def dimension(self, code: str) -> Dimension:
        """KeyError for one by which it can't be cut."""
        for one in self.dimensions:
            if one.code == code:
                return one
        raise KeyError(code)


@dataclass(slots=True)
class Tally:
    """What was counted, so that tallies of several units can be added up to the same figure of all of them."""

    count: int = 0
    part: int = 0
    total: Decimal = Decimal(0)
    values: Counter[int] = field(default_factory=Counter)
    apart: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        self.count += other.count
        self.part += other.part
        self.total += other.total
        if other.values:  # most have none, and thousands are added up for a page
            self.values.update(other.values)
        if other.apart:
            self.apart.update(other.apart)


@dataclass(frozen=True)
class Reckoned:
    """A figure's value. `sample`: how many records it rests on; `is_small`: too few to say much.

    `part` and `whole` of a share; None elsewhere. `value` is None where nothing was entered or there is nothing to divide by.
    """

    code: str
    value: Decimal | int | None
    sample: int
    part: int | None = None
    whole: int | None = None
    is_small: bool = False
    apart: Mapping[str, int] = field(default_factory=dict)


def declaration_faults(figure: Figure) -> list[str]:
    """What is wrong with a declaration; the start stops with it."""
    found = []
    if (figure.records is None) == (figure.judge is None):
        found.append("either records or judge")
    if not (figure.label and figure.definition and figure.article and figure.unit):
        found.append("label, unit, definition and article are all needed")
    codes = [one.code for one in figure.dimensions]
    if len(codes) != len(set(codes)):
        found.append("a dimension stands twice")
    if isinstance(figure.aggregate, Sum) and figure.judge is not None:
        found.append("judged records have no column to add up")
    if isinstance(figure.aggregate, Share) and figure.records is not None and figure.aggregate.part is None:
        found.append("a share needs its part")
    return [f"{figure.code}: {fault}" for fault in found]
