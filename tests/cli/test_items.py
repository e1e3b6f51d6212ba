"""`gongkai item …`: what it prints, how it ends, what it leaves behind."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from typer.testing import Result

from gongkai.disclosure.models import ImportBatch, Item
from gongkai.ledger.models import LedgerRow
from gongkai.search import indexing
from gongkai.text.html import text_to_html

pytestmark = pytest.mark.django_db(transaction=True)
HEADER = ["编号", "标题", "正文", "发文字号", "成文日期", "发布日期", "信息种类"]
BODY = "为做好秋季动物防疫工作，现就有关事项通知如下。一、提高认识。二、落实责任。"


def rows(count: int) -> list[list[Any]]:
    return [
        [
            f"a{n}",
            f"关于做好第{n}批防疫工作的通知",
            BODY,
            f"青农〔2025〕{n}号",
            "2025-03-01",
            "2025-03-03",
            "公告公示",
        ]
        for n in range(1, count + 1)
    ]


def csv_file(path: Path, lines: list[list[Any]], encoding: str = "utf-8") -> Path:
    path.write_text(
        "\n".join(",".join(map(str, line)) for line in [HEADER, *lines]) + "\n", encoding=encoding
    )
    return path


def answer(result: Result) -> dict[str, Any]:
    return json.loads(result.stdout)


def test_an_import_is_written_sealed_and_searchable_when_the_command_ends(run, tmp_path) -> None:
    done = run("item", "import", csv_file(tmp_path / "旧站.csv", rows(5)), "--json")
    assert done.exit_code == 0, done.output
    told = answer(done)
    assert set(told) == {"read", "imported", "updated", "unchanged", "refused", "batch", "written", "seconds"}
    assert (told["read"], told["imported"], told["written"], told["refused"]) == (5, 5, 5, [])
    found = answer(run("search", "query", "第3批防疫", "--json"))
    assert found["hits"][0]["title"] == "关于做好第3批防疫工作的通知"
    assert set(found["hits"][0]) == {"index_no", "title", "doc_no", "url", "snippet"}
    assert not LedgerRow.objects.filter(sealmember=None).exists()
    item = Item.objects.get(source_key="a3")
    assert item.is_historical
    assert str(item.published_on) == "2025-03-03"
    assert item.unit.code == "000"


def test_the_same_file_twice_makes_nothing_twice(run, tmp_path) -> None:
    file = csv_file(tmp_path / "a.csv", rows(3))
    run("item", "import", file)
    told = answer(run("item", "import", file, "--json"))
    assert (told["imported"], told["unchanged"], told["written"]) == (0, 3, 0)
    assert Item.objects.filter(is_historical=True).count() == 3


def test_a_changed_text_of_a_known_record_becomes_a_new_version(run, tmp_path) -> None:
    run("item", "import", csv_file(tmp_path / "a.csv", rows(2)))
    lines = rows(2)
    lines[0][2] = BODY + "三、加强督查。"
    told = answer(run("item", "import", csv_file(tmp_path / "b.csv", lines), "--json"))
    assert (told["updated"], told["unchanged"]) == (1, 1)
    item = Item.objects.get(source_key="a1")
    assert item.public_version is not None
    assert item.public_version.number == 2
    assert item.public_version.body_text.endswith("三、加强督查。")


def test_one_bad_row_stops_the_whole_file_and_is_named_by_row_column_and_rule(run, tmp_path) -> None:
    lines = rows(4)
    lines[1][4] = "2024.13.40"
    done = run("item", "import", csv_file(tmp_path / "a.csv", lines), "--json")
    assert done.exit_code == 1
    told = answer(done)
    assert (told["written"], told["batch"]) == (0, None)
    assert [(r["row"], r["column"], r["value"], r["rule"]) for r in told["refused"]] == [
        (3, "成文日期", "2024.13.40", "date")
    ]
    assert not Item.objects.filter(is_historical=True).exists()
    assert not ImportBatch.objects.exists()


def test_keep_good_writes_the_others(run, tmp_path) -> None:
    lines = rows(4)
    lines[2][1] = "长" * 301
    lines[3][3] = lines[0][3]
    done = run("item", "import", csv_file(tmp_path / "a.csv", lines), "--keep-good", "--json")
    told = answer(done)
    assert done.exit_code == 1
    assert told["imported"] == 2
    assert {r["rule"] for r in told["refused"]} == {"too_long", "duplicate"}


def test_a_trial_run_writes_nothing(run, tmp_path) -> None:
    before = LedgerRow.objects.count()
    told = answer(run("item", "import", csv_file(tmp_path / "a.csv", rows(3)), "--dry-run", "--json"))
    assert (told["read"], told["written"]) == (3, 0)
    assert LedgerRow.objects.count() == before


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_old_systems_are_read(run, tmp_path, encoding) -> None:
    told = answer(run("item", "import", csv_file(tmp_path / "a.csv", rows(6), encoding), "--json"))
    assert told["imported"] == 6, told["refused"]
    assert Item.objects.filter(title="关于做好第1批防疫工作的通知").exists()


def test_xlsx_and_gzipped_json_lines_are_read(run, tmp_path) -> None:
    book = Workbook()
    for line in [HEADER, *rows(3)]:
        book.active.append(line)
    book.save(tmp_path / "a.xlsx")
    assert answer(run("item", "import", tmp_path / "a.xlsx", "--json"))["imported"] == 3
    packed = tmp_path / "b.jsonl.gz"
    with gzip.open(packed, "wt", encoding="utf-8") as out:
        for n in range(4):
            out.write(
                json.dumps(
                    {"title": f"第{n}期培训通知", "text": BODY, "kind": "notice", "key": f"j{n}"},
                    ensure_ascii=False,
                )
                + "\n"
            )
    assert answer(run("item", "import", packed, "--json"))["imported"] == 4


def test_a_text_file_is_one_item_whose_title_is_derived_by_a_named_rule(run, tmp_path) -> None:
    file = tmp_path / "总结.txt"
    file.write_text("二〇二五年政务公开工作总结\n\n一年来，我局公开信息一百二十条。\n", encoding="gb18030")
    assert answer(run("item", "import", file, "--json"))["imported"] == 1
    item = Item.objects.get(is_historical=True)
    assert (item.title, item.title_rule) == ("二〇二五年政务公开工作总结", "first_line")


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("空.csv", b"", "empty_file"),
        ("坏.xlsx", b"PK\x03\x04" + b"\x00" * 60, "broken_file"),
        ("网页.csv", b"<html><body><table></table></body></html>", "wrong_kind"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(run, tmp_path, name, content, rule) -> None:
    (tmp_path / name).write_bytes(content)
    done = run("item", "import", tmp_path / name, "--map", "items", "--json")
    assert done.exit_code == 1, done.output
    assert answer(done)["refused"][0]["rule"] == rule


def test_a_header_that_no_map_fits_is_a_matter_of_usage(run, tmp_path) -> None:
    (tmp_path / "a.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    done = run("item", "import", tmp_path / "a.csv")
    assert done.exit_code == 2
    assert "--map" in done.output


def test_a_script_in_a_text_stays_text(run, tmp_path) -> None:
    lines = rows(1)
    lines[0][2] = BODY + "<script>alert(1)</script>"
    run("item", "import", csv_file(tmp_path / "a.csv", lines))
    version = Item.objects.get(source_key="a1").public_version
    assert version is not None
    assert "<script" not in (version.body_html or text_to_html(version.body_text))


def test_undo_takes_the_whole_batch_back_from_every_way_out(run, tmp_path) -> None:
    batch = answer(run("item", "import", csv_file(tmp_path / "a.csv", rows(3)), "--json"))["batch"]
    told = answer(run("item", "undo-batch", str(batch), "--json"))
    assert told == {"batch": batch, "withdrawn": 3, "restored": 0, "kept": 0}
    assert answer(run("search", "query", "防疫工作", "--json"))["total"] == 0
    assert indexing.compare().is_empty
    assert run("item", "undo-batch", str(batch)).exit_code == 3
    assert answer(run("item", "import", tmp_path / "a.csv", "--json"))["imported"] == 3


def test_export_gives_each_public_item_on_a_line(run, tmp_path) -> None:
    run("item", "import", csv_file(tmp_path / "a.csv", rows(3)))
    done = run("item", "export", "--json")
    exported = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["doc_no"] for row in exported} >= {"青农〔2025〕1号", "青农〔2025〕2号", "青农〔2025〕3号"}
    assert all(row["index_no"] and row["text"] for row in exported)


def test_an_unknown_unit_is_named(run, tmp_path) -> None:
    done = run("item", "import", csv_file(tmp_path / "a.csv", rows(1)), "--unit", "没有的")
    assert done.exit_code == 2
    assert "没有的" in done.output


@pytest.mark.parametrize(
    ("place", "value", "rule"),
    [
        (5, "2099-01-01", "date"),
        (4, "2025-03-09", "date"),
        (1, "长", "required"),
    ],
)
def test_what_cannot_be_is_refused_though_the_cell_itself_reads_well(
    run, tmp_path, place, value, rule
) -> None:
    lines = rows(2)
    lines[0][place] = value
    told = answer(run("item", "import", csv_file(tmp_path / "a.csv", lines), "--dry-run", "--json"))
    assert [(r["row"], r["column"], r["rule"]) for r in told["refused"]] == [(2, HEADER[place], rule)]


def test_an_unknown_heading_and_an_address_that_is_no_web_page_are_refused(run, tmp_path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        f"标题,正文,栏目编码,来源网址\n防疫工作的通知,{BODY},没有这栏,javascript:alert(1)\n", encoding="utf-8"
    )
    told = answer(run("item", "import", file, "--dry-run", "--json"))
    assert {r["column"] for r in told["refused"]} == {"栏目编码", "来源网址"}
