"""A whole county at once, as the demo and an installation's first import do it."""

from __future__ import annotations

from tests.catalogue.conftest import AT, START

from gongkai.catalogue import actions, queries
from gongkai.ledger.rules import SYSTEM
from gongkai.units import actions as unit_actions
from gongkai.units import queries as unit_queries
from gongkai.units.rules import NewUnit

KINDS = ("department",) * 35 + ("town",) * 15
SECTORS = ("农业农村局", "水利局", "财政局", "教育体育局", "住房和城乡建设局", "民政局")


def test_a_county_gets_units_and_duties_with_few_queries(county, django_assert_max_num_queries):
    actions.load_seed(by=SYSTEM, at=AT)
    rows = [
        NewUnit(
            f"u{i}",
            f"青山县第{i}{SECTORS[i % len(SECTORS)] if kind == 'department' else '镇人民政府'}",
            kind,
            "000",
        )
        for i, kind in enumerate(KINDS)
    ]
    rows += [NewUnit(f"w{i}", f"第{i}村村民委员会", "village", f"u{35 + i % 15}") for i in range(100)]
    with django_assert_max_num_queries(100):
        units = unit_actions.found_many(rows=rows, on=START, by=SYSTEM, at=AT)
        ids = [unit.pk for unit in units.values()]
        made = actions.apply_duty_rules(unit_ids=ids, on=START, by=SYSTEM, at=AT)
    assert made > 500
    with django_assert_max_num_queries(2):
        assert len(queries.debts(None, today=AT.date(), last_dates={})) > 500
    with django_assert_max_num_queries(5):
        assert unit_queries.search_units("第3水利局")
