"""Words of the dictionary. It takes a tenth of a second to load, so that happens when the first word is asked for."""

from __future__ import annotations

import functools
from types import ModuleType


@functools.cache
def _dictionary() -> ModuleType:
    import rjieba  # noqa: PLC0415  (most commands never need a word)

    return rjieba


def cut(text: str, *, guess: bool = True) -> list[str]:
    """The text in words, one after the other. `guess`: also names and words that the dictionary lacks."""
    words: list[str] = _dictionary().cut(text, guess)
    return words


def cut_for_search(text: str) -> list[str]:
    """As `cut`, long words also in their parts."""
    words: list[str] = _dictionary().cut_for_search(text)
    return words
