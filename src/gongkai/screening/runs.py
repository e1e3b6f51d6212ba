"""One pass over a text that finds the runs of digits and letters; detectors of numbers then look inside them only.

The text becomes bytes with one byte for each character (anything but ASCII is `?`), so offsets stay those of the text
and the search is as fast as on bytes. Full-width characters are folded first, where there are any.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from gongkai.screening.checksums import is_id
from gongkai.screening.seeing import BEHIND_DIGITS, CLASS, LIKE_X, SIGNS, has_rare
from gongkai.screening.spans import Find, Judge, Span
from gongkai.text.rows import CELL_LINE_END, LONGEST_TITLE

_WIDE = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_SIGNS = dict.fromkeys(map(ord, "－‐‑‒–—―−"), ord("-")) | dict.fromkeys(map(ord, "．·•・∙"), ord("."))
_BLANKS = dict.fromkeys(
    [0x85, 0xA0, 0x3000, 0xFEFF, 0x2029, 0x202F, 0x205F, *range(0x2000, 0x2010)], ord(" ")
) | {ord(CELL_LINE_END): ord("\n")}
_FOLD = _WIDE | _SIGNS | _BLANKS | {ord("＠"): ord("@"), ord("＋"): ord("+"), ord("＿"): ord("_")}
_FOLDED = "".join(re.escape(chr(code)) for code in _FOLD)
_PRINTED = "".join(re.escape(chr(code)) for code in _FOLD if code not in _BLANKS)
_EMPTY = "".join(re.escape(chr(code)) for code in _BLANKS)
# What people read otherwise than it is written is looked for on the same way: it costs nothing more.
# One class first: the search for the first character is then the fast kind. Blanks count before digits only, since
# paragraphs begin with wide ones; and few of them, since a page of blanks would be looked through from each.
_TO_FOLD = re.compile(
    f"[{_FOLDED}{CLASS}{LIKE_X}]"
    f"(?:(?<=[{_PRINTED}{CLASS}])|(?=[{_EMPTY} ]{{0,8}}[0-9０-９])|{BEHIND_DIGITS})[{_FOLDED}]*"
)

SEPARATORS = b" \t\n\r.-"
MIN_DIGITS = 7
WIDE, WIDEST = 3, 6
"""Separators that people set between two parts of a number; and the most, of one that its check digit proves."""
# Classes of bytes: 0 digit, A letter, blank separator. A search that begins with one literal byte is the fastest there is.
_CLASSES = bytes(
    48 if 48 <= b < 58 else 65 if 65 <= b < 91 or 97 <= b < 123 else 32 if b in SEPARATORS else 63
    for b in range(256)
)
_CHUNK = re.compile(
    rb"0(?<!00)(?: {0,%d}+[0A]){%d,}+" % (WIDEST, MIN_DIGITS - 1)  # possessive: never looks back
)
CLAUSE = re.compile(f"[\n{CELL_LINE_END}\t。；;，,]")
"""What ends the words that belong to a number."""
_GROUP = re.compile(rb"[0-9]+|[A-Za-z]+")
_ID, _MOBILE = rb"[1-9][0-9]{16}[0-9Xx]", rb"1[3-9][0-9]{9}"
_GROWN = re.compile(
    rb"(?<![0-9A-Za-z])(?:(?P<id>%(id)s)(?=(?:%(mobile)s|62[0-9]{14,17})(?![0-9A-Za-z]))"
    rb"|%(mobile)s(?=(?P<behind>%(id)s)(?![0-9A-Za-z])))" % {b"id": _ID, b"mobile": _MOBILE}
)
"""A citizen's number and a mobile's or a card's with nothing between them, as cells run together in a PDF or a copy."""
_LEAST_GROWN = 29
_BESIDE = re.compile("[^0-9A-Za-z]")
_TOUCHES = frozenset({b"0", b"A"})
_LETTER, _LETTERS_BEFORE = ord("A"), 12
REACH = 20
"""Characters before a number in which its cue is looked for."""
MOST = 24
"""Digits and letters of the longest number that a detector asks for."""
MOST_PARTS, MOST_PARTS_WITH_LETTERS, MOST_BOXES = 7, 12, 44
"""Groups that one number may be in. Letters among the digits make groups of their own."""
_LENGTHS, _WORDS = "of_lengths", "of_words"
LONGEST = 4_000
"""Characters of a run that are judged as one: a table of bare numbers is cut into pieces of this length."""
_OVERLAP = 120


class Piece(NamedTuple):
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
    """A text with its folded form, and where its lines and tables are: made once for all runs.

    `raw`: a byte for each character of the folded form, `?` for all but ASCII. `classes`: likewise 0 for a digit, A for
    a letter, blank for a separator, ? for all else. Most texts have no letter, so what looks for some asks first.
    `may_read_otherwise`: signs stand in it for which people read others, or nothing (seeing.py).
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._mentioned: dict[tuple[str, ...], bool] = {}
        self.may_read_otherwise = has_rare(text)
        self.folded = _TO_FOLD.sub(self._fold, text)
        self.raw = self.folded.encode("ascii", "replace")
        self.classes = self.raw.translate(_CLASSES)
        self.has_letters = b"A" in self.classes
        self._has_tables = "\t" in text

    def _fold(self, hit: re.Match[str]) -> str:
        if hit[0][0] in LIKE_X or not SIGNS.isdisjoint(hit[0]):
            self.may_read_otherwise = True
        return hit[0].translate(_FOLD)

    @cached_property
    def _line_starts(self) -> list[int]:
        """Where each line begins, and beyond the last where another would."""
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]

    @cached_property
    def _headers(self) -> dict[int, int]:
        """Line of a table → the line of its head: the first of the lines with tabs that stand together."""
        found: dict[int, int] = {}
        head, width, last = 0, 0, -3
        text, starts = self.text, self._line_starts
        tab = text.find("\t")
        while tab >= 0:
            line = bisect_right(starts, tab) - 1
            cells = text.count("\t", tab, starts[line + 1])
            if self._parted(last, line) or (
                cells > width and line - head <= 3 and not _has_number(self._line(line))
            ):
                head, width = line, cells
            found[line] = head
            last, tab = line, text.find("\t", starts[line + 1])
        return found

    def _parted(self, last: int, line: int) -> bool:
        """Whether more stands between two rows than the title of a part: 一组（12户）."""
        return line > last + 1 and not (
            line == last + 2 and len(self._line(last + 1)) <= LONGEST_TITLE and _has_number(self._line(line))
        )

    @cached_property
    def runs(self) -> list[tuple[int, int]]:
        """Where runs of digits and letters begin and end, in order."""
        return list(_runs(self.raw, self.classes))

    @cached_property
    def _beside(self) -> str:
        """What stands before the runs, and the heads of tables: every cue of a number stands in it."""
        near = [self.text[max(0, start - REACH) : start] for start, _ in self.runs]
        if self._has_tables:
            near += map(self._line, set(self._headers.values()))
        return "\n".join(near)

    def _line(self, number: int) -> str:
        return self.text[self._line_starts[number] : self._line_starts[number + 1] - 1]

    def mentions(self, words: tuple[str, ...]) -> bool:
        """Whether any of the words, of Hanzi, may stand among the cues of a number of this text."""
        if words not in self._mentioned:
            beside = self._beside
            self._mentioned[words] = any(word in beside for word in words)
        return self._mentioned[words]

    def heading(self, start: int) -> str:
        """The head of the column in which the character stands, in a table of cells parted by tabs; else empty."""
        if not self._has_tables:
            return ""
        line = bisect_right(self._line_starts, start) - 1
        head = self._headers.get(line, line)
        if head == line:
            return ""
        column = self.text.count("\t", self._line_starts[line], start)
        cells = self._line(head).split("\t")
        return "".join(cells[column].split()) if column < len(cells) else ""


def _has_number(line: str) -> bool:
    return re.search("[0-9０-９]{6}", line) is not None


class Run:
    """Groups of digits and letters that stand together or are parted by blanks, hyphens, dots or one line break.

    `joined`: the groups without separators, upper case. `digits` and `letters`: how many of each.
    """

    __slots__ = (
        "_at",
        "_by_length",
        "_cuts",
        "_groups",
        "_words",
        "digits",
        "end",
        "joined",
        "letters",
        "page",
        "start",
    )

    def __init__(self, page: Page, start: int, end: int) -> None:
        self.page, self.start, self.end = page, start, end
        raw = page.raw
        self._groups = [hit.span() for hit in _GROUP.finditer(raw, start, end)]
        self._cuts = frozenset(_cuts(raw, start, end)) if end - start >= _LEAST_GROWN else frozenset()
        if self._cuts:
            self._groups = list(_cut(self._groups, self._cuts))
        self.joined = raw[start:end].translate(None, SEPARATORS).decode("ascii").upper()
        self._words: dict[int, str] = {}
        self._at: dict[int, int] = {}
        at = letters = 0
        for number, (a, b) in enumerate(self._groups):
            self._at[at] = number
            at += b - a
            if raw[a] > 57:
                letters += b - a
        self.letters, self.digits = letters, at - letters
        only = len(self._groups) == 1 and at <= MOST
        self._by_length = {at: [0]} if only else _sums(raw, self._groups, letters > 0)

    @property
    def lengths(self) -> Set[int]:
        """How long the numbers can be that whole neighbouring groups make, up to MOST characters."""
        return self._by_length.keys()

    def places(self, length: int) -> Sequence[int]:
        """Where in `joined` whole groups of together so many characters begin."""
        return self._by_length.get(length, ())

    def pieces(self, form: re.Pattern[str], lengths: Set[int], *, widest: int = WIDE) -> Iterator[Piece]:
        """Whole groups of one of the lengths that `form` fits, with so many separators between two at most."""
        for length in lengths:
            for at in self._by_length.get(length, ()):
                if form.fullmatch(self.joined, at, at + length):
                    piece = self.piece(at, at + length)
                    if is_one(piece, widest=widest):
                        yield piece

    def offset(self, at: int) -> int:
        """Where in the text the group begins that begins at `at` in `joined`."""
        return self._groups[self._at[at]][0]

    def piece(self, at: int, to: int) -> Piece:
        """Characters `at` to `to` of `joined`, which are whole groups, with what surrounds them."""
        folded, classes, number = self.page.folded, self.page.classes, self._at[at]
        start, end = self._groups[number]
        seps: list[str] = []
        sizes = [end - start]
        left = to - at - (end - start)
        while left > 0:
            number += 1
            a, b = self._groups[number]
            if a == end:
                sizes[-1] += b - a
            else:
                seps.append(folded[end:a])
                sizes.append(b - a)
            left -= b - a
            end = b
        before, after = folded[max(0, start - 4) : start], folded[end : end + 4]
        glued = ""
        if classes[start - 1 : start] in _TOUCHES and start not in self._cuts:
            glued = _BESIDE.split(folded[max(0, start - 12) : start])[-1]
        if classes[end : end + 1] in _TOUCHES and end not in self._cuts:
            glued += _BESIDE.split(folded[end : end + 12])[0]
        return Piece(self.joined[at:to], start, end, tuple(seps), glued, before, after, tuple(sizes))

    def cue(self, piece: Piece) -> str:
        """The words just before a piece in its clause, and the head of its column where it stands in a table."""
        return self.words_before(piece.start)

    def words_before(self, start: int) -> str:
        """As `cue`, for a place in the text; of a cell the words of the one before, too. Kept, since several ask."""
        if start not in self._words:
            near = CLAUSE.split(self.page.text[max(0, start - REACH) : start].removesuffix("\t"))[-1]
            self._words[start] = near + "\n" + self.page.heading(start)
        return self._words[start]

    def begins(self) -> Iterable[int]:
        """Where in `joined` groups begin."""
        return self._at

    def span(self, kind: str, piece: Piece, confidence: float, action: str, source: str) -> Span:
        text = self.page.text[piece.start : piece.end]
        return Span(kind, piece.start, piece.end, text, confidence, action, source)


def is_one(piece: Piece, *, widest: int = WIDE) -> bool:
    """Whether the piece may be one number: no sentence, no paragraph and no column ends inside it."""
    return not piece.seps or not any(
        len(sep) > widest or (len(sep) > 1 and "." in sep) or sep.count("\n") > 1 for sep in piece.seps
    )


def _cuts(raw: bytes, start: int, end: int) -> Iterator[int]:
    """Where one number ends and the next begins with nothing between them; the citizen's number has to be sound."""
    for hit in _GROWN.finditer(raw, start, end):
        if is_id((hit["id"] or hit["behind"]).decode("ascii").upper()):
            yield hit.end()


def _cut(groups: Iterable[tuple[int, int]], cuts: Set[int]) -> Iterator[tuple[int, int]]:
    for start, end in groups:
        yield from pairwise((start, *sorted(at for at in cuts if start < at < end), end))


def _sums(raw: bytes, groups: list[tuple[int, int]], letters: bool) -> dict[int, list[int]]:
    """Length of neighbouring groups together → where such begin, counted in characters of all groups.

    People break a number into few parts, or write one character to a box of a form; so no more than MOST_PARTS groups
    are joined, save single characters in a series that is no longer than a form's row of boxes. Without these bounds
    a table of small figures would be read as thousands of numbers.
    """
    found: dict[int, list[int]] = {}
    most = MOST_PARTS_WITH_LETTERS if letters else MOST_PARTS
    boxes = _boxes(raw, groups) if len(groups) > most else {}
    sizes = [end - start for start, end in groups]
    at = 0
    for number, size in enumerate(sizes):
        total = 0
        for more in sizes[number : max(number + most, boxes.get(number, 0))]:
            total += more
            if total > MOST:
                break
            if total >= MIN_DIGITS:
                found.setdefault(total, []).append(at)
        at += size
    return found


def _boxes(raw: bytes, groups: list[tuple[int, int]]) -> dict[int, int]:
    """Group of one character → where the series of such groups ends that it stands in, if that is a row of boxes.

    A series too long for one row is parted at its line ends: rows of boxes under one another.
    """
    found: dict[int, int] = {}
    for first, last in _series(groups):
        rows = [(first, last)]
        if last - first > MOST_BOXES:
            cuts = [n for n in range(first + 1, last) if b"\n" in raw[groups[n - 1][1] : groups[n][0]]]
            rows = list(pairwise((first, *cuts, last)))
        for start, end in rows:
            if MOST_PARTS < end - start <= MOST_BOXES:
                found.update(dict.fromkeys(range(start, end), end))
    return found


def _series(groups: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where groups of one character stand together."""
    start = 0
    for at, (left, right) in enumerate((*groups, (0, 0))):
        if right - left != 1:
            if at > start:
                yield start, at
            start = at + 1


def runs(page: Page) -> Iterator[Run]:
    """All runs with seven digits and letters or more that hold a digit, in order."""
    return (Run(page, start, end) for start, end in page.runs)


def _runs(raw: bytes, classes: bytes) -> Iterator[tuple[int, int]]:
    floor = 0
    for hit in _CHUNK.finditer(classes):
        first, end = start, _ = hit.span()
        while start > floor and first - start < _LETTERS_BEFORE and classes[start - 1] == _LETTER:
            start -= 1
        floor = end
        while end - start > LONGEST:  # cut at a separator, with an overlap: nothing at the cut is lost
            cut = max(raw.rfind(b"\n", start, start + LONGEST), raw.rfind(b" ", start, start + LONGEST))
            cut = cut if cut > start + _OVERLAP else start + LONGEST
            yield start, cut
            start = max(cut - _OVERLAP, start + 1)
            while start < end and raw[start - 1 : start].isalnum():
                start += 1
        yield start, end


def of_lengths(lengths: Set[int], *, words: tuple[str, ...] = ()) -> Callable[[Judge], Judge]:
    """Marks a judge that wants only runs in which whole groups make numbers of such lengths.

    `words`, of Hanzi: it finds nothing but beside one of them, so it is left out where none stands by a number.
    """

    def mark(judge: Judge) -> Judge:
        setattr(judge, _LENGTHS, lengths)
        setattr(judge, _WORDS, words)
        return judge

    return mark


def sweep(page: Page, judges: Iterable[Judge]) -> list[Span]:
    """What the judges find, each shown every run that may concern it."""
    found: list[Span] = []
    if not page.runs:
        return found
    asked = [
        (judge, lengths)
        for judge, lengths, words in _marked(tuple(judges))
        if not words or page.mentions(words)
    ]
    for run in runs(page):
        there = run.lengths
        for judge, lengths in asked:
            if lengths is None or not lengths.isdisjoint(there):
                found.extend(judge(run))
    return found


@lru_cache(maxsize=64)
def _marked(judges: tuple[Judge, ...]) -> list[tuple[Judge, Set[int] | None, tuple[str, ...]]]:
    """Each with the lengths and the words that it is marked with."""
    return [(judge, getattr(judge, _LENGTHS, None), getattr(judge, _WORDS, ())) for judge in judges]


def alone(judge: Judge) -> Find:
    """The `find` of a detector of numbers that is asked by itself."""
    return lambda text: _unique(sweep(Page(text), (judge,)))


def _unique(spans: list[Span]) -> list[Span]:
    return list(dict.fromkeys(spans))
