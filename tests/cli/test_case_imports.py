"""`gongkai case import` and `case undo-batch`: what they print, how they end, what they leave behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from gongkai.cases.models import Case, CaseBatch

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = "编号,来信人,电话,标题,内容,来信时间,类型,答复,答复时间,办理结果\n"
GOOD = (
    "a1,李兰,13900139000,路灯坏了,半个月了。,2025-03-05,投诉,已经修好。,2025-03-20,已解决\n"
    "a2,王明,,公交班次,能不能多几班。,2025-03-06,建议,,,\n"
)
BAD = "a3,张三,,,没有标题。,2025-13-06,信访,,,\n"


def _file(tmp_path: Path, rows: str) -> Path:
    path = tmp_path / "县长信箱.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


def answer(result: Result) -> dict[str, Any]:
    return json.loads(result.stdout)


def test_letters_come_in_and_a_second_time_change_nothing(run, tmp_path) -> None:
    words = ("case", "import", _file(tmp_path, GOOD), "--kind", "letter", "--unit", "016", "--json")
    result = run(*words)
    assert result.exit_code == 0, result.stderr
    told = answer(result)
    assert {key: told[key] for key in ("read", "imported", "updated", "unchanged", "refused", "written")} == {
        "read": 2, "imported": 2, "updated": 0, "unchanged": 0, "refused": [], "written": 2,
    }  # fmt: skip
    assert answer(run(*words))["unchanged"] == 2
    assert Case.objects.count() == 2


def test_a_dry_run_names_every_fault_and_writes_nothing(run, tmp_path) -> None:
    result = run("case", "import", _file(tmp_path, GOOD + BAD), "--kind", "letter", "--dry-run", "--json")
    assert result.exit_code == 1
    told = answer(result)
    assert [(one["row"], one["column"], one["rule"]) for one in told["refused"]] == [
        (4, "标题", "required"), (4, "来信时间", "date"), (4, "类型", "choice"),
    ]  # fmt: skip
    assert told["batch"] is None
    assert not CaseBatch.objects.exists()


def test_with_a_faulty_row_nothing_is_written_unless_the_good_ones_are_asked_for(run, tmp_path) -> None:
    words = ("case", "import", _file(tmp_path, GOOD + BAD), "--kind", "letter", "--json")
    assert answer(run(*words))["written"] == 0
    result = run(*words, "--keep-good")
    assert (result.exit_code, answer(result)["written"]) == (1, 2)


def test_an_unknown_kind_unit_or_map_is_told_with_what_there_is(run, tmp_path) -> None:
    path = _file(tmp_path, GOOD)
    for more, told in (
        (("--kind", "nothing"), "有的是：information_application"),
        (("--kind", "letter", "--unit", "nowhere"), "没有编码为 nowhere 的单位"),
        (("--kind", "letter", "--map", "nothing"), "随系统的有"),
        (("--kind", "letter", "--map", "applications"), "不是给领导信箱来信用的"),
    ):
        result = run("case", "import", path, *more)
        assert (result.exit_code, told in result.stderr) == (2, True), result.stderr


def test_a_file_that_is_no_table_is_refused_with_the_same_shape(run, tmp_path) -> None:
    path = tmp_path / "来信.csv"
    path.write_bytes(b"%PDF-1.7")
    result = run("case", "import", path, "--kind", "letter", "--json")
    assert result.exit_code == 1
    assert answer(result)["refused"][0]["rule"] == "wrong_kind"


def test_a_batch_is_taken_back_once(run, tmp_path) -> None:
    batch = answer(run("case", "import", _file(tmp_path, GOOD), "--kind", "letter", "--json"))["batch"]
    result = run("case", "undo-batch", batch, "--json")
    assert answer(result) == {"batch": batch, "removed": 2, "kept": 0}
    assert not Case.objects.exists()
    assert run("case", "undo-batch", batch).exit_code == 3
