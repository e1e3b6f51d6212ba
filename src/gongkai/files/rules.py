"""Which files may be attached, how large, and how each is recognised by its content."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileType:
    """An accepted type. `zip_member` is a member that a ZIP of this type must hold."""

    extension: str
    label: str
    media_type: str
    family: str  # zip | ole | pdf | image | text
    zip_member: str = ""


FILE_TYPES: dict[str, FileType] = {
    t.extension: t
    for t in (
        FileType(
            "docx",
            "Word 文档",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "zip",
            "word/document.xml",
        ),
        FileType(
            "xlsx",
            "Excel 表格",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "zip",
            "xl/workbook.xml",
        ),
        FileType(
            "pptx",
            "演示文稿",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "zip",
            "ppt/presentation.xml",
        ),
        FileType("ofd", "OFD 版式文件", "application/ofd", "zip", "OFD.xml"),
        FileType("doc", "Word 97 文档", "application/msword", "ole"),
        FileType("xls", "Excel 97 表格", "application/vnd.ms-excel", "ole"),
        FileType("ppt", "演示文稿 97", "application/vnd.ms-powerpoint", "ole"),
        FileType("wps", "WPS 文字", "application/vnd.ms-works", "ole"),
        FileType("et", "WPS 表格", "application/vnd.ms-works", "ole"),
        FileType("pdf", "PDF", "application/pdf", "pdf"),
        FileType("jpg", "图片", "image/jpeg", "image"),
        FileType("jpeg", "图片", "image/jpeg", "image"),
        FileType("png", "图片", "image/png", "image"),
        FileType("gif", "图片", "image/gif", "image"),
        FileType("txt", "文本", "text/plain; charset=utf-8", "text"),
        FileType("csv", "CSV 表格", "text/csv; charset=utf-8", "text"),
    )
}
ACCEPTED = "、".join(dict.fromkeys(t.extension for t in FILE_TYPES.values()))

MAX_UNPACKED_BYTES = 500 * 1024 * 1024
MAX_UNPACKED_RATIO = 200
MAX_MEMBERS = 10_000
WAYS_OF_PACKING = (0, 8)
"""As they are, and deflated: office programs write no others, and LZMA takes as much memory as a file asks for."""
MAX_PIXELS = 100_000_000
MAX_NAME = 120

_BIDI = {chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)}
_FORBIDDEN = set('\\/:*?"<>|')


def safe_name(name: str) -> str:
    """The last part of a name without control and direction marks, path signs or doubled dots; its ending kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if c.isprintable() and c not in _BIDI and c not in _FORBIDDEN).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if not dot:
        stem, ending = clean, ""
    stem = stem.strip(" .")[: MAX_NAME - len(ending) - 1] or "附件"
    return f"{stem}.{ending}" if ending else stem


def extension_of(name: str) -> str:
    return safe_name(name).rpartition(".")[2].lower() if "." in safe_name(name) else ""


def content_family(head: bytes) -> str:
    """The family that the first bytes show: zip, ole, pdf, image, program, html, empty or text."""
    if not head:
        return "empty"
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return "zip"
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "ole"
    if head[:3] == b"\xff\xd8\xff" or head[:8] == b"\x89PNG\r\n\x1a\n" or head[:6] in (b"GIF87a", b"GIF89a"):
        return "image"
    if (
        head[:2] == b"MZ"
        or head[:4] in (b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
        or head[:2] == b"#!"
    ):
        return "program"
    start = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<!--")):
        return "html"
    if b"%PDF-" in head[:1024]:  # last: a program or a page may carry the mark too
        return "pdf"
    return "text"


def with_extension(name: str, extension: str) -> str:
    """The same name for a copy in another format: 名单.xls → 名单.xlsx."""
    stem, dot, ending = name.rpartition(".")
    if ending.lower() == extension:
        return name
    return f"{stem if dot else name}.{extension}"
