"""Text and hidden content of an attached file. `extract` finds the reader that fits the content.

Readers are modules of this package with `read(path) -> Extract`. They are imported when needed, use no Django,
and run in a process of their own (`gongkai.files.apart`): whoever serves requests calls that, not this.
"""

from __future__ import annotations

import zipfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import olefile

from gongkai.files.extraction.shapes import UNREADABLE, Block, Extract, Hidden
from gongkai.files.rules import MAX_MEMBERS, MAX_UNPACKED_BYTES, WAYS_OF_PACKING, content_family

__all__ = ["extract"]

READERS = {
    "docx": "docx", "docm": "docx", "dotx": "docx",
    "xlsx": "xlsx", "xlsm": "xlsx", "xltx": "xlsx",
    "pptx": "pptx", "pptm": "pptx", "ppsx": "pptx",
    "ofd": "ofd", "doc": "doc", "xls": "xls",
    "ppt": "foreign", "wps": "foreign", "et": "foreign", "dps": "foreign", "rtf": "foreign",
    "xlsb": "foreign", "odt": "foreign", "ods": "foreign",
    "html": "html", "htm": "html", "mht": "html", "mhtml": "html",
    "txt": "plain", "csv": "plain", "tsv": "plain", "md": "plain",
    "pdf": "pdf",
    "jpg": "images", "jpeg": "images", "png": "images", "gif": "images", "bmp": "images", "tif": "images",
    "tiff": "images", "webp": "images",
}  # fmt: skip
"""Extension → reader. What the content says goes first: tables named .xls are often web pages or XLSX."""

_ZIP_MARKS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("ofd.xml", "ofd"),
    ("xl/workbook.bin", "foreign"),
    ("content.xml", "foreign"),
)
_OLE_MARKS = (
    ("worddocument", "doc"),
    ("workbook", "xls"),
    ("book", "xls"),
    ("powerpoint document", "foreign"),
    ("wpsworddocument", "foreign"),
)
_HEAD = 4096
BROKEN = "文件读不出来，可能已损坏。用办公软件打开、另存一次再上传。"
LOCKED = "文件加了密码，读不出来。去掉密码再上传。"
TOO_MUCH_MEMORY = "读取这个文件需要的内存太多。分成几个小文件再上传。"


def extract(path: Path, extension: str, *, unpacked_bytes: int = MAX_UNPACKED_BYTES) -> Extract:
    """What a file says and hides. Never raises: what can't be read is UNREADABLE with the reason in Chinese.

    `extension` is a hint without its dot; the content decides. `unpacked_bytes` bounds what a packed file may hold.
    """
    try:
        reader = _reader_for(path, extension.lower().lstrip("."), unpacked_bytes)
        found = reader if isinstance(reader, Extract) else _read(reader, path)
    except MemoryError:
        found = unreadable(TOO_MUCH_MEMORY)
    except Exception:  # a damaged file makes the libraries raise nearly anything
        found = unreadable(BROKEN)
    return _storable(found)


def unreadable(problem: str) -> Extract:
    return Extract(state=UNREADABLE, problem=problem)


def _read(reader: str, path: Path) -> Extract:
    name = f"{__name__}.{reader}"
    try:
        module = import_module(name)
    except ModuleNotFoundError as missing:
        return unreadable(f"现在还读不了这种文件（缺少部件 {missing.name}）。")
    found = module.read(path)
    assert isinstance(found, Extract)  # noqa: S101  a reader that answers anything else is broken
    return found


def _reader_for(path: Path, extension: str, unpacked_bytes: int) -> str | Extract:
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    family = content_family(head)
    if family == "empty":
        return unreadable("空文件，0 个字节。")
    if family == "program":
        return unreadable("这是程序，不是文档。")
    if family == "zip":
        return _in_zip(path, unpacked_bytes)
    if family == "ole":
        return _in_container(path, extension)
    if family in ("pdf", "image"):
        return {"pdf": "pdf", "image": "images"}[family]
    if family == "html":
        return "plain" if extension in ("txt", "csv", "md") else "html"
    named = READERS.get(extension, "")
    if named in ("images", "html", "foreign", "pdf", "plain"):
        return named
    if named:  # an office file by its name, by its content neither ZIP nor container
        return unreadable(BROKEN)
    return unreadable(f"不认识这种文件（.{extension or '无扩展名'}）。")


def _in_zip(path: Path, unpacked_bytes: int) -> str | Extract:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        return unreadable(f"文件里面有 {len(members)} 个部分，太多了，最多 {MAX_MEMBERS} 个。")
    unpacked = sum(member.file_size for member in members)
    if unpacked > unpacked_bytes:
        return unreadable(f"文件太大：解开以后有 {unpacked // 1024 // 1024} MB。")
    if any(member.flag_bits & 1 for member in members):
        return unreadable(LOCKED)
    if any(member.compress_type not in WAYS_OF_PACKING for member in members):
        return unreadable(BROKEN)
    names = {member.filename.lower() for member in members}
    for mark, reader in _ZIP_MARKS:
        if mark in names:
            return reader
    return unreadable("压缩包里不是认识的文档。")


def _in_container(path: Path, extension: str) -> str | Extract:
    with olefile.OleFileIO(path) as container:
        parts = {"/".join(entry).lower() for entry in container.listdir(streams=True, storages=False)}
    if "encryptedpackage" in parts or "encryptedsummary" in parts:
        return unreadable(LOCKED)
    for mark, reader in _OLE_MARKS:
        if mark in parts:
            return reader
    return READERS[extension] if READERS.get(extension) == "foreign" else unreadable(BROKEN)


_BAD = {0: "\ufffd", **dict.fromkeys(range(0xD800, 0xE000), "\ufffd")}


def _clean(text: str) -> str:
    """NUL and halves of pairs can be stored nowhere; replaced one for one, so that positions stay."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.translate(_BAD)
    return text.replace("\0", "\ufffd") if "\0" in text else text


def _storable(found: Extract) -> Extract:
    blocks = tuple(_clean_block(block) for block in found.blocks)
    hidden = tuple(Hidden(h.kind, h.count, _clean(h.place), _clean(h.excerpt)) for h in found.hidden)
    return replace(found, blocks=blocks, hidden=hidden, warnings=tuple(_clean(w) for w in found.warnings))


def _clean_block(block: Block) -> Block:
    text, place = _clean(block.text), _clean(block.place)
    return block if text is block.text and place is block.place else block._replace(text=text, place=place)
