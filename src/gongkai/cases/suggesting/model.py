"""A linear model of the classes of letters: multinomial logistic regression over hashed features, numpy alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from gongkai.cases.suggesting.features import (
    SIZE,
    Floats,
    Ints,
    Rows,
    content_words,
    rarity,
    rows_of,
)

SHIPPED = Path(__file__).parent / "weights" / "letter_class.npz"
STEPS = 150
SHRINKING = 2e-5
"""How strongly weights are held near 0 (L2, per letter)."""


class UnusableWeights(Exception):
    """The file is no model of letters, or one of another shape."""


@dataclass(frozen=True)
class LetterModel:
    """`weights` has a row for each hashed feature and a column for each class; `rarity` is the features' idf."""

    classes: tuple[str, ...]
    weights: Floats
    bias: Floats
    rarity: Floats

    def probabilities(self, documents: Iterable[Sequence[str]]) -> Floats:
        """Of content words: one row for each text, one column for each class, each row summing to 1."""
        rows = rows_of(documents, characters=True).weighed(self.rarity)
        return _softmax(rows.times(self.weights) + self.bias)

    def classify(self, text: str) -> list[tuple[str, float]]:
        """Classes of a letter with their probability, best first; of an empty letter none."""
        words = content_words(text)
        if not words:
            return []
        found = self.probabilities([words])[0]
        order = np.argsort(-found, kind="stable")
        return [(self.classes[i], round(float(found[i]), 4)) for i in order]

    def save(self, path: Path) -> None:
        """As npz of plain arrays. The same model gives the same bytes."""
        np.savez_compressed(
            path,
            classes=np.array(self.classes),
            weights=self.weights.astype(np.float16),
            bias=self.bias.astype(np.float32),
            rarity=self.rarity.astype(np.float16),
        )


def load(path: Path) -> LetterModel:
    """Reads arrays only, never objects. Raises UnusableWeights."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            model = LetterModel(
                tuple(str(name) for name in stored["classes"]),
                stored["weights"].astype(np.float32),
                stored["bias"].astype(np.float32),
                stored["rarity"].astype(np.float32),
            )
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as problem:
        raise UnusableWeights(f"{path.name} 读不出来，用 gongkai letter train 重新生成。") from problem
    count = len(model.classes)
    if (model.weights.shape, model.bias.shape, model.rarity.shape) != ((SIZE, count), (count,), (SIZE,)):
        raise UnusableWeights(f"{path.name} 和这个版本不配，用 gongkai letter train 重新生成。")
    return model


@cache
def shipped() -> LetterModel:
    return load(SHIPPED)


def train(documents: Iterable[Sequence[str]], labels: Sequence[str]) -> LetterModel:
    """Fits a model to content words and their classes. Nothing is drawn by lot: the same letters, the same model."""
    rows = rows_of(documents, characters=True)
    classes = tuple(sorted(set(labels)))
    truth = np.array([classes.index(label) for label in labels], dtype=np.int64)
    weight = rarity(rows)
    weights, bias = _fit(rows.weighed(weight), truth, len(classes))
    # Half precision as it is stored, so that what was evaluated is what is shipped.
    return LetterModel(classes, _half(weights), bias, _half(weight))


def _half(values: Floats) -> Floats:
    return values.astype(np.float16).astype(np.float32)


def _fit(rows: Rows, truth: Ints, count: int) -> tuple[Floats, Floats]:
    """Nesterov's accelerated gradient over all letters at once, with the step that the data's curvature allows."""
    used, columns = np.unique(rows.columns, return_inverse=True)
    dense = Rows(columns.astype(np.int64), rows.values, rows.starts)
    across = _Transposed(dense, len(used))
    aim = np.eye(count, dtype=np.float32)[truth]
    # Softmax bends at most by half the curvature; weights and bias move together, so each goes half as far.
    step = 1 / (_curvature(dense, across, len(used)) + SHRINKING)
    weights: Floats = np.zeros((len(used), count), dtype=np.float32)
    ahead = weights
    bias = bias_ahead = np.log(aim.mean(axis=0) + 1e-6).astype(np.float32)
    for number in range(STEPS):
        error = (_softmax(dense.times(ahead) + bias_ahead) - aim) / len(rows)
        following = ahead - step * (across.times(error) + SHRINKING * ahead)
        bias_following = bias_ahead - error.sum(axis=0)
        momentum = number / (number + 3)
        ahead = following + momentum * (following - weights)
        bias_ahead = bias_following + momentum * (bias_following - bias)
        weights, bias = following, bias_following
    full = np.zeros((SIZE, count), dtype=np.float32)
    full[used] = weights
    return full, bias.astype(np.float32)


class _Transposed:
    """The same values ordered by column, for sums over letters."""

    def __init__(self, rows: Rows, width: int) -> None:
        order = np.argsort(rows.columns, kind="stable")
        self.numbers = rows.numbers[order]
        self.values = rows.values[order]
        self.starts = np.searchsorted(rows.columns[order], np.arange(width))

    def times(self, matrix: Floats) -> Floats:
        product: Floats = np.add.reduceat(self.values[:, None] * matrix[self.numbers], self.starts, axis=0)
        return product


def _curvature(rows: Rows, across: _Transposed, width: int) -> float:
    """The largest eigenvalue of the features' second moments, by power iteration."""
    vector: Floats = np.full((width, 1), 1 / np.sqrt(width), dtype=np.float32)
    size = 1.0
    for _ in range(15):
        vector = across.times(rows.times(vector)) / len(rows)
        size = float(np.sqrt((vector * vector).sum()))
        vector /= size
    return size * 1.1


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares
