"""Recall and precision by kind: a label is found when a span of its kind covers it, give or take its edges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from bench.screening.generator import Label, Line

Found = tuple[str, int, int]
"""Kind, start, end."""
Recogniser = Callable[[str], Iterable[Found]]
EDGE = 2
"""Characters by which a found span may reach over the label (a +86, a bracket)."""


@dataclass
class Tally:
    labels: int = 0
    found: int = 0
    exact: int = 0
    cued: int = 0
    cued_found: int = 0
    spans: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.labels if self.labels else 1.0

    @property
    def recall_cued(self) -> float | None:
        return self.cued_found / self.cued if self.cued else None

    @property
    def recall_bare(self) -> float | None:
        bare = self.labels - self.cued
        return (self.found - self.cued_found) / bare if bare else None

    @property
    def precision(self) -> float:
        return self.right / self.spans if self.spans else 1.0


def covers(kind: str, found: Found, label: Label) -> bool:
    if found[0] != kind:
        return False
    over = min(found[2], label.end) - max(found[1], label.start)
    beyond = (found[2] - found[1]) - over
    slack = EDGE if kind != "address" else label.end - label.start
    need = 1.0 if kind not in ("address", "person_name", "birth_date") else 0.75
    return over >= need * (label.end - label.start) and beyond <= max(slack, 0) + (
        4 if kind == "mobile" else 0
    )


def measure(lines: Sequence[Line], recognise: Recogniser) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for line in lines:
        found = list(recognise(line.text))
        for label in line.labels:
            _count_label(tallies[label.kind], line, label, found)
        for span in found:
            tally = tallies[span[0]]
            tally.spans += 1
            if any(covers(label.kind, span, label) for label in line.labels if label.kind == span[0]):
                tally.right += 1
            else:
                tally.wrong.append(_shown(line.text, span[1], span[2]))
    return dict(tallies)


def _count_label(tally: Tally, line: Line, label: Label, found: list[Found]) -> None:
    hit = any(covers(label.kind, span, label) for span in found)
    tally.labels += 1
    tally.found += hit
    tally.exact += (label.kind, label.start, label.end) in found
    tally.cued += label.cued
    tally.cued_found += hit and label.cued
    if not hit:
        tally.missed.append(f"{line.style}: {_shown(line.text, label.start, label.end)}")


def _shown(text: str, start: int, end: int) -> str:
    return repr(f"{text[max(0, start - 14) : start]}【{text[start:end]}】{text[end : end + 8]}")
