"""Web pages written anew: the words asked for gone from text and attributes, with scripts, comments and hidden parts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import lxml.html
from lxml import etree

from gongkai.files.extraction.html_walk import BLOCKS, UNSHOWN, stands_over, walk
from gongkai.files.extraction.packed import Element
from gongkai.files.extraction.passages import TAIL, Piece, cut, has_words
from gongkai.files.extraction.shapes import Removal
from gongkai.screening.redaction.terms import Terms, sweep, write

_GONE = ("script", "noscript", "template", "object", "embed", "applet", "iframe", "base")
_PLAIN_META = ("viewport", "")
_TELLING = ("content", "value", "href", "src", "action", "formaction", "cite", "poster")
"""Attributes in which a short number is no measure: a link may name the account that the text names."""


def redact(source: Path, target: Path, removals: Sequence[Removal]) -> None:
    """Write `source` to `target` without what the removals cover. They count characters of the reader's text.

    The result is UTF-8. Raises Unreadable where the source can't be read.
    """
    page = walk(source.read_bytes())
    text = "".join(passage.text + passage.end for passage in page.passages)
    terms = Terms.of(text, removals)
    write(cut(page.passages, removals))
    for node in (*page.hidden, *page.faint):
        if has_words("".join(node.itertext())):
            _drop(node)
    _strip(page.root)
    _sweep(page.root, terms)
    _say_encoding(page.root)
    written = lxml.html.tostring(page.root, encoding="utf-8", doctype="<!DOCTYPE html>")
    target.write_bytes(bytes(written))


def _strip(root: Element) -> None:
    for node in list(root.iter()):
        if not isinstance(node.tag, str) or node.tag in _GONE or _is_unseen_field(node):
            _drop(node)
        elif ":" in node.tag:  # an element of another language, such as o:p
            node.tag = "span"
        else:
            for name in list(node.attrib):
                if name.lower().startswith(("on", "data-", "xmlns", "_")) or name.lower() == "srcdoc":
                    del node.attrib[name]


def _is_unseen_field(node: Element) -> bool:
    if node.tag == "meta":
        return (node.get("name") or "").lower() not in _PLAIN_META
    return bool(node.tag == "input" and (node.get("type") or "").lower() in ("hidden", "password"))


def _drop(node: Element) -> None:
    """Take an element out; the text behind it is not its own and stays."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _sweep(root: Element, terms: Terms) -> None:
    """Lines first (a term may run over several elements), then each text and attribute by itself."""
    if terms.pattern is None:
        return
    line: list[Piece] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if node.tag in BLOCKS or node.tag in ("td", "th", "br"):
            sweep(line, terms)
            line = []
        if node.tag in UNSHOWN:
            continue
        if event == "start" and node.text and not stands_over(node):
            line.append(Piece(node, node.text))
        elif event == "end" and node.tail:
            line.append(Piece(node, node.tail, TAIL))
    sweep(line, terms)
    for node in root.iter():
        node.text = terms.out_of(node.text or "") or None
        node.tail = terms.out_of(node.tail or "") or None
        for name, value in node.attrib.items():
            if name in _TELLING:
                node.set(name, terms.out_of(value))
            else:
                node.set(name, terms.out_of_attribute(name, value))


def _say_encoding(root: Element) -> None:
    for node in list(root.iter("meta")):
        if node.get("charset") or "charset" in (node.get("content") or "").lower():
            _drop(node)
    head = root.find("head")
    if head is None:
        head = etree.Element("head")
        root.insert(0, head)
    head.insert(0, etree.Element("meta", charset="utf-8"))
