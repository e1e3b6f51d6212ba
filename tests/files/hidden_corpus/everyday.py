"""Files as offices make them every day, with nothing hidden: a hundred more, of all kinds, each with something of its own."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pikepdf
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor
from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.drawing.image import Image as Drawing
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw
from tests.files.hidden_corpus import layout, page, slides
from tests.files.hidden_corpus.pdfs import _new
from tests.files.hidden_corpus.sample import changed
from tests.files.hidden_corpus.word import W, paragraph
from tests.files.hidden_corpus.workbooks import saved, table

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def files() -> Iterator[tuple[str, str, bytes]]:
    """Name, extension, content."""
    for number, edit in enumerate(_WORD * 2):
        yield f"word-{number}-{edit.__name__}", "docx", _document(number, edit)
    for number, edit in enumerate(_SHEET * 2):
        yield f"sheet-{number}-{edit.__name__}", "xlsx", _workbook(number, edit)
    for number, make in enumerate(_PDF * 2):
        yield f"pdf-{number}-{make.__name__}", "pdf", _portable(number, make)
    for number, data in enumerate(_decks()):
        yield f"slides-{number}", "pptx", data
    for number, data in enumerate(_layouts()):
        yield f"ofd-{number}", "ofd", data
    for number, data in enumerate(_pages()):
        yield f"page-{number}", "html", data
    for number, (extension, data) in enumerate(_texts()):
        yield f"text-{number}", extension, data
    for number, (extension, data) in enumerate(_pictures()):
        yield f"picture-{number}", extension, data


# ---- word ----------------------------------------------------------------------------------------------


def _document(number: int, edit: Callable[[docx.Document, int], object]) -> bytes:
    document = docx.Document()
    document.add_heading(f"清河县第{number + 1}号通知", 1)
    document.add_paragraph("各乡镇人民政府，县直各部门：")
    document.add_paragraph("为做好惠农补贴发放工作，现将有关事项通知如下。")
    after = edit(document, number)
    document.core_properties.author = "清河县人民政府办公室"
    made = io.BytesIO()
    document.save(made)
    return after(made.getvalue()) if callable(after) else made.getvalue()


def _own_styles(document, number):
    style = document.styles.add_style("公文正文", 1)
    style.font.size, style.font.name = Pt(16), "仿宋"
    document.add_paragraph("一、发放范围。", style="公文正文").paragraph_format.first_line_indent = Pt(32)


def _head_and_foot(document, number):
    section = document.sections[0]
    section.header.paragraphs[0].text = "清河县人民政府文件"
    section.footer.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = f'<w:fldSimple {W} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    section.footer.paragraphs[0]._p.append(parse_xml(field))
    section.different_first_page_header_footer = True


def _lists(document, number):
    for style in ("List Bullet", "List Number", "List Number 2"):
        document.add_paragraph("核对名单", style=style)


def _merged_table(document, number):
    made = document.add_table(4, 4, style="Table Grid")
    made.cell(0, 0).merge(made.cell(0, 3)).text = "补贴发放汇总"
    made.cell(1, 0).merge(made.cell(3, 0)).text = "东村"


def _sideways(document, number):
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_paragraph("附表")


def _contents(document, number):
    document.element.body.insert(1, parse_xml(paragraph(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>一、总则 1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>')))  # fmt: skip
    document.add_heading("一、总则", 2)


def _marks_and_links(document, number):
    document.element.body.insert(1, parse_xml(paragraph(
        '<w:bookmarkStart w:id="3" w:name="附件一"/><w:r><w:t>附件1</w:t></w:r><w:bookmarkEnd w:id="3"/>'
        '<w:hyperlink w:anchor="附件一"><w:r><w:t>见附件1</w:t></w:r></w:hyperlink>')))  # fmt: skip


def _footnotes(document, number):
    document.element.body.insert(1, parse_xml(paragraph('<w:r><w:footnoteReference w:id="2"/></w:r>')))
    notes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>数据来源：县统计局。</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    return lambda data: changed(data, {
        "word/footnotes.xml": notes,
        "word/_rels/document.xml.rels": lambda old: old.replace(
            "</Relationships>", f'<Relationship Id="rId77" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>'),
        "[Content_Types].xml": lambda old: old.replace(
            "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'),
    })  # fmt: skip


def _pictured(document, number):
    document.add_picture(io.BytesIO(_png(number)))


def _coloured(document, number):
    run = document.add_paragraph().add_run("清河县人民政府文件")
    run.font.color.rgb, run.font.size, run.bold = RGBColor(0xE0, 0x10, 0x10), Pt(36), True
    document.add_paragraph().add_run("（此处加粗）").bold = True
    document.add_paragraph().add_run("脚注小字").font.size = Pt(8)


def _parted(document, number):
    document.add_page_break()
    document.add_paragraph("附件").paragraph_format.keep_with_next = True
    document.add_paragraph("上标").add_run("2").font.superscript = True


_WORD = (
    _own_styles, _head_and_foot, _lists, _merged_table, _sideways, _contents, _marks_and_links, _footnotes, _pictured,
    _coloured, _parted,
)  # fmt: skip


# ---- workbooks -----------------------------------------------------------------------------------------


def _workbook(number: int, edit: Callable[[openpyxl.Workbook, object], object]) -> bytes:
    book = table()
    sheet = book.active
    for row in range(7, 12 + number % 9):
        sheet.append([row - 1, f"农户{row}", "西村", 800 + 3 * row])
    edit(book, sheet)
    return saved(book)


def _frozen(book, sheet):
    sheet.freeze_panes = "B2"


def _filter_without_effect(book, sheet):
    sheet.auto_filter.ref = f"A1:D{sheet.max_row}"


def _filter_with_all_shown(book, sheet):
    sheet.auto_filter.ref = f"A1:D{sheet.max_row}"
    sheet.auto_filter.add_sort_condition("D2:D5")


def _bars(book, sheet):
    chart = BarChart()
    chart.title = "各户金额"
    chart.add_data(Reference(sheet, min_col=4, min_row=1, max_row=6), titles_from_data=True)
    sheet.add_chart(chart, "G2")


def _line_and_pie(book, sheet):
    for chart, place in ((LineChart(), "G2"), (PieChart(), "G20")):
        chart.add_data(Reference(sheet, min_col=4, min_row=1, max_row=6), titles_from_data=True)
        sheet.add_chart(chart, place)


def _merged_title(book, sheet):
    sheet.insert_rows(1)
    sheet["A1"] = "清河县惠农补贴发放公示表"
    sheet.merge_cells("A1:D1")
    sheet["A1"].alignment = Alignment(horizontal="center")


def _formats(book, sheet):
    for row in range(2, 6):
        sheet.cell(row, 4).number_format = "#,##0.00"
        sheet.cell(row, 1).number_format = "000"
    sheet["F2"], sheet["F2"].number_format = date(2026, 3, 1), "yyyy年m月d日"


def _sums(book, sheet):
    sheet["D30"], sheet["C30"] = "=SUM(D2:D6)", "合计"


def _conditions(book, sheet):
    sheet.conditional_formatting.add(
        "D2:D9",
        CellIsRule(operator="greaterThan", formula=["1003"], fill=PatternFill("solid", bgColor="FFFFC7CE")),
    )
    sheet.conditional_formatting.add(
        "A2:A9", ColorScaleRule(start_type="min", start_color="FFFFFF", end_type="max", end_color="63BE7B")
    )


def _choices(book, sheet):
    rule = DataValidation(type="list", formula1='"东村,西村,南村"', allow_blank=True)
    rule.add("C2:C9")
    sheet.add_data_validation(rule)


def _printing(book, sheet):
    sheet.print_title_rows, sheet.print_area = "1:1", "A1:D9"
    sheet.page_setup.orientation, sheet.oddFooter.center.text = "landscape", "第 &P 页"


def _linked(book, sheet):
    sheet["E2"], sheet["E2"].hyperlink = "依据", "https://www.gov.cn/"


def _several(book, sheet):
    for title in ("说明", "汇总"):
        book.create_sheet(title)["A1"] = f"{title}：以上数据截至3月底。"


def _grouped_open(book, sheet):
    sheet.row_dimensions.group(3, 5, outline_level=1, hidden=False)
    sheet.column_dimensions.group("B", "C", outline_level=1, hidden=False)


def _wide_and_narrow(book, sheet):
    for column in range(1, 5):
        sheet.column_dimensions[get_column_letter(column)].width = 4 + column * 6
    sheet.row_dimensions[1].height = 36


def _as_table(book, sheet):
    sheet.add_table(Table(displayName="发放表", ref="A1:D6"))


def _dark_head(book, sheet):
    for cell in sheet[1]:
        cell.font, cell.fill = Font(color="FFFFFFFF", bold=True), PatternFill("solid", fgColor="FF203864")
        cell.border = Border(bottom=Side(style="thin"))


def _drawing(book, sheet):
    sheet.add_image(Drawing(io.BytesIO(_png(3))), "G3")


def _named(book, sheet):
    book.defined_names["金额"] = DefinedName("金额", attr_text="名单!$D$2:$D$6")


def _protected(book, sheet):
    sheet.protection.sheet = True


_SHEET = (
    _frozen, _filter_without_effect, _filter_with_all_shown, _bars, _line_and_pie, _merged_title, _formats, _sums,
    _conditions, _choices, _printing, _linked, _several, _grouped_open, _wide_and_narrow, _as_table, _dark_head,
    _drawing, _named, _protected,
)  # fmt: skip


# ---- the rest ------------------------------------------------------------------------------------------


def _portable(number: int, make: Callable[[pikepdf.Pdf, pikepdf.Page], object]) -> bytes:
    pdf, sheet = _new(b"BT /F1 11 Tf 1 0 0 1 50 %d Tm (Item %d of the list) Tj ET\n" % (640 - number, number))
    make(pdf, sheet)
    made = io.BytesIO()
    pdf.save(made, linearize=bool(number % 2))
    return made.getvalue()


def _outline(pdf, sheet):
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Chapter 1", 0))


def _turned(pdf, sheet):
    sheet.obj.Rotate = 90


def _pages_more(pdf, sheet):
    pdf.add_blank_page(page_size=(842, 595))
    pdf.pages.append(pdf.pages[0])


def _cropped(pdf, sheet):
    sheet.obj.CropBox = Array([0, 0, 595, 842])


def _weblink(pdf, sheet):
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[50, 640, 200, 660], Border=Array([0, 0, 0]))
    link.A = Dictionary(S=Name.URI, URI=String("https://www.gov.cn/zhengce/"))
    sheet.obj.Annots = Array([pdf.make_indirect(link)])


def _labels(pdf, sheet):
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
    pdf.docinfo["/Title"], pdf.docinfo["/Producer"] = "Notice", "WPS"


def _ruled(pdf, sheet):
    lines = b"".join(b"50 %d m 400 %d l S\n" % (y, y) for y in range(100, 500, 20))
    sheet.contents_add(pdf.make_stream(b"0.5 w 0 G\n" + lines))


_PDF = (_outline, _turned, _pages_more, _cropped, _weblink, _labels, _ruled)


def _decks() -> Iterator[bytes]:
    for number in range(10):
        yield slides.deck(
            slides.shape(f"第{number + 1}部分", left=500_000 + 90_000 * number, size=1400 + 100 * number)
        )


def _layouts() -> Iterator[bytes]:
    for number in range(6):
        yield layout.layout(
            layout.words(f"第{number + 1}条 发放标准", top=60 + 12 * number, size=4 + number % 3)
        )


def _pages() -> Iterator[bytes]:
    inner = (
        "<h2>发放标准</h2><ul><li>每亩 95 元</li></ul>", '<p style="font-size:14px;color:#666">来源：县农业农村局</p>',
        '<p align="center"><b>附表</b></p>', '<a href="https://www.gov.cn/">依据</a>',
        '<table border="1"><tr><td colspan="2">合计</td></tr></table>', "<blockquote>原文摘录</blockquote>",
        '<p style="text-indent:2em;line-height:2">正文。</p>', "<ol><li>申报</li><li>审核</li></ol>",
    )  # fmt: skip
    for one in inner:
        yield page.page(one)


def _texts() -> Iterator[tuple[str, bytes]]:
    yield "txt", "惠农补贴公示\n\n公示期七天。\n".encode()
    yield "txt", "\ufeff惠农补贴公示\r\n公示期七天。\r\n".encode()
    yield "txt", "惠农补贴公示，公示期七天。".encode("gb18030")
    yield "csv", "序号,户主,金额\n1,户主1,1000\n".encode()
    yield "csv", '"序号","说明"\n"1","含，逗号"\n'.encode("gb18030")
    yield "csv", "序号\t户主\n1\t户主1\n".encode("utf-16")


def _pictures() -> Iterator[tuple[str, bytes]]:
    for number in range(4):
        yield "png", _png(number)
    for number in range(4):
        made = io.BytesIO()
        Image.open(io.BytesIO(_png(number))).convert("RGB").save(
            made, "JPEG", dpi=(150, 150), quality=70 + number
        )
        yield "jpg", made.getvalue()


def _png(number: int) -> bytes:
    made = Image.new("RGB", (120, 80), (240, 240, 200 + number))
    ImageDraw.Draw(made).rectangle((10, 10 + number, 60, 50), fill=(30 * number, 90, 140))
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


def written(folder: Path) -> Iterator[tuple[str, Path]]:
    for name, extension, data in files():
        path = folder / f"{name}.{extension}"
        path.write_bytes(data)
        yield name, path
