"""Who is late with what today: the units, the worst first, every number with the way to its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from gongkai.accounts.policies import Standing
from gongkai.components.parts import Cell, Column, Row, Stat, Table
from gongkai.figures.declaring import Scope
from gongkai.figures.headlines import LATE
from gongkai.figures.queries.declared import FIGURES
from gongkai.figures.queries.reckoning import reckon_by
from gongkai.figures.queries.scopes import Tree
from gongkai.office.figures.common import Asked, of_today, records_url
from gongkai.registers.queries import completeness
from gongkai.reports.queries.late import LateReport, late_reports

SHOWN = 20
SHORT = {
    "item.overdue": "信息", "application.overdue": "申请", "letter.overdue": "来信", "order.overdue": "工单",
    "question.overdue": "提问",
}  # fmt: skip


@dataclass
class LateUnit:
    """What one unit is late with: numbers by figure, registers not filled in, reports."""

    unit_id: int
    numbers: Counter[str] = field(default_factory=Counter)
    registers: int = 0
    reports: list[LateReport] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.numbers.total() + self.registers + len(self.reports)


@dataclass(frozen=True)
class Late:
    units: list[LateUnit]
    registers_year: int
    chosen: Asked

    def total(self, code: str) -> int:
        return sum(unit.numbers[code] for unit in self.units)


def late_now(by: Standing, *, tree: Tree, unit_id: int | None, today: date) -> Late:
    """Always counted for the page. Registers and reports only of units that the person may read."""
    text, period = of_today(today)
    chosen = Asked(text, period, tree, unit_id)
    ids = chosen.unit_ids
    found: dict[int, LateUnit] = {}

    def of(one: int) -> LateUnit:
        return found.setdefault(one, LateUnit(one))

    for code in LATE:
        for line in reckon_by(code, Scope(ids, period), "unit"):
            if line.reckoned.sample:
                of(line.key).numbers[code] = line.reckoned.sample
    year = today.year - 1 if today.month <= 3 else today.year
    for state in completeness(by, year=year, today=today, unit_ids=ids):
        if state.late:
            of(state.unit_id).registers = len(state.late)
    for report in late_reports(by, today=today):
        if ids is None or report.unit_id in ids:
            of(report.unit_id).reports.append(report)
    units = sorted((one for one in found.values() if one.total), key=lambda one: (-one.total, one.unit_id))
    return Late(units, year, chosen)


def late_stats(late: Late) -> list[Stat]:
    """The sums, each leading to its records."""
    stats = [
        Stat(
            f"{late.total(code):,}",
            FIGURES[code].label,
            records_url(code, late.chosen),
            "late" if late.total(code) else "",
        )
        for code in LATE
    ]
    registers = sum(unit.registers for unit in late.units)
    reports = sum(len(unit.reports) for unit in late.units)
    here = f"{reverse('office:registers')}?year={late.registers_year}&late=1"
    return [
        *stats,
        Stat(f"{registers:,}", "没有填齐的登记册", here, "late" if registers else ""),
        Stat(f"{reports:,}", "过了期限的报告", reverse("office:reports"), "late" if reports else ""),
    ]


def late_table(late: Late, *, everyone: bool) -> Table:
    columns = [Column("单位")]
    columns += [Column(SHORT[code], numeric=True) for code in LATE]
    columns += [Column(words, numeric=True) for words in ("登记册", "报告", "合计")]
    shown = late.units if everyone else late.units[:SHOWN]
    return Table("各单位现在逾期的", columns, [_row(late, one) for one in shown])


def _row(late: Late, one: LateUnit) -> Row:
    facts = late.chosen.tree.units.get(one.unit_id)
    mine = late.chosen.of(one.unit_id)
    return Row([
        Cell(facts.name if facts else "已撤销的单位", reverse("office:figures_unit", args=[one.unit_id])),
        *(_opens(one.numbers[code], records_url(code, mine)) for code in LATE),
        _opens(
            one.registers,
            f"{reverse('office:register_unit', args=[one.unit_id])}?year={late.registers_year}",
        ),
        _opens(len(one.reports), _reports_url(one.reports)),
        f"{one.total:,}",
    ])  # fmt: skip


def _opens(number: int, url: str) -> Cell:
    return Cell(f"{number:,}", url if number else "", hide=not number)


def _reports_url(reports: Collection[LateReport]) -> str:
    if not reports:
        return ""
    first = next(iter(reports))
    if len(reports) == 1 and first.report_id is not None:
        return reverse("office:report", args=[first.report_id])
    view = "late" if first.report_id is not None else "none"
    return f"{reverse('office:reports')}?kind={first.kind}&year={first.year}&view={view}"
