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
from gongkai.screening.redaction.pdf_pen import (
    UNIT,
    Pen,
    State,
    Use,
    apply,
    box_around,
    matrix_of,
    times,
)
from gongkai.screening.redaction.pdf_places import Places

Paint = Callable[[Any, list[Box]], Any]
"""Paints boxes (shares 0 to 1 of the picture, y downward) in an image object and gives a new one; None: cannot."""

_DEEPEST = 8
_MANY = 2  # letters, of what isn't looked into
_MOST_FORMS = 3000
_CURVES, _SEGMENTS, _SMALL_SHAPES = 8, 24, 8
_PATH_ENDS = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n"}
_SHOWS = {"Tj", "TJ", "'", '"'}


class TooComplex(Exception):
    """The drawing cannot be followed; the page has to be flattened."""


@dataclass
class Eraser:
    """Works through the pages of one document.

    `boxes` belong to the page at hand, in page space; `areas` are the larger places that pictures lose.
    """

    pdf: pikepdf.Pdf
    off_layers: set[tuple[int, int]]
    paint: Paint
    uses: dict[Any, Use] = field(default_factory=dict)
    boxes: Places = field(default_factory=lambda: Places(()))
    areas: Places = field(default_factory=lambda: Places(()))
    flatten: bool = False
    dropped: int = 0
    touched: int = 0  # letters dropped and pictures painted
    cleaned: dict[tuple[int, int], Any] = field(default_factory=dict)  # forms that only lost their marks
    _forms: int = 0

    def page(self, page: pikepdf.Page, boxes: list[Box], areas: list[Box]) -> bool:
        """Rewrites one page; True when it has to be flattened besides. Raises TooComplex."""
        self.boxes, self.areas, self.flatten, self._forms = Places(boxes), Places(areas), False, 0
        resources = page.obj.get("/Resources") or page.resources
        if boxes and _has_written_patterns(resources):
            self.flatten = True
        walk = Walk(self, resources, State(), 0)
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

    def entered(self) -> None:
        self._forms += 1
        if self._forms > _MOST_FORMS:
            raise TooComplex("forms")


@dataclass
class Mark:
    """Open marked content. `is_off`: of a layer that is off. `place`: where in what is written a mark stands that says
    its one letter otherwise than the font does (⾼ is 高); it may, if that letter stays and is the only one."""

    is_off: bool = False
    place: int = -1
    letters: int = 0
    dropped: int = 0

    @property
    def says_too_much(self) -> bool:
        return self.place >= 0 and (self.letters != 1 or self.dropped > 0)


class Walk:
    """One content stream: a page's or a form's."""

    def __init__(self, eraser: Eraser, resources: Any, state: State, depth: int) -> None:
        self.eraser, self.resources, self.depth = eraser, resources, depth
        self.pen = Pen(resources, state, eraser.use_of)
        self.out: list[Any] = []
        self.changed = False
        self.marks: list[Mark] = []
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
        for mark in self.marks:  # never closed
            self._silence(mark)

    @property
    def hiding(self) -> bool:
        return any(mark.is_off for mark in self.marks)

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
        elif name in _PATH_ENDS:
            self._path_end(name, instruction)
        else:
            if not self.pen.follow(name, given):
                self._draw(name, given)
            self._emit(instruction)

    def _emit(self, instruction: Any, *, drop: bool = False) -> None:
        if drop:
            self.changed = True
        else:
            self.out.append(instruction)

    def _add(self, operands: Iterable[Any], name: str) -> None:
        self.out.append(pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(name)))
        self.changed = True

    # --- letters -----------------------------------------------------------------------------------------------

    def _show(self, name: str, given: Any) -> None:
        state = self.pen.state
        if name == '"':
            state.word_space, state.letter_space = float(given[0]), float(given[1])
        if name in ("'", '"'):
            self.pen.next_line()
        pieces = list(given[0]) if name == "TJ" else [given[-1]]
        if state.font is None:
            if self.eraser.boxes or self.hiding:
                raise TooComplex("no font")
            self._count(_MANY, 0)
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
        letters, dropped, gap, kept = 0, 0, 0.0, b""
        for piece in pieces:
            if not isinstance(piece, (pikepdf.String, bytes, str)):
                number = float(piece)
                if kept:
                    shown.append(pikepdf.String(kept))
                    kept = b""
                gap += number
                self.pen.move(-number / 1000 * state.size, font)
                continue
            for raw, code in font.codes(bytes(piece)):  # type: ignore[arg-type]
                letters += 1
                width = font.advance(code)
                space = state.letter_space + (state.word_space if raw == b" " else 0.0)
                if self.hiding or self._falls(width, font):
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
                self.pen.move(width / 1000 * state.size + space, font)
        if kept:
            shown.append(pikepdf.String(kept))
        if gap:
            shown.append(round(gap, 3))
        self._count(letters, dropped)
        return shown, dropped

    def _falls(self, width: float, font: Font) -> bool:
        """Whether a good part of the letter at the pen lies in a box."""
        boxes = self.eraser.boxes
        return bool(boxes) and any(boxes.hold(x, y) for x, y in self.pen.within_letter(width, font))

    def _count(self, letters: int, dropped: int) -> None:
        for mark in self.marks:
            mark.letters += letters
            mark.dropped += dropped

    # --- pictures, forms, drawings -----------------------------------------------------------------------------

    def _do(self, name: str, instruction: Any) -> None:
        self._count(_MANY, 0)
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
        matrix = matrix_of(form.get("/Matrix") or UNIT)
        resources = form.get("/Resources", self.resources)
        state = replace(self.pen.state, ctm=times(matrix, self.pen.state.ctm))
        inner = Walk(self.eraser, resources, state, self.depth + 1)
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
        ctm = self.pen.state.ctm
        corners = [apply(ctm, x, y) for x in (0, 1) for y in (0, 1)]
        touching = self.eraser.areas.touching(box_around(corners))
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
        corners = [apply(self.pen.state.ctm, x, y) for x in (0, 1) for y in (0, 1)]
        if self.eraser.areas.touching(box_around(corners)):
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
        self.path += [apply(self.pen.state.ctm, *point) for point in points]

    def _path_end(self, name: str, instruction: Any) -> None:
        if self.path and name != "n" and self.eraser.boxes:
            self._look_at_shape(box_around(self.path))
        self.path, self.curves, self.segments = [], 0, 0
        if self.hiding and name != "n":
            self._add([], "n")
        else:
            self._emit(instruction)

    def _look_at_shape(self, box: Box) -> None:
        touching = self.eraser.areas.touching(box)
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
        """Marks lose what they say (replacement text, layer names) but for one letter; what belongs to a layer that is
        off goes."""
        if name in ("DP", "MP"):
            self.changed = True
        elif name == "EMC":
            if self.marks:
                self._silence(self.marks.pop())
            self._emit(instruction)
        elif name == "BMC":
            self.marks.append(Mark())
            self._emit(instruction)
        else:
            named = given[1]
            if isinstance(named, pikepdf.Name):
                named = (self.resources.get("/Properties") or {}).get(str(named))
            letter = named.get("/ActualText") if isinstance(named, pikepdf.Dictionary) else None
            is_span = str(given[0]) == "/Span" and isinstance(letter, pikepdf.String)
            if is_span and len(str(letter)) == 1:
                self.marks.append(Mark(place=len(self.out)))
                self._add([given[0], pikepdf.Dictionary(ActualText=letter)], "BDC")
                return
            self.marks.append(Mark(str(given[0]) == "/OC" and self._is_off(named)))
            self._add([given[0]], "BMC")

    def _silence(self, mark: Mark) -> None:
        if mark.says_too_much:
            tag = self.out[mark.place].operands[0]
            self.out[mark.place] = pikepdf.ContentStreamInstruction([tag], pikepdf.Operator("BMC"))

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
