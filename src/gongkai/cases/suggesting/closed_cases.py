"""Where letters like this one went before."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np

from gongkai.cases.suggesting.features import content_words, rarity, rows_of

_NEIGHBOURS = 10
_ALIKE = 0.15
"""Cosine below which a case says nothing."""


class ClosedCases:
    """Hashed features of the office's closed cases: the texts themselves aren't kept."""

    def __init__(self, cases: Iterable[tuple[str, Hashable]]) -> None:
        given = list(cases)
        self._keys = [key for _, key in given]
        rows = rows_of(content_words(text) for text, _ in given)
        self._rarity = rarity(rows, at_least=1)
        self._rows = rows.weighed(self._rarity)

    def votes(self, text: str) -> dict[Hashable, float]:
        """Units of the most similar cases; shares of at most 1 in all, less when the cases are little alike."""
        if not self._keys:
            return {}
        new = rows_of([content_words(text)]).weighed(self._rarity)
        asked = np.zeros((len(self._rarity), 1), dtype=np.float32)
        asked[new.columns, 0] = new.values
        alike = self._rows.times(asked)[:, 0]
        nearest = [i for i in np.argsort(-alike, kind="stable")[:_NEIGHBOURS] if alike[i] >= _ALIKE]
        total = float(sum(alike[i] for i in nearest))
        if not total:
            return {}
        # A twin makes it sure; a faint resemblance hardly counts.
        trust = min(1.0, float(alike[nearest[0]]) * 1.5)
        found: dict[Hashable, float] = {}
        for i in nearest:
            key = self._keys[i]
            found[key] = found.get(key, 0.0) + trust * float(alike[i]) / total
        return found
