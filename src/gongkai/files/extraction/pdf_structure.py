"""What a PDF carries beside its pages: notes, fields, attachments, layers, scripts, authors, bookmarks, history."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pikepdf.settings
import pypdfium2 as pdfium

from gongkai.files.extraction.passages import ID_IN_ADDRESS, PERSONS_NUMBER, with_numbers
from gongkai.files.extraction.pdf_letters import ONE_AT_A_TIME, Box, Unreadable
from gongkai.files.extraction.shapes import Hidden

MAX_OBJECTS = 200_000
_MAX_ITEMS = 20_000
_MAX_NOTES = 50_000
_TOO_MANY = "文件里的注释和附件太多，查不完。拆成几份再上传。"
_NO_DIGIT = re.compile("[^0-9Xx]")  # X ends some ID numbers
_ROW = 128 * 1024 * 1024  # bytes that one row of a stream may claim; a small file may claim gigabytes
_EXCERPT = 200
_STRAYS = 100  # numbers looked for in the whole text
_XML = 5_000_000  # bytes of one XML stream that are looked at
_REVISIONS = 5
_REVISION_PAGES = 50
_DRAWN_PAGES = 10
_AUTHOR_TAGS = re.compile(
    rb"<(?:dc:creator|pdf:Author|xmp:Author|dc:contributor|photoshop:AuthorsPosition)\b[^<>]{0,500}>(.{0,1000}?)</",
    re.S,
)
_TAGS = re.compile(r"<[^>]*>")
_PROGRAMS_SAY = {
    "/Producer",
    "/Creator",
    "/CreationDate",
    "/ModDate",
    "/Trapped",
    "/Title",
    "/PTEX.Fullbanner",
    "/SourceModified",
}


pikepdf.settings.set_qpdf_limits(png_max_memory=_ROW, tiff_max_memory=_ROW)


def structure_of(path: Path) -> pikepdf.Pdf:
    """The file's objects, to be closed by the caller. Raises pikepdf.PdfError where its structure is broken."""
    return pikepdf.open(path, suppress_warnings=True)


@dataclass(frozen=True, slots=True)
class Field:
    """A filled form field; `box` in page space; `page` from 1, 0 where it stands on none."""

    name: str
    value: str
    page: int
    box: Box | None


def text_of(value: Any) -> str:
    """A PDF string as text; anything else gives nothing."""
    if isinstance(value, (pikepdf.String, str)):
        return str(value).replace("\0", "").strip()
    return ""


def hidden_in_structure(pdf: pikepdf.Pdf, path: Path, text: str) -> list[Hidden]:
    """Everything outside the pages' own drawing that goes out with the file. `text` is what the pages say.

    Raises Unreadable for more notes than a person makes: pages may share one list of them.
    """
    found: list[Hidden] = []
    for look in (_authors, _attachments, _layers, _scripts, _thumbnails, _pictures):
        try:
            found += look(pdf)
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            continue  # a broken part hides nothing that a reader program could show
    found += _bookmarks(pdf, text)
    left = [_MAX_NOTES]
    for number, page in enumerate(pages_of(pdf), 1):
        found += _annotations(_items(page, "/Annots", left), f"第{number}页", text)
    found += history(path)
    with suppress(pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        found += _stray_numbers(pdf, "\n".join([text, *(one.excerpt for one in found)]))
    return found


def _stray_numbers(pdf: pikepdf.Pdf, known: str) -> list[Hidden]:
    """Numbers of persons in any string or description of the file that neither its pages nor the findings hold."""
    known = f"{known}\n{''.join(known.split())}"  # pages may break a number that is whole elsewhere
    seen = set(PERSONS_NUMBER.findall(known))
    said: list[str] = []
    for words in _strings(pdf):
        for hit in PERSONS_NUMBER.finditer(words):
            if hit[0] not in seen:
                seen.add(hit[0])
                if len(said) < _STRAYS and hit[0] not in known:
                    said.append(hit[0])
    return _listed("hidden_text", said, "文件内部")


def _strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Texts in dictionaries and lists, and the streams of XML that describe the file or keep a form's values."""
    form = _dictionary(pdf.Root.get("/AcroForm")).get("/XFA")
    for stream in (pdf.Root.get("/Metadata"), *(form if isinstance(form, pikepdf.Array) else [form])):
        if isinstance(stream, pikepdf.Stream):
            yield _decoded(stream)[:_XML].decode("utf-8", "replace")
    yield from map(text_of, _dictionary(pdf.trailer.get("/Info")).values())
    for node in _nodes(pdf):
        if isinstance(node, pikepdf.String):
            yield text_of(node)


def pages_of(pdf: pikepdf.Pdf) -> Iterator[Any]:
    try:
        for page in pdf.pages:
            yield page.obj
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return


def _items(holder: Any, key: str, left: list[int]) -> list[Any]:
    """A list of the holder's; `left` says how many such items may still come. Raises Unreadable."""
    listed = holder.get(key)
    if not isinstance(listed, pikepdf.Array):
        return []
    left[0] -= len(listed)
    if left[0] < 0:
        raise Unreadable(_TOO_MANY)
    return list(listed)


def walk(first: Any, *, next_key: str = "/Next", children: str = "/Kids") -> Iterator[Any]:
    """All dictionaries of a tree (or of a list of trees), each once; a tree that bites its tail ends."""
    seen: set[tuple[int, int]] = set()
    todo: list[Any] = list(first)[::-1] if isinstance(first, pikepdf.Array) else [first]
    count, room = 0, _MAX_ITEMS
    while todo and count < _MAX_ITEMS:
        node = todo.pop()
        if not isinstance(node, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        if node.objgen != (0, 0):
            if node.objgen in seen:
                continue
            seen.add(node.objgen)
        count += 1
        yield node
        below = node.get(children)
        if isinstance(below, pikepdf.Array):  # `room` for all lists together: many nodes may share a long one
            todo += [below[at] for at in range(min(len(below), room))]
            room -= min(len(below), room)
        else:
            todo.append(below)
        todo.append(node.get(next_key))


def form_fields(pdf: pikepdf.Pdf) -> list[Field]:
    """Fields with a value; signatures and buttons that only do something are left out."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary) or not isinstance(form.get("/Fields"), pikepdf.Array):
        return []
    places = {}
    left = [_MAX_NOTES]
    for number, page in enumerate(pages_of(pdf), 1):
        for note in _items(page, "/Annots", left):
            if isinstance(note, pikepdf.Dictionary):
                places[note.objgen] = number
    fields = []
    for node in walk(form.Fields, next_key="/NoNext"):
        value = _value(node.get("/V"))
        if value:
            fields.append(_field(node, value, places))
    return fields


def _field(node: Any, value: str, places: dict[tuple[int, int], int]) -> Field:
    kids = [k for k in node.get("/Kids") or [] if isinstance(k, pikepdf.Dictionary)]
    for widget in (node, *kids):
        if "/Rect" in widget and widget.objgen in places:
            return Field(text_of(node.get("/T")), value, places[widget.objgen], rectangle(widget.Rect))
    return Field(text_of(node.get("/T")), value, 0, None)


def _value(value: Any) -> str:
    if isinstance(value, pikepdf.Array):
        return "、".join(filter(None, map(text_of, value)))
    if isinstance(value, pikepdf.Stream):
        return _decoded(value).decode("utf-8", "replace").strip()
    return text_of(value)


def _dictionary(value: Any) -> Any:
    return value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()


def rectangle(array: Any) -> Box | None:
    try:
        x0, y0, x1, y1 = (float(number) for number in array)
    except (TypeError, ValueError):
        return None
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _decoded(stream: Any) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())


def _authors(pdf: pikepdf.Pdf) -> list[Hidden]:
    names, other = [], []
    for key, value in _dictionary(pdf.trailer.get("/Info")).items():
        said = text_of(value)
        if said and key in ("/Author", "/Company", "/Manager", "/Keywords", "/Subject"):
            names.append(said)
        elif said and key not in _PROGRAMS_SAY:
            other.append(f"{key[1:]}: {said}")
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        for match in _AUTHOR_TAGS.finditer(_decoded(metadata)[:1_000_000]):
            said = " ".join(_TAGS.sub(" ", match[1].decode("utf-8", "replace")).split())
            if said and said not in names:
                names.append(said)
    return _listed("author", names, "文件属性") + _listed("custom_properties", other, "文件属性")


def _listed(kind: str, said: list[str], place: str) -> list[Hidden]:
    words = "；".join(filter(None, said))
    excerpt = with_numbers(words[:_EXCERPT], words, _EXCERPT, _EXCERPT)
    return [Hidden(kind, len(said), place, excerpt)] if said else []


def _attachments(pdf: pikepdf.Pdf) -> list[Hidden]:
    names = []
    tree = _dictionary(pdf.Root.get("/Names")).get("/EmbeddedFiles")
    for node in walk(tree, next_key="/NoNext"):
        for item in node.get("/Names") or []:
            if isinstance(item, pikepdf.Dictionary):
                names.append(text_of(item.get("/UF")) or text_of(item.get("/F")) or "没有名称")
    known = set(names)
    left = [_MAX_NOTES]
    for holder in (pdf.Root, *pages_of(pdf)):
        for item in _items(holder, "/AF", left):
            name = text_of(item.get("/UF")) or text_of(item.get("/F")) or "没有名称"
            if name not in known:
                names.append(name)
    return _listed("attachments", names, "文件内附件")


def hidden_layers(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """Layers (optional content groups) that are off when the file is opened, by object number, with their name."""
    properties = pdf.Root.get("/OCProperties")
    if not isinstance(properties, pikepdf.Dictionary):
        return {}
    normal = properties.get("/D") or pikepdf.Dictionary()
    groups = [g for g in properties.get("/OCGs") or [] if isinstance(g, pikepdf.Dictionary)]
    on = {g.objgen for g in normal.get("/ON") or []}
    off = {g.objgen for g in normal.get("/OFF") or []}
    if normal.get("/BaseState") == pikepdf.Name.OFF:
        off |= {g.objgen for g in groups} - on
    for group in groups:
        usage = _dictionary(group.get("/Usage"))
        if _dictionary(usage.get("/View")).get("/ViewState") == pikepdf.Name.OFF and normal.get("/AS"):
            off.add(group.objgen)
    return {g.objgen: text_of(g.get("/Name")) or "没有名称" for g in groups if g.objgen in off}


def _layers(pdf: pikepdf.Pdf) -> list[Hidden]:
    return _listed("layers", list(hidden_layers(pdf).values()), "关着的图层")


def _scripts(pdf: pikepdf.Pdf) -> list[Hidden]:
    said = []
    for item in _dictionaries(pdf):
        if item.get("/S") in ("/JavaScript", "/Launch") and ("/JS" in item or item.get("/S") == "/Launch"):
            said.append(_value(item.get("/JS"))[:60] or str(item.get("/S"))[1:])
    return _listed("scripts", said, "脚本和动作")


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """All dictionaries of the file, those inside others too, each once."""
    return (node for node in _nodes(pdf) if isinstance(node, (pikepdf.Dictionary, pikepdf.Stream)))


def _nodes(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Dictionaries, lists and strings, those inside others too, each once."""
    count = 0
    for top in pdf.objects:
        todo = [top]
        while todo and count < MAX_OBJECTS:
            node = todo.pop()
            count += not isinstance(node, pikepdf.String)
            yield node
            if isinstance(node, (pikepdf.Dictionary, pikepdf.Stream)):
                todo += [v for _, v in node.items() if _direct(v)]
            elif isinstance(node, pikepdf.Array):
                todo += [v for v in node if _direct(v)]


def _direct(value: Any) -> bool:
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Array, pikepdf.String)) and value.objgen == (0, 0)


def bookmark_titles(pdf: pikepdf.Pdf) -> list[str]:
    outlines = pdf.Root.get("/Outlines")
    if not isinstance(outlines, pikepdf.Dictionary):
        return []
    titles = (text_of(node.get("/Title")) for node in walk(outlines.get("/First"), children="/First"))
    return [title for title in titles if title]


def _bookmarks(pdf: pikepdf.Pdf, text: str) -> list[Hidden]:
    """Bookmarks that say what the pages don't; headings of the pages hide nothing."""
    on_pages = "".join(text.split())
    return _listed(
        "bookmarks", [t for t in bookmark_titles(pdf) if "".join(t.split()) not in on_pages], "书签"
    )


def _thumbnails(pdf: pikepdf.Pdf) -> list[Hidden]:
    count = sum("/Thumb" in page for page in pages_of(pdf))
    return [Hidden("thumbnail", count, "页面缩略图")] if count else []


def _pictures(pdf: pikepdf.Pdf) -> list[Hidden]:
    """Photographs inside that still say when, where and with which device they were taken."""
    count = 0
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
            count += b"Exif\0\0" in bytes(item.get_raw_stream_buffer())[:4096]
    return [Hidden("exif", count, "文件里的照片")] if count else []


def _annotations(items: list[Any], place: str, text: str) -> list[Hidden]:
    notes, fields, files = [], [], []
    for note in items:
        if not isinstance(note, pikepdf.Dictionary):
            continue
        kind = str(note.get("/Subtype", ""))
        said = text_of(note.get("/Contents"))
        if kind == "/Widget":
            parent = note.get("/Parent")
            value = _value(note.get("/V")) or (_value(parent.get("/V")) if parent else "")
            fields.append(value)
        elif kind == "/FileAttachment":
            files.append(said or "没有说明")
        elif kind not in ("/Popup", "/Link") or (kind == "/Link" and said):
            notes.append(said)
        elif kind == "/Link" and (number := number_behind(note)) and number not in _NO_DIGIT.sub("", text):
            notes.append(number)
    return [
        *_listed("annotations", notes, place),
        *_listed("form_fields", fields, place),
        *_listed("attachments", files, place),
    ]


def number_behind(link: Any) -> str:
    """The telephone that a link dials, or the number of a person that its target is named after."""
    action = link.get("/A")
    target = text_of(action.get("/URI")) if isinstance(action, pikepdf.Dictionary) else ""
    if target.lower().startswith(("tel:", "sms:")):
        return re.sub("[^0-9]", "", target.partition("?")[0])
    hit = ID_IN_ADDRESS.search(target) or PERSONS_NUMBER.search(target)
    return hit[0] if hit else ""


def history(path: Path) -> list[Hidden]:
    """Earlier versions kept inside the file that show something else than the last."""
    data = path.read_bytes()
    ends = [match.end() for match in re.finditer(rb"%%EOF", data)]
    if b"/Linearized" in data[:2048]:
        ends = ends[1:]
    if len(ends) < 2:
        return []
    now = _looks(data)
    olds = [_looks(data[:end] + b"\n") for end in ends[:-1][-_REVISIONS:]]
    differing = [old for old in olds if old is not None and old != now]
    if not differing:
        return []
    current = set((now or ("", b""))[0].split())
    gone = [word for old in differing for word in old[0].split() if word not in current]
    return [Hidden("history", len(differing), "修改历史", " ".join(gone)[:_EXCERPT])]


def _looks(data: bytes) -> tuple[str, bytes] | None:
    """What a version says and how its first pages look."""
    drawn, said = hashlib.sha256(), []
    with ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError:
            return None
        try:
            for index in range(min(len(document), _REVISION_PAGES)):
                page = document[index]
                said.append(page.get_textpage().get_text_bounded())
                if index < _DRAWN_PAGES and page.get_width() * page.get_height() < 4_000_000:
                    drawn.update(page.render(scale=0.5, may_draw_forms=False).to_numpy().tobytes())
        except pdfium.PdfiumError:
            return None
        finally:
            document.close()
    return "\n".join(said), drawn.digest()
