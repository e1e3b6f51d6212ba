"""Takes letters out of a page's drawing: follows the pen through its operators and drops what falls into boxes.

A dropped letter leaves a gap as wide as itself, so that the rest of the line stays where it was. Pictures under a
box are painted over; drawings that may be letters turned into lines make the page one for flattening.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

from gongkai.files.extraction.pdf_letters import Box
from gongkai.screening.redaction.pdf_fonts import Font, font_of

Matrix = tuple[float, float, float, float, float, float]
Paint = Callable[[Any, list[Box]], Any]
"""Paints boxes (shares 0 to 1 of the picture, y downward) in an image object and gives a new one; None: cannot."""

UNIT: Matrix = (1, 0, 0, 1, 0, 0)
_DEEPEST = 8
_MOST_FORMS = 3000
_CURVES, _SEGMENTS, _SMALL_SHAPES = 8, 24, 8
_PATH_ENDS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n"}
_SHOWS = {"Tj", "TJ", "'", '"'}
_PROBES = tuple((x, y) for x in (0.25, 0.5, 0.75) for y in (0.1, 0.35, 0.65))


class TooComplex(Exception):
    """The drawing cannot be followed; the page has to be flattened."""


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


@dataclass
class Eraser:
    """Works through the pages of one document.

    `boxes` belong to the page at hand, in page space; `areas` are the larger places that pictures lose.
    """

    pdf: pikepdf.Pdf
    off_layers: set[tuple[int, int]]
    paint: Paint
    uses: dict[Any, Use] = field(default_factory=dict)
    boxes: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    flatten: bool = False
    dropped: int = 0
    touched: int = 0  # letters dropped and pictures painted
    cleaned: dict[tuple[int, int], Any] = field(default_factory=dict)  # forms that only lost their marks
    _forms: int = 0

    def page(self, page: pikepdf.Page, boxes: list[Box], areas: list[Box]) -> bool:
        """Rewrites one page; True when it has to be flattened besides. Raises TooComplex."""
        self.boxes, self.areas, self.flatten, self._forms = boxes, areas, False, 0
        resources = page.obj.get("/Resources") or page.resources
        if boxes and _has_written_patterns(resources):
            self.flatten = True
        walk = Walk(self, resources, UNIT, 0)
        walk.run(page.obj if "/Contents" in page.obj else None)
        if walk.changed:
            page.obj.Contents = self.pdf.make_stream(pikepdf.unparse_content_stream(walk.out))
        page.obj.Resources = walk.slim_resources()
        return self.flatten

    def use_of(self, dictionary: Any) -> tuple[Any, Use]:
        key = dictionary.objgen if dictionary.objgen != (0, 0) else repr(dictionary)
        if key not in self.uses:
            try:
                self.uses[key] = Use(dictionary, font_of(dictionary))
            except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
                raise TooComplex("font") from error
        return key, self.uses[key]

    def hit(self, x: float, y: float) -> bool:
        return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in self.boxes)

    def touching(self, box: Box) -> list[Box]:
        return [b for b in self.areas if b[0] < box[2] and b[2] > box[0] and b[1] < box[3] and b[3] > box[1]]

    def entered(self) -> None:
        self._forms += 1
        if self._forms > _MOST_FORMS:
            raise TooComplex("forms")


class Walk:
    """One content stream: a page's or a form's."""

    def __init__(self, eraser: Eraser, resources: Any, ctm: Matrix, depth: int) -> None:
        self.eraser, self.resources, self.depth = eraser, resources, depth
        self.out: list[Any] = []
        self.changed = False
        self.state = State(ctm=ctm)
        self.stack: list[State] = []
        self.tm: Matrix = UNIT
        self.line: Matrix = UNIT
        self.marks: list[bool] = []  # of open marked content: is it a layer that is off
        self.path: list[tuple[float, float]] = []
        self.curves = self.segments = self.small = 0
        self.used: set[str] = set()
        self.new: dict[str, Any] = {}

    def run(self, stream: Any) -> None:
        if stream is None:
            return
        try:
            instructions = parsed(stream)
        except (pikepdf.PdfError, pikepdf.PdfParsingError, ValueError, TypeError) as error:
            raise TooComplex("content") from error
        for instruction in instructions:
            name = str(instruction.operator)
            try:
                self._step(name, instruction)
            except (IndexError, TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
                raise TooComplex(name) from error

    @property
    def hiding(self) -> bool:
        return any(self.marks)

    def slim_resources(self) -> Any:
        """A copy of the resources without pictures, forms and marks that are not drawn here."""
        if not isinstance(self.resources, pikepdf.Dictionary):
            return pikepdf.Dictionary()
        copied = pikepdf.Dictionary(
            {key: value for key, value in self.resources.items() if key != "/Properties"}
        )
        things = self.resources.get("/XObject")
        drawn = (
            {k: v for k, v in things.items() if k in self.used}
            if isinstance(things, pikepdf.Dictionary)
            else {}
        )
        copied.XObject = pikepdf.Dictionary(drawn | self.new)
        return copied

    def _step(self, name: str, instruction: Any) -> None:
        given = instruction.operands
        if name in _SHOWS:
            self._show(name, given)
        elif name == "Do":
            self._do(str(given[0]), instruction)
        elif name in ("BDC", "BMC", "EMC", "DP", "MP"):
            self._mark(name, given, instruction)
        elif name == "INLINE IMAGE":
            self._inline(instruction)
        elif name == "sh":
            self._emit(instruction, drop=self.hiding)
        else:
            self._follow(name, given)
            if name in _PATH_ENDS:
                self._path_end(name, instruction)
            else:
                self._emit(instruction)

    def _emit(self, instruction: Any, *, drop: bool = False) -> None:
        if drop:
            self.changed = True
        else:
            self.out.append(instruction)

    def _add(self, operands: Iterable[Any], name: str) -> None:
        self.out.append(pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(name)))
        self.changed = True

    # --- state -------------------------------------------------------------------------------------------------

    def _follow(self, name: str, given: Any) -> None:
        state = self.state
        if name == "q":
            self.stack.append(replace(state))
        elif name == "Q":
            if self.stack:
                self.state = self.stack.pop()
        elif name == "cm":
            state.ctm = times(_matrix(given), state.ctm)
        elif name == "BT":
            self.tm = self.line = UNIT
        elif name == "Tf":
            self._font(str(given[0]), float(given[1]))
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
            self._next_line(float(given[0]), float(given[1]))
        elif name == "Tm":
            self.tm = self.line = _matrix(given)
        elif name == "T*":
            self._next_line(0, -state.leading)
        else:
            self._draw(name, given)

    def _next_line(self, x: float, y: float) -> None:
        self.tm = self.line = times((1, 0, 0, 1, x, y), self.line)

    def _font(self, name: str, size: float) -> None:
        fonts = self.resources.get("/Font") or {}
        self.state.size = size
        self.state.font = None
        if name in fonts:
            self.state.font_key, use = self.eraser.use_of(fonts[name])
            self.state.font = use.font

    def _graphics_state(self, name: str) -> None:
        named = (self.resources.get("/ExtGState") or {}).get(name)
        if isinstance(named, pikepdf.Dictionary) and "/Font" in named:
            self.state.font_key, use = self.eraser.use_of(named.Font[0])
            self.state.font, self.state.size = use.font, float(named.Font[1])

    # --- letters -----------------------------------------------------------------------------------------------

    def _show(self, name: str, given: Any) -> None:
        state = self.state
        if name == '"':
            state.word_space, state.letter_space = float(given[0]), float(given[1])
        if name in ("'", '"'):
            self._next_line(0, -state.leading)
        pieces = list(given[0]) if name == "TJ" else [given[-1]]
        if state.font is None:
            if self.eraser.boxes or self.hiding:
                raise TooComplex("no font")
            self.out.append(pikepdf.ContentStreamInstruction(given, pikepdf.Operator(name)))
            return
        shown, dropped = self._sieve(pieces, state, state.font)
        if not dropped:
            self.out.append(pikepdf.ContentStreamInstruction(given, pikepdf.Operator(name)))
            return
        self.eraser.dropped += dropped
        self.eraser.touched += dropped
        if name == '"':
            self._add([state.word_space], "Tw")
            self._add([state.letter_space], "Tc")
        if name in ("'", '"'):
            self._add([], "T*")
        self._add([pikepdf.Array(shown)], "TJ")

    def _sieve(self, pieces: list[Any], state: State, font: Font) -> tuple[list[Any], int]:
        """The pieces without what falls into a box, gaps in their stead, and how many letters were dropped."""
        use = self.eraser.uses[state.font_key]
        shown: list[Any] = []
        dropped, gap, kept = 0, 0.0, b""
        for piece in pieces:
            if not isinstance(piece, (pikepdf.String, bytes, str)):
                number = float(piece)
                if kept:
                    shown.append(pikepdf.String(kept))
                    kept = b""
                gap += number
                self._move(-number / 1000 * state.size, font)
                continue
            for raw, code in font.codes(bytes(piece)):  # type: ignore[arg-type]
                width = font.advance(code)
                space = state.letter_space + (state.word_space if raw == b" " else 0.0)
                if self.hiding or self._falls(width, state, font):
                    dropped += 1
                    use.dropped.add(raw)
                    if kept:
                        shown.append(pikepdf.String(kept))
                        kept = b""
                    gap -= width + (space * 1000 / state.size if state.size else 0.0)
                else:
                    use.kept.add(raw)
                    if gap:
                        shown.append(round(gap, 3))
                        gap = 0.0
                    kept += raw
                self._move(width / 1000 * state.size + space, font)
        if kept:
            shown.append(pikepdf.String(kept))
        if gap:
            shown.append(round(gap, 3))
        return shown, dropped

    def _move(self, by: float, font: Font) -> None:
        step: Matrix = (1, 0, 0, 1, 0, by) if font.vertical else (1, 0, 0, 1, by * self.state.stretch, 0)
        self.tm = times(step, self.tm)

    def _falls(self, width: float, state: State, font: Font) -> bool:
        """Whether a good part of the letter at the pen lies in a box."""
        if not self.eraser.boxes:
            return False
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
            if self.eraser.hit(*apply(whole, *point)):
                return True
        return False

    # --- pictures, forms, drawings -----------------------------------------------------------------------------

    def _do(self, name: str, instruction: Any) -> None:
        things = self.resources.get("/XObject") or {}
        thing = things.get(name)
        if not isinstance(thing, pikepdf.Stream) or self.hiding or self._is_off(thing.get("/OC")):
            self._emit(instruction, drop=True)
            return
        if thing.get("/Subtype") == "/Form":
            replaced = self._form(thing)
        elif thing.get("/Subtype") == "/Image":
            replaced = self._image(thing)
        else:
            self._emit(instruction, drop=True)
            return
        if replaced is None:
            self.used.add(name)
            self._emit(instruction)
        else:
            fresh = f"/Gk{self.depth}x{len(self.new)}"
            self.new[fresh] = replaced
            self._add([pikepdf.Name(fresh)], "Do")

    def _form(self, form: Any) -> Any:
        if self.depth >= _DEEPEST:
            raise TooComplex("depth")
        self.eraser.entered()
        matrix = _matrix(form.get("/Matrix") or UNIT)
        resources = form.get("/Resources", self.resources)
        inner = Walk(self.eraser, resources, times(matrix, self.state.ctm), self.depth + 1)
        inner.state = replace(self.state, ctm=inner.state.ctm)
        before = self.eraser.touched
        inner.run(form)
        untouched = before == self.eraser.touched
        if untouched and form.objgen in self.eraser.cleaned:
            return self.eraser.cleaned[form.objgen]
        slim = inner.slim_resources()
        drawn = resources.get("/XObject") or {}
        if (
            not inner.changed
            and len(slim.XObject) == len(drawn)
            and "/OC" not in form
            and "/Properties" not in resources
        ):
            return None
        data = pikepdf.unparse_content_stream(inner.out) if inner.changed else form.read_bytes()
        fresh = self.eraser.pdf.make_stream(data)
        for key in ("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Group"):
            if key in form:
                fresh[key] = form[key]
        fresh.Resources = slim
        if untouched:
            self.eraser.cleaned[form.objgen] = fresh
        return fresh

    def _image(self, image: Any) -> Any:
        ctm = self.state.ctm
        corners = [apply(ctm, x, y) for x in (0, 1) for y in (0, 1)]
        touching = self.eraser.touching(_around(corners))
        if not touching:
            return None
        a, b, c, d, e, f = ctm
        upright = abs(b) + abs(c) < 1e-3 * (abs(a) + abs(d)) and a and d
        if not upright:
            self.eraser.flatten = True
            return None
        shares = []
        for left, bottom, right, top in touching:
            xs, ys = (
                sorted(((left - e) / a, (right - e) / a)),
                sorted((1 - (bottom - f) / d, 1 - (top - f) / d)),
            )
            shares.append((xs[0], ys[0], xs[1], ys[1]))
        self.eraser.touched += 1
        painted = self.eraser.paint(image, shares)
        if painted is None:
            self.eraser.flatten = True
        return painted

    def _inline(self, instruction: Any) -> None:
        corners = [apply(self.state.ctm, x, y) for x in (0, 1) for y in (0, 1)]
        if self.eraser.touching(_around(corners)):
            self.eraser.flatten = True
        self._emit(instruction, drop=self.hiding)

    def _draw(self, name: str, given: Any) -> None:
        if name in ("m", "l"):
            points = [(float(given[0]), float(given[1]))]
        elif name in ("c", "v", "y"):
            numbers = [float(n) for n in given]
            points = list(zip(numbers[::2], numbers[1::2], strict=True))
            self.curves += 1
        elif name == "re":
            x, y, w, h = (float(n) for n in given)
            points = [(x, y), (x + w, y + h)]
        else:
            return
        self.segments += 1 if name != "re" else 4
        self.path += [apply(self.state.ctm, *point) for point in points]

    def _path_end(self, name: str, instruction: Any) -> None:
        if self.path and name != "n" and self.eraser.boxes:
            self._look_at_shape(_around(self.path))
        self.path, self.curves, self.segments = [], 0, 0
        if self.hiding and name != "n":
            self._add([], "n")
        else:
            self._emit(instruction)

    def _look_at_shape(self, box: Box) -> None:
        touching = self.eraser.touching(box)
        if not touching:
            return
        if self.curves > _CURVES or self.segments > _SEGMENTS:
            self.eraser.flatten = True
            return
        for left, bottom, right, top in touching:
            slack = 0.2 * (top - bottom)
            inside = left - slack <= box[0] and right + slack >= box[2]
            inside = inside and bottom - slack <= box[1] and top + slack >= box[3]
            if inside and self.segments > 5:
                self.eraser.flatten = True
            elif inside and box[2] - box[0] < top - bottom:
                self.small += 1
                self.eraser.flatten |= self.small > _SMALL_SHAPES

    # --- marked content ----------------------------------------------------------------------------------------

    def _mark(self, name: str, given: Any, instruction: Any) -> None:
        """Marks lose what they say (replacement text, layer names); what belongs to a layer that is off goes."""
        if name in ("DP", "MP"):
            self.changed = True
        elif name == "EMC":
            if self.marks:
                self.marks.pop()
            self._emit(instruction)
        elif name == "BMC":
            self.marks.append(False)
            self._emit(instruction)
        else:
            named = given[1]
            if isinstance(named, pikepdf.Name):
                named = (self.resources.get("/Properties") or {}).get(str(named))
            self.marks.append(str(given[0]) == "/OC" and self._is_off(named))
            self._add([given[0]], "BMC")

    def _is_off(self, group: Any) -> bool:
        if not isinstance(group, pikepdf.Dictionary):
            return False
        members = group.get("/OCGs")
        if members is None:
            return group.objgen in self.eraser.off_layers
        groups: list[Any] = list(members) if isinstance(members, pikepdf.Array) else [members]
        off = [one.objgen in self.eraser.off_layers for one in groups if isinstance(one, pikepdf.Dictionary)]
        rule = str(group.get("/P", "/AnyOn"))
        visible = {
            "/AllOn": not any(off),
            "/AnyOff": any(off),
            "/AllOff": all(off),
        }.get(rule, not all(off) or not off)
        return not visible


def parsed(stream: Any) -> list[Any]:
    """The instructions of a page or form; a stream that breaks off gives what comes before."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(pikepdf.parse_content_stream(stream))


def _has_written_patterns(resources: Any) -> bool:
    """Patterns may be made of letters; they are not followed."""
    patterns = resources.get("/Pattern") if isinstance(resources, pikepdf.Dictionary) else None
    return isinstance(patterns, pikepdf.Dictionary) and any(
        isinstance(one, pikepdf.Stream) and "/Font" in (one.get("/Resources") or {})
        for _, one in patterns.items()
    )


def apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _matrix(given: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in given)
    return a, b, c, d, e, f


def _around(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
