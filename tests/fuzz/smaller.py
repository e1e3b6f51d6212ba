"""An input that fails, made smaller: pieces taken out as long as it still fails the same way."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.fuzz.mutations.packages import members_of, packed
from tests.fuzz.targets import TARGETS
from tests.fuzz.trying import SLOWEST, scratch, signature, tried

SECONDS = 120


def write(name: str, path: str) -> Path:
    """The smaller input beside the given one."""
    made = Path(path + ".smaller")
    made.write_bytes(smaller(name, Path(path).read_bytes()))
    return made


def smaller(name: str, data: bytes, seconds: float = SECONDS) -> bytes:
    folder = scratch()
    until = time.monotonic() + seconds

    def fault(tested: bytes) -> str:
        took, problem = tried(TARGETS[name], tested, folder)
        return signature(problem) if problem is not None else "slow" if took > SLOWEST else ""

    wanted = fault(data)

    def fails(tested: bytes) -> bool:
        return time.monotonic() < until and fault(tested) == wanted

    try:
        if not wanted:
            return data
        members = list(members_of(data))
        if members and fails(packed(members, deflated=True)):
            data = packed(_fewer(members, fails), deflated=True)
        return data if data[:2] == b"PK" else cut(data, fails)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fewer(members: list[tuple[str, bytes]], fails: Callable[[bytes], bool]) -> list[tuple[str, bytes]]:
    for one in list(members):
        rest = [other for other in members if other is not one]
        if fails(packed(rest, deflated=True)):
            members = rest
    for at in range(len(members)):
        members[at] = (members[at][0], cut(members[at][1], partial(_fails_with, members, at, fails)))
    return members


def _fails_with(
    members: list[tuple[str, bytes]], at: int, fails: Callable[[bytes], bool], content: bytes
) -> bool:
    return fails(packed([*members[:at], (members[at][0], content), *members[at + 1 :]], deflated=True))


def cut(data: bytes, fails: Callable[[bytes], bool]) -> bytes:
    """Halves, quarters … taken out while it still fails."""
    size = len(data) // 2
    while size:
        at = 0
        while at < len(data):
            tested = data[:at] + data[at + size :]
            if fails(tested):
                data = tested
            else:
                at += size
        size //= 2
    return data
