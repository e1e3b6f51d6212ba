"""Packed files (ZIP with XML parts) opened for reading: bounded, without network, without foreign definitions."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree

from gongkai.files.extraction.shapes import UNREADABLE, Extract
from gongkai.files.rules import MAX_MEMBERS, MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO, WAYS_OF_PACKING

MAX_XML_BYTES = 50 * 1024 * 1024
"""Bytes of one XML part; its tree takes several times that in memory."""
_TIMES_READ, _SMALL = 12, 2 * 1024 * 1024
"""How many times over all parts together may be read: more is a small file that points at one part again and again."""

Element: TypeAlias = Any  # an lxml element; its stubs answer bytes or text everywhere
_OLE = b"\xd0\xcf\x11\xe0"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_STRICT_KINDS = {"customProperties": "custom-properties", "extendedProperties": "extended-properties"}
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Unreadable(Exception):
    """A file that cannot be read; the message says in Chinese why and what helps."""


def guarded(read: Callable[[Path], Extract]) -> Callable[[Path], Extract]:
    """A reader whose every failure becomes an Extract that says so.

    The bytes come from strangers and the libraries raise nearly anything on damaged ones; a reader that raises
    would stop the screening of all files behind it.
    """

    @wraps(read)
    def reading(path: Path) -> Extract:
        try:
            return read(path)
        except Unreadable as problem:
            return Extract(state=UNREADABLE, problem=str(problem))
        except MemoryError:
            return Extract(state=UNREADABLE, problem="文件太大，读不完。拆成几份再传。")
        except Exception:
            return Extract(state=UNREADABLE, problem="文件已损坏，读不出来。用办公软件打开、另存一次再传。")

    return reading


def parse(content: bytes, *, keep_comments: bool = False) -> Element:
    """The root of an XML part. Raises Unreadable."""
    if b"purl.oclc.org/ooxml" in content[:20_000]:  # the strict dialect names the same things otherwise
        content = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", content)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not keep_comments,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, AssertionError) as problem:
        raise Unreadable("文件里有一部分读不出来，可能已损坏。用办公软件打开、另存一次再传。") from problem


@dataclass(frozen=True, slots=True)
class Relation:
    """`kind` is the last part of its type (header, image, oleObject …); `target` a member's name, or an address."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """The members of a ZIP file, read one by one within the limits. Raises Unreadable."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as handle:
            head = handle.read(4)
        if head == _OLE:
            raise Unreadable("文件加了密码，或者扩展名不对。去掉密码、用办公软件另存一次再传。")
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as problem:
            raise Unreadable("文件打不开，已损坏。用办公软件打开、另存一次再传。") from problem
        members = [m for m in self._archive.infolist() if not m.is_dir()]
        unpacked = sum(m.file_size for m in members)
        if len(members) > MAX_MEMBERS:
            raise Unreadable(f"文件里面有 {len(members)} 个部分，最多 {MAX_MEMBERS} 个。")
        if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_UNPACKED_RATIO * max(path.stat().st_size, 100_000):
            raise Unreadable(f"文件解开以后有 {unpacked // 1024 // 1024} MB，超过限制。")
        if any(m.flag_bits & 1 for m in members):
            raise Unreadable("文件加了密码。去掉密码再传。")
        if any(m.compress_type not in WAYS_OF_PACKING for m in members):
            raise Unreadable("文件打不开，已损坏。用办公软件打开、另存一次再传。")
        self._left = _TIMES_READ * unpacked + _SMALL
        self._by_name = {m.filename.replace("\\", "/").lower(): m for m in members}
        if len(self._by_name) != len(members):  # programs differ in which of the two they show
            raise Unreadable("文件里面有重名的部分，看到的内容可能因软件而异。用办公软件打开、另存一次再传。")
        self.names = [m.filename for m in members]

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def has(self, name: str) -> bool:
        return name.lower() in self._by_name

    def size(self, name: str) -> int:
        return self._by_name[name.lower()].file_size

    def read(self, name: str, limit: int = MAX_UNPACKED_BYTES) -> bytes:
        """A member's bytes, at most `limit` of them. Names are the same in small and capital letters."""
        member = self._by_name.get(name.lower())
        if member is None:
            raise Unreadable("文件缺了一部分，可能已损坏。用办公软件打开、另存一次再传。")
        try:
            with self._archive.open(member) as part:
                return part.read(limit)
        except Exception as problem:  # each way of packing has its own errors
            raise Unreadable("文件有一部分解不开，已损坏。用办公软件打开、另存一次再传。") from problem

    def xml(self, name: str) -> Element:
        if self.has(name) and self.size(name) > MAX_XML_BYTES:
            raise Unreadable("文件太大，读不完。拆成几份再传。")
        content = self.read(name)
        self._left -= len(content)
        if self._left < 0:
            raise Unreadable("文件里同一部分被引用的次数太多，读不完。用办公软件打开、另存一次再上传。")
        return parse(content)

    def xml_or_none(self, name: str) -> Element | None:
        """For parts whose loss hides no text."""
        if not self.has(name):
            return None
        try:
            return self.xml(name)
        except Unreadable:
            return None

    def relations(self, part: str = "") -> list[Relation]:
        """Where a part points; the package itself when `part` is empty."""
        folder, base = posixpath.split(part)
        root = self.xml_or_none(posixpath.join(folder, "_rels", f"{base}.rels"))
        return [] if root is None else list(_relations(root, folder))

    def reachable(self) -> dict[str, Relation]:
        """The parts that something points to, by lower-case name, each with one of the pointers to it."""
        found: dict[str, Relation] = {}
        waiting = [""]
        while waiting:
            for relation in self.relations(waiting.pop()):
                name = relation.target.lower()
                if not relation.external and name in self._by_name and name not in found:
                    found[name] = relation
                    waiting.append(relation.target)
        return found


def _relations(root: Element, folder: str) -> Iterator[Relation]:
    for node in root.iter(_RELATIONS):
        target = (node.get("Target") or "").strip()
        external = node.get("TargetMode") == "External"
        if not external:
            target = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            target = posixpath.normpath(target)
        kind = (node.get("Type") or "").rsplit("/", 1)[-1]
        yield Relation(node.get("Id") or "", _STRICT_KINDS.get(kind, kind), target, external)
