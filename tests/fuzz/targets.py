"""What is fuzzed: each target takes bytes and raises where a promise to whoever calls it is broken."""

from __future__ import annotations

import contextlib
import importlib
import math
import os
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

from tests.fuzz.mutations import markup, old_office, packages, pdf, pictures, plain_bytes, words

from gongkai.files.apart import ENDED, Reader
from gongkai.files.extraction import extract
from gongkai.files.extraction.shapes import HIDDEN, READ, UNREADABLE, WAITING, Extract
from gongkai.files.readings import from_bytes, to_bytes
from gongkai.screening.masks import mask
from gongkai.screening.profiles import profiles
from gongkai.screening.redaction import html, plain, removals_of, removed_terms
from gongkai.screening.redaction.readback import leftovers
from gongkai.screening.scanning import scan
from gongkai.screening.spans import ACTIONS
from gongkai.screening.wording import WordLists, seed_lists

Answer = Callable[[bytes, Path], None]
Change = Callable[[Random, bytes, Sequence[bytes], int], bytes]

_APART_SECONDS = 60
_DEEP = 120
"""Characters up to which the sequence model is asked too, for one text in eight."""


@dataclass(frozen=True)
class Target:
    """`answer` gets an input and a folder of its own. `most` bytes of an input.

    `beside`: seconds that another process has computed for it so far.
    """

    name: str
    answer: Answer
    change: Change
    most: int = 64 * 1024
    beside: Callable[[], float] | None = None


class Broken(AssertionError):
    """A promise that wasn't kept."""


def promised(kept: bool, words: str) -> None:
    if not kept:
        raise Broken(words)


def _is_chinese(words: str) -> bool:
    return any("一" <= sign <= "鿿" for sign in words)


def look_at(found: Extract) -> None:
    """An extract that can be stored, shown and counted on."""
    promised(isinstance(found, Extract), f"no extract but {type(found).__name__}")
    promised(found.state in (READ, WAITING, UNREADABLE), f"state {found.state!r}")
    promised(found.state == READ or _is_chinese(found.problem), "no reason in Chinese")
    for hidden in found.hidden:
        promised(hidden.kind in HIDDEN and hidden.count > 0, f"hidden: {hidden.kind!r} × {hidden.count!r}")
    for block in found.blocks:
        promised(block.box is None or all(map(math.isfinite, block.box)), f"box {block.box!r}")
        promised(block.page >= 0, f"page {block.page!r}")
    text = found.text
    promised(not text or found.place_of(len(text) - 1) == found.blocks[-1].place, "places don't fit the text")


def read_as(reader: str, extension: str, data: bytes, folder: Path) -> None:
    """The reader itself, without the net that `extract` spreads below all of them."""
    path = folder / f"a.{extension}"
    path.write_bytes(data)
    with contextlib.suppress(
        MemoryError
    ):  # a claim that is too large; `extract` tells that apart from damage
        look_at(importlib.import_module(f"gongkai.files.extraction.{reader}").read(path))


def extracted(data: bytes, folder: Path) -> None:
    """As the product reads it: the content decides; the result can be stored and comes back the same."""
    path = folder / "a"
    path.write_bytes(data)
    found = extract(path, ("docx", "doc", "xls", "txt", "wps")[zlib.crc32(data) % 5])
    look_at(found)
    if found.state == READ:
        promised(from_bytes(to_bytes(found)).text == found.text, "the kept reading says something else")


_reader: list[Reader] = []


def apart(data: bytes, folder: Path) -> None:
    """In the process of its own that the server uses: it neither dies nor runs out of its time."""
    if not _reader:
        _reader.append(Reader(seconds=_APART_SECONDS))
    path = folder / "a"
    path.write_bytes(data)
    found = _reader[0].read(path, ("docx", "doc", "xls", "txt", "wps")[zlib.crc32(data) % 5])
    look_at(found)
    promised(found.problem != ENDED, "the process that reads ended")
    promised(f"{_APART_SECONDS} 秒" not in found.problem, "the process that reads ran out of time")


def _computed_apart() -> float:
    child = _reader[0]._child if _reader else None
    try:
        told = Path(f"/proc/{child._process.pid}/stat").read_text() if child else ""
    except OSError:
        return 0.0
    spent = told.rpartition(")")[2].split()[11:13]
    return sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


_lists: list[WordLists] = []


def detected(data: bytes, folder: Path) -> None:
    """All detectors together: spans in order that don't overlap, each where it says, each with a mask."""
    text = data.decode("utf-8", "replace")
    chance = zlib.crc32(data)
    known = list(profiles().values())
    profile = known[chance % len(known)]
    if not _lists:
        _lists.append(WordLists(seed_lists()))
    deep = len(text) <= _DEEP and chance % 8 == 0
    end = 0
    for span in scan(text, profile=profile, lists=_lists[0], deep=deep):
        promised(end <= span.start < span.end <= len(text), f"{span.kind} at {span.start}–{span.end}")
        promised(text[span.start : span.end] == span.text, f"{span.kind}: not what stands there")
        promised(
            0 <= span.confidence <= 1 and span.action in ACTIONS,
            f"{span.kind}: {span.confidence} {span.action}",
        )
        mask(span.kind, span.text)
        profile.mask(span, text)
        promised(bool(profile.reason(span, text)), f"{span.kind}: no reason")
        end = span.end


def redacted(data: bytes, folder: Path) -> None:
    """Text and web pages: what was taken out stands nowhere in the copy. What only line breaks part, as two cells

    that together read like a name, the read-back tells and refuses; here it has to come to an end.
    """
    extension, writer = ("html", html) if data.lstrip()[:1] == b"<" else ("txt", plain)
    source, target = folder / f"a.{extension}", folder / f"b.{extension}"
    source.write_bytes(data)
    target.unlink(missing_ok=True)
    found = importlib.import_module(
        f"gongkai.files.extraction.{extension if extension == 'html' else 'plain'}"
    ).read(source)
    if found.state != READ:
        return
    removals = removals_of(scan(found.text), found.text, profiles()["default"])
    if not removals:
        return
    writer.redact(source, target, removals)
    again = extract(target, extension)
    look_at(again)
    terms = removed_terms(found.text, removals)
    left = [term for term in terms if term in again.text]
    promised(not left, f"still there: {left[:3]!r}")
    leftovers(target, extension, terms)


def _any_file(chance: Random, data: bytes, others: Sequence[bytes], most: int) -> bytes:
    """The way of the format that the first bytes show."""
    if data[:2] == b"PK":
        return packages.change(chance, data, others, most)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return old_office.change(chance, data, others, most)
    if b"%PDF" in data[:1024]:
        return pdf.change(chance, data, others, most)
    if data[:1] in (b"\xff", b"\x89", b"G"):
        return pictures.change(chance, data, others, most)
    return _page_or_text(chance, data, others, most)


def _page_or_text(chance: Random, data: bytes, others: Sequence[bytes], most: int) -> bytes:
    way = markup.change if data.lstrip()[:1] == b"<" and chance.random() < 0.6 else words.change
    return way(chance, data, others, most)


def _damaged(chance: Random, data: bytes, others: Sequence[bytes], most: int) -> bytes:
    """The container more often than what is in it."""
    if data[:2] == b"PK":
        return (packages.damaged if chance.random() < 0.6 else packages.change)(chance, data, others, most)
    return (plain_bytes.change if chance.random() < 0.6 else old_office.change)(chance, data, others, most)


def _table_or_text(chance: Random, data: bytes, others: Sequence[bytes], most: int) -> bytes:
    return (words.change if chance.random() < 0.5 else plain_bytes.change)(chance, data, others, most)


TARGETS = {
    target.name: target
    for target in (
        Target("docx", partial(read_as, "docx", "docx"), packages.change),
        Target("xlsx", partial(read_as, "xlsx", "xlsx"), packages.change),
        Target("pptx", partial(read_as, "pptx", "pptx"), packages.change),
        Target("ofd", partial(read_as, "ofd", "ofd"), packages.change),
        Target("doc", partial(read_as, "doc", "doc"), old_office.change),
        Target("xls", partial(read_as, "xls", "xls"), old_office.change),
        Target("pdf", partial(read_as, "pdf", "pdf"), pdf.change),
        Target("images", partial(read_as, "images", "png"), pictures.change),
        Target("html", partial(read_as, "html", "html"), markup.change, most=32 * 1024),
        Target("plain", partial(read_as, "plain", "txt"), _table_or_text, most=32 * 1024),
        Target("containers", extracted, _damaged),
        Target("apart", apart, _any_file, beside=_computed_apart),
        Target("detectors", detected, words.change, most=24 * 1024),
        Target("redaction", redacted, _page_or_text, most=24 * 1024),
    )
}
