"""Whether a file is what it says and safe to keep: type by content, unpacked size, members, picture size."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

from gongkai.files.rules import (
    ACCEPTED,
    FILE_TYPES,
    MAX_MEMBERS,
    MAX_PIXELS,
    MAX_UNPACKED_BYTES,
    MAX_UNPACKED_RATIO,
    FileType,
    content_family,
    extension_of,
)


class FileRefused(Exception):
    """The file is not kept; the words say what is wrong and what is expected."""


def check_file(path: Path, name: str) -> FileType:
    """The type of an incoming file. Raises FileRefused with what is wrong: kind, lie, bomb, macro, password."""
    ending = extension_of(name)
    if not ending:
        raise FileRefused(f"“{name}”没有扩展名，看不出是什么文件。可以上传：{ACCEPTED}。")
    if ending not in FILE_TYPES:
        raise FileRefused(f"不能上传 .{ending} 文件。可以上传：{ACCEPTED}。")
    kind = FILE_TYPES[ending]
    with path.open("rb") as handle:
        head = handle.read(4096)
    family = content_family(head)
    if family == "empty":
        raise FileRefused(f"“{name}”是空文件，0 个字节。重新选择文件。")
    if family == "ole" and kind.family == "zip":
        raise FileRefused(f"“{name}”加了密码，或者其实是旧格式。去掉密码、另存为 .{ending} 再上传。")
    if family != kind.family and not (kind.family == "text" and family == "html" and ending == "txt"):
        raise FileRefused(f"“{name}”的内容不是{kind.label}。看看是不是改了扩展名。")
    if kind.family == "zip":
        _check_zip(path, name, kind)
    elif kind.family == "pdf":
        _check_pdf(path, name)
    elif kind.family == "image":
        _check_image(head, name)
    elif kind.family == "text" and b"\0" in head and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise FileRefused(f"“{name}”不是文本文件。")
    return kind


def _check_zip(path: Path, name: str, kind: FileType) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, struct.error, OSError, ValueError, NotImplementedError) as problem:
        raise FileRefused(f"“{name}”打不开，文件已损坏。用办公软件打开、另存一次再上传。") from problem
    names = {m.filename for m in members}
    if len(members) > MAX_MEMBERS:
        raise FileRefused(f"“{name}”里面有 {len(members)} 个部分，最多 {MAX_MEMBERS} 个。")
    unpacked = sum(m.file_size for m in members)
    if unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_UNPACKED_RATIO * max(path.stat().st_size, 100_000):
        raise FileRefused(f"“{name}”解开以后有 {unpacked // 1024 // 1024} MB，超过限制。")
    if any(m.flag_bits & 1 for m in members):
        raise FileRefused(f"“{name}”加了密码。去掉密码再上传。")
    if any(n.startswith("/") or ".." in n.split("/") for n in names):
        raise FileRefused(f"“{name}”里面有指向外部的路径，不能上传。")
    if kind.zip_member not in names:
        raise FileRefused(f"“{name}”的内容不是{kind.label}。看看是不是改了扩展名。")
    if any(n.lower().endswith("vbaproject.bin") or n.lower().startswith("xl/macrosheets/") for n in names):
        raise FileRefused(f"“{name}”里面有宏。另存为不带宏的文件再上传。")


def _check_pdf(path: Path, name: str) -> None:
    """A password hides the text from screening; the trailer says so without opening the file."""
    size = path.stat().st_size
    with path.open("rb") as handle:
        handle.seek(max(0, size - 65536))
        tail = handle.read()
        handle.seek(0)
        start = handle.read(65536)
    if b"/Encrypt" in tail or b"/Encrypt" in start:
        raise FileRefused(f"“{name}”加了密码或者限制了权限。去掉以后再上传。")


def _check_image(head: bytes, name: str) -> None:
    if head[:8] == b"\x89PNG\r\n\x1a\n" and len(head) >= 24:
        width, height = struct.unpack(">II", head[16:24])
        if width * height > MAX_PIXELS:
            raise FileRefused(f"“{name}”有 {width}×{height} 像素，太大了。缩小再上传。")
