"""Taking words out of a text or of an item's HTML, wherever they stand, also split by markup or spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

import lxml.html
from lxml import etree

from gongkai.text.html import clean_html
from gongkai.text.html_text import BLOCKS

_SPACE = re.compile(r"\s+")
Piece = tuple[etree._Element | None, str, str]
"""A node, which of its two texts (text or tail), and that text; no node: the border between two blocks."""


def _pattern(words: str) -> re.Pattern[str] | None:
    bare = _SPACE.sub("", words)
    return re.compile(r"\s*".join(map(re.escape, bare))) if bare else None


def replace_in_text(text: str, words: str, replacement: str) -> tuple[str, int]:
    """Every occurrence of `words`, whatever spaces stand inside; returns the new text and how many there were."""
    pattern = _pattern(words)
    return pattern.subn(lambda hit: replacement, text) if pattern else (text, 0)


def replace_in_html(html: str, words: str, replacement: str) -> tuple[str, int]:
    """`replace_in_text` for cleaned HTML: markup stays, also where it parts the words; links with them lose their target."""
    pattern = _pattern(words)
    if pattern is None or not html.strip():
        return html, 0
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    pieces = list(_pieces(root))
    hits = [hit.span() for hit in pattern.finditer("".join(text for _, _, text in pieces))]
    for link in root.iter("a"):
        if pattern.search(link.get("href", "")):
            del link.attrib["href"]
            hits = hits or [(0, 0)]
    if not hits:
        return html, 0
    _write(pieces, hits, replacement)
    inner = escape(root.text or "", quote=False)
    inner += "".join(lxml.html.tostring(child, encoding="unicode") for child in root)
    return clean_html(inner), len(hits)


def _pieces(root: etree._Element) -> Iterator[Piece]:
    """Every text in the order of reading."""
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if node.tag in BLOCKS or node.tag in ("br", "td", "th"):
            yield None, "", "\n"
        if event == "start" and node.text:
            yield node, "text", node.text
        elif event == "end" and node is not root and node.tail:
            yield node, "tail", node.tail


def _write(pieces: Sequence[Piece], hits: Sequence[tuple[int, int]], replacement: str) -> None:
    at = 0
    for node, attribute, text in pieces:
        if node is not None:
            setattr(node, attribute, _without(text, at, hits, replacement))
        at += len(text)


def _without(text: str, begins: int, hits: Sequence[tuple[int, int]], replacement: str) -> str:
    """The part of the text outside of the hits; the replacement stands where a hit begins."""
    kept, at, ends = [], begins, begins + len(text)
    for start, end in hits:
        if end <= begins or start >= ends:
            continue
        kept.append(text[at - begins : max(start, at) - begins])
        if start >= begins:
            kept.append(replacement)
        at = min(end, ends)
    kept.append(text[at - begins :])
    return "".join(kept)
