"""A writer of the container of old office files ([MS-CFB]): streams side by side in one folder."""

from __future__ import annotations

import struct

_SECTOR = 512
_END, _FREE, _TABLE, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_SMALLEST = 4096  # shorter streams would stand in a stream of their own; filled up instead


def compound(streams: dict[str, bytes]) -> bytes:
    sectors: list[bytes] = []
    chain: list[int] = []

    def add(data: bytes) -> int:
        first = len(sectors)
        parts = [data[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(data), _SECTOR)]
        sectors.extend(parts)
        chain.extend([*range(first + 1, first + len(parts)), _END])
        return first

    entries = []
    for number, (name, data) in enumerate(streams.items(), 1):
        data = data.ljust(_SMALLEST, b"\0")
        following = number + 1 if number < len(streams) else _NONE
        entries.append(_entry(name, 2, add(data), len(data), right=following))
    directory = b"".join([_entry("Root Entry", 5, _END, 0, child=1), *entries])
    directory_at = add(directory + _entry("", 0, 0, 0) * (-len(directory) // 128 % 4))
    table_at = len(sectors)
    count = 1
    while (len(chain) + count) > count * 128:
        count += 1
    chain += [_TABLE] * count
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(count * _SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<9I", 0, count, directory_at, 0, _SMALLEST, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(table_at, table_at + count), *([_FREE] * (109 - count)))
    return header + b"".join(sectors) + table


def _entry(name: str, kind: int, first: int, size: int, *, right: int = _NONE, child: int = _NONE) -> bytes:
    letters = name.encode("utf-16-le") + b"\0\0" if name else b""
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBB3I", len(letters), kind, 1, _NONE, right, child)
        + b"\0" * 36
        + struct.pack("<IQ", first, size)
    )
