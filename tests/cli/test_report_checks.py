"""`gongkai report check` and `report rules`."""

from __future__ import annotations

import json

import pytest
from tests.reports.making import changed, unit_year
from typer.testing import CliRunner

from gongkai.cli.app import app
from gongkai.reports.asjson import report_json
from gongkai.reports.checks import RULES


@pytest.fixture
def run():
    return lambda *words: CliRunner().invoke(app, ["report", *map(str, words)])


def written(folder, name, *facts):
    path = folder / name
    path.write_text(json.dumps({"reports": [report_json(one) for one in facts]}, ensure_ascii=False), "utf-8")
    return path


def test_rules_are_listed_with_their_severity(run):
    listed = json.loads(run("rules", "--json").stdout)
    assert [one["rule"] for one in listed] == list(RULES)
    assert {"rule", "family", "words", "severity", "source"} == set(listed[0])


def test_a_sound_report_ends_with_0_and_a_broken_one_with_1(run, tmp_path):
    facts = unit_year(3).facts
    good = run("check", written(tmp_path, "a.json", facts), "--json")
    assert good.exit_code == 0
    assert not [one for one in json.loads(good.stdout) if one["severity"] == "error"]
    broken = changed(facts, {"foi.results.total/total": 999})
    bad = run("check", written(tmp_path, "b.json", broken), "--json")
    assert bad.exit_code == 1
    one = json.loads(bad.stdout)[0]
    assert set(one) == {"rule", "severity", "cells", "message"}
    assert "foi.results.total/total" in one["cells"]


def test_reports_given_together_are_compared(run, tmp_path):
    unit = unit_year(3)
    facts, last = unit.facts, unit.around.last_year
    other = changed(facts, unit_code="9", unit_name="云溪县水务局")
    carried = changed(facts, {"foi.carried_over/total": 77})
    found = json.loads(run("check", written(tmp_path, "a.json", carried, last, other), "--json").stdout)
    mine = {one["rule"] for one in found if facts.unit_name in one["report"]}
    assert "foi.e4.total" in mine
    assert "alike.peer.all" in mine
    assert any("云溪县水务局" in one["report"] for one in found)


def test_what_is_only_beside_is_not_checked_itself(run, tmp_path):
    unit = unit_year(3)
    carried = changed(unit.facts, {"foi.carried_over/total": 77})
    broken = changed(unit.around.last_year, {"foi.results.total/total": 999})
    beside = written(tmp_path, "last.json", broken)
    found = json.loads(run("check", written(tmp_path, "a.json", carried), "--with", beside, "--json").stdout)
    rules = {one["rule"] for one in found}
    assert "foi.e4.total" in rules
    assert "foi.e3.results_total" not in rules


def test_a_text_is_read_and_what_was_read_is_told(run, tmp_path):
    path = tmp_path / "年报.txt"
    path.write_text(
        "青禾县水务局2025年政府信息公开工作年度报告\n一、总体情况\n公开信息10条，其中文件8条、动态5条。\n",
        "utf-8",
    )
    found = run("check", path, "--json")
    assert found.exit_code == 1
    assert "sum.over" in {one["rule"] for one in json.loads(found.stdout)}
    (read,) = json.loads(run("check", path, "--read", "--json").stdout)["reports"]
    assert (read["unit_name"], read["year"], len(read["asked"])) == ("青禾县水务局", 2025, 200)


def test_a_missing_file_and_json_of_something_else_are_refused(run, tmp_path):
    assert run("check", tmp_path / "none.docx").exit_code == 2
    path = tmp_path / "x.json"
    path.write_text('{"reports": [{"year": "many"}]}', "utf-8")
    assert run("check", path).exit_code == 2
    assert run("check").exit_code == 2


@pytest.mark.django_db
def test_a_year_without_reports_says_how_to_get_them(run):
    found = run("check", "--year", "2025")
    assert found.exit_code == 2
    assert "report build 2025" in found.output
