"""Pictures inside documents without what the camera wrote: no place, no name, no small copy. The image itself stays."""

from __future__ import annotations

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_DROPPED_MARKERS = {
    0xE1,
    0xED,
    0xFE,
    *range(0xE3, 0xED),
    0xEF,
}  # EXIF, XMP, IPTC, comments; not colour (E2, EE)
_DROPPED_CHUNKS = {b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME"}


def bare_picture(data: bytes) -> bytes:
    """The same picture bare; data of another kind or damaged is given back as it is."""
    if data.startswith(_JPEG):
        return _bare_jpeg(data)
    if data.startswith(_PNG):
        return _bare_png(data)
    return data


def _bare_jpeg(data: bytes) -> bytes:
    kept, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if kind == 0xDA:  # the image follows
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if kind not in _DROPPED_MARKERS:
            kept.append(data[at:end])
        at = end
    end = data.rfind(b"\xff\xd9")
    kept.append(data[at : end + 2 if end > at else len(data)])
    return b"".join(kept)


def _bare_png(data: bytes) -> bytes:
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if kind not in _DROPPED_CHUNKS:
            kept.append(data[at:end])
        at = end
        if kind == b"IEND":
            break
    return b"".join(kept)
