"""What is taken out of a workbook is in no part of it any more; what stays reads as before."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from tests.files.hidden_corpus import workbooks
from tests.files.hidden_corpus.workbooks import CANARY, rewritten, saved, table, with_shared_texts

from gongkai.files.extraction import xls, xlsx
from gongkai.files.extraction.shapes import ALARMING, Removal
from gongkai.screening.redaction.xlsx import RedactionFailed, redact, to_values_only

NAME, NUMBER = "吴老七", "530125199003072340"


def write(folder: Path, made: bytes, name: str = "表.xlsx") -> Path:
    (folder / name).write_bytes(made)
    return folder / name


def removals(path: Path, *terms: tuple[str, str]) -> list[Removal]:
    text = xlsx.read(path).text
    found = []
    for term, mask in terms:
        at = text.find(term)
        while at >= 0:
            found.append(Removal(at, at + len(term), mask))
            at = text.find(term, at + 1)
    return found


def everything(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist()) + workbooks.members_text(
            path.read_bytes()
        )


def with_person(sheet) -> None:
    sheet["B3"], sheet["E3"], sheet["F3"] = f"{NAME}（东村）", NUMBER, 13800138000
    sheet["G3"] = f'="户主"&"{NAME}"'


@pytest.fixture(params=["inline", "shared"])
def book(request, tmp_path) -> Path:
    made = table()
    with_person(made.active)
    raw = saved(made)
    return write(tmp_path, with_shared_texts(raw) if request.param == "shared" else raw)


def test_removed_words_are_in_no_member_and_both_readers_open_the_result(book, tmp_path):
    asked = removals(book, (NAME, "吴*"), (NUMBER, "530***********2340"), ("13800138000", ""))
    target = tmp_path / "公开.xlsx"
    done = redact(book, target, asked)
    assert done.cells >= 3
    for term in (NAME, NUMBER, "13800138000"):
        assert term not in everything(target)
    opened = openpyxl.load_workbook(target).active
    assert (opened["B3"].value, opened["E3"].value, opened["F3"].value) == (
        "吴*（东村）",
        "530***********2340",
        None,
    )
    rows = python_calamine.CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert rows[2][:4] == [2.0, "吴*（东村）", "东村", 1002.0]
    assert xlsx.read(target).hidden == ()


def test_numbers_dates_formats_widths_and_merges_stay(tmp_path):
    import datetime

    made = table()
    sheet = made.active
    sheet["E2"], sheet["F2"] = datetime.date(2026, 5, 1), 0.125
    sheet["F2"].number_format = "0.0%"
    sheet.merge_cells("A8:D8")
    sheet["A8"] = "备注：<甲> & “乙”"
    sheet.column_dimensions["B"].width = 30
    sheet.freeze_panes = "A2"
    source = write(tmp_path, saved(made))
    before = xlsx.read(source).text
    to_values_only(source, tmp_path / "值.xlsx")
    assert xlsx.read(tmp_path / "值.xlsx").text == before
    assert "2026-05-01" in before
    assert "12.5%" in before
    opened = openpyxl.load_workbook(tmp_path / "值.xlsx").active
    assert opened["E2"].value == datetime.datetime(2026, 5, 1)
    assert str(next(iter(opened.merged_cells.ranges))) == "A8:D8"
    assert opened.column_dimensions["B"].width == 30
    assert opened.freeze_panes == "A2"


def test_hidden_rows_and_columns_go_and_what_follows_moves_up(tmp_path):
    made = table()
    sheet = made.active
    sheet["B3"] = CANARY
    sheet.row_dimensions[3].hidden = True
    sheet["C5"] = CANARY
    sheet.column_dimensions["C"].hidden = True
    sheet.merge_cells("A8:D8")
    sheet["A8"] = "合计"
    source = write(tmp_path, saved(made))
    redact(source, tmp_path / "公开.xlsx", [])
    opened = openpyxl.load_workbook(tmp_path / "公开.xlsx").active
    assert [cell.value for cell in opened[3]] == [3, "户主3", 1003]
    assert str(next(iter(opened.merged_cells.ranges))) == "A7:C7"
    assert CANARY not in everything(tmp_path / "公开.xlsx")


def test_on_wish_hidden_cells_stay_and_are_shown(tmp_path):
    made = table()
    made.active["B3"] = CANARY
    made.active.row_dimensions[3].hidden = True
    other = made.create_sheet("底稿")
    other["A1"] = "底稿的话"
    other.sheet_state = "veryHidden"
    source = write(tmp_path, saved(made))
    redact(source, tmp_path / "公开.xlsx", [], keep_hidden=True)
    found = xlsx.read(tmp_path / "公开.xlsx")
    assert found.hidden == ()
    assert CANARY in found.text
    assert "底稿的话" in found.text


@pytest.mark.parametrize("case", workbooks.hiding(), ids=lambda case: case.name)
def test_whatever_hid_does_not_go_along(case, tmp_path):
    source = write(tmp_path, case.made)
    redact(source, tmp_path / "公开.xlsx", [])
    assert CANARY not in everything(tmp_path / "公开.xlsx")
    left = {h.kind for h in xlsx.read(tmp_path / "公开.xlsx").hidden}
    assert not left & (ALARMING | {"author", "custom_properties", "thumbnail", "named_ranges"})
    openpyxl.load_workbook(tmp_path / "公开.xlsx")


def test_a_number_broken_over_two_cells_goes_from_both(tmp_path):
    made = table()
    made.active["E3"], made.active["F3"] = "5301251990", "03072340"
    source = write(tmp_path, saved(made))
    text = xlsx.read(source).text
    start = text.index("5301251990")
    redact(source, tmp_path / "公开.xlsx", [Removal(start, text.index("03072340") + 8, "遮盖")])
    opened = openpyxl.load_workbook(tmp_path / "公开.xlsx").active
    assert (opened["E3"].value, opened["F3"].value) == ("遮盖", None)


def test_a_sheet_named_after_a_person_gets_another_name(tmp_path):
    made = table()
    made.active.title = f"{NAME}家"
    source = write(tmp_path, saved(made))
    redact(source, tmp_path / "公开.xlsx", removals(source, (NAME, "吴*")))
    assert openpyxl.load_workbook(tmp_path / "公开.xlsx").sheetnames == ["吴＊家"]


def test_a_person_in_a_number_format_a_head_or_a_name_of_a_style_goes_too(tmp_path):
    made = table()
    sheet = made.active
    with_person(sheet)
    sheet["D2"].number_format = f'0"{NAME}"'
    sheet.oddHeader.center.text = f"制表：{NAME}"
    source = write(tmp_path, saved(made))
    redact(source, tmp_path / "公开.xlsx", removals(source, (NAME, "吴*")))
    assert NAME not in everything(tmp_path / "公开.xlsx")


ID = "530102199003074471"


@pytest.mark.parametrize(
    ("value", "form"),
    [(199003074471, '"530102"000000000000'), ("199003074471", '"530102"@'), (199003074471, r"\5\3\0\1\0\2#")],
)  # fmt: skip
def test_an_id_whose_beginning_stands_in_the_number_format_is_found_and_goes(tmp_path, value, form):
    made = table()
    made.active["D2"], made.active["D3"] = value, value
    made.active["D2"].number_format = form
    source = write(tmp_path, saved(made))
    assert xlsx.read(source).text.count(ID) == 1
    redact(source, tmp_path / "公开.xlsx", removals(source, (ID, "5301**********4471")))
    text = xlsx.read(tmp_path / "公开.xlsx").text
    assert ID not in text
    assert "5301**********4471" in text


@pytest.mark.parametrize(
    "written",
    ["&C电话&B13800138000&B", "&L制表&R13800138000", "&K00000013800138000", '电话&"宋体,加粗"138&"宋体,常规"00138000'],
)  # fmt: skip
def test_codes_of_a_head_part_no_number(tmp_path, written):
    made = table()
    made.active["D2"] = "13800138000"
    made.active.oddHeader.center.text = "X"
    change = {
        "xl/worksheets/sheet1.xml": lambda text: text.replace(
            "&amp;CX", written.replace("&", "&amp;").replace('"', "&quot;")
        )
    }
    source = write(tmp_path, rewritten(saved(made), change=change))
    assert xlsx.read(source).text.count("13800138000") == 2
    redact(source, tmp_path / "公开.xlsx", removals(source, ("13800138000", "138****8000")))
    assert "0138" not in everything(tmp_path / "公开.xlsx")


def test_comments_in_the_styles_do_not_go_along(tmp_path):
    change = {"xl/styles.xml": lambda text: text.replace("</styleSheet>", f"<!--{CANARY}--></styleSheet>")}
    source = write(tmp_path, rewritten(saved(table()), change=change))
    to_values_only(source, tmp_path / "公开.xlsx")
    assert CANARY not in everything(tmp_path / "公开.xlsx")


def test_a_workbook_that_shows_nothing_is_refused_in_words(tmp_path):
    source = write(
        tmp_path,
        rewritten(
            saved(table()),
            change={"xl/workbook.xml": lambda x: x.replace('state="visible"', 'state="hidden"')},
        ),
    )
    with pytest.raises(RedactionFailed, match="没有显示的工作表"):
        redact(source, tmp_path / "公开.xlsx", [])


def test_signs_that_xml_cannot_hold_do_not_break_the_result(tmp_path):
    made = table()
    made.active["B3"] = "甲_x0041_乙"
    source = write(tmp_path, saved(made))
    redact(source, tmp_path / "公开.xlsx", removals(source, ("东村", "_x0041_\x0b")))
    openpyxl.load_workbook(io.BytesIO((tmp_path / "公开.xlsx").read_bytes()))


def test_real_old_workbooks_become_workbooks_of_values(shared, tmp_path):
    for source in (shared / "data" / "attachments" / "government").glob("*.xls"):
        target = tmp_path / f"{source.stem}.xlsx"
        found = xls.read(source)
        to_values_only(source, target, keep_hidden=True)
        cells = [b.text.strip() for b in found.blocks if not b.place.endswith(("的批注", "文本框"))]
        assert [b.text.strip() for b in xlsx.read(target).blocks] == cells
        at, length = found.starts[3], len(found.blocks[3].text)
        redact(source, target, [Removal(at, at + length, "遮盖")], keep_hidden=True)
        assert xlsx.read(target).blocks[3].text == "遮盖"
        openpyxl.load_workbook(target)
