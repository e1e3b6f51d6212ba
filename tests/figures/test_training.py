"""Officers trained, newcomers one to one (条例第四十八条): by the accounts that trainings name."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from gongkai.accounts.actions import appoint
from gongkai.accounts.models import Appointment
from gongkai.figures.declaring import Scope
from gongkai.figures.queries import reckoning
from gongkai.figures.rules.periods import year
from gongkai.ledger.rules import SYSTEM
from gongkai.registers.models import RegisterEntry

AT = datetime(2026, 2, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TRAINED, GUIDED = "officer.trained_rate", "officer.newcomer_guided_rate"
OFFICERS = 6  # of the cast, one in each unit


@pytest.fixture
def train(cast):
    def done(unit, attendees, on=date(2025, 3, 18), kind="class"):
        return RegisterEntry.objects.create(
            unit_id=cast.units[unit], register="trainings", on=on, title=f"{unit} {on} {kind}", kind=kind,
            values={"attendees": attendees} if attendees else {}, changed_at=AT, changed_by="某",
        ).pk  # fmt: skip

    return done


@pytest.fixture
def newcomer(cast):
    def done(person, unit, on):
        facts = {"role": "officer", "by": SYSTEM, "at": AT}
        appoint(user_id=cast.people[person], unit_id=cast.units[unit], from_on=on, **facts)

    return done


def parts(code, unit_id=None, *, of=2025):
    ids = None if unit_id is None else frozenset([unit_id])
    found = reckoning.reckon(code, Scope(ids, year(of)))
    return found.part, found.whole


def test_an_officer_is_trained_once_wherever_and_however_often(cast, train):
    train("agri", "agri.officer、agri.handler")
    train("agri", "agri.officer", on=date(2025, 9, 1), kind="online")
    train("root", "housing.officer")
    train("town", "town.officer", on=date(2024, 12, 31))
    train("office", "")
    assert parts(TRAINED) == (2, OFFICERS)
    assert parts(TRAINED, cast.units["housing"]) == (1, 1)
    assert parts(TRAINED, of=2024) == (1, OFFICERS)
    assert reckoning.reckon(TRAINED, Scope(None, year(2025))).value == Decimal("33.33")


def test_who_left_before_the_end_of_the_period_is_not_asked_for(cast, train):
    train("agri", "agri.officer、housing.officer")
    Appointment.objects.filter(user=cast.people["agri.officer"]).update(to_on=date(2025, 12, 30))
    Appointment.objects.filter(user=cast.people["housing.officer"]).update(to_on=date(2025, 12, 31))
    assert parts(TRAINED) == (1, OFFICERS - 1)


def test_newcomers_are_those_who_never_were_officers_before(cast, train, newcomer):
    newcomer("agri.handler", "agri", date(2025, 4, 1))
    newcomer("housing.handler", "housing", date(2025, 12, 31))
    newcomer("town.officer", "agri", date(2025, 4, 1))  # was one in the town
    newcomer("agri.leader", "agri", date(2024, 12, 31))
    train("agri", "agri.handler、housing.handler")
    assert parts(GUIDED) == (0, 2), "a class is no teaching one to one"
    train("agri", "agri.handler", on=date(2025, 3, 20), kind="one_to_one")
    train("housing", "housing.handler", on=date(2026, 1, 5), kind="one_to_one")
    assert parts(GUIDED) == (1, 2)


def test_where_no_training_names_anybody_there_is_no_number_and_not_0(train, newcomer):
    newcomer("agri.handler", "agri", date(2025, 4, 1))
    train("agri", "", kind="one_to_one")
    for code in (TRAINED, GUIDED):
        assert parts(code) == (0, 0)
        assert reckoning.reckon(code, Scope(None, year(2025))).value is None


def test_both_are_cut_by_unit_and_kind_of_unit_and_opened_into_appointments(cast, train, newcomer):
    newcomer("agri.handler", "agri", date(2025, 4, 1))
    train("agri", "agri.handler", kind="one_to_one")
    scope = Scope(None, year(2025))
    for code, whole in ((TRAINED, OFFICERS + 1), (GUIDED, 1)):
        kinds = {
            line.key: (line.reckoned.part, line.reckoned.whole)
            for line in reckoning.reckon_by(code, scope, "unit_kind")
        }
        assert kinds["department"][0] == 1
        assert sum(of for _, of in kinds.values()) == whole
        post = Appointment.objects.get(user=cast.people["agri.handler"], role="officer")
        assert reckoning.record_ids(code, scope, part=True) == [post.pk]
        opened = reckoning.open_records(code, scope, cast.standing("housing.officer"), part=True)
        assert (opened.total, opened.seen) == (1, 0)
        mine = reckoning.open_records(code, scope, cast.standing("agri.leader"), part=True)
        assert [one.number for one in mine.records] == ["agri.handler"]
