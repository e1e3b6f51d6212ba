"""The walk through a Word file: its text in passages, in the order of the file, and the runs that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from gongkai.files.extraction.packed import Element, Package, Relation, Unreadable
from gongkai.files.extraction.passages import SIGN, TEXT, Hiding, Passage, Piece, has_words
from gongkai.files.extraction.word_styles import PLAIN, VAL, Look, Styles, W, is_on, is_shaded, look_of
from gongkai.text.rows import MOST_TABS

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DESCRIBING = ("descr", "title", "alt", VAL, "{urn:schemas-microsoft-com:office:office}title")
P, T, RUN, TBL, TR, TC = f"{W}p", f"{W}t", f"{W}r", f"{W}tbl", f"{W}tr", f"{W}tc"
BOX = f"{W}txbxContent"
SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}
_PIECES = (T, f"{M}t", f"{W}sym", *SIGNS)
_SKIPPED = {f"{W}sectPr", f"{W}tblPr", f"{W}tblGrid", f"{W}sdtPr", f"{W}moveFrom", f"{W}del", f"{W}pPr", RUN}
_LABELS = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}


RUBY_TEXT = f"{W}rt"


def stands_over(node: Element) -> bool:
    """Whether it is the sound written over a sign, which parts no word."""
    return next(node.iterancestors(RUBY_TEXT), None) is not None


@dataclass
class Part:
    """One XML part with text. `shown` is False for a header that no section uses."""

    name: str
    label: str
    root: Element
    passages: list[Passage] = field(default_factory=list)
    unseen: set[Element] = field(default_factory=set)
    faint: set[Element] = field(default_factory=set)
    shown: bool = True


@dataclass
class WordFile:
    """`parts` in reading order: the body, headers and footers, notes, then charts and diagrams."""

    main: str
    parts: list[Part]
    styles: Styles
    hiding: Hiding

    @property
    def passages(self) -> list[Passage]:
        return [passage for part in self.parts if part.shown for passage in part.passages]


def walk(package: Package) -> WordFile:
    """Read the parts that carry text. Raises Unreadable."""
    main = next((r.target for r in package.relations() if r.kind == "officeDocument"), "word/document.xml")
    pointers = package.relations(main)
    styles = Styles.read(_styles_root(package, pointers))
    hiding = Hiding()
    body = Part(main, "正文", package.xml(main))
    made = WordFile(main, [body], styles, hiding)
    used = {n.get(f"{R}id") for n in body.root.iter(f"{W}headerReference", f"{W}footerReference")}
    order = {"header": 0, "footer": 1, "footnotes": 2, "endnotes": 3}
    for pointer in sorted((p for p in pointers if p.kind in order), key=lambda p: order[p.kind]):
        if not pointer.external and package.has(pointer.target):
            shown = pointer.kind not in ("header", "footer") or pointer.id in used
            label = _LABELS[pointer.kind]
            made.parts.append(Part(pointer.target, label, package.xml(pointer.target), shown=shown))
    for part in made.parts:
        _fill(part, styles, hiding)
    made.parts.append(_addresses(package, body, [p.name for p in made.parts]))
    made.parts.extend(drawing_parts(package, [p.name for p in made.parts]))
    return made


def _addresses(package: Package, body: Part, sources: list[str]) -> Part:
    """Links that tell how to reach a person. They stand beside the parts, so their pieces have no node."""
    made = Part(f"{body.name}#addresses", "链接地址", etree.Element("addresses"))
    for pointer in (p for source in sources for p in package.relations(source)):
        if pointer.kind == "hyperlink" and pointer.target.lower().startswith(("mailto:", "tel:", "sms:")):
            made.passages.append(Passage([Piece(None, pointer.target)], "链接地址"))
    return made


def _styles_root(package: Package, pointers: list[Relation]) -> Element | None:
    target = next((p.target for p in pointers if p.kind == "styles"), "")
    return package.xml_or_none(target) if target else None


def _fill(part: Part, styles: Styles, hiding: Hiding) -> None:
    if part.root.tag not in (f"{W}document", f"{W}hdr", f"{W}ftr", f"{W}footnotes", f"{W}endnotes"):
        raise Unreadable("这不是 Word 文档。看看是不是改了扩展名。")
    walker = _Walker(part, styles, hiding)
    if not part.shown:
        words = "".join(t.text or "" for t in part.root.iter(T))
        if words.strip():
            hiding.add("hidden_text", f"没有用到的{part.label}", words)
        return
    if part.label in ("脚注", "尾注"):
        for number, note in enumerate(part.root.iterchildren(f"{W}footnote", f"{W}endnote"), -1):
            walker.story(note, f"{part.label}{max(number, 1)}")
    else:
        walker.story(part.root, part.label)
    walker.drawings()
    walker.descriptions()


class _Walker:
    def __init__(self, part: Part, styles: Styles, hiding: Hiding) -> None:
        self.part = part
        self.hiding = hiding
        self.skipped = _skipped(part.root, hiding, part.label)
        self.boxed = {p for box in part.root.iter(BOX) for p in box.iterancestors(P)}
        self.unseen, self.faint = unseen_runs(part.root, styles)
        part.unseen, part.faint = self.unseen, self.faint
        # Looking for fewer tags is faster, and most files hold few of them.
        self.tags = [tag for tag in _PIECES if next(part.root.iter(tag), None) is not None] or [T]
        self.tables = 0
        self.paragraphs = 0
        self.has_ruby = next(part.root.iter(RUBY_TEXT), None) is not None
        for runs, kind in ((self.unseen, "hidden_text"), (self.faint, "tiny_text")):
            for run in part.root.iter(RUN) if runs else ():
                if run not in runs:
                    continue
                words = "".join(t.text or "" for t in run.iter(T))
                if has_words(words):
                    hiding.add(kind, part.label, words)

    def story(self, root: Element, label: str) -> None:
        """Paragraphs and tables below a root in order, at whatever depth, without recursion."""
        waiting: list[Iterator[Element]] = [iter(root)]
        while waiting:
            node = next(waiting[-1], None)
            if node is None:
                waiting.pop()
            elif node.tag == P:
                self.paragraph(node, label)
            elif node.tag == TBL:
                self.table(node, label)
            elif isinstance(node.tag, str) and node.tag not in _SKIPPED and node not in self.skipped:
                waiting.append(iter(node))

    def drawings(self) -> None:
        """Words of drawings that stand in the part itself, pasted from elsewhere."""
        for paragraph in self.part.root.iter(f"{A}p"):
            if paragraph not in self.skipped:
                self.add(drawn_pieces(paragraph), "图形")

    def paragraph(self, node: Element, label: str) -> None:
        self.paragraphs += 1
        place = f"第{self.paragraphs}段" if label == "正文" else label
        self.add(self.pieces(node), place)
        if node in self.boxed:
            for inner in node.iter(P):
                if inner is not node and inner not in self.skipped:
                    self.add(self.pieces(inner), f"{place}的文本框")

    def table(self, node: Element, label: str) -> None:
        self.tables += 1
        before = "" if label == "正文" else label
        rows = [row for row in node.iter(TR) if next(row.iterancestors(TBL)) is node]
        for number, row in enumerate(rows, 1):
            cells = [cell for cell in row.iter(TC) if next(cell.iterancestors(TR)) is row]
            self.begin_row(_columns_before(row))
            for column, cell in enumerate(cells, 1):
                end = "\n" if column == len(cells) else "\t" * _columns_of(cell)
                self.add(self.cell(cell), f"{before}表{self.tables}第{number}行第{column}列", end)

    def begin_row(self, columns: int) -> None:
        """A row that leaves its first columns out."""
        if columns and self.part.passages:
            self.part.passages[-1].end += "\t" * columns

    def cell(self, node: Element) -> list[Piece]:
        made: list[Piece] = []
        for number, paragraph in enumerate(p for p in node.iter(P) if p not in self.skipped):
            if number:
                made.append(Piece(None, "\n"))
            made.extend(self.pieces(paragraph))
        return made

    def add(self, pieces: list[Piece], place: str, end: str = "\n") -> None:
        self.part.passages.append(Passage(pieces, place, end))

    def pieces(self, paragraph: Element) -> list[Piece]:
        made: list[Piece] = []
        over: list[Piece] = []
        boxed = paragraph in self.boxed
        looked = bool(boxed or self.unseen or self.skipped)
        for node in paragraph.iter(*self.tags):
            if looked and not self._belongs(node, paragraph, boxed):
                continue
            tag = node.tag
            if self.has_ruby and stands_over(node):
                over.append(Piece(node, node.text or "", TEXT))
                continue
            if tag in (T, _PIECES[1]):
                if node.text:
                    made.append(Piece(node, node.text, TEXT))
            elif tag == f"{W}sym":
                made.append(Piece(node, _symbol(node), SIGN))
            elif node.getparent().tag != f"{W}tabs":  # a tab stop is no tab
                made.append(Piece(node, SIGNS[tag], SIGN))
        if over:
            self.add(over, "拼音")
        return made

    def _belongs(self, node: Element, paragraph: Element, boxed: bool) -> bool:
        run = node.getparent()
        if run in self.unseen or run in self.skipped:
            return False
        return not boxed or next(node.iterancestors(P), None) is paragraph

    def descriptions(self) -> None:
        """What stands behind pictures for those who don't see them, and text drawn as a picture."""
        tags = (
            *(f"{WP}docPr", f"{V}shape", f"{V}imagedata", f"{V}textpath"),
            *(f"{W}tblCaption", f"{W}tblDescription", f"{PIC}cNvPr", f"{W}hyperlink"),
        )
        seen: set[str] = set()
        for node in self.part.root.iter(*tags):
            names = {tags[3]: ("string",), f"{W}hyperlink": (f"{W}tooltip",)}.get(node.tag, _DESCRIBING)
            for name in names:
                words = (node.get(name) or "").replace("\n", " ")
                if words.strip() and words not in seen and node not in self.skipped:
                    seen.add(words)
                    what = {"string": "艺术字", f"{W}tooltip": "链接说明"}.get(name, "图片说明")
                    self.add([Piece(node, words, name)], f"{self.part.label}的{what}")


def _columns_of(cell: Element) -> int:
    return _number_in(cell, f"{W}tcPr/{W}gridSpan") or 1


def _columns_before(row: Element) -> int:
    return _number_in(row, f"{W}trPr/{W}gridBefore")


def _number_in(node: Element, path: str) -> int:
    found = node.find(path)
    value = found.get(f"{W}val", "") if found is not None else ""
    return min(int(value), MOST_TABS) if value.isascii() and value.isdigit() and len(value) < 9 else 0


def _symbol(node: Element) -> str:
    try:
        code = int(node.get(f"{W}char") or "", 16)
    except ValueError:
        return ""
    return "" if 0xE000 <= code <= 0xF8FF or not 32 <= code < 0xD800 else chr(code)


def _skipped(root: Element, hiding: Hiding, label: str) -> set[Element]:
    """Runs and paragraphs that are told elsewhere: moved away, or the second form of a drawing."""
    gone: set[Element] = set()
    for moved in root.iter(f"{W}moveFrom"):
        gone.update(moved.iter(RUN, P))
    for alternate in root.iter(f"{MC}AlternateContent"):
        choice, second = alternate.find(f"{MC}Choice"), alternate.find(f"{MC}Fallback")
        if choice is None or second is None:
            continue
        words = _words(choice)
        if not words.strip():
            continue
        gone.update(second.iter(RUN, P, f"{V}shape", f"{V}textpath", f"{V}imagedata"))
        gone.add(second)
        other = _words(second)
        if other.strip() and "".join(other.split()) != "".join(words.split()):
            hiding.add("hidden_text", f"{label}里只在旧软件里显示的内容", other)
    return gone


def _words(node: Element) -> str:
    return "".join(t.text or "" for t in node.iter(T, f"{A}t"))


def unseen_runs(root: Element, styles: Styles) -> tuple[set[Element], set[Element]]:
    """Runs that are hidden, and runs that are tiny or white on white. Looks only where something strange is said."""
    unseen: set[Element] = set()
    faint: set[Element] = set()
    # Each holder once: a file may say the same of it ten thousand times.
    holders = {
        row.getparent().getparent(): None
        for row in root.iter(f"{W}hidden")
        if is_on(row) and row.getparent().tag == f"{W}trPr" and row.getparent().getparent() is not None
    }
    for shape in (*root.iter(f"{WP}docPr"), *root.iter(f"{V}shape")):
        holder = shape.getparent() if shape.tag == f"{WP}docPr" else shape
        if shape.get("hidden") in ("1", "true") or "visibility:hidden" in (shape.get("style") or "").replace(
            " ", ""
        ):
            holders[holder] = None
    for holder in holders:
        unseen.update(holder.iter(RUN))
    seen: set[Element] = set()
    for run in _candidates(root, styles):
        if run not in unseen and run not in seen:
            seen.add(run)
            look = _look_of_run(run, styles)
            if look.vanish:
                unseen.add(run)
            elif look.tiny or (look.white and not look.shaded and not _on_dark_ground(run, styles)):
                faint.add(run)
    return unseen, faint


def _candidates(root: Element, styles: Styles) -> Iterator[Element]:
    basis = styles.default
    if basis.vanish or basis.tiny or basis.white:
        yield from root.iter(RUN)
        return
    for node in root.iter(f"{W}vanish", f"{W}specVanish", f"{W}sz", f"{W}color", f"{W}w"):
        look = look_of([node])
        if (look.vanish or look.tiny or look.white) and node.getparent().tag == f"{W}rPr":
            run = node.getparent().getparent()
            if run is not None and run.tag == RUN:
                yield run
    if styles.strange:
        holders: set[Element] = set()
        for style in root.iter(f"{W}rStyle", f"{W}pStyle"):
            holder = style.getparent().getparent() if style.get(VAL) in styles.strange else None
            if holder is not None and holder not in holders:
                holders.add(holder)
                yield from holder.iter(RUN) if holder.tag == P else [holder] if holder.tag == RUN else []


def _look_of_run(run: Element, styles: Styles) -> Look:
    properties = _own(run, f"{W}rPr")
    look = look_of(properties)
    style = None if properties is None else properties.find(f"{W}rStyle")
    if style is not None:
        look = look.over(styles.looks.get(style.get(VAL) or "", PLAIN))
    paragraph = next(run.iterancestors(P), None)
    properties = None if paragraph is None else _own(paragraph, f"{W}pPr")
    style = None if properties is None else properties.find(f"{W}pStyle")
    if style is not None:
        look = look.over(styles.looks.get(style.get(VAL) or "", PLAIN))
    return look.over(styles.default)


def _on_dark_ground(run: Element, styles: Styles) -> bool:
    """Whether something behind the run has a colour: paragraph, cell, table style, shape or the page."""
    for node in run.iterancestors():
        properties = _own(node, f"{node.tag}Pr") if node.tag in (P, TC, TBL) else None
        ground = None if properties is None else properties.find(f"{W}shd")
        if node.tag == TBL and properties is not None:
            style = properties.find(f"{W}tblStyle")
            if style is not None and style.get(VAL) in styles.shaded_tables:
                return True
        elif node.tag in (f"{WPS}wsp", f"{V}shape", f"{V}rect"):
            shape = _own(node, f"{WPS}spPr")
            return (shape is None or shape.find(f"{A}noFill") is None) and node.get("filled") not in (
                "f",
                "false",
            )
        if ground is not None and is_shaded(ground):
            return True
    top = run.getroottree().getroot()
    return _own(top, f"{W}background") is not None


def _own(node: Element, tag: str) -> Element | None:
    """Properties stand first; looking through all children would take long where there are many."""
    return next((child for child in islice(node, 4) if child.tag == tag), None)


def drawing_parts(package: Package, sources: list[str]) -> list[Part]:
    """Charts and diagrams that the given parts show."""
    made: list[Part] = []
    for source in sources:
        for pointer in package.relations(source):
            if pointer.kind in ("chart", "diagramData", "chartEx") and package.has(pointer.target):
                label = "智能图形" if pointer.kind == "diagramData" else "图表"
                part = Part(pointer.target, label, package.xml(pointer.target))
                place = f"{label}{1 + sum(p.label == label for p in made)}"
                part.passages = list(drawn_passages(part.root, place))
                made.append(part)
    return made


def drawn_passages(root: Element, place: str) -> Iterator[Passage]:
    """Paragraphs of DrawingML, and the values that a chart shows."""
    for node in root.iter(f"{A}p", f"{C}v"):
        shown = [Piece(node, node.text)] if node.text else []
        pieces = shown if node.tag == f"{C}v" else drawn_pieces(node)
        if pieces:
            yield Passage(pieces, place)


def drawn_pieces(paragraph: Element) -> list[Piece]:
    made = []
    for node in paragraph.iter(f"{A}t", f"{A}br", f"{A}tab"):
        if node.tag == f"{A}t":
            if node.text:
                made.append(Piece(node, node.text))
        elif node.tag == f"{A}br":
            made.append(Piece(node, "\n", SIGN))
    return made
