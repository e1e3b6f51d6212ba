"""Small pieces of SQL that both databases compute by themselves; Django's own call back into Python on SQLite."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Expression, Func, IntegerField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast


class MonthOf(Func):
    """ "2025-03" of a day."""

    arity = 1
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="SUBSTR(%(expressions)s, 1, 7)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="TO_CHAR(%(expressions)s, 'YYYY-MM')", **context)


class DaysBetween(Func):
    """Days of the calendar from the first to the second."""

    arity = 2
    arg_joiner = " , "
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        first, second = self.get_source_expressions()
        a, one = compiler.compile(first)
        b, two = compiler.compile(second)
        return f"CAST(JULIANDAY({b}) - JULIANDAY({a}) AS INTEGER)", [*two, *one]

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        first, second = self.get_source_expressions()
        a, one = compiler.compile(first)
        b, two = compiler.compile(second)
        return f"({b} - {a})", [*two, *one]


def told(key: str) -> Expression:
    """What a case or an event tells under a key, as plain text that can be compared; NULL where it tells nothing."""
    return Cast(KeyTextTransform(key, "values"), CharField())
