"""The pen of a page's drawing: where it stands and with what it writes, followed from operator to operator."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from gongkai.files.extraction.pdf_letters import Box
from gongkai.screening.redaction.pdf_fonts import Font

Matrix = tuple[float, float, float, float, float, float]

UNIT: Matrix = (1, 0, 0, 1, 0, 0)
_PROBES = tuple((x, y) for x in (0.25, 0.5, 0.75) for y in (0.1, 0.35, 0.65))


@dataclass
class State:
    """The graphics state as far as it moves or sizes letters."""

    ctm: Matrix = UNIT
    font: Font | None = None
    font_key: Any = None
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


@dataclass
class Use:
    """Which codes of a font are still shown, and which were dropped."""

    dictionary: Any
    font: Font
    kept: set[bytes] = field(default_factory=set)
    dropped: set[bytes] = field(default_factory=set)


class Pen:
    """The pen of one content stream. `use_of` knows the font of a dictionary, by its key in the document."""

    def __init__(self, resources: Any, state: State, use_of: Callable[[Any], tuple[Any, Use]]) -> None:
        self.resources, self.state, self._use_of = resources, state, use_of
        self.tm: Matrix = UNIT
        self.line: Matrix = UNIT
        self._stack: list[State] = []

    def follow(self, name: str, given: Any) -> bool:
        """Whether the operator is one of the pen's: then it has moved, turned or taken another font."""
        state = self.state
        if name == "q":
            self._stack.append(replace(state))
        elif name == "Q":
            if self._stack:
                self.state = self._stack.pop()
        elif name == "cm":
            state.ctm = times(matrix_of(given), state.ctm)
        elif name == "BT":
            self.tm = self.line = UNIT
        elif name == "Tf":
            self._take(str(given[0]), float(given[1]))
        elif name == "gs":
            self._graphics_state(str(given[0]))
        elif name == "Tc":
            state.letter_space = float(given[0])
        elif name == "Tw":
            state.word_space = float(given[0])
        elif name == "Tz":
            state.stretch = float(given[0]) / 100
        elif name == "TL":
            state.leading = float(given[0])
        elif name == "Ts":
            state.rise = float(given[0])
        elif name in ("Td", "TD"):
            if name == "TD":
                state.leading = -float(given[1])
            self._to_line(float(given[0]), float(given[1]))
        elif name == "Tm":
            self.tm = self.line = matrix_of(given)
        elif name == "T*":
            self.next_line()
        else:
            return False
        return True

    def next_line(self) -> None:
        self._to_line(0, -self.state.leading)

    def _to_line(self, x: float, y: float) -> None:
        self.tm = self.line = times((1, 0, 0, 1, x, y), self.line)

    def _take(self, name: str, size: float) -> None:
        fonts = self.resources.get("/Font") or {}
        self.state.size = size
        self.state.font = None
        if name in fonts:
            self.state.font_key, use = self._use_of(fonts[name])
            self.state.font = use.font

    def _graphics_state(self, name: str) -> None:
        named = (self.resources.get("/ExtGState") or {}).get(name)
        if isinstance(named, pikepdf.Dictionary) and "/Font" in named:
            self.state.font_key, use = self._use_of(named.Font[0])
            self.state.font, self.state.size = use.font, float(named.Font[1])

    def move(self, by: float, font: Font) -> None:
        """On by so many units of text space, along the way the font is written."""
        step: Matrix = (1, 0, 0, 1, 0, by) if font.vertical else (1, 0, 0, 1, by * self.state.stretch, 0)
        self.tm = times(step, self.tm)

    def within_letter(self, width: float, font: Font) -> Iterator[tuple[float, float]]:
        """Points of the page that lie well within the letter at the pen. `width` in thousandths of the size."""
        state = self.state
        size = state.size
        whole = times((size * state.stretch, 0, 0, size, 0, state.rise), times(self.tm, state.ctm))
        em = abs(width) / 1000 or 0.3
        for x, y in _PROBES:
            if font.vertical:
                point = (x - 0.5, -y - 0.1)
            elif font.highest > 1.5 or font.highest < 0.5:  # letters that are drawn in a measure of their own
                point = (x * em, font.lowest + y * (font.highest - font.lowest))
            else:
                point = (x * em, y)
            yield apply(whole, *point)


def apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def matrix_of(given: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in given)
    return a, b, c, d, e, f


def box_around(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
