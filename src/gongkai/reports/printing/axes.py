"""Heads of a table whose headings stand inside one another: which cell begins where and how far it reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Path = tuple[str | None, ...]
"""The headings of one line from the outermost in; None: the heading before it reaches on to here."""


@dataclass(frozen=True)
class Span:
    """A heading: it begins at `level` and line `at`, and reaches over `levels` and `lines`."""

    text: str
    level: int
    at: int
    levels: int
    lines: int


def padded(headings: Sequence[str], depth: int, *, leaf_last: bool = False) -> Path:
    """A path of `depth`: the last heading reaches to the end, or with `leaf_last` the one before it, so that the
    innermost headings of all lines stand side by side."""
    missing: Path = (None,) * (depth - len(headings))
    if leaf_last:
        return (*headings[:-1], *missing, headings[-1])
    return (*headings, *missing)


def spans(paths: Sequence[Path]) -> list[Span]:
    """The cells of a head. Neighbours with the same headings share a cell; innermost headings never do."""
    found = []
    for at, path in enumerate(paths):
        innermost = max(level for level, heading in enumerate(path) if heading is not None)
        for level, heading in enumerate(path):
            if heading is None or (level < innermost and at and _same(paths[at - 1], path, level)):
                continue
            lines = 1
            while level < innermost and at + lines < len(paths) and _same(paths[at + lines], path, level):
                lines += 1
            levels = 1
            while level + levels < len(path) and path[level + levels] is None:
                levels += 1
            found.append(Span(heading, level, at, levels, lines))
    return found


def _same(one: Path, other: Path, level: int) -> bool:
    """The same heading in the same place, and not the innermost of its line."""
    inner = any(heading is not None for heading in one[level + 1 :])
    return inner and one[: level + 1] == other[: level + 1] and _reach(one, level) == _reach(other, level)


def _reach(path: Path, level: int) -> int:
    return next((n for n, heading in enumerate(path[level + 1 :]) if heading is not None), len(path))
