"""`gongkai figure list`, `show` and `records`: JSON on stdout, words on stderr, refusals that say what there is."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.figures import ledger
from typer.testing import CliRunner, Result

from gongkai.cli.app import app


@pytest.fixture
def run(cast) -> Callable[..., Result]:
    """These commands only read, so the test's own transaction will do."""
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def county(cast):
    ledger.write(cast, applications_count=40, disputes_count=5, seed=41)
    return cast


def test_a_figure_by_unit_adds_up_and_its_records_are_listed(run, county) -> None:
    shown = run("figure", "show", "foi.new_received", "--by", "unit", "--year", "2024", "--json")
    assert shown.exit_code == 0, shown.stderr
    told = json.loads(shown.stdout)
    assert told["value"] == sum(line["value"] for line in told["lines"]) > 0
    assert {line["key"] for line in told["lines"]} <= {"000", "001", "012", "016", "111", "111-01"}
    assert (told["from"], told["to"], told["rounding"]) == ("2024-01-01", "2024-12-31", "四舍五入")
    listed = run("figure", "records", "foi.new_received", "--year", "2024", "--json")
    records = json.loads(listed.stdout)
    assert records["total"] == told["value"] == len({record["id"] for record in records["records"]})


def test_a_unit_with_all_below_or_by_itself(run, county) -> None:
    def value(*more: str) -> int:
        asked = run("figure", "show", "foi.new_received", "--year", "2024", "--json", *more)
        return int(json.loads(asked.stdout)["value"])

    assert value("--unit", "000") == value()
    assert value("--unit", "111") == value("--unit", "111", "--own") + value("--unit", "111-01")


def test_a_share_tells_both_parts(run, county) -> None:
    told = json.loads(run("figure", "show", "application.on_time_rate", "--year", "2024", "--json").stdout)
    assert told["value"] == round(told["part"] * 100 / told["whole"], 2)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("show", "foi.nothing", "--year", "2024"), "没有 foi.nothing 这个指标"),
        (("show", "item.published", "--year", "去年"), "写成 2025"),
        (("show", "item.published", "--year", "2024", "--by", "colour"), "可以按：unit、kind"),
        (("show", "item.published", "--year", "2024", "--unit", "999"), "没有编码为 999 的单位"),
    ],
)
def test_what_there_is_not_is_named(run, cast, words, says) -> None:
    refused = run("figure", *words)
    assert refused.exit_code == 2
    assert says in refused.stderr


def test_the_list_is_searched_by_name(run, cast) -> None:
    found = json.loads(run("figure", "list", "应公开已公开", "--json").stdout)
    assert [one["code"] for one in found] == ["duty.met_rate"]
