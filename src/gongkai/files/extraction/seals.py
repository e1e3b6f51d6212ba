"""Seals and signatures in pictures: red rings, and pen strokes on paper. For a person to look at, never a verdict.

A picture is made small and each spot of red or of dark ink is looked at by itself. A round seal is a spot about as
wide as high with red all round its edge and mostly none inside; a signature is one long thin line that winds in a
space much wider than printed characters are, on paper that is otherwise white.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from PIL import Image, ImageFilter

from gongkai.files.extraction.shapes import Hidden

KIND = "seals"
WORDS = "人工看一看"
_SIDE = 480
"""Pixels of the longer side while looking: a seal of 4 cm on A4 is then some 65 across."""
_MOST = 120_000
"""Pixels of a colour that are still looked at; more are a photograph or a coloured page."""
_SECTORS = 48
_RING, _INSIDE = 0.8, 0.6
"""Share of the edge that has red; share of the inside that may have it."""
_PAPER = 0.6

Point = tuple[int, int]


@dataclass(frozen=True)
class Spot:
    """Pixels of one colour that hang together, and the box around them."""

    points: Sequence[Point]
    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left + 1

    @property
    def height(self) -> int:
        return self.bottom - self.top + 1

    @property
    def share(self) -> float:
        return len(self.points) / (self.width * self.height)


def seals_in(picture: Any) -> list[Hidden]:
    """One entry for the round seals and one for the signatures of an opened picture, where there are any."""
    small = _small(picture)
    if small is None:
        return []
    red = _red(small)
    seals = sum(_is_seal(spot, small.size) for spot in _spots(red, small.size))
    ink = _ink(small)
    signatures = sum(_is_signature(spot, small.size) for spot in _spots(ink, small.size)) if ink else 0
    found = []
    if seals:
        found.append(Hidden(KIND, seals, "图片里像圆形印章的地方", WORDS))
    if signatures:
        found.append(Hidden(KIND, signatures, "图片里像手写签名的地方", WORDS))
    return found


def _small(picture: Any) -> Any:
    """The picture with `_SIDE` pixels or somewhat more, in colours; a large one is never held twice."""
    times = max(1, max(picture.size) // _SIDE)
    if picture.mode in ("L", "RGB", "RGBA", "CMYK", "YCbCr"):
        small = picture.reduce(times)
    elif picture.mode in ("1", "P", "PA", "LA"):
        size = (max(1, picture.width // times), max(1, picture.height // times))
        small = picture.resize(size, Image.Resampling.NEAREST)
    else:
        return None
    small = small.convert("RGB")
    small.thumbnail((_SIDE, _SIDE))
    return small


def _red(small: Any) -> list[Point]:
    """Saturated red as of ink pads, made a little thicker so that broken rims hang together."""
    hue, saturation, value = small.convert("HSV").split()
    mask = Image.merge("RGB", (hue, saturation, value))
    width, _ = small.size
    raw = mask.tobytes()
    flags = bytearray(len(raw) // 3)
    for at in range(len(flags)):
        shade = raw[3 * at]
        if (shade < 12 or shade > 238) and raw[3 * at + 1] > 90 and raw[3 * at + 2] > 90:
            flags[at] = 255
    thick = Image.frombytes("L", small.size, bytes(flags)).filter(ImageFilter.MaxFilter(3))
    return _points(thick.tobytes(), width)


def _ink(small: Any) -> list[Point]:
    """Dark pixels of a page that is mostly white; nothing of photographs. In red light, so that seals are paper too."""
    grey = small.getchannel("R")
    counts = grey.histogram()
    whole = sum(counts)
    dark = sum(counts[:110])
    if sum(counts[200:]) < _PAPER * whole or dark > 0.2 * whole:
        return []
    width, _ = small.size
    return _points(grey.point(lambda shade: 255 if shade < 150 else 0).tobytes(), width)


def _points(flags: bytes, width: int) -> list[Point]:
    found: list[Point] = []
    at = flags.find(255)
    while at >= 0 and len(found) <= _MOST:
        found.append((at % width, at // width))
        at = flags.find(255, at + 1)
    return found if len(found) <= _MOST else []


def _spots(points: Iterable[Point], size: tuple[int, int]) -> Iterator[Spot]:
    """The points that touch one another, by a walk without recursion."""
    left_over = set(points)
    while left_over:
        first = left_over.pop()
        waiting, found = [first], [first]
        while waiting:
            x, y = waiting.pop()
            for near in _NEAR:
                other = (x + near[0], y + near[1])
                if other in left_over:
                    left_over.remove(other)
                    waiting.append(other)
                    found.append(other)
        if len(found) >= 30:
            across, down = [x for x, _ in found], [y for _, y in found]
            yield Spot(found, min(across), min(down), max(across), max(down))


_NEAR = tuple((x, y) for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y)


def _is_seal(spot: Spot, size: tuple[int, int]) -> bool:
    """About as wide as high, large enough, red all round the rim and not filled."""
    if not min(spot.width, spot.height) >= 24 or not 0.7 <= spot.width / spot.height <= 1.5:
        return False
    if max(spot.width, spot.height) > 0.95 * max(size):
        return False
    centre = ((spot.left + spot.right) / 2, (spot.top + spot.bottom) / 2)
    rim, inside = [False] * _SECTORS, 0
    for x, y in spot.points:
        across, down = (x - centre[0]) / (spot.width / 2), (y - centre[1]) / (spot.height / 2)
        far = math.hypot(across, down)
        if far >= 0.84:
            rim[int((math.atan2(down, across) + math.pi) / (2 * math.pi) * _SECTORS) % _SECTORS] = True
        if far > 1.12:  # corners: a frame, no ring
            return False
        inside += far < 0.8
    area = math.pi * spot.width * spot.height / 4 * 0.64
    return sum(rim) >= _RING * _SECTORS and inside <= _INSIDE * area


def _is_signature(spot: Spot, size: tuple[int, int]) -> bool:
    """One thin winding line, wider than characters are and no ruled line, frame or curve of a chart."""
    width, height = size
    if not (0.08 * width <= spot.width <= 0.6 * width and 0.015 * height <= spot.height <= 0.25 * height):
        return False
    if not 1.2 <= spot.width / spot.height <= 8 or not 0.04 <= spot.share <= 0.42:
        return False
    rows, columns = [0] * spot.height, [0] * spot.width
    for x, y in spot.points:
        rows[y - spot.top] += 1
        columns[x - spot.left] += 1
    if max(rows) > 0.6 * spot.width or max(columns) > 0.8 * spot.height:
        return False
    crossings = _crossings(spot)
    return crossings >= 1.7 and len(spot.points) > 1.6 * spot.width


def _crossings(spot: Spot) -> float:
    """How often, on the average, a line from top to bottom crosses the strokes: a curve of a chart once, a pen often."""
    by_column: dict[int, list[int]] = {}
    for x, y in spot.points:
        by_column.setdefault(x, []).append(y)
    total = 0
    for downs in by_column.values():
        downs.sort()
        total += 1 + sum(b > a + 1 for a, b in pairwise(downs))
    return total / len(by_column)
