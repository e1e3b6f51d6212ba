"""`gongkai register`: what there is, what is missing, a template that is filled in and imported."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from gongkai.registers.models import RegisterCount

pytestmark = pytest.mark.django_db(transaction=True)
YEAR = timezone.localdate().year - 1


def test_from_the_list_over_the_template_to_the_numbers(run, tmp_path):
    known = json.loads(run("register", "list", "--json").stdout)["registers"]
    assert {"code": "licensing", "label": "行政许可", "rhythm": "month", "owed": True}.items() <= known[
        0
    ].items()
    missing = run("register", "list", "--year", YEAR, "--unit", "016", "--json")
    assert missing.exit_code == 1
    owed = {one["register"]: one["months"] for one in json.loads(missing.stdout)["missing"]}
    assert owed["licensing"] == list(range(1, 13))
    file = tmp_path / "许可.xlsx"
    assert run("register", "template", "licensing", "--out", file).exit_code == 0
    book = load_workbook(file)
    for month in range(1, 13):
        book.worksheets[0].append([None, YEAR, month, month * 2])
    book.save(file)
    words = (
        "register",
        "import",
        file,
        "--register",
        "licensing",
        "--unit",
        "016",
        "--reason",
        "补录",
        "--json",
    )
    tried = json.loads(run(*words, "--dry-run").stdout)
    assert (tried["imported"], tried["written"]) == (12, False)
    done = run(*words)
    assert done.exit_code == 0, done.output
    assert RegisterCount.objects.count() == 12
    after = json.loads(run("register", "list", "--year", YEAR, "--unit", "016", "--json").stdout)
    assert "licensing" not in {one["register"] for one in after["missing"]}
    assert json.loads(run(*words).stdout)["unchanged"] == 12


def test_faults_give_exit_code_one_and_unknown_names_two(run, tmp_path):
    file = tmp_path / "表.csv"
    file.write_text(f"年份,月份,处理决定数量（件）\n{YEAR},一,5\n", encoding="utf-8")
    faulty = run("register", "import", file, "--register", "licensing", "--unit", "016")
    assert faulty.exit_code == 1
    assert "第 2 行“月份”" in faulty.stderr
    assert run("register", "import", file, "--register", "licences").exit_code == 2
    assert run("register", "template", "licensing2", "--out", tmp_path / "x.xlsx").exit_code == 2
    assert run("register", "list", "--year", YEAR, "--unit", "999").exit_code == 2
