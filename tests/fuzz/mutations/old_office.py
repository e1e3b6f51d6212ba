"""Word 97 and Excel 97: the container damaged, or the streams in it changed and packed again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from random import Random

import olefile
from tests.files.hidden_corpus.compound import compound
from tests.fuzz.mutations import plain_bytes

from gongkai.files.extraction.old_container import stream_of

_MANY = 200  # records looked at
_EXTREMES = (0, 1, 2, 3, 4, 7, 8, 0xFF, 0x100, 0x1FFF, 8224, 8228, 0x7FFF, 0xFFFF)


@lru_cache(256)
def streams_of(data: bytes) -> tuple[tuple[str, bytes], ...]:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            names = [entry[0] for entry in container.listdir() if len(entry) == 1]
            return tuple((name, stream_of(container, name)) for name in names)
    except Exception:  # the library raises nearly anything, and here it doesn't matter
        return ()


def change(chance: Random, data: bytes, others: Sequence[bytes], most: int) -> bytes:
    streams = streams_of(data) if chance.random() < 0.75 else ()
    if not streams:
        return plain_bytes.change(chance, data, others, most)
    made = dict(streams)
    names = [name for name in made if made[name]] or list(made)
    for _ in range(chance.choice((1, 1, 2, 3))):
        name = chance.choice(names)
        foreign = (
            [content for other, content in streams_of(chance.choice(others)) if other == name]
            if others
            else []
        )
        if name.lower() in ("workbook", "book") and chance.random() < 0.7:
            made[name] = _records_changed(chance, made[name], foreign, most // 2)
        else:
            made[name] = plain_bytes.change(chance, made[name], foreign, most // 2)
    return compound(made)[:most]


def _records(data: bytes) -> list[bytes]:
    """Each record with its head of four bytes; the last may be cut."""
    found, at = [], 0
    while at + 4 <= len(data) and len(found) < _MANY:
        size = 4 + int.from_bytes(data[at + 2 : at + 4], "little")
        found.append(data[at : at + size])
        at += size
    return [*found, data[at:]]


def _records_changed(chance: Random, data: bytes, others: Sequence[bytes], most: int) -> bytes:
    records = _records(data)
    for _ in range(plain_bytes.steps(chance)):
        at = chance.randrange(len(records))
        record = records[at]
        act = chance.randrange(8)
        if act == 0:
            del records[at : at + chance.choice((1, 1, 3))]
        elif act == 1:
            records.insert(chance.randrange(len(records) + 1), record)
        elif act == 2:
            other = chance.randrange(len(records))
            records[at], records[other] = records[other], records[at]
        elif act == 3 and others:
            records.insert(at, chance.choice(_records(chance.choice(others))))
        elif act == 4:
            records[at:at] = [record] * min(int(2 ** (chance.random() * 10)), most // (len(record) + 1))
        elif act == 5:  # a length that isn't so
            records[at] = record[:2] + chance.choice(_EXTREMES).to_bytes(2, "little") + record[4:]
        else:  # another body, its length told rightly
            body = plain_bytes.change(chance, record[4:], (), 8_224)
            records[at] = record[:2] + len(body).to_bytes(2, "little") + body
        if not records:
            return b""
    return b"".join(records)[:most]
