"""Character tables that cleaning and tokenising share."""

import functools
import re
import unicodedata
from importlib import resources

HANZI = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
"""Inside of a regex character class."""

# Chinese punctuation of the full-width block stays; the rest of the block is Latin in wide clothes.
_KEPT_WIDE = "！（），：；？～［］｛｝"
WIDE_TO_HALF: dict[int, str] = {
    code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _KEPT_WIDE
}
WIDE_SPACES = "\u3000\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"


_RADICALS = dict(
    zip(
        "⺁⺄⺈⺊⺌⺍⺎⺒⺓⺜⺝⺠⺧⺩⺫⺬⺮⺶⺼⻁⻄⻅⻆⻇⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻱⻳",
        "厂乙刀卜小小兀巳幺日月民牛王目示竹羊月虎西见角角贝足车長长门雨青韦页风飞食首马骨鬼鱼鸟卤麦黄黾齐齿龙龜龟",
        strict=True,
    )
)
"""Radicals of the supplement that look like a character; normalising leaves them (Unicode, EquivalentUnifiedIdeograph)."""


def _compatibility_ideographs() -> dict[int, str]:
    """Radicals and compatibility forms (from PDFs) that look like an ordinary character."""
    found = {ord(radical): plain for radical, plain in _RADICALS.items()}
    for code in (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            found[code] = plain
    return found


COMPATIBILITY = _compatibility_ideographs()
_COMPATIBLE = re.compile(f"[{''.join(map(chr, COMPATIBILITY))}]+")


def with_plain_characters(text: str) -> str:
    """The text with radicals and compatibility forms as the characters that look the same; of the same length."""
    return _COMPATIBLE.sub(lambda hit: hit[0].translate(COMPATIBILITY), text)


@functools.cache
def traditional_characters() -> dict[str, str]:
    """Traditional character → its first simplified form, from OpenCC's table (only those that change)."""
    table = {}
    for key, value in _opencc_rows("TSCharacters.txt"):
        if value != key and len(key) == 1 and len(value) == 1:
            table[key] = value
    return table


@functools.cache
def traditional_phrases() -> dict[str, str]:
    """Phrases in which OpenCC departs from the single characters (乾隆 stays 乾隆)."""
    return {key: value for key, value in _opencc_rows("TSPhrases.txt") if len(key) == len(value)}


def _opencc_rows(name: str) -> list[tuple[str, str]]:
    text = (resources.files("opencc") / "dictionary" / name).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if "\t" in line)
    return [(row[0], row[1].split(" ")[0]) for row in rows]


def char_class(chars: "list[str] | str") -> "re.Pattern[str]":
    """A pattern that finds any one of these characters (of the basic plane: beyond it a class is slow)."""
    return re.compile("[" + "".join(re.escape(char) for char in chars if char < "\U00010000") + "]")
