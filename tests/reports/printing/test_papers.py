"""Other documents print through the same paper: a bulletin with a table, a form, groups of rows; and heads find their cells."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import lxml.html
import openpyxl
import pypdfium2
import pytest
from docx import Document
from tests.reports.printing.samples import report

from gongkai.reports import printing
from gongkai.reports.layouts import TEMPLATES
from gongkai.reports.printing import Cell, Grid, Heading, Paper
from gongkai.reports.printing.axes import padded, spans
from gongkai.reports.printing.leads import divided
from gongkai.reports.printing.sizes import LARGEST, SMALLEST, type_size

GROUPS = {
    "信息发布": [("概况类信息更新量", 12), ("政务动态信息更新量", 340)],
    "解读回应": [("解读材料数量", 9)],
    "安全防护": [("是否建立安全监测预警机制", "是"), ("发现问题数", None)],
}
BULLETIN = Paper(
    title="青禾县政务公开情况通报",
    issuer="青禾县政务公开办公室",
    blocks=(
        Heading("一、总体情况"),
        printing.text_of("本月共公开政府信息342条。\n（一）有关部门。迟公开3条。"),
        Heading("（二）按单位", 2),
        printing.plain_table(
            "各单位公开情况",
            ("单位", "公开", "按时率（%）"),
            [("水务局", 120, Decimal("97.90")), ("=教育局", 0, None)],
            note="注：按时率四舍五入。",
        ),
        printing.grouped_table("网站工作", ("块", "指标", "数量"), GROUPS),
        printing.form("抬头", {"网站名称": "青禾县人民政府网站", "标识码": "3701010001"}),
    ),
    on=date(2026, 2, 3),
)


def test_a_bulletin_prints_in_every_format(tmp_path) -> None:
    document = Document(io.BytesIO(printing.docx_of(BULLETIN)))
    units, groups, form = ([[c.text for c in row.cells] for row in table.rows] for table in document.tables)
    assert units == [["单位", "公开", "按时率（%）"], ["水务局", "120", "97.90"], ["=教育局", "0", "/"]]
    assert [row[0] for row in groups] == ["块", "信息发布", "信息发布", "解读回应", "安全防护", "安全防护"]
    assert groups[4:] == [["安全防护", "是否建立安全监测预警机制", "是"], ["安全防护", "发现问题数", "/"]]
    assert form[0] == ["网站名称", "青禾县人民政府网站"]
    words = [paragraph.text for paragraph in document.paragraphs]
    assert {"各单位公开情况", "注：按时率四舍五入。", "青禾县政务公开办公室", "2026年2月3日"} <= set(words)

    with pypdfium2.PdfDocument(printing.pdf_of(BULLETIN, home=tmp_path)) as pdf:
        text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)
    assert "水务局12097.90=教育局0/注：按时率四舍五入。网站工作" in text

    book = openpyxl.load_workbook(io.BytesIO(printing.xlsx_of(BULLETIN)))
    assert book.sheetnames == ["正文", "各单位公开情况", "网站工作", "抬头"]
    assert book["网站工作"]["A1"].value == "网站工作"
    assert [[c.value for c in row] for row in book["各单位公开情况"]["A3:C4"]] == [
        ["水务局", 120, 97.9],
        ["=教育局", 0, "/"],
    ]

    page = lxml.html.fromstring(printing.html_of(BULLETIN))
    assert [caption.text for caption in page.iter("caption")] == ["各单位公开情况", "网站工作", "抬头"]


def test_sheets_of_one_caption_get_names_of_their_own() -> None:
    grid = printing.plain_table("表/一：" + "长" * 40, ("甲",), [])
    paper = Paper("题", "机关", (grid, grid))
    names = openpyxl.load_workbook(io.BytesIO(printing.xlsx_of(paper))).sheetnames
    assert len(set(names)) == 3
    assert max(map(len, names)) <= 31


@pytest.mark.parametrize("version", TEMPLATES)
def test_every_value_on_the_page_names_its_heads(version: str) -> None:
    page = lxml.html.fromstring(printing.page(report(version)))
    heads = {head.get("id"): head for head in page.iter("th") if head.get("id")}
    every = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(every) == len(set(every))
    for value in page.iter("td"):
        named = (value.get("headers") or "").split()
        assert named
        assert all(name in heads for name in named)
    assert all(head.get("scope") in ("col", "colgroup", "row", "rowgroup") for head in page.iter("th"))
    assert all(table.find("caption") is not None for table in page.iter("table"))


def test_cells_lead_to_their_records_and_can_be_jumped_to() -> None:
    facts = report()
    page = lxml.html.fromstring(printing.page(facts, lambda address: f"/records/?cell={address}&a=1"))
    links = {link.get("href"): link for link in page.iter("a")}
    numbers = [a for a, value in facts.cells() if value is not None and a not in facts.asked]
    assert list(links) == [f"/records/?cell={address}&a=1" for address in numbers]
    link = links["/records/?cell=foi.denied.state_secret/research&a=1"]
    assert link.get("aria-label").endswith(
        "三、本年度办理结果 （三）不予公开 1.属于国家秘密 申请人情况 法人或其他组织 科研机构"
    )
    assert link.getparent().get("id") == "foi.denied.state_secret/research"


def test_heads_inside_one_another_share_cells() -> None:
    paths = [padded(("甲", "一"), 3), padded(("甲", "二"), 3), padded(("乙",), 3), padded(("乙",), 3)]
    assert [(s.text, s.level, s.at, s.levels, s.lines) for s in spans(paths)] == [
        ("甲", 0, 0, 1, 2),
        ("一", 1, 0, 2, 1),
        ("二", 1, 1, 2, 1),
        ("乙", 0, 2, 3, 1),
        ("乙", 0, 3, 3, 1),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ((Cell("甲"),),),
        ((Cell("甲", across=3),),),
        ((Cell("甲", down=2), Cell("乙")),),
        ((Cell("甲", down=2), Cell("乙")), (Cell("丙", across=2),)),
    ],
    ids=["hole", "too wide", "too long", "one over the other"],
)
def test_a_grid_that_does_not_close_is_refused(rows: tuple[tuple[Cell, ...], ...]) -> None:
    with pytest.raises(ValueError, match="表"):
        Grid("表", rows, (1.0, 1.0))


def test_a_long_number_makes_the_type_smaller() -> None:
    def grid(number: int) -> Grid:
        return Grid("表", (tuple(Cell(number) for _ in range(15)),), (1.0,) * 15, 0, 0)

    assert type_size(grid(12)) == LARGEST
    assert SMALLEST < type_size(grid(1_234_567)) < LARGEST
    assert type_size(grid(10**40)) == SMALLEST


@pytest.mark.parametrize(
    ("paragraph", "lead"),
    [
        ("（一）主动公开。全年1条。", "（一）主动公开。"),
        ("（十二）其他", "（十二）其他"),
        ("（一）全年公开，比上年多。", ""),
        ("（略）其他。", ""),
        ("一、总体情况", ""),
    ],
)
def test_the_heading_of_a_paragraph_is_found(paragraph: str, lead: str) -> None:
    assert divided(paragraph) == (lead, paragraph.removeprefix(lead))


@pytest.mark.parametrize(
    ("no", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "100")]
)
def test_sections_are_counted_in_chinese(no: int, words: str) -> None:
    from gongkai.reports.printing.annual import ordinal

    assert ordinal(no) == words


def test_another_kind_of_report_brings_its_form_and_title() -> None:
    facts = replace(report(), template="none")
    paper = printing.paper_of(facts, template=TEMPLATES["2021"], title="青禾县水务局2025年第1季度统计表")
    assert paper.title_lines == ("青禾县水务局", "2025年第1季度统计表")
    assert len(paper.grids) == 3
