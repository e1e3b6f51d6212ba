"""This year beside last year, in words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gongkai.reports.facts import Number, ReportFacts
from gongkai.reports.layouts import Template
from gongkai.reports.sections import number_words


@dataclass(frozen=True)
class Difference:
    """A cell that both years have and that changed. `words` is a whole sentence."""

    address: str
    label: str
    now: Number
    before: Number
    words: str


def differences(facts: ReportFacts, before: ReportFacts | None, template: Template) -> list[Difference]:
    """The cells that changed from last year, the largest change first; of table 2 and 3 the sums of each row only."""
    if before is None:
        return []
    held = dict(before.cells())
    found: list[Difference] = []
    for cell in template.cells():
        if cell.table.part != "disclosure" and not cell.column.is_sum:
            continue
        if cell.address not in held:
            continue
        now, then = facts.cell(cell.address), held[cell.address]
        if now is None or then is None or now == then:
            continue
        label = cell.row.short if cell.column.is_sum else cell.label
        found.append(Difference(cell.address, label, now, then, in_words(label, now, then, cell.unit)))
    return sorted(found, key=_size, reverse=True)


def _size(one: Difference) -> Decimal:
    return abs(Decimal(one.now or 0) - Decimal(one.before or 0))


def in_words(label: str, now: int | Decimal, before: int | Decimal, unit: str) -> str:
    """ "行政许可今年 12 件，去年 8 件，多 4 件，增长 50.0%。" """
    change: int | Decimal = now - before
    size: int | Decimal = -change if change < 0 else change
    way = "多" if change > 0 else "少"
    words = f"{label}今年 {number_words(now)} {unit}，去年 {number_words(before)} {unit}，{way} {number_words(size)} {unit}"
    if before:
        share = (Decimal(size) * 100 / Decimal(before)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        words += f"，{'增长' if change > 0 else '下降'} {share}%"
    return words + "。"
