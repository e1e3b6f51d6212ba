"""One pass over a text that finds the runs of digits and letters; detectors of numbers then look inside them only.

The text becomes bytes with one byte for each character (anything but ASCII is `?`), so offsets stay those of the text
and the search is as fast as on bytes. Full-width characters are folded first, where there are any.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from gongkai.screening.spans import Find, Judge, Span

_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_SIGNS = dict.fromkeys(map(ord, "－‐‑‒–—―−"), ord("-")) | dict.fromkeys(map(ord, "．·•・∙"), ord("."))
_BLANKS = dict.fromkeys([0xA0, 0x3000, 0xFEFF, 0x202F, 0x205F, *range(0x2000, 0x2010)], ord(" "))
_FOLD = _WIDE | _SIGNS | _BLANKS | {ord("＠"): ord("@"), ord("＋"): ord("+"), ord("＿"): ord("_")}
_FOLDED = "".join(re.escape(chr(code)) for code in _FOLD)
# One class first and then a loop of it: the search for the first character is then the fast kind.
_TO_FOLD = re.compile(f"[{_FOLDED}][{_FOLDED}]*")

SEPARATORS = b" \t\n\r.-"
MIN_DIGITS = 7
_CHUNK = re.compile(
    rb"[0-9](?:[ \t\n\r.\-]{0,3}+[0-9A-Za-z]){%d,}+" % (MIN_DIGITS - 1)  # possessive: never looks back
)
CLAUSE = re.compile("[\n\t。；;，,]")
"""What ends the words that belong to a number."""
_GROUP = re.compile(rb"[0-9]+|[A-Za-z]+")
_LETTERS_BEFORE = 12
LONGEST = 4_000
"""Characters of a run that are judged as one: a table of bare numbers is cut into pieces of this length."""
_OVERLAP = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a run that begins and ends with whole groups. `joined` has no separators and is upper case."""

    joined: str
    start: int
    end: int
    seps: tuple[str, ...]
    """What stands between the groups, in order; empty for a number in one piece."""
    glued: str
    """Letters and digits that touch the piece on either side, e.g. the `TEL` of `TEL13800000000`."""
    before: str
    """What stands before it, folded: separator and digits of the neighbour, at most 4 characters."""
    after: str
    sizes: tuple[int, ...] = ()
    """How many characters stand in each part between separators."""


class Page:
    """A text with its folded form, and where its lines and tables are: made once for all runs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = _TO_FOLD.sub(lambda hit: hit[0].translate(_FOLD), text)
        self.raw = self.folded.encode("ascii", "replace")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(hit.end() for hit in re.finditer("\n", self.text))]

    @cached_property
    def _headers(self) -> dict[int, int]:
        """Line of a table → the line of its head: the first of the lines with tabs that stand together."""
        found: dict[int, int] = {}
        head, width = -1, 0
        starts = [*self._line_starts, len(self.text) + 1]
        for line in range(len(starts) - 1):
            cells = self.text.count("\t", starts[line], starts[line + 1] - 1)
            if not cells:
                head = -1
                continue
            if head < 0 or (cells > width and line - head <= 3 and not _has_number(self.text, starts, line)):
                head, width = line, cells
            found[line] = head
        return found

    def heading(self, start: int) -> str:
        """The head of the column in which the character stands, in a table of cells parted by tabs; else empty."""
        if "\t" not in self.text:
            return ""
        line = bisect_right(self._line_starts, start) - 1
        head = self._headers.get(line, line)
        if head == line:
            return ""
        column = self.text.count("\t", self._line_starts[line], start)
        end = self._line_starts[head + 1] - 1
        cells = self.text[self._line_starts[head] : end].split("\t")
        return cells[column] if column < len(cells) else ""


def _has_number(text: str, starts: list[int], line: int) -> bool:
    return re.search("[0-9０-９]{6}", text[starts[line] : starts[line + 1] - 1]) is not None


class Run:
    """Groups of digits and letters that stand together or are parted by blanks, hyphens, dots or one line break.

    `joined`: the groups without separators, upper case; `offset[i]` is where its character `i` stands in the text.
    """

    __slots__ = ("_seps", "digits", "end", "ends", "joined", "letters", "offset", "page", "start", "starts")

    def __init__(self, page: Page, start: int, end: int) -> None:
        self.page, self.start, self.end = page, start, end
        raw = page.raw
        groups = [hit.span() for hit in _GROUP.finditer(raw, start, end)]
        self.joined = b"".join(raw[a:b] for a, b in groups).decode("ascii").upper()
        self.offset: Sequence[int] = (
            range(start, end)
            if len(self.joined) == end - start
            else [i for a, b in groups for i in range(a, b)]
        )
        self.starts: set[int] = set()
        self.ends: set[int] = set()
        at = 0
        for a, b in groups:
            self.starts.add(at)
            at += b - a
            self.ends.add(at)
        self.letters = sum(b - a for a, b in groups if raw[a] > 57)
        self.digits = len(self.joined) - self.letters

    def pieces(self, form: re.Pattern[str]) -> Iterator[Piece]:
        """Where `form` fits whole groups. `form` is matched at the start of each group, on `joined`."""
        for at in sorted(self.starts):
            hit = form.match(self.joined, at)
            if hit and hit.end() in self.ends:
                yield from self._whole(at, hit.end())

    def windows(self, lengths: range) -> Iterator[Piece]:
        """All series of whole groups of so many characters, the longest first at each start."""
        for at in sorted(self.starts):
            for length in reversed(lengths):
                if at + length in self.ends:
                    yield from self._whole(at, at + length)

    def _whole(self, at: int, to: int) -> Iterator[Piece]:
        """The piece, unless a sentence or a paragraph ends inside it."""
        piece = self.piece(at, to)
        if not any((len(sep) > 1 and "." in sep) or sep.count("\n") > 1 for sep in piece.seps):
            yield piece

    def piece(self, at: int, to: int) -> Piece:
        """Characters `at` to `to` of `joined`, with what surrounds them."""
        folded = self.page.folded
        start, end = self.offset[at], self.offset[to - 1] + 1
        seps: tuple[str, ...] = ()
        sizes: tuple[int, ...] = (to - at,)
        if end - start != to - at:
            cuts = [i for i in range(at + 1, to) if self.offset[i] != self.offset[i - 1] + 1]
            seps = tuple(folded[self.offset[i - 1] + 1 : self.offset[i]] for i in cuts)
            sizes = tuple(b - a for a, b in pairwise([at, *cuts, to]))
        before, after = folded[max(0, start - 4) : start], folded[end : end + 4]
        glued = ""
        if before[-1:].isascii() and before[-1:].isalnum():
            glued = re.split("[^0-9A-Za-z]", folded[max(0, start - 12) : start])[-1]
        if after[:1].isascii() and after[:1].isalnum():
            glued += re.split("[^0-9A-Za-z]", folded[end : end + 12])[0]
        return Piece(self.joined[at:to], start, end, seps, glued, before, after, sizes)

    def cue(self, piece: Piece, reach: int = 12) -> str:
        """The words just before a piece in its clause, and the head of its column where it stands in a table."""
        text = self.page.text
        left = text[max(0, piece.start - reach) : piece.start]
        near = CLAUSE.split(left)[-1]
        return near + "\n" + self.page.heading(piece.start)

    def span(self, kind: str, piece: Piece, confidence: float, action: str, source: str) -> Span:
        text = self.page.text[piece.start : piece.end]
        return Span(kind, piece.start, piece.end, text, confidence, action, source)


def runs(page: Page) -> Iterator[Run]:
    """All runs with seven digits and letters or more that hold a digit, in order."""
    raw, floor = page.raw, 0
    for hit in _CHUNK.finditer(raw):
        start, end = hit.span()
        while start > floor and hit.start() - start < _LETTERS_BEFORE and raw[start - 1 : start].isalnum():
            start -= 1
        floor = end
        while end - start > LONGEST:  # cut at a separator, with an overlap: nothing at the cut is lost
            cut = max(raw.rfind(b"\n", start, start + LONGEST), raw.rfind(b" ", start, start + LONGEST))
            cut = cut if cut > start + _OVERLAP else start + LONGEST
            yield Run(page, start, cut)
            start = max(cut - _OVERLAP, start + 1)
            while start < end and raw[start - 1 : start].isalnum():
                start += 1
        yield Run(page, start, end)


def sweep(page: Page, judges: Iterable[Judge]) -> list[Span]:
    """What the judges find, each shown every run once."""
    asked = tuple(judges)
    return [span for run in runs(page) for judge in asked for span in judge(run)]


def alone(judge: Judge) -> Find:
    """The `find` of a detector of numbers that is asked by itself."""
    return lambda text: _unique(sweep(Page(text), (judge,)))


def _unique(spans: list[Span]) -> list[Span]:
    return list(dict.fromkeys(spans))
