"""Word files (DOCX): the text as it stands on the pages, and all that stands in the file besides."""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.files.extraction.office_hidden import note_package, with_pictures_told
from gongkai.files.extraction.packed import Element, Package, guarded
from gongkai.files.extraction.passages import Hiding, has_words
from gongkai.files.extraction.shapes import Extract
from gongkai.files.extraction.stray_numbers import with_stray_numbers
from gongkai.files.extraction.word_styles import VAL, W
from gongkai.files.extraction.word_walk import Part, T, WordFile, walk

CHANGES = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")
FORMAT_CHANGES = (
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tcPrChange",
    "trPrChange",
    "tblGridChange",
    "tblPrExChange",
    "numberingChange",
)
FETCHING = re.compile(
    r"^\s*(?:INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DDE|DDEAUTO|DATABASE|RD|AUTOTEXT)\b", re.I
)
KEEPING = re.compile(r"^\s*(?:IF|SET|ASK|FILLIN|PRIVATE|ADDIN|XE|TC|TA|RD|COMMENTS|DOCVARIABLE)\b", re.I)
_SHOWING = re.compile(r"^\s*(?:EQ|QUOTE)\b", re.I)
_SWITCH = re.compile(r"\\[a-zA-Z]+\s*-?[0-9]*|[(),;\"\s]")
_SAYING = re.compile("[\u3400-\u9fff]{2}|[0-9]{7}")
_OWN_BOOKMARKS = re.compile(r"^(?:_GoBack$|_Toc|_Ref|_Hlk|OLE_LINK\d+$|_bookmark\d+$|bookmark\d+$)")


@guarded
def read(path: Path) -> Extract:
    with Package(path) as package:
        word = walk(package)
        note_hidden(package, word)
        found = Extract(tuple(passage.block() for passage in word.passages), word.hiding.all())
        found = with_stray_numbers(package, found, {part.name.lower() for part in word.parts})
        return with_pictures_told(package, found)


def note_hidden(package: Package, word: WordFile) -> None:
    """Add what the parts and the package hide to `word.hiding`."""
    hiding = word.hiding
    for part in word.parts:
        if part.root.tag.startswith(W):
            _changes(part, hiding)
            _fields(part, hiding)
            _forms_and_bookmarks(part, hiding)
            _off_page(part, hiding)
    if any(
        key.startswith(f"{W}rsid") for n in word.parts[0].root.iter(f"{W}p", f"{W}sectPr") for key in n.attrib
    ):
        hiding.add("rsid", "正文")
    for pointer in package.relations(word.main):
        if pointer.external or not package.has(pointer.target):
            continue
        if pointer.kind == "comments":
            _comments(package.xml(pointer.target), hiding)
        elif pointer.kind == "people":
            _people(package.xml_or_none(pointer.target), hiding)
        elif pointer.kind == "settings":
            _settings(package.xml_or_none(pointer.target), hiding)
    note_package(package, hiding)


def _changes(part: Part, hiding: Hiding) -> None:
    for node in part.root.iter(*(f"{W}{name}" for name in (*CHANGES, *FORMAT_CHANGES))):
        words = "".join(t.text or "" for t in node.iter(T, f"{W}delText", f"{W}delInstrText"))
        who = node.get(f"{W}author") or ""
        hiding.add("tracked_changes", part.label, f"{who} {words}" if words else "")


def _comments(root: Element, hiding: Hiding) -> None:
    for node in root.iter(f"{W}comment"):
        words = "".join(t.text or "" for t in node.iter(T))
        hiding.add("comments", "批注", f"{node.get(f'{W}author') or ''}：{words}")


def _people(root: Element | None, hiding: Hiding) -> None:
    for node in root.iter("{*}person") if root is not None else ():
        name = next((v for k, v in node.attrib.items() if k.endswith("}author")), "")
        hiding.add("author", "审阅者", str(name))


def _settings(root: Element | None, hiding: Hiding) -> None:
    if root is None:
        return
    if root.find(f"{W}rsids") is not None:
        hiding.add("rsid", "设置")
    for node in root.iter(f"{W}docVar"):
        hiding.add("custom_properties", "文档变量", f"{node.get(f'{W}name')}：{node.get(VAL)}")
    for node in root.iter(f"{W}mailMerge"):
        words = " ".join(v for inner in node.iter() for v in inner.attrib.values())
        hiding.add("external_links", "邮件合并的数据源", words)


def _fields(part: Part, hiding: Hiding) -> None:
    for codes in field_codes(part.root):
        words = "".join(codes[1])
        if FETCHING.match(words):
            hiding.add("external_links", f"{part.label}的域", words)
        elif keeps_words(words):
            hiding.add("hidden_text", f"{part.label}的域", words)
    for data in part.root.iter(f"{W}fldData"):
        hiding.add("hidden_text", f"{part.label}的域数据", (data.text or "")[:40])


def keeps_words(code: str) -> bool:
    """Whether a field holds words of its own that no reader of the text sees."""
    return KEEPING.match(code) is not None or _SAYING.search(shown_by_field(code)) is not None


def shown_by_field(code: str) -> str:
    """The words that a field lays out (EQ: signs over one another, drawn apart) or quotes; empty for any other."""
    hit = _SHOWING.match(code)
    return _SWITCH.sub("", code[hit.end() :]) if hit else ""


def field_codes(root: Element) -> list[tuple[list[Element], list[str]]]:
    """Fields with the nodes that make them up (marks and codes, not the result) and their codes' words."""
    made: list[tuple[list[Element], list[str]]] = []
    waiting: list[tuple[list[Element], list[str]]] = []
    for node in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"):
        if node.tag == f"{W}fldSimple":
            made.append(([node], [node.get(f"{W}instr") or ""]))
        elif node.tag == f"{W}instrText":
            if not waiting:  # a code outside its marks
                made.append(([node], [node.text or ""]))
            else:
                waiting[-1][0].append(node)
                waiting[-1][1].append(node.text or "")
        elif node.get(f"{W}fldCharType") == "begin":
            waiting.append(([node], []))
            made.append(waiting[-1])
        elif waiting:
            waiting[-1][0].append(node)
            if node.get(f"{W}fldCharType") == "end":
                waiting.pop()
    return made


def _forms_and_bookmarks(part: Part, hiding: Hiding) -> None:
    for node in part.root.iter(f"{W}ffData", f"{W}dropDownList", f"{W}comboBox"):
        values = [
            v for inner in node.iter() for k, v in inner.attrib.items() if k in (VAL, f"{W}displayText")
        ]
        hiding.add("form_fields", part.label, " ".join(values))
    for node in part.root.iter(f"{W}smartTagPr"):
        _smart_tag(node, part, hiding)
    for node in part.root.iter(f"{W}bookmarkStart"):
        name = node.get(f"{W}name") or ""
        if name and not _OWN_BOOKMARKS.match(name):
            hiding.add("bookmarks", part.label, name)


def _smart_tag(node: Element, part: Part, hiding: Hiding) -> None:
    """A recognised name is kept beside the words, and stays when they are changed."""
    holder = node.getparent()
    shown = "".join(t.text or "" for t in holder.iter(T)) if holder is not None else ""
    for kept in node.iter(f"{W}attr"):
        words = kept.get(VAL) or ""
        if words not in shown and _SAYING.search(words):
            hiding.add("custom_xml", f"{part.label}的智能标记", words)


_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_EMU_PER_TWIP = 635
_PAPER = (11_906, 16_838)  # A4, in twips


def _off_page(part: Part, hiding: Hiding) -> None:
    for anchor in off_page_anchors(part.root):
        hiding.add("off_page", part.label, "".join(t.text or "" for t in anchor.iter(T)))


def off_page_anchors(root: Element) -> list[Element]:
    """Drawings with words that lie wholly outside the paper."""
    size = next(root.iter(f"{W}pgSz"), None)
    wide, high = _PAPER
    if size is not None:
        wide, high = _whole(size.get(f"{W}w"), wide), _whole(size.get(f"{W}h"), high)
    found = []
    for anchor in root.iter(f"{_WP}anchor"):
        extent = anchor.find(f"{_WP}extent")
        if extent is None or not has_words("".join(t.text or "" for t in anchor.iter(T))):
            continue
        for axis, length, side in (("positionH", wide, "cx"), ("positionV", high, "cy")):
            offset = anchor.find(f"{_WP}{axis}/{_WP}posOffset")
            at = _whole(None if offset is None else offset.text, 0)
            paper = length * _EMU_PER_TWIP
            if at >= paper or at + _whole(extent.get(side), 0) <= -paper // 6:
                found.append(anchor)
                break
    return found


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(float(text or ""))
    except (ValueError, OverflowError):
        return otherwise
