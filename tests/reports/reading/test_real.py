"""The real reports beside the repository: what their tables say is read, what can't be told is asked for."""

from __future__ import annotations

import json

import pytest

from gongkai.reports.checks import check
from gongkai.reports.reading import Reading, read_text


@pytest.fixture(scope="module")
def reports(shared) -> dict[str, tuple[dict, Reading]]:
    path = shared / "data" / "annual_reports" / "hebei_reports.jsonl"
    listed = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {
        one["id"]: (one, read_text(one["text"], title=one["title"], unit_name=one["publisher"]))
        for one in listed
    }


def rules_of(reports, key):
    return {finding.rule for finding in check(reports[key][1].facts)}


def test_rows_with_a_true_copy_are_read_as_they_stand(reports):
    checked = 0
    for told, reading in reports.values():
        if not told["cells_kept"] or not told["table3"]:
            continue
        read = iter(
            list(row.values())
            for row in reading.facts.foi.values()
            if any(v is not None for v in row.values())
        )
        for label, row in told["table3"].items():
            assert any(row == candidate for candidate in read), (
                told["title"],
                label,
            )  # in the order of the form
            checked += 1
    assert checked == 29


def test_year_form_and_unit_are_known_of_all(reports):
    for told, reading in reports.values():
        year = told["report_year"] or 2015
        assert reading.facts.year == year
        assert reading.facts.template == ("2008" if year < 2019 else "2019" if year < 2021 else "2021")
        assert reading.facts.unit_name


def test_runs_of_digits_are_read_only_where_the_sums_allow(reports):
    # A ministry's whole table 2 stands as runs; all but three cells of table 1 follow.
    reading = reports["hb-9995c7ff7911"][1]
    assert reading.facts.foi["results.partial"]["total"] == 1
    assert reading.facts.disputes["review"]["total"] == 0
    assert len(reading.facts.asked) == 3
    # Here the row of totals fits no sum: the report itself is wrong there, and the row stays open.
    reading = reports["hb-aa527de53362"][1]
    assert reading.facts.foi["new_received"]["natural_person"] == 11
    assert {a.partition("/")[0] for a in reading.facts.asked} == {"foi.results.total"}


def test_a_report_without_its_tables_has_all_of_them_asked_for(reports):
    facts = reports["hb-7dd6ad9975a0"][1].facts
    assert len(facts.asked) == 200
    assert not any(value is not None for _, value in facts.cells())


def test_what_is_wrong_in_them_is_told(reports):
    assert "year.sentence" in rules_of(reports, "hb-ba2d9fd2768e")  # counts of 2016 in the report of 2017
    assert "date.signed_early" in rules_of(reports, "hb-7dd6ad9975a0")  # signed in January of the year itself
    assert "part.missing.5" in rules_of(reports, "hb-de65b02c4c3d")
    assert "part.missing.6" in rules_of(reports, "hb-2363ca41f62c")
    assert "sum.rest" in rules_of(reports, "hb-cc097e0fc0d3")  # categories 163 short of the total
    assert "statistics.replies" in rules_of(reports, "hb-c6659f1d6754")


def test_a_sound_report_raises_no_error(reports):
    for key in ("hb-db3588f3c73d", "hb-9995c7ff7911", "hb-987dea5cfc3a", "hb-ce0c9529d815"):
        assert [f for f in check(reports[key][1].facts) if f.severity == "error"] == []
