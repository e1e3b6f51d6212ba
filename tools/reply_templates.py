"""Build the Word templates of reply documents, GB/T 9704, the same bytes each time.

python tools/reply_templates.py           write src/gongkai/documents/templates/*.docx
python tools/reply_templates.py --check   compare them with what would be written
"""

from __future__ import annotations

import io
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from gongkai.documents.files import SHIPPED, with_fixed_times

BODY, TITLE, SONG = "仿宋_GB2312", "方正小标宋简体", "宋体"
FALLBACKS = {
    BODY: "仿宋,FangSong,Noto Serif CJK SC",
    TITLE: "小标宋体,华文中宋,Noto Serif CJK SC",
    SONG: "SimSun,Noto Serif CJK SC",
}
"""What a machine without the named font may take: w:altName, which Word, WPS and LibreOffice read."""
CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
GREY = RGBColor(0x96, 0x96, 0x96)


def blank() -> Document:
    """A4 with the margins, fonts and page numbers of an official document, and no words."""
    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.comments, properties.title = "", "", ""
    properties.created = properties.modified = datetime(2020, 1, 1)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    normal = document.styles["Normal"]
    font_of(normal, BODY, 16)
    shape = normal.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(29)
    heading = document.styles["Heading 1"]
    font_of(heading, TITLE, 22)
    heading.font.bold, heading.font.color.rgb = False, RGBColor(0, 0, 0)
    heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(0)
    document.settings.odd_and_even_pages_header_footer = True
    page_number(section.footer, RIGHT)
    page_number(section.even_page_footer, LEFT)
    name_fallbacks(document)
    return document


def font_of(style: Any, family: str, size: float) -> None:
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]  # fonts of the theme would win over the named one
    for which in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{which}"), family)


def page_number(footer: Any, side: Any) -> None:
    """— 1 — in 四号 Song, one character from the edge; odd pages right, even pages left."""
    footer.is_linked_to_previous = False
    line = footer.paragraphs[0]
    line.alignment = side
    for part in ("\u3000— ", "PAGE", " —\u3000"):
        run = line.add_run("" if part == "PAGE" else part)
        run.font.size, run.font.name = Pt(14), SONG
        run._element.rPr.rFonts.set(qn("w:eastAsia"), SONG)
        if part == "PAGE":
            for kind, words in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
                run._element.append(field_part(kind, words))


def field_part(kind: str, words: str) -> Any:
    if kind == "text":
        return parse_xml(f"<w:t {nsdecls('w')}>{words}</w:t>")
    if not kind:
        return parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve">{words}</w:instrText>')
    return parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>')


def name_fallbacks(document: Document) -> None:
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            table = parse_xml(part.blob)
            for family, others in FALLBACKS.items():
                for known in table.findall(qn("w:font")):
                    if known.get(qn("w:name")) == family:
                        table.remove(known)
                table.append(
                    parse_xml(
                        f'<w:font {nsdecls("w")} w:name="{family}"><w:altName w:val="{others}"/>'
                        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
                    )
                )
            part._blob = docx.oxml.xmlchemy.serialize_for_reading(table).encode()


def line(
    document: Document, words: str, *, side: Any = None, indent: int = 0, first: int = 0, after: int = 0
) -> Any:
    """A paragraph; `indent` from the left, `after` from the right, `first` line: in hundredths of a character."""
    made = document.add_paragraph(words)
    if side is not None:
        made.alignment = side
    if indent or first or after:
        place = made._element.get_or_add_pPr().get_or_add_ind()
        for name, value in (("left", indent), ("right", after), ("firstLine", first)):
            if value:
                place.set(qn(f"w:{name}Chars"), str(value))
                place.set(qn(f"w:{name}"), str(value * 16 * 20 // 100))
    return made


def each(document: Document, name: str, words: str = "{{ line }}") -> None:
    document.add_paragraph("{%p for line in " + name + " %}")
    line(document, words, first=200)
    document.add_paragraph("{%p endfor %}")


def when(document: Document, name: str, words: str, **how: Any) -> None:
    document.add_paragraph("{%p if " + name + " %}")
    line(document, words, **how)
    document.add_paragraph("{%p endif %}")


def letter() -> Document:
    document = blank()
    for words in ("{{ issuer }}", "{{ title }}"):
        heading = document.add_heading(words, 1)
        heading.alignment = CENTRE
    line(document, "{{ number }}", side=CENTRE)
    line(document, "")
    line(document, "{{ addressee }}：")
    each(document, "paragraphs")
    when(document, "grounds_line", "{{ grounds_line }}", first=200)
    each(document, "remedy")
    document.add_paragraph("{%p if attachments %}")
    line(document, "")
    document.add_paragraph("{%p for name in attachments %}")
    line(
        document,
        "{% if loop.first %}附件：{% endif %}{% if loop.length > 1 %}{{ loop.index }}. {% endif %}{{ name }}",
        first=200,
    )
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")
    for _ in range(2):
        line(document, "").paragraph_format.keep_with_next = True
    sign = line(document, "{{ issuer }}", side=RIGHT)
    sign.paragraph_format.keep_with_next = True
    mark = sign.add_run("（印章）")
    mark.font.color.rgb = GREY
    line(document, "{{ issued_on }}", side=RIGHT, after=400)
    when(document, "contact", "（{{ contact }}）", first=200)
    return document


def form() -> Document:
    document = blank()
    document.add_heading("{{ title }}", 1).alignment = CENTRE
    line(document, "{{ issuer }}　　{{ number }}")
    table = document.add_table(rows=3, cols=2)
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, (Mm(36), Mm(120)), strict=True):
        column.width = width
    table.rows[1].height = Mm(12)  # at least: room to sign in an empty row
    for row, cells in zip(
        table.rows,
        (("{%tr for row in rows %}", ""), ("{{ row.label }}", "{{ row.value }}"), ("{%tr endfor %}", "")),
        strict=True,
    ):
        for cell, words, width in zip(row.cells, cells, (Mm(36), Mm(120)), strict=True):
            cell.width = width
            cell.text = words
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(14)
    each(document, "paragraphs")
    when(document, "grounds_line", "{{ grounds_line }}", first=200)
    when(document, "contact", "{{ contact }}")
    line(document, "{{ issued_on }}", side=RIGHT)
    return document


def packed(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return with_fixed_times(out.getvalue())


def main() -> int:
    wanted = {"letter.docx": packed(letter()), "form.docx": packed(form())}
    if "--check" in sys.argv:
        stale = [name for name, blob in wanted.items() if (SHIPPED / name).read_bytes() != blob]
        print("\n".join(f"{name} is not what this script makes" for name in stale) or "ok")
        return bool(stale)
    for name, blob in wanted.items():
        Path(SHIPPED / name).write_bytes(blob)
        print(f"{name}: {len(blob)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
