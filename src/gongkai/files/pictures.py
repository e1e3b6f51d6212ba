"""How many pixels a picture claims, read from its first bytes without decoding it."""

from __future__ import annotations

import struct
from pathlib import Path

_SEARCHED = 1024 * 1024  # bytes; colour profiles and thumbnails may stand before a JPEG's size
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xDA)}


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height of PNG, GIF or JPEG; zeros when it doesn't say."""
    with path.open("rb") as handle:
        head = handle.read(_SEARCHED)
    if head[:8] == b"\x89PNG\r\n\x1a\n" and len(head) >= 24:
        width, height = struct.unpack(">II", head[16:24])
    elif head[:3] == b"GIF" and len(head) >= 10:
        width, height = struct.unpack("<HH", head[6:10])
    else:
        width, height = _jpeg_size(head)
    return int(width), int(height)


def _jpeg_size(head: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        kind = head[at + 1]
        if kind in _FRAMES:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return int(width), int(height)
        at += 1 if kind == 0xFF else 2 if kind in _ALONE else 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return 0, 0
