"""Groups of texts that are nearly the same: MinHash finds pairs, their true overlap decides."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from gongkai.cases.suggesting.features import Ints, Rows

_BANDS, _IN_BAND = 32, 3
"""A pair that overlaps by half is found with 99 %, by two thirds with 99.998 %."""
_PRIME = (1 << 31) - 1
MOST_IN_BUCKET = 200


def overlap(first: Ints, second: Ints) -> float:
    """Jaccard's measure of two sorted sets of features, 0 to 1."""
    shared = len(np.intersect1d(first, second, assume_unique=True))
    return shared / max(1, len(first) + len(second) - shared)


def near_duplicates(rows: Rows, *, at_least: float = 0.5) -> list[list[int]]:
    """Row numbers in groups, every row in exactly one; within a group a chain of overlaps holds it together."""
    heads = list(range(len(rows)))

    def head(number: int) -> int:
        while heads[number] != number:
            heads[number] = heads[heads[number]]
            number = heads[number]
        return number

    compared: set[tuple[int, int]] = set()
    for bucket in _buckets(rows):
        for pair in combinations(bucket, 2):
            first, second = sorted((head(pair[0]), head(pair[1])))
            if first == second or pair in compared:
                continue
            compared.add(pair)
            if overlap(rows.row(pair[0]), rows.row(pair[1])) >= at_least:
                heads[second] = first
    groups: dict[int, list[int]] = {}
    for number in range(len(rows)):
        groups.setdefault(head(number), []).append(number)
    return list(groups.values())


def _buckets(rows: Rows) -> list[list[int]]:
    """Rows that agree in all hashes of some band."""
    filled = np.flatnonzero(np.diff(rows.starts))
    starts = rows.starts[:-1][filled]
    lot = np.random.default_rng(20_200_202)
    found: list[list[int]] = []
    for _ in range(_BANDS if len(filled) else 0):
        signature = np.stack([_least(rows.columns, starts, lot) for _ in range(_IN_BAND)], axis=1)
        _, bands = np.unique(signature, axis=0, return_inverse=True)
        bands = bands.reshape(-1)
        order = np.argsort(bands, kind="stable")
        cuts = np.flatnonzero(np.diff(bands[order])) + 1
        for part in np.split(filled[order], cuts):
            if len(part) > 1:
                found.append([int(number) for number in part[:MOST_IN_BUCKET]])
    return found


def _least(columns: Ints, starts: Ints, lot: np.random.Generator) -> Ints:
    factor, shift = (int(n) for n in lot.integers(1, _PRIME, size=2))
    least: Ints = np.minimum.reduceat((columns * factor + shift) % _PRIME, starts)
    return least
