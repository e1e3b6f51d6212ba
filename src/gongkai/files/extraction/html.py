"""Web pages (HTML): the text by blocks and cells, and what a browser doesn't show."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from gongkai.files.extraction.html_walk import Page, walk
from gongkai.files.extraction.packed import Element, Unreadable, guarded
from gongkai.files.extraction.passages import Hiding, has_words
from gongkai.files.extraction.shapes import Extract

MAX_HTML_BYTES = 50 * 1024 * 1024
_AUTHOR = re.compile(r"<o:(?:Author|LastAuthor|Company|Manager)>([^<]{1,200})<")
_PEOPLE = {"author", "editor", "creator", "dc.creator", "company", "owner", "designer", "copyright"}
_TECHNICAL = {
    "viewport",
    "generator",
    "renderer",
    "robots",
    "format-detection",
    "theme-color",
    "progid",
    "originator",
}


@guarded
def read(path: Path) -> Extract:
    if path.stat().st_size > MAX_HTML_BYTES:
        raise Unreadable("网页太大，读不完。拆成几份再传。")
    page = walk(path.read_bytes())
    hiding = Hiding()
    note_hidden(page, hiding)
    return Extract(tuple(passage.block() for passage in page.passages), hiding.all())


def note_hidden(page: Page, hiding: Hiding) -> None:
    for kind, nodes in (("hidden_text", page.hidden), ("tiny_text", page.faint)):
        for node in nodes:
            words = "".join(_shown_text(node))
            if has_words(words):
                hiding.add(kind, "网页", words)
    for node in page.root.iter():
        if node.tag is etree.Comment:
            hiding.add("html_comments", "网页", node.text or "")
            for name in _AUTHOR.findall(node.text or ""):
                hiding.add("author", "文档属性", name)
        elif isinstance(node.tag, str):
            _note_element(node, hiding)


def _shown_text(node: Element) -> list[str]:
    return [t for n in node.iter() if n.tag not in ("script", "style") for t in _own_text(n, node)]


def _own_text(node: Element, top: Element) -> list[str]:
    own = [node.text or ""] if isinstance(node.tag, str) else []
    return own if node is top else [*own, node.tail or ""]


def _note_element(node: Element, hiding: Hiding) -> None:
    tag = node.tag
    if tag == "script":
        hiding.add("scripts", "网页", node.text or node.get("src") or "")
    elif tag in ("noscript", "template", "noframes"):
        words = "".join(_shown_text(node))
        if words.strip():
            hiding.add("hidden_text", f"网页的 {tag}", words)
    elif tag == "meta":
        _note_meta(node, hiding)
    elif tag == "input" and (node.get("type") or "").lower() in ("hidden", "password"):
        if (node.get("value") or "").strip():
            hiding.add("form_fields", "网页", f"{node.get('name') or ''}：{node.get('value')}")
    elif tag in ("object", "embed", "applet"):
        hiding.add("embedded_files", "网页", node.get("data") or node.get("src") or "")
    elif tag == "iframe" and node.get("srcdoc"):
        hiding.add("embedded_files", "网页", node.get("srcdoc") or "")
    acts = [value for name, value in node.attrib.items() if name.lower().startswith("on")]
    if acts:
        hiding.add("scripts", "网页里的动作", " ".join(acts))


def _note_meta(node: Element, hiding: Hiding) -> None:
    name = (node.get("name") or node.get("property") or node.get("itemprop") or "").strip().lower()
    content = (node.get("content") or "").strip()
    if not name or not content or name in _TECHNICAL:
        return
    if name in _PEOPLE:
        hiding.add("author", "网页的 meta", f"{name}：{content}")
    else:
        hiding.add("custom_properties", "网页的 meta", f"{name}：{content}")
