"""Text with live figures: {{foi.new_received/total}} or {{figure:CODE}} stand in a section and are filled when it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from gongkai.reports.facts import Number

_PLACE = re.compile(r"\{\{\s*([^{}\s]{1,120})\s*\}\}")
_GAP = re.compile(r"【[^】]*】?")
UNKNOWN = "（没有这个数）"
NONE = "不适用"


def number_words(value: Number) -> str:
    """A number as a sentence shows it; 不适用 where there is none."""
    if value is None:
        return NONE
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def placeholders(text: str) -> list[str]:
    """Names of the figures that stand in a text, in order."""
    return _PLACE.findall(text)


def unknown_in(text: str, *, cells: Mapping[str, Number], figures: Mapping[str, Number]) -> list[str]:
    """Placeholders that name no figure of this report."""
    return [name for name in placeholders(text) if _value(name, cells, figures) is None]


def filled(text: str, *, cells: Mapping[str, Number], figures: Mapping[str, Number]) -> str:
    """The text as it reads, each figure in its place; a share that can't be reckoned has no per cent."""
    told = _PLACE.sub(lambda m: _value(m.group(1), cells, figures) or UNKNOWN, text)
    return told.replace(f"{NONE}%", NONE)


def gaps(text: str) -> list[str]:
    """What a person still has to write: the 【…】 of the sample phrasing."""
    return _GAP.findall(text)


def _value(name: str, cells: Mapping[str, Number], figures: Mapping[str, Number]) -> str | None:
    if name.startswith("figure:"):
        code = name.removeprefix("figure:")
        return number_words(figures[code]) if code in figures else None
    return number_words(cells[name]) if name in cells else None
