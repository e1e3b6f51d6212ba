"""What can be seen of a text: without signs that steer a terminal, turn the direction of writing or stand for nothing."""

from __future__ import annotations

import re

# Control signs but tab and line ends, halves of pairs, signs that no XML may hold.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Direction marks and overrides (a title that reads backwards), signs without width (a word that no search finds).
# The joiner of emoji (U+200D) stays.
_UNSEEN = re.compile("[\u200b\u200c\u200e\u200f\u061c\u00ad\u2060-\u2064\u202a-\u202e\u2066-\u206f\ufeff]")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+", re.I)


def visible(text: str) -> str:
    """The text without what nobody sees; lines and tabs stay."""
    return _UNSEEN.sub("", UNPRINTABLE.sub("", text))


def visible_line(text: str) -> str:
    """The same as one line with single blanks."""
    return " ".join(visible(text).split())


def is_web_address(text: str) -> bool:
    """Whether a link may lead there: http and https alone, so that no stored address can run anything."""
    return bool(_WEB_ADDRESS.fullmatch(text))
