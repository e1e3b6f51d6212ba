"""Text is data: whatever stands in a section or a name, all four files hold it, and nothing in it acts."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import lxml.html
import openpyxl
import pikepdf
import pypdfium2
from docx import Document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.reports.printing.samples import report, with_text

from gongkai.reports import printing
from gongkai.reports.facts import ReportFacts, Section
from gongkai.reports.printing.plain import line, paragraphs

HOSTILE = {
    "typst": '#eval("1+1") #read("/etc/passwd") $x^2$ *粗* _斜_ @名 = 题 \\ // 注 /* 注 */ `码` <标> [块] #panic()',
    "jinja": "{{ 7*7 }}{% for x in range(9) %}{{ facts.__class__ }}{% endfor %}{# 注 #}{_{ 7*7 }_}",
    "office tags": "<w:t>甲</w:t></w:p><w:p>&amp;&lt;]]>",
    "page tags": "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;",
    "formula": '=HYPERLINK("http://example.com","点") +1 -1 @SUM(A1)',
    "quotes": "\"双\"'单'“甲”‘乙’--…",
}


def _bare(text: str) -> str:
    return "".join(text.split())


def _in_word(blob: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(blob)).paragraphs)


def _in_pdf(blob: bytes) -> str:
    with pypdfium2.PdfDocument(blob) as document:
        return _bare("".join(page.get_textpage().get_text_bounded() for page in document))


def _in_workbook(blob: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(blob))
    cells = [row[0] for row in book["正文"].iter_rows()]
    assert all(cell.data_type in ("s", "n") for sheet in book for row in sheet.iter_rows() for cell in row)
    return "\n".join(str(cell.value) for cell in cells)


def _in_page(html: str) -> str:
    return lxml.html.fromstring(html).text_content()


def test_nothing_in_a_text_acts(tmp_path: Path) -> None:
    facts = with_text("\n".join(HOSTILE.values()))
    word, sheet = _in_word(printing.word(facts)), _in_workbook(printing.workbook(facts))
    page, pdf = _in_page(printing.page(facts)), _in_pdf(printing.pdf(facts, home=tmp_path))
    for kind, words in HOSTILE.items():
        assert words in word, kind
        assert words in sheet, kind
        assert words in page, kind
        assert _bare(words) in pdf, kind


def test_a_name_is_data_as_well(tmp_path: Path) -> None:
    facts = report(unit_name='=甲#panic()</title><script>{{ 1 }}"局')
    title = printing.title_of(facts)
    assert Document(io.BytesIO(printing.word(facts))).core_properties.title == title
    assert _bare(title) in _in_pdf(printing.pdf(facts, home=tmp_path))
    page = lxml.html.fromstring(printing.html(facts))
    assert page.findtext("head/title") == title
    assert not page.findall(".//script")


def test_controls_are_spelled_out_and_line_ends_make_paragraphs(tmp_path: Path) -> None:
    facts = with_text("一\x00二\u202e三\r\n四\x0c五\ud800\n\n\t六")
    spoken = ["一〔U+0000〕二〔U+202E〕三", "四", "五〔U+D800〕", "六"]
    for text in (
        _in_word(printing.word(facts)),
        _in_workbook(printing.workbook(facts)),
        _in_page(printing.page(facts)),
    ):
        assert [one for one in (part.strip() for part in text.split("\n")) if one in spoken] == spoken
    assert "".join(spoken) in _in_pdf(printing.pdf(facts, home=tmp_path))


def test_what_no_font_draws_is_spelled_out_in_the_pdf(tmp_path: Path) -> None:
    text = _in_pdf(printing.pdf(with_text("谢谢🙏，姓\U000f0001"), home=tmp_path))
    assert "谢谢〔表情U+1F64F〕，姓〔U+F0001〕" in text


def test_a_long_word_breaks_and_a_long_text_goes_on(tmp_path: Path) -> None:
    facts = with_text("http://example.com/" + "a1" * 200 + "。\n" + "长文。" * 15_000)
    pdf = printing.pdf(facts, home=tmp_path)
    assert "a1" * 200 in _in_pdf(pdf)
    assert _in_pdf(pdf).count("长") == 15_000
    assert _in_workbook(printing.workbook(facts)).replace("\n", "").count("长文。") == 15_000
    with pypdfium2.PdfDocument(pdf) as document:
        first = document[0]
        edges = [first.get_textpage().get_charbox(n)[2] for n in range(first.get_textpage().count_chars())]
        assert max(edges) <= (210 - 22) * 72 / 25.4  # punctuation may hang over the edge by half of itself


@settings(max_examples=3, suppress_health_check=list(HealthCheck))
@given(words=st.text(max_size=60), name=st.text(max_size=20))
@example(words="（一）。", name="")
@example(words="\n\n", name="\x00")
def test_any_text_prints(words: str, name: str, tmp_path_factory) -> None:
    facts = replace(with_text(words), unit_name=name)
    word, sheet = _in_word(printing.word(facts)), _in_workbook(printing.workbook(facts))
    assert [p for p in paragraphs(words) if p not in word or p not in sheet] == []
    page = printing.page(facts)
    assert "\x00" not in page
    assert printing.pdf(facts, home=tmp_path_factory.getbasetemp()).startswith(b"%PDF")


@given(st.text())
def test_a_line_has_no_end_and_stays_when_cleaned_again(words: str) -> None:
    assert len(line(words).splitlines()) <= 1 or min(line(words)) >= "\x1c"
    assert line(line(words)) == line(words)


@given(
    st.one_of(
        st.none(),
        st.integers(-(10**20), 10**20),
        st.decimals(allow_nan=False, allow_infinity=False, places=4),
    )
)
@settings(max_examples=5)
def test_any_number_prints(number) -> None:
    facts = report()
    facts = replace(facts, disclosure={**facts.disclosure, "fees.amount": number})
    document = Document(io.BytesIO(printing.word(facts)))
    written = document.tables[0].rows[-1].cells[-1].text
    assert written == (
        "/" if number is None else f"{number:f}" if isinstance(number, Decimal) else str(number)
    )


def test_a_report_with_nothing_in_it_prints_blank_cells(tmp_path: Path) -> None:
    empty = ReportFacts(unit_code="", unit_name="", year=2025, template="2021")
    for table in Document(io.BytesIO(printing.word(empty))).tables:
        assert "0" not in "".join(cell.text for row in table.rows for cell in row.cells)
    assert printing.pdf(empty, home=tmp_path)
    assert printing.workbook(empty)
    assert printing.page(empty)


def test_sections_of_one_number_are_both_printed() -> None:
    facts = report(
        sections=(
            Section(5, "存在的主要问题", "甲。"),
            Section(5, "改进情况", "乙。"),
            Section(8, "附", "丙。"),
        )
    )
    words = _in_word(printing.word(facts)).split("\n")
    assert [w for w in words if w in ("甲。", "改进情况", "乙。", "八、附", "丙。")] == [
        "甲。",
        "改进情况",
        "乙。",
        "八、附",
        "丙。",
    ]


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    for make in (printing.word, printing.workbook, printing.html):
        assert make(report()) == make(report())
    assert printing.pdf(report(), home=tmp_path) == printing.pdf(report(), home=tmp_path)


def test_pdf_is_tagged_has_title_and_language_and_heads_on_every_page(tmp_path: Path) -> None:
    blob = printing.pdf(with_text("很长的一段。" * 60), home=tmp_path)
    with pikepdf.open(io.BytesIO(blob)) as document:
        root = document.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang).lower().startswith("zh")
        assert document.docinfo["/Title"] == printing.title_of(report())
        assert root.ViewerPreferences.DisplayDocTitle
    with pypdfium2.PdfDocument(blob) as document:
        pages = [_bare(page.get_textpage().get_text_bounded()) for page in document]
    assert (
        sum("社会公益组织" in page for page in pages)
        == sum("（三）不予公开" in p or "四、结转" in p for p in pages)
        == 2
    )


def test_word_file_repeats_heads_and_names_its_fonts() -> None:
    document = Document(io.BytesIO(printing.word(report())))
    heads = [len(table._tbl.xpath("./w:tr[w:trPr/w:tblHeader]")) for table in document.tables]
    assert heads == [0, 3, 3]
    assert [p.style.name for p in document.paragraphs if p.style.name.startswith(("Title", "Heading"))] == [
        "Title",
        *["Heading 1"] * 6,
    ]
    fonts = {str(font) for font in document.element.body.xpath(".//w:rFonts/@w:eastAsia")}
    assert fonts == {"方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"}
    assert document.core_properties.language == "zh-CN"
    assert "PAGE" in document.sections[0].footer._element.xml


def test_a_day_stands_under_the_report_only_when_there_is_one() -> None:
    assert "2026年1月20日" in _in_page(printing.page(report()))
    assert "2026年" not in _in_page(printing.page(report(published_on=None)))
    assert "2026年1月9日" in _in_page(printing.page(report(published_on=None, submitted_on=date(2026, 1, 9))))
