"""`gongkai clock` and `gongkai holidays`: shapes, exit codes, words."""

from __future__ import annotations

import json
from datetime import date

import pytest

from gongkai.clocks import Moved, changes, counts_moves
from gongkai.clocks.models import HolidayNotice

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = "date,type,name\n2027-01-01,off,元旦\n2027-02-05,off,春节\n2027-02-20,work,春节\n"


def explained(run, *words: str) -> dict:
    done = run("clock", "explain", *words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_explain_gives_the_promised_shape(run) -> None:
    found = explained(run, "--term", "foi.reply", "--received", "2025-09-26")
    assert list(found) == ["due_on", "due_at", "provisional", "term", "source", "steps"]
    assert (found["due_on"], found["due_at"], found["provisional"]) == ("2025-10-30", None, False)
    assert found["term"] == "foi.reply"
    assert "第三十三条" in found["source"]
    assert found["steps"][-1] == {"date": "2025-10-30", "counted": True, "why": "第 20 个工作日"}
    assert sum(step["counted"] for step in found["steps"]) == 20


def test_pauses_a_correction_and_an_extension_move_the_day(run) -> None:
    begun = ("--term", "foi.reply", "--received", "2025-09-26")
    both = ("--pause", "2025-10-13..2025-10-16", "--pause", "2025-10-15..2025-10-17")
    assert explained(run, *begun, *both)["due_on"] == "2025-11-06"
    assert explained(run, *begun, "--extend", "20")["due_on"] == "2025-11-27"
    corrected = explained(run, *begun, "--corrected", "2025-10-10", "--pause", "2025-09-29..2025-10-10")
    assert corrected["due_on"] == explained(run, "--term", "foi.reply", "--received", "2025-10-10")["due_on"]


def test_the_rules_of_2008_hold_for_what_was_received_under_them(run) -> None:
    before = explained(run, "--term", "foi.reply", "--received", "2019-05-14")
    assert (
        before["due_on"] == explained(run, "--term", "foi.reply_2008", "--received", "2019-05-14")["due_on"]
    )
    assert "(2007年)" in before["source"]


def test_hours_fill_due_at(run) -> None:
    found = explained(run, "--term", "opinion.first_statement", "--received", "2025-09-30T21:30")
    assert found["due_at"] == "2025-10-01T02:30:00+08:00"
    assert found["due_on"] == "2025-10-01"


def test_without_json_the_day_stands_alone_on_stdout_and_the_reasons_are_words(run) -> None:
    done = run("clock", "explain", "--term", "foi.reply", "--received", "2025-09-26")
    assert done.stdout == "2025-10-30\n"
    assert "国庆节、中秋节放假" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--term", "no.such", "--received", "2025-09-26"], 2, "没有“no.such”"),
        (["--term", "foi.reply", "--received", "26.9.2025"], 2, "2025-09-26 这样"),
        (["--term", "foi.reply", "--received", "0001-01-01"], 2, "年份"),
        (
            ["--term", "foi.reply", "--received", "2025-09-26", "--pause", "2025-10-01"],
            2,
            "2025-10-13..2025-10-17",
        ),
        (
            ["--term", "foi.reply", "--received", "2025-09-26", "--pause", "2025-10-09..2025-10-01"],
            2,
            "不会早于",
        ),
        (["--term", "foi.reply", "--received", "2025-09-26", "--corrected", "2025-09-01"], 2, "不会早于"),
        (["--term", "foi.reply", "--received", "2025-09-26", "--extend", "21"], 3, "最多延长 20"),
        (["--term", "foi.reply", "--received", "2005-09-26"], 3, "2008-05-01"),
        (["--term", "opinion.conference", "--received", "2025-09-26"], 2, "几点几分"),
        (["--term", "foi.reply", "--received", "2025-09-26", "--unit", "zzz"], 2, "zzz"),
    ],
)
def test_bad_input_is_told_in_words(run, words: list[str], code: int, told: str) -> None:
    done = run("clock", "explain", *words)
    assert (done.exit_code, done.stdout) == (code, "")
    assert told in done.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["2025-09-26", "20", "--unit", "working_day"], "2025-10-30"),
        (["2025-09-26", "20"], "2025-10-30"),
        (["2024-09-11", "20", "--unit", "calendar_day"], "2024-10-08"),
        (["2025-07-15", "6", "--unit", "month"], "2026-01-15"),
        (["2025-09-30T21:30", "5", "--unit", "hour"], "2025-10-01"),
    ],
)
def test_add_counts_in_every_unit(run, words: list[str], expected: str) -> None:
    done = run("clock", "add", *words, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["due_on"] == expected


def test_a_year_is_shown_and_one_without_notice_says_so(run) -> None:
    shown = json.loads(run("holidays", "show", "2026", "--json").stdout)
    assert shown["loaded"] is True
    assert {"date": "2026-02-28", "type": "work", "name": "春节"} in shown["days"]
    assert "国庆节" in run("holidays", "show", "2026").stdout
    missing = run("holidays", "show", "2027")
    assert missing.exit_code == 1
    assert "还没有载入" in missing.stderr


def test_a_notice_is_looked_at_then_loaded_then_known(run, tmp_path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text(TABLE, encoding="utf-8")
    counter = counts_moves(lambda before, after: [Moved("依申请公开", len(after.off - before.off))])
    try:
        looked = run("holidays", "load", file, "--dry-run", "--json")
    finally:
        changes._counters.remove(counter)
    assert looked.exit_code == 0, looked.output
    told = json.loads(looked.stdout)["notices"][0]
    assert told == {
        "year": 2027, "days_off": 2, "days_made_up": 1, "changed": False,
        "moves": [{"label": "依申请公开", "count": 1}],  # 1 January is off by law already
    }  # fmt: skip
    assert "期限变动：依申请公开 1 件" in looked.stderr
    assert not HolidayNotice.objects.filter(year=2027).exists()
    assert run("clock", "add", "2026-12-28", "4", "--json").exit_code == 0
    assert json.loads(run("clock", "add", "2026-12-31", "1", "--json").stdout)["provisional"] is True
    done = run("holidays", "load", file, "--json")
    assert json.loads(done.stdout)["notices"][0]["changed"] is True
    after = json.loads(run("clock", "add", "2026-12-31", "1", "--json").stdout)
    assert (after["due_on"], after["provisional"]) == ("2027-01-04", False)
    again = json.loads(run("holidays", "load", file, "--json").stdout)
    assert again["notices"][0]["changed"] is False


def test_a_faulty_notice_is_refused_by_row_and_nothing_is_loaded(run, tmp_path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text(TABLE + "2027-13-01,off,元旦\n2027-05-01,闭门,劳动节\n", encoding="utf-8")
    done = run("holidays", "load", file, "--json")
    assert done.exit_code == 1
    assert [one["row"] for one in json.loads(done.stdout)["problems"]] == [5, 6]
    assert "第 5 行“date”" in done.stderr
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_dates_from_the_dawn_to_the_end_of_time_are_answered(run) -> None:
    assert run("clock", "add", date(2200, 1, 1).isoformat(), "10000", "--json").exit_code == 0
    assert run("clock", "add", "9999-12-31", "1").exit_code == 2
