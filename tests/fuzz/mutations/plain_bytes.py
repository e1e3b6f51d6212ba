"""Changes that know nothing of the format: bits, ranges, numbers at their extremes, pieces of another input."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

Change = Callable[[Random, bytearray, Sequence[bytes], int], None]
"""Chance, the bytes to change, other inputs, and how many bytes the result may have."""

_ENDS = (
    0,
    1,
    -1,
    2,
    0x7F,
    0x80,
    0xFF,
    0x100,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x10000,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFE,
)
NUMBERS = (
    b"0", b"-1", b"1", b"255", b"256", b"65535", b"65536", b"2147483647", b"2147483648", b"-2147483648",
    b"4294967295", b"9223372036854775807", b"99999999999999999999", b"1e308", b"1e999", b"-1e999", b"nan", b"0.0000001",
    b"1048576", b"16384", b"9" * 400,
)  # fmt: skip
_NUMBER = re.compile(rb"(?<![0-9A-Za-z_])-?[0-9][0-9.]{0,20}")


def a_range(chance: Random, size: int, longest: int = 256) -> tuple[int, int]:
    """Somewhere in so many bytes; short ranges more often than long ones."""
    start = chance.randrange(size + 1)
    return start, min(size, start + 1 + int(longest ** chance.random()))


def flip(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    if made:
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)


def put(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    start, end = a_range(chance, len(made), 8)
    made[start:end] = chance.randbytes(end - start)


def cut(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    start, end = a_range(chance, len(made), max(1, len(made)))
    del made[start:end]


def truncate(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    del made[chance.randrange(len(made) + 1) :]


def double(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    start, end = a_range(chance, len(made), 4_096)
    made[start:start] = made[start:end]


def repeat(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    """One piece again and again, up to all the room there is: what takes the square of its length shows itself."""
    start, end = a_range(chance, len(made), 64)
    room = most - len(made)
    if end > start and room > 0:
        times = min(room // (end - start), int(2 ** (chance.random() * 16)))
        made[start:start] = bytes(made[start:end]) * times


def extreme_field(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    width = chance.choice((1, 2, 2, 4, 4, 8))
    if len(made) >= width:
        at = chance.randrange(len(made) - width + 1)
        at -= at % width if chance.random() < 0.7 else 0
        value = chance.choice((*_ENDS, len(made), chance.randrange(1 << 16)))
        made[at : at + width] = (value % (1 << 8 * width)).to_bytes(width, chance.choice(("little", "big")))


def extreme_number(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    """A number written in digits."""
    start = chance.randrange(len(made) + 1)
    found = _NUMBER.search(made, start) or _NUMBER.search(made)
    if found:
        made[found.start() : found.end()] = chance.choice(NUMBERS)


def move(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    start, end = a_range(chance, len(made), 1_024)
    piece = made[start:end]
    del made[start:end]
    at = chance.randrange(len(made) + 1)
    made[at:at] = piece


def splice(chance: Random, made: bytearray, others: Sequence[bytes], most: int) -> None:
    """A piece of another input in the place of a piece of this one."""
    if others:
        other = chance.choice(others)
        start, end = a_range(chance, len(other), max(1, len(other)))
        at, to = a_range(chance, len(made), max(1, len(made)))
        made[at:to] = other[start:end]


CHANGES: tuple[Change, ...] = (
    flip, put, cut, truncate, double, repeat, extreme_field, extreme_field, extreme_number, extreme_number, move, splice,
)  # fmt: skip


def steps(chance: Random) -> int:
    return chance.choice((1, 1, 1, 2, 2, 4, 8))


def change(
    chance: Random,
    data: bytes,
    others: Sequence[bytes],
    most: int,
    changes: Sequence[Change] = CHANGES,
) -> bytes:
    made = bytearray(data)
    for _ in range(steps(chance)):
        chance.choice(changes)(chance, made, others, most)
        del made[most:]
    return bytes(made)
