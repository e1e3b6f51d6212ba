"""Files of a few kilobytes that repeat one thing ten thousand times, or claim to be huge: an answer in time, whatever it is."""

from __future__ import annotations

import importlib
import io
import re
import struct
import zipfile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.files.hidden_corpus import layout, page, slides, word, workbooks
from tests.files.hidden_corpus.compound import compound
from tests.files.hidden_corpus.sample import changed
from tests.in_time import within

from gongkai.files.extraction import extract
from gongkai.files.extraction.html_walk import walk
from gongkai.files.extraction.shapes import READ, UNREADABLE
from gongkai.files.extraction.workbook_values import shown_as

pytestmark = pytest.mark.sweep

SECONDS = 2.0
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def page_with_style(css: str) -> bytes:
    return page.page("<p>正文</p>", f"<style>{css}</style>")


def body_with(xml: str) -> bytes:
    return changed(
        word.clean(), {"word/document.xml": lambda old: old.replace("<w:sectPr", f"{xml}<w:sectPr", 1)}
    )


def document_with_many_headers() -> bytes:
    header = f"<w:hdr {word.W}>{'<w:p><w:r><w:t>页眉</w:t></w:r></w:p>' * 5_000}</w:hdr>"
    relations = "".join(
        f'<Relationship Id="many{at}" Type="{_RELATION}/footnotes" Target="/word/many.xml"/>'
        for at in range(3_000)
    )
    return changed(
        word.clean(),
        {
            "word/many.xml": header,
            "word/_rels/document.xml.rels": lambda old: old.replace(
                "</Relationships>", f"{relations}</Relationships>"
            ),
        },
    )


def document_hidden_many_times() -> bytes:
    runs = "<w:r><w:t>字</w:t></w:r>" * 5_000
    said = "<w:tr><w:trPr>{}</w:trPr><w:tc><w:p>{}</w:p></w:tc></w:tr>".format("<w:hidden/>" * 5_000, runs)
    return body_with(f"<w:tbl>{said}</w:tbl>")


def document_with_many_styles() -> bytes:
    styles = f'<w:styles {word.W}><w:style w:type="paragraph" w:styleId="x"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    said = '<w:pPr><w:pStyle w:val="x"/></w:pPr>' * 5_000
    made = body_with(f"<w:p>{said}{'<w:r><w:t>字</w:t></w:r>' * 5_000}</w:p>")
    return changed(made, {"word/styles.xml": styles})


def layout_with_one_page_many_times() -> bytes:
    made = layout.layout("".join(layout.words("字", top=at % 200) for at in range(300)))
    more = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>' * 3_000
    return changed(
        made, {"Doc_0/Document.xml": lambda old: old.replace("</ofd:Pages>", f"{more}</ofd:Pages>")}
    )


def slides_with_one_slide_many_times() -> bytes:
    made = slides.deck(slides.shape("字") * 300)
    more = '<p:sldId id="257" r:id="rId2"/>' * 3_000
    return changed(
        made, {"ppt/presentation.xml": lambda old: old.replace("</p:sldIdLst>", f"{more}</p:sldIdLst>")}
    )


def slide_with_many_looks() -> bytes:
    shape = slides.shape("字").replace("<a:t>字</a:t>", '<a:rPr sz="100"/>' * 5_000 + "<a:t>字</a:t>" * 5_000)
    return slides.deck(shape)


def workbook_with_one_sheet_many_times() -> bytes:
    rows = "".join(f"<row r='{at}'><c r='A{at}' t='str'><v>字</v></c></row>" for at in range(1, 3_000))
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'

    def more(old: str) -> str:
        first = old[old.index("<sheet ") : old.index("/>", old.index("<sheet ")) + 2]
        return old.replace("</sheets>", f"{first * 2_000}</sheets>")

    made = workbooks.saved(workbooks.table())
    return workbooks.rewritten(made, change={"xl/workbook.xml": more, workbooks.SHEET: lambda old: sheet})


def workbook_with_many_merged_areas() -> bytes:
    cells = "".join(
        f"<c r='{letter}{letter}1' t='str'><v>字</v></c>" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    )
    cells = cells * 200
    merges = "<mergeCell ref='A1:XFD1048576'/>" * 3_000
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData><row r='1'>{cells}</row></sheetData><mergeCells>{merges}</mergeCells></worksheet>"
    )
    return workbooks.rewritten(
        workbooks.saved(workbooks.table()), change={workbooks.SHEET: lambda old: sheet}
    )


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def old_workbook(sheets: int, nested: bool) -> bytes:
    """So many names of sheets, all of which stand for the same records, or for records inside one another's."""
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0x41, 6))
    cells = b"".join(record(0x203, struct.pack("<HHHd", at, 0, 0, at)) for at in range(3_000))
    names = sheets * len(record(0x85, struct.pack("<IBB", 0, 0, 0) + b"\1\0a"))
    start = len(begin) + names + 4
    listed = b"".join(
        record(0x85, struct.pack("<IBB", start + (len(begin) * at if nested else 0), 0, 0) + b"\1\0a")
        for at in range(sheets)
    )
    return compound(
        {"Workbook": begin + listed + record(0x0A, b"") + begin * (sheets if nested else 1) + cells}
    )


def pdf_with(change) -> bytes:
    pdf = pikepdf.new()
    for _ in range(60):
        pdf.add_blank_page(page_size=(20, 20))
    change(pdf)
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def pages_that_share_notes(pdf: pikepdf.Pdf) -> None:
    note = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 1, 1]))
    notes = pdf.make_indirect(Array([note] * 5_000))
    for one in pdf.pages:
        one.obj.Annots = notes


def fields_that_share_fields(pdf: pikepdf.Pdf) -> None:
    kids = pdf.make_indirect(Array([pdf.make_indirect(Dictionary(T=f"{at}", V="字")) for at in range(3_000)]))
    pdf.Root.AcroForm = Dictionary(Fields=Array([Dictionary(Kids=kids) for _ in range(3_000)]))


def metadata_without_an_end(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata = pdf.make_stream(b"<dc:creator>" * 80_000 + b"<dc:creator " * 80_000)


def one_long_line(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Resources = Dictionary(
        Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    )
    pdf.pages[0].obj.Contents = pdf.make_stream(b"BT /F1 0.001 Tf 1 5 Td (" + b"1" * 30_000 + b") Tj ET")


def rows_of_two_gigabytes() -> bytes:
    """What its table of objects claims of each of its own rows."""
    made = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    claimed = re.sub(rb"/Columns \d+", b"/Columns 2147483647", made.getvalue())
    assert claimed != made.getvalue()
    return claimed


FILES = {
    "style without braces": ("html", lambda: page_with_style("a " * 200_000)),
    "comments that stay open": ("html", lambda: page_with_style("/*" * 200_000)),
    "conditions that stay open": ("html", lambda: page_with_style("@a" * 200_000)),
    "selectors without bodies": ("html", lambda: page_with_style("a{" * 200_000)),
    "headers": ("docx", document_with_many_headers),
    "hidden rows": ("docx", document_hidden_many_times),
    "styles": ("docx", document_with_many_styles),
    "pages": ("ofd", layout_with_one_page_many_times),
    "slides": ("pptx", slides_with_one_slide_many_times),
    "looks": ("pptx", slide_with_many_looks),
    "sheets": ("xlsx", workbook_with_one_sheet_many_times),
    "merged areas": ("xlsx", workbook_with_many_merged_areas),
    "old sheets": ("xls", lambda: old_workbook(3_000, False)),
    "old sheets inside one another": ("xls", lambda: old_workbook(1_000, True)),
    "shared notes": ("pdf", lambda: pdf_with(pages_that_share_notes)),
    "shared fields": ("pdf", lambda: pdf_with(fields_that_share_fields)),
    "authors": ("pdf", lambda: pdf_with(metadata_without_an_end)),
    "wide rows": ("pdf", rows_of_two_gigabytes),
    "a long line": ("pdf", lambda: pdf_with(one_long_line)),
}


@pytest.mark.parametrize("name", FILES)
def test_a_small_file_that_repeats_itself_gets_an_answer_in_time(name, tmp_path):
    reader, make = FILES[name]
    (tmp_path / "a").write_bytes(make())
    module = importlib.import_module(f"gongkai.files.extraction.{reader}")
    found = within(SECONDS, lambda: module.read(tmp_path / "a"))
    assert found.state == READ or (found.state == UNREADABLE and found.problem)


@pytest.mark.parametrize("reader", ["doc", "xls"])
def test_a_stream_cannot_be_larger_than_its_file(reader, tmp_path):
    """Its sectors would go round in a circle until the memory is full."""
    name = {"doc": "WordDocument", "xls": "Workbook"}[reader]
    made = compound({name: b"\xec\xa5" + bytes(4_096)})
    claimed = made.replace(struct.pack("<Q", 4_098), struct.pack("<Q", 100_000_000))
    assert claimed != made
    (tmp_path / "a").write_bytes(claimed)
    found = importlib.import_module(f"gongkai.files.extraction.{reader}").read(tmp_path / "a")
    assert found.state == UNREADABLE
    assert "损坏" in found.problem


def test_a_package_says_how_its_parts_are_packed_or_is_damaged(tmp_path):
    """Office programs deflate; LZMA takes as much memory as the file asks for."""
    for reader, made in (("docx", word.clean()), ("xlsx", workbooks.saved(workbooks.table()))):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as new:
            for name in old.namelist():
                new.writestr(name, old.read(name))
        (tmp_path / "a").write_bytes(out.getvalue())
        found = importlib.import_module(f"gongkai.files.extraction.{reader}").read(tmp_path / "a")
        assert found.state == UNREADABLE
        assert extract(tmp_path / "a", reader).state == UNREADABLE


def test_a_format_of_a_cell_may_have_any_length():
    assert within(SECONDS, lambda: shown_as(200, "[" * 50_000)) == ("general", 0)


def test_rules_of_a_style_sheet_are_still_found():
    css = "/* a */ @media print { .n { display: none } } p.x, .y { display : none } .w{color:#fff}"
    marked = page.page("<p class='y'>藏</p><p class='n'>不藏</p><p class='w'>白</p>", f"<style>{css}</style>")
    found = walk(marked)
    assert [node.text for node in found.hidden] == ["藏"]
    assert [node.text for node in found.faint] == ["白"]


def test_a_page_with_control_signs_is_read_as_it_is_shown():
    found = walk("<p>\x03手机\x0b138\x040013\ufffe8000&#x1;</p>".encode())
    assert [passage.text for passage in found.passages] == ["手机 13800138000"]


def test_places_without_end_are_no_places(tmp_path):
    (tmp_path / "a").write_bytes(
        layout.layout(layout.words("字", top=float("nan")) + layout.words("字", left=float("inf")))
    )
    found = importlib.import_module("gongkai.files.extraction.ofd").read(tmp_path / "a")
    assert found.state == READ
    assert all(abs(side) < 1e9 for block in found.blocks for side in block.box)
