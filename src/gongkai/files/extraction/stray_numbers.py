"""Numbers of persons in the corners of a packed file: the name of a picture, the code of a field, a part left over.

Readers tell what they know of the format. This knows nothing of it, and looks for what they left out.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace

from gongkai.files.extraction.packed import MAX_XML_BYTES, Package, Unreadable
from gongkai.files.extraction.passages import PERSONS_NUMBER, PERSONS_NUMBER_BYTES, Hiding
from gongkai.files.extraction.shapes import Extract

PARTS = re.compile(r"\.(?:xml|rels|vml)$", re.I)
_WORDS = re.compile(rb"<(?:\w+:)?(?:t|v|TextCode)[ >]")
_TAG = 2_000  # bytes before a number in which its tag is looked for
_LOOKS = 100  # numbers looked for in the whole text; a file that has more is told without looking


def with_stray_numbers(package: Package, found: Extract, read: Container[str]) -> Extract:
    """The extract, and as hidden the numbers that neither its text nor its excerpts hold.

    `read` are the names of the parts, in small letters, whose words stand in the text.
    """
    hiding = Hiding()
    for number, part in stray_numbers(parts_of(package), found, read):
        hiding.add("hidden_text", f"文件内部（{part}）", number)
    return replace(found, hidden=(*found.hidden, *hiding.all()))


def parts_of(package: Package) -> Iterator[tuple[str, bytes]]:
    """Names and contents of the parts that can be read; whoever needs another says so."""
    for part in package.names:
        if PARTS.search(part) and package.size(part) <= MAX_XML_BYTES:
            with suppress(Unreadable):
                yield part, package.read(part)


def stray_numbers(
    parts: Iterable[tuple[str, bytes]], found: Extract, read: Container[str]
) -> Iterator[tuple[str, str]]:
    """Numbers that `found` doesn't hold, each once, with the part where it stands."""
    seen: set[str] | None = None
    known = ""
    looks = _LOOKS
    for part, content in parts:
        for number in _numbers_in(content, part.lower() in read):
            if seen is None:
                known = "\n".join([found.text, *(one.excerpt for one in found.hidden)])
                seen = set(PERSONS_NUMBER.findall(known))
            if number in seen:
                continue
            seen.add(number)
            looks -= 1
            if looks < 0 or number not in known:
                yield number, part


def _numbers_in(content: bytes, is_read: bool) -> Iterator[str]:
    content = _as_utf8(content)
    for hit in PERSONS_NUMBER_BYTES.finditer(content):
        if not (is_read and _in_words(content, hit.start())):
            yield hit[0].decode()


def _as_utf8(content: bytes) -> bytes:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace").encode("utf-8", "replace")
    return content


def _in_words(content: bytes, at: int) -> bool:
    """Whether a place lies within an element of words. Beginnings of numbers are cut off there, run by run."""
    first = max(at - _TAG, 0)
    tag = content.rfind(b"<", first, at)
    return tag >= 0 and content.rfind(b">", tag, at) > 0 and _WORDS.match(content, tag) is not None
