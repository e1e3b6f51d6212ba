"""The parts of a packed workbook: opened without unpacking, XML read as a stream, no foreign definitions."""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

from lxml import etree

from gongkai.files.rules import WAYS_OF_PACKING

_MAX_TREE = 64 * 1024 * 1024  # bytes of a part that is read whole
_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": False,
    "load_dtd": False,
}
_UNPACKING = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError)
_FOREIGN = (b"<!DOCTYPE", b"<!ENTITY")


class Damaged(Exception):
    """The package or one of its parts isn't what it should be."""


class _Guarded:
    """A part being read, which ends at the first sign of a document type: entities are never looked at."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._tail = b""

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        seen = self._tail + (piece.replace(b"\0", b"") if b"\0" in piece else piece)
        if b"<!" in seen and any(mark in seen for mark in _FOREIGN):
            raise Damaged("document type")
        self._tail = seen[-16:]
        return piece


class Package:
    """The ZIP with its members by name, and the relations among them."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path)
        self.members = {m.filename.lstrip("/"): m for m in self.archive.infolist() if not m.is_dir()}
        if any(m.compress_type not in WAYS_OF_PACKING for m in self.members.values()):
            raise Damaged("way of packing")
        self._lower = {name.lower(): name for name in self.members}

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.archive.close()

    def find(self, name: str) -> str | None:
        return name if name in self.members else self._lower.get(name.lower())

    def stream(self, name: str, tags: tuple[str, ...]) -> Iterator[Any]:
        """Elements of these names (any namespace) one after another, forgotten after use."""
        found = self.find(name)
        if found is None:
            return
        wanted = tuple("{*}" + tag for tag in tags)
        with self.archive.open(self.members[found]) as stream:
            for _, element in etree.iterparse(_Guarded(stream), events=("end",), tag=wanted, **_OPTIONS):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]

    def tree(self, name: str) -> Any | None:
        """The root of a small part, or None where it is missing. Raises Damaged for one that is too large."""
        found = self.find(name)
        if found is None:
            return None
        member = self.members[found]
        if member.file_size > _MAX_TREE:
            raise Damaged(name)
        with self.archive.open(member) as stream:
            return etree.parse(cast(IO[bytes], _Guarded(stream)), etree.XMLParser(**_OPTIONS)).getroot()

    def content(self, name: str) -> bytes:
        """A small part as it is; nothing of a large or damaged one, which whoever needs it complains of."""
        member = self.members[name]
        if member.file_size > _MAX_TREE:
            return b""
        try:
            with self.archive.open(member) as stream:
                return stream.read(_MAX_TREE)
        except (*_UNPACKING, OSError, ValueError):
            return b""

    def relations(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """Id → last word of the type, target (a member's name, or an address outside), whether outside."""
        folder, base = posixpath.split(name)
        root = self.tree(posixpath.join(folder, "_rels", base + ".rels"))
        found: dict[str, tuple[str, str, bool]] = {}
        for one in root.iterchildren("{*}Relationship") if root is not None else ():
            target, outside = one.get("Target", ""), one.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], target, outside)
        return found


def local(element: Any) -> str:
    """The name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def attribute(element: Any, name: str) -> str:
    """An attribute whatever its namespace (r:id in both dialects)."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return ""


def texts(root: Any, tag: str) -> list[str]:
    """Texts of all elements of that name."""
    return [element.text for element in root.iter("{*}" + tag) if element.text]
