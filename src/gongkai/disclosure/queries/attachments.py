"""An attachment as the office looks at it: its text with the findings marked, and where these stand on its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.accounts.policies import Standing
from gongkai.disclosure.models import Attachment, Finding, Item, Redaction
from gongkai.disclosure.policies import may_settle, visible_to
from gongkai.disclosure.queries.filing import file_by_key
from gongkai.disclosure.queries.screening import fingerprint_of
from gongkai.files.extraction.shapes import Block, Extract, Removal
from gongkai.files.picturing import DRAWN
from gongkai.files.queries import readings_of
from gongkai.files.recognition import boxes_of

MAX_MARKS = 2000  # of one finding's words in one file

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Mark:
    """One place of a finding: characters of the file's text, and its box (units of the page) where known."""

    finding_id: int
    label: str
    start: int
    end: int
    page: int
    box: Box | None


@dataclass(frozen=True)
class FileFinding:
    id: int
    label: str
    place: str
    excerpt: str
    advice: str
    is_hidden: bool
    is_suggested: bool


@dataclass(frozen=True)
class SeenFile:
    """A file for the viewer. `extract` is None while nobody has read it. `findings` are the open ones."""

    item_id: int
    title: str
    key: str
    name: str
    digest: str
    extension: str
    extract: Extract | None
    findings: Sequence[FileFinding]
    marks: Sequence[Mark]
    may_settle: bool
    in_work: bool

    @property
    def is_pictured(self) -> bool:
        return self.extension in DRAWN


def seen_file(by: Standing, item_id: int, key: str) -> SeenFile | None:
    """None for what this person may not know of."""
    attached = file_by_key(by, key, item_id)
    if attached is None:
        return None
    item = Item.objects.get(id=item_id)
    in_work = attached.version.state in ("working", "frozen")
    extract = readings_of([attached.file_id]).get(attached.file_id)
    rows = list(
        Finding.objects.filter(version=attached.version_id, target=f"file:{key}", state="open").order_by("id")
    )
    return SeenFile(
        item_id=item_id,
        title=attached.version.title,
        key=key,
        name=attached.name,
        digest=attached.file.digest,
        extension=attached.file.extension,
        extract=extract,
        findings=[_finding(row) for row in rows if row.detector != "unreadable_file"],
        marks=list(_marks(rows, extract)) if extract else [],
        may_settle=in_work and may_settle(by, item),
        in_work=in_work,
    )


def _finding(row: Finding) -> FileFinding:
    return FileFinding(
        row.pk,
        row.label,
        row.place,
        row.excerpt,
        row.advice,
        row.detector.startswith("hidden:"),
        row.action in ("mask", "remove"),
    )


def _marks(rows: Iterable[Finding], extract: Extract) -> Iterator[Mark]:
    """Wherever the words of a finding stand. What has moved since it was found has no mark until the next check."""
    for row in rows:
        words = extract.text[row.start : row.end]
        if row.detector.startswith("hidden:") or not words.strip():
            continue
        if fingerprint_of(row.detector, words) != row.fingerprint:
            continue
        at, count = extract.text.find(words), 0
        while at >= 0 and count < MAX_MARKS:
            yield from _mark(row, extract, at, at + len(words))
            at, count = extract.text.find(words, at + len(words)), count + 1


def _mark(row: Finding, extract: Extract, start: int, end: int) -> Iterator[Mark]:
    block = extract.block_at(start)
    places: list[tuple[int, Box | None]] = [*boxes_of(extract, [Removal(start, end)])]
    for page, box in places or [(block.page if block else 0, None)]:
        yield Mark(row.pk, row.label, start, end, page, box)


@dataclass(frozen=True)
class Side:
    digest: str
    extension: str
    extract: Extract | None

    @property
    def is_pictured(self) -> bool:
        return self.extension in DRAWN


@dataclass(frozen=True)
class TwoFiles:
    """An attachment before and after a redaction, for whoever may settle it."""

    item_id: int
    redaction_id: int
    label: str
    count: int
    key: str
    name: str
    before: Side
    after: Side


def before_and_after(by: Standing, item_id: int, redaction_id: int) -> TwoFiles | None:
    """The original only for those who may settle the item's findings; None for everybody else."""
    row = (
        Redaction.objects.filter(
            id=redaction_id,
            item=item_id,
            item__in=visible_to(by),
            undone_at=None,
            original_file__isnull=False,
        )
        .select_related("item", "original_file", "version")
        .first()  # by primary key
    )
    if row is None or row.original_file is None or not may_settle(by, row.item):
        return None
    key = row.target.removeprefix("file:")
    attached = (
        Attachment.objects.filter(version=row.version_id, key=key).select_related("file").first()
    )  # one by its address
    if attached is None:
        return None
    read = readings_of([row.original_file_id or 0, attached.file_id])
    return TwoFiles(
        item_id,
        row.pk,
        row.label,
        row.count,
        key,
        attached.name,
        Side(row.original_file.digest, row.original_file.extension, read.get(row.original_file.pk)),
        Side(attached.file.digest, attached.file.extension, read.get(attached.file_id)),
    )


@dataclass(frozen=True)
class Piece:
    text: str
    label: str = ""
    """What the finding is, where the piece is marked."""


@dataclass(frozen=True)
class TextLine:
    """A paragraph, or a row of a table with several cells."""

    place: str
    cells: Sequence[Sequence[Piece]]


def text_lines(
    extract: Extract, marks: Sequence[Mark], *, first: int, count: int
) -> tuple[list[TextLine], int]:
    """Lines `first` to `first + count` (from 0) of a file's text with its marks, and how many lines there are."""
    lines: list[list[tuple[Block, int]]] = [[]]
    for block, start in zip(extract.blocks, extract.starts, strict=True):
        lines[-1].append((block, start))
        if block.end != "\t":
            lines.append([])
    lines = [line for line in lines if line]
    by_start = sorted(marks, key=lambda mark: mark.start)
    found = []
    for line in lines[first : first + count]:
        begin, end = line[0][1], line[-1][1] + len(line[-1][0].text)
        near = [mark for mark in by_start if mark.start < end and mark.end > begin]
        found.append(TextLine(line[0][0].place, [list(_pieces(block.text, at, near)) for block, at in line]))
    return found, len(lines)


def _pieces(text: str, start: int, marks: Sequence[Mark]) -> Iterator[Piece]:
    at = 0
    for mark in marks:
        first, last = max(mark.start - start, at), min(mark.end - start, len(text))
        if first >= last:
            continue
        if first > at:
            yield Piece(text[at:first])
        yield Piece(text[first:last], mark.label)
        at = last
    if at < len(text) or not text:
        yield Piece(text[at:])
