"""Statements that stand behind every page: put together once, asked anew each time.

Putting a query together costs many times what the database needs for answering it. What is kept is the statement
with what it was given, never an answer; it is kept under all that went into it (lru_cache), a person's whole
standing included, so that it can't be asked for somebody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Count, Model, QuerySet, Value

KEPT = 1000
"""As many people as one process remembers at once, each with some 10 KB."""

_Row = TypeVar("_Row", bound=Model)
Counted = Iterable[tuple[QuerySet[Any], Mapping[str, Count]]]
"""Rows, and what is counted among them by name."""


Converters = Mapping[int, tuple[Sequence[Callable[..., Any]], Any]]
"""By the place of a column: what makes of the database's value the framework's own, and of which expression."""


@dataclass(frozen=True)
class Statement:
    sql: str
    given: tuple[Any, ...]
    converters: Converters

    def rows(self, *given: Any) -> list[tuple[Any, ...]]:
        """`given`: in place of all that the statement was written with, in its order."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given or self.given)
            found = cursor.fetchall()
        return [self._converted(row) for row in found] if self.converters else found

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                values[place] = convert(values[place], expression, connection)
        return tuple(values)


@dataclass(frozen=True)
class Counts:
    """One row of numbers, in the order of `names`."""

    statement: Statement
    names: tuple[str, ...]

    def ask(self) -> dict[str, int]:
        return dict(zip(self.names, self.statement.rows()[0], strict=True))


def written(found: QuerySet[Any, Any]) -> Statement:
    """Of `values_list`. Where it is to be asked for other values, write it with any of their type."""
    # With a condition that can't be met the statement stands all the same and finds nothing.
    compiler = found.query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False)
    sql, given = compiler.as_sql()
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    return Statement(sql, tuple(given), compiler.get_converters(columns))


def made_of(model: type[_Row], names: Sequence[str], values: Sequence[Any]) -> _Row:
    """An object of a row of `values_list(*names)`; what isn't among the names is fetched when it is asked for."""
    told = dict(zip(names, values, strict=True))
    known = [field.attname for field in model._meta.concrete_fields if field.attname in told]
    return model.from_db(DEFAULT_DB_ALIAS, known, [told[name] for name in known])


def counted_at_once(counted: Counted) -> Counts:
    """All the numbers by one statement."""
    parts: list[str] = []
    given: list[Any] = []
    columns: list[str] = []
    names: list[str] = []
    quote = connection.ops.quote_name
    for found, counts in counted:
        part = f"part{len(parts)}"
        one_row = written(found.order_by().values(one_row=Value(1)).annotate(**counts))
        parts.append(f"({one_row.sql}) AS {part}")
        given += one_row.given
        columns += [f"{part}.{quote(name)}" for name in counts]
        names += counts
    sql = f"SELECT {', '.join(columns)} FROM {' CROSS JOIN '.join(parts)}"  # noqa: S608  (the framework's own words)
    return Counts(Statement(sql, tuple(given), {}), tuple(names))
