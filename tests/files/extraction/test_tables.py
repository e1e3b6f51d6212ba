"""Rows of tables stay rows and columns columns, whatever is merged or broken in their cells; so names in them are found."""

from __future__ import annotations

import io
import re

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from tests.files.hidden_corpus import page

from gongkai.files.extraction import extract
from gongkai.files.extraction.shapes import Block, Extract
from gongkai.screening.scanning import scan
from gongkai.text.rows import CELL_LINE_END, LONGEST_CELL

HEAD = ("序号", "户\n主", "村组", "金额")
ROWS = (
    (1, "岩温", "柳庄村\n三组", 100),
    (None, "玉香", "柳庄村三组", 50),
    (None, "扎西", "柳庄村\n三组\n12号", 50),
    (2, "阿牛木呷", None, 70),
)
SHOWN = (
    "序号\t户|主\t村组\t金额\n1\t岩温\t柳庄村|三组\t100\n\t玉香\t柳庄村三组\t50\n"
    "\t扎西\t柳庄村|三组|12号\t50\n2\t阿牛木呷\t\t70\n"
).replace("|", CELL_LINE_END)


def in_workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in (HEAD, *ROWS):
        book.active.append(row)
    book.active.merge_cells("A2:A4")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def in_word() -> bytes:
    document = docx.Document()
    table = document.add_table(0, 4)
    for values in (HEAD, *ROWS):
        for cell, value in zip(table.add_row().cells, values, strict=True):
            cell.text = "" if value is None else str(value)
    table.cell(1, 0).merge(table.cell(3, 0)).text = "1"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def in_page(paragraphs: bool) -> bytes:
    def cell(value, more=""):
        lines = ("" if value is None else str(value)).split("\n")
        words = "".join(f"<p>{line}</p>" for line in lines) if paragraphs else "<br>".join(lines)
        return f"<td{more}>{words}</td>"

    rows = "".join(f"<tr>{''.join(map(cell, HEAD))}</tr>")
    for number, row in enumerate(ROWS):
        own = [cell(row[0], ' rowspan="3"' if number == 0 else "")] if row[0] else []
        rows += f"<tr>{''.join([*own, *map(cell, row[1:])])}</tr>"
    return page.page(f"<table><tbody>{rows}</tbody></table>")


@pytest.mark.parametrize(
    ("extension", "data"),
    [
        ("xlsx", in_workbook()),
        ("docx", in_word()),
        ("html", in_page(paragraphs=True)),
        ("html", in_page(paragraphs=False)),
    ],
    ids=["xlsx", "docx", "html-paragraphs", "html-breaks"],
)
def test_a_list_of_households_has_all_its_names(extension, data, tmp_path):
    path = tmp_path / f"a.{extension}"
    path.write_bytes(data)
    found = extract(path, extension)
    assert SHOWN in found.rows
    assert len(found.rows) == len(found.text)
    assert re.search("第3行|B3", found.place_of(found.text.index("玉香")))
    spans = scan(found.text, read_as=found.rows)
    names = [span.text for span in spans if span.kind == "person_name"]
    assert names[-4:] == ["岩温", "玉香", "扎西", "阿牛木呷"]


def test_a_sheet_that_begins_in_another_column_keeps_its_columns(tmp_path):
    book = openpyxl.Workbook()
    book.active["C2"], book.active["D2"], book.active["D3"], book.active["E3"] = "姓名", "村", "柳庄", 5
    book.save(tmp_path / "a.xlsx")
    assert extract(tmp_path / "a.xlsx", "xlsx").text == "Sheet\n\t\t姓名\t村\n\t\t\t柳庄\t5\n"


def test_cells_over_columns_and_rows_that_begin_late_keep_their_columns_in_word(tmp_path):
    document = docx.Document()
    table = document.add_table(3, 4)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "住址"
    table.cell(0, 2).text = "户主"
    for column, words in enumerate(("柳庄村", "三组", "岩温", "5")):
        table.cell(1, column).text = words
    late = table.rows[2]._tr
    late.remove(late.tc_lst[0])
    late.get_or_add_trPr().append(late.makeelement(qn("w:gridBefore"), {qn("w:val"): "1"}))
    for tc, words in zip(late.tc_lst, ("四组", "玉香", "6"), strict=True):
        tc.p_lst[0].add_r().text = words
    document.save(tmp_path / "a.docx")
    found = extract(tmp_path / "a.docx", "docx")
    assert "住址\t\t户主\t\n柳庄村\t三组\t岩温\t5\n\t四组\t玉香\t6\n" in found.text
    assert [s.text for s in scan(found.text, read_as=found.rows) if s.kind == "person_name"] == [
        "岩温",
        "玉香",
    ]


def test_a_cell_as_long_as_a_page_keeps_its_lines():
    long = "一行。\n" * LONGEST_CELL
    found = Extract((Block("情况", "", "\t"), Block(long, ""), Block("甲\n乙", "", "\t"), Block("丙", "")))
    assert found.rows == f"情况\t{long}\n甲{CELL_LINE_END}乙\t丙\n"


def test_paragraphs_outside_tables_keep_their_lines():
    assert Extract((Block("第一行\n第二行", ""), Block("第三行", ""))).rows == "第一行\n第二行\n第三行\n"
