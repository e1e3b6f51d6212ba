"""Tables of a PDF are read by the rules drawn on the page: a row a line, whatever goes over several lines in a cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.in_time import grows_less_than

from gongkai.files.extraction import pdf
from gongkai.files.extraction.shapes import Removal
from gongkai.screening.checksums import id_check_char
from gongkai.screening.redaction import pdf as redaction
from gongkai.screening.scanning import scan

LEFT, TOP, HEIGHT, SIZE = 60, 700, 40, 10
NUMBER = "53990119750912478" + id_check_char("53990119750912478")


def _hex(words: str) -> str:
    return f"<{words.encode('utf-16-be').hex()}>"


def _words(x: float, y: float, words: str) -> str:
    return f"BT /F1 {SIZE} Tf {x} {y} Td {_hex(words)} Tj ET\n"


def _cell(x: float, top: float, lines: Sequence[str]) -> str:
    return "".join(_words(x + 2, top - 14 - 12 * number, line) for number, line in enumerate(lines))


def _frame(x: float, top: float, width: float, height: float) -> str:
    return f"{x} {top - height} {width} {height} re S\n"


def _thin(x: float, top: float, width: float, height: float) -> str:
    """The four edges as boxes that are filled, as word processors draw them."""
    edges = [
        (x, top, width, 0.5),
        (x, top - height, width, 0.5),
        (x, top - height, 0.5, height),
        (x + width, top - height, 0.5, height),
    ]
    return "".join(f"{a} {b} {c} {d} re f\n" for a, b, c, d in edges)


def _saved(tmp_path: Path, content: str, **more: object) -> Path:
    """Letters of the Adobe-GB1 set that every reader knows, so that no font has to be in the file."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    system = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("GB1"), Supplement=4)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/STSong-Light"),
        Flags=6,
        FontBBox=Array([-25, -254, 1000, 880]),
        ItalicAngle=0,
        Ascent=880,
        Descent=-120,
        CapHeight=880,
        StemV=93,
    )
    below = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name("/STSong-Light"),
        CIDSystemInfo=system,
        FontDescriptor=descriptor,
        DW=1000,
        W=Array([1, 95, 500]),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name("/STSong-Light"),
        Encoding=Name("/UniGB-UCS2-H"),
        DescendantFonts=Array([below]),
    )
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    page.obj.Contents = made.make_stream(content.encode("ascii"))
    for key, value in more.items():
        page.obj[f"/{key}"] = value
    path = tmp_path / "table.pdf"
    made.save(path)
    return path


def _table(widths: Sequence[int], rows: Sequence[Sequence[Sequence[str]]], draw=_frame) -> str:
    made = ""
    for number, row in enumerate(rows):
        x, top = LEFT, TOP - HEIGHT * number
        for width, lines in zip(widths, row, strict=True):
            made += draw(x, top, width, HEIGHT) + _cell(x, top, lines)
            x += width
    return made


ROWS = [
    [["序号"], ["户主", "姓名"], ["身份证号"], ["联系", "电话"]],
    [["1"], ["赵春", "生"], [NUMBER[:12], NUMBER[12:]], ["138000", "01234"]],
    [["2"], ["高山"], [], ["138000", "04321"]],
]
READ = f"序号\t户主姓名\t身份证号\t联系电话\n1\t赵春生\t{NUMBER}\t13800001234\n2\t高山\t\t13800004321\n"
WIDTHS = (40, 26, 66, 36)


_TURN = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 800 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 -150 842"}


@pytest.mark.parametrize("draw", [_frame, _thin])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_what_the_width_of_a_cell_parts_stands_together(draw, rotation, tmp_path):
    turned = f"q {_TURN[rotation]} cm\n{_table(WIDTHS, ROWS, draw)}Q\n"
    assert pdf.read(_saved(tmp_path, turned, Rotate=rotation)).text == READ


def test_everybody_in_the_list_is_found_and_goes(tmp_path):
    path, target = _saved(tmp_path, _table(WIDTHS, ROWS)), tmp_path / "out.pdf"
    found = pdf.read(path)
    spans = scan(found.text, read_as=found.rows)
    assert {(span.kind, span.text) for span in spans} == {
        ("person_name", "赵春生"),
        ("person_name", "高山"),
        ("resident_id", NUMBER),
        ("mobile", "13800001234"),
        ("mobile", "13800004321"),
    }
    redaction.redact(path, target, [Removal(span.start, span.end, "") for span in spans])
    assert pdf.read(target).text == "序号\t户主姓名\t身份证号\t联系电话\n1\n2\n"


def test_a_line_that_ends_before_the_cell_does_is_a_line_of_its_own(tmp_path):
    rows = [[["姓名"], ["地址"]], [["赵春生", "钱秀英"], ["柳河镇柳庄村"]]]
    assert (
        pdf.read(_saved(tmp_path, _table((120, 120), rows))).text
        == "姓名\t地址\n赵春生\n钱秀英\t柳河镇柳庄村\n"
    )


def test_a_cell_over_several_rows_keeps_the_columns_of_those_below(tmp_path):
    content = _frame(LEFT, TOP, 80, 2 * HEIGHT) + _cell(LEFT, TOP - 14, ["一组"])
    for number, name in enumerate(["赵春生", "钱秀英"]):
        top = TOP - HEIGHT * number
        content += _frame(LEFT + 80, top, 80, HEIGHT) + _cell(LEFT + 80, top, [name])
        content += _frame(LEFT + 160, top, 80, HEIGHT) + _cell(LEFT + 160, top, ["500"])
    assert pdf.read(_saved(tmp_path, content)).text == "一组\t赵春生\t500\n\t钱秀英\t500\n"


def test_a_cell_over_several_columns_moves_none_of_those_behind(tmp_path):
    content = _frame(LEFT, TOP, 160, HEIGHT) + _cell(LEFT, TOP, ["家庭"])
    content += _frame(LEFT + 160, TOP, 80, HEIGHT) + _cell(LEFT + 160, TOP, ["金额"])
    for number, words in enumerate(["赵春生", "3", "500"]):
        content += _frame(LEFT + 80 * number, TOP - HEIGHT, 80, HEIGHT) + _cell(
            LEFT + 80 * number, TOP - HEIGHT, [words]
        )
    assert pdf.read(_saved(tmp_path, content)).text == "家庭\t\t金额\n赵春生\t3\t500\n"


def test_a_frame_is_no_table_nor_a_page_that_is_laid_out_in_cells(tmp_path):
    lines = ["赵春生于三月申请", "公开一份名单"]
    framed = _frame(LEFT, TOP, 300, 100) + _cell(LEFT, TOP, lines)
    assert pdf.read(_saved(tmp_path, framed)).text == "\n".join(lines) + "\n"
    long = ["为做好秋季惠农补贴发放工作现将事项公告"] * 12
    page = _frame(LEFT, TOP, 220, 200) + _frame(LEFT + 220, TOP, 60, 200) + _cell(LEFT, TOP, long)
    assert pdf.read(_saved(tmp_path, page)).text == "\n".join(long) + "\n"


def test_words_before_and_behind_a_table_keep_their_places(tmp_path):
    content = _words(LEFT, TOP + 20, "公示名单") + _table(WIDTHS, ROWS) + _words(LEFT, TOP - 160, "监督电话")
    assert pdf.read(_saved(tmp_path, content)).text == f"公示名单\n{READ}监督电话\n"


def test_an_address_over_two_lines_of_a_paragraph_is_found_and_goes(tmp_path):
    lines = ["当事人违反了有关规定。经查，当事人的住址：云水县柳河镇柳庄路", "12号3栋2单元501室，情节轻微。"]
    path, target = (
        _saved(tmp_path, _words(60, 700, lines[0]) + _words(60, 686, lines[1])),
        tmp_path / "out.pdf",
    )
    found = pdf.read(path)
    assert found.text == "".join(lines) + "\n"
    spans = [span for span in scan(found.text, read_as=found.rows) if span.kind == "address"]
    assert [span.text for span in spans] == ["云水县柳河镇柳庄路12号3栋2单元501室"]
    redaction.redact(path, target, [Removal(span.start, span.end, "") for span in spans])
    assert pdf.read(target).text == "当事人违反了有关规定。经查，当事人的住址：\n，情节轻微。\n"


def test_a_drawing_of_many_strokes_is_read_by_lines(tmp_path):
    words = "".join(_words(60, 780 - n % 60 * 12, "名单" * 20) for n in range(100))

    def hatched(name: str, strokes: int) -> Path:
        (tmp_path / name).mkdir()
        across = (
            f"{10 + n % 560} 20 m {10 + n % 560} 800 l S\n10 {20 + n % 780} m 570 {20 + n % 780} l S\n"
            for n in range(0, strokes * 3, 3)
        )
        return _saved(tmp_path / name, "".join(across) + words)

    plain, grid, drawing = hatched("plain", 0), hatched("grid", 140), hatched("drawing", 4_000)
    assert pdf.read(drawing).text == pdf.read(plain).text
    grows_less_than(4, lambda: pdf.read(plain), lambda: pdf.read(grid))
