"""What reading a finished report gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.reports.facts import Number, ReportFacts

SURE = 1.0
COUNTED = 0.95
"""As many digits as cells: one cut only, but nothing confirms it."""
SUMMED = 0.9
"""One cut only for which the row's own sum holds."""
JOINED = 0.8
"""One cut only for which the sums of rows and columns hold together."""

DOUBTED = 0.5
"""Read as it stands, but the row doesn't add up: the report may be wrong, or its table torn."""


@dataclass(frozen=True)
class Cells:
    """Values by address; `confidence` of those that are less than sure; `asked`: what could not be read; `notes`: why;
    `blank`: what stands empty."""

    values: dict[str, Number] = field(default_factory=dict)
    confidence: dict[str, float] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    blank: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def leave_blank(self, addresses: list[str]) -> None:
        self.values.update(dict.fromkeys(addresses))
        self.blank.extend(addresses)

    def ask(self, address: str) -> None:
        self.values[address] = None
        self.asked.append(address)


@dataclass(frozen=True)
class Reading:
    """A report read from a file. `notes` say in Chinese what is odd about the file; empty `problem`: it could be read."""

    facts: ReportFacts
    title: str = ""
    notes: tuple[str, ...] = ()
    problem: str = ""
