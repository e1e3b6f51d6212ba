"""Whether a file is what it says and safe to keep: type by content, unpacked size, members, picture size."""

from __future__ import annotations

from pathlib import Path

from gongkai.files.containers import check_container
from gongkai.files.packages import check_package
from gongkai.files.pictures import picture_size
from gongkai.files.refusals import FileRefused
from gongkai.files.rules import (
    ACCEPTED,
    FILE_TYPES,
    MAX_PIXELS,
    FileType,
    content_family,
    extension_of,
)

__all__ = ["FileRefused", "check_file"]


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
        check_package(path, name, kind)
    elif kind.family == "pdf":
        _check_pdf(path, name)
    elif kind.family == "image":
        _check_image(path, name)
    elif kind.family == "ole":
        check_container(path, name)
    elif kind.family == "text" and b"\0" in head and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise FileRefused(f"“{name}”不是文本文件。")
    return kind


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


def _check_image(path: Path, name: str) -> None:
    width, height = picture_size(path)
    if width * height > MAX_PIXELS:
        raise FileRefused(f"“{name}”有 {width}×{height} 像素，太大了。缩小再上传。")
