"""Excel 97 workbooks: what they say, and what their sheets, rows, columns, styles, notes and streams hide."""

import openpyxl
import pytest
from tests.files.hidden_corpus.old_workbooks import OldSheet, workbook

from gongkai.files.extraction import extract
from gongkai.files.extraction.shapes import READ, UNREADABLE, Removal
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
    assert found.text == "名单\n姓名\t金额\n赵一\t1200\n530125199003072\n空表\n"
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
