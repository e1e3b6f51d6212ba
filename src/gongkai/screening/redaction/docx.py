"""DOCX written anew: the words asked for gone from every part, and all that the pages don't show gone with them."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Sequence
from itertools import accumulate, islice
from pathlib import Path

from lxml import etree

from gongkai.files.extraction.docx import field_codes, shown_by_field
from gongkai.files.extraction.packed import Element, Package, Relation, Unreadable
from gongkai.files.extraction.passages import Piece, cut
from gongkai.files.extraction.shapes import Block, Extract, Removal
from gongkai.files.extraction.stray_numbers import parts_of, stray_numbers
from gongkai.files.extraction.word_styles import W
from gongkai.files.extraction.word_walk import (
    A,
    C,
    M,
    P,
    R,
    T,
    WordFile,
    drawn_pieces,
    stands_over,
    walk,
)
from gongkai.screening.redaction.bare_pictures import bare_picture
from gongkai.screening.redaction.terms import Terms, sweep, write
from gongkai.screening.redaction.word_stripping import detach, strip, strip_words

_KEPT = frozenset(
    {
        "officeDocument",
        "core-properties",
        "extended-properties",
        "styles",
        "stylesWithEffects",
        "numbering",
        "settings",
        "webSettings",
        "fontTable",
        "font",
        "theme",
        "footnotes",
        "endnotes",
        "header",
        "footer",
        "image",
        "chart",
        "chartEx",
        "diagramData",
        "diagramLayout",
        "diagramQuickStyle",
        "diagramColors",
        "diagramDrawing",
        "hyperlink",
    }
)
"""Kinds of relations that a public file needs; whatever else a file holds stays behind."""

_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "[Content_Types].xml"
_MOST_STRAYS = 1_000  # each is looked for everywhere; whatever is left is told when the file is read again
_EPOCH = (1980, 1, 1, 0, 0, 0)  # when a part was saved is nobody's business either


def redact(source: Path, target: Path, removals: Sequence[Removal]) -> None:
    """Write `source` to `target` without what the removals cover. They count characters of the reader's text.

    Raises Unreadable where the source can't be read.
    """
    with Package(source) as package:
        word = walk(package)
        text = "".join(passage.text + passage.end for passage in word.passages)
        terms = _terms(package, word, text, removals)
        write(cut(word.passages, removals))
        _Rewriting(package, word, terms).save(target)


def _terms(package: Package, word: WordFile, text: str, removals: Sequence[Removal]) -> Terms:
    """What the removals cover, and the numbers of persons that stand elsewhere than in the text."""
    read = {part.name.lower() for part in word.parts}
    found = Extract((Block(text, ""),))
    told = stray_numbers(parts_of(package), found, read)
    strays = [number for number, _ in islice(told, _MOST_STRAYS)]
    ends = [len(text) + at for at in accumulate(map(len, strays))]
    more = [Removal(end - len(one), end) for one, end in zip(strays, ends, strict=True)]
    return Terms.of(text + "".join(strays), [*removals, *more])


class _Rewriting:
    def __init__(self, package: Package, word: WordFile, terms: Terms) -> None:
        self.package = package
        self.terms = terms
        self.roots: dict[str, Element] = {part.name.lower(): part.root for part in word.parts}
        self.unused = {part.name.lower() for part in word.parts if not part.shown}
        for part in word.parts:
            strip_words(part)
        self.kept: dict[str, str] = {}  # part → name in the new file
        self.relations: dict[str, Element] = {}
        self.seen: set[str] = set()
        self._follow()

    def _follow(self) -> None:
        """Every part that the kept relations lead to."""
        waiting = [""]
        while waiting:
            source = waiting.pop()
            gone = self._relations_of(source, waiting)
            root = self._root(source) if source else None
            if root is not None:
                detach(root, gone, R)

    def _relations_of(self, source: str, waiting: list[str]) -> list[str]:
        listed = etree.Element(
            f"{_RELS}Relationships",
            nsmap={None: _RELS[1:-1]},  # type: ignore[dict-item]
        )
        gone = []
        for relation, kind in self._typed(source):
            if not self._is_kept(relation):
                gone.append(relation.id)
                continue
            node = etree.SubElement(listed, f"{_RELS}Relationship", Id=relation.id, Type=kind)
            if relation.external:
                node.set("Target", self.terms.out_of(relation.target))
                node.set("TargetMode", "External")
                continue
            node.set("Target", "/" + self._named(relation.target))
            if relation.target.lower() not in self.seen:
                self.seen.add(relation.target.lower())
                waiting.append(relation.target)
        if len(listed):
            self.relations[source] = listed
        return gone

    def _typed(self, source: str) -> list[tuple[Relation, str]]:
        """Relations with their full types, which the short kinds come from."""
        folder, base = posixpath.split(source)
        root = self.package.xml_or_none(posixpath.join(folder, "_rels", f"{base}.rels"))
        types = (
            {} if root is None else {n.get("Id"): n.get("Type") for n in root.iter(f"{_RELS}Relationship")}
        )
        return [(r, types.get(r.id) or "") for r in self.package.relations(source)]

    def _is_kept(self, relation: Relation) -> bool:
        if relation.external:
            local = relation.target.lower().startswith(("file:", "\\\\")) or relation.target[1:2] == ":"
            return relation.kind == "hyperlink" and not local
        is_shown = relation.target.lower() not in self.unused
        return relation.kind in _KEPT and is_shown and self.package.has(relation.target)

    def _named(self, part: str) -> str:
        """The part's name in the new file; a name that tells something is replaced by a number."""
        key = part.lower()
        if key not in self.kept:
            plain = part.isascii() and "%" not in part and self.terms.out_of(part) == part
            ending = posixpath.splitext(part)[1]  # the content type hangs on it
            name = part if plain else f"{posixpath.dirname(part)}/part{len(self.kept) + 1}{ending}"
            self.kept[key] = name
        return self.kept[key]

    def _root(self, part: str) -> Element | None:
        key = part.lower()
        if key not in self.roots and key.endswith(".xml"):
            self.roots[key] = self.package.xml(part)
        return self.roots.get(key)

    def save(self, target: Path) -> None:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            _put(archive, _TYPES, self._content_types())
            for source, listed in self.relations.items():
                folder, base = posixpath.split(self._named(source) if source else "")
                _put(archive, posixpath.join(folder, "_rels", f"{base}.rels"), _xml(listed))
            for key, name in self.kept.items():
                _put(archive, name, self._content(key))

    def _content(self, key: str) -> bytes:
        root = self._root(key)
        if root is None:
            return self.terms.out_of_bytes(bare_picture(self.package.read(key)))
        if root.tag.endswith("}coreProperties"):
            return _CORE
        if root.tag.endswith("extended-properties}Properties"):
            return _APP
        strip(root)
        _sweep(root, self.terms)
        return _xml(root)

    def _content_types(self) -> bytes:
        root = self.package.xml(_TYPES)
        for node in list(root):
            part = (node.get("PartName") or "").lstrip("/").lower()
            if part and part not in self.kept:
                root.remove(node)
            elif part:
                node.set("PartName", "/" + self.kept[part])
            elif (node.get("Extension") or "").lower() in ("bin", "vml") and "vba" in (
                node.get("ContentType") or ""
            ):
                root.remove(node)
        content = _xml(root)
        if not any(node.get("PartName") for node in root):
            raise Unreadable("文件缺了一部分，可能已损坏。用办公软件打开、另存一次再传。")
        return content.replace(b"macroEnabled.main+xml", b"document.main+xml").replace(
            b"application/vnd.ms-word.document.main+xml",
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        )


def _sweep(root: Element, terms: Terms) -> None:
    """Every word of a part: lines first, since a term may be cut into runs, then whatever else holds text."""
    if terms.pattern is None:
        return
    for paragraph in root.iter(P):
        for tags in ((T, f"{M}t"), (f"{W}instrText",)):
            sweep([Piece(n, n.text) for n in paragraph.iter(*tags) if n.text and not stands_over(n)], terms)
    for paragraph in root.iter(f"{A}p"):
        sweep(drawn_pieces(paragraph), terms)
    for nodes, words in field_codes(root):
        if terms.removals_in(shown_by_field("".join(words))):
            for node in nodes:
                node.text = None
                node.attrib.pop(f"{W}instr", None)
    for value in root.iter(f"{C}v"):
        value.text = terms.out_of(value.text or "")
    for node in root.iter():
        if node.text:
            node.text = terms.out_of_attribute(str(node.tag), node.text)
        for name, value in node.attrib.items():
            swept = terms.out_of_attribute(name, value)
            if swept != value:
                node.set(name, swept)


def _xml(root: Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)
