"""Word and PDF files: the same facts in both, the layout of an official document, nothing read as an instruction."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from docx import Document
from tests.documents.samples import EVERY, FACTS, facts, opened, words_of_docx, words_of_pdf

from gongkai.documents import shapes
from gongkai.documents.fonts import fonts_for
from gongkai.documents.letters import DocumentProblem, Letter, NoChineseFont, render_docx, render_pdf
from gongkai.documents.wording import letter_for

POINTS = 72 / 25.4
"""of a millimetre"""


def _mm(length: int) -> float:
    return round(length / 36000, 1)


def _letter(**changes: object) -> Letter:
    return replace(letter_for(shapes.REPLY, FACTS, outcome="granted"), **changes)  # type: ignore[arg-type]


def _docx_words(letter: Letter, home: Path) -> str:
    return words_of_docx(render_docx(letter, home=home))


def _bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("code", "outcome"), EVERY, ids=[f"{code}-{outcome}" for code, outcome in EVERY])
def test_both_files_say_what_the_letter_says(code: str, outcome: str | None, tmp_path: Path) -> None:
    letter = letter_for(code, FACTS, outcome=outcome)
    in_word = _docx_words(letter, tmp_path)
    in_pdf = words_of_pdf(render_pdf(letter, home=tmp_path))
    wanted = [
        letter.number,
        letter.issuer,
        letter.title,
        "2026年12月18日",
        *letter.paragraphs,
        *letter.remedy,
    ]
    if shapes.TEMPLATES[code].layout == "form":
        wanted += [*letter.extra, *letter.extra.values()]
    else:
        wanted += [letter.addressee, letter.contact, *letter.attachments, "（印章）"]
    for words in wanted:
        assert words in in_word
        assert _bare(words) in in_pdf
    for ground in letter.grounds:
        assert ground in in_word
        assert _bare(ground) in in_pdf


def test_an_article_that_no_paragraph_quotes_gets_a_line(tmp_path: Path) -> None:
    letter = _letter(paragraphs=("现予公开。",), grounds=("《条例》第三十六条",))
    assert "依据：《条例》第三十六条。" in _docx_words(letter, tmp_path)
    assert "依据：《条例》第三十六条。" in words_of_pdf(render_pdf(letter, home=tmp_path))
    quoted = replace(letter, paragraphs=("根据《条例》第三十六条，现予公开。",))
    assert "依据：" not in _docx_words(quoted, tmp_path).replace("根据", "")


HOSTILE = {
    "jinja": "{{ 7*7 }}{% for x in range(9) %}{{ issuer.__class__ }}{% endfor %}{# 注 #}",
    "docxtpl's own braces": "{_{ 7*7 }_}{_% raw %_}",
    "office tags": "<w:t>甲</w:t></w:p><w:p>&amp;&lt;]]>",
    "typst": '#eval("1+1") #read("/etc/passwd") $x^2$ *粗* _斜_ @名 = 题 \\ // 注 /* 注 */ `码`',
    "quotes": "\"双\"'单'“甲”‘乙’--…",
    "letters of another direction": "שלום العربية",
    "rare characters": "䶮𬭎𠮷喆",
    "field of Word": "PAGE \\* MERGEFORMAT",
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_was_written_in_stands_there_as_written(value: str, tmp_path: Path) -> None:
    letter = _letter(addressee=value, number=value, paragraphs=(value,), attachments=(value,), contact=value)
    in_word = _docx_words(letter, tmp_path)
    assert in_word.count(value) >= 5
    in_pdf = words_of_pdf(render_pdf(letter, home=tmp_path))
    assert in_pdf.count(_bare(value)) >= 5


def test_an_emoji_stands_in_word_and_is_spelled_out_in_the_pdf(tmp_path: Path) -> None:
    letter = _letter(paragraphs=("请公开名单🙏谢谢👩\u200d👧",))
    assert "请公开名单🙏谢谢👩\u200d👧" in _docx_words(letter, tmp_path)
    said = words_of_pdf(render_pdf(letter, home=tmp_path))
    assert "请公开名单🙏谢谢" in said or "请公开名单〔表情U+1F64F〕谢谢〔表情U+1F469〕〔表情U+1F467〕" in said


def test_a_name_that_no_font_has_is_refused_and_never_printed_as_a_box(tmp_path: Path) -> None:
    letter = _letter(addressee="林\U000323af\ue123")
    assert "林\U000323af\ue123" in _docx_words(letter, tmp_path)
    with pytest.raises(DocumentProblem, match=r"字体里没有.*U\+E123"):
        render_pdf(letter, home=tmp_path)


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ("甲\0乙", "U+0000"),
        ("甲\x07乙", "U+0007"),
        ("甲\u202e乙", "U+202E"),
        ("甲\ud800", "U+D800"),
        ("甲\uffff", "U+FFFF"),
    ],
)
def test_what_cannot_be_printed_is_refused_by_field_and_name(value: str, named: str, tmp_path: Path) -> None:
    for render in (render_docx, render_pdf):
        with pytest.raises(DocumentProblem, match=r"“收文人”里有印不出来的字符") as refused:
            render(_letter(addressee=value), home=tmp_path)
        assert named in str(refused.value)


def test_a_long_text_goes_over_pages_and_a_longer_one_is_refused(tmp_path: Path) -> None:
    long = "垦" * 20_000
    letter = _letter(paragraphs=(long,))
    assert long in _docx_words(letter, tmp_path)
    blob = render_pdf(letter, home=tmp_path)
    assert words_of_pdf(blob).count("垦") == 20_000
    with opened(blob) as document:
        assert 30 <= len(document) <= 36  # 22 lines of 28 characters
    for render in (render_docx, render_pdf):
        with pytest.raises(DocumentProblem, match="“正文”有 20001 字，这里最多 20000 字"):
            render(_letter(paragraphs=(long + "垦",)), home=tmp_path)
        with pytest.raises(DocumentProblem, match="“文号”有 301 字"):
            render(_letter(number="号" * 301), home=tmp_path)
        with pytest.raises(DocumentProblem, match="一份文书最多 100000 字"):
            render(_letter(paragraphs=(long,) * 5), home=tmp_path)


def test_a_long_address_breaks_inside_the_margins(tmp_path: Path) -> None:
    address = "https://qinghe.example/" + "a1b2c3d4" * 40
    blob = render_pdf(_letter(paragraphs=(address,)), home=tmp_path)
    with opened(blob) as document:
        text = document[0].get_textpage()
        shown = (i for i in range(text.count_chars()) if text.get_text_range(i, 1).strip())
        assert max(text.get_charbox(i)[2] for i in shown) <= (210 - 26 + 1) / 25.4 * 72
    assert address in words_of_pdf(blob)


def test_the_word_file_has_the_page_of_an_official_document(tmp_path: Path) -> None:
    document = Document(io.BytesIO(render_docx(_letter(), home=tmp_path)))
    (section,) = document.sections
    assert (_mm(section.page_width), _mm(section.page_height)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert tuple(map(_mm, margins)) == (37, 35, 28, 26)
    normal = document.styles["Normal"]
    assert normal.font.size.pt == 16
    assert normal.paragraph_format.line_spacing.pt == 29
    assert normal.element.rPr.rFonts.xpath("@w:eastAsia") == ["仿宋_GB2312"]
    heading = document.styles["Heading 1"]
    assert heading.font.size.pt == 22
    assert heading.element.rPr.rFonts.xpath("@w:eastAsia") == ["方正小标宋简体"]
    assert document.settings.odd_and_even_pages_header_footer
    assert [f.paragraphs[0].text.strip() for f in (section.footer, section.even_page_footer)] == [
        "— 1 —",
        "— 1 —",
    ]
    assert "PAGE" in section.footer._element.xml
    assert document.core_properties.title == "政府信息公开申请答复书 青农公复〔2026〕12号"


def test_the_pdf_has_the_page_of_an_official_document(tmp_path: Path) -> None:
    blob = render_pdf(_letter(paragraphs=tuple("本机关依法答复。" * 30 for _ in range(5))), home=tmp_path)
    with opened(blob) as document:
        assert len(document) >= 2
        for number, page in enumerate(document, 1):
            _check_page(page, number)


def _check_page(page: pypdfium2.PdfPage, number: int) -> None:
    assert [round(side / POINTS) for side in page.get_size()] == [210, 297]
    text = page.get_textpage()
    assert f"— {number} —" in text.get_text_range()
    boxes = [text.get_charbox(i) for i in range(text.count_chars()) if text.get_text_range(i, 1).strip()]
    body = [box for box in boxes if box[1] > 34 * POINTS]
    assert min(box[0] for box in body) >= 27.5 * POINTS
    assert max(box[2] for box in body) <= (210 - 25) * POINTS
    assert max(box[3] for box in body) <= (297 - 36.5) * POINTS
    dashes = [box for box in boxes if box[1] <= 34 * POINTS]
    assert (dashes[0][0] > 105 * POINTS) is (number % 2 == 1)


def test_the_pdf_carries_subsets_of_its_fonts_and_can_be_read_aloud(tmp_path: Path) -> None:
    blob = render_pdf(_letter(), home=tmp_path)
    assert len(blob) < 200_000
    with pikepdf.open(io.BytesIO(blob)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("zh")
        assert b"pdfaid:part" in document.Root.Metadata.read_bytes()
        described = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/FontName" in o]
        assert len(described) >= 2  # body and title
        for font in described:
            assert re.match(r"/[A-Z]{6}\+", str(font.FontName))
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys())


def test_the_same_letter_gives_the_same_bytes(tmp_path: Path) -> None:
    for render in (render_docx, render_pdf):
        assert render(_letter(), home=tmp_path) == render(_letter(), home=tmp_path)


def test_without_a_chinese_font_the_pdf_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoChineseFont, match="没有能显示中文的字体"):
        fonts_for(tmp_path, system=False)


def test_a_document_nobody_knows_is_refused(tmp_path: Path) -> None:
    for render in (render_docx, render_pdf):
        with pytest.raises(DocumentProblem, match="没有叫“memo”的文书"):
            render(_letter(template="memo"), home=tmp_path)


def test_a_receipt_for_an_organisation_has_no_number_of_a_reply(tmp_path: Path) -> None:
    letter = letter_for(shapes.RECEIPT, facts(is_organisation=True, number=""))
    assert "你单位" in _docx_words(letter, tmp_path)


def test_lines_of_a_form_stay_lines(tmp_path: Path) -> None:
    letter = letter_for(
        shapes.REGISTER_FORM, facts(rows={"拟办意见": "一、先查档案。\n二、再征求意见。\r\n三、答复。"})
    )
    assert "一、先查档案。\n二、再征求意见。\n三、答复。" in _docx_words(letter, tmp_path)
    assert "一、先查档案。二、再征求意见。三、答复。" in words_of_pdf(render_pdf(letter, home=tmp_path))
