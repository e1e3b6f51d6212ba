"""Earlier letters that resemble a new one: shown to the citizen before sending and beside it to the clerk."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

from gongkai.cases.suggesting.features import content_words, rarity, rows_of

Id = TypeVar("Id", bound=Hashable)
NEAR_DUPLICATE = 0.8
"""From here on two letters say the same in nearly the same words."""
RESEMBLING = 0.2


def most_similar(
    text: str, candidates: Iterable[tuple[Id, str]], *, limit: int = 5, at_least: float = RESEMBLING
) -> list[tuple[Id, float]]:
    """Ids of the candidates (from a search) that resemble the text most, with a score from 0 to 1, best first.

    1 is the same words. What all candidates share, because the search asked for it, counts less than what few share.
    Equal scores keep the candidates' order.
    """
    given = list(candidates)
    rows = rows_of([content_words(text), *(content_words(said) for _, said in given)])
    weighed = rows.weighed(rarity(rows, at_least=1))
    new = dict(zip(weighed.row(0).tolist(), weighed.values[: weighed.starts[1]].tolist(), strict=True))
    scored: list[tuple[Id, float]] = []
    for number, (key, _) in enumerate(given, start=1):
        values = weighed.values[weighed.starts[number] : weighed.starts[number + 1]]
        pairs = zip(weighed.row(number).tolist(), values.tolist(), strict=True)
        score = round(min(1.0, sum(new.get(column, 0.0) * value for column, value in pairs)), 4)
        if score >= at_least:
            scored.append((key, score))
    scored.sort(key=lambda one: -one[1])
    return scored[:limit]
