"""Groups of vectors of length one, by leaders first, then by the middles of the groups. Nothing is left to chance."""

from __future__ import annotations

import numpy as np

from gongkai.cases.suggesting.features import Floats, Ints

ALIKE = 0.3
"""Cosine from which a letter belongs to a leader or a middle."""
SAME = 0.55
"""Cosine from which the middles of two groups are one topic."""
_ROUNDS = 2
_BLOCK = 256


def grouped(vectors: Floats) -> list[Ints]:
    """Places of the vectors in groups of two and more, the largest first; what fits nowhere is left out."""
    if not len(vectors):
        return []
    label = _follow(vectors)
    for _ in range(_ROUNDS):
        groups = _groups(label)
        if not groups:
            return []
        middles = _merged(_middles(vectors, groups), np.array([len(group) for group in groups]))
        label = nearest(vectors, middles)
    return _groups(label)


def nearest(vectors: Floats, middles: Floats) -> Ints:
    """For each vector the number of the middle it belongs to, -1 where none is near enough."""
    label = np.full(len(vectors), -1, dtype=np.int64)
    for start in range(0, len(vectors), _BLOCK):
        likeness = np.round(vectors[start : start + _BLOCK] @ middles.T, 5)
        best = likeness.argmax(axis=1)
        near = likeness[np.arange(len(best)), best] >= ALIKE
        label[start : start + _BLOCK][near] = best[near]
    return label


def _follow(vectors: Floats) -> Ints:
    """Each vector follows the leader it resembles most, or becomes a leader itself."""
    leaders = np.empty_like(vectors)
    count = 0
    label = np.empty(len(vectors), dtype=np.int64)
    for start in range(0, len(vectors), _BLOCK):
        block = vectors[start : start + _BLOCK]
        known = count
        likeness = np.round(block @ leaders[:known].T, 5) if known else np.zeros((len(block), 1), np.float32)
        best, near = likeness.argmax(axis=1), likeness.max(axis=1)
        for place, vector in enumerate(block):
            chosen, value = int(best[place]), float(near[place])
            if count > known:
                fresh = np.round(leaders[known:count] @ vector, 5)
                if float(fresh.max()) > value:
                    chosen, value = known + int(fresh.argmax()), float(fresh.max())
            if value < ALIKE:
                leaders[count] = vector
                chosen = count
                count += 1
            label[start + place] = chosen
    return label


def _groups(label: Ints) -> list[Ints]:
    order = np.argsort(label, kind="stable")
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    found = [part for part in np.split(order, cuts) if len(part) > 1 and label[part[0]] >= 0]
    return sorted(found, key=lambda part: (-len(part), int(part[0])))


def _middles(vectors: Floats, groups: list[Ints]) -> Floats:
    sums = np.stack([vectors[group].sum(axis=0) for group in groups])
    lengths: Floats = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    middles: Floats = sums / lengths
    return middles


def _merged(middles: Floats, sizes: Ints) -> Floats:
    """Middles that are nearly one become one, the nearest first, the larger group weighing more."""
    sums, middles = middles * sizes[:, None], middles.copy()
    alive = np.ones(len(middles), dtype=bool)
    likeness = np.round(middles @ middles.T, 5)
    np.fill_diagonal(likeness, -1)
    partner = likeness.argmax(axis=1)
    closest = likeness.max(axis=1)
    while True:
        first = int(closest.argmax())
        second = int(partner[first])
        if closest[first] < SAME:
            return middles[alive]
        sums[first] += sums[second]
        alive[second] = False
        middles[first] = _unit(sums[first : first + 1])[0]
        fresh = np.where(alive, np.round(middles @ middles[first], 5), -1)
        fresh[first] = -1
        likeness[first, :] = likeness[:, first] = fresh
        likeness[second, :] = likeness[:, second] = -1
        # Only rows whose partner changed, or that the merged middle has come nearer to, need looking at.
        stale = np.flatnonzero((partner == first) | (partner == second) | (fresh > closest))
        for row in {first, second, *stale.tolist()}:
            partner[row] = likeness[row].argmax()
            closest[row] = likeness[row, partner[row]]


def _unit(vectors: Floats) -> Floats:
    lengths: Floats = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    short: Floats = vectors / lengths
    return short
