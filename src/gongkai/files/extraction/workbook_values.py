"""What a cell shows: dates, percentages, numbers written out in full, leading zeros; and how it hides its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from gongkai.files.extraction.workbook_package import Package, local

_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_PERCENT = {9: 0, 10: 2}
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]', re.I)
_HEAD_CODE = re.compile(r'&("[^"]*"|K[0-9A-Fa-f]{6}|K[0-9]{2}[+-][0-9]{3}|[0-9]{1,3}|[A-Za-z&])')
_LEAD = re.compile(r'(?:"[^"]*"|\\.)+(?=[0#@G])')
_DATE_LETTERS = re.compile(r"[ymdhs年月日时]", re.I)
_TIME_LETTERS = re.compile(r"[hs]", re.I)
_ZEROS = re.compile(r"0+")
_TINY_POINTS = 4
_LONGEST = 400  # characters of a number or of its format; longer ones are made up
_WHITE = ("rgb", "FFFFFF")


@dataclass(frozen=True)
class Look:
    """How a cell of a style shows its value. `tiny`: too small to see or in the colour of its ground.

    `lead`: digits that the format sets before a number, as people spare themselves the first six of each ID number;
    `lead_of_text`: before text.
    """

    kind: str = "general"  # general | date | time | percent | zeros | nothing
    digits: int = 0
    tiny: bool = False
    lead: str = ""
    lead_of_text: str = ""


def looks(package: Package, part: str) -> list[Look]:
    """One look for each cell style of the workbook."""
    root = package.tree(part)
    if root is None:
        return []
    formats: dict[int, str] = {}
    fonts: list[tuple[float, tuple[str, str]]] = []
    fills: list[tuple[str, str]] = []
    found: list[Look] = []
    for group in root:
        name = local(group)
        if name == "numFmts":
            formats = {_whole(f.get("numFmtId")): f.get("formatCode", "") for f in group}
        elif name == "fonts":
            fonts = [_font(f) for f in group]
        elif name == "fills":
            fills = [_ground(f) for f in group]
        elif name == "cellXfs":
            for xf in group:
                code = _whole(xf.get("numFmtId"))
                kind, digits = shown_as(code, formats.get(code, ""))
                tiny = _is_tiny(_pick(fonts, xf.get("fontId")), _pick(fills, xf.get("fillId")))
                found.append(Look(kind, digits, tiny, *leads(formats.get(code, ""))))
    return found


def _whole(raw: str | None) -> int:
    return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) < 9 else 0


def _pick(many: list[Any], raw: str | None) -> Any:
    at = _whole(raw)
    return many[at] if at < len(many) else None


def _colour(element: Any) -> tuple[str, str]:
    """The colour in a comparable form; white is white however it is written."""
    if element is None:
        return ("", "")
    if element.get("rgb"):
        return ("rgb", element.get("rgb", "")[-6:].upper())
    if element.get("theme") is not None and not element.get("tint"):
        return _WHITE if element.get("theme") == "0" else ("theme", element.get("theme", ""))
    if element.get("indexed") is not None:
        return (
            _WHITE if element.get("indexed") in ("1", "9", "65") else ("indexed", element.get("indexed", ""))
        )
    return ("", "")


def _font(font: Any) -> tuple[float, tuple[str, str]]:
    size, colour = 11.0, ("", "")
    for part in font:
        if local(part) == "sz":
            try:
                size = float(part.get("val", "11"))
            except ValueError:
                size = 11.0
        elif local(part) == "color":
            colour = _colour(part)
    return size, colour


def _ground(fill: Any) -> tuple[str, str]:
    for pattern in fill.iterchildren("{*}patternFill"):
        if pattern.get("patternType") == "solid":
            return _colour(next(pattern.iterchildren("{*}fgColor"), None))
        if pattern.get("patternType") not in (None, "none"):
            return ("pattern", "")
    return ("gradient", "") if next(fill.iterchildren("{*}gradientFill"), None) is not None else _WHITE


def _is_tiny(font: tuple[float, tuple[str, str]] | None, ground: tuple[str, str] | None) -> bool:
    if font is None:
        return False
    size, colour = font
    return size < _TINY_POINTS or (colour != ("", "") and colour == (ground or _WHITE))


@lru_cache(maxsize=512)
def shown_as(code: int, written: str) -> tuple[str, int]:
    """Kind and digits after the point of a number format; `written` is empty for a built-in one."""
    if not written:
        if code in _DATES:
            return ("time" if code in (18, 19, 20, 21, 45, 46, 47) else "date"), 0
        return ("percent", _PERCENT[code]) if code in _PERCENT else ("general", 0)
    sections = written[:_LONGEST].split(";")
    if len(sections) >= 3 and not any(part.strip() for part in sections):
        return "nothing", 0
    plain = _QUOTED.sub("", sections[0])
    if "general" in plain.lower():
        return "general", 0
    if _DATE_LETTERS.search(plain):
        only_time = not re.search(r"[yd年日]", plain, re.I) and bool(_TIME_LETTERS.search(plain))
        return ("time" if only_time else "date"), 0
    if "%" in plain:
        return "percent", len(plain.rpartition(".")[2].rstrip("%").strip()) if "." in plain else 0
    if _ZEROS.fullmatch(plain) and len(plain) > 1:
        return "zeros", min(len(plain), 30)
    return "general", 0


@lru_cache(maxsize=512)
def leads(written: str) -> tuple[str, str]:
    """Digits that a number format sets before a number, and before text."""
    sections = written[:_LONGEST].split(";")
    number = _LEAD.match(sections[0])
    text = next((hit for one in sections if "@" in one and (hit := _LEAD.match(one))), None)
    of_number = _literal(number) if number and "@" not in sections[0] else ""
    return of_number, _literal(text)


def _literal(hit: re.Match[str] | None) -> str:
    words = re.sub(r'["\\]', "", hit[0]) if hit else ""
    return words if any(sign.isdigit() for sign in words) else ""


def number_text(raw: str, look: Look, from_1904: bool) -> str:
    """A stored number as it is meant: never with an exponent, so that a long number can be found."""
    return look.lead + _number_text(raw, look, from_1904)


def _number_text(raw: str, look: Look, from_1904: bool) -> str:
    if look.kind == "general" and len(raw) < 16 and raw.isascii() and raw.isdigit() and raw[0] != "0":
        return raw
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return raw
    if not value.is_finite() or abs(value.adjusted()) > _LONGEST:
        return raw
    if look.kind in ("date", "time") and 0 <= value < 2_958_466:
        return _date_text(float(value), look.kind, from_1904)
    if look.kind == "percent":
        return f"{value * 100:.{min(look.digits, 10)}f}%"
    if value == value.to_integral_value():
        whole = str(int(value))
        return whole.zfill(look.digits) if look.kind == "zeros" else whole
    return format(Decimal(f"{float(value):.15g}"), "f")


def head_words(written: str) -> str:
    """What a head or foot shows: the codes of fonts, sizes and colours stick to its words and part its numbers."""
    return _HEAD_CODE.sub(
        lambda hit: {"&": "&", "L": "\t", "C": "\t", "R": "\t"}.get(hit[1], ""), written
    ).strip()


def _date_text(serial: float, kind: str, from_1904: bool) -> str:
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    if serial < 60 and not from_1904:
        start += timedelta(days=1)  # the 29th of February 1900 that never was
    try:
        moment = start + timedelta(seconds=round(serial * 86400))
    except OverflowError:
        return str(serial)
    if kind == "time" or serial < 1:
        return f"{moment:%H:%M:%S}"
    return (
        f"{moment:%Y-%m-%d}"
        if not (moment.hour or moment.minute or moment.second)
        else f"{moment:%Y-%m-%d %H:%M:%S}"
    )
