"""Emoji and the like, spelled out for paper where no font draws them."""

from __future__ import annotations

import unicodedata
from typing import Any

_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")
_BLOCKS = range(0x1F000, 0x1FB00)


def is_pictograph(character: str) -> bool:
    return character in _JOINERS or ord(character) in _BLOCKS or unicodedata.category(character) == "So"


def spelled_out(value: Any, characters: frozenset[str]) -> Any:
    """The same value with these characters as 〔表情 U+1F64F〕; what only joins them is left out."""
    if isinstance(value, str):
        if characters.isdisjoint(value):
            return value
        return "".join(_named(c) if c in characters else c for c in value)
    if isinstance(value, dict):
        return {spelled_out(key, characters): spelled_out(inner, characters) for key, inner in value.items()}
    if isinstance(value, list):
        return [spelled_out(inner, characters) for inner in value]
    return value


def _named(character: str) -> str:
    return "" if character in _JOINERS else f"〔表情 U+{ord(character):04X}〕"
