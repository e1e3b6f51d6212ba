"""`gongkai report build`: the JSON that other tools rely on, files, and how it ends."""

from __future__ import annotations

import json

import pytest
from tests.reports.conftest import numbers, numbers_of  # noqa: F401 (a fixture)

from gongkai.reports.layouts import TEMPLATES

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_json_holds_every_cell_of_every_unit(run, cast, numbers) -> None:  # noqa: F811
    numbers[cast.units["agri"]] = numbers_of(4)
    done = run("report", "build", 2025, "--all", "--format", "json")
    assert done.exit_code == 0, done.output
    reports = {one["unit"]: one for one in json.loads(done.stdout)["reports"]}
    assert set(reports) == {"000", "001", "012", "016", "111"}
    told = reports["016"]
    assert (told["year"], told["template"]) == (2025, "2021")
    assert told["foi"]["new_received"] == {
        "natural_person": 4, "commercial": 0, "research": 0, "social_welfare": 0, "legal_service": 0, "other": 0, "total": 4,
    }  # fmt: skip
    assert set(told["disputes"]["review"]) == {"upheld", "corrected", "other", "pending", "total"}
    assert len(told["disclosure"]) == 10
    assert [one["no"] for one in told["sections"]] == [1, 2, 3, 4, 5, 6]
    assert sum(len(row) for row in told["foi"].values()) == 175
    assert len(TEMPLATES["2021"].by_address) == 200


def test_files_go_to_the_folder_that_is_named(run, cast, numbers, tmp_path) -> None:  # noqa: F811
    done = run("report", "build", 2025, "--unit", "016", "--format", "docx", "--out", tmp_path / "年报")
    assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "年报").iterdir()] == ["016-2025.docx"]
    whole = run("report", "build", 2025, "--unit", "016", "--out", tmp_path)
    assert whole.exit_code == 0
    assert (
        json.loads((tmp_path / "annual-2025.json").read_text(encoding="utf-8"))["reports"][0]["unit"] == "016"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2025"], "两个选一个"),
        (["2025", "--unit", "111-01"], "不编这种报告"),
        (["2025", "--unit", "999"], "没有这个编码的单位"),
        (["2025", "--unit", "016", "--format", "pdf"], "写到哪个目录"),
        (["2025", "--all", "--kind", "quarterly"], "1、2、3、4"),
        (["2025", "--all", "--kind", "nothing"], "没有 nothing 这种报告"),
    ],
)
def test_what_is_asked_wrongly_is_said(run, cast, arguments, words) -> None:
    done = run("report", "build", *arguments)
    assert done.exit_code == 2
    assert words in done.stderr
