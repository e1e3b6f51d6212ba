"""Who owes a report for a year, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.reports.kinds import REPORT_KINDS
from gongkai.reports.models import ReportOwing, ReportTerm
from gongkai.reports.rules import (
    GOVERNMENT_KINDS,
    LocalTerm,
    OwingException,
    owes_report,
    publish_by,
    submit_by,
)
from gongkai.units.queries import all_units, paths_on
from gongkai.units.rules import UNIT_KINDS, ids_in_path


@dataclass(frozen=True)
class Owing:
    """A unit that owes a report. `government_id` is the government that sums it up, None for the topmost."""

    unit_id: int
    code: str
    name: str
    is_government: bool
    government_id: int | None
    depth: int


def owing_units(*, kind: str, year: int) -> list[Owing]:
    """Units that stood at the end of the year and owe a report of this kind, governments first. Four queries."""
    last = date(year, 12, 31)
    declared = REPORT_KINDS[kind]
    exceptions = [
        OwingException(unit_id, from_year, owes)
        for unit_id, from_year, owes in ReportOwing.objects.values_list("unit_id", "from_year", "owes")
    ]
    paths = paths_on(last)
    units = [
        unit
        for unit in all_units()
        if unit.opened_on <= last and (unit.closed_on is None or unit.closed_on > last)
    ]
    governments = {unit.pk for unit in units if unit.kind in GOVERNMENT_KINDS}
    found = []
    for unit in units:
        above = ids_in_path(paths.get(unit.pk, unit.path))[:-1]
        is_government = unit.pk in governments
        owed = owes_report(
            by_kind=UNIT_KINDS[unit.kind].reports, unit_id=unit.pk, year=year, exceptions=exceptions
        )
        if owed and (declared.for_government if is_government else declared.for_units):
            government = next((one for one in reversed(above) if one in governments), None)
            found.append(Owing(unit.pk, unit.code, unit.name, is_government, government, len(above)))
    return sorted(found, key=lambda one: (not one.is_government, one.depth))


def those(owing: Iterable[Owing], codes: Iterable[str]) -> list[Owing]:
    """Narrowed to the units with these codes; all where none is given."""
    wanted = set(codes)
    return [one for one in owing if not wanted or one.code in wanted]


def terms_of(kind: str) -> list[LocalTerm]:
    """The inner terms that the disclosure office has set."""
    rows = ReportTerm.objects.filter(kind=kind).order_by("scope", "act", "id")
    return [LocalTerm(r.scope, r.act, r.month, r.day, r.source) for r in rows]


def last_days(*, kind: str, year: int, period: str, scope: str) -> tuple[date, date]:
    """Until when a report is to be handed in and published: the kind's own term, or an earlier one of the office."""
    legal, local = REPORT_KINDS[kind].due(year, period, scope), terms_of(kind)
    return (
        submit_by(legal=legal, year=year, scope=scope, local=local),
        publish_by(legal=legal, year=year, scope=scope, local=local),
    )


@dataclass(frozen=True)
class OwingNote:
    id: int
    unit_name: str
    from_year: int
    owes: bool
    reason: str


def owing_notes() -> list[OwingNote]:
    rows = ReportOwing.objects.select_related("unit").order_by("unit__position", "unit_id", "from_year")
    return [OwingNote(r.pk, r.unit.name, r.from_year, r.owes, r.reason) for r in rows]
