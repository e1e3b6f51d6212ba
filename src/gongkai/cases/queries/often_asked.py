"""What was applied for again and again and given each time: it should be public without asking (条例第四十四条)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.accounts.policies import Standing
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseItemLink
from gongkai.cases.policies import visible_to
from gongkai.cases.suggesting.often_asked import asked_alike

MONTHS = 12
LEAST_ASKERS = 3
MOST_CASES = 5_000
SHOWN = 50
GIVEN = ("results.granted", "results.partial")


@dataclass(frozen=True)
class AskedCase:
    id: int
    number: str
    title: str
    closed_on: date | None


@dataclass(frozen=True)
class OftenAsked:
    """The same thing, asked by several people. `item_id`: an item was begun from it already."""

    title: str
    askers: int
    cases: tuple[AskedCase, ...]
    unit_id: int
    unit_name: str
    item_id: int | None

    @property
    def case_ids(self) -> list[int]:
        return [one.id for one in self.cases]


def given_outcomes() -> list[str]:
    """Codes of outcomes by which an applicant got what was asked for, in whole or in part."""
    return [
        outcome.code
        for kind in CASE_KINDS.values()
        for outcome in kind.outcomes
        if outcome.counts_as in GIVEN
    ]


def often_asked(by: Standing, *, today: date) -> list[OftenAsked]:
    """Granted applications of the last twelve months in groups of alike titles, asked by three people or more.

    Three queries. The same person asking twice counts once.
    """
    since = today - timedelta(days=365)
    rows = (
        visible_to(by)
        .filter(outcome__in=given_outcomes(), closed_at__date__gte=since, merged_into=None)
        .select_related("unit", "party")
        .order_by("-closed_at", "-id")[:MOST_CASES]
    )
    cases = {row.pk: row for row in rows}
    groups = asked_alike((pk, row.title) for pk, row in cases.items())
    found = [_group([cases[pk] for pk in group]) for group in groups]
    often = [one for one in found if one.askers >= LEAST_ASKERS]
    often.sort(key=lambda one: (-one.askers, one.title))
    return _with_items(often[:SHOWN])


def _group(cases: list[Case]) -> OftenAsked:
    askers = {_asker(case) for case in cases}
    unit_id = Counter(case.unit_id for case in cases).most_common(1)[0][0]
    unit = next(case.unit for case in cases if case.unit_id == unit_id)
    return OftenAsked(
        title=min((case.title for case in cases), key=lambda title: (len(title), title)),
        askers=len(askers),
        cases=tuple(
            AskedCase(
                case.pk, case.number or "", case.title,
                case.closed_at.astimezone().date() if case.closed_at else None,
            )
            for case in cases
        ),
        unit_id=unit_id,
        unit_name=unit.name,
        item_id=None,
    )  # fmt: skip


def _asker(case: Case) -> str:
    """The same for the same person; somebody unknown is somebody else each time."""
    party = case.party
    if party is None:
        return f"case:{case.pk}"
    return party.identity_index or party.contact_index or f"case:{case.pk}"


def _with_items(groups: list[OftenAsked]) -> list[OftenAsked]:
    ids = [pk for group in groups for pk in group.case_ids]
    links = dict(
        CaseItemLink.objects.filter(case__in=ids, relation="proactive")
        .order_by("id")
        .values_list("case_id", "item_id")
    )
    return [
        OftenAsked(
            one.title, one.askers, one.cases, one.unit_id, one.unit_name,
            next((links[pk] for pk in one.case_ids if pk in links), None),
        )
        for one in groups
    ]  # fmt: skip


def cases_named(by: Standing, ids: list[int]) -> list[AskedCase]:
    """Those of the ids that are granted cases which this person may see."""
    rows = visible_to(by).filter(id__in=ids, outcome__in=given_outcomes()).order_by("id")
    return [
        AskedCase(
            row.pk, row.number or "", row.title, row.closed_at.astimezone().date() if row.closed_at else None
        )
        for row in rows
    ]
