from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.units.conftest import AT, START

from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM
from gongkai.text.names import uscc_check_char
from gongkai.units import actions, queries
from gongkai.units.models import Unit, UnitName, UnitParent
from gongkai.units.rules import NewUnit

GOOD_USCC = "11520303009900001" + uscc_check_char("11520303009900001")


def test_paths_name_every_ancestor_whatever_the_order_of_the_rows(county):
    village = county["111-01"]
    assert village.path == f"/{county['000'].pk}/{county['111'].pk}/{village.pk}/"
    assert Unit.objects.get(code="111-01").path == village.path


def test_a_founded_unit_has_its_name_and_parent_from_that_day(county):
    unit = county["012"]
    assert [(n.name, n.from_on, n.to_on) for n in UnitName.objects.filter(unit=unit)] == [
        (unit.name, START, None)
    ]
    assert UnitParent.objects.get(unit=unit).parent == county["000"]


def test_each_founding_is_in_the_ledger(county):
    assert LedgerRow.objects.filter(act="unit.found").count() == 6


def test_the_organisation_code_comes_out_of_the_credit_code(county):
    unit = actions.found(
        new=NewUnit("020", "青山县交通运输局", "department", "000", uscc=GOOD_USCC),
        on=START,
        by=SYSTEM,
        at=AT,
    )
    assert unit.org_code == GOOD_USCC[8:17]


@pytest.mark.parametrize(
    ("change", "refusal", "words"),
    [
        ({"uscc": GOOD_USCC[:17] + ("1" if GOOD_USCC[17] == "0" else "0")}, actions.FaultyUnit, "校验码"),
        ({"code": "012"}, actions.CodeTaken, "青山县住房和城乡建设局"),
        ({"parent_code": "777"}, actions.UnknownUnit, "777"),
        ({"name": "  "}, actions.FaultyUnit, "名称没有填"),
        ({"name": "局" * 121}, actions.FaultyUnit, "最多120字"),
        ({"name": "青山县\u202e审计局"}, actions.FaultyUnit, "控制字符"),
        ({"kind": "ministry"}, actions.FaultyUnit, "单位类型"),
        ({"email": "nobody"}, actions.FaultyUnit, "电子邮箱"),
        ({"code": "a/b"}, actions.FaultyUnit, "单位编码"),
        ({"opened_on": date(2014, 12, 31)}, actions.ActOutOfOrder, "早于上级"),
        ({"opened_on": AT.date() + timedelta(days=1)}, actions.NotYetDue, "还没有到"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_and_nothing_is_written(county, change, refusal, words):
    sound = {"code": "030", "name": "青山县审计局", "kind": "department", "parent_code": "000"}
    before = (Unit.objects.count(), LedgerRow.objects.count())
    with pytest.raises(refusal, match=words):
        actions.found(new=NewUnit(**(sound | change)), on=START, by=SYSTEM, at=AT)
    assert (Unit.objects.count(), LedgerRow.objects.count()) == before
    actions.found(new=NewUnit(**sound), on=START, by=SYSTEM, at=AT)


def test_two_units_that_are_each_others_parent_are_refused(county):
    rows = [NewUnit("A", "甲局", "department", "B"), NewUnit("B", "乙局", "department", "A")]
    with pytest.raises(actions.UnknownUnit, match="互为上级"):
        actions.found_many(rows=rows, on=START, by=SYSTEM, at=AT)


def test_a_second_installation_is_refused(county):
    with pytest.raises(actions.AlreadySetUp):
        actions.set_up_installation(
            root=NewUnit("X", "另一县", "county_government"), mode="demo", on=START, by=SYSTEM, at=AT
        )


def test_a_hundred_and_fifty_units_are_founded_with_few_queries(county, django_assert_max_num_queries):
    rows = [NewUnit(f"v{i}", f"第{i}村村民委员会", "village", f"t{i % 15}") for i in range(150)]
    rows += [NewUnit(f"t{i}", f"第{i}镇人民政府", "town", "000") for i in range(15)]
    with django_assert_max_num_queries(60):
        actions.found_many(rows=rows, on=START, by=SYSTEM, at=AT)
    assert len(queries.subtree_ids(county["000"].pk)) == 6 + 165
