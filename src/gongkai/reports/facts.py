"""A report as plain facts: what every check, page and document reads, wherever the report came from.

The same shape holds a report computed here, one read from a finished file, and one written by hand into a form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

Number = int | Decimal | None
"""A cell. None is "不适用" or not read; 0 is counted and found to be none."""


@dataclass(frozen=True)
class Section:
    """One of the six parts (or however many the template has). `text` is plain, paragraphs divided by a newline."""

    no: int
    title: str
    text: str = ""


@dataclass(frozen=True)
class ReportFacts:
    """An annual report. `year` is the year reported on, `template` one of the templates' codes: 2008, 2019, 2021.

    `disclosure` is table 1, flat: "normative_documents.made" to a number. `foi` is table 2: row key to column key to a
    number. `disputes` is table 3: group key to column key. Keys are those of `domain/annual-report.md` §3–5.
    `confidence` says for a cell (its address, see `cells`) how surely it was read, 0 to 1; a cell absent there is sure.
    `asked` are the addresses that could not be read and are asked for. `blank` are those that stand empty in a finished
    report, neither 0 nor 不适用; None elsewhere is 不适用.
    """

    unit_code: str
    unit_name: str
    year: int
    template: str
    disclosure: Mapping[str, Number] = field(default_factory=dict)
    foi: Mapping[str, Mapping[str, Number]] = field(default_factory=dict)
    disputes: Mapping[str, Mapping[str, Number]] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    submitted_on: date | None = None
    published_on: date | None = None
    confidence: Mapping[str, float] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()

    def cells(self) -> Iterator[tuple[str, Number]]:
        """Every cell with its address: "disclosure.fees.amount", "foi.results.granted/natural_person", "disputes.review/total"."""
        for key, value in self.disclosure.items():
            yield f"disclosure.{key}", value
        for name, table in (("foi", self.foi), ("disputes", self.disputes)):
            for row, columns in table.items():
                for column, value in columns.items():
                    yield f"{name}.{row}/{column}", value

    def cell(self, address: str) -> Number:
        """The value at an address; KeyError where the report has no such cell."""
        table, _, key = address.partition(".")
        if table == "disclosure":
            return self.disclosure[key]
        row, _, column = key.rpartition("/")
        return {"foi": self.foi, "disputes": self.disputes}[table][row][column]
