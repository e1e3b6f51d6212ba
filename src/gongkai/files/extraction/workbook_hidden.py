"""What a packed workbook carries beside its cells: caches, links, embedded files, notes, names, macros, properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from gongkai.files.extraction.passages import with_numbers
from gongkai.files.extraction.shapes import Block, Hidden
from gongkai.files.extraction.workbook_package import Damaged, Package, local, texts
from gongkai.files.extraction.workbook_sheets import Book

EXCERPT = 2_000  # characters of what was found, so that it can be screened too
_FARTHER = 200  # characters besides, for numbers of persons that follow
_VALUES = 20_000  # texts looked at in one part
_BY_NAME = tuple(
    (re.compile(pattern, re.I), kind)
    for pattern, kind in (
        (r"xl/pivotCache/(?!_rels/).*\.xml$|xl/(?:slicerCaches|timelineCaches)/.*\.xml$", "pivot_caches"),
        (r"xl/externalLinks/(?!_rels/).*\.(?:xml|bin)$", "external_links"),
        (
            r"xl/connections\.xml$|xl/queryTables/(?!_rels/).*\.xml$|customData/|xl/customData/",
            "external_links",
        ),
        (r"(?:xl/)?(?:embeddings|packages)/(?!_rels/)", "embedded_files"),
        (r"xl/(?:threaded)?comments.*\.xml$|xl/comments/.*\.xml$", "comments"),
        (r"(?:xl/)?model/|xl/powerpivot/|xl/.*\.data$", "data_model"),
        (r"customXml/item\d*\.xml$", "custom_xml"),
        (r"docProps/thumbnail", "thumbnail"),
        (r"xl/revisions/(?!_rels/).*\.xml$", "tracked_changes"),
        (
            r"(?:xl/)?vbaProject.*\.bin$|xl/(?:macrosheets|dialogsheets)/(?!_rels/)|xl/activeX/.*\.bin$",
            "macros",
        ),
        (r"xl/ctrlProps/", "form_fields"),
    )
)
_SHOWN_PARTS = re.compile(
    r"xl/(?:drawings/drawing|charts/chart|charts/chartEx|diagrams/data|cellimages)[^/]*\.xml$", re.I
)
_PICTURE = re.compile(r"xl/media/.*\.(?:png|jpe?g|gif|bmp|tiff?|webp|emf|wmf)$", re.I)
_SHEET = re.compile(r"xl/worksheets/[^/]*\.xml$", re.I)
_PERSONS = re.compile(r"xl/persons/[^/]*\.xml$", re.I)
_REFERENCE = re.compile(
    r"=?(?:'[^']*'|[^'\"!]+)?!?\$?[A-Z]{1,3}?\$?\d*(?::\$?[A-Z]{0,3}\$?\d*)?|#REF!|.*#REF!.*"
)
_PROGRAMS = {
    "openpyxl",
    "microsoft excel",
    "wps 表格",
    "libreoffice",
    "xlsxwriter",
    "apache poi",
    "windows user",
}


def hidden_parts(package: Package) -> Iterator[Hidden]:
    """One finding for each part that goes out unseen."""
    for name in sorted(package.members):
        kind = next((kind for pattern, kind in _BY_NAME if pattern.match(name)), "")
        if kind == "custom_xml" and not _says_something(package, name):
            continue
        if kind:
            yield Hidden(kind, _count(package, name, kind), name, excerpt(_texts_of(package, name)))
    yield from _properties(package)


def left_sheets(package: Package, book: Book) -> Iterator[Hidden]:
    """Sheets that the workbook's list leaves out: no program shows them, and they go out."""
    listed = {sheet.part.lower() for sheet in book.sheets}
    for name in sorted(package.members):
        if _SHEET.match(name) and name.lower() not in listed:
            yield Hidden("hidden_sheets", 1, name, excerpt(_texts_of(package, name)))


def _says_something(package: Package, name: str) -> bool:
    """Office leaves an empty list of sources or a form of content types in many files."""
    return any(len(text.strip()) > 1 for text in _texts_of(package, name))


def _count(package: Package, name: str, kind: str) -> int:
    if kind != "comments":
        return 1
    root = package.tree(name)
    return (
        max(1, sum(1 for e in root.iter() if local(e) in ("comment", "threadedComment")))
        if root is not None
        else 1
    )


def excerpt(found: Iterable[str]) -> str:
    """The beginning, and the numbers of persons that follow it."""
    kept, length = [], 0
    made = ""
    for text in found:
        if length <= EXCERPT:
            kept.append(text)
            length += len(text) + 1
            if length > EXCERPT:
                told = " ".join(kept)
                made = with_numbers(told[:EXCERPT], told, EXCERPT, _FARTHER)
        elif len(made) < EXCERPT + _FARTHER:
            made = with_numbers(made, text, 0, EXCERPT + _FARTHER - len(made))
        else:
            break
    return made or " ".join(kept)


def _texts_of(package: Package, name: str) -> Iterator[str]:
    """Texts and values of an XML part, in order; nothing of others."""
    if not name.lower().endswith(".xml"):
        return
    try:
        root = package.tree(name)
    except (Damaged, etree.XMLSyntaxError):
        return
    if root is None:
        return
    for at, element in enumerate(root.iter()):
        if at > _VALUES:
            return
        for key, value in element.attrib.items():
            if key in ("v", "val", "name", "connection", "command", "sourceFile", "url", "n", "u"):
                yield str(value)
        if element.text and element.text.strip():
            yield element.text.strip()


def _properties(package: Package) -> Iterator[Hidden]:
    wanted = (
        "creator",
        "lastModifiedBy",
        "Company",
        "Manager",
        "contentStatus",
        "keywords",
        "description",
        "category",
    )
    found: list[str] = []
    titles: list[str] = []
    for name in ("docProps/core.xml", "docProps/app.xml"):
        root = package.tree(name)
        for element in root if root is not None else ():
            text = (element.text or "").strip()
            if local(element) in wanted and text and text.lower() not in _PROGRAMS:
                found.append(text)
            elif local(element) in ("title", "subject", "HyperlinkBase") and text:
                titles.append(text)
    if found:
        yield Hidden("author", len(found), "文件属性", excerpt(found))
    if titles:
        yield Hidden("custom_properties", len(titles), "文件属性", excerpt(titles))
    for name in package.members:
        if _PERSONS.match(name):
            root = package.tree(name)
            people = [e.get("displayName", "") for e in root.iter("{*}person")] if root is not None else []
            if people:
                yield Hidden("author", len(people), "批注人", excerpt(people))
    root = package.tree("docProps/custom.xml")
    own = (
        [e for e in root if not e.get("name", "").startswith(("KSOProductBuildVer", "ICV"))]
        if root is not None
        else []
    )
    if own:
        words = [w for e in own for w in (e.get("name", ""), "".join(e.itertext()))]
        yield Hidden("custom_properties", len(own), "自定义属性", excerpt(words))


def hidden_names(book: Book) -> tuple[list[Hidden], list[Block]]:
    """Names that stand for a value and not for cells, or that no list shows."""
    blocks, found = [], []
    for name, value, is_hidden in book.names:
        if name.startswith(("_xlnm.", "_xlfn.", "_xlpm.")) or not value:
            continue
        constant = not _REFERENCE.fullmatch(value) and (
            '"' in value or re.fullmatch(r"=?-?\d[\d.]*(?:E\+?\d+)?", value)
        )
        if constant or is_hidden:
            found.append(f"{name}={value}")
        if constant:
            blocks.append(Block(value.strip('="'), f"名称定义“{name}”"))
    return [Hidden("named_ranges", len(found), "名称管理器", excerpt(found))] if found else [], blocks


def seen_parts(package: Package) -> Iterator[Block]:
    """Words in drawings, charts, diagrams, and comments: text of the page, or screened as if it were."""
    for name in sorted(package.members):
        if _SHOWN_PARTS.match(name):
            root = package.tree(name)
            what = "图表" if "/charts/" in name else "图形"
            for words in _paragraphs(root) if root is not None else ():
                yield Block(words, f"{what}（{name.rpartition('/')[2]}）")
        elif next((kind for pattern, kind in _BY_NAME if pattern.match(name)), "") == "comments":
            root = package.tree(name)
            for one in root.iter("{*}comment", "{*}threadedComment") if root is not None else ():
                words = "".join(texts(one, "t") or texts(one, "text")).strip()
                if words:
                    yield Block(words, f"{one.get('ref', '')}的批注")


def _paragraphs(root: Any) -> Iterator[str]:
    """Paragraphs of text boxes, descriptions of pictures, and the values that a chart keeps."""
    for element in root.iter():
        kind = local(element)
        if kind == "p":
            words = "".join(texts(element, "t")).strip()
        elif kind == "cNvPr":
            words = " ".join(w for w in (element.get("descr"), element.get("title")) if w)
        elif kind in ("v", "pt") and not len(element):
            words = (element.text or "").strip()
        else:
            continue
        if words:
            yield words


def pictures(package: Package) -> int:
    return sum(1 for name in package.members if _PICTURE.match(name))
