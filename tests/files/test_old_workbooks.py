"""Excel 97 workbooks: what they say, and what their sheets, rows, columns, styles, notes and streams hide."""

import struct

import openpyxl
import pytest
import python_calamine
from tests.files.hidden_corpus.old_workbooks import OldSheet, workbook

from gongkai.files.extraction import extract
from gongkai.files.extraction.shapes import READ, UNREADABLE, Removal
from gongkai.files.extraction.workbook_biff_values import Cells, Texts, shared_texts
from gongkai.screening.redaction.xlsx import RedactionFailed, redact

CANARY = "暗藏的字张小三"
CELLS = [
    (0, 0, "姓名", 1),
    (0, 1, "金额", 1),
    (1, 0, "赵一", 1),
    (1, 1, 1200.0, 1),
    (2, 1, 530125199003072.0, 1),
]


def plain(**more) -> OldSheet:
    return OldSheet("名单", [*CELLS, *more.pop("cells", [])], **more)


def written(tmp_path, sheets, **more):
    path = tmp_path / "表.xls"
    path.write_bytes(workbook(sheets, **more))
    return path


def test_values_come_with_their_places_and_nothing_hides(tmp_path):
    found = extract(written(tmp_path, [plain(), OldSheet("空表", [], state=1)]), "xls")
    assert (found.state, found.hidden) == (READ, ())
    assert found.text == "名单\n姓名\t金额\n赵一\t1200\n\t530125199003072\n空表\n"
    assert found.place_of(found.text.index("1200")) == "工作表“名单”B2"


CASES = {
    "隐藏的工作表": ("hidden_sheets", [plain(), OldSheet("底稿", [(0, 0, CANARY, 1)], state=1)], {}),
    "深度隐藏的工作表": ("very_hidden_sheets", [plain(), OldSheet("底稿", [(0, 0, CANARY, 1)], state=2)], {}),
    "隐藏的行": ("hidden_rows", [plain(cells=[(3, 0, CANARY, 1)], hidden_rows=(3,))], {}),
    "筛掉的行": ("filtered_rows", [plain(cells=[(3, 0, CANARY, 1)], hidden_rows=(3,), filtered=True)], {}),
    "隐藏的列": ("hidden_columns", [plain(cells=[(3, 4, CANARY, 1)], hidden_columns=(4,))], {}),
    "三个分号的格式": ("hidden_text", [plain(cells=[(3, 0, CANARY, 2)])], {}),
    "白字": ("tiny_text", [plain(cells=[(3, 0, CANARY, 3)])], {}),
    "批注": ("comments", [plain(notes=[(1, 0, "经办人", CANARY)])], {}),
    "宏": ("macros", [plain()], {"_VBA_PROJECT_CUR": b"x"}),
    "透视表缓存": ("pivot_caches", [plain()], {"_SX_DB_CUR": b"x"}),
    "嵌入的文件": ("embedded_files", [plain()], {"MBD00A1": b"x"}),
    "修订": ("tracked_changes", [plain()], {"Revision Log": b"x"}),
}


@pytest.mark.parametrize(("kind", "sheets", "streams"), CASES.values(), ids=CASES)
def test_what_is_hidden_is_told_and_does_not_go_along(kind, sheets, streams, tmp_path):
    path = written(tmp_path, sheets, streams=streams)
    found = extract(path, "xls")
    told = [h for h in found.hidden if h.kind == kind]
    assert told
    if not streams:
        assert CANARY in found.text
    redact(path, tmp_path / "公开.xlsx", [])
    assert extract(tmp_path / "公开.xlsx", "xlsx").hidden == ()
    assert CANARY not in extract(tmp_path / "公开.xlsx", "xlsx").text


def test_a_locked_workbook_is_told_and_refused(tmp_path):
    path = written(tmp_path, [plain()], locked=True)
    assert "密码" in extract(path, "xls").problem
    with pytest.raises(RedactionFailed, match="密码"):
        redact(path, tmp_path / "公开.xlsx", [])


def test_removed_text_goes_and_hidden_rows_close_up(tmp_path):
    path = written(tmp_path, [plain(cells=[(3, 0, "钱二", 1), (4, 0, "孙三", 1)], hidden_rows=(3,))])
    at = extract(path, "xls").text.index("赵一")
    redact(path, tmp_path / "公开.xlsx", [Removal(at, at + 2, "赵*")])
    sheet = openpyxl.load_workbook(tmp_path / "公开.xlsx").active
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["姓名", "金额"], ["赵*", 1200], [None, 530125199003072], ["孙三", None],
    ]  # fmt: skip


@pytest.mark.parametrize("cut", range(0, 6000, 97))
def test_a_cut_workbook_gives_a_verdict(cut, tmp_path):
    whole = workbook([plain(notes=[(1, 0, "甲", CANARY)])])
    (tmp_path / "表.xls").write_bytes(whole[:cut])
    found = extract(tmp_path / "表.xls", "xls")
    assert found.state == READ or (found.state == UNREADABLE and found.problem)


@pytest.mark.parametrize("place", [(65_535, 255), (1, 65_535)])
def test_a_cell_far_out_costs_no_room_for_all_between(place, tmp_path):
    found = extract(written(tmp_path, [plain(cells=[(*place, "远", 1)])]), "xls")
    assert (found.state, "远" in found.text) == (READ, True)


def test_shared_texts_go_on_over_records_also_in_the_middle_of_a_text():
    first = struct.pack("<II", 3, 3) + struct.pack("<HB", 4, 1) + "赵一".encode("utf-16-le")
    second = b"\1" + "钱二".encode("utf-16-le") + struct.pack("<HBH", 3, 8, 1) + b"abc" + bytes(2)
    third = bytes(2) + struct.pack("<HB", 2, 0) + b"xy"
    assert shared_texts([first, second, third]) == ["赵一钱二", "abc", "xy"]


def test_numbers_in_their_short_forms():
    values = {0x3FF00000: 1.0, (100 << 2) | 2: 100.0, (12345 << 2) | 3: 123.45, -4 & ~3 | 2: -1.0}
    cells = Cells([], [], Texts(), False)
    for raw, number in values.items():
        body = struct.pack("<HHHi", 0, 0, 0, raw)
        assert [value.number for value in cells.take(0x27E, body)] == [number]


def test_results_of_formulas_that_are_texts_come_in_the_next_record():
    cells = Cells([], [], Texts(), False)
    formula = struct.pack("<HHH", 2, 3, 0) + b"\0" * 6 + b"\xff\xff" + bytes(8)
    assert list(cells.take(0x06, formula)) == []
    text = struct.pack("<HB", 2, 1) + "合计".encode("utf-16-le")
    assert [(v.row, v.column, v.text) for v in cells.take(0x207, text)] == [(2, 3, "合计")]


def test_the_library_that_reads_values_finds_the_same(shared):
    """Cell by cell, but for what is no text."""
    for path in (shared / "data" / "attachments" / "government").glob("*.xls"):
        texts = {block.text.strip() for block in extract(path, "xls").blocks}
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            for name in book.sheet_names:
                rows = book.get_sheet_by_name(name).to_python()
                theirs = {v.strip() for row in rows for v in row if isinstance(v, str) and v.strip()}
                assert theirs <= texts
