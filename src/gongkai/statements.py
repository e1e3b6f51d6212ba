"""Statements that stand behind every page: put together once, asked anew each time.

Putting a query together costs many times what the database needs for answering it. What is kept is the statement
with what it was given, never an answer; it is kept under all that went into it (lru_cache), a person's whole
standing included, so that it can't be asked for somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Count, QuerySet, Value

KEPT = 1000
"""As many people as one process remembers at once, each with some 10 KB."""

Counted = Iterable[tuple[QuerySet[Any], Mapping[str, Count]]]
"""Rows, and what is counted among them by name."""


@dataclass(frozen=True)
class Statement:
    sql: str
    given: tuple[Any, ...]

    def rows(self) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.given)
            return cursor.fetchall()


@dataclass(frozen=True)
class Counts:
    """One row of numbers, in the order of `names`."""

    statement: Statement
    names: tuple[str, ...]

    def ask(self) -> dict[str, int]:
        return dict(zip(self.names, self.statement.rows()[0], strict=True))


def written(found: QuerySet[Any, Any]) -> Statement:
    """Of whole numbers and words alone (`values_list`): the database's own values come out, unconverted."""
    # With a condition that can't be met the statement stands all the same and finds nothing.
    sql, given = found.query.get_compiler(DEFAULT_DB_ALIAS, elide_empty=False).as_sql()
    return Statement(sql, tuple(given))


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
    return Counts(Statement(sql, tuple(given)), tuple(names))
