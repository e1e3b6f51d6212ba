"""How well classes are told: on letters that the model hasn't seen, and none of which resembles one it has seen."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from gongkai.cases.suggesting.corpus import Example
from gongkai.cases.suggesting.duplicates import near_duplicates
from gongkai.cases.suggesting.features import rows_of
from gongkai.cases.suggesting.model import LetterModel, train

_KEYWORDS = Path(__file__).parent / "seed" / "class_keywords.toml"


def evaluate(examples: Sequence[Example], *, seed: int = 1) -> dict[str, Any]:
    """Accuracy and macro-F1 of the model, of guessing the commonest class, and of counting keywords.

    Of letters that repeat one another one is kept, the one as it was written where there is one. A fifth of the rest
    is held out. `raw` tests on every letter as it was written, with a model that learned from words alone.
    """
    kept = without_repeats(examples)
    held = _fifth(kept, seed)
    learned = [one for number, one in enumerate(kept) if number not in held]
    asked = [kept[number] for number in sorted(held)]
    raw = [one for one in kept if one.raw]
    words_alone = [one for one in kept if not one.raw]
    model = _train(learned)
    report: dict[str, Any] = {
        "seed": seed,
        "letters": len(examples),
        "repeats_removed": len(examples) - len(kept),
        "held_out": _compared(model, learned, asked),
    }
    if asked_raw := [one for one in asked if one.raw]:
        report["held_out_raw"] = _compared(model, learned, asked_raw)
    if raw and words_alone:
        report["raw"] = _compared(_train(words_alone), words_alone, raw)
    return report


def without_repeats(examples: Sequence[Example]) -> list[Example]:
    """One letter of each group of near duplicates; a raw one first, else the earliest."""
    groups = near_duplicates(rows_of(one.words for one in examples))
    chosen = sorted(min(group, key=lambda number: (not examples[number].raw, number)) for group in groups)
    return [examples[number] for number in chosen]


def _fifth(examples: Sequence[Example], seed: int) -> set[int]:
    """A fifth of every class, and of its raw letters, drawn by the seed."""
    lot = np.random.default_rng(seed)
    strata: dict[tuple[str, bool], list[int]] = {}
    for number, one in enumerate(examples):
        strata.setdefault((one.label, one.raw), []).append(number)
    held: set[int] = set()
    for key in sorted(strata):
        members = lot.permutation(strata[key])
        held.update(int(number) for number in members[: round(len(members) / 5)])
    return held


def _train(examples: Sequence[Example]) -> LetterModel:
    return train([one.words for one in examples], [one.label for one in examples])


def _compared(model: LetterModel, learned: Sequence[Example], asked: Sequence[Example]) -> dict[str, Any]:
    truth = [one.label for one in asked]
    found = model.probabilities(one.words for one in asked).argmax(axis=1)
    commonest = Counter(one.label for one in learned).most_common(1)[0][0]
    told = [model.classes[number] for number in found]
    return {
        "learned_from": len(learned),
        "asked": len(asked),
        "model": measures(truth, told) | {"f1": f1_of_classes(truth, told)},
        "majority": measures(truth, [commonest] * len(asked)),
        "keywords": measures(truth, [by_keywords(one.text, commonest) for one in asked]),
    }


@cache
def _keywords() -> dict[str, list[str]]:
    return tomllib.loads(_KEYWORDS.read_text(encoding="utf-8"))


def by_keywords(text: str, otherwise: str) -> str:
    """The class whose keywords stand in the text most often."""
    counts = {label: sum(text.count(word) for word in words) for label, words in _keywords().items()}
    best = max(counts, key=lambda label: counts[label])
    return best if counts[best] else otherwise


def measures(truth: Sequence[str], told: Sequence[str]) -> dict[str, float]:
    right = sum(a == b for a, b in zip(truth, told, strict=True))
    by_class = f1_of_classes(truth, told)
    return {
        "accuracy": round(right / len(truth), 4),
        "macro_f1": round(sum(by_class.values()) / len(by_class), 4),
    }


def f1_of_classes(truth: Sequence[str], told: Sequence[str]) -> dict[str, float]:
    """F1 of each class that occurs in the truth."""
    found: dict[str, float] = {}
    for label in sorted(set(truth)):
        both = sum(a == b == label for a, b in zip(truth, told, strict=True))
        either = truth.count(label) + told.count(label)
        found[label] = round(2 * both / either, 4) if either else 0.0
    return found
