"""Small fonts for test PDFs, made on the spot: the shapes of a system font as little squares in a TrueType file."""

import struct
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

GRID = 40  # squares an em
EM = 1000
_BASE = 35  # rows above the baseline
_ROWS = 48


@lru_cache
def system_font() -> Path:
    """A font with Chinese letters; the test skips where the machine has none."""
    try:
        said = subprocess.run(
            ["fc-match", "-f", "%{file}|%{lang}", "Noto Sans CJK SC:lang=zh-cn"],
            capture_output=True,
            text=True,
            timeout=20,
        ).stdout
    except FileNotFoundError:
        said = ""
    path, _, languages = said.partition("|")
    if "zh" not in languages:
        pytest.skip("no font with Chinese letters on this machine (fonts-noto-cjk)")
    return Path(path)


@lru_cache(maxsize=8)
def drawing_font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(system_font()), size)


@lru_cache(maxsize=4096)
def width_of(letter: str) -> int:
    """In thousandths of the size."""
    return round(drawing_font(GRID).getlength(letter) * EM / GRID)


@lru_cache(maxsize=4096)
def glyph_of(letter: str) -> bytes:
    """The outline of a letter: a rectangle for each run of black squares."""
    picture = Image.new("1", (GRID + 4, _ROWS))
    ImageDraw.Draw(picture).text((0, _BASE), letter, font=drawing_font(GRID), fill=1, anchor="ls")
    pixels = picture.load()
    unit = EM // GRID
    boxes = []
    for row in range(_ROWS):
        column = 0
        while column < GRID:
            if not pixels[column, row]:
                column += 1
                continue
            start = column
            while column < GRID and pixels[column, row]:
                column += 1
            top = (_BASE - row) * unit
            boxes.append((start * unit, top - unit, column * unit, top))
    if not boxes:
        return b""
    ends, points = [], []
    for left, bottom, right, top in boxes:
        points += [(left, bottom), (left, top), (right, top), (right, bottom)]
        ends.append(len(points) - 1)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    steps_x = [b - a for a, b in zip([0, *xs], xs, strict=False)]
    steps_y = [b - a for a, b in zip([0, *ys], ys, strict=False)]
    data = struct.pack(">hhhhh", len(ends), min(xs), min(ys), max(xs), max(ys))
    data += struct.pack(f">{len(ends)}HH", *ends, 0) + b"\x01" * len(points)
    data += struct.pack(f">{len(steps_x)}h", *steps_x) + struct.pack(f">{len(steps_y)}h", *steps_y)
    return data + b"\0" * (-len(data) % 4)


def truetype(letters: str) -> bytes:
    """A TrueType file whose glyph 1, 2, … are these letters; a code of one byte is the number of its glyph."""
    glyphs = [b"", *map(glyph_of, letters)]
    offsets, at = [], 0
    for glyph in glyphs:
        offsets.append(at)
        at += len(glyph)
    offsets.append(at)
    widths = [EM, *map(width_of, letters)]
    codes = bytes(range(min(256, len(glyphs)))) + b"\0" * max(0, 256 - len(glyphs))
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 1, 0, 12) + struct.pack(">HHH", 0, 262, 0) + codes,
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh",
            0x10000,
            0x10000,
            0,
            0x5F0F3CF5,
            3,
            EM,
            0,
            0,
            0,
            -300,
            EM,
            900,
            0,
            8,
            2,
            1,
            0,
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhhhhhhhH", 0x10000, 880, -120, 0, EM, 0, 0, EM, 1, 0, 0, 0, 0, 0, 0, 0, len(glyphs)
        ),
        b"hmtx": b"".join(struct.pack(">Hh", width, 0) for width in widths),
        b"loca": struct.pack(f">{len(offsets)}I", *offsets),
        b"maxp": struct.pack(
            ">IHHHHHHHHHHHHHH", 0x10000, len(glyphs), 4000, 1000, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0
        ),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    head = struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, 0)
    at = len(head) + 16 * len(tables)
    listing, body = b"", b""
    for tag, data in sorted(tables.items()):
        listing += tag + struct.pack(">III", 0, at + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return head + listing + body
