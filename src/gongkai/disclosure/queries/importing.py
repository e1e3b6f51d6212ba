"""What an import is held against in this installation."""

from __future__ import annotations

from datetime import date

from gongkai.catalogue.queries import open_topics
from gongkai.disclosure.importing.ground import Ground


def ground_on(today: date) -> Ground:
    """The headings open now, by code and by name. One query."""
    rows = open_topics().values_list("code", "name")
    return Ground(today, frozenset(word for row in rows for word in row))
