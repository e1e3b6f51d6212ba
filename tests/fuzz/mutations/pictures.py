"""Pictures changed inside their chunks: PNG with sums made right again, JPEG by its segments, the rest by bytes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from random import Random

from tests.fuzz.mutations import plain_bytes

_PNG = b"\x89PNG\r\n\x1a\n"
_KINDS = (
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tEXt",
    b"zTXt",
    b"iTXt",
    b"eXIf",
    b"iCCP",
    b"acTL",
    b"fcTL",
    b"fdAT",
    b"tRNS",
)


def change(chance: Random, data: bytes, others: Sequence[bytes], most: int) -> bytes:
    if data.startswith(_PNG) and chance.random() < 0.8:
        return _png(chance, data, most)
    if data.startswith(b"\xff\xd8") and chance.random() < 0.7:
        return _jpeg(chance, data, most)
    return plain_bytes.change(chance, data, others, most)


def _png(chance: Random, data: bytes, most: int) -> bytes:
    chunks: list[tuple[bytes, bytes]] = []
    at = 8
    while at + 8 <= len(data) and len(chunks) < 200:
        size = int.from_bytes(data[at : at + 4], "big")
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += 12 + size
    for _ in range(plain_bytes.steps(chance)):
        if not chunks:
            break
        at = chance.randrange(len(chunks))
        kind, body = chunks[at]
        act = chance.randrange(6)
        if act == 0:
            del chunks[at]
        elif act == 1:
            chunks[at:at] = [chunks[at]] * min(int(2 ** (chance.random() * 10)), most // (len(body) + 12))
        elif act == 2:
            chunks[at] = (chance.choice(_KINDS), body)
        else:
            chunks[at] = (kind, plain_bytes.change(chance, body, (), most))
    return b"".join([_PNG, *(_chunk(kind, body) for kind, body in chunks)])[:most]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _jpeg(chance: Random, data: bytes, most: int) -> bytes:
    segments: list[bytes] = []
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xDA, 0xD9):
        size = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        segments.append(data[at : at + size])
        at += size
    for _ in range(plain_bytes.steps(chance)):
        if not segments:
            break
        number = chance.randrange(len(segments))
        segment = segments[number]
        act = chance.randrange(5)
        if act == 0:
            del segments[number]
        elif act == 1:
            segments[number:number] = [segment] * min(
                int(2 ** (chance.random() * 10)), most // (len(segment) + 1)
            )
        else:
            body = plain_bytes.change(chance, segment[4:], (), 65_000)
            size = len(body) + 2 if act > 2 else chance.choice((0, 1, 2, 3, 0xFFFF))
            segments[number] = segment[:2] + struct.pack(">H", size) + body
    return b"".join([b"\xff\xd8", *segments, data[at:]])[:most]
