"""gongkai letter, as other programs call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cases.suggesting.letters import LETTERS
from typer.testing import CliRunner, Result

from gongkai.cli.letters import letter_app


def run(*words: object, **more: object) -> Result:
    return CliRunner().invoke(letter_app, [str(word) for word in words], **more)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [json.dumps({"class": label, "text": text}, ensure_ascii=False) for text, label in LETTERS]
    (tmp_path / "letters.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_a_letter_gets_rows_of_class_unit_and_score(cast) -> None:
    done = run("suggest", "-", "--json", input="农业农村局的人说\n小学老师周末补课".encode())
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert told
    assert all(set(row) == {"class", "unit", "score"} for row in told)
    assert told[0]["class"] == "教育文体"
    assert [row["score"] for row in told] == sorted((row["score"] for row in told), reverse=True)


def test_without_units_the_likely_classes_are_told(db, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("化工厂排放废气", encoding="gb18030")
    told = json.loads(run("suggest", tmp_path / "a.txt", "--json").stdout)
    assert [row["unit"] for row in told] == ["", "", ""]
    assert told[0]["class"] == "环境保护"


def test_an_empty_letter_gets_nothing(db) -> None:
    assert json.loads(run("suggest", "-", "--json", input=b"").stdout) == []


def test_learning_twice_gives_the_same_file_and_it_is_used(db, folder: Path) -> None:
    for name in ("a.npz", "b.npz"):
        assert run("train", folder, "--out", folder / name).exit_code == 0
    assert (folder / "a.npz").read_bytes() == (folder / "b.npz").read_bytes()
    told = json.loads(
        run("suggest", "-", "--weights", folder / "a.npz", "--json", input="路灯不亮".encode()).stdout
    )
    assert told[0]["class"] == "道路"


def test_evaluation_prints_the_model_beside_the_yardsticks(folder: Path) -> None:
    report = json.loads(run("eval", folder, "--json").stdout)
    assert set(report["held_out"]) >= {"model", "majority", "keywords", "asked", "learned_from"}
    assert "数关键词" in run("eval", folder).output


def test_a_folder_without_letters_and_a_missing_file_are_told(tmp_path: Path, db) -> None:
    assert run("train", tmp_path, "--out", tmp_path / "a.npz").exit_code == 2
    assert run("suggest", tmp_path / "none.txt").exit_code == 2
    (tmp_path / "bad.npz").write_bytes(b"x")
    assert run("suggest", "-", "--weights", tmp_path / "bad.npz", input=b"x").exit_code == 2
