"""Packed office files (DOCX, XLSX, PPTX, OFD): looked at without unpacking, so that nothing in them can act here."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path

from gongkai.files.refusals import FileRefused
from gongkai.files.rules import MAX_MEMBERS, MAX_UNPACKED_BYTES, MAX_UNPACKED_RATIO, FileType

_END = b"PK\x05\x06"  # of the directory; stands in the last 64 KiB
_MACRO = re.compile(r"vbaproject\.bin$|^xl/(?:macrosheets|dialogsheets)/|/activex/.*\.bin$", re.I)
_SYMLINK = 0o120000
_HEAD = 4096  # bytes of a part in which a document type would stand
_TEXT_PARTS = re.compile(r"^word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml$", re.I)
_SCANNED = 20 * 1024 * 1024  # bytes of one part searched for commands
_COMMAND = re.compile(rb"<w:(?:instrText[^>]*>|fldSimple[^>]*w:instr=\")\s*DDE(?:AUTO)?\b", re.I)
# A command is often cut into many pieces, so the pieces are also read joined.
_PIECE = re.compile(rb"<w:instrText[^>]*>([^<]*)</w:instrText>")
_JOINED_COMMAND = re.compile(rb"\bDDE(?:AUTO)?\s+\S", re.I)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)


def check_package(path: Path, name: str, kind: FileType) -> None:
    """Raises FileRefused for a bomb, a path or link out of the package, a password, macros, commands, foreign definitions."""
    if _told_members(path) > MAX_MEMBERS:  # before the directory is read: a million entries fill the memory
        raise FileRefused(f"“{name}”里面有太多部分，最多 {MAX_MEMBERS} 个。")
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _check_directory(path, name, kind, members)
            for member in members:
                _check_part(archive, member, name)
    except _BROKEN as problem:
        raise FileRefused(f"“{name}”打不开，文件已损坏。用办公软件打开、另存一次再上传。") from problem


def _told_members(path: Path) -> int:
    """How many entries the end of the directory says that there are; 65,535 stands for more."""
    size = path.stat().st_size
    with path.open("rb") as handle:
        handle.seek(max(0, size - 65_557))
        tail = handle.read()
    at = tail.rfind(_END)
    if at < 0 or at + 12 > len(tail):
        return 0
    return int(struct.unpack("<H", tail[at + 10 : at + 12])[0])


def _check_directory(path: Path, name: str, kind: FileType, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise FileRefused(f"“{name}”里面有 {len(members)} 个部分，最多 {MAX_MEMBERS} 个。")
    # No reader unpacks more of a part than its stated size, so the sum is an upper bound.
    unpacked = sum(m.file_size for m in members)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_UNPACKED_RATIO * max(path.stat().st_size, 100_000):
        raise FileRefused(f"“{name}”解开以后有 {unpacked // 1024 // 1024} MB，超过限制。")
    if any(m.flag_bits & 1 for m in members):
        raise FileRefused(f"“{name}”加了密码。去掉密码再上传。")
    if any(_leads_out(m) for m in members):
        raise FileRefused(f"“{name}”里面有指向外部的路径，不能上传。")
    names = {m.filename for m in members}
    if kind.zip_member not in names:
        raise FileRefused(f"“{name}”的内容不是{kind.label}。看看是不是改了扩展名。")
    if any(_MACRO.search(n) for n in names):
        raise FileRefused(f"“{name}”里面有宏。另存为不带宏的文件再上传。")


def _leads_out(member: zipfile.ZipInfo) -> bool:
    plain = member.orig_filename.replace("\\", "/")
    is_link = (member.external_attr >> 16) & 0o170000 == _SYMLINK
    return is_link or plain.startswith("/") or ".." in plain.split("/") or plain[1:2] == ":" or "\0" in plain


def _check_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    if not member.filename.lower().endswith((".xml", ".rels")):
        return
    searched = bool(_TEXT_PARTS.match(member.filename))
    with archive.open(member) as part:
        content = part.read(_SCANNED if searched else _HEAD)
    head = content[:_HEAD].replace(b"\0", b"")  # UTF-16 as well
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise FileRefused(f"“{name}”里面夹带了外部定义，不能上传。用办公软件打开、另存一次再上传。")
    if searched and (_COMMAND.search(content) or _JOINED_COMMAND.search(b"".join(_PIECE.findall(content)))):
        raise FileRefused(f"“{name}”里面有会运行程序的域（DDE）。删去这个域再上传。")
