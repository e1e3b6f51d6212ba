"""A paper as a Word file in the layout of official documents (GB/T 9704), tables with their merged cells."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from gongkai.components.dates import day
from gongkai.documents.files import with_fixed_times
from gongkai.reports.printing.leads import divided
from gongkai.reports.printing.shapes import Grid, Heading, Paper, Text
from gongkai.reports.printing.word_styles import (
    BODY,
    HEADING,
    KAI,
    LINE,
    TITLE,
    name_fonts,
    set_font,
    set_styles,
)
from gongkai.reports.printing.word_tables import table_of

_PROPERTY = 255
_EPOCH = datetime(2000, 1, 1)


def docx_of(paper: Paper) -> bytes:
    """The paper as DOCX; the same paper gives the same bytes."""
    document = Document()
    set_styles(document)
    name_fonts(document)
    _set_page(document)
    _describe(document, paper)
    title = document.add_paragraph(style="Title")
    for place, words in enumerate(paper.title_set):
        _run(title, words, TITLE)
        if place + 1 < len(paper.title_set):
            title.runs[-1].add_break()
    for block in paper.blocks:
        if isinstance(block, Heading):
            heading = document.add_paragraph(style=f"Heading {block.level}")
            _run(heading, block.text, HEADING if block.level == 1 else KAI)
        elif isinstance(block, Text):
            for words in block.paragraphs:
                _paragraph(document, words)
        else:
            _table(document, block)
    _sign(document, paper)
    out = io.BytesIO()
    document.save(out)
    return with_fixed_times(out.getvalue())


def _run(paragraph: Any, words: str, font: str) -> None:
    set_font(paragraph.add_run(words), font)


def _paragraph(document: WordDocument, words: str) -> None:
    paragraph = document.add_paragraph()
    lead, rest = divided(words)
    if lead:
        _run(paragraph, lead, KAI)
    if rest:
        _run(paragraph, rest, BODY)


def _table(document: WordDocument, grid: Grid) -> None:
    if grid.titled and grid.caption:
        caption = document.add_paragraph(style="Caption")
        _run(caption, grid.caption, HEADING)
    body = document.element.body
    body.insert(len(body) - 1, table_of(grid))  # the last child holds the page's size
    after = document.add_paragraph()
    after.paragraph_format.first_line_indent = 0
    after.paragraph_format.line_spacing = Pt(14)
    if grid.note:
        _run(after, grid.note, BODY)
        after.runs[0].font.size = Pt(10.5)


def _sign(document: WordDocument, paper: Paper) -> None:
    """Under the text: who made it and when, four characters from the right."""
    if paper.on is None:
        return
    for place, words in enumerate((paper.issuer, day(paper.on))):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        layout = paragraph.paragraph_format
        layout.right_indent, layout.first_line_indent = Pt(64), 0
        layout.keep_with_next = place == 0
        if place == 0:
            layout.space_before = LINE
        _run(paragraph, words, BODY)


def _set_page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    _number_pages(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number_pages(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _number_pages(footer: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    layout = paragraph.paragraph_format
    layout.first_line_indent = 0
    layout.left_indent = layout.right_indent = Pt(14)
    for piece in ("— ", None, " —"):
        run = paragraph.add_run(piece or "")
        set_font(run, "宋体")
        run.font.size = Pt(14)
        if piece is None:
            for kind, words in (("begin", ""), ("", "PAGE"), ("separate", ""), ("text", "1"), ("end", "")):
                run._r.append(_field_part(kind, words))


def _field_part(kind: str, words: str) -> Any:
    if kind == "text":
        part = OxmlElement("w:t")
        part.text = words
    elif kind:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
    else:
        part = OxmlElement("w:instrText")
        part.text = words
    return part


def _describe(document: WordDocument, paper: Paper) -> None:
    properties = document.core_properties
    properties.title = paper.title[:_PROPERTY]
    properties.author = properties.last_modified_by = paper.issuer[:_PROPERTY]
    properties.language = "zh-CN"
    properties.comments = ""
    made = datetime.combine(paper.on, time(), UTC).replace(tzinfo=None) if paper.on else _EPOCH
    properties.created = properties.modified = made
