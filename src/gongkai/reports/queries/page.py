"""All that a report's page in the office shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gongkai.accounts.policies import Standing
from gongkai.figures.queries.declared import FIGURES
from gongkai.kinds.transitions import Transition
from gongkai.reports import policies
from gongkai.reports.comparing import Difference, differences
from gongkai.reports.declaring import ReportKind
from gongkai.reports.facts import Number, ReportFacts
from gongkai.reports.kinds import REPORT_KINDS, report_title
from gongkai.reports.layouts import Template
from gongkai.reports.models import Report, ReportRemark, ReportVersion
from gongkai.reports.queries.facts import current_version, facts_of, last_year_facts
from gongkai.reports.queries.standing_in_the_way import in_the_way_of
from gongkai.reports.rules import from_json
from gongkai.units.queries import units_by_code


@dataclass(frozen=True)
class RemarkLine:
    act: str
    label: str
    text: str
    cells: tuple[tuple[str, str], ...]
    by: str
    at: datetime
    version_no: int


@dataclass(frozen=True)
class VersionFacts:
    no: int
    state_label: str
    reason: str
    frozen_at: datetime | None
    shown: bool


@dataclass(frozen=True)
class ReportPage:
    """`acts` are the steps that the person may take now; `to_settle` what must be done before a leader signs."""

    id: int
    title: str
    kind: ReportKind
    template: Template
    report: Report
    facts: ReportFacts
    version_no: int
    is_current: bool
    origin: str
    state_label: str
    state_words: str
    acts: tuple[Transition, ...]
    may_write: bool
    may_compute: bool
    to_settle: tuple[str, ...]
    differences: tuple[Difference, ...]
    remarks: tuple[RemarkLine, ...]
    versions: tuple[VersionFacts, ...]
    missing: tuple[str, ...]
    computed_at: datetime | None
    figures: dict[str, Number]
    before: ReportFacts | None


def report_for(by: Standing, report_id: int) -> Report | None:
    """The report, if the person may see it."""
    rows = Report.objects.select_related("unit", "signed_by").filter(policies.visible_to(by), id=report_id)
    return rows.order_by("id").first()


def version_for(report: Report, number: int | None = None) -> ReportVersion | None:
    """The version with that number, else the one in work or public."""
    if number is None:
        return current_version(report)
    rows = ReportVersion.objects.select_related("report__unit").filter(report=report, no=number)
    return rows.order_by("id").first()


def report_page(by: Standing, report_id: int, *, number: int | None = None) -> ReportPage | None:
    """None where there is no such report for this person."""
    report = report_for(by, report_id)
    version = version_for(report, number) if report else None
    if report is None or version is None:
        return None
    kind = REPORT_KINDS[report.kind]
    state = next(s for s in kind.states if s.code == report.state)
    newest = current_version(report)
    is_current = newest is not None and newest.pk == version.pk
    acts = tuple(
        t for t in kind.transitions if report.state in t.sources and policies.may_take(by, t, report)
    )
    before = last_year_facts(report)
    facts = facts_of(version)
    editing = is_current and version.state == "working"
    return ReportPage(
        id=report.pk,
        title=report_title(version.unit_name, report.year, report.period, report.kind),
        kind=kind,
        template=kind.template_for(report.year),
        report=report,
        facts=facts,
        version_no=version.no,
        is_current=is_current,
        origin=version.origin,
        state_label=state.label,
        state_words=state.words,
        acts=tuple(t for t in acts if t.button and _makes_sense(t, report)) if is_current else (),
        may_write=editing and policies.may_write(by, report),
        may_compute=editing and any(t.act in ("compute", "recompute") for t in acts),
        to_settle=tuple(in_the_way_of(version))
        if editing and report.state in ("drafting", "returned")
        else (),
        differences=tuple(differences(facts, before, kind.template_for(report.year))),
        remarks=tuple(_remarks(report, kind)),
        versions=tuple(_versions(report, version)),
        missing=tuple(unit.name for unit in units_by_code(version.missing).values()),
        computed_at=version.computed_at,
        figures=from_json(version.figures),
        before=before,
    )


def _makes_sense(step: Transition, report: Report) -> bool:
    if step.act in ("compute", "recompute"):
        return False  # a button of its own
    return step.act != "drop_correction" or report.public_version_id is not None


def _remarks(report: Report, kind: ReportKind) -> list[RemarkLine]:
    labels = {t.act: t.label for t in kind.transitions}
    cells = kind.template_for(report.year).by_address
    return [
        RemarkLine(
            act=row.act,
            label=labels.get(row.act, row.act),
            text=row.text,
            cells=tuple((a, cells[a].label) for a in row.cells if a in cells),
            by=row.by_label,
            at=row.at,
            version_no=row.version_no,
        )
        for row in ReportRemark.objects.filter(report=report).order_by("id")
    ]


def _versions(report: Report, shown: ReportVersion) -> Sequence[VersionFacts]:
    rows = (
        ReportVersion.objects.filter(report=report).order_by("-no").only("no", "state", "reason", "frozen_at")
    )
    return [
        VersionFacts(row.no, row.get_state_display(), row.reason, row.frozen_at, row.no == shown.no)
        for row in rows
    ]


@dataclass(frozen=True)
class WordsPage:
    """What the editor shows: each section with its text as stored, as it reads, and what it should contain."""

    title: str
    sections: tuple[tuple[int, str, str, str, tuple[str, ...]], ...]  # no, title, text, reads, should
    figures: tuple[tuple[str, str, str], ...]  # name, label, value
    saved_at: datetime


def words_page(by: Standing, report_id: int) -> WordsPage | None:
    """None where there is no such report, or it is not the person's to write."""
    report = report_for(by, report_id)
    if report is None or not policies.may_write(by, report):
        return None
    version = version_for(report)
    if version is None:
        return None
    template = REPORT_KINDS[report.kind].template_for(report.year)
    facts = facts_of(version)
    reads = {s.no: s.text for s in facts.sections}
    tables = {t.section for t in template.tables}
    return WordsPage(
        title=report_title(version.unit_name, report.year, report.period, report.kind),
        sections=tuple(
            (s["no"], s["title"], s["text"], reads[s["no"]], template.part(s["no"]).should)
            for s in version.sections
            if s["no"] not in tables or s["text"]
        ),
        figures=_offered(version, facts, template),
        saved_at=version.saved_at,
    )


def _offered(
    version: ReportVersion, facts: ReportFacts, template: Template
) -> tuple[tuple[str, str, str], ...]:
    """Figures for the text: those of the report's own, then each row's sum and the cells of table 1."""
    from_figures = [
        (f"figure:{code}", FIGURES[code].label if code in FIGURES else code, _words(n))
        for code, n in from_json(version.figures).items()
    ]
    cells = [
        (cell.address, cell.row.short if cell.column.is_sum else cell.label, _words(facts.cell(cell.address)))
        for cell in template.cells()
        if cell.table.part == "disclosure" or cell.column.is_sum
    ]
    return (*from_figures, *cells)


def _words(value: Number) -> str:
    return "没有数" if value is None else f"{value}"
