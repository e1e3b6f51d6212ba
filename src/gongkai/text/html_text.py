"""HTML as plain text: a line for each paragraph and each row of a table."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from gongkai.text.rows import LONGEST_CELL, Grid, spans_of

BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "table", "tr", "blockquote", "section",
           "article", "header", "footer", "caption", "dl", "dt", "dd", "pre", "hr", "body", "center"}  # fmt: skip
_SILENT = {"script", "style", "head", "title", "template", "noscript"}
_CELLS = ("td", "th")
_PARTS = 60
"""Elements of a cell in which paragraphs part no rows."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|<\\?xml[^>]*>")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BESIDE = re.compile(r"[^\S\n\t]*([\n\t])[^\S\n\t]*")


def html_to_text(html: str) -> str:
    """Plain text: a line per block, cells of a table row set apart by tabs, no scripts or styles.

    Paragraphs inside a cell are parted by a blank; a cell that reaches over others leaves their columns empty.
    """
    if not html.strip():
        return ""
    try:
        root = lxml.html.document_fromstring(_UNPRINTABLE.sub("", html))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    writer = _Writer()
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        writer.take(event, node)
    text = _BESIDE.sub(r"\1", "".join(writer.pieces))
    lines = (line.rstrip("\t") for line in text.split("\n"))
    return "\n".join(line for line in lines if line).strip(" ")


class _Writer:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._cell: etree._Element | None = None
        self._grid = Grid()

    def take(self, event: str, node: etree._Element) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            if tag and tag not in _SILENT:
                self._begin(tag, node)
                self._say(node.text)
            return
        if tag in _CELLS:
            self.pieces.append("\t" * spans_of(node)[0])
            self._cell = None if node is self._cell else self._cell
        elif tag in BLOCKS:
            self._part()
        self._say(node.tail)

    def _say(self, words: str | None) -> None:
        words = _BLANKS.sub(" ", words) if words else ""
        if self.pieces and self.pieces[-1][-1:] == " ":
            words = words.removeprefix(" ")
        if words:
            self.pieces.append(words)

    def _part(self) -> None:
        """What stands before is set apart from what comes."""
        if self._cell is None:
            self.pieces.append("\n")
        elif self.pieces[-1][-1:] not in (" ", "\t"):
            self.pieces.append(" ")

    def _begin(self, tag: str, node: etree._Element) -> None:
        if tag in _CELLS and self._cell is None:
            self.pieces.append("\t" * self._grid.place(*spans_of(node)))
            self._cell = node if _is_small(node) else None
        elif tag in BLOCKS or tag == "br":
            self._part()
            if tag == "table" and self._cell is None:
                self._grid = Grid()
            elif tag == "tr":
                self._grid.begin_row()


def _is_small(cell: etree._Element) -> bool:
    length = 0
    for number, node in enumerate(cell.iter()):
        length += len(node.text or "") + len(node.tail or "" if node is not cell else "")
        if number > _PARTS or length > LONGEST_CELL or node.tag == "table":
            return False
    return True
