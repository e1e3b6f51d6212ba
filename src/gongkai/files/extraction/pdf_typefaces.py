"""Fonts whose signs have no letters: the page looks right, its text is gibberish, only recognition can read it."""

from __future__ import annotations

import re
from typing import Any

import pikepdf

_ORDERED = {"GB1", "CNS1", "Japan1", "Korea1", "KR"}
_NUMBERED = re.compile(r"/(?:[a-zA-Z]{1,5}|glyph|cid|index)[-_]?\d+$", re.I)
_MEANT = re.compile(r"/(?:uni[0-9A-F]{4}|u[0-9A-F]{4,6})$")
_DEEPEST = 4
_MOST = 500


def pages_without_letters(pdf: pikepdf.Pdf) -> set[int]:
    """Pages (from 1) that can use such a font."""
    found: set[int] = set()
    known: dict[tuple[int, int], bool] = {}
    for number, page in enumerate(pdf.pages, 1):
        try:
            if any(_mute(font, known) for font in _fonts(page.resources, 0, set())):
                found.add(number)
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError):
            continue
    return found


def _fonts(resources: Any, depth: int, seen: set[tuple[int, int]]) -> list[Any]:
    """The fonts of a page and of the forms on it."""
    if not isinstance(resources, pikepdf.Dictionary) or depth > _DEEPEST:
        return []
    fonts = [
        font for _, font in (resources.get("/Font") or {}).items() if isinstance(font, pikepdf.Dictionary)
    ]
    for _, thing in (resources.get("/XObject") or {}).items():
        if len(seen) > _MOST or thing.objgen in seen:
            continue
        seen.add(thing.objgen)
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form":
            fonts += _fonts(thing.get("/Resources"), depth + 1, seen)
    return fonts


def _mute(font: Any, known: dict[tuple[int, int], bool]) -> bool:
    key = font.objgen
    if key == (0, 0):
        return _says_nothing(font)
    if key not in known:
        known[key] = _says_nothing(font)
    return known[key]


def _says_nothing(font: Any) -> bool:
    if "/ToUnicode" in font:
        return False
    kind, encoding = font.get("/Subtype"), font.get("/Encoding")
    if kind == "/Type0":
        known_table = isinstance(encoding, pikepdf.Name) and not str(encoding).startswith("/Identity")
        system = font.DescendantFonts[0].get("/CIDSystemInfo") or {}
        return not known_table and str(system.get("/Ordering", "")) not in _ORDERED
    if isinstance(encoding, pikepdf.Dictionary) and "/Differences" in encoding:
        names = [str(name) for name in encoding.Differences if isinstance(name, pikepdf.Name)]
        dumb = [name for name in names if _NUMBERED.match(name) and not _MEANT.match(name)]
        return len(dumb) > len(names) / 2
    embedded = "/FontFile2" in (font.get("/FontDescriptor") or {})
    return bool(
        kind == "/TrueType" and embedded and encoding is None and "+" in str(font.get("/BaseFont", ""))
    )
