"""What is read from files of every kind, and what people are told about files that can't be read."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from gongkai.tables.problems import RULES, UnreadableTable
from gongkai.tables.reading import Limits, read_table
from gongkai.tables.shape import Table

PLAIN = [["标题", "日期"], ["植树通知", "2024-03-05"], ["防汛通知", "2024-06-01"]]


def workbook(rows: list[list[Any]], **sheets: list[list[Any]]) -> Workbook:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    for title, more in sheets.items():
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    return book


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(raw: bytes, **changes: bytes) -> bytes:
    """The same package with parts replaced or added; `__` stands for / in their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        named = {name.replace("__", "/"): content for name, content in changes.items()}
        for part in old.namelist():
            if part not in named:
                new.writestr(part, old.read(part))
        for part, content in named.items():
            new.writestr(part, content)
    return out.getvalue()


def cells(table: Table) -> list[tuple[object, ...]]:
    return [row.cells for row in table.rows]


def refused(raw: bytes, name: str = "表.xlsx", **limits: int) -> tuple[str, str]:
    with pytest.raises(UnreadableTable) as caught:
        for _ in read_table(raw, name, limits=Limits(**limits)).rows:
            pass
    refusal = caught.value.refusal
    assert refusal.rule in RULES
    assert refusal.blocks
    return refusal.rule, refusal.message


EXPECTED = [("植树通知", "2024-03-05"), ("防汛通知", "2024-06-01")]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_is_read_with_any_separator_and_line_end(separator: str, end: str) -> None:
    text = end.join(separator.join(row) for row in PLAIN)
    table = read_table(text.encode(), "表.csv")
    assert (table.header, cells(table), table.encoding) == (("标题", "日期"), EXPECTED, "UTF-8")


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"), ("utf-16", "UTF-16"), ("utf-16-be", "UTF-16")],
)
def test_csv_is_read_in_any_usual_encoding(encoding: str, told: str) -> None:
    table = read_table("标题,日期\n植树通知,2024-03-05\n防汛通知,2024-06-01".encode(encoding), "表.csv")
    assert (cells(table), table.encoding) == (EXPECTED, told)


def test_a_workbook_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(saved(workbook(PLAIN)))
    table = read_table(path)
    assert (table.kind, table.name, table.header, cells(table)) == (
        "xlsx",
        "表.xlsx",
        ("标题", "日期"),
        EXPECTED,
    )


def test_content_counts_and_not_the_name() -> None:
    assert read_table(saved(workbook(PLAIN)), "表.csv").kind == "xlsx"
    assert read_table("标题,日期\n甲,乙".encode(), "表.xlsx").kind == "csv"


@pytest.mark.parametrize("packed", [False, True])
def test_json_lines_are_read_packed_or_not_with_keys_that_come_late(packed: bool) -> None:
    lines = [{"title": "植树通知"}, {"title": "防汛通知", "date": "2024-06-01", "tags": ["水利", "应急"]}]
    raw = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()
    table = read_table(gzip.compress(raw) if packed else raw, "表.jsonl.gz" if packed else "表.jsonl")
    assert table.header == ("title", "date", "tags")
    assert cells(table) == [("植树通知", None, None), ("防汛通知", "2024-06-01", ["水利", "应急"])]


def test_headings_are_found_below_a_title_and_rows_keep_their_numbers() -> None:
    above = [["清溪县公开信息汇总表"], ["填报单位：", "县林业局"]]
    book = workbook(
        [*above, ["标题", "日期"], ["植树通知", "2024-03-05"], [None, " "], ["防汛通知", "2024-06-01"]]
    )
    assert book.active is not None
    book.active.merge_cells("A1:B1")
    table = read_table(saved(book), "表.xlsx", expected=["标题", "成文日期"])
    assert (table.header, table.header_row) == (("标题", "日期"), 3)
    assert [(row.number, row.cells, row.problems) for row in table.rows] == [
        (4, EXPECTED[0], ()),
        (6, EXPECTED[1], ()),
    ]


def test_an_open_quote_costs_its_own_row_only() -> None:
    text = '标题,日期\n甲,"2024\n乙,2024-03-05\n"丙""丁",2024-03-06\n戊"己,"2024"x\n庚,2024-03-07\n'
    table = read_table(text.encode(), "表.csv")
    rows = list(table.rows)
    assert [row.problems[0].rule if row.problems else row.cells[0] for row in rows] == [
        "open_quote",
        "乙",
        '丙"丁',
        "open_quote",
        "庚",
    ]
    assert [row.number for row in rows] == [2, 3, 4, 5, 6]


def test_an_open_quote_that_a_later_one_closes_swallows_no_row() -> None:
    text = '标题,日期\n"甲,2024-03-04\n乙,2024-03-05\n丙,2024-03-06"\n丁,2024-03-07\n'
    rows = list(read_table(text.encode(), "表.csv").rows)
    assert (rows[0].problems[0].rule, rows[1].cells[0], rows[-1].cells[0]) == ("open_quote", "乙", "丁")


@pytest.mark.parametrize(("main", "other"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_lines_pasted_from_a_file_in_another_encoding_are_named(main: str, other: str) -> None:
    lines = [f"关于第{number}次防汛抗旱会商会议的通知,2024-03-05" for number in range(1, 9)]
    raw = b"\n".join(
        line.encode(other if number in (3, 6) else main)
        for number, line in enumerate(["标题,日期", *lines], 1)
    )
    rows = list(read_table(raw, "表.csv").rows)
    assert [row.number for row in rows if row.problems] == [3, 6]
    assert {problem.rule for row in rows for problem in row.problems} == {"mixed_encoding"}
    assert [row.cells[0] for row in rows] == [line.split(",")[0] for line in lines]


def test_lost_bytes_are_told_with_their_row() -> None:
    raw = "标题,日期\n植树通知,2024\n".encode() + b"\xff\xfe\xff,2024\n" + "防汛,2024".encode()
    rows = list(read_table(raw, "表.csv").rows)
    assert [(row.number, problem.rule) for row in rows for problem in row.problems] == [(3, "encoding")]


def test_broken_json_lines_are_named_and_the_others_read() -> None:
    raw = '{"标题": "甲"}\n{"标题": "乙"\n["丙"]\n\n{"标题": "丁"}'
    rows = list(read_table(raw.encode(), "表.jsonl").rows)
    told = [(row.number, [p.rule for p in row.problems]) for row in rows]
    assert told == [(1, []), (2, ["bad_json"]), (3, ["bad_json"]), (5, [])]


def test_hidden_and_other_sheets_and_hidden_rows_are_told_and_nothing_refused() -> None:
    book = workbook(PLAIN, 原始数据=[["身份证号"]], 备注=[["下月再报"]], 填写说明=[["怎样填"]], 空=[])
    book["原始数据"].sheet_state = "hidden"
    assert book.active is not None
    book.active.row_dimensions[2].hidden = True
    table = read_table(saved(book), "表.xlsx")
    assert [(p.rule, p.value, p.blocks) for p in table.problems] == [
        ("hidden_sheet", "原始数据", False),
        ("other_sheet", "备注", False),
        ("hidden_rows", "Sheet", False),
    ]
    assert cells(table) == EXPECTED


def test_macros_are_told_and_not_kept() -> None:
    for part in ("xl__vbaProject.bin", "xl__macrosheets__sheet1.xml"):
        raw = repacked(saved(workbook(PLAIN)), **{part: b"x"})
        assert [p.rule for p in read_table(raw, "表.xlsm").problems] == ["macros"]


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"", "empty_file"),
        (b" \n\n", "empty_file"),
        (b"\n,,\n,,\n", "no_header"),
        (b"%PDF-1.7 ...", "wrong_kind"),
        (b"\x89PNG\r\n", "wrong_kind"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "wrong_kind"),
        (b"\x00\x01\x02\x03binary", "wrong_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "broken_file"),
        (b"PK\x03\x04 cut off", "broken_file"),
        (b"\x1f\x8b cut off", "broken_file"),
        (gzip.compress(b"a,b\n" * 99, mtime=0)[:-9], "broken_file"),
        ("标题，日期\n甲，乙".encode(), "wrong_separator"),
        (b"[1]\n[2]", "no_header"),
    ],
)
def test_files_that_are_no_tables_are_refused_by_name_of_what_they_are(raw: bytes, rule: str) -> None:
    name = "表.jsonl" if raw.startswith(b"[") else "表.csv"
    assert refused(raw, name)[0] == rule


def test_damaged_packages_are_refused() -> None:
    raw = saved(workbook(PLAIN))
    sheet = "xl__worksheets__sheet1.xml"
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'
    assert refused(raw[: len(raw) // 2])[0] == "broken_file"
    assert refused(repacked(raw, **{sheet: b"<worksheet><sheetData><row>"}))[0] == "broken_file"
    assert refused(repacked(raw, **{"xl__workbook.xml": b"nonsense"}))[0] == "broken_file"
    assert refused(other.getvalue())[0] == "wrong_kind"
    assert refused(repacked(raw, **{sheet: bomb}))[0] == "unsafe_content"


def test_locked_and_old_workbooks_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = bytearray(saved(workbook(PLAIN)))
    # The flag of an encrypted part, in the local and the central header.
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as package:
        offset = package.infolist()[0].header_offset
    raw[offset + 6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(raw))[0] == "encrypted"
    assert refused(compound_file("EncryptedPackage"))[0] == "encrypted"
    assert refused(compound_file("Workbook"))[0] == "old_format"
    assert refused(compound_file("WordDocument"))[0] == "wrong_kind"


def compound_file(stream: str) -> bytes:
    """The smallest old Microsoft container that holds one empty stream of this name."""
    sector, none, end = 512, 0xFFFFFFFF, 0xFFFFFFFE
    word = lambda number: number.to_bytes(4, "little")  # noqa: E731
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff09000600") + bytes(6)
    header += word(0) + word(1) + word(1) + word(0) + word(4096) + word(end) + word(0) + word(end) + word(0)
    header += word(0) + word(none) * 108
    table = word(0xFFFFFFFD) + word(end) + word(none) * 126

    def entry(name: str, kind: int, child: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        start = word(end)
        return (
            text.ljust(64, b"\0")
            + len(text).to_bytes(2, "little")
            + bytes([kind, 1])
            + word(none) * 2
            + word(child)
            + bytes(36)
            + start
            + bytes(8)
        )

    directory = (
        entry("Root Entry", 5, 1) + entry(stream, 2, none) + (bytes(68) + word(none) * 3 + bytes(48)) * 2
    )
    raw = header + table + directory
    assert len(raw) == 3 * sector
    return raw


def test_headings_that_are_merged_are_refused() -> None:
    book = workbook([["标题", "日期", None], ["甲", "乙", "丙"]])
    assert book.active is not None
    book.active.merge_cells("B1:C1")
    rule, told = refused(saved(book))
    assert rule == "merged_header"
    assert "B1:C1" in told


def test_sizes_are_limited_before_anything_is_unpacked() -> None:
    raw = saved(workbook([["标题"], *[[f"通知{number}"] for number in range(50)]]))
    lines = "标题,日期\n" + "甲,乙\n" * 50
    assert refused(raw, file_bytes=100)[0] == "too_large"
    assert refused(raw, unpacked_bytes=1000)[0] == "too_large"
    assert refused(gzip.compress(bytes(5_000_000)), "表.jsonl.gz", unpacked_bytes=1_000_000)[0] == "too_large"
    assert refused(raw, rows=49)[0] == "too_many_rows"
    assert refused(lines.encode(), "表.csv", rows=49)[0] == "too_many_rows"
    assert refused(b'{"a": 1}\n' * 50, "表.jsonl", rows=49)[0] == "too_many_rows"
    assert len(cells(read_table(lines.encode(), "表.csv", limits=Limits(rows=50)))) == 50
    assert refused(b"a,b,c\n", "表.csv", columns=2)[0] == "too_many_columns"


def test_a_cell_of_twenty_megabytes_is_read() -> None:
    table = read_table(f'标题,正文\n甲,"{"长文，" * 2_300_000}"'.encode(), "表.csv")
    (row,) = table.rows
    assert not row.problems
    assert len(str(row.cells[1])) == 6_900_000


def read_all(raw: bytes, name: str) -> None:
    """Reads to the end; being refused as unreadable is an answer too, any other exception is not."""
    with suppress(UnreadableTable):
        for row in read_table(raw, name).rows:
            assert all(problem.rule in RULES for problem in row.problems)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode(errors="replace")))
)
def test_no_bytes_make_reading_fail_otherwise(raw: bytes) -> None:
    for name in ("表.csv", "表.jsonl"):
        read_all(raw, name)


WORKBOOK = saved(workbook(PLAIN))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(zipfile.ZipFile(io.BytesIO(WORKBOOK)).namelist()),
    st.integers(0, 5000),
    st.binary(max_size=12),
)
def test_no_damage_to_a_workbook_makes_reading_fail_otherwise(part: str, place: int, junk: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as package:
        content = package.read(part)
    place %= len(content)
    read_all(repacked(WORKBOOK, **{part: content[:place] + junk + content[place + len(junk) :]}), "表.xlsx")
    read_all(WORKBOOK[: place % len(WORKBOOK)] + junk + WORKBOOK[place % len(WORKBOOK) + 1 :], "表.xlsx")
