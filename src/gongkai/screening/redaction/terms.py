"""The words that were taken out, looked for wherever else in the file they may stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import quote

from gongkai.files.extraction.passages import SIGN, TAIL, TEXT, Passage, Piece, cut
from gongkai.files.extraction.shapes import Removal
from gongkai.text.tables import with_plain_characters
from gongkai.text.unseen import without_unseen

SHORTEST = 2  # characters; one character alone stands everywhere
_TELLING_DIGITS = 11  # shorter numbers may be measures in attributes
SPOKEN = frozenset(
    {"descr", "title", "alt", "string", "tooltip", "instr", "placeholder", "aria-label", "label"}
)
"""Attributes that hold words for people, whatever their namespace."""


@dataclass(frozen=True)
class Terms:
    """`shown`: each term with its replacement. `pattern` finds them in text, `strict` also inside attributes.

    Where a term has blanks any others fit, since a page may hold them otherwise than its reader told.
    """

    shown: dict[str, str]
    pattern: re.Pattern[str] | None
    strict: re.Pattern[str] | None

    @classmethod
    def of(cls, text: str, removals: Sequence[Removal]) -> Terms:
        shown: dict[str, str] = {}
        for one in removals:
            for term in _forms(text[one.start : one.end]):
                if term != one.replacement:
                    shown.setdefault(term, one.replacement)
        long = [t for t in shown if not (t.isdigit() and len(t) < _TELLING_DIGITS)]
        return cls(shown, _pattern(shown), _pattern(long))

    def out_of(self, words: str) -> str:
        """The words with every term replaced."""
        return _replaced(words, self.removals_in(words))

    def out_of_attribute(self, name: str, words: str) -> str:
        if name.rsplit("}", 1)[-1] in SPOKEN:
            return self.out_of(words)
        return self.strict.sub(lambda m: self._instead(m[0]), words) if self.strict else words

    def removals_in(self, words: str) -> list[Removal]:
        """Where terms stand. What a mask leaves may read as a term again with the words after it: then only stars stay."""
        if self.pattern is None or not words:
            return []
        found = [Removal(m.start(), m.end(), self._instead(m[0])) for m in self.pattern.finditer(words)]
        if found and self.pattern.search(_replaced(words, found)):
            return [replace(one, replacement="*" * (one.end - one.start)) for one in found]
        return found

    def _instead(self, found: str) -> str:
        return self.shown[found] if found in self.shown else self.by_words[_by_words(found)]

    @cached_property
    def by_words(self) -> dict[str, str]:
        """As `shown`, with one blank for any."""
        made: dict[str, str] = {}
        for term, replacement in self.shown.items():
            made.setdefault(_by_words(term), replacement)
        return made

    def out_of_bytes(self, data: bytes) -> bytes:
        """Bytes of no known format: each term in the usual encodings overwritten by blanks of the same length."""
        for term in self.shown:
            for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
                code = term.encode(encoding, "ignore")
                if len(code) >= 4 and code in data:
                    data = data.replace(code, b"\x20" * len(code))
        return data


def _forms(term: str) -> Iterable[str]:
    """The term, its lines and cells, the same without unseen signs, without spaces, in half-width signs and plain
    characters, and as in an address.
    """
    plain = without_unseen(term)
    parts = [term, *re.split(r"[\t\r\n]+", term), plain, *re.split(r"[\t\r\n]+", plain)]
    forms: dict[str, None] = {}
    for part in (p.strip() for p in parts):
        for form in (part, re.sub(r"\s+", "", part)):
            forms[form] = None
            forms[with_plain_characters(unicodedata.normalize("NFKC", form))] = None
            if not form.isascii():
                forms[quote(form)] = None
                forms[quote(form).lower()] = None
            elif form[-1:] in "xX":
                forms[form.upper()] = forms[form.lower()] = None
    return [form for form in forms if len(form) >= SHORTEST and any(c.isalnum() for c in form)]


def _replaced(words: str, removals: Sequence[Removal]) -> str:
    parts, end = [], 0
    for one in removals:
        parts += [words[end : one.start], one.replacement]
        end = one.end
    return "".join([*parts, words[end:]])


def _pattern(terms: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(terms, key=len, reverse=True)
    parts = (r"\s+".join(map(re.escape, term.split())) for term in ordered)
    return re.compile("|".join(parts)) if ordered else None


def _by_words(term: str) -> str:
    return " ".join(term.split())


def write(pieces: Iterable[Piece]) -> None:
    """Put the pieces' texts into their nodes."""
    for piece in pieces:
        if piece.of == TEXT:
            piece.node.text = piece.text
        elif piece.of == TAIL:
            piece.node.tail = piece.text
        elif piece.of == SIGN:
            _write_sign(piece)
        else:
            piece.node.set(piece.of, piece.text)


def _write_sign(piece: Piece) -> None:
    """A tab or line break whose place was taken: gone, its replacement written as text where there is one."""
    node, parent = piece.node, piece.node.getparent()
    if parent is None:
        return
    if node.tag == "br":  # of a web page
        before = node.getprevious()
        words = piece.text + (node.tail or "")
        if before is not None:
            before.tail = (before.tail or "") + words
        else:
            parent.text = (parent.text or "") + words
        parent.remove(node)
        return
    namespace = node.tag.split("}")[0] + "}"
    node.tag = f"{namespace}t"
    node.attrib.clear()
    node.text = piece.text


def sweep(pieces: list[Piece], terms: Terms) -> None:
    """Take the terms out of pieces that stand in one line, also where a term runs over several of them."""
    words = "".join(piece.text for piece in pieces)
    found = terms.removals_in(words)
    if found:
        write(cut([Passage(pieces, "")], found))
