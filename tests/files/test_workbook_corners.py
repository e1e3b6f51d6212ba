"""What a workbook says beside its cells: what rules and filters look for, old words of links, sheets left over."""

import pytest
from tests.files.hidden_corpus.workbooks import CANARY, MAIN, SHEET, clean, rewritten, saved, table

from gongkai.files.extraction import extract
from gongkai.files.extraction.shapes import ALARMING
from gongkai.screening.checksums import id_check_char

NUMBER = "53990119750912478" + id_check_char("53990119750912478")
MOBILE = "13800008766"


def _read(made: bytes, tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(made)
    return extract(path, "xlsx")


def _behind_cells(xml: str) -> bytes:
    return rewritten(
        saved(table()), change={SHEET: lambda x: x.replace("</sheetData>", f"</sheetData>{xml}")}
    )


def _cell(inner: str, kind: str = "") -> bytes:
    row = f'<row r="20"><c r="H20"{kind}>{inner}</c></row></sheetData>'
    return rewritten(saved(table()), change={SHEET: lambda x: x.replace("</sheetData>", row)})


def _filter(value: str) -> str:
    return f'<autoFilter ref="A1:D6"><filterColumn colId="1"><filters><filter val="{value}"/></filters></filterColumn></autoFilter>'


@pytest.mark.parametrize(
    "xml",
    [
        f'<hyperlinks><hyperlink ref="B2" location="名单!A1" display="{CANARY}"/></hyperlinks>',
        f'<conditionalFormatting sqref="B2"><cfRule type="containsText" text="{CANARY}"><formula>1</formula></cfRule></conditionalFormatting>',
        f'<conditionalFormatting sqref="B2"><cfRule type="cellIs"><formula>"{CANARY}"</formula></cfRule></conditionalFormatting>',
        _filter(CANARY),
        f'<sortState ref="A1:D6"><sortCondition ref="B1" customList="{CANARY},甲乙"/></sortState>',
        f'<dataValidations><dataValidation type="custom"><formula1>B2="{CANARY}"</formula1></dataValidation></dataValidations>',
    ],
)
def test_what_a_sheet_says_beside_its_cells_is_text(xml, tmp_path):
    found = _read(_behind_cells(xml), tmp_path)
    assert found.text.count(CANARY) == 1
    assert "名单" in found.place_of(found.text.index(CANARY))
    assert not {one.kind for one in found.hidden} & ALARMING


def test_what_the_cells_say_already_is_not_told_again(tmp_path):
    links = '<hyperlinks><hyperlink ref="B2" location="名单!A1" display="户主1"/></hyperlinks>'
    found = _read(_behind_cells(_filter("户主1") + links), tmp_path)
    assert found.text.count("户主1") == 1


@pytest.mark.parametrize(
    "formula",
    [
        f'"{NUMBER[:6]}"&amp;"{NUMBER[6:10]}"&amp;"{NUMBER[10:]}"',
        f"IF(A1={NUMBER},1,2)",
        f'HYPERLINK("tel:{NUMBER}","看")',
    ],
)
def test_a_number_in_a_formula_is_text(formula, tmp_path):
    found = _read(_cell(f"<f>{formula}</f>"), tmp_path)
    assert found.text.count(NUMBER) == 1
    assert found.place_of(found.text.index(NUMBER)).endswith("H20的公式")


def test_a_text_in_the_place_of_a_value_is_read(tmp_path):
    assert CANARY in _read(_cell(f"<v>{CANARY}</v>", ' t="inlineStr"'), tmp_path).text


@pytest.mark.parametrize(
    ("part", "content", "kind"),
    [
        ("xl/worksheets/sheet9.xml", f"<worksheet {MAIN}><c><is><t>{CANARY}</t></is></c></worksheet>", "hidden_sheets"),
        ("xl/drawings/vmlDrawing1.vml", f"<xml><div>{NUMBER}</div></xml>", "hidden_text"),
        ("xl/tables/table1.xml", f'<table {MAIN}><tableColumn totalsRowLabel="{NUMBER}"/></table>', "hidden_text"),
        ("xl/richData/rdrichvalue.xml", f"<rvData><v>{MOBILE}</v></rvData>", "hidden_text"),
    ],
)  # fmt: skip
def test_a_part_that_no_one_reads_is_told(part, content, kind, tmp_path):
    told = _read(rewritten(saved(table()), add={part: content}), tmp_path).hidden
    words = {one.excerpt for one in told if one.kind == kind and part in one.place}
    assert words & {CANARY, NUMBER, MOBILE}


def test_a_picture_in_a_cell_is_told_by_its_description(tmp_path):
    """As one of the common programs keeps pictures that stand in cells."""
    content = f'<etc:cellImages xmlns:etc="w" xmlns:x="x"><x:cNvPr id="1" name="a" descr="{CANARY}"/></etc:cellImages>'
    assert CANARY in _read(rewritten(saved(table()), add={"xl/cellimages.xml": content}), tmp_path).text


def test_the_title_of_the_file_is_told(tmp_path):
    book = table()
    book.properties.title = CANARY
    told = {one.kind: one.excerpt for one in _read(saved(book), tmp_path).hidden}
    assert told["custom_properties"] == CANARY


def test_ordinary_tables_say_nothing_more_than_before(tmp_path):
    for made in clean(8):
        assert not {one.kind for one in _read(made, tmp_path).hidden} & {"hidden_sheets", "hidden_text"}
