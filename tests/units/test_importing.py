from __future__ import annotations

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from tests.units.conftest import AT, START
from tests.units.test_founding import GOOD_USCC

from gongkai.ledger.rules import SYSTEM
from gongkai.units import queries
from gongkai.units.importing import import_units
from gongkai.units.models import Unit

HEAD = "编码,名称,简称,类型,上级编码,统一社会信用代码,设立日期,地址,办公时间,电话,别名,职责\n"
SOUND = (
    "113-01,大岭村村民委员会,大岭村,村、社区,113,,,,,,,\n"
    "113,青山县大岭镇人民政府,大岭镇,乡镇、街道,,,,大岭街1号,工作日,0999-5550113,大岭镇政府、大岭,\n"
    f"031,青山县交通运输局,县交通局,政府部门,青山县人民政府,{GOOD_USCC},2016-05-01,,,,,公路养护；客运管理\n"
)


def run(text: str, **more):
    given = {"on": START, "by": SYSTEM, "at": AT, "name": "单位.csv"} | more
    return import_units(text.encode(), **given)


def test_a_table_of_units_is_founded_whatever_the_order_of_its_rows(county):
    outcome = run(HEAD + SOUND)
    assert outcome.as_json() == {
        "read": 3, "imported": 3, "updated": 0, "unchanged": 0, "refused": [], "written": True,
    }  # fmt: skip
    village = queries.unit_by_code("113-01")
    assert village.parent.code == "113"
    assert queries.unit_by_code("031").parent == county["000"]  # named by its name
    assert queries.unit_by_name("大岭").code == "113"
    assert len(queries.competences_of(queries.unit_by_code("031").pk, AT.date())) == 2


def test_after_midnight_a_unit_of_today_is_no_unit_of_the_future(county):
    """The day is that of the county, eight hours ahead of the one that computers keep."""
    half_past_midnight = datetime(2026, 3, 17, 16, 30, tzinfo=UTC)
    assert run(HEAD + SOUND, on=date(2026, 3, 18), at=half_past_midnight).imported == 3
    assert Unit.objects.get(code="113").opened_on == date(2026, 3, 18)


def test_the_same_table_again_changes_nothing(county):
    run(HEAD + SOUND)
    count = Unit.objects.count()
    outcome = run(HEAD + SOUND)
    assert (outcome.imported, outcome.unchanged, outcome.written) == (0, 3, False)
    assert Unit.objects.count() == count


def test_changed_contacts_of_known_units_are_updated(county):
    outcome = run("编码,名称,类型,电话\n012,青山县住房和城乡建设局,政府部门,0999-5550012\n")
    assert (outcome.updated, outcome.written) == (1, True)
    assert queries.unit_by_code("012").phone == "0999-5550012"


def test_a_trial_run_tells_the_same_and_writes_nothing(county):
    count = Unit.objects.count()
    outcome = run(HEAD + SOUND, dry_run=True)
    assert (outcome.imported, outcome.written) == (3, False)
    assert Unit.objects.count() == count


@pytest.mark.parametrize(
    ("row", "column", "rule", "words"),
    [
        ("040,,,政府部门,000,,,,,,,", "名称", "required", "不能空着"),
        ("040,青山县审计局,,部委,000,,,,,,,", "类型", "choice", "政府部门"),
        ("040,青山县审计局,,政府部门,999,,,,,,,", "上级编码", "parent", "查不到"),
        ("040,青山县审计局,,政府部门,000,11520303009900002X,,,,,,", "统一社会信用代码", "uscc", "信用代码"),
        ("040,青山县审计局,,政府部门,000,,2024.13.40,,,,,", "设立日期", "date", ""),
        ("040,青山县审计局,,政府部门,000,,2014-01-01,,,,,", "设立日期", "date", "早于上级"),
        ("040,青山县审计局,,政府部门,000,,2027-01-01,,,,,", "设立日期", "date", "还没有到"),
        (f"040,青山县{'审' * 120}局,,政府部门,000,,,,,,,", "名称", "too_long", "最多120字"),
        ("012,青山县建设局,,政府部门,000,,,,,,,", "名称", "rename", "更名"),
        ("012,青山县住房和城乡建设局,,政府部门,001,,,,,,,", "上级编码", "move", "划转"),
        ("a b,青山县审计局,,政府部门,000,,,,,,,", "编码", "code", "单位编码"),
    ],
)
def test_a_faulty_row_is_named_with_its_place_and_nothing_is_written(county, row, column, rule, words):
    count = Unit.objects.count()
    outcome = run(HEAD + SOUND + row + "\n")
    [refusal] = outcome.refused
    assert (refusal.row, refusal.column, refusal.rule) == (5, column, rule)
    assert words in refusal.message
    assert (outcome.written, Unit.objects.count()) == (False, count)
    kept = run(HEAD + SOUND + row + "\n", keep_good=True)
    assert (kept.imported, kept.written, Unit.objects.count()) == (3, True, count + 3)


def test_a_unit_below_a_refused_one_is_refused_with_it(county):
    outcome = run(HEAD + SOUND.replace("乡镇、街道", "街道办"), keep_good=True)
    assert [(r.row, r.rule) for r in outcome.refused] == [(2, "parent"), (3, "choice")]
    assert "没有通过" in outcome.refused[0].message
    assert outcome.imported == 1


def test_a_table_without_its_columns_is_refused_as_a_whole(county):
    outcome = run("编号,名字\n1,甲\n")
    assert {refusal.rule for refusal in outcome.refused} == {"missing_column"}
    assert run("").refused[0].rule == "empty_file"


def test_a_workbook_is_read_like_a_csv(county):
    book = openpyxl.Workbook()
    for line in (HEAD + SOUND).splitlines():
        book.active.append([cell or None for cell in line.split(",")])
    raw = io.BytesIO()
    book.save(raw)
    assert import_units(raw.getvalue(), on=START, by=SYSTEM, at=AT, name="单位.xlsx").imported == 3
