"""Computing reports: numbers from the records into the working version, for one unit or all, and the government's sum."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.jobs.actions import enqueue
from gongkai.jobs.queries import open_job_like
from gongkai.ledger.rules import Actor
from gongkai.reports import policies
from gongkai.reports.actions.common import (
    kind_of,
    locked,
    move,
    need_step,
    note,
    transition,
    write_ledger,
)
from gongkai.reports.actions.refusals import NotAllowed, NotReady
from gongkai.reports.facts import Number
from gongkai.reports.kinds import REPORT_KINDS, report_title
from gongkai.reports.layouts import Template
from gongkai.reports.models import Report, ReportVersion
from gongkai.reports.numbers import UnitNumbers
from gongkai.reports.queries.owing import Owing, last_days, owing_units
from gongkai.reports.queries.sources import numbers_for
from gongkai.reports.rules import from_json, summed, to_json
from gongkai.reports.states import EDITABLE
from gongkai.units.queries import name_on, units_by_id

COMPUTE_JOB = "reports.compute"
CHUNK = 20  # reports of one transaction
COMPUTABLE = EDITABLE | {"computing"}


@dataclass(frozen=True)
class Built:
    """How far building is. `kept` were left alone: signed, handed in or published already."""

    done: tuple[int, ...] = ()
    kept: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        return len(self.done) + len(self.kept)


def ask_for_all(*, kind: str, year: int, period: str = "", by: Standing, at: datetime) -> int:
    """A job that computes the reports of all units and the government's; returns its id, the running one if there is one."""
    if not policies.may_run_reports(by):
        raise NotAllowed("全部单位一起计算由政务公开办来做。")
    params = {"kind": kind, "year": year, "period": period}
    if (running := open_job_like(actor_id=by.actor().id, kind=COMPUTE_JOB, params=params)) is not None:
        return running
    title = f"计算{report_title('全部单位', year, period, kind)}"
    return enqueue(kind=COMPUTE_JOB, title=title, params=params, by=by.actor(), at=at)


def compute(*, kind: str, year: int, unit_id: int, period: str = "", by: Standing, at: datetime) -> int:
    """Compute one unit's report (begin it where there is none yet) and return its id. Raises ReportRefused."""
    owing = {one.unit_id: one for one in owing_units(kind=kind, year=year)}
    if unit_id not in owing:
        raise NotReady("这个单位不编这种报告。")
    report = Report.objects.filter(
        kind=kind, year=year, period=period, unit=unit_id
    ).first()  # one by constraint
    probe = report or _blank(kind, year, period, owing[unit_id], at)
    act = "recompute" if probe.state == "returned" else "compute"
    need_step(probe, act, by)
    built = build(
        kind=kind, year=year, period=period, owing=[owing[unit_id]], by=by.actor(), at=at, person=by
    )
    return (*built.done, *built.kept)[0]


def build(
    *,
    kind: str,
    year: int,
    period: str = "",
    owing: Sequence[Owing],
    by: Actor,
    at: datetime,
    person: Standing | None = None,
    resume: Built | None = None,
    told: Callable[[Built], None] = lambda so_far: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Built:
    """Compute the reports of these units, in chunks that each stand or fall as one; the government's come last.

    `told` is called inside each chunk's transaction, so that a place kept there is never ahead of what was written.
    Run twice it writes the same numbers. Reports that are signed or further on are left alone.
    """
    so_far = resume or Built()
    there = _unit_ids(so_far)
    waiting = [one for one in owing if one.unit_id not in there]
    waiting.sort(key=lambda one: (one.is_government, -one.depth))  # a government adds up what stands below it
    if not waiting:
        return so_far
    numbers = numbers_for(kind, year, period, [one.unit_id for one in waiting])
    for start in range(0, len(waiting), CHUNK):
        if should_stop():
            break
        with transaction.atomic():
            for one in waiting[start : start + CHUNK]:
                so_far = _build_one(kind, year, period, one, numbers[one.unit_id], so_far, by, at, person)
            told(so_far)
    return so_far


def _unit_ids(so_far: Built) -> set[int]:
    rows = Report.objects.filter(id__in=[*so_far.done, *so_far.kept])
    return set(rows.values_list("unit_id", flat=True))


def _build_one(
    kind: str, year: int, period: str, one: Owing, numbers: UnitNumbers, so_far: Built, by: Actor,
    at: datetime, person: Standing | None,
) -> Built:  # fmt: skip
    report = _begun(kind, year, period, one, by, at)
    if report.state not in COMPUTABLE:
        return replace(so_far, kept=(*so_far.kept, report.pk))
    fresh = report.state == "computing"
    step = transition(report, "recompute" if report.state == "returned" else "compute")
    parts: dict[str, dict[str, int | str | None]] = {}
    missing: list[str] = []
    if one.is_government and kind_of(report).summed:
        numbers, parts, missing = _summed_up(report, numbers)
    version = _write_numbers(report, numbers, parts, missing, by, at)
    move(report, step, at=at)
    if fresh:
        note(report, act="compute", no=version.no, by=person or by, at=at)
    write_ledger(report, step.act, by, at, version=version.no, missing=len(missing))
    return replace(so_far, done=(*so_far.done, report.pk))


def _blank(kind: str, year: int, period: str, one: Owing, at: datetime) -> Report:
    """A report as it begins, not stored yet. The terms are those in force today."""
    scope = "government" if one.is_government else "unit"
    last_to_submit, last_to_publish = last_days(kind=kind, year=year, period=period, scope=scope)
    return Report(
        kind=kind,
        unit=units_by_id([one.unit_id])[one.unit_id],
        year=year,
        period=period,
        template=REPORT_KINDS[kind].template_for(year).code,
        is_government=one.is_government,
        submit_by=last_to_submit,
        publish_by=last_to_publish,
        created_at=at,
        changed_at=at,
    )


def _begun(kind: str, year: int, period: str, one: Owing, by: Actor, at: datetime) -> Report:
    """The report's locked row, begun where there is none."""
    found = Report.objects.filter(kind=kind, year=year, period=period, unit=one.unit_id)
    there = found.values_list("id", flat=True).first()  # one by constraint
    if there is None:
        report = _blank(kind, year, period, one, at)
        report.save(force_insert=True)
        there = report.pk
    return locked(there)


def _write_numbers(
    report: Report,
    numbers: UnitNumbers,
    parts: Mapping[str, Mapping[str, int | str | None]],
    missing: Sequence[str],
    by: Actor,
    at: datetime,
) -> ReportVersion:
    template = kind_of(report).template_for(report.year)
    cells = to_json({address: numbers.cells.get(address) for address in template.by_address})
    told = {
        "cells": cells,
        "figures": to_json(numbers.figures),
        "sources": {address: text for address, text in numbers.sources.items() if text},
        "parts": parts,
        "missing": list(missing),
        "computed_at": at,
        "unit_name": _name_of(report),
    }
    version = ReportVersion.objects.filter(report=report, state="working").first()  # one by constraint
    if version is None:
        return ReportVersion.objects.create(
            report=report,
            no=1,
            sections=_sections(template, government=report.is_government),
            saved_at=at,
            saved_by=by.label[:80],
            **told,
        )
    for name, value in told.items():
        setattr(version, name, value)
    version.save(update_fields=list(told))
    return version


def _name_of(report: Report) -> str:
    """The name that the unit bore at the end of the year reported on (or bears now, when it was founded later)."""
    return name_on(report.unit_id, min(report.publish_by, report.publish_by.replace(month=1, day=1)))


def _sections(template: Template, *, government: bool) -> list[dict[str, object]]:
    """The parts of the form with our phrasing to begin with."""
    return [
        {
            "no": part.no,
            "title": part.title,
            "text": (part.sample_government if government and part.sample_government else part.sample),
        }
        for part in template.parts
    ]


def _summed_up(
    report: Report, own: UnitNumbers
) -> tuple[UnitNumbers, dict[str, dict[str, int | str | None]], list[str]]:
    """The sum over the units that stand under the government, with its own records as one more addend.

    Returns the numbers, for each cell the addends that aren't nought by unit id, and the codes of units without a report.
    """
    everybody = owing_units(kind=report.kind, year=report.year)
    owing = [one for one in everybody if one.government_id == report.unit_id]
    rows = ReportVersion.objects.filter(
        report__kind=report.kind,
        report__year=report.year,
        report__period=report.period,
        report__unit__in=[one.unit_id for one in owing],
        state__in=["working", "public"],
    ).order_by("report_id", "no")
    # A correction in work counts only when it is public: the last public one first, else what is in work.
    best: dict[int, ReportVersion] = {}
    for version in rows.select_related("report"):
        held = best.get(version.report.unit_id)
        if held is None or version.state == "public":
            best[version.report.unit_id] = version
    addends: dict[int, Mapping[str, Number]] = {report.unit_id: own.cells}
    figures: list[Mapping[str, Number]] = [own.figures]
    for unit_id, version in best.items():
        addends[unit_id] = from_json(version.cells)
        figures.append(from_json(version.figures))
    addresses = kind_of(report).template_for(report.year).by_address
    cells = {a: summed([one.get(a) for one in addends.values()]) for a in addresses}
    codes = dict.fromkeys(code for one in figures for code in one)
    total = {code: summed([one.get(code) for one in figures]) for code in codes}
    parts = {
        a: to_json({str(unit_id): n for unit_id, one in addends.items() if (n := one.get(a))})
        for a in addresses
    }
    missing = [one.code for one in owing if one.unit_id not in best]
    return UnitNumbers(cells, own.sources, total), {a: p for a, p in parts.items() if p}, missing
