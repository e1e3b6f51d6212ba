"""Taking text out of a file: written by the module of its format, then read back before anybody gets the result."""

from __future__ import annotations

import contextlib
import importlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.files.apart import extract_apart
from gongkai.files.extraction.shapes import READ, Extract, Removal
from gongkai.screening.profiles import Profile
from gongkai.screening.redaction.readback import leftovers
from gongkai.screening.spans import KEEP, LOOK, MASK, REMOVE, Span

__all__ = [
    "DONE",
    "LEFT",
    "REFUSED",
    "WRITERS",
    "Result",
    "merged",
    "redact_file",
    "removals_of",
    "removed_terms",
    "written_as",
]

DONE, LEFT, REFUSED = "done", "left", "refused"
"""`left`: the read-back still found something, so nothing was written. `refused`: the file can't be redacted."""

WRITERS = {
    "docx": "docx", "docm": "docx", "dotx": "docx",
    "xlsx": "xlsx", "xlsm": "xlsx", "xltx": "xlsx", "xls": "xlsx",
    "pdf": "pdf",
    "jpg": "images", "jpeg": "images", "png": "images", "bmp": "images", "tif": "images", "tiff": "images",
    "webp": "images", "gif": "images",
    "txt": "plain", "md": "plain", "csv": "plain", "tsv": "plain",
    "html": "html", "htm": "html",
}  # fmt: skip
"""Extension → module of this package with `redact(source, target, removals)`."""

WRITTEN_AS = {"xls": "xlsx", "xlsm": "xlsx", "xltx": "xlsx"}
"""Formats whose copy is of another one: nothing writes Excel 97 without its remains, nor macros without their text."""

CANNOT = "这种格式（.{extension}）不能自动遮盖。另存为 DOCX、XLSX 或 PDF 再试。"
FAILED = "这个文件没有办法自动遮盖。用办公软件打开、另存一次再试，或者手工去掉以后重新上传。"
NOT_READ = "这个文件读不出文字，不能自动遮盖。"
STILL_THERE = "遮盖以后还能读出 {count} 处，没有生成文件。"
SHORTEST_TERM = 2


def written_as(extension: str) -> str:
    """The extension of the redacted copy."""
    extension = extension.lower().lstrip(".")
    return WRITTEN_AS.get(extension, extension)


@dataclass(frozen=True)
class Result:
    """`left` are the terms that could still be read, for which nothing was written. `problem` is in Chinese."""

    state: str
    removed: int = 0
    left: tuple[str, ...] = ()
    problem: str = ""


def redact_file(
    source: Path,
    target: Path,
    extension: str,
    removals: Sequence[Removal],
    *,
    extract: Extract | None = None,
) -> Result:
    """Writes `source` without what `removals` name to `target`, and only if reading it back finds none of it.

    Removals count characters of the extract's text; give `extract` where the caller has it, else the file is read.
    The copy is of the format `written_as(extension)`; `target` is not touched before the read-back has passed. Never raises for what the file holds.
    """
    extension = extension.lower().lstrip(".")
    if source.resolve() == target.resolve():
        return Result(REFUSED, problem="原件不覆盖，换一个文件名。")
    if extension not in WRITERS:
        return Result(REFUSED, problem=CANNOT.format(extension=extension))
    found = extract or extract_apart(source, extension)
    if found.state != READ:
        return Result(REFUSED, problem=found.problem or NOT_READ)
    asked = merged(removals)
    terms = removed_terms(found.text, asked)
    with _beside(target) as draft:
        try:
            writer = _writer(extension)
            if hasattr(
                writer, "redact_recognised"
            ):  # text that recognition read stands in no file: its boxes do
                writer.redact_recognised(source, draft, found, asked)
            else:
                writer.redact(source, draft, asked)
            if not draft.is_file():
                return Result(REFUSED, problem=FAILED)
            left = tuple(sorted({one.term for one in leftovers(draft, written_as(extension), terms)}))
        except Exception as problem:  # whatever a damaged file makes a library raise, nothing goes out
            return Result(REFUSED, problem=_told(problem))
        if left:
            return Result(LEFT, len(asked), left, STILL_THERE.format(count=len(left)))
        os.replace(draft, target)
    return Result(DONE, len(asked))


def removals_of(spans: Iterable[Span], text: str, profile: Profile, *, looks: bool = True) -> list[Removal]:
    """What a profile takes out: masks for `mask`, nothing for `remove`. `looks`: also what a person should look at."""
    actions = {MASK, REMOVE, LOOK} if looks else {MASK, REMOVE}
    taken: list[Span] = []
    kept: list[Span] = []
    for span in spans:
        (taken if span.action in actions else kept).append(span)
    taken += _holding(taken, [span for span in kept if span.action == KEEP])
    return [Removal(s.start, s.end, profile.mask(s, text)) for s in taken]


def _holding(taken: list[Span], kept: list[Span]) -> list[Span]:
    """What could stay but holds the text of something taken out (a@b.gov in a@b.gov.cn): staying it would tell it."""
    found: list[Span] = []
    more = taken
    while more and kept:
        terms = {span.text for span in more if len(span.text) >= SHORTEST_TERM}
        lengths = sorted({len(term) for term in terms})
        more = []
        rest: list[Span] = []
        for span in kept:
            (more if _holds(span.text, terms, lengths) else rest).append(span)
        found, kept = found + more, rest
    return found


def _holds(words: str, terms: set[str], lengths: list[int]) -> bool:
    return any(
        words[at : at + length] in terms for length in lengths for at in range(len(words) - length + 1)
    )


def merged(removals: Iterable[Removal]) -> list[Removal]:
    """In order and without overlaps; of two that overlap one is made that covers both."""
    made: list[Removal] = []
    for one in sorted(removals, key=lambda r: (r.start, -r.end)):
        if made and one.start < made[-1].end:
            last = made[-1]
            if one.end > last.end:
                made[-1] = Removal(last.start, one.end, last.replacement)
        elif one.start < one.end:
            made.append(one)
    return made


def removed_terms(text: str, removals: Iterable[Removal]) -> list[str]:
    """What must not be found afterwards: the texts taken out, but for single characters and what their masks show."""
    terms = {
        text[one.start : one.end].strip() for one in removals if text[one.start : one.end] != one.replacement
    }
    return sorted(term for term in terms if len(term) >= SHORTEST_TERM)


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A name in the target's folder that is gone afterwards, unless it was moved to the target."""
    handle, name = tempfile.mkstemp(prefix=".redacting-", suffix=target.suffix, dir=target.parent)
    os.close(handle)
    draft = Path(name)
    draft.unlink()
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _writer(extension: str) -> Any:
    """The module of the format, brought in when it is needed: each has libraries of its own."""
    return importlib.import_module(f"{__name__}.{WRITERS[extension]}")


def _told(problem: Exception) -> str:
    """The exception's own words where they are meant for people (in Chinese), else the general ones."""
    words = str(problem)
    return words if words and any("一" <= c <= "鿿" for c in words) else FAILED
