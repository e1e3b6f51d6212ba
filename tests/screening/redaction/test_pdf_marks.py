"""Marks of a page that say one letter otherwise than its font does (⾼ is 高) stay with their letter, and go with it."""

import re

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from tests.screening.redaction.planted import _descriptor, _to_unicode
from tests.screening.redaction.typesetting import system_font, width_of

from gongkai.files.extraction import pdf as reading
from gongkai.files.extraction.shapes import Removal
from gongkai.screening.redaction import pdf as redaction

DRAWN = "高马户主艳涛"
TOLD = "⾼⻢户主艳涛"
"""What the font says of the same shapes."""


def mark(said: str, drawn: str) -> str:
    return f"/Span <</ActualText <feff{said.encode('utf-16-be').hex()}>>> BDC {show(drawn)} EMC"


def show(letters: str) -> str:
    return "<" + "".join(f"{DRAWN.index(one) + 1:02x}" for one in letters) + "> Tj"


def page(tmp_path, *lines: str):
    system_font()
    pdf = pikepdf.new()
    sheet = pdf.add_blank_page(page_size=(300, 200))
    font = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/AAAAAA+Planted"), FirstChar=0, LastChar=len(DRAWN),
        Widths=[0, *map(width_of, DRAWN)], FontDescriptor=_descriptor(pdf, DRAWN),
        ToUnicode=pdf.make_stream(_to_unicode(TOLD, 1)),
    )  # fmt: skip
    sheet.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    set_ = "\n".join(f"BT /F1 12 Tf 30 {150 - 20 * no} Td {line} ET" for no, line in enumerate(lines))
    sheet.Contents = pdf.make_stream(set_.encode())
    path = tmp_path / "in.pdf"
    pdf.save(path)
    return path


def redacted(tmp_path, path, words: str):
    text, target = reading.read(path).text, tmp_path / "out.pdf"
    hits = [Removal(hit.start(), hit.end(), "") for hit in re.finditer(words, text)]
    assert hits, text
    result = redaction.redact(path, target, hits)
    with pikepdf.open(target) as pdf:
        pdf.pages[0].contents_coalesce()
        drawing = pdf.pages[0].Contents.read_bytes()
    return result, reading.read(target).text, drawing


def test_a_page_whose_letters_are_told_by_marks_stays_letters_and_says_the_same(tmp_path):
    path = page(
        tmp_path, show("户主") + mark("高", "高") + show("艳涛"), show("户主") + mark("马", "马") + show("涛")
    )
    result, text, _ = redacted(tmp_path, path, "高艳涛")
    assert result.flattened == ()
    assert text.split() == ["户主", "户主马涛"]


def test_with_its_letter_goes_what_the_mark_says(tmp_path):
    path = page(tmp_path, show("户主") + mark("高", "高") + show("艳涛"))
    _, text, drawing = redacted(tmp_path, path, "高艳涛")
    assert text.split() == ["户主"]
    assert b"ActualText" not in drawing


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(mark("高艳", "高艳"), id="several letters"),
        pytest.param(mark("高", "高艳"), id="one for two"),
        pytest.param(mark("高", "") + show("艳"), id="for nothing"),
        pytest.param("/Span <</ActualText <feff9ad8>>> BDC " + show("高艳"), id="never closed"),
    ],
)
def test_what_says_more_than_its_one_letter_says_nothing(tmp_path, line):
    _, _, drawing = redacted(tmp_path, page(tmp_path, show("户主"), line), "户主")
    assert b"ActualText" not in drawing
    assert b"BMC" in drawing or b"/Image" in drawing or b" Do" in drawing
