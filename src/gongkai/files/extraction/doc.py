"""Word 97 files (DOC, and WPS files of the same make) by their table of pieces."""

from __future__ import annotations

from pathlib import Path

import olefile

from gongkai.files.extraction import docx, foreign, html
from gongkai.files.extraction.doc_binary import Binary, is_encrypted, read_binary, table_name
from gongkai.files.extraction.docx import FETCHING, keeps_words
from gongkai.files.extraction.old_container import stream_of
from gongkai.files.extraction.packed import Unreadable, guarded
from gongkai.files.extraction.passages import Hiding, has_words
from gongkai.files.extraction.shapes import Block, Extract
from gongkai.files.rules import content_family

_LABELS = {
    "main": "正文",
    "footnotes": "脚注",
    "headers": "页眉页脚",
    "endnotes": "尾注",
    "boxes": "文本框",
    "header_boxes": "页眉文本框",
}
_SIGNS = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": "", "\xa0": "\xa0"}
_TABLE = str.maketrans({**{chr(c): "" for c in range(32) if c not in (9,)}, **_SIGNS})
_GONE = ("deleted", "hidden_text")
_LOCK_FILE_BYTES = 162
_CODE = 2_000  # characters of a field's code that are looked at; fields stand inside fields


@guarded
def read(path: Path) -> Extract:
    with path.open("rb") as handle:
        head = handle.read(512)
    family = content_family(head)
    if family == "zip":  # a newer file under the old name
        return docx.read(path)
    if head.startswith(b"{\\rtf"):
        return foreign.read_as(path, "rtf")
    if family == "html":
        return html.read(path)
    if family != "ole":
        if path.stat().st_size <= _LOCK_FILE_BYTES:
            raise Unreadable("这是 Word 打开文件时留下的临时文件，里面没有正文。上传文件本身。")
        raise Unreadable("这不是 Word 文档，或者已损坏。用办公软件打开、另存一次再传。")
    with olefile.OleFileIO(path) as container:
        return read_container(container)


def read_container(container: olefile.OleFileIO) -> Extract:
    """Raises Unreadable for a password or a container without Word's stream."""
    names = {"/".join(entry).lower() for entry in container.listdir(streams=True, storages=True)}
    if "encryptedpackage" in names:
        raise Unreadable("文件加了密码。去掉密码再传。")
    if "worddocument" not in names:
        raise Unreadable("这不是 Word 文档。看看是不是改了扩展名。")
    document = _stream(container, "WordDocument")
    if is_encrypted(document):
        raise Unreadable("文件加了密码。去掉密码再传。")
    table = table_name(document)
    binary = read_binary(document, _stream(container, table) if table.lower() in names else document)
    hiding = Hiding()
    blocks = tuple(_blocks(binary, hiding))
    _note_binary(binary, hiding)
    _note_container(container, names, hiding)
    return Extract(blocks, hiding.all())


def _stream(container: olefile.OleFileIO, name: str) -> bytes:
    try:
        return stream_of(container, name)
    except ValueError as problem:
        raise Unreadable("文件已损坏，读不出来。用办公软件打开、另存一次再传。") from problem


def _blocks(binary: Binary, hiding: Hiding) -> list[Block]:
    made: list[Block] = []
    gone = sorted(r for kind in _GONE for r in binary.marks.get(kind, ()))
    for story, label in _LABELS.items():
        start, end = binary.stories[story]
        made.extend(_Story(binary, label, hiding).blocks(start, end, gone))
    return made


class _Story:
    """One of the texts of a file, cut into paragraphs and cells."""

    def __init__(self, binary: Binary, label: str, hiding: Hiding) -> None:
        self.binary, self.label, self.hiding = binary, label, hiding
        self.paragraphs = self.tables = self.row = self.column = 0
        self.cells: list[Block] = []
        self.in_table = False

    def blocks(self, start: int, end: int, gone: list[tuple[int, int]]) -> list[Block]:
        made: list[Block] = []
        text, at = self._kept(start, end, gone)
        text = self._without_codes(text)
        begin = 0
        cell: list[str] = []
        for number, sign in enumerate(text):
            if sign not in "\r\x07\x0c":
                continue
            words = text[begin:number].translate(_TABLE)
            begin = number + 1
            if sign == "\x07" and at[number] in self.binary.row_ends:
                made.extend(self._row_done())
                cell = []
            elif sign == "\x07":
                self._cell([*cell, words])
                cell = []
            elif at[number] in self.binary.in_table:
                cell.append(words)
            else:
                made.extend(self._row_done())
                self._leave_table()
                made.append(self._paragraph(words))
        made.extend(self._row_done())
        if text[begin:].translate(_TABLE).strip():
            made.append(self._paragraph(text[begin:].translate(_TABLE)))
        return made

    def _kept(self, start: int, end: int, gone: list[tuple[int, int]]) -> tuple[str, list[int]]:
        """The story without what is hidden or deleted, and the position of each character that is left.

        Marks that end a paragraph or cell stay, so that no two cells run into one.
        """
        parts: list[str] = []
        at: list[int] = []
        last = start
        for first, stop in gone:
            first, stop = max(first, last), min(stop, end)
            if first >= stop:
                continue
            parts.append(self.binary.text[last:first])
            at.extend(range(last, first))
            for position in range(first, stop):
                if self.binary.text[position] == "\x07":
                    parts.append("\x07")
                    at.append(position)
            last = stop
        parts.append(self.binary.text[last:end])
        at.extend(range(last, end))
        return "".join(parts), at

    def _without_codes(self, text: str) -> str:
        """Codes of fields blanked (the length stays), results kept."""
        if "\x13" not in text:
            return text
        kept = list(text)
        opened: list[int] = []
        depth_of_codes = 0
        for number, sign in enumerate(text):
            if sign == "\x13":
                opened.append(number)
                depth_of_codes += 1
                kept[number] = "\0"
            elif sign in "\x14\x15" and opened and opened[-1] != -1:
                self._code(text[opened[-1] + 1 : min(number, opened[-1] + 1 + _CODE)])
                depth_of_codes -= 1
                kept[number] = "\0"
                opened[-1] = -1
                if sign == "\x15":
                    opened.pop()
            elif sign == "\x15" and opened:
                opened.pop()
            elif depth_of_codes and sign != "\x07":
                kept[number] = "\0"
        return "".join(kept)

    def _code(self, words: str) -> None:
        if FETCHING.match(words):
            self.hiding.add("external_links", f"{self.label}的域", words)
        elif keeps_words(words):
            self.hiding.add("hidden_text", f"{self.label}的域", words)

    def _cell(self, parts: list[str]) -> None:
        if not self.in_table:
            self.in_table, self.row = True, 0
            self.tables += 1
        if not self.cells:
            self.row += 1
        self.column = len(self.cells) + 1
        before = "" if self.label == "正文" else self.label
        place = f"{before}表{self.tables}第{self.row}行第{self.column}列"
        self.cells.append(Block("\n".join(parts), place, "\t"))

    def _row_done(self) -> list[Block]:
        done, self.cells = self.cells, []
        if done:
            done[-1] = Block(done[-1].text, done[-1].place, "\n")
        return done

    def _leave_table(self) -> None:
        self.in_table = False

    def _paragraph(self, words: str) -> Block:
        self.paragraphs += 1
        return Block(words, f"第{self.paragraphs}段" if self.label == "正文" else self.label)


def _note_binary(binary: Binary, hiding: Hiding) -> None:
    kinds = {"deleted": "tracked_changes", "inserted": "tracked_changes", "white": "tiny_text"}
    for mark, ranges in binary.marks.items():
        for start, end in ranges:
            words = binary.text[start:end].translate(_TABLE)
            if has_words(words) or mark in ("deleted", "inserted"):
                hiding.add(kinds.get(mark, mark), "正文", words)
    start, end = binary.stories["comments"]
    for words in binary.text[start:end].split("\r"):
        if words.translate(_TABLE).strip():
            hiding.add("comments", "批注", words.translate(_TABLE))
    for name in binary.reviewers:
        if name not in ("", "Unknown", "未知"):
            hiding.add("author", "修订者", name)
    for name in binary.saved_by:
        if name:
            hiding.add("author", "保存记录", name)
    if binary.leftover.strip():
        hiding.add("history", "快速保存留下的旧内容", binary.leftover)


def _note_container(container: olefile.OleFileIO, names: set[str], hiding: Hiding) -> None:
    told = container.get_metadata()
    page = told.codepage if isinstance(told.codepage, int) else 936
    people = {"author": "作者", "last_saved_by": "最后修改者", "company": "单位", "manager": "负责人"}
    for name, label in people.items():
        if words := _words(getattr(told, name, None), page):
            hiding.add("author", "文档属性", f"{label}：{words}")
    for name in ("title", "subject", "keywords", "comments", "category"):
        if words := _words(getattr(told, name, None), page):
            hiding.add("custom_properties", "文档属性", words)
    if getattr(told, "thumbnail", None):
        hiding.add("thumbnail", "缩略图")
    last = {name.rsplit("/", 1)[-1] for name in names}
    if last & {"vba", "_vba_project", "macros", "_vba_project_cur"}:
        hiding.add("macros", "宏")
    embedded = {name.split("/")[1] for name in names if name.startswith("objectpool/")}
    for name in sorted(embedded):
        hiding.add("embedded_files", "嵌入的对象", name)
    if "msodatastore" in last or any(name.startswith("msodatastore/") for name in names):
        hiding.add("custom_xml", "MsoDataStore")


def _words(value: object, page: int) -> str:
    if isinstance(value, bytes):
        name = "gb18030" if page == 936 else "utf-8" if page in (65001, -535) else f"cp{page % 65536}"
        try:
            text = value.decode(name)
        except (UnicodeDecodeError, LookupError):
            text = value.decode("gb18030", "replace")
        return text.split("\0")[0].strip()
    return value.split("\0")[0].strip() if isinstance(value, str) else ""
