"""Figures of real summaries (domain/annual-report.md §7): contradictions are told from the text alone, sound sums are left."""

from __future__ import annotations

import re

import pytest

from gongkai.reports.checks import HINT, Finding, check
from gongkai.reports.reading import read_text

ARITHMETIC = ("sum", "share", "rate", "growth", "text")


@pytest.fixture(scope="module")
def found(shared) -> dict[str, list[Finding]]:
    folder = shared / "data" / "work_summaries"
    return {
        path.stem: check(read_text(path.read_text("utf-8")).facts) for path in sorted(folder.glob("*.txt"))
    }


def told(found, name, rule):
    return [finding.message for finding in found[name] if finding.rule == rule]


def test_the_share_made_to_fit_is_told_and_only_that_one(found):
    (message,) = told(found, "city_annual_report", "share.forced")
    assert "2.558" in message
    assert "2.55%" in message
    assert "2.56%" in message
    assert told(found, "city_annual_report", "share.wrong") == []


def test_one_category_with_two_numbers_is_told(found):
    (message,) = told(found, "city_annual_report", "sum.one_label")
    assert "2417" in message
    assert "3635" in message


def test_a_total_below_what_it_names_is_told(found):
    (message,) = told(found, "county_summaries_12", "sum.named")
    assert "420" in message
    assert "1088" in message


def test_a_whole_that_the_share_denies_is_told(found):
    (message,) = told(found, "county_service_centre", "share.implied")
    assert "28563" in message
    assert "7.8万" in message


def test_a_rate_cut_off_is_named_as_such(found):
    (message,) = told(found, "county_summaries_12", "rate.cut")
    assert "92.166" in message
    assert "92.1%" in message


def test_nothing_else_of_their_arithmetic_is_alarming(found):
    alarms = {
        finding.rule
        for listed in found.values()
        for finding in listed
        if finding.severity != HINT and finding.rule.split(".")[0] in ARITHMETIC
    }
    assert alarms == {"share.forced", "sum.one_label", "sum.named", "share.implied"}


def test_the_list_of_4208_and_that_of_9535_come_out_even(found):
    words = " ".join(
        finding.message for finding in found["city_annual_report"] if finding.rule.startswith("sum.t")
    )
    assert not re.search("4208|9535", words)
