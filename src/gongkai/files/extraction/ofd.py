"""OFD, the national layout format (GB/T 33190): text objects with their places on the page, and what isn't on the page."""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from gongkai.files.extraction.office_hidden import note_picture
from gongkai.files.extraction.packed import Element, Package, Unreadable, guarded
from gongkai.files.extraction.passages import Hiding, Passage, Piece, has_words
from gongkai.files.extraction.shapes import UNREADABLE, Extract
from gongkai.files.extraction.stray_numbers import with_stray_numbers

Box = tuple[float, float, float, float]
_POINTS_PER_MM = 72 / 25.4
_TINY_MM = 0.7  # two points
_FAR = 1e9  # nothing lies farther away; neither infinity nor what is no number is smaller
_A4 = (0.0, 0.0, 210.0, 297.0)
_SAME_LINE = 0.5  # of the letter size: baselines that near are one line
_COVERS = 100  # looked at on a page
_GAP = 1.0  # of the letter size: farther apart is another cell
_SOFTWARE = re.compile(r"^(?:ofd\.|os\.|java\.|producer|creator|version|template)", re.I)


@guarded
def read(path: Path) -> Extract:
    with Package(path) as package:
        return _Reader(package).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.hiding = Hiding()
        self.passages: list[Passage] = []
        self.page = 0
        self.shown: set[str] = set()  # parts whose words stand on a page

    def read(self) -> Extract:
        if self.package.has("Encryptions.xml") or not self.package.has("OFD.xml"):
            locked = self.package.has("Encryptions.xml")
            raise Unreadable(
                "文件加了密码。去掉密码再传。" if locked else "这不是 OFD 文件。看看是不是改了扩展名。"
            )
        root = self.package.xml("OFD.xml")
        signed = False
        for body in root.iter("{*}DocBody"):
            self._note_body(body)
            signed |= next(body.iter("{*}Signatures"), None) is not None
            document = self._target("OFD.xml", body.findtext("{*}DocRoot") or "")
            self._document(document, self.package.xml(document))
        pictures = [
            n for n in self.package.names if n.lower().endswith((".jpg", ".jpeg", ".png", ".bmp", ".tif"))
        ]
        for name in pictures:
            note_picture(self.package, name, self.hiding)
        blocks = tuple(passage.block() for passage in self.passages)
        warnings = ("文件有电子签章，改动以后签章会失效。",) if signed else ()
        if pictures and not any(block.text.strip() for block in blocks):
            problem = "文件里只有图片，没有文字。转成 PDF 再传，等文字识别。"
            return Extract(blocks, self.hiding.all(), UNREADABLE, problem, self.page, warnings)
        found = Extract(blocks, self.hiding.all(), pages=self.page, warnings=warnings)
        return with_stray_numbers(self.package, found, self.shown)

    def _target(self, source: str, location: str) -> str:
        location = location.strip().replace("\\", "/")
        if location.startswith("/"):
            return posixpath.normpath(location.lstrip("/"))
        return posixpath.normpath(posixpath.join(posixpath.dirname(source), location))

    def _note_body(self, body: Element) -> None:
        for tag, label in (("Author", "作者"), ("Creator", "")):
            words = (body.findtext(f"{{*}}DocInfo/{{*}}{tag}") or "").strip()
            if words and label:
                self.hiding.add("author", "文档属性", f"{label}：{words}")
        for tag in ("Title", "Subject", "Abstract", "Keywords", "Cover"):
            node = body.find(f"{{*}}DocInfo/{{*}}{tag}")
            words = " ".join("".join(node.itertext()).split()) if node is not None else ""
            if words:
                kind, place = ("thumbnail", "封面") if tag == "Cover" else ("custom_properties", "文档属性")
                self.hiding.add(kind, place, words)
        for node in body.iter("{*}CustomData"):
            name, words = node.get("Name") or "", (node.text or "").strip()
            if words and not _SOFTWARE.match(name):
                kind = (
                    "author"
                    if name.lower() in ("user.name", "author", "company", "user")
                    else "custom_properties"
                )
                self.hiding.add(kind, "文档属性", f"{name}：{words}")
        versions = list(body.iter("{*}Version"))
        if len(versions) > 1:
            self.hiding.add("history", "文件的旧版本", count=len(versions) - 1)

    def _document(self, name: str, root: Element) -> None:
        common = root.find("{*}CommonData")
        paper = _box(root.findtext("{*}CommonData/{*}PageArea/{*}PhysicalBox")) or _A4
        templates = {}
        for node in common.iter("{*}TemplatePage") if common is not None else ():
            templates[node.get("ID")] = self._target(name, node.get("BaseLoc") or "")
        used: set[str] = set()
        for node in root.iterfind("{*}Pages/{*}Page"):
            self.page += 1
            page_name = self._target(name, node.get("BaseLoc") or "")
            page = self.package.xml(page_name)
            self.shown.add(page_name.lower())
            for template in page.iterchildren("{*}Template"):
                form = templates.get(template.get("TemplateID") or "")
                if form and form not in used:
                    used.add(form)
                    self.shown.add(form.lower())
                    self._page(self.package.xml(form), paper, f"第{self.page}页的底版")
            self._page(page, paper, f"第{self.page}页")
        for form in set(templates.values()) - used:
            if self.package.has(form):
                words = " ".join(t.text or "" for t in self.package.xml(form).iter("{*}TextCode"))
                if has_words(words):
                    self.hiding.add("hidden_text", "没有用到的底版", words)
        self._beside(name, root)

    def _page(self, page: Element, paper: Box, place: str) -> None:
        paper = _box(page.findtext("{*}Area/{*}PhysicalBox")) or paper
        objects = list(page.iter("{*}TextObject", "{*}PathObject", "{*}ImageObject"))
        line: list[tuple[Element, Passage, Box, float]] = []
        covers = [(at, box) for at, n in enumerate(objects) if (box := _cover(n))]
        # The largest are enough: a page is covered by few things, and a page of ten thousand lines is no cover.
        covers = sorted(covers, key=lambda c: -c[1][2] * c[1][3])[:_COVERS]
        for at, node in enumerate(objects):
            if not node.tag.endswith("}TextObject"):
                continue
            words = " ".join(t.text or "" for t in node.iter("{*}TextCode"))
            box = _box(node.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
            if _is_unseen(node):
                self.hiding.add("hidden_text", place, words)
                continue
            self._note_object(node, box, paper, place, words, [b for i, b in covers if i > at], bool(covers))
            for passage, baseline, size in self._lines(node, box, place):
                self._join(line, node, passage, box, baseline, size)
        self.passages.extend(passage for _, passage, _, _ in line)

    def _lines(self, node: Element, box: Box, place: str) -> Iterator[tuple[Passage, float, float]]:
        """The codes of one object; those on one baseline belong together."""
        size = _number(node.get("Size"), 3.5)
        points = tuple(
            round(v * _POINTS_PER_MM, 2) for v in (box[0], box[1], box[0] + box[2], box[1] + box[3])
        )
        passage, last = None, 0.0
        for code in node.iter("{*}TextCode"):
            baseline = _number(code.get("Y"), last)
            if not code.text:
                continue
            if passage is not None and abs(baseline - last) > size * _SAME_LINE:
                yield passage, box[1] + last, size
                passage = None
            if passage is None:
                passage = Passage([], place, "\n", self.page, points)  # type: ignore[arg-type]
            passage.pieces.append(Piece(code, code.text))
            last = baseline
        if passage is not None:
            yield passage, box[1] + last, size

    @staticmethod
    def _join(
        line: list[tuple[Element, Passage, Box, float]],
        node: Element,
        passage: Passage,
        box: Box,
        baseline: float,
        size: float,
    ) -> None:
        """Parts of one line are told without a break between them: a number is often cut into several objects."""
        if line:
            before, last, at, height = line[-1]
            apart = box[0] - (at[0] + at[2])
            if abs(height - baseline) <= size * _SAME_LINE and node is not before:
                if -size <= apart <= size * _GAP:
                    last.end = ""
                elif apart > 0:
                    last.end = "\t"
        line.append((node, passage, box, baseline))

    def _note_object(
        self, node: Element, box: Box, paper: Box, place: str, words: str, later: list[Box], has_ground: bool
    ) -> None:
        if not has_words(words):
            return
        colour = node.find("{*}FillColor")
        white = colour is not None and _is_white(colour.get("Value") or "")
        if (0 < _number(node.get("Size"), 3.5) < _TINY_MM and node.get("CTM") is None) or (
            white and not has_ground
        ):
            self.hiding.add("tiny_text", place, words)
        if box[0] >= paper[2] or box[1] >= paper[3] or box[0] + box[2] < 0 or box[1] + box[3] < 0:
            self.hiding.add("off_page", place, words)
        if box[2] and any(_holds(cover, box) for cover in later):
            self.hiding.add("covered_text", place, words)

    def _beside(self, name: str, root: Element) -> None:
        for node in root.iterchildren("{*}Annotations"):
            self._annotations(self._target(name, node.text or ""))
        for node in root.iterchildren("{*}Attachments"):
            listing = self.package.xml(self._target(name, node.text or ""))
            for one in listing.iter("{*}Attachment"):
                self.hiding.add("attachments", "附件", one.get("Name") or one.findtext("{*}FileLoc") or "")
        for tag, place in (("CustomTags", "自定义标引"), ("Extensions", "扩展信息")):
            for node in root.iterchildren(f"{{*}}{tag}"):
                self._custom(self._target(name, node.text or ""), place)
        titles = " ".join((n.get("Title") or "").strip() for n in root.iter("{*}OutlineElem"))
        if titles.strip():
            self.hiding.add("bookmarks", "目录", titles)
        for node in root.iter("{*}Bookmark"):
            self.hiding.add("bookmarks", "书签", node.get("Name") or "")
        for node in root.iter("{*}URI", "{*}GotoA"):
            address = node.get("URI") or node.get("AttachID") or ""
            if re.match(r"(?:file:|[A-Za-z]:[\\/]|\\\\)", address):
                self.hiding.add("external_links", "动作", address)

    def _annotations(self, listing: str) -> None:
        for page in self.package.xml(listing).iter("{*}Page"):
            name = self._target(listing, page.findtext("{*}FileLoc") or "")
            for note in self.package.xml(name).iter("{*}Annot"):
                words = " ".join(
                    "".join(n.itertext()) for n in note.iter("{*}TextCode", "{*}Remark", "{*}Parameter")
                )
                self.hiding.add(
                    "annotations", "注释", f"{note.get('Creator') or ''} {' '.join(words.split())}"
                )

    def _custom(self, name: str, place: str) -> None:
        root = self.package.xml_or_none(name)
        waiting = [] if root is None else [root]
        for node in root.iter("{*}FileLoc", "{*}ExtendData") if root is not None else ():
            inner = self.package.xml_or_none(self._target(name, node.text or "")) if node.text else None
            waiting += [] if inner is None else [inner]
        words = " ".join(" ".join(t.split()) for part in waiting for t in part.itertext() if t.strip())
        if words:
            self.hiding.add("custom_xml", place, words)


def _number(text: str | None, otherwise: float) -> float:
    try:
        number = float(text or "")
    except ValueError:
        return otherwise
    return number if math.isfinite(number) else otherwise


def _box(text: str | None) -> Box | None:
    """Left, top, width, height in millimetres."""
    try:
        left, top, width, height = (float(part) for part in (text or "").split()[:4])
    except ValueError:
        return None
    return (left, top, width, height) if abs(left) + abs(top) + abs(width) + abs(height) < _FAR else None


def _is_unseen(node: Element) -> bool:
    """Switched off or fully transparent, itself or a group or layer around it."""
    return any(
        (n.get("Visible") or "true").lower() in ("false", "0") or n.get("Alpha") == "0"
        for n in (node, *node.iterancestors())
    ) or (node.get("Fill") == "false" and node.get("Stroke") != "true")


def _is_white(value: str) -> bool:
    parts = value.split()
    try:
        levels = [int(p[1:], 16) if p.startswith("#") else float(p) for p in parts]
    except ValueError:
        return False
    return len(levels) == 3 and all(level >= 245 for level in levels)


def _cover(node: Element) -> Box | None:
    """The box of a picture or of a filled shape that nothing shines through."""
    alpha = _number(node.get("Alpha"), 255)
    if node.tag.endswith("}TextObject") or alpha < 128:
        return None
    if node.tag.endswith("}PathObject") and (node.get("Fill") or "false").lower() != "true":
        return None
    return _box(node.get("Boundary"))


def _holds(cover: Box, box: Box) -> bool:
    """Whether a box lies inside another, give or take a millimetre above and below (letters have room there)."""
    return (
        cover[0] <= box[0] + 0.5
        and cover[1] <= box[1] + 1
        and cover[0] + cover[2] >= box[0] + box[2] - 0.5
        and cover[1] + cover[3] >= box[1] + box[3] - 1
    )
