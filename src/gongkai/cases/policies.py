"""Who may see and do what with cases: each rule as a filter for many and a predicate for one that agree."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.cases.declaring import Act, CaseKind
from gongkai.cases.models import Case, CoHandling

CASE_ROLES = ("handler", "officer", "first_reviewer", "second_reviewer", "secrecy_reviewer", "leader")


def visible_to(standing: Standing) -> QuerySet[Case]:
    """The own unit's cases and those that it helps with; 政务公开办 and the auditor see all, administrators none."""
    if standing.sees_all:
        return Case.objects.all()
    units = standing.unit_ids(*CASE_ROLES)
    if not units:
        return Case.objects.none()
    # A list of ids, looked up once: asked for each case whether one helps, 200,000 took seconds.
    helping = CoHandling.objects.filter(unit_id__in=units).values("case_id")
    return Case.objects.filter(Q(unit_id__in=units) | Q(id__in=helping))


def may_see(standing: Standing, case: Case) -> bool:
    if standing.sees_all:
        return True
    units = standing.unit_ids(*CASE_ROLES)
    if not units:
        return False
    return case.unit_id in units or CoHandling.objects.filter(case=case, unit_id__in=units).exists()


def workable_by(standing: Standing) -> QuerySet[Case]:
    """Open cases of units in which one works with cases; 政务公开办 works on all."""
    found = Case.objects.filter(closed_at__isnull=True)
    if standing.has("disclosure_office"):
        return found
    return found.filter(unit_id__in=standing.unit_ids(*CASE_ROLES))


def may_work_on(standing: Standing, case: Case) -> bool:
    if case.closed_at is not None:
        return False
    return standing.has("disclosure_office") or case.unit_id in standing.unit_ids(*CASE_ROLES)


def may_act(standing: Standing, case: Case, act: Act) -> bool:
    """By the role that the table names, held in the case's unit; 政务公开办 where the table names it."""
    if act.who != "staff":
        return False
    if "disclosure_office" in act.roles and standing.has("disclosure_office"):
        return True
    return case.unit_id in standing.unit_ids(*act.roles)


def may_take_in(standing: Standing, kind: CaseKind, unit_id: int) -> bool:
    """Enter a case that came by counter, mail, fax or telephone."""
    if "disclosure_office" in kind.intake_roles and standing.has("disclosure_office"):
        return True
    return unit_id in standing.unit_ids(*kind.intake_roles)


def may_read_personal(standing: Standing, case: Case) -> bool:
    """Name, number and telephone in the clear: only those who handle the case; each reading is a ledger row."""
    if standing.has("disclosure_office"):
        return True
    return case.unit_id in standing.unit_ids("handler", "leader")


def urgeable_by(standing: Standing) -> QuerySet[Case]:
    """催办: open cases whose unit one heads; 政务公开办 urges all."""
    found = Case.objects.filter(closed_at__isnull=True)
    if standing.has("disclosure_office"):
        return found
    return found.filter(unit_id__in=standing.unit_ids("leader"))


def may_urge(standing: Standing, case: Case) -> bool:
    if case.closed_at is not None:
        return False
    return standing.has("disclosure_office") or case.unit_id in standing.unit_ids("leader")


# ---- answers made public ---------------------------------------------------------------------------------

PUBLISHING_ROLES = ("handler", "leader")


def answers_preparable_by(standing: Standing) -> QuerySet[Case]:
    """Cases whose answer one may copy out for publication, whatever its state."""
    if standing.has("disclosure_office"):
        return Case.objects.all()
    return Case.objects.filter(unit_id__in=standing.unit_ids(*PUBLISHING_ROLES))


def may_prepare_answer(standing: Standing, case: Case) -> bool:
    return standing.has("disclosure_office") or case.unit_id in standing.unit_ids(*PUBLISHING_ROLES)


def answers_publishable_by(standing: Standing) -> QuerySet[Case]:
    """The head of the unit that answered, and 政务公开办, decide what is public."""
    if standing.has("disclosure_office"):
        return Case.objects.all()
    return Case.objects.filter(unit_id__in=standing.unit_ids("leader"))


def may_publish_answer(standing: Standing, case: Case) -> bool:
    return standing.has("disclosure_office") or case.unit_id in standing.unit_ids("leader")


def answers_hidable_by(standing: Standing) -> QuerySet[Case]:
    """政务公开办 alone: the unit that was criticised doesn't hide the criticism."""
    return Case.objects.all() if standing.has("disclosure_office") else Case.objects.none()


def may_hide_answer(standing: Standing, case: Case) -> bool:
    return standing.has("disclosure_office")


# ---- registers beside the cases --------------------------------------------------------------------------

KNOWLEDGE_ROLES = ("handler", "officer", "leader")


def may_write_knowledge(standing: Standing, unit_id: int) -> bool:
    """Articles are the business of the unit that knows the thing; 政务公开办 writes for all."""
    return standing.has("disclosure_office") or unit_id in standing.unit_ids(*KNOWLEDGE_ROLES)


def may_run_experts(standing: Standing) -> bool:
    return standing.has("disclosure_office")


def items_linkable_by(standing: Standing) -> QuerySet[Case]:
    """Cases to which one may tie published items, open or settled."""
    if standing.has("disclosure_office"):
        return Case.objects.all()
    return Case.objects.filter(unit_id__in=standing.unit_ids("handler", "leader", "officer"))


def may_link_items(standing: Standing, case: Case) -> bool:
    return standing.has("disclosure_office") or case.unit_id in standing.unit_ids(
        "handler", "leader", "officer"
    )


def may_send_again(standing: Standing, case: Case) -> bool:
    """Have a message to an applicant sent once more; of closed cases, too."""
    return standing.has("disclosure_office") or case.unit_id in standing.unit_ids(*CASE_ROLES)


# ---- people's own data -----------------------------------------------------------------------------------


def may_set_retention(standing: Standing) -> bool:
    """How long the data of people are kept is decided once for the county."""
    return standing.has("disclosure_office")
