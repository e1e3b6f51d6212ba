"""The statistics table finds its report."""

from __future__ import annotations

from dataclasses import replace

from gongkai.reports.facts import ReportFacts, Section
from gongkai.reports.layouts.v2008 import STATISTICS, TEMPLATE_2008
from gongkai.reports.reading.joining import joined

TABLE = replace(
    TEMPLATE_2008.blank(unit_code="", unit_name="", year=2018, fill=0),
    sections=(Section(7, STATISTICS.title, ""),),
)
REPORT = ReportFacts("", "青禾县教育局", 2018, "2008", sections=(Section(1, "概述", "做了很多。"),))


def test_the_table_goes_into_the_only_report_of_its_year():
    (one,) = joined([TABLE, REPORT])
    assert one.unit_name == "青禾县教育局"
    assert one.disclosure == TABLE.disclosure
    assert [s.no for s in one.sections] == [1, 7]


def test_a_table_that_could_belong_to_two_stays_alone():
    other = replace(REPORT, unit_name="青禾县水务局")
    assert len(joined([TABLE, REPORT, other])) == 3


def test_a_table_that_names_its_unit_goes_there():
    named = replace(TABLE, unit_name="青禾县水务局")
    found = joined([named, REPORT, replace(REPORT, unit_name="青禾县水务局")])
    assert [bool(one.disclosure) for one in found] == [False, True]


def test_a_table_of_another_year_stays_alone():
    assert len(joined([replace(TABLE, year=2017), REPORT])) == 2
