from __future__ import annotations

from datetime import date

import pytest
from tests.units.conftest import AT, START

from gongkai.ledger.rules import SYSTEM
from gongkai.units import actions, queries
from gongkai.units.rules import NewUnit

TODAY = AT.date()


@pytest.mark.parametrize(
    "text", ["青山县住房和城乡建设局", "县住建局", "住建局", "房管局", " 青山县住房和 城乡建设局", "012"]
)
def test_a_unit_is_found_by_each_of_its_names(county, text):
    directory = queries.unit_directory()
    assert directory.find(text) == county["012"].pk


def test_a_name_that_two_units_bear_means_neither(county):
    actions.set_aliases(unit_id=county["016"].pk, names=["住建局"], by=SYSTEM, at=AT)
    assert queries.unit_by_name("住建局") is None
    assert len(queries.unit_directory().candidates("住建局")) == 2


def test_an_open_unit_comes_before_a_closed_one_of_the_same_name(county):
    actions.close(
        unit_id=county["016"].pk, successors=[county["001"].pk], on=date(2020, 1, 1), by=SYSTEM, at=AT
    )
    again = actions.found(
        new=NewUnit("016-2", "青山县农业农村局", "department", "000"), on=date(2021, 1, 1), by=SYSTEM, at=AT
    )
    assert queries.unit_by_name("青山县农业农村局") == again


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("公租房归谁管", "012"),
        ("谁管农村宅基地", "016"),
        ("物业管理找谁", "012"),
        ("柳河镇", "111"),
        ("石桥村", "111-01"),
        ("县政府办公室", "001"),
        ("房管局", "012"),
        ("农业农村", "016"),
    ],
)
def test_a_unit_is_found_by_how_people_ask_for_it(county, text, code):
    assert queries.search_units(text)[0].unit.code == code


def test_nothing_is_found_for_words_that_no_unit_knows(county):
    assert queries.search_units("天文望远镜") == []
    assert queries.search_units("") == []


def test_a_former_name_is_said_to_be_one(county):
    actions.rename(unit_id=county["016"].pk, name="青山县乡村发展局", on=date(2024, 1, 1), by=SYSTEM, at=AT)
    hit = queries.search_units("农业农村局")[0]
    assert (hit.unit.code, hit.by, hit.words) == ("016", "former_name", "青山县农业农村局")


def test_the_tree_is_read_in_one_query_whatever_its_size(county, django_assert_num_queries):
    with django_assert_num_queries(1):
        [top] = queries.tree()
    assert [child.code for child in top.children] == ["001", "012", "016", "111"]
    assert [child.code for child in top.children[3].children] == ["111-01"]
    assert queries.tree(root_id=county["111"].pk)[0].children[0].level == "village"


def test_a_closed_unit_stands_in_the_tree_only_when_asked(county):
    actions.close(unit_id=county["016"].pk, on=date(2024, 1, 1), by=SYSTEM, at=AT)
    assert "016" not in [node.code for node in queries.tree()[0].children]
    assert "016" in [node.code for node in queries.tree(with_closed=True)[0].children]


def test_site_facts_cost_one_query_and_are_empty_before_the_installation(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert not queries.site_facts().is_set_up


def test_site_facts_say_whose_site_it_is(county, django_assert_num_queries):
    actions.change_installation(
        site_name="青山县人民政府", site_code="5203030001", icp="", police="", by=SYSTEM, at=AT
    )
    with django_assert_num_queries(1):
        facts = queries.site_facts()
    assert (facts.root_name, facts.site_code, facts.is_demo) == ("青山县人民政府", "5203030001", False)


def test_the_guide_tells_contacts_and_names_what_is_missing(county):
    unit = county["111-01"]
    actions.change_details(
        unit_id=unit.pk, values={"address": "柳河镇石桥村1号", "phone": "0999-5550101"}, by=SYSTEM, at=AT
    )
    point = actions.open_reading_point(
        unit_id=county["000"].pk, name="县档案馆查阅点", place="archive", address="人民路1号", hours="工作日",
        equipment="电脑2台", staff_a="周敏", staff_b="吴凡", by=SYSTEM, at=AT,
    )  # fmt: skip
    guide = queries.guide_facts(unit.pk, day=TODAY)
    assert guide.unit.address == "柳河镇石桥村1号"
    assert guide.reading_points == (point,)  # the nearest above
    assert guide.supervisor == county["000"]
    assert guide.missing == ("公开工作机构", "办公时间", "互联网联系方式")


def test_work_days_before_the_founding_and_after_the_end_still_have_a_name(county):
    unit = county["016"]
    actions.close(unit_id=unit.pk, on=date(2024, 1, 1), by=SYSTEM, at=AT)
    assert queries.name_on(unit.pk, date(1999, 1, 1)) == queries.name_on(unit.pk, TODAY) == unit.name
    assert queries.path_on(unit.pk, date(1999, 1, 1)) == queries.path_on(unit.pk, TODAY) == ""
    assert queries.path_on(unit.pk, START) == unit.path


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("nyncj", "016"),
        ("NYJ", "016"),
        ("xnyncj", "016"),
        ("zjj", "012"),
        ("zfhcxjsj", "012"),
        ("lhz", "111"),
        ("sqc", "111-01"),
    ],
)
def test_a_unit_is_found_by_the_initials_of_its_name(county, typed, code):
    hits = queries.search_units(typed)
    assert hits
    assert hits[0].unit.code == code


@pytest.mark.parametrize("typed", ["pdf", "gdp", "word", "n", "ny1"])
def test_other_letters_find_no_unit(county, typed):
    assert not queries.search_units(typed)
