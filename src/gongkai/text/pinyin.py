"""First letters of the pinyin of common characters, so that 农业农村局 is found by nyncj.

GB 2312 orders its 3,755 characters of the first level by pronunciation: where a letter begins tells the letter of
all that follow. Characters of the second level are ordered by radical; their letter isn't known and fits any.
"""

from __future__ import annotations

from bisect import bisect_right

_BEGINNINGS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"), (0xB8C1, "g"),
    (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"), (0xC4C3, "n"), (0xC5B6, "o"),
    (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"), (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"),
    (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_CODES = [code for code, _ in _BEGINNINGS]
_END = 0xD7F9  # the last character of the first level
_ANY = "abcdefghijklmnopqrstuvwxyz"
# Read in more than one way, in names of places and offices; the table knows only one of the letters.
_ALSO = {
    "长": "z", "重": "c", "行": "h", "乐": "y", "厦": "x", "单": "s", "校": "j", "参": "s", "调": "t", "朝": "z",
    "藏": "z", "曾": "z", "降": "x", "传": "z", "区": "o", "会": "k", "车": "j", "朴": "p", "覃": "q", "番": "p",
    "蚌": "b", "莘": "x", "盛": "c", "石": "d", "都": "d", "解": "x", "翟": "d", "缪": "m", "泊": "p", "隗": "k",
}  # fmt: skip


def letters(char: str) -> str:
    """The letters with which a character's pinyin may begin; all of them when that isn't known."""
    if char.isascii():
        return char.lower()
    try:
        raw = char.encode("gb2312")
    except UnicodeEncodeError:
        return _ANY
    code = raw[0] << 8 | raw[1]
    if not _CODES[0] <= code <= _END:
        return _ANY
    return _BEGINNINGS[bisect_right(_CODES, code) - 1][1] + _ALSO.get(char, "")


def closeness_of_initials(typed: str, words: str) -> float:
    """How well letters typed stand for words: 1 all of them, 0.8 their beginning, 0.6 some in order, first and last too.

    At least two letters, for the looser ways three; 0 for anything that isn't letters.
    """
    if not (2 <= len(typed) <= len(words) and typed.isascii() and typed.isalpha()):
        return 0.0
    known = [letters(char) for char in words]
    # A character that fits any letter must not make up for all of them.
    if sum(letter == _ANY for letter in known) * 2 > len(typed):
        return 0.0
    if all(key in fit for key, fit in zip(typed, known, strict=False)):
        if len(typed) == len(words):
            return 1.0
        return 0.8 if len(typed) >= 3 else 0.0
    if len(typed) < 3 or typed[0] not in known[0] or typed[-1] not in known[-1]:
        return 0.0
    rest = iter(known)
    return 0.6 if all(any(key in fit for fit in rest) for key in typed) else 0.0
