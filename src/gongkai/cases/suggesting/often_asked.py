"""Titles that ask for the same thing, whatever the year and the order of the words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

from gongkai.cases.suggesting.duplicates import near_duplicates
from gongkai.cases.suggesting.features import content_words, rows_of

Id = TypeVar("Id", bound=Hashable)
ALIKE = 0.6
"""Share of words and word pairs that two titles have in common to ask for the same; years and numbers don't count."""


def asked_alike(titles: Iterable[tuple[Id, str]], *, alike: float = ALIKE) -> list[list[Id]]:
    """Ids in groups of titles that ask for the same, each id once, the largest group first; groups of one are left out."""
    given = list(titles)
    rows = rows_of(content_words(title) for _, title in given)
    groups = [group for group in near_duplicates(rows, at_least=alike) if len(group) > 1]
    groups.sort(key=lambda group: (-len(group), group[0]))
    return [[given[number][0] for number in group] for group in groups]
