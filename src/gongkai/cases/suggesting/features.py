"""Letters as numbers: words of the text and the characters inside them, hashed. No text can be read back.

Training material may have lost its stop words and punctuation while a letter that comes in has both. So stop words
are taken from every text, and no feature spans two words: what is left is the same for both.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from gongkai.text.dictionary import cut
from gongkai.text.tables import HANZI
from gongkai.text.tokenising import fold

SIZE = 1 << 17
"""Number of columns that features are hashed into."""
MOST_CHARACTERS = 20_000
"""What a letter says, it says before: the rest isn't read, so that no letter holds up the clerk."""
_STOP_WORDS = Path(__file__).parent / "seed" / "stop_words.txt"
_SIGNS = re.compile(f"[^{HANZI}A-Za-z0-9]+")
_ALL_CHINESE = re.compile(f"[{HANZI}]+")

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]


@cache
def stop_words() -> frozenset[str]:
    lines = _STOP_WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def content_words(text: str) -> list[str]:
    """Words of a text as it was written, without stop words, numbers and names in Latin letters."""
    plain = _SIGNS.sub(" ", fold(text[:MOST_CHARACTERS]))
    return _kept(cut(plain))


def content_words_of_tokens(tokens: str) -> list[str]:
    """The same of a text that had been cut into words already."""
    return _kept(fold(tokens[:MOST_CHARACTERS]).split())


def _kept(words: Iterable[str]) -> list[str]:
    stop = stop_words()
    return [word for word in words if word not in stop and _ALL_CHINESE.fullmatch(word)]


@lru_cache(maxsize=1 << 17)
def _columns(word: str, characters: bool) -> tuple[int, ...]:
    """The word and its pairs: 自来水厂 and 自来水 share two of them. And the characters, where wanted."""
    parts = {word, *(word[i : i + 2] for i in range(len(word) - 1)), *(word if characters else ())}
    return tuple(sorted({crc32(part.encode()) % SIZE for part in parts}))


@dataclass(frozen=True)
class Rows:
    """Texts as sparse rows: `columns` and `values` of row i stand from `starts[i]` to `starts[i + 1]`."""

    columns: Ints
    values: Floats
    starts: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def numbers(self) -> Ints:
        """For each value the row it stands in."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def row(self, number: int) -> Ints:
        return self.columns[self.starts[number] : self.starts[number + 1]]

    def document_frequency(self) -> Ints:
        """In how many rows each column occurs."""
        return np.bincount(self.columns, minlength=SIZE)

    def some(self, chosen: Ints) -> Rows:
        """The chosen rows, in the order given."""
        lengths = np.diff(self.starts)[chosen]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        within = np.arange(starts[-1]) - np.repeat(starts[:-1], lengths)
        places = np.repeat(self.starts[:-1][chosen], lengths) + within
        return Rows(self.columns[places], self.values[places], starts)

    def weighed(self, weight: Floats) -> Rows:
        """Each value times its column's weight, what weighs nothing left out, every row of length one."""
        values = self.values * weight[self.columns]
        kept = values != 0
        numbers, columns, values = self.numbers[kept], self.columns[kept], values[kept]
        norms = np.sqrt(np.bincount(numbers, weights=values * values, minlength=len(self)))
        values = (values / norms[numbers]).astype(np.float32)
        return Rows(columns, values, np.searchsorted(numbers, np.arange(len(self) + 1)))

    def times(self, matrix: Floats) -> Floats:
        """Product with a matrix of `SIZE` rows; an empty row gives zeros."""
        product = np.zeros((len(self), matrix.shape[1]), dtype=np.float32)
        filled = np.flatnonzero(np.diff(self.starts))
        if len(filled):
            parts = self.values[:, None] * matrix[self.columns]
            product[filled] = np.add.reduceat(parts, self.starts[:-1][filled], axis=0)
        return product


def rows_of(documents: Iterable[Sequence[str]], *, characters: bool = False) -> Rows:
    """Content words of documents as rows; a value is 1 + ln(times it occurs).

    `characters` as features help to tell a few classes apart; where likeness is asked for they make all texts alike.
    """
    flat, lengths = array("q"), array("q")
    for words in documents:
        before = len(flat)
        for word in words:
            flat.extend(_columns(word, characters))
        lengths.append(len(flat) - before)
    numbers = np.repeat(np.arange(len(lengths)), np.array(lengths, dtype=np.int64))
    keys, counts = np.unique(numbers * SIZE + np.array(flat, dtype=np.int64), return_counts=True)
    starts = np.searchsorted(keys, np.arange(len(lengths) + 1) * SIZE)
    return Rows(keys % SIZE, (1 + np.log(counts)).astype(np.float32), starts)


def rarity(rows: Rows, *, at_least: int = 2) -> Floats:
    """Weight of each column: the rarer the more (idf); 0 for what occurs in fewer than `at_least` rows."""
    found = rows.document_frequency()
    weight = np.log((1 + len(rows)) / (1 + found)) + 1
    return np.where(found >= at_least, weight, 0).astype(np.float32)
