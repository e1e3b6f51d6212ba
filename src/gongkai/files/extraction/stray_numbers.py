"""Numbers of persons in the corners of a packed file: the name of a picture, the code of a field, a part left over.

Readers tell what they know of the format. This knows nothing of it, and looks for what they left out.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace

from gongkai.files.extraction.packed import MAX_XML_BYTES, Package, Unreadable
from gongkai.files.extraction.passages import PERSONS_NUMBER, PERSONS_NUMBER_BYTES, Hiding
from gongkai.files.extraction.shapes import Extract

_PARTS = re.compile(r"\.(?:xml|rels|vml)$", re.I)
_WORDS = re.compile(rb"<(?:\w+:)?(?:t|v|TextCode)[ >]")
_TAG = 2_000  # bytes before a number in which its tag is looked for
_LOOKS = 100  # numbers looked for in the whole text; a file that has more is told without looking


def with_stray_numbers(package: Package, found: Extract, read: Container[str]) -> Extract:
    """The extract, and as hidden the numbers that neither its text nor its excerpts hold.

    `read` are the names of the parts, in small letters, whose words stand in the text.
    """
    known = "\n".join([found.text, *(one.excerpt for one in found.hidden)])
    hiding = Hiding()
    for number, part in stray_numbers(package, known, read):
        hiding.add("hidden_text", f"文件内部（{part}）", number)
    return replace(found, hidden=(*found.hidden, *hiding.all()))


def stray_numbers(package: Package, known: str, read: Container[str]) -> Iterator[tuple[str, str]]:
    """Numbers that `known` doesn't hold, each once, with the part where it stands."""
    seen: set[str] | None = None
    looks = _LOOKS
    for part in package.names:
        if not _PARTS.search(part) or package.size(part) > MAX_XML_BYTES:
            continue
        for number in _numbers_in(package, part, part.lower() in read):
            if seen is None:
                seen = set(PERSONS_NUMBER.findall(known))
            if number in seen:
                continue
            seen.add(number)
            looks -= 1
            if looks < 0 or number not in known:
                yield number, part


def _numbers_in(package: Package, part: str, is_read: bool) -> Iterator[str]:
    try:
        content = _as_utf8(package.read(part))
    except (Unreadable, UnicodeDecodeError):  # whoever needs the part says so
        return
    for hit in PERSONS_NUMBER_BYTES.finditer(content):
        if not (is_read and _in_words(content, hit.start())):
            yield hit[0].decode()


def _as_utf8(content: bytes) -> bytes:
    return (
        content.decode("utf-16").encode("utf-8", "replace")
        if content[:2] in (b"\xff\xfe", b"\xfe\xff")
        else content
    )


def _in_words(content: bytes, at: int) -> bool:
    """Whether a place lies within an element of words. Beginnings of numbers are cut off there, run by run."""
    first = max(at - _TAG, 0)
    tag = content.rfind(b"<", first, at)
    return tag >= 0 and content.rfind(b">", tag, at) > 0 and _WORDS.match(content, tag) is not None
