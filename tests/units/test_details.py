from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from tests.units.conftest import AT, START

from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM, Actor
from gongkai.units import actions, policies, queries
from gongkai.units.models import ReadingPoint, Unit, UnitCompetence
from gongkai.units.rules import NewUnit


@dataclass(frozen=True)
class Person:
    """A standing as accounts gives it, in two lines."""

    posts: tuple[tuple[str, int], ...]

    def has(self, *roles):
        return any(role in roles for role, _ in self.posts)

    def unit_ids(self, *roles):
        return frozenset(unit for role, unit in self.posts if not roles or role in roles)

    def actor(self):
        return Actor("user:1", "周敏")


POINT = {"name": "县图书馆", "place": "library", "address": "文化路2号", "hours": "周二至周日"}


def test_an_officer_keeps_the_contacts_of_the_own_unit_and_of_no_other(county):
    officer = Person((("officer", county["012"].pk),))
    actions.change_details(unit_id=county["012"].pk, values={"phone": "0999-5550001"}, by=officer, at=AT)
    with pytest.raises(actions.NotAllowed):
        actions.change_details(unit_id=county["016"].pk, values={"phone": "0999-5550001"}, by=officer, at=AT)
    assert Unit.objects.get(code="012").phone == "0999-5550001"
    assert Unit.objects.get(code="016").phone == ""


@pytest.mark.parametrize(
    "role", ["officer", "leader", "handler", "auditor", "disclosure_office", "system_admin"]
)
def test_predicate_and_filter_of_the_details_rule_agree(county, role):
    person = Person(((role, county["012"].pk),))
    allowed = set(Unit.objects.filter(policies.changeable_by(person)).values_list("id", flat=True))
    assert allowed == {u.pk for u in county.values() if policies.may_change_details(person, u.pk)}


def test_only_who_runs_units_reorganises(county):
    leader = Person((("leader", county["016"].pk),))
    office = Person((("disclosure_office", county["001"].pk),))
    for by, outcome in ((leader, "refused"), (office, "done")):
        for act in (
            lambda by: actions.rename(
                unit_id=county["016"].pk, name="青山县农业局", on=date(2024, 1, 1), by=by, at=AT
            ),
            lambda by: actions.found(
                new=NewUnit("9", "青山县档案馆", "institution", "000"), on=START, by=by, at=AT
            ),
            lambda by: actions.set_competence(
                unit_id=county["016"].pk, matter="种子管理", on=START, by=by, at=AT
            ),
            lambda by: actions.close(unit_id=county["111-01"].pk, on=date(2024, 1, 1), by=by, at=AT),
        ):
            if outcome == "refused":
                with pytest.raises(actions.NotAllowed):
                    act(by)
            else:
                act(by)


def test_a_change_names_before_and_after_in_the_ledger_and_none_leaves_no_row(county):
    unit = county["012"]
    for _ in range(2):
        actions.change_details(unit_id=unit.pk, values={"address": "建设路8号"}, by=SYSTEM, at=AT)
    [row] = LedgerRow.objects.filter(act="unit.change_details")
    assert row.payload == '{"address":["","建设路8号"]}'


def test_wrong_contacts_are_refused_in_words(county):
    with pytest.raises(actions.FaultyUnit) as refused:
        actions.change_details(
            unit_id=county["012"].pk, values={"email": "x", "phone": "9" * 61, "uscc": "1"}, by=SYSTEM, at=AT
        )
    assert [p.field for p in refused.value.problems] == ["phone", "email", "uscc"]


def test_a_competence_counts_once_and_ends_once(county):
    ids = {
        actions.set_competence(unit_id=county["001"].pk, matter=" 政务公开 ", on=START, by=SYSTEM, at=AT)
        for _ in range(2)
    }
    [one] = ids
    for _ in range(2):
        actions.end_competence(competence_id=one, on=date(2020, 1, 1), by=SYSTEM, at=AT)
    assert UnitCompetence.objects.get(pk=one).to_on == date(2020, 1, 1)
    assert LedgerRow.objects.filter(act="unit.end_competence").count() == 1


def test_a_reading_point_opens_changes_and_closes(county):
    point = actions.open_reading_point(unit_id=county["000"].pk, **POINT, by=SYSTEM, at=AT)
    actions.change_reading_point(point_id=point.pk, values={"staff_a": "周敏"}, by=SYSTEM, at=AT)
    assert ReadingPoint.objects.get().staff_a == "周敏"
    actions.close_reading_point(point_id=point.pk, on=date(2026, 1, 1), by=SYSTEM, at=AT)
    assert not queries.reading_points().exists()
    assert queries.reading_points(with_closed=True).count() == 1


@pytest.mark.parametrize(("field", "value"), [("place", "pub"), ("name", " "), ("hours", "时" * 201)])
def test_a_reading_point_needs_its_facts(county, field, value):
    with pytest.raises(actions.FaultyUnit):
        actions.open_reading_point(unit_id=county["000"].pk, **(POINT | {field: value}), by=SYSTEM, at=AT)
