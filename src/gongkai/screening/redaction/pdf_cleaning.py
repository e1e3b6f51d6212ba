"""Strips a PDF of everything that is not its pages: authors, notes, fields, attachments, scripts, marks, history."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pikepdf

from gongkai.files.extraction.pdf_structure import bookmark_titles, number_behind, pages_of, walk
from gongkai.screening.redaction.pdf_fonts import write_to_unicode
from gongkai.screening.redaction.pdf_pen import Use
from gongkai.screening.redaction.pdf_shapes import blank_shapes
from gongkai.text.tables import with_plain_characters
from gongkai.text.unseen import without_unseen

_ROOT = {
    "/Type",
    "/Pages",
    "/Outlines",
    "/ViewerPreferences",
    "/PageLayout",
    "/PageMode",
    "/Lang",
    "/Version",
}
_PAGE = {
    *(
        "/Type",
        "/Parent",
        "/Resources",
        "/MediaBox",
        "/CropBox",
        "/BleedBox",
        "/TrimBox",
        "/ArtBox",
        "/Rotate",
    ),
    *("/Contents", "/UserUnit", "/Group", "/Annots"),
}
_ANYWHERE = (
    *(
        "/Metadata",
        "/PieceInfo",
        "/LastModified",
        "/StructParent",
        "/StructParents",
        "/Alternates",
        "/OPI",
        "/AF",
    ),
    *("/Measure", "/PtData", "/ActualText", "/Alt", "/OC", "/AA", "/JS", "/NeedAppearances"),
)
_LINK = {"/Type", "/Subtype", "/Rect", "/Border", "/C", "/H", "/QuadPoints", "/F", "/BS"}
_PRIVATE_SEGMENTS = {
    0xE1,
    0xED,
    0xFE,
    *range(0xE3, 0xEC),
}  # APP1 (EXIF, XMP), APP13 (IPTC), remarks, makers' own


def squeeze(text: str) -> str:
    """As terms are compared: width, case, spaces, what no font shows and radicals for characters don't count."""
    plain = with_plain_characters(unicodedata.normalize("NFKC", text))
    return "".join(without_unseen(plain).split()).casefold()


def flatten_fields(pdf: pikepdf.Pdf) -> None:
    """Form fields and seals become drawing, so that what they show stays and what they store goes."""
    if "/AcroForm" not in pdf.Root:
        return
    try:
        for page in pages_of(pdf):
            notes = [n for n in page.get("/Annots") or [] if isinstance(n, pikepdf.Dictionary)]
            keep = [n for n in notes if n.get("/Subtype") in ("/Widget", "/Link")]
            page.Annots = pikepdf.Array(keep)
        if any(
            "/AP" not in n for page in pages_of(pdf) for n in page.Annots if n.get("/Subtype") == "/Widget"
        ):
            pdf.Root.AcroForm.NeedAppearances = True  # fields that every reader would have to draw itself
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("screen")
    except (pikepdf.PdfError, ValueError, TypeError, KeyError):
        for page in pages_of(pdf):
            page.Annots = pikepdf.Array()


def clean(pdf: pikepdf.Pdf, terms: Iterable[str], *, on_pages: str) -> None:
    """Keeps pages, links, and bookmarks that say no more than the pages (`on_pages`); everything else goes."""
    root = pdf.Root
    wanted = [squeezed for term in terms if (squeezed := squeeze(term))]
    seen = squeeze(on_pages)
    titles = [squeeze(title) for title in bookmark_titles(pdf)]
    telling = any(title not in seen or any(term in title for term in wanted) for title in titles)
    if "/Outlines" in root and telling:
        del root["/Outlines"]
    for key in list(root.keys()):
        if key not in _ROOT:
            del root[key]
    for page in pages_of(pdf):
        for key in list(page.keys()):
            if key not in _PAGE:
                del page[key]
        links = [
            link for note in page.get("/Annots") or [] if (link := _link(note, wanted, seen)) is not None
        ]
        if links:
            page.Annots = pikepdf.Array(links)
        elif "/Annots" in page:
            del page["/Annots"]
    _bare_bookmarks(root.get("/Outlines"))
    for item in pdf.objects:
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            _strip(item)
        if isinstance(item, pikepdf.Stream) and item.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
            _strip_photo(item)
    for key in list(pdf.trailer.keys()):
        if key not in ("/Root", "/Size"):
            del pdf.trailer[key]


def _link(note: Any, wanted: list[str], seen: str) -> Any:
    """A link without words of its own; links into named places and links that carry a term are dropped.

    So are those that lead to somebody's number which the pages don't show.
    """
    if not isinstance(note, pikepdf.Dictionary) or note.get("/Subtype") != "/Link":
        return None
    action = note.get("/A")
    fresh = pikepdf.Dictionary({key: note[key] for key in note.keys() if key in _LINK})  # noqa: SIM118
    if isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/URI":
        address = str(action.get("/URI", ""))
        if any(term and term in squeeze(address) for term in wanted) or number_behind(note) not in seen:
            return None
        fresh.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String(address))
        return fresh
    place = note.get("/Dest")
    if place is None and isinstance(action, pikepdf.Dictionary) and action.get("/S") == "/GoTo":
        place = action.get("/D")
    if isinstance(place, pikepdf.Array):
        fresh.Dest = place
        return fresh
    return None


def _bare_bookmarks(outlines: Any) -> None:
    """Bookmarks keep title and page; actions and marks of structure go."""

    if not isinstance(outlines, pikepdf.Dictionary):
        return
    for node in walk(outlines.get("/First"), children="/First"):
        action = node.get("/A")
        if isinstance(action, pikepdf.Dictionary) and isinstance(action.get("/D"), pikepdf.Array):
            node.Dest = action.D
        for key in ("/A", "/SE", "/AA"):
            if key in node:
                del node[key]


def _strip(item: Any) -> None:
    for key in _ANYWHERE:
        if key in item:
            del item[key]


def _strip_photo(item: Any) -> None:
    raw = bytes(item.read_raw_bytes())
    clean_bytes = strip_jpeg(raw)
    if clean_bytes != raw:
        item.write(clean_bytes, filter=item.Filter, decode_parms=item.get("/DecodeParms"))


def strip_jpeg(data: bytes) -> bytes:
    """A JPEG without the segments in which cameras and programs write about it; pixels untouched."""
    if data[:2] != b"\xff\xd8":
        return data
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xDA, 0xD9):
        if data[at + 1] == 0xFF:
            at += 1
            continue
        length = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] not in _PRIVATE_SEGMENTS:
            kept.append(data[at : at + length])
        at += length
    return b"".join(kept) + data[at:]


def forget_letters(pdf: pikepdf.Pdf, uses: Iterable[Use]) -> None:
    """Fonts forget the letters that went: a table of letters in the order of a name would give it away."""
    uses = list(uses)
    shared = Counter(program for use in uses for program in _programs(use.dictionary))
    for use in uses:
        gone = use.dropped - use.kept
        if not gone:
            continue
        font = use.dictionary
        if "/ToUnicode" in font:
            kept = {code: letter for code in use.kept if (letter := _letter(use, code))}
            size = len(next(iter(use.kept or use.dropped)))
            numbers = {int.from_bytes(code, "big"): letter for code, letter in kept.items()}
            font.ToUnicode = pdf.make_stream(write_to_unicode(numbers, size))
        _forget_names(font, {code[0] for code in gone if len(code) == 1})
        if any(shared[program] > 1 for program in _programs(font)):
            continue  # another font shows letters out of the same shapes
        if not use.kept:
            _forget_shapes(font)
        else:
            blank_shapes(pdf, font, {int.from_bytes(code, "big") for code in gone})


def _programs(font: Any) -> set[tuple[int, int]]:
    below = font.get("/DescendantFonts")
    holders = [font, *(below if isinstance(below, pikepdf.Array) else [])]
    described = [holder.get("/FontDescriptor") for holder in holders]
    return {
        one[key].objgen
        for one in described
        if isinstance(one, pikepdf.Dictionary)
        for key in ("/FontFile", "/FontFile2", "/FontFile3")
        if key in one
    }


def _letter(use: Use, code: bytes) -> str:
    return use.font.letters.get(int.from_bytes(code, "big"), "")


def _forget_names(font: Any, codes: set[int]) -> None:
    encoding = font.get("/Encoding")
    if not codes or not isinstance(encoding, pikepdf.Dictionary) or "/Differences" not in encoding:
        return
    code = 0
    fresh: list[Any] = []
    for item in encoding.Differences:
        if isinstance(item, pikepdf.Name):
            fresh.append(pikepdf.Name("/.notdef") if code in codes else item)
            code += 1
        else:
            code = int(item)
            fresh.append(item)
    encoding.Differences = pikepdf.Array(fresh)


def _forget_shapes(font: Any) -> None:
    """A font of which nothing is shown any more needs no shapes."""
    below = font.get("/DescendantFonts")
    holders = [font, *(below if isinstance(below, pikepdf.Array) else [])]
    for holder in holders:
        described = holder.get("/FontDescriptor")
        if isinstance(described, pikepdf.Dictionary):
            for key in ("/FontFile", "/FontFile2", "/FontFile3", "/CharSet", "/CIDSet"):
                if key in described:
                    del described[key]
