"""Reads a redacted file back, by means that know nothing of how it was made, and looks for what had to go.

Two independent readers (pdfium's text; every string, stream and content of the file through pikepdf or the ZIP
reader), pdftotext where it is installed, and a search of the bytes in the usual encodings.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
from ahocorasick_rs import BytesAhoCorasick
from PIL import Image

from gongkai.files import recognition
from gongkai.files.extraction.pdf_letters import ONE_AT_A_TIME, Unreadable, lines_of, opened
from gongkai.files.extraction.pdf_structure import structure_of, text_of
from gongkai.files.rules import MAX_UNPACKED_BYTES
from gongkai.screening.redaction.pdf_cleaning import squeeze
from gongkai.screening.redaction.pdf_fonts import Font, font_of
from gongkai.screening.redaction.pdf_glyphs import parsed
from gongkai.text.words import Everywhere

PDFTOTEXT_SECONDS = 60
_SHORTEST_IN_BYTES = 4
_NESTED = 3
_FEW = 200
"""So many words are looked for one after the other; more of them all at once, which takes longer than a few."""
_TAG = re.compile(r"<[^>]*>")
_CODES = ("utf-8", "utf-16-be", "utf-16-le", "gb18030")
_HEX_CODES = ("utf-16-be", "gb18030", "utf-8")
_FORMULA_BYTES = re.compile(rb"\\([0-7]{3})")
_SPACES = re.compile(rb"[\s\0]+")


@dataclass(frozen=True, slots=True)
class Leftover:
    """A removed term that is still there. `reader` names who found it, `place` where."""

    term: str
    reader: str
    place: str


Source = Iterator[tuple[str, str]]
"""Place and text."""


def leftovers(path: Path, extension: str, terms: Iterable[str]) -> list[Leftover]:
    """Every term that any reader still finds; empty when the redaction is real."""
    wanted = _Wanted(terms)
    if not wanted.terms:
        return []
    extension = extension.lower()
    readers: list[tuple[str, Callable[[Path], Source]]] = []
    if extension == "pdf":
        readers = [("pdfium", _pdfium), ("pikepdf", _pikepdf_text)]
        if shutil.which("pdftotext"):
            readers.append(("pdftotext", _pdftotext))
    elif extension in ("jpg", "jpeg", "png", "gif"):
        readers = [("图片属性", _image_words)]
    found: list[Leftover] = []
    for name, reader in readers:
        found += wanted.in_texts(name, reader(path))
    found += wanted.in_bytes(path, extension)
    return list(dict.fromkeys(found))


def leftovers_by_recognition(
    path: Path, extension: str, terms: Iterable[str], pages: Iterable[int] | None = None
) -> list[Leftover]:
    """The same by recognition of what is seen. `pages` from 1; all when None. Raises RecognitionMissing."""
    wanted = _Wanted(terms)
    found: list[Leftover] = []
    if extension.lower() != "pdf":
        with Image.open(path) as opened_picture:
            return wanted.in_texts("文字识别", iter(_rows(recognition.recognise_page(opened_picture))))
    if pages is None:
        with opened(path) as document:
            pages = range(1, len(document) + 1)
    for number in pages:
        picture, scale = recognition.page_image(path, number)
        blocks = recognition.recognise_page(picture, place=f"第{number}页", page=number, scale=scale)
        found += wanted.in_texts("文字识别", iter(_rows(blocks)))
    return found


def _rows(blocks: Iterable[Any]) -> list[tuple[str, str]]:
    blocks = list(blocks)
    return [(blocks[0].place, "".join(block.text for block in blocks))] if blocks else []


class _Wanted:
    """The terms in the forms in which they may lie in a file."""

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = {squeezed: term for term in terms if len(squeezed := squeeze(term)) > 1}
        self.forms: dict[bytes, str] = {}
        for squeezed, term in self.terms.items():
            plain = "".join(term.split())
            for spelling in {squeezed, plain, squeezed.upper()}:
                self._add_forms(spelling, term)

    def _add_forms(self, spelling: str, term: str) -> None:
        for code in _CODES:
            form = spelling.encode(code, "ignore")
            if len(form) >= _SHORTEST_IN_BYTES:
                self.forms[form] = term
        for code in _HEX_CODES:
            form = spelling.encode(code, "ignore").hex().encode()
            if len(form) >= 2 * _SHORTEST_IN_BYTES:
                self.forms[form] = self.forms[form.upper()] = term
        entities = "".join(f"&#{ord(sign)};" for sign in spelling).encode()
        self.forms[entities] = term

    def in_texts(self, reader: str, texts: Source) -> list[Leftover]:
        many = Everywhere(self.terms) if len(self.terms) > _FEW else None
        found = []
        for place, text in texts:
            squeezed = squeeze(text)
            keys = many.standing_in(squeezed) if many else [key for key in self.terms if key in squeezed]
            found += [Leftover(self.terms[key], reader, place) for key in sorted(keys)]
        return found

    def in_bytes(self, path: Path, extension: str) -> list[Leftover]:
        forms = list(self.forms)
        many = BytesAhoCorasick(forms) if len(forms) > _FEW else None
        found = []
        for place, data in _all_bytes(path, extension):
            if many:
                hits = many.find_matches_as_indexes(data, overlapping=True)
                there = [forms[which] for which in sorted({which for which, _, _ in hits})]
            else:
                there = [form for form in forms if form in data]
            found += [Leftover(self.forms[form], "字节", place) for form in there]
        return found


# --- PDF -----------------------------------------------------------------------------------------------------------


def _pdfium(path: Path) -> Source:
    with ONE_AT_A_TIME:
        try:
            with opened(path) as document:
                for index in range(len(document)):
                    page = document[index]
                    textpage = page.get_textpage()
                    place = f"第{index + 1}页"
                    yield place, "".join(line.text for line in lines_of(textpage))
                    yield place, textpage.get_text_range()
                    textpage.close()
                    page.close()
        except Unreadable:
            return


def _pdftotext(path: Path) -> Source:
    for way in ("-layout", "-raw"):
        run = subprocess.run(
            ["pdftotext", way, "-enc", "UTF-8", str(path), "-"],
            capture_output=True,
            timeout=PDFTOTEXT_SECONDS,
            check=False,
        )
        for number, page in enumerate(run.stdout.decode("utf-8", "replace").split("\f"), 1):
            yield f"第{number}页", page


def _pikepdf_text(path: Path) -> Source:
    """Strings of all objects, and every stream that shows text, through each font that it names."""
    with structure_of(path) as pdf:
        fonts: dict[Any, Font] = {}
        for item in (*pdf.objects, pdf.trailer):
            number = item.objgen[0] if hasattr(item, "objgen") else 0
            yield f"对象{number}", "".join(_strings(item))
        for number, page in enumerate(pdf.pages, 1):
            yield f"第{number}页", _shown(page.obj, page.obj.get("/Resources"), fonts)
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and (
                item.get("/Subtype") == "/Form" or "/PatternType" in item
            ):
                yield f"对象{item.objgen[0]}", _shown(item, item.get("/Resources"), fonts)


def _strings(item: Any) -> Iterator[str]:
    todo, count = [item], 0
    while todo and count < 100_000:
        node = todo.pop()
        count += 1
        if isinstance(node, (pikepdf.String, str)):
            yield text_of(node)
        elif isinstance(node, (pikepdf.Dictionary, pikepdf.Stream)):
            todo += [v for _, v in node.items() if getattr(v, "objgen", (0, 0)) == (0, 0)]
        elif isinstance(node, pikepdf.Array):
            todo += [v for v in node if getattr(v, "objgen", (0, 0)) == (0, 0)]


def _shown(stream: Any, resources: Any, known: dict[Any, Font]) -> str:
    """All strings that the stream shows, letter by letter, in its own order."""
    if isinstance(stream, pikepdf.Dictionary) and "/Contents" not in stream:
        return ""
    try:
        instructions = parsed(stream)
    except (pikepdf.PdfError, pikepdf.PdfParsingError, TypeError):
        return ""
    named = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
    font, said = Font(), []
    for instruction in instructions:
        name = str(instruction.operator)
        given = instruction.operands
        if name == "Tf" and named is not None and str(given[0]) in named:
            font = _font(named[str(given[0])], known)
        elif name in ("Tj", "TJ", "'", '"') and len(given):
            pieces = list(given[0]) if name == "TJ" else [given[-1]]
            for piece in pieces:
                if isinstance(piece, (pikepdf.String, bytes, str)):
                    said += [font.letter(raw, code) for raw, code in font.codes(bytes(piece))]  # type: ignore[arg-type]
        elif name in ("BDC", "DP"):
            said += _strings(given[1])
    return "".join(said)


def _font(dictionary: Any, known: dict[Any, Font]) -> Font:
    key = dictionary.objgen if dictionary.objgen != (0, 0) else repr(dictionary)
    if key not in known:
        try:
            known[key] = font_of(dictionary)
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, IndexError):
            known[key] = Font()
    return known[key]


# --- bytes ---------------------------------------------------------------------------------------------------------


def _all_bytes(path: Path, extension: str) -> Iterator[tuple[str, bytes]]:
    data = path.read_bytes()
    yield "整个文件", data
    if extension == "pdf":
        yield from _pdf_streams(path)
    elif data[:4] == b"PK\x03\x04":
        yield from _members(data, "", 0, [MAX_UNPACKED_BYTES])
    else:
        yield "整个文件", _without_tags(data)


def _pdf_streams(path: Path) -> Iterator[tuple[str, bytes]]:
    with structure_of(path) as pdf:
        for item in pdf.objects:
            if not isinstance(item, pikepdf.Stream):
                continue
            try:
                data = bytes(item.read_bytes())
            except pikepdf.PdfError:  # pictures: their own code is in the whole file already
                continue
            place = f"对象{item.objgen[0]}"
            yield place, data
            if len(data) < 5_000_000 and item.get("/Subtype") != "/Image":
                plain = _FORMULA_BYTES.sub(lambda match: bytes((int(match[1], 8) & 255,)), data)
                yield place, _SPACES.sub(b"", plain)


def _members(data: bytes, place: str, depth: int, left: list[int]) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield f"{place}目录", "\n".join(package.namelist()).encode()
            for info in package.infolist():
                left[0] -= info.file_size
                if left[0] < 0:
                    return
                member = package.read(info)
                where = f"{place}{info.filename}"
                yield where, member
                if member[:4] == b"PK\x03\x04" and depth < _NESTED:
                    yield from _members(member, f"{where}!", depth + 1, left)
                else:
                    yield where, _without_tags(member)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return


def _without_tags(data: bytes) -> bytes:
    """Marked-up text as one string, so that a term split over runs is found."""
    head = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    if not head.startswith((b"<", b"\xff\xfe", b"\xfe\xff")) and b"<?xml" not in head:
        return squeeze(data.decode("utf-8", "replace")).encode() if b"\0" not in data[:4096] else b""
    code = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return squeeze(unescape(_TAG.sub("", data.decode(code, "replace")))).encode()


def _image_words(path: Path) -> Source:
    with Image.open(path) as picture:
        yield "图片属性", " ".join(_flat(dict(picture.getexif())) + _flat(picture.info))


def _flat(values: dict[Any, Any]) -> list[str]:
    said = []
    for key, value in values.items():
        said.append(str(key))
        if isinstance(value, bytes):
            said += [value.decode(code, "ignore") for code in ("utf-8", "utf-16-le", "gb18030")]
        else:
            said.append(str(value))
    return said
