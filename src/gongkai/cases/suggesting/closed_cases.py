"""Where letters like this one went before, and which they were."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from gongkai.cases.suggesting.features import Floats, Ints, Rows, content_words, rarity, rows_of

_NEIGHBOURS = 10
_ALIKE = 0.15
"""Cosine below which a case says nothing."""


class ClosedCases:
    """Hashed features of the office's closed cases: the texts themselves aren't kept.

    `keys` are the units they ended at, `ids` the cases (or their places, where texts were given).
    """

    def __init__(self, cases: Iterable[tuple[str, Hashable]]) -> None:
        given = list(cases)
        rows = rows_of(content_words(text) for text, _ in given)
        self._take([key for _, key in given], np.arange(len(given), dtype=np.int64), rows)

    @classmethod
    def of_rows(cls, keys: Iterable[Hashable], ids: Ints, rows: Rows) -> ClosedCases:
        """Of features that were counted before (Remembered)."""
        made = cls.__new__(cls)
        made._take(list(keys), ids, rows)
        return made

    def _take(self, keys: list[Hashable], ids: Ints, rows: Rows) -> None:
        self.keys, self.ids = keys, ids
        self._rarity = rarity(rows, at_least=1)
        self._rows = rows.weighed(self._rarity)

    def votes(self, text: str) -> dict[Hashable, float]:
        """Units of the most similar cases; shares of at most 1 in all, less when the cases are little alike."""
        if not self.keys:
            return {}
        alike = self._likeness(text)
        nearest = [i for i in np.argsort(-alike, kind="stable")[:_NEIGHBOURS] if alike[i] >= _ALIKE]
        total = float(sum(alike[i] for i in nearest))
        if not total:
            return {}
        # A twin makes it sure; a faint resemblance hardly counts.
        trust = min(1.0, float(alike[nearest[0]]) * 1.5)
        found: dict[Hashable, float] = {}
        for i in nearest:
            key = self.keys[i]
            found[key] = found.get(key, 0.0) + trust * float(alike[i]) / total
        return found

    def nearest(self, text: str, *, limit: int, at_least: float = _ALIKE) -> list[tuple[int, float]]:
        """Ids of the cases that resemble a text most, with their likeness from 0 to 1, best first."""
        if not self.keys:
            return []
        alike = self._likeness(text)
        best = np.argsort(-alike, kind="stable")[:limit]
        return [(int(self.ids[i]), round(float(alike[i]), 4)) for i in best if alike[i] >= at_least]

    def _likeness(self, text: str) -> Floats:
        new = rows_of([content_words(text)]).weighed(self._rarity)
        asked = np.zeros((len(self._rarity), 1), dtype=np.float32)
        asked[new.columns, 0] = new.values
        return self._rows.times(asked)[:, 0]


class Remembered:
    """Features of closed cases as they are kept in a file: case, unit, and the words as numbers."""

    def __init__(self, ids: Ints, units: Ints, rows: Rows) -> None:
        self.ids, self.units, self.rows = ids, units, rows

    @classmethod
    def nothing(cls) -> Remembered:
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64), rows_of([]))

    @classmethod
    def read(cls, path: Path) -> Remembered:
        """What the file holds; nothing where there is none, or an unreadable one: it is made anew."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                rows = Rows(
                    stored["columns"].astype(np.int64), stored["values"].astype(np.float32), stored["starts"]
                )
                return cls(stored["ids"], stored["units"], rows)
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return cls.nothing()

    def write(self, path: Path) -> None:
        """All or nothing: whoever reads meanwhile has the former file."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}.npz")
        columns, values = self.rows.columns.astype(np.int32), self.rows.values.astype(np.float16)
        np.savez(
            fresh, ids=self.ids, units=self.units, columns=columns, values=values, starts=self.rows.starts
        )
        fresh.replace(path)

    def brought_up_to(self, wanted: dict[int, int], texts: Iterable[tuple[int, str]]) -> Remembered:
        """Of the cases `wanted` (with their units): those known already, and the new ones with their texts."""
        kept = np.array([n for n, pk in enumerate(self.ids.tolist()) if pk in wanted], dtype=np.int64)
        fresh = list(texts)
        old, new = self.rows.some(kept), rows_of(content_words(text) for _, text in fresh)
        ids = np.concatenate([self.ids[kept], np.array([pk for pk, _ in fresh], dtype=np.int64)])
        rows = Rows(
            np.concatenate([old.columns, new.columns]),
            np.concatenate([old.values, new.values]).astype(np.float32),
            np.concatenate([old.starts, new.starts[1:] + old.starts[-1]]),
        )
        return Remembered(ids, np.array([wanted[pk] for pk in ids.tolist()], dtype=np.int64), rows)

    def cases(self) -> ClosedCases:
        return ClosedCases.of_rows(self.units.tolist(), self.ids, self.rows)
