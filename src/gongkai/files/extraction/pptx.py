"""Slides (PPTX): the text of each slide, and notes, hidden slides, comments and what lies beside the slide."""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.files.extraction.office_hidden import note_package, with_pictures_told
from gongkai.files.extraction.packed import Element, Package, Unreadable, guarded
from gongkai.files.extraction.passages import Hiding, Passage, Piece
from gongkai.files.extraction.shapes import Extract
from gongkai.files.extraction.stray_numbers import with_stray_numbers
from gongkai.files.extraction.word_walk import A, R, drawing_parts, drawn_pieces

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_SHAPES = (f"{P}sp", f"{P}graphicFrame", f"{P}cxnSp", f"{P}pic")
_MAIN = "ppt/presentation.xml"
_STANDARD = (9_144_000, 6_858_000)  # a slide of 4 to 3, in EMU
_EMU_PER_POINT = 12_700
_TINY_HUNDREDTHS = 200
_SHOWN = re.compile(r"ppt/(?:slides|charts|diagrams/data)", re.I)
_COMMENTS = ("comments", "threadedComment")


@guarded
def read(path: Path) -> Extract:
    with Package(path) as package:
        main = next((r.target for r in package.relations() if r.kind == "officeDocument"), _MAIN)
        root = package.xml(main)
        if root.tag != f"{P}presentation":
            raise Unreadable("这不是演示文稿。看看是不是改了扩展名。")
        hiding = Hiding()
        passages: list[Passage] = []
        targets = {r.id: r.target for r in package.relations(main) if r.kind == "slide"}
        order = [targets[i] for n in root.iter(f"{P}sldId") if (i := n.get(f"{R}id")) in targets]
        behind: set[str] = set()
        for number, name in enumerate(order, 1):
            slide = _Slide(package, name, number, _slide_size(root), hiding)
            slide.read(passages)
            slide.read_behind(behind, passages)
        for name in targets.values():
            if name not in order:
                words = " ".join(t.text or "" for t in package.xml(name).iter(f"{A}t"))
                hiding.add("hidden_slides", "没有列入放映的幻灯片", words)
        for relation in package.relations(main):
            if relation.kind in ("commentAuthors", "authors") and package.has(relation.target):
                for node in package.xml(relation.target).iter("{*}cmAuthor", "{*}author"):
                    hiding.add("author", "批注者", node.get("name") or "")
        note_package(package, hiding)
        found = Extract(tuple(p.block() for p in passages), hiding.all(), pages=len(order))
        found = with_stray_numbers(package, found, {n.lower() for n in package.names if _SHOWN.match(n)})
        return with_pictures_told(package, found)


def _slide_size(root: Element) -> tuple[int, int]:
    node = root.find(f"{P}sldSz")
    if node is None:
        return _STANDARD
    return _whole(node.get("cx"), _STANDARD[0]), _whole(node.get("cy"), _STANDARD[1])


class _Slide:
    def __init__(
        self, package: Package, name: str, number: int, size: tuple[int, int], hiding: Hiding
    ) -> None:
        self.package, self.name, self.number, self.size, self.hiding = package, name, number, size, hiding
        self.root = package.xml(name)

    def read(self, passages: list[Passage]) -> None:
        place = f"第{self.number}页"
        if self.root.get("show") in ("0", "false"):
            words = " ".join(t.text or "" for t in self.root.iter(f"{A}t"))
            self.hiding.add("hidden_slides", place, words)
        for shape in self.root.iter(*_SHAPES):
            self._shape(shape, place, passages)
        self._descriptions(place, passages)
        for part in drawing_parts(self.package, [self.name]):
            for passage in part.passages:
                passage.place, passage.page = f"{place}的{passage.place}", self.number
                passages.append(passage)
        self._beside(place)

    def read_behind(self, known: set[str], passages: list[Passage]) -> None:
        """What the layout and the master put on the slide, each once. Their placeholders only say where to write."""
        name = self.name
        for kind, what in (("slideLayout", "版式"), ("slideMaster", "母版")):
            found = (r.target for r in self.package.relations(name) if r.kind == kind and not r.external)
            name = next(found, "")
            if not name or not self.package.has(name) or name.lower() in known:
                continue
            known.add(name.lower())
            part = _Slide(self.package, name, self.number, self.size, self.hiding)
            part.put_on_slide(f"第{self.number}页的{what}", passages)

    def put_on_slide(self, place: str, passages: list[Passage]) -> None:
        for shape in self.root.iter(*_SHAPES):
            if next(shape.iter(f"{P}ph"), None) is None:
                self._shape(shape, place, passages)
        self._descriptions(place, passages)

    def _descriptions(self, place: str, passages: list[Passage]) -> None:
        """What stands behind pictures and groups for those who don't see them."""
        for told in self.root.iter(f"{P}cNvPr"):
            for name in ("descr", "title"):
                if words := (told.get(name) or "").strip():
                    pieces = [Piece(told, words, name)]
                    passages.append(Passage(pieces, f"{place}的图片说明", "\n", self.number))

    def _shape(self, shape: Element, place: str, passages: list[Passage]) -> None:
        told = next(shape.iter(f"{P}cNvPr"), None)
        words = " ".join(t.text or "" for t in shape.iter(f"{A}t"))
        box = _box(shape)
        if told is not None and told.get("hidden") in ("1", "true") and words.strip():
            self.hiding.add("hidden_text", place, words)
        elif box and words.strip() and self._is_outside(box):
            self.hiding.add("off_page", place, words)
        looked: set[Element] = set()
        for run in shape.iter(f"{A}rPr"):
            said = run.getparent()
            if said in looked:
                continue
            looked.add(said)
            text = "".join(t.text or "" for t in said.iter(f"{A}t"))
            if _whole(run.get("sz"), 1800) <= _TINY_HUNDREDTHS and text.strip():
                self.hiding.add("tiny_text", place, text)
        points = tuple(v / _EMU_PER_POINT for v in box) if box else None
        rows = list(shape.iter(f"{A}tr"))
        if rows:
            self._rows(rows, place, passages)
        else:
            for paragraph in shape.iter(f"{A}p"):
                if pieces := drawn_pieces(paragraph):
                    passages.append(Passage(pieces, place, "\n", self.number, points))  # type: ignore[arg-type]

    def _rows(self, rows: list[Element], place: str, passages: list[Passage]) -> None:
        for number, row in enumerate(rows, 1):
            cells = list(row.iterchildren(f"{A}tc"))
            for column, cell in enumerate(cells, 1):
                pieces: list[Piece] = []
                for paragraph in cell.iter(f"{A}p"):
                    pieces += [*([Piece(None, "\n")] if pieces else []), *drawn_pieces(paragraph)]
                end = "\n" if column == len(cells) else "\t"
                passages.append(Passage(pieces, f"{place}的表第{number}行第{column}列", end, self.number))

    def _is_outside(self, box: tuple[int, int, int, int]) -> bool:
        left, top, right, bottom = box
        return right <= 0 or bottom <= 0 or left >= self.size[0] or top >= self.size[1]

    def _beside(self, place: str) -> None:
        for relation in self.package.relations(self.name):
            if relation.external or not self.package.has(relation.target):
                continue
            if relation.kind == "notesSlide":
                self._notes(self.package.xml(relation.target), place)
            elif relation.kind in _COMMENTS:
                for node in self.package.xml(relation.target).iter("{*}cm"):
                    words = "".join(t.text or "" for t in node.iter(f"{P}text", f"{A}t"))
                    self.hiding.add("comments", place, words)

    def _notes(self, root: Element, place: str) -> None:
        """Notes without the slide's number and date, which every notes page repeats."""
        for shape in root.iter(f"{P}sp"):
            kind = next((n.get("type") for n in shape.iter(f"{P}ph")), "")
            words = "\n".join("".join(t.text or "" for t in p.iter(f"{A}t")) for p in shape.iter(f"{A}p"))
            if words.strip() and kind not in ("sldNum", "dt", "hdr", "ftr", "sldImg"):
                self.hiding.add("notes", place, words)


def _box(shape: Element) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom in EMU, of a shape that stands in no group."""
    if next(shape.iterancestors(f"{P}grpSp"), None) is not None:
        return None
    for transform in shape.iter(f"{A}xfrm", f"{P}xfrm"):
        at, size = transform.find(f"{A}off"), transform.find(f"{A}ext")
        if at is not None and size is not None:
            left, top = _whole(at.get("x"), 0), _whole(at.get("y"), 0)
            return left, top, left + _whole(size.get("cx"), 0), top + _whole(size.get("cy"), 0)
    return None


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(float(text or ""))
    except (ValueError, OverflowError):
        return otherwise
