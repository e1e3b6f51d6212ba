from __future__ import annotations

from datetime import date

import pytest
from tests.units.conftest import AT, START

from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM
from gongkai.units import actions, changes, queries
from gongkai.units.changes import UnitChange, on_unit_change
from gongkai.units.models import Unit, UnitAct, UnitName, UnitParent
from gongkai.units.rules import NewUnit

DAY = date(2024, 6, 28)


@pytest.fixture
def heard():
    heard: list[UnitChange] = []
    on_unit_change(heard.append)
    yield heard
    changes._callbacks.remove(heard.append)


def acted(**more):
    return {"on": DAY, "by": SYSTEM, "at": AT, "basis": "县机构改革方案", **more}


def test_a_renamed_unit_is_found_by_both_names_and_each_day_knows_its_own(county, heard):
    unit = county["016"]
    actions.rename(unit_id=unit.pk, name="青山县农业和乡村振兴局", short_name="县农业局", **acted())
    assert queries.name_on(unit.pk, date(2024, 6, 27)) == "青山县农业农村局"
    assert queries.name_on(unit.pk, DAY) == "青山县农业和乡村振兴局"
    assert queries.unit_by_name("青山县农业农村局") == queries.unit_by_name("县农业局") == unit
    assert heard[-1].kind == "rename"
    assert LedgerRow.objects.filter(act="unit.rename", subject_id="016").count() == 1


def test_the_same_name_twice_under_one_parent_is_refused(county):
    with pytest.raises(actions.NameTaken):
        actions.rename(unit_id=county["016"].pk, name="青山县住房和城乡建设局", **acted())


def test_acts_of_a_unit_come_in_the_order_of_their_days(county):
    unit = county["016"]
    actions.rename(unit_id=unit.pk, name="青山县农业局", **acted())
    with pytest.raises(actions.ActOutOfOrder):
        actions.rename(unit_id=unit.pk, name="青山县农牧局", **acted(on=date(2020, 1, 1)))
    with pytest.raises(actions.ActOutOfOrder):
        actions.rename(unit_id=unit.pk, name="青山县农牧局", **acted())
    with pytest.raises(actions.NotYetDue):
        actions.rename(unit_id=unit.pk, name="青山县农牧局", **acted(on=date(2030, 1, 1)))
    assert Unit.objects.get(pk=unit.pk).name == "青山县农业局"


def test_no_act_comes_before_one_of_another_kind(county):
    unit = county["016"]
    actions.move(unit_id=unit.pk, parent_id=county["001"].pk, **acted())
    for act in (
        lambda on: actions.rename(unit_id=unit.pk, name="青山县农业局", **acted(on=on)),
        lambda on: actions.close(unit_id=unit.pk, **acted(on=on)),
    ):
        with pytest.raises(actions.ActOutOfOrder, match="2024-06-28 已有变动"):
            act(date(2020, 1, 1))
        act(DAY)


def test_a_moved_unit_takes_its_subtree_along_and_the_old_tree_stays_known(county, heard):
    town, village, office = county["111"], county["111-01"], county["001"]
    actions.move(unit_id=town.pk, parent_id=office.pk, **acted())
    now = f"/{county['000'].pk}/{office.pk}/{town.pk}/{village.pk}/"
    assert Unit.objects.get(pk=village.pk).path == now == queries.path_on(village.pk, DAY)
    assert queries.path_on(village.pk, date(2024, 6, 27)) == village.path
    assert heard[-1].unit_ids == {town.pk, village.pk}


def test_a_unit_cannot_stand_below_itself(county):
    with pytest.raises(actions.ParentInsideUnit):
        actions.move(unit_id=county["111"].pk, parent_id=county["111-01"].pk, **acted())


def test_merged_units_end_and_the_new_one_takes_over_what_they_had(county, heard):
    old = [county["012"], county["016"]]
    new = actions.merge(
        unit_ids=[unit.pk for unit in old],
        into=NewUnit("025", "青山县城乡建设局", "department", "000"),
        **acted(),
    )
    for unit in old:
        unit.refresh_from_db()
        assert unit.closed_on == DAY
        assert queries.successor_of(unit.pk) == new
    assert {matter for _, matter in queries.competences_of(new.pk, DAY)} == {
        "公租房分配和租赁补贴",
        "物业管理监督",
        "农村宅基地管理",
    }
    assert queries.competences_of(old[0].pk, DAY) == []
    assert len(queries.competences_of(old[0].pk, date(2024, 6, 27))) == 2
    assert heard[-1].successors == {unit.pk: new.pk for unit in old}
    assert [change.kind for change in heard] == ["found", "merge"]


def test_a_town_that_is_absorbed_hands_on_its_villages(county):
    other = actions.found(
        new=NewUnit("112", "青山县大岭镇人民政府", "town", "000"), on=START, by=SYSTEM, at=AT
    )
    actions.merge(unit_ids=[county["111"].pk], into=other.pk, **acted())
    assert Unit.objects.get(code="111-01").path == f"{other.path}{county['111-01'].pk}/"
    assert [act.kind for act in queries.acts_of(county["111-01"].pk)] == ["found", "move"]


def test_a_unit_merged_into_one_below_it_gives_it_its_place(county):
    actions.merge(unit_ids=[county["111"].pk], into=county["111-01"].pk, **acted())
    village = Unit.objects.get(code="111-01")
    assert village.path == f"{county['000'].path}{village.pk}/"
    assert village.parent_id == county["000"].pk


def test_merging_parent_and_child_into_a_third_keeps_the_tree_whole(county):
    actions.merge(unit_ids=[county["111"].pk, county["111-01"].pk], into=county["012"].pk, **acted())
    assert queries.subtree_ids(county["012"].pk) == [county["012"].pk, county["111-01"].pk]
    assert queries.successor_of(county["111-01"].pk) == county["012"]


def test_a_split_unit_ends_unless_it_continues(county):
    parts = actions.split(
        unit_id=county["012"].pk,
        into=[
            NewUnit("021", "青山县住房保障局", "department", "000"),
            NewUnit("022", "青山县城市管理局", "department", "000"),
        ],
        matters={"物业管理监督": 1},
        **acted(),
    )
    assert queries.successor_of(county["012"].pk) == parts[0]
    assert [m for _, m in queries.competences_of(parts[0].pk, DAY)] == ["公租房分配和租赁补贴"]
    assert [m for _, m in queries.competences_of(parts[1].pk, DAY)] == ["物业管理监督"]
    [off] = actions.split(
        unit_id=county["016"].pk,
        into=[NewUnit("023", "青山县林业局", "department", "000")],
        continues=True,
        **acted(),
    )
    assert queries.successor_of(county["016"].pk) == county["016"]
    assert queries.acts_of(county["016"].pk)[-1].successors == (off.name,)


def test_closing_a_unit_with_others_below_it_needs_a_successor(county):
    with pytest.raises(actions.StillHasChildren, match="1个单位"):
        actions.close(unit_id=county["111"].pk, **acted())
    assert Unit.objects.get(code="111").closed_on is None
    actions.close(unit_id=county["111-01"].pk, **acted())
    actions.close(unit_id=county["111"].pk, **acted())
    assert queries.successor_of(county["111"].pk) is None


def test_a_closed_unit_takes_no_further_act(county):
    unit = county["016"]
    actions.close(unit_id=unit.pk, successors=[county["012"].pk], **acted())
    for act in (
        lambda: actions.rename(unit_id=unit.pk, name="青山县农牧局", **acted()),
        lambda: actions.move(unit_id=unit.pk, parent_id=county["001"].pk, **acted()),
        lambda: actions.close(unit_id=unit.pk, **acted()),
        lambda: actions.merge(unit_ids=[county["012"].pk], into=unit.pk, **acted()),
    ):
        with pytest.raises(actions.UnitAlreadyClosed, match="2024-06-28"):
            act()


def test_the_root_cannot_end(county):
    with pytest.raises(actions.NoSuccessor, match="主办单位"):
        actions.close(unit_id=county["000"].pk, successors=[county["001"].pk], **acted())


def test_work_follows_through_several_reforms(county):
    first = actions.merge(
        unit_ids=[county["016"].pk], into=NewUnit("031", "青山县甲局", "department", "000"), **acted()
    )
    last = actions.merge(
        unit_ids=[first.pk],
        into=NewUnit("032", "青山县乙局", "department", "000"),
        **acted(on=date(2025, 1, 1)),
    )
    assert queries.successor_of(county["016"].pk) == last


def test_a_refused_act_leaves_nothing_behind(county):
    before = [m.objects.count() for m in (UnitAct, UnitName, UnitParent, LedgerRow, Unit)]
    with pytest.raises(actions.NoSuccessor):
        actions.merge(
            unit_ids=[county["000"].pk],
            into=NewUnit("025", "青山县新局", "department", "000"),
            **acted(),
        )
    assert [m.objects.count() for m in (UnitAct, UnitName, UnitParent, LedgerRow, Unit)] == before
