"""What a check is made of: the report with what stands around it, a rule, and what a rule finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from gongkai.reports.checks.lists import Listing, listings_of
from gongkai.reports.checks.passages import Sentence, folded, sentences_of
from gongkai.reports.checks.stated import Statement, statements_in
from gongkai.reports.facts import Number, ReportFacts, Section
from gongkai.reports.layouts import TEMPLATES, Cell, Template
from gongkai.screening.scanning import scan
from gongkai.screening.spans import Span

ERROR, WARNING, HINT = "error", "warning", "hint"
SEVERITIES = {ERROR: "错误", WARNING: "疑点", HINT: "提示"}
"""An error breaks the form or the law. A warning is a contradiction with a possible reason. A hint is worth a look."""


@dataclass(frozen=True)
class Around:
    """What a report is compared with; everything is optional, and a rule that lacks its part finds nothing.

    `children`: the reports that a government's own is summed from; `owed`: codes of units that owe one.
    `figures`: numbers known from records by figure code ("items.published"), to compare the text with.
    `may_make_regulations`: whether the organ has the power to make 规章; None where unknown.
    `as_of`: the day of checking, for reports not yet published.
    """

    last_year: ReportFacts | None = None
    children: tuple[ReportFacts, ...] = ()
    owed: tuple[str, ...] = ()
    peers: tuple[ReportFacts, ...] = ()
    figures: Mapping[str, Number] = field(default_factory=dict)
    is_government: bool = False
    may_make_regulations: bool | None = None
    as_of: date | None = None


@dataclass(frozen=True)
class Subject:
    """A report under check: its cells with ease, its text cut into sentences once for all rules."""

    facts: ReportFacts
    around: Around

    @cached_property
    def template(self) -> Template | None:
        return TEMPLATES.get(self.facts.template)

    @cached_property
    def known(self) -> dict[str, Number]:
        return dict(self.facts.cells())

    @cached_property
    def last(self) -> dict[str, Number]:
        """Cells of last year's report; empty without one, or when it is not of the year before."""
        before = self.around.last_year
        return dict(before.cells()) if before and before.year == self.facts.year - 1 else {}

    @cached_property
    def summed(self) -> dict[str, Decimal | None]:
        """Each own cell summed over the children's reports of this year; None where one of theirs is asked for."""
        sums: dict[str, Decimal | None] = dict.fromkeys(self.known, Decimal(0))
        for child in self.around.children:
            if child.year != self.facts.year:
                continue
            for address, value in child.cells():
                so_far = sums.get(address)
                if so_far is not None and value is not None:
                    sums[address] = so_far + value
            sums.update(dict.fromkeys((a for a in child.asked if a in sums), None))
        return sums

    @cached_property
    def unread(self) -> frozenset[str]:
        return frozenset(self.facts.asked)

    @cached_property
    def declared(self) -> dict[str, Cell]:
        return self.template.by_address if self.template else {}

    @cached_property
    def blank(self) -> frozenset[str]:
        return frozenset(self.facts.blank)

    def value(self, address: str) -> Number:
        return self.known.get(address)

    def total(self, addresses: Iterable[str]) -> int | Decimal | None:
        """The sum, blanks as nothing; None where all are blank or one is still asked for."""
        listed = list(addresses)
        if any(address in self.unread for address in listed):
            return None
        values = [value for value in map(self.value, listed) if value is not None]
        return sum(values[1:], values[0]) if values else None

    def label(self, address: str) -> str:
        cell = self.declared.get(address)
        return cell.label if cell else address

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences of all sections, in order."""
        return _sentences(self.facts.sections)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the sentences state about cells, in order."""
        return _statements(self.facts.sections)

    @property
    def listings(self) -> tuple[Listing, ...]:
        """Lists of parts in the sentences, in order."""
        return _listings(self.facts.sections)

    @cached_property
    def long_lists(self) -> tuple[Listing, ...]:
        return tuple(one for one in self.listings if len(one.parts) > 2)

    @cached_property
    def text(self) -> str:
        """Text of all sections, width folded and blanks gone; paragraphs divided by a newline."""
        return "\n".join(folded(section.text) for section in self.facts.sections)

    @property
    def spans(self) -> tuple[tuple[str, Span], ...]:
        """What screening finds in each section, with the section's address."""
        return _spans(self.facts.sections)


Sections = tuple[Section, ...]
_KEPT = 256
"""The text of so many reports stays cut up: a desk checks the same text again after every changed number."""


@lru_cache(_KEPT)
def _sentences(sections: Sections) -> tuple[Sentence, ...]:
    return tuple(sentence for section in sections for sentence in sentences_of(section))


@lru_cache(_KEPT)
def _statements(sections: Sections) -> tuple[Statement, ...]:
    return tuple(one for sentence in _sentences(sections) for one in statements_in(sentence))


@lru_cache(_KEPT)
def _listings(sections: Sections) -> tuple[Listing, ...]:
    return tuple(one for sentence in _sentences(sections) for one in listings_of(sentence))


@lru_cache(_KEPT)
def _spans(sections: Sections) -> tuple[tuple[str, Span], ...]:
    return tuple((f"section.{s.no}", span) for s in sections if s.text for span in scan(s.text))


@dataclass(frozen=True)
class Finding:
    """`cells` are addresses as in `ReportFacts.cells()`; "section.5" names a part of the text."""

    rule: str
    severity: str
    cells: tuple[str, ...]
    message: str


Hit = tuple[tuple[str, ...], str]
"""Cells and what to say about them, with the numbers."""


@dataclass(frozen=True)
class Rule:
    """`words`: what must hold, in a line. `source`: where that is written, or what it is inferred from."""

    code: str
    words: str
    severity: str
    source: str
    find: Callable[[Subject], Iterable[Hit]]

    def findings(self, subject: Subject) -> Iterator[Finding]:
        for cells, message in self.find(subject):
            yield Finding(self.code, self.severity, cells, message.rstrip("，、。") + "。")

    @property
    def family(self) -> str:
        return self.code.partition(".")[0]


def gap(one: int | Decimal, other: int | Decimal) -> str:
    """How far two numbers are apart, as a message shows it."""
    return shown(abs(Decimal(one) - Decimal(other)))


def shown(value: Number) -> str:
    """A number as a message shows it: 12, 20.3; a blank is 空."""
    if value is None:
        return "空"
    if isinstance(value, Decimal):
        return format(
            value.normalize() if value != value.to_integral_value() else value.to_integral_value(), "f"
        )
    return str(value)
