"""ZIP files changed inside: one part changed and the package whole again around it, or the package itself damaged."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from functools import lru_cache
from random import Random

from tests.fuzz.mutations import markup, plain_bytes

Members = list[tuple[str, bytes]]
_LARGEST = 1_000_000  # of a part; larger ones are left as they are
_DIRECTORY, _END = b"PK\x01\x02", b"PK\x05\x06"


@lru_cache(256)
def members_of(data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Name and content of each part; nothing where the package can't be read or is meant to burst."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > _LARGEST or len(parts) > 500:
                return ()
            if any(
                part.compress_type not in (0, 8) for part in parts
            ):  # LZMA takes what memory it is told to
                return ()
            return tuple((part.filename, archive.read(part)) for part in parts)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        EOFError,
    ):
        return ()


def packed(members: Sequence[tuple[str, bytes]], *, deflated: bool = False) -> bytes:
    """Without dates, so that the same parts make the same bytes. Written by hand: names may come twice or be odd."""
    made, directory = bytearray(), bytearray()
    for name, content in members:
        code = name.encode("utf-8", "replace")[:65_535]
        body = _deflated(content) if deflated else content
        facts = struct.pack(
            "<HHHHIIIHH", 0x800, 8 if deflated else 0, 0, 0x21, zlib.crc32(content), len(body), len(content), len(code), 0
        )  # fmt: skip
        directory += _DIRECTORY + struct.pack("<HH", 20, 20) + facts
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(made)) + code
        made += b"PK\x03\x04" + struct.pack("<H", 20) + facts + code + body
    count = min(len(members), 65_535)
    end = _END + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(made), 0)
    return bytes(made + directory + end)


def _deflated(content: bytes) -> bytes:
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return squeezer.compress(content) + squeezer.flush()


def change(chance: Random, data: bytes, others: Sequence[bytes], most: int) -> bytes:
    members = list(members_of(data))
    if not members or chance.random() < 0.06:
        return damaged(chance, data, others, most)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        _change_one(chance, members, others, most)
    made = packed(members, deflated=chance.random() < 0.3)
    return made if len(made) <= most else packed(members, deflated=True)


def _change_one(chance: Random, members: Members, others: Sequence[bytes], most: int) -> None:
    at = chance.randrange(len(members))
    name, content = members[at]
    what = chance.random()
    if what < 0.82:
        foreign = _same_part(chance, name, others)
        way = markup.change if content.lstrip()[:1] == b"<" else plain_bytes.change
        members[at] = (
            name,
            way(chance, content, foreign, max(most - sum(len(c) for _, c in members), 0) + len(content)),
        )
    elif what < 0.88 and len(members) > 1:
        del members[at]
    elif what < 0.92:
        members[at] = (name, chance.choice(members)[1])
    elif what < 0.95:
        members.append((chance.choice((name, name.upper(), name.replace("1", "2"), "../" + name)), content))
    else:
        donated = members_of(chance.choice(others)) if others else ()
        if donated:
            members.append(chance.choice(donated))


def _same_part(chance: Random, name: str, others: Sequence[bytes]) -> list[bytes]:
    """The part of the same name in another package."""
    if not others or chance.random() < 0.5:
        return []
    return [content for other, content in members_of(chance.choice(others)) if other == name]


def damaged(chance: Random, data: bytes, others: Sequence[bytes], most: int) -> bytes:
    """The package itself: its directory's numbers, flags and names."""
    made = bytearray(plain_bytes.change(chance, data, others, most) if chance.random() < 0.5 else data)
    for _ in range(plain_bytes.steps(chance)):
        places = [at for mark in (_DIRECTORY, _END, b"PK\x03\x04") for at in _found(made, mark)]
        if not places:
            break
        at = chance.choice(places) + chance.choice((6, 8, 10, 14, 18, 20, 22, 24, 28, 30, 38, 42))
        width = chance.choice((2, 4))
        value = chance.choice(
            (0, 1, 8, 9, 12, 14, 93, 95, 99, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, chance.randrange(1 << 16))
        )
        made[at : at + width] = (value % (1 << 8 * width)).to_bytes(width, "little")
    return bytes(made[:most])


def _found(data: bytearray, mark: bytes) -> list[int]:
    places, at = [], data.find(mark)
    while at >= 0 and len(places) < 50:
        places.append(at)
        at = data.find(mark, at + 1)
    return places
