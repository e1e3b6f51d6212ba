"""Takes text out of a PDF for good: letters are removed from the drawing, or the page becomes a picture.

Then everything that is not the pages goes (pdf_cleaning.py) and the file is written anew, without its history.
Fonts forget the removed letters. What stays: their shapes inside fonts that are not TrueType with numbered glyphs,
where other letters of the font are still shown; no reader of text finds them.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from PIL import ImageDraw

from gongkai.files.extraction import pdf as reading
from gongkai.files.extraction.pdf_letters import (
    ONE_AT_A_TIME,
    Box,
    Line,
    Unreadable,
    around,
    lines_of,
    opened,
    page_box,
    view_box,
)
from gongkai.files.extraction.pdf_structure import hidden_layers
from gongkai.files.extraction.shapes import Extract, Removal
from gongkai.files.recognition import boxes_of
from gongkai.screening.redaction.pdf_cleaning import clean, flatten_fields, forget_letters
from gongkai.screening.redaction.pdf_glyphs import Eraser, TooComplex
from gongkai.screening.redaction.pdf_pictures import page_picture, paint

__all__ = [
    "DrawnBox",
    "Redacted",
    "RedactionFailed",
    "Unreadable",
    "redact",
    "redact_boxes",
    "redact_recognised",
]

_BROKEN = (
    RuntimeError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    MemoryError,
    OverflowError,
)

DPI = 200
MAX_SIDE = 6000  # pixels of a page that becomes a picture
KEPT = 0.99
"""A page that loses more of the letters outside the boxes than this leaves becomes a picture instead."""

DrawnBox = tuple[int, float, float, float, float]
"""Page from 1; left, top, right, bottom in points from the upper left corner as seen."""


class RedactionFailed(Exception):
    """The file cannot be redacted; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A place to be covered, in page space, with what is written in its stead."""

    box: Box
    replacement: str = ""


@dataclass
class Plan:
    """What goes from a page. `erase`: where letters fall out; `covers`: what is drawn over the gap."""

    erase: list[Box] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    stays: Counter[str] = field(default_factory=Counter)

    @property
    def areas(self) -> list[Box]:
        """What pictures lose: a little more, as recognised words seldom stand exactly on their picture."""
        boxes = []
        for left, bottom, right, top in [*self.erase, *(cover.box for cover in self.covers)]:
            slack = min(3.0, 0.12 * (top - bottom))
            boxes.append((left - slack, bottom - slack, right + slack, top + slack))
        return boxes


@dataclass(frozen=True, slots=True)
class Redacted:
    """What was done: `flattened` pages (from 1) are pictures now and want a look by recognition."""

    letters: int
    flattened: tuple[int, ...]
    terms: tuple[str, ...]


def redact(source: Path, target: Path, removals: Iterable[Removal], *, as_pictures: bool = False) -> Redacted:
    """Writes `target` without these characters of `read(source).text`. Raises Unreadable or RedactionFailed.

    `as_pictures` turns every page that loses something into a picture: for files whose read-back found leftovers.
    """
    removals = sorted(removals, key=lambda removal: removal.start)
    with ONE_AT_A_TIME:
        with _plainly():
            plans, terms, said = _plans(source, removals)
        return _carry_out(source, target, plans, terms, on_pages=said, as_pictures=as_pictures)


def redact_boxes(
    source: Path, target: Path, boxes: Iterable[DrawnBox], *, terms: Iterable[str] = ()
) -> Redacted:
    """Writes `target` with these boxes blackened and empty of text. Raises Unreadable or RedactionFailed.

    `terms`: what is known to stand in the boxes, from recognition or by hand. As it may be more than is known,
    all bookmarks go.
    """
    by_page: dict[int, list[DrawnBox]] = defaultdict(list)
    for box in boxes:
        by_page[box[0]].append(box)
    plans: dict[int, Plan] = {}
    known = list(terms)
    with ONE_AT_A_TIME:
        with _plainly(), opened(source) as document:
            for page in reading.pages(document):
                drawn = by_page.pop(page.number, [])
                if not drawn:
                    continue
                plan = plans[page.number] = Plan()
                for _, left, top, right, bottom in drawn:
                    seen = (min(left, right), min(top, bottom), max(left, right), max(top, bottom))
                    area = page_box(seen, page.bounds, page.rotation)
                    plan.erase.append(area)
                    plan.covers.append(Cover(area))
                known += _sort_letters(page.lines, plan)
        if by_page:
            raise RedactionFailed(f"文件没有第{min(by_page)}页。")
        return _carry_out(source, target, plans, known)


def redact_recognised(
    source: Path, target: Path, recognised: Extract, removals: Iterable[Removal]
) -> Redacted:
    """As `redact`, for characters of `recognise(source).text`: where the file has no letters, by the line's boxes."""
    removals = sorted(removals, key=lambda removal: removal.start)
    with ONE_AT_A_TIME, _plainly():
        layer = _layer(source)
    if recognised.text == layer.text:
        return redact(source, target, removals)
    known = {(b.page, b.box, b.text): start for b, start in zip(layer.blocks, layer.starts, strict=True)}
    exact: list[Removal] = []
    drawn: list[tuple[int, Box, str]] = []
    for start, block in zip(recognised.starts, recognised.blocks, strict=True):
        for removal in _within(removals, start, start + len(block.text)):
            first, last = max(removal.start, start), min(removal.end, start + len(block.text))
            replacement = removal.replacement if removal.start >= start else ""
            stands = known.get((block.page, block.box, block.text))
            if stands is not None:
                exact.append(Removal(stands + first - start, stands + last - start, replacement))
            else:
                drawn += [
                    (page, box, replacement) for page, box in boxes_of(recognised, [Removal(first, last)])
                ]
    with ONE_AT_A_TIME:
        with _plainly():
            plans, terms, said = _plans(source, exact)
            _add_drawn(source, plans, drawn)
        terms += [recognised.text[removal.start : removal.end].strip() for removal in removals]
        return _carry_out(
            source, target, plans, [term for term in terms if term], on_pages=said if not drawn else ""
        )


def _layer(source: Path) -> Extract:
    """The blocks of `read`, without the look for hidden things."""
    with opened(source) as document:
        blocks = [block for page in reading.pages(document) for block in reading.page_blocks(page)]
    with pikepdf.open(source, suppress_warnings=True) as pdf:
        blocks += [block for _, block in reading.field_blocks(pdf)]
    return Extract(tuple(blocks))


def _add_drawn(source: Path, plans: dict[int, Plan], drawn: list[tuple[int, Box, str]]) -> None:
    with opened(source) as document:
        for page in reading.pages(document):
            mine = [(box, replacement) for number, box, replacement in drawn if number == page.number]
            if not mine:
                continue
            plan = plans.setdefault(page.number, Plan())
            for seen, replacement in mine:
                box = page_box(seen, page.bounds, page.rotation)
                plan.erase.append(box)
                plan.covers.append(Cover(box, replacement))
            plan.stays.clear()
            _sort_letters(page.lines, plan)


@contextmanager
def _plainly() -> Iterator[None]:
    """What a broken structure does to the libraries, in words for the person at the desk."""
    try:
        yield
    except (pikepdf.PdfError, pdfium.PdfiumError, *_BROKEN) as error:
        raise RedactionFailed("文件的结构有问题，不能自动遮盖。打印后重新扫描，再上传。") from error


def _plans(source: Path, removals: Sequence[Removal]) -> tuple[dict[int, Plan], list[str], str]:
    """Where the characters stand, page by page, which words they make, and all that the pages say."""
    plans: dict[int, Plan] = {}
    pieces: dict[Removal, str] = defaultdict(str)
    said: list[str] = []
    at = 0
    with opened(source) as document:
        for page in reading.pages(document):
            for line in page.lines:
                for removal in _within(removals, at, at + len(line.text)):
                    first, last = max(0, removal.start - at), min(len(line.text), removal.end - at)
                    pieces[removal] += line.text[first:last]
                    replacement = removal.replacement if removal.start >= at else ""
                    _add(plans.setdefault(page.number, Plan()), line, first, last, replacement)
                said.append(line.text)
                at += len(line.text) + 1
            if page.number in plans:
                _sort_letters(page.lines, plans[page.number])
    with pikepdf.open(source, suppress_warnings=True) as pdf:
        for box, block in reading.field_blocks(pdf):
            for removal in _within(removals, at, at + len(block.text)):
                pieces[removal] += block.text[max(0, removal.start - at) : removal.end - at]
                if box and block.page:
                    plan = plans.setdefault(block.page, Plan())
                    plan.erase.append(box)
                    plan.covers.append(Cover(box, removal.replacement))
            at += len(block.text) + 1
    return plans, [term for term in pieces.values() if term.strip()], "".join(said)


def _within(removals: Sequence[Removal], start: int, end: int) -> list[Removal]:
    return [removal for removal in removals if removal.start < end and removal.end > start]


def _add(plan: Plan, line: Line, first: int, last: int, replacement: str) -> None:
    whole = line.box
    boxes = []
    for box in line.boxes[first:last]:
        if box is None or whole is None:
            continue
        left, bottom, right, top = box
        if top - bottom < 1:
            bottom, top = whole[1], whole[3]
        if right - left < 0.5:
            right = left + 0.5 * (top - bottom)
        boxes.append((left, bottom, right, top))
        slack = 0.12 * (top - bottom)
        plan.erase.append((left, bottom + slack, right, top - slack))
    for run in _runs(boxes):
        union = around(run)
        if union:
            plan.covers.append(Cover(union, replacement))
            replacement = ""


def _runs(boxes: list[Box]) -> list[list[Box]]:
    """Boxes that stand side by side; a gap as wide as three letters parts them."""
    runs: list[list[Box]] = []
    for box in boxes:
        if (
            runs
            and abs(box[0] - runs[-1][-1][2]) < 3 * (box[3] - box[1])
            and abs(box[1] - runs[-1][-1][1]) < 3
        ):
            runs[-1].append(box)
        else:
            runs.append([box])
    return runs


def _sort_letters(lines: list[Line], plan: Plan) -> list[str]:
    """Counts what stays and gives the words that fall into the boxes."""
    words = []
    for line in lines:
        word = ""
        for letter, box in zip(line.text, line.boxes, strict=True):
            if box is None:
                continue
            if _inside(box, plan.erase):
                word += letter
                continue
            if _grazed(box, plan.erase):
                continue
            plan.stays[letter] += 1
            words.append(word)
            word = ""
        words.append(word)
    return [word for word in words if len(word.strip()) > 1]


def _grazed(box: Box, boxes: list[Box]) -> bool:
    """Whether a quarter of the letter or more lies in a box: then it goes too, and that is no loss."""
    y = (box[1] + box[3]) / 2
    xs = [box[0] + share * (box[2] - box[0]) for share in (0.25, 0.5, 0.75)]
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in boxes for x in xs)


def _inside(box: Box, boxes: list[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in boxes)


def _carry_out(
    source: Path,
    target: Path,
    plans: dict[int, Plan],
    terms: list[str],
    *,
    on_pages: str = "",
    as_pictures: bool = False,
) -> Redacted:
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".redact-") as folder:
        erased, drawn = Path(folder) / "erased.pdf", Path(folder) / "drawn.pdf"
        with _plainly():
            letters, flatten = _erase(source, erased, plans, terms, on_pages)
            flatten |= set(plans) if as_pictures else set()
            flatten |= {
                number
                for number, plan in plans.items()
                if number not in flatten and _failed(erased, number, plan)
            }
            if flatten:
                _flatten(source, drawn, erased, plans, flatten)
        erased.replace(target)
    return Redacted(letters, tuple(sorted(flatten)), tuple(dict.fromkeys(terms)))


def _erase(
    source: Path, erased: Path, plans: dict[int, Plan], terms: list[str], on_pages: str
) -> tuple[int, set[int]]:
    flatten: set[int] = set()
    with pikepdf.open(source, suppress_warnings=True) as pdf:
        flatten_fields(pdf)
        eraser = Eraser(pdf, set(hidden_layers(pdf)), lambda image, shares: paint(pdf, image, shares))
        for number, page in enumerate(pdf.pages, 1):
            plan = plans.get(number, Plan())
            try:
                if eraser.page(page, plan.erase, plan.areas):
                    flatten.add(number)
            except TooComplex:
                flatten.add(number)
            if plan.covers and number not in flatten:
                _cover(pdf, page, plan.covers)
        forget_letters(pdf, eraser.uses.values())
        clean(pdf, terms, on_pages=on_pages)
        _save(pdf, erased)
    return eraser.dropped, flatten


def _save(pdf: pikepdf.Pdf, path: Path) -> None:
    pdf.save(
        path,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
        encryption=False,
        fix_metadata_version=False,
    )


def _cover(pdf: pikepdf.Pdf, page: pikepdf.Page, covers: list[Cover]) -> None:
    """Black where something went; white with the replacement where there is one."""
    drawing = ["Q q"]
    for cover in covers:
        left, bottom, right, top = cover.box
        width, height = right - left, top - bottom
        shape = f"{left:.2f} {bottom:.2f} {width:.2f} {height:.2f} re"
        if not cover.replacement:
            drawing.append(f"0 g {shape} f")
            continue
        wide = any(ord(sign) > 126 for sign in cover.replacement)
        font, size = _replacement_font(page, wide), _fitting(cover.replacement, width, height)
        code = cover.replacement.encode("utf-16-be") if wide else cover.replacement.encode("ascii")
        drawing.append(f"1 g {shape} f 0 g 0.3 w 0.6 G {shape} S")
        drawing.append(
            f"BT {font} {size:.2f} Tf 1 0 0 1 {left + 0.5:.2f} {bottom + 0.25 * height:.2f} Tm <{code.hex()}> Tj ET"
        )
    drawing.append("Q")
    page.contents_add(b"q\n", prepend=True)
    page.contents_add("\n".join(drawing).encode("ascii"))


def _fitting(text: str, width: float, height: float) -> float:
    ems = sum(1.0 if ord(sign) > 126 else 0.56 for sign in text)
    return max(1.0, min(0.8 * height, (width - 1) / ems))


def _replacement_font(page: pikepdf.Page, wide: bool) -> str:
    """A font that every reader has: Helvetica, or the song face of Chinese readers; neither is embedded."""
    name = "/GkReplacementWide" if wide else "/GkReplacement"
    fonts = pikepdf.Dictionary(dict((page.obj.Resources.get("/Font") or {}).items()))
    if name not in fonts:
        fonts[name] = (
            _wide_font()
            if wide
            else pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        page.obj.Resources.Font = fonts
    return name


def _wide_font() -> Any:
    below = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"GB1", Supplement=4),
        FontDescriptor=pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor,
            FontName=pikepdf.Name("/STSong-Light"),
            Flags=6,
            FontBBox=[-25, -254, 1000, 880],
            ItalicAngle=0,
            Ascent=880,
            Descent=-120,
            CapHeight=880,
            StemV=93,
        ),
        DW=1000,
        W=[1, 95, 500],
    )
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        Encoding=pikepdf.Name("/UniGB-UCS2-H"),
        DescendantFonts=pikepdf.Array([below]),
    )


def _failed(erased: Path, number: int, plan: Plan) -> bool:
    """Whether letters are left in the boxes, or too many outside are gone: then the page becomes a picture."""
    after: Counter[str] = Counter()
    replaced = Counter("".join(cover.replacement for cover in plan.covers))
    with opened(erased) as document:
        page = document[number - 1]
        for line in lines_of(page.get_textpage()):
            for letter, box in zip(line.text, line.boxes, strict=True):
                if box is None or letter.isspace():
                    continue
                if _inside(box, plan.erase):
                    if letter not in replaced:
                        return True
                    continue
                if not _grazed(box, plan.erase):
                    after[letter] += 1
    before = Counter({letter: count for letter, count in plan.stays.items() if not letter.isspace()})
    total = before.total()
    return total > 0 and (before & after).total() < KEPT * total


def _flatten(source: Path, drawn: Path, erased: Path, plans: dict[int, Plan], numbers: set[int]) -> None:
    """Pages become pictures of the original with the boxes painted in; nothing of their drawing stays."""
    with pikepdf.open(source, suppress_warnings=True) as pdf:
        flatten_fields(pdf)
        _save(pdf, drawn)
    with pikepdf.open(erased, allow_overwriting_input=True) as pdf:
        with opened(drawn) as document:
            for number in sorted(numbers):
                plan = plans.get(number, Plan())
                picture, bounds, rotation = _picture(document[number - 1], plan)
                page = pdf.pages[number - 1]
                _replace(pdf, page, page_picture(pdf, picture), bounds, rotation)
                shown = [cover for cover in plan.covers if cover.replacement]
                if shown and rotation == 0:
                    _cover(pdf, page, shown)
        _save(pdf, erased)


def _picture(page: Any, plan: Plan) -> tuple[Any, Box, int]:
    width, height = page.get_size()
    scale = min(DPI / 72, MAX_SIDE / max(width, height, 1))
    picture = page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil().convert("RGB")
    bounds, rotation = page.get_bbox(), page.get_rotation()
    draw = ImageDraw.Draw(picture)
    for box in plan.areas:
        left, top, right, bottom = (edge * scale for edge in view_box(box, bounds, rotation))
        draw.rectangle((int(left) - 1, int(top) - 1, int(right) + 1, int(bottom) + 1), fill="black")
    return picture, bounds, rotation


def _replace(pdf: pikepdf.Pdf, page: pikepdf.Page, image: Any, bounds: Box, rotation: int) -> None:
    """The picture shows the page as seen, so it stands unrotated in a page of the seen size."""
    left, bottom, right, top = bounds
    width, height = (top - bottom, right - left) if rotation in (90, 270) else (right - left, top - bottom)
    x, y = (left, bottom) if rotation == 0 else (0.0, 0.0)
    kept = page.obj
    for key in ("/Annots", "/Group", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate"):
        if key in kept:
            del kept[key]
    kept.MediaBox = pikepdf.Array([x, y, x + width, y + height])
    kept.CropBox = kept.MediaBox
    kept.Rotate = 0
    kept.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary({"/GkPage": image}))
    kept.Contents = pdf.make_stream(
        f"q {width:.3f} 0 0 {height:.3f} {x:.3f} {y:.3f} cm /GkPage Do Q".encode()
    )
