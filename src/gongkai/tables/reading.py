"""Reading a table from whatever file people have: XLSX, CSV, TSV, JSON Lines, packed or not."""

from __future__ import annotations

import io
from collections.abc import Collection
from pathlib import Path
from typing import IO

from gongkai.tables.delimited import read_delimited
from gongkai.tables.jsonlines import is_gzip, read_json_lines, unpack
from gongkai.tables.problems import UnreadableTable, refuse_file
from gongkai.tables.shape import LIMITS, MIB, Limits, Row, Table

__all__ = ["LIMITS", "Limits", "Row", "Table", "UnreadableTable", "read_table"]

_OTHER_KINDS = (
    (b"%PDF", "PDF 文档"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
)
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WEB_PAGE = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")


def read_table(
    source: Path | bytes, name: str = "", *, expected: Collection[str] = (), limits: Limits = LIMITS
) -> Table:
    """A file's header and rows; what kind of file it is its content says, the name only tells TSV and JSONL.

    `expected`: headings to look for when a title stands above the header. Rows come as a stream: a fault
    of one row stands in the row, one of the file in `Table.problems`.
    Raises UnreadableTable when nothing can be read; also while the rows are read, when the file breaks
    off or exceeds the limits there.
    """
    name = name or (source.name if isinstance(source, Path) else "表格")
    stream = _opened(source, name, limits)
    try:
        if is_gzip(_head(stream)):
            stream = unpack(stream, limits)
            name = name.removesuffix(".gz")
        return _read(stream, name, expected, limits)
    except BaseException:
        stream.close()
        raise


def _read(stream: IO[bytes], name: str, expected: Collection[str], limits: Limits) -> Table:
    head = _head(stream)
    if not head.strip() and _is_blank(stream):
        raise refuse_file("empty_file", f"“{name}”是空的，一个字也没有。")
    if head.startswith((_ZIP, _OLE)):
        stream.seek(0)
        raw = stream.read()
        stream.close()
        return _read_workbook(raw, name, expected, limits)
    _refuse_other_kinds(head, name)
    if _is_json_lines(head, name):
        return read_json_lines(stream, name, limits)
    return read_delimited(stream, name, expected, limits)


def _head(stream: IO[bytes]) -> bytes:
    stream.seek(0)
    return stream.read(4096)


def _is_blank(stream: IO[bytes]) -> bool:
    stream.seek(0)
    return not any(block.strip() for block in iter(lambda: stream.read(MIB), b""))


def _read_workbook(raw: bytes, name: str, expected: Collection[str], limits: Limits) -> Table:
    from gongkai.tables import workbook  # noqa: PLC0415  (takes a while, and most commands read none)

    if raw.startswith(_OLE):
        raise workbook.refuse_ole(raw, name)
    return workbook.read_workbook(raw, name, expected, limits)


def _opened(source: Path | bytes, name: str, limits: Limits) -> IO[bytes]:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > limits.file_bytes:
        raise refuse_file(
            "too_large",
            f"“{name}”有 {size / MIB:.0f} MB，最多 {limits.file_bytes // MIB} MB。分成几个文件再导入。",
        )
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _refuse_other_kinds(raw: bytes, name: str) -> None:
    for start, kind in _OTHER_KINDS:
        if raw.startswith(start):
            raise refuse_file("wrong_kind", f"“{name}”其实是{kind}，不是表格。选 XLSX、CSV 或 JSONL 文件。")
    head = raw[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(_WEB_PAGE):
        raise refuse_file(
            "wrong_kind", f"“{name}”其实是网页，只是名字像表格。用 WPS 或 Excel 打开后另存为 XLSX 再上传。"
        )


def _is_json_lines(raw: bytes, name: str) -> bool:
    if name.lower().endswith((".jsonl", ".ndjson")):
        return True
    return raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:2] in (b'{"', b"{}")
