"""Who may see and do what with reports, as pairs: a predicate for one, a filter for many."""

from __future__ import annotations

from django.db.models import Q

from gongkai.accounts.policies import Standing
from gongkai.kinds.transitions import Transition
from gongkai.reports.models import Report
from gongkai.reports.states import EDITABLE
from gongkai.units.queries import disclosure_office_unit_id

_WRITERS = ("officer", "leader")


def may_see(by: Standing, report: Report) -> bool:
    """The unit's own people; the disclosure office and the auditor every one."""
    return by.sees_all or report.unit_id in by.unit_ids()


def visible_to(by: Standing) -> Q:
    return Q() if by.sees_all else Q(unit__in=by.unit_ids())


def may_write(by: Standing, report: Report) -> bool:
    """Change the words: whoever files for the unit or leads it; the disclosure office the government's own."""
    if report.state not in EDITABLE:
        return False
    return report.unit_id in by.unit_ids(*_WRITERS) or (report.is_government and by.has("disclosure_office"))


def writable_by(by: Standing) -> Q:
    own = Q(unit__in=by.unit_ids(*_WRITERS))
    government = Q(is_government=True) if by.has("disclosure_office") else Q(pk__in=[])
    return Q(state__in=EDITABLE) & (own | government)


def may_take(by: Standing, step: Transition, report: Report) -> bool:
    """Whether somebody may take this step: a role of the table held in the report's unit, the disclosure office anywhere.

    Of the government's own report the disclosure office takes every step but the leader's signature.
    """
    if "disclosure_office" in step.roles and by.has("disclosure_office"):
        return True
    if report.is_government and by.has("disclosure_office") and step.roles != {"leader"}:
        return True
    own = step.roles - {"disclosure_office"}
    if report.is_government and "leader" in own and disclosure_office_unit_id() in by.unit_ids("leader"):
        return True  # a government that has no staff of its own: its office's leader answers for it
    return bool(own) and report.unit_id in by.unit_ids(*own)  # unit_ids() without roles means any post


def may_run_reports(by: Standing) -> bool:
    """Ask for all units at once, set terms, say who owes a report."""
    return by.has("disclosure_office")
