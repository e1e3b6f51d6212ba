"""Takes text out of a PDF for good: letters are removed from the drawing, or the page becomes a picture.

What goes from which page is found first (pdf_plans.py). Then everything that is not the pages goes (pdf_cleaning.py)
and the file is written anew, without its history. Fonts forget the removed letters. What stays: their shapes inside
fonts that are not TrueType with numbered glyphs, where other letters of the font are still shown; no reader of text
finds them.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from PIL import ImageDraw

from gongkai.files.extraction.pdf_letters import (
    ONE_AT_A_TIME,
    Box,
    Unreadable,
    lines_of,
    opened,
    view_box,
)
from gongkai.files.extraction.pdf_structure import hidden_layers, structure_of
from gongkai.files.extraction.shapes import Extract, Removal
from gongkai.screening.redaction.pdf_cleaning import clean, flatten_fields, forget_letters
from gongkai.screening.redaction.pdf_glyphs import Eraser, TooComplex
from gongkai.screening.redaction.pdf_pictures import page_picture, paint
from gongkai.screening.redaction.pdf_places import Places
from gongkai.screening.redaction.pdf_plans import (
    Cover,
    DrawnBox,
    Plan,
    add_drawn,
    layer_of,
    plans_of,
    plans_of_boxes,
    told_apart,
)
from gongkai.text.tables import with_plain_characters

__all__ = [
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


class RedactionFailed(Exception):
    """The file cannot be redacted; the text says why, in Chinese."""


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
            plans, terms, said = plans_of(source, removals)
        return _carry_out(source, target, plans, terms, on_pages=said, as_pictures=as_pictures)


def redact_boxes(
    source: Path, target: Path, boxes: Iterable[DrawnBox], *, terms: Iterable[str] = ()
) -> Redacted:
    """Writes `target` with these boxes blackened and empty of text. Raises Unreadable or RedactionFailed.

    `terms`: what is known to stand in the boxes, from recognition or by hand. As it may be more than is known,
    all bookmarks go.
    """
    boxes, terms = list(boxes), list(terms)
    with ONE_AT_A_TIME:
        with _plainly():
            plans, words = plans_of_boxes(source, boxes)
        if missing := {box[0] for box in boxes} - plans.keys():
            raise RedactionFailed(f"文件没有第{min(missing)}页。")
        return _carry_out(source, target, plans, terms + words)


def redact_recognised(
    source: Path, target: Path, recognised: Extract, removals: Iterable[Removal]
) -> Redacted:
    """As `redact`, for characters of `recognise(source).text`: where the file has no letters, by the line's boxes."""
    removals = sorted(removals, key=lambda removal: removal.start)
    with ONE_AT_A_TIME, _plainly():
        layer = layer_of(source)
    if recognised.text == layer.text:
        return redact(source, target, removals)
    exact, drawn = told_apart(recognised, layer, removals)
    with ONE_AT_A_TIME:
        with _plainly():
            plans, terms, said = plans_of(source, exact)
            add_drawn(source, plans, drawn)
        terms += [recognised.text[removal.start : removal.end].strip() for removal in removals]
        return _carry_out(
            source, target, plans, [term for term in terms if term], on_pages=said if not drawn else ""
        )


@contextmanager
def _plainly() -> Iterator[None]:
    """What a broken structure does to the libraries, in words for the person at the desk."""
    try:
        yield
    except (pikepdf.PdfError, pdfium.PdfiumError, *_BROKEN) as error:
        raise RedactionFailed("文件的结构有问题，不能自动遮盖。打印后重新扫描，再上传。") from error


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
    with structure_of(source) as pdf:
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
    places = Places(plan.erase)
    with opened(erased) as document:
        page = document[number - 1]
        for line in lines_of(page.get_textpage()):
            for letter, box in zip(line.text, line.boxes, strict=True):
                if box is None or letter.isspace():
                    continue
                if places.inside(box):
                    if letter not in replaced:
                        return True
                    continue
                if not places.grazed(box):
                    after[with_plain_characters(letter)] += 1
    # A mark that told 高 for ⾼ may be gone.
    before = Counter(
        with_plain_characters(letter) for letter in plan.stays.elements() if not letter.isspace()
    )
    total = before.total()
    return total > 0 and (before & after).total() < KEPT * total


def _flatten(source: Path, drawn: Path, erased: Path, plans: dict[int, Plan], numbers: set[int]) -> None:
    """Pages become pictures of the original with the boxes painted in; nothing of their drawing stays.

    Masks are part of the picture: letters over it would let the page pass for one that was read as it stands.
    """
    masked = drawn.with_name("masked.pdf")
    with structure_of(source) as pdf:
        flatten_fields(pdf)
        _save(pdf, drawn)
        for number in numbers:
            _cover_for_show(pdf, pdf.pages[number - 1], _shown(plans.get(number, Plan())))
        _save(pdf, masked)
    with pikepdf.open(erased, allow_overwriting_input=True) as pdf:
        with opened(drawn) as document, opened(masked) as with_masks:
            for number in sorted(numbers):
                plan = plans.get(number, Plan())
                picture, bounds, rotation = _picture(document[number - 1], with_masks[number - 1], plan)
                _replace(pdf, pdf.pages[number - 1], page_picture(pdf, picture), bounds, rotation)
        _save(pdf, erased)


def _shown(plan: Plan) -> list[Cover]:
    return [cover for cover in plan.covers if cover.replacement]


def _cover_for_show(pdf: pikepdf.Pdf, page: pikepdf.Page, covers: list[Cover]) -> None:
    if covers:
        page.obj.Resources = page.resources  # may have been inherited
        _cover(pdf, page, covers)


def _picture(page: Any, with_masks: Any, plan: Plan) -> tuple[Any, Box, int]:
    """The page with black boxes; on upright pages masks stand in theirs."""
    picture, scale = _rendered(page)
    bounds, rotation = page.get_bbox(), page.get_rotation()
    draw = ImageDraw.Draw(picture)
    for box in plan.areas:
        left, top, right, bottom = (edge * scale for edge in view_box(box, bounds, rotation))
        draw.rectangle((int(left) - 1, int(top) - 1, int(right) + 1, int(bottom) + 1), fill="black")
    shown = _shown(plan) if rotation == 0 else []
    masks = _rendered(with_masks)[0] if shown else picture
    for cover in shown:
        left, top, right, bottom = (edge * scale for edge in view_box(cover.box, bounds, rotation))
        # Only what lies wholly under the white of the cover: at its rim letters would shine through.
        inner = (int(left) + 1, int(top) + 1, int(right) - 1, int(bottom) - 1)
        if inner[0] < inner[2] and inner[1] < inner[3]:
            picture.paste(masks.crop(inner), inner[:2])
    return picture, bounds, rotation


def _rendered(page: Any) -> tuple[Any, float]:
    """The picture of a page and its dots to a point."""
    scale = min(DPI / 72, MAX_SIDE / max(*page.get_size(), 1))
    picture = page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil()
    return picture.convert("RGB"), scale


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
