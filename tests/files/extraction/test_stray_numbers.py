"""Numbers of persons where no reader of a format looks are told, wherever they stand."""

import re

import pytest
from tests.files.hidden_corpus import layout, page, slides, word
from tests.files.hidden_corpus.sample import changed

from gongkai.files.extraction import extract
from gongkai.files.extraction.shapes import ALARMING, Removal
from gongkai.screening.checksums import id_check_char
from gongkai.screening.redaction import docx as redaction
from gongkai.screening.redaction import html as pages
from gongkai.screening.redaction.readback import leftovers

NUMBER = "53990119750912478" + id_check_char("53990119750912478")
MOBILE = "13800008766"
_PIC = 'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'


def _picture(inner: str) -> bytes:
    return word.clean(
        f"<w:p {word.W} {word.R} {word._DRAWING} {_PIC}><w:r><w:drawing><wp:inline>"
        f'<wp:docPr id="7" name="图片 1"/><pic:nvPicPr>{inner}</pic:nvPicPr></wp:inline></w:drawing></w:r></w:p>'
    )


def _control() -> bytes:
    return word.clean(
        f'<w:p {word.W}><w:sdt><w:sdtPr><w:tag w:val="{NUMBER}"/></w:sdtPr><w:sdtContent/></w:sdt></w:p>'
    )


def _smart_tag() -> bytes:
    return word.clean(
        f'<w:p {word.W}><w:smartTag w:element="PersonName"><w:smartTagPr><w:attr w:name="ProductID" w:val="周{NUMBER}"/>'
        "</w:smartTagPr><w:r><w:t>某某</w:t></w:r></w:smartTag></w:p>"
    )


def _numbering() -> bytes:
    change = {"word/numbering.xml": lambda old: re.sub('w:lvlText w:val="[^"]*"', _level, old)}
    return changed(word.clean(), change)


def _level(hit: re.Match[str]) -> str:
    return f'w:lvlText w:val="{NUMBER}"'


WORD = [
    pytest.param(lambda: word._field(f'HYPERLINK "tel:{MOBILE}"', "联系我们"), id="link-that-dials"),
    pytest.param(lambda: word._field(f'HYPERLINK "http://a.gov.cn/{NUMBER}.jpg"', "照片"), id="link"),
    pytest.param(lambda: word._external("hyperlink", f"http://a.gov.cn/zm/{NUMBER}.jpg"), id="relation"),
    pytest.param(lambda: word._field(f'DISPLAYBARCODE "{NUMBER}" QR', ""), id="barcode"),
    pytest.param(lambda: _picture(f'<pic:cNvPr id="0" name="周永贵{NUMBER}.jpg"/>'), id="name-of-a-picture"),
    pytest.param(lambda: _picture(f'<pic:cNvPr id="0" name="a" uri="{NUMBER}"/>'), id="any-attribute"),
    pytest.param(_control, id="tag-of-a-control"),
    pytest.param(_smart_tag, id="smart-tag"),
    pytest.param(_numbering, id="numbering"),
]


@pytest.mark.parametrize("make", WORD)
def test_a_number_in_a_corner_of_a_word_file_is_told_and_taken_out(make, tmp_path):
    path, target = tmp_path / "a.docx", tmp_path / "b.docx"
    path.write_bytes(make())
    found = extract(path, "docx")
    told = " ".join(one.excerpt for one in found.hidden if one.kind in ALARMING)
    assert found.text.count(NUMBER) + found.text.count(MOBILE) == 0
    assert NUMBER in told or MOBILE in told
    redaction.redact(path, target, [])
    assert leftovers(target, "docx", [NUMBER, MOBILE]) == []
    assert not {one.kind for one in extract(target, "docx").hidden} & ALARMING


def _link(target: str) -> bytes:
    relation = (
        f'<Relationship Id="rId9" Type="{slides._OFFICE}/hyperlink" Target="{target}" TargetMode="External"/>'
    )
    return changed(
        slides.deck(beside=(("rId8", "tags", "../tags/tag1.xml"),), ppt__tags__tag1="<tagLst/>"),
        {
            "ppt/slides/_rels/slide2.xml.rels": lambda old: old.replace(
                "</Relationships>", f"{relation}</Relationships>"
            )
        },
    )


def _old_page() -> bytes:
    return changed(
        layout.layout(), {"Doc_0/Pages/Page_9/Content.xml": layout._page(layout.words(f"身份证号{NUMBER}"))}
    )


@pytest.mark.parametrize(
    ("extension", "make"),
    [
        pytest.param("pptx", lambda: _link(f"tel:{MOBILE}"), id="slide-link"),
        pytest.param(
            "pptx", lambda: slides.deck(f'<p:pic><p:cNvPr id="2" name="{NUMBER}.jpg"/></p:pic>'), id="picture"
        ),
        pytest.param("ofd", _old_page, id="page-left-over"),
        pytest.param(
            "ofd", lambda: layout.layout(f'<ofd:PathObject Name="{NUMBER}" ID="3"/>'), id="name-of-a-shape"
        ),
    ],
)
def test_a_number_in_a_corner_of_another_packed_file_is_told(extension, make, tmp_path):
    path = tmp_path / f"a.{extension}"
    path.write_bytes(make())
    told = [one for one in extract(path, extension).hidden if one.kind == "hidden_text"]
    assert any(NUMBER in one.excerpt or MOBILE in one.excerpt for one in told)


@pytest.mark.parametrize(
    "inner",
    [
        f"<w:r><w:t>{NUMBER}</w:t></w:r>",
        f"<w:r><w:t>{NUMBER[:5]}</w:t></w:r><w:r><w:t>{NUMBER[5:16]}</w:t></w:r><w:r><w:t>{NUMBER[16:]}</w:t></w:r>",
        f'<w:hyperlink w:tooltip="{MOBILE}"><w:r><w:t>{MOBILE}</w:t></w:r></w:hyperlink>',
        '<w:sdt><w:sdtPr><w:id w:val="1380000876"/></w:sdtPr></w:sdt>',
        '<w:bookmarkStart w:id="1" w:name="_Toc13800008766001"/><w:bookmarkEnd w:id="1"/>',
    ],
)
def test_a_number_of_the_text_or_of_a_program_alarms_nobody(inner, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(word.clean(word.paragraph(inner)))
    assert not {one.kind for one in extract(path, "docx").hidden} & ALARMING


@pytest.mark.parametrize(
    "inner",
    [
        f'<tr data-card="{NUMBER}"><td>甲</td></tr>',
        f'<p id="u{NUMBER}">甲</p>',
        f"<a onclick=\"show('{NUMBER}')\">甲</a>",
        f"<a href=\"javascript:call('{MOBILE}')\">甲</a>",
        f'<a href="d.aspx?lxdh={MOBILE}">甲</a>',
        f'<form action="s.aspx?id={NUMBER}"></form>',
        f'<select><option value="{NUMBER}">甲</option></select>',
        f'<table><tr><td x:num="{NUMBER}">5.39901E+17</td></tr></table>',
    ],
)
def test_a_number_in_an_attribute_of_a_page_is_text_that_can_be_taken_out(inner, tmp_path):
    path, target = tmp_path / "a.html", tmp_path / "b.html"
    path.write_bytes(page.page(inner))
    text = extract(path, "html").text
    number = NUMBER if NUMBER in text else MOBILE
    at = text.index(number)
    pages.redact(path, target, [Removal(at, at + len(number))])
    assert leftovers(target, "html", [NUMBER, MOBILE]) == []


def test_numbers_of_articles_in_addresses_are_no_mobiles(tmp_path):
    path = tmp_path / "a.html"
    path.write_bytes(
        page.page(f'<a href="/art/{MOBILE}.html">公告</a><a href="list.aspx?id={MOBILE}">更多</a>')
    )
    assert MOBILE not in extract(path, "html").text


def test_what_a_page_does_and_says_of_itself_is_told_with_its_words(tmp_path):
    path = tmp_path / "a.html"
    head = f'<meta property="og:description" content="户主：周永贵{MOBILE}">'
    path.write_bytes(page.page(f"<a onclick=\"show('{NUMBER}')\">甲</a><noframes>乙的话</noframes>", head))
    told = {one.kind: one.excerpt for one in extract(path, "html").hidden}
    assert MOBILE in told["custom_properties"]
    assert NUMBER in told["scripts"]
    assert told["hidden_text"] == "乙的话"
