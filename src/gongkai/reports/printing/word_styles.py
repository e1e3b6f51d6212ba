"""Fonts and styles of a Word file: the fonts that GB/T 9704 names, and what to take where a machine has none of them."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from lxml import etree

TITLE, HEADING, KAI, BODY = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
LINE = Pt(29)
"""16 points of type and 13 between: 22 lines fill the 225 mm of a page."""

# What a word processor takes instead, best first; and the kind of the font, for one that knows none of the names.
_INSTEAD = {
    TITLE: ("方正小标宋_GBK,FZXiaoBiaoSong-B05S,小标宋体,宋体,SimSun,Noto Serif CJK SC", "roman"),
    HEADING: ("SimHei,思源黑体,Noto Sans CJK SC", "swiss"),
    KAI: ("楷体,KaiTi,KaiTi_GB2312,STKaiti,LXGW WenKai,Noto Serif CJK SC", "script"),
    BODY: ("仿宋,FangSong,FangSong_GB2312,STFangsong,Noto Serif CJK SC", "roman"),
}
_GB2312 = "86"


def set_font(run: Any, name: str) -> None:
    """A run in this font, Chinese and Latin alike."""
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def set_styles(document: WordDocument) -> None:
    """Normal, title, headings and captions; everything else of the library's template is left alone."""
    styles = document.styles
    _plain(styles["Normal"], BODY, 16)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    styles["Normal"].element.get_or_add_rPr().append(language)
    paragraph = styles["Normal"].element.get_or_add_pPr()
    for tag in ("autoSpaceDE", "autoSpaceDN"):  # 2025年 without a gap, as the printed page has it
        off = OxmlElement(f"w:{tag}")
        off.set(qn("w:val"), "0")
        paragraph.append(off)
    layout = styles["Normal"].paragraph_format
    layout.first_line_indent = Pt(32)
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    layout.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for name, font, size in (
        ("Heading 1", HEADING, 16),
        ("Heading 2", KAI, 16),
        ("Title", TITLE, 22),
        ("Caption", HEADING, 14),
    ):
        style = styles[name]
        _plain(style, font, size)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = True
    for name in ("Title", "Caption"):
        layout = styles[name].paragraph_format
        layout.first_line_indent, layout.alignment = 0, WD_ALIGN_PARAGRAPH.CENTER
    title = styles["Title"]
    title.paragraph_format.line_spacing, title.paragraph_format.space_after = Pt(35), LINE
    _no_border(title)


def _plain(style: Any, font: str, size: float) -> None:
    if style.type != WD_STYLE_TYPE.PARAGRAPH:
        raise TypeError(f"{style.name} 不是段落样式")
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]  # the template's theme fonts would win over the names
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
    style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
    style.font.color.rgb = RGBColor(0, 0, 0)


def _no_border(style: Any) -> None:
    for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        border.getparent().remove(border)


def name_fonts(document: WordDocument) -> None:
    """The table of fonts, with other names of the same letters: the file opens well where 仿宋_GB2312 is missing."""
    part = next(
        rel.target_part for rel in document.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.FONT_TABLE
    )
    root = etree.fromstring(part.blob)
    for name, (others, family) in _INSTEAD.items():
        font = etree.SubElement(root, qn("w:font"))
        font.set(qn("w:name"), name)
        for tag, value in (
            ("altName", others),
            ("charset", _GB2312),
            ("family", family),
            ("pitch", "variable"),
        ):
            etree.SubElement(font, qn(f"w:{tag}")).set(qn("w:val"), value)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
