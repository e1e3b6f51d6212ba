"""Taking words out of a text or of an item's HTML, wherever they stand, also split by markup or spaces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

import lxml.html
from lxml import etree

from gongkai.text.html import clean_html
from gongkai.text.html_text import BLOCKS
from gongkai.text.words import Words

Piece = tuple[etree._Element | None, str, str]
"""A node, which of its two texts (text or tail), and that text; no node: the border between two blocks."""


class Hit(NamedTuple):
    """`text[start:end]` are these words, which stand bare here."""

    start: int
    end: int
    words: str


def bare(words: str) -> str:
    """Words without the spaces inside: as they are counted."""
    return "".join(words.split())


class _Finder:
    """Looks for many words in one pass, whatever spaces stand inside them; no two places overlap."""

    def __init__(self, replacements: Mapping[str, str]) -> None:
        self.replacements = {bare(words): instead for words, instead in replacements.items() if words.strip()}
        self._words = Words(self.replacements)

    def hits(self, text: str) -> list[Hit]:
        places = [at for at, sign in enumerate(text) if not sign.isspace()]
        return [
            Hit(places[start], places[end - 1] + 1, words)
            for words, start, end in self._words.places(bare(text))
        ]


def replace_in_text(text: str, replacements: Mapping[str, str]) -> tuple[str, Counter[str]]:
    """Every occurrence of the words → what stands in their place; the new text, and how often which (bare) stood there."""
    finder = _Finder(replacements)
    hits = finder.hits(text)
    return _without(text, 0, hits, finder.replacements), Counter(hit.words for hit in hits)


def replace_in_html(html: str, replacements: Mapping[str, str]) -> tuple[str, Counter[str]]:
    """`replace_in_text` for cleaned HTML: markup stays, also where it parts the words; links with them lose their target."""
    finder = _Finder(replacements)
    if not html.strip():
        return html, Counter()
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    pieces = list(_pieces(root))
    hits = finder.hits("".join(text for _, _, text in pieces))
    counts = Counter(hit.words for hit in hits)
    for words in _unlink(root, finder):
        counts[words] = counts[words] or 1
    if not counts:
        return html, counts
    _write(pieces, hits, finder.replacements)
    inner = escape(root.text or "", quote=False)
    inner += "".join(lxml.html.tostring(child, encoding="unicode") for child in root)
    return clean_html(inner), counts


def _unlink(root: etree._Element, finder: _Finder) -> Iterator[str]:
    """Takes away where links with the words lead; the words."""
    for link in root.iter("a"):
        hits = finder.hits(link.get("href", ""))
        if hits:
            del link.attrib["href"]
        yield from (hit.words for hit in hits)


def _pieces(root: etree._Element) -> Iterator[Piece]:
    """Every text in the order of reading."""
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if node.tag in BLOCKS or node.tag in ("br", "td", "th"):
            yield None, "", "\n"
        if event == "start" and node.text:
            yield node, "text", node.text
        elif event == "end" and node is not root and node.tail:
            yield node, "tail", node.tail


def _write(pieces: Sequence[Piece], hits: Sequence[Hit], replacements: Mapping[str, str]) -> None:
    at = first = 0
    for node, attribute, text in pieces:
        end, last = at + len(text), first
        while last < len(hits) and hits[last].start < end:
            last += 1
        if node is not None and last > first:
            setattr(node, attribute, _without(text, at, hits[first:last], replacements))
        # The last may reach into the piece behind.
        first = last - 1 if last > first and hits[last - 1].end > end else last
        at = end


def _without(text: str, begins: int, hits: Sequence[Hit], replacements: Mapping[str, str]) -> str:
    """The part of the text outside of the hits; the replacement stands where a hit begins."""
    kept, at, ends = [], begins, begins + len(text)
    for start, end, words in hits:
        kept.append(text[at - begins : max(start, at) - begins])
        if start >= begins:
            kept.append(replacements[words])
        at = min(end, ends)
    kept.append(text[at - begins :])
    return "".join(kept)
