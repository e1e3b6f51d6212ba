"""The walk through a web page: its text in blocks and cells, and the elements that a browser doesn't show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.html
from lxml import etree

from gongkai.files.extraction.packed import Element, Unreadable
from gongkai.files.extraction.passages import (
    ID_IN_ADDRESS,
    PERSONS_NUMBER,
    SIGN,
    TAIL,
    TEXT,
    Passage,
    Piece,
)
from gongkai.files.extraction.plain import decode_bytes
from gongkai.text.rows import MOST_TABS, Grid, spans_of

# ruff: noqa: SIM905
BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr"
    " html legend li main menu nav ol option p pre section select summary table tbody tfoot thead title tr ul caption textarea button".split()
)
UNSHOWN = {"script", "style", "noscript", "template", "head", "object", "applet", "noframes"}
TOLD = ("alt", "title", "placeholder", "aria-label", "value", "label", "summary", "content")
ADDRESSES = ("mailto:", "tel:", "sms:", "wtai:")  # links that tell how to reach a person
_NUMBER_GIVEN = re.compile(
    r"(?:(?:tel|phone|mobile|sjh?|lxdh)\w{0,10}=|^\s*javascript:[^?]{0,200}\(\s*['\"])1[3-9][0-9]{9}(?![0-9])",
    re.I,
)
"""A mobile that an address hands on. Bare numbers of eleven digits are those of articles."""
_ADDRESS = 2_000  # characters of an address that are looked at: pictures may stand in one
_MAIL = re.compile(rb"\A\s*(?:[A-Za-z-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.I)
_CONTROL = dict.fromkeys([*range(9), *range(14, 32), 0xFFFE, 0xFFFF]) | {11: " ", 12: " "}
"""Signs that no page shows and no writer takes; the parts of a number between which one stands belong together."""
_CONTROL_SIGN = re.compile(f"[{re.escape(''.join(map(chr, _CONTROL)))}]")
_STYLE = 2_000  # characters of one style that are looked at
_SPACES = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"<meta[^>]{0,300}charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)
_COMMENT = re.compile(
    r"/\*(?:.*?\*/|.*)", re.S
)  # one that isn't closed goes to the end, and is looked for once
_CONDITION = re.compile(r"@[\w-]+[^{};@]*\{|[{}]")
_UNSEEN = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|opacity:0?\.?0+(?![.\d])|text-indent:-\d{3,}"
    r"|(?:left|top|right|margin-left|margin-top):-\d{4,}|clip:rect\(0|content-visibility:hidden|mso-hide:all"
    r"|transform:scale\(0\)|(?:max-)?(?:height|width):0(?:px|pt|em|%)?(?=;|$)(?=.*overflow:hidden))"
)
_TINY = re.compile(r"(?:^|;)font(?:-size)?:(?:[^;]*\s)?(?:[01]?\.\d+|[0-2](?:\.\d+)?)(?:px|pt)?(?:/|;|!|$)")
_WHITE = re.compile(
    r"(?:^|;)color:(?:white|#fff(?:fff)?|#f[5-f]f[5-f]f[5-f]|rgba?\(25[0-5],25[0-5],25[0-5](?:,[\d.]+)?\)|transparent|rgba\([\d,]+,0\))(?:;|!|$)"
)
_GROUND = re.compile(r"(?:^|;)background(?:-color|-image)?:(?!white|#fff|none|transparent|inherit|#ffffff)")


@dataclass
class Page:
    root: Element
    passages: list[Passage]
    hidden: list[Element] = field(default_factory=list)
    faint: list[Element] = field(default_factory=list)


def parse_page(data: bytes) -> Element:
    """The root of a page in whatever encoding. Raises Unreadable."""
    if _MAIL.match(data[:4096]):
        raise Unreadable("这是“单个文件网页”（MHT），里面的字读不出来。另存为 DOCX 或者普通网页再传。")
    said = _CHARSET.search(data[:4096])
    text = _decoded(data, said[1].decode("ascii").lower() if said else "")
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(text.translate(_CONTROL).encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError) as problem:
        raise Unreadable("网页读不出来，可能已损坏。") from problem
    if root is None:
        raise Unreadable("网页是空的。")
    if "&#" in text:  # the same signs by their numbers
        _clean(root)
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise Unreadable("网页套得太深，读不完。另存一次再传。")
    return root


def _clean(root: Element) -> None:
    for node in root.iter():
        if node.text and _CONTROL_SIGN.search(node.text):
            node.text = node.text.translate(_CONTROL)
        if node.tail and _CONTROL_SIGN.search(node.tail):
            node.tail = node.tail.translate(_CONTROL)
        for name, value in node.attrib.items():
            if _CONTROL_SIGN.search(value):
                node.set(name, value.translate(_CONTROL))


def _decoded(data: bytes, said: str) -> str:
    if said and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        # Said to be GB but UTF-8 throughout: saved anew by a program that left the saying as it was.
        names = ("utf-8", "gb18030") if said.startswith("gb") and not data.isascii() else (said,)
        for name in names:
            try:
                return data.decode(name)
            except (UnicodeDecodeError, LookupError):
                continue
    return decode_bytes(data)[0]


def walk(data: bytes) -> Page:
    root = parse_page(data)
    page = Page(root, [])
    _Walker(page, _style_rules(root)).go()
    return page


class _Walker:
    def __init__(self, page: Page, rules: dict[str, set[str]]) -> None:
        self.page = page
        self.rules = rules
        self.buffer: list[Piece] = []
        self.cell: Element | None = None
        self.unseen = 0  # how many open elements are hidden
        self.pre = 0
        self.grounds = 0
        self.number = self.tables = self.row = self.column = 0
        self.told: list[Passage] = []
        self.grid = Grid()

    def go(self) -> None:
        waiting: list[tuple[Element, Iterator[Element]]] = []
        node: Element | None = self.page.root
        while node is not None or waiting:
            if node is not None:
                if self.enter(node):
                    waiting.append((node, iter(node)))
                else:
                    self.tail(node)
            node = next(waiting[-1][1], None) if waiting else None
            if node is None and waiting:
                closed = waiting.pop()[0]
                self.leave(closed)
                if waiting:
                    self.tail(closed)
        self.flush("\n")
        self.page.passages.extend(self.told)

    def enter(self, node: Element) -> bool:
        """Begin an element; False when nothing inside is text."""
        if not isinstance(node.tag, str):
            return False
        tag = node.tag
        self.tell(node)
        if tag == "head":
            title = node.find("title")
            if title is not None and title.text:
                self.told.append(Passage([Piece(title, _SPACES.sub(" ", title.text))], "网页标题"))
        if tag in UNSHOWN:
            return False
        if stands_over(node):
            self.told.append(Passage([Piece(node, _SPACES.sub(" ", node.text or ""))], "拼音"))
            return False
        self.look(node, 1)
        if tag == "br":
            self.buffer.append(Piece(node, "\n", SIGN))
        elif tag in ("td", "th") and next(node.iter("table"), None) is None and self.cell is None:
            self.flush("\n")
            self.cell = node
            self.column += 1
            taken = self.grid.place(*spans_of(node))
            if taken and self.page.passages:
                self.page.passages[-1].end += "\t" * min(taken, MOST_TABS)
        elif tag in BLOCKS or tag in ("td", "th"):
            self.break_here()
            if tag == "table":
                self.tables += 1
                self.row = 0
                self.grid = Grid()
            elif tag == "tr":
                self.row += 1
                self.column = 0
                self.grid.begin_row()
        self.pre += tag in ("pre", "textarea")
        self.take(node, node.text, TEXT)
        return True

    def tell(self, node: Element) -> None:
        """What an element says in its attributes: to readers, to telephones, and to the programs of the page."""
        for name in TOLD:
            value = node.get(name)
            if value and value.strip() and _is_shown(node, name):
                place = f"网页里 {node.tag} 的说明"
                self.told.append(Passage([Piece(node, _SPACES.sub(" ", value), name)], place))
        for name, value in node.attrib.items():
            if name in ("href", "src"):
                if value and _tells(value):
                    self.told.append(Passage([Piece(node, value, name)], "链接地址"))
            elif not (name in TOLD and _is_shown(node, name)) and PERSONS_NUMBER.search(value):
                self.told.append(Passage([Piece(node, value, name)], f"网页里 {node.tag} 的属性 {name}"))

    def leave(self, node: Element) -> None:
        if self.cell is not None and node is self.cell:
            following: Element = node.getnext()
            while following is not None and following.tag not in ("td", "th"):
                following = following.getnext()
            self.close_cell("\n" if following is None else "\t" * spans_of(node)[0])
        elif node.tag in BLOCKS:
            self.break_here()
        self.pre -= node.tag in ("pre", "textarea")
        self.look(node, -1)

    def tail(self, node: Element) -> None:
        self.take(node, node.tail, TAIL)

    def look(self, node: Element, step: int) -> None:
        kind = _look(node, self.rules)
        if kind == "ground":
            self.grounds += step
        elif kind == "hidden":
            self.unseen += step
            if step > 0:
                self.page.hidden.append(node)
        elif step > 0 and (kind == "tiny" or (kind == "white" and not self.grounds)):
            self.page.faint.append(node)

    def take(self, node: Element, raw: str | None, of: str) -> None:
        if not raw:
            return
        text = raw if self.pre else _SPACES.sub(" ", raw)
        if not self.pre and (not self.buffer or self.buffer[-1].text[-1:] in (" ", "\n")):
            text = text.removeprefix(" ")
        if text:
            self.buffer.append(Piece(node, text, of))

    def break_here(self) -> None:
        if self.cell is None:
            self.flush("\n")
        elif self.buffer and self.buffer[-1].text != "\n":
            self.buffer.append(Piece(None, "\n"))

    def flush(self, end: str) -> None:
        if any(piece.text.strip() for piece in self.buffer):
            self.number += 1
            place = f"第{self.number}段" + ("（不显示）" if self.unseen else "")
            self.page.passages.append(Passage(self.buffer, place, end))
        self.buffer = []

    def close_cell(self, end: str) -> None:
        if self.buffer and self.buffer[-1] == Piece(None, "\n"):
            self.buffer.pop()
        place = f"表{self.tables}第{self.row}行第{self.column}列"
        self.page.passages.append(Passage(self.buffer, place, end))
        self.buffer, self.cell = [], None


def stands_over(node: Element) -> bool:
    """Whether it is the sound written over a sign, which parts no word."""
    return node.tag in ("rt", "rp") and len(node) == 0


def _tells(address: str) -> bool:
    """Whether an address tells how to reach a person, or names a file after an ID number."""
    beginning = address[:_ADDRESS]
    return (
        beginning.lower().startswith(ADDRESSES)
        or ID_IN_ADDRESS.search(beginning) is not None
        or _NUMBER_GIVEN.search(beginning) is not None
    )


def _is_shown(node: Element, name: str) -> bool:
    """Whether an attribute's words reach a reader: a meta's content and a hidden field's value don't."""
    if name == "content":
        return False
    if name == "value":
        return node.tag == "input" and (node.get("type") or "text").lower() not in ("hidden", "password")
    return node.tag not in ("meta", "link", "style", "script")


def _look(node: Element, rules: dict[str, set[str]]) -> str:
    style = (node.get("style") or "")[:_STYLE].replace(" ", "").lower()
    names = {node.tag, *(f".{c}" for c in (node.get("class") or "").split()), f"#{node.get('id')}"}
    if node.get("hidden") is not None or (style and _UNSEEN.search(style)) or names & rules["hidden"]:
        return "hidden"
    if node.get("bgcolor") or (style and _GROUND.search(style)) or names & rules["ground"]:
        return "ground"
    if (
        (style and _TINY.search(style))
        or names & rules["tiny"]
        or (node.tag == "font" and node.get("size") == "0")
    ):
        return "tiny"
    colour = (node.get("color") or "").lower() if node.tag == "font" else ""
    if colour in ("white", "#ffffff", "#fff") or (style and _WHITE.search(style)) or names & rules["white"]:
        return "white"
    return ""


def _style_rules(root: Element) -> dict[str, set[str]]:
    """Plain selectors (a tag, a class, an id) of the page's own style sheets by what they do."""
    rules: dict[str, set[str]] = {"hidden": set(), "ground": set(), "tiny": set(), "white": set()}
    for sheet in root.iter("style"):
        css = _COMMENT.sub("", sheet.text or "")[:500_000].replace("<!--", "").replace("-->", "")
        for selectors, body in _rules_in(_without_conditions(css)):
            body = "".join(body[:_STYLE].split()).lower()
            for kind, sign in (("hidden", _UNSEEN), ("tiny", _TINY), ("white", _WHITE), ("ground", _GROUND)):
                if sign.search(body):
                    rules[kind].update(
                        s for s in map(str.strip, selectors.split(",")) if re.fullmatch(r"[.#]?[\w-]+", s)
                    )
    return rules


def _rules_in(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and body of each innermost pair of braces. No expression: that takes the square of a long sheet."""
    for part in css.split("}")[:-1]:
        head, brace, body = part.rpartition("{")
        if brace:
            yield head.rpartition("{")[2], body


def _without_conditions(css: str) -> str:
    """Style sheets without @media and its like: what holds for printing or small screens is no hiding."""
    kept, depth, at = [], 0, 0
    for mark in _CONDITION.finditer(css):
        if depth == 0 and mark[0].startswith("@"):
            kept.append(css[at : mark.start()])
            depth = 1
        elif depth and mark[0] != "}":
            depth += 1
        elif depth:
            depth -= 1
            at = mark.end()
    if not depth:
        kept.append(css[at:])
    return "".join(kept)
