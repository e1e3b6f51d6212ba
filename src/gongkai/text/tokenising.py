"""Text → tokens, the same way for the index, the query and the highlighter."""

import functools
import operator
import re

import rjieba

from gongkai.text.tables import COMPATIBILITY, HANZI, WIDE_TO_HALF, char_class, traditional_characters

# İ and Σ are the two letters whose lower case depends on length or place; folded by table they stay one to one.
_SPECIAL = {"İ": "i", "Σ": "σ", "ς": "σ"}
_KANA = "\u3041-\u30ff"
_RUN = re.compile(f"[{HANZI}{_KANA}]+|[^\\W_{HANZI}{_KANA}]+")


@functools.cache
def _folds() -> dict[str, str]:
    table = {key: value for key, value in traditional_characters().items() if key < "\U00010000"}
    table.update({chr(code): half for code, half in WIDE_TO_HALF.items()})
    for code, plain in COMPATIBILITY.items():
        table[chr(code)] = table.get(plain, plain)
    table["○"] = "〇"
    return table | _SPECIAL


@functools.cache
def _foldable() -> re.Pattern[str]:
    return char_class(list(_folds()))


def fold(text: str) -> str:
    """Width, traditional characters and case folded away; always of the same length as the text."""
    table = _folds()
    return _foldable().sub(lambda hit: table[hit[0]], text).lower()


def fold_with_map(text: str) -> tuple[str, range]:
    """The folded text and, for each of its positions (the end included), the position in the text.

    Folding is one to one today, so the map is the identity; callers keep to the map and stay right if that changes.
    """
    folded = fold(text)
    return folded, range(len(folded) + 1)


def bigrams(text: str) -> list[str]:
    """Tokens of the search index: overlapping pairs of Chinese characters, Latin words and numbers whole.

    A Chinese character that stands alone is a token of its own.
    """
    tokens: list[str] = []
    add = operator.add
    for run in _RUN.findall(fold(text)):
        if run[0] < "\u3007" or len(run) == 1:
            tokens.append(run)
        else:
            tokens += map(add, run, run[1:])
    return tokens


def words(text: str) -> list[str]:
    """Dictionary words of the folded text, long words also cut into their parts; no punctuation, no blanks."""
    return [word for word in rjieba.cut_for_search(fold(text)) if word[0].isalnum()]
