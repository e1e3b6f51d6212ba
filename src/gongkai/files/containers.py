"""Old office files (DOC, XLS, PPT, WPS): whether they are whole, locked, or carry macros."""

from __future__ import annotations

from pathlib import Path
from typing import IO

import olefile

from gongkai.files.refusals import FileRefused

_BOF_RECORDS = 60  # a locked workbook says so among its first records
_FILEPASS = 0x2F
_WORD_ENCRYPTED = 0x01  # in the second byte of the flags at 0x0A


def check_container(path: Path, name: str) -> None:
    """Raises FileRefused for a damaged container, a password or macros."""
    try:
        with olefile.OleFileIO(path) as container:
            parts = {"/".join(entry).lower() for entry in container.listdir(streams=True, storages=True)}
            locked = _is_locked(container, parts)
    except Exception as problem:  # a damaged directory makes the library raise nearly anything
        raise FileRefused(f"“{name}”打不开，文件已损坏。用办公软件打开、另存一次再上传。") from problem
    if locked:
        raise FileRefused(f"“{name}”加了密码。去掉密码再上传。")
    if any(one.split("/")[-1] in ("vba", "_vba_project", "_vba_project_cur") for one in parts):
        raise FileRefused(f"“{name}”里面有宏。另存为不带宏的文件再上传。")


def _is_locked(container: olefile.OleFileIO, parts: set[str]) -> bool:
    if "encryptedpackage" in parts or "encryptedsummary" in parts:
        return True
    if "worddocument" in parts:
        head = container.openstream("WordDocument").read(12)
        return len(head) == 12 and bool(head[11] & _WORD_ENCRYPTED)
    for book in ("Workbook", "Book"):
        if book.lower() in parts:
            return _has_filepass(container.openstream(book))
    return False


def _has_filepass(stream: IO[bytes]) -> bool:
    for _ in range(_BOF_RECORDS):
        head = stream.read(4)
        if len(head) < 4:
            return False
        if int.from_bytes(head[:2], "little") == _FILEPASS:
            return True
        stream.read(int.from_bytes(head[2:], "little"))
    return False
