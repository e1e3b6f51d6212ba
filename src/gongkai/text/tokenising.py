"""Text → tokens, the same way for the index, the query and the highlighter."""

import functools
import re
from array import array

from gongkai.text.dictionary import cut_for_search
from gongkai.text.tables import COMPATIBILITY, HANZI, WIDE_TO_HALF, char_class, traditional_characters

# İ and Σ are the two letters whose lower case depends on length or place; folded by table they stay one to one.
_SPECIAL = {"İ": "i", "Σ": "σ", "ς": "σ"}
_KANA = "\u3041-\u30ff"
_PLACE = "\ue000"
"""Stands for a run that is taken whole."""
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
    return index_text(text).split()


def index_text(text: str) -> str:
    """The tokens of `bigrams` with a blank between them: what an index takes, at a third of the cost of a list.

    No token becomes an object: the runs are chained with NUL between them, each character is written beside its
    follower by copying the whole text twice at a stride of three, and what spans two runs is cut away.
    """
    runs = _RUN.findall(fold(text))
    if not runs:
        return ""
    alone = iter([run for run in runs if run[0] < "\u3007" or len(run) == 1])
    chain = "\0".join(["", *[run if run[0] >= "\u3007" else _PLACE for run in runs], ""])
    # "\0公 公开 开\0 \0政 政务 务\0 " → "公 公开 开", "政 政务 务"
    between_runs = _pairs(chain)[1:-2].split("\0 \0")
    return " ".join([run[2:-2] or next(alone) for run in between_runs])


def _pairs(chain: str) -> str:
    """Every character with the one behind it and a blank."""
    code, encoding = "H", "utf-16-le"
    chars = array(code, chain.encode(encoding))
    if len(chars) > len(chain):  # a character beyond the basic plane takes two places there
        code, encoding = "I", "utf-32-le"
        chars = array(code, chain.encode(encoding))
    pairs = array(code, " ".encode(encoding)) * (3 * len(chars) - 3)
    pairs[0::3], pairs[1::3] = chars[:-1], chars[1:]
    return pairs.tobytes().decode(encoding)


def words(text: str) -> list[str]:
    """Dictionary words of the folded text, long words also cut into their parts; no punctuation, no blanks."""
    return [word for word in cut_for_search(fold(text)) if word[0].isalnum()]
