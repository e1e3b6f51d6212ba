"""Boxes drawn by hand, blackened in another process: the file isn't trusted, and pages are drawn anew for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gongkai.files.apart import Raised, Reader, Stopped
from gongkai.screening.redaction import images, pdf

SECONDS = 60
MEMORY_MB = 1024
FAILED = "这个文件没有办法手工遮盖。用办公软件打开、另存一次再试。"
PageBox = tuple[int, float, float, float, float]
"""Page from 1; left, top, right, bottom in the units of the extract's boxes, from the upper left corner."""


class CoverFailed(Exception):
    """Nothing was written; the text says why, in Chinese."""


def cover(source: Path, target: Path, extension: str, boxes: Sequence[PageBox]) -> None:
    """Write `source` to `target` with the boxes black and empty of text. Raises CoverFailed."""
    try:
        with Reader(seconds=SECONDS, memory_mb=MEMORY_MB) as reader:
            reader.call(f"{__name__}:blacken", str(source), str(target), extension, [list(b) for b in boxes])
    except Stopped as stopped:
        raise CoverFailed(str(stopped)) from stopped
    except Raised as raised:
        words = str(raised)
        raise CoverFailed(words if any("一" <= c <= "鿿" for c in words) else FAILED) from raised


def blacken(source: str, target: str, extension: str, boxes: Sequence[Sequence[float]]) -> bool:
    """For the other process."""
    if extension == "pdf":
        pdf.redact_boxes(Path(source), Path(target), [(int(n), *rest) for n, *rest in boxes])  # type: ignore[misc]
    else:
        images.redact_boxes(Path(source), Path(target), extension, [tuple(b[1:]) for b in boxes])  # type: ignore[misc]
    return True
