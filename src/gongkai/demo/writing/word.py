"""A written item as officers hold it: a Word file, and what the clipboard carries when it is pasted from Word."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.demo.writing import WrittenItem

_BLOCK = re.compile(r"<(h2|p)[^>]*>(.*?)</\1>|<table>(.*?)</table>", re.S)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.S)
_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.S)
_SAME_DAY = (2020, 1, 1, 0, 0, 0)  # a fixed time in the archive: the same text gives the same file
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FILES = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>',
}


def docx_bytes(item: WrittenItem) -> bytes:
    """A small valid DOCX: title, paragraphs, tables. The same item gives the same bytes."""
    body = [_paragraph(item.title, centred=True)]
    for tag, text, table in _BLOCK.findall(item.body_html):
        body.append(_paragraph(html.unescape(text)) if tag else _table(table))
    files = _FILES | {"word/document.xml": f"<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _SAME_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}')
    return out.getvalue()


def pasted_from_word(item: WrittenItem) -> str:
    """The body with the marks that Word leaves in the clipboard, for the cleaner of the editor to remove."""
    text = re.sub(
        r"<p(?: class=\"[^\"]*\")?>(.*?)</p>",
        r'<p class="MsoNormal" style="mso-pagination:widow-orphan"><span lang="EN-US">\1<o:p></o:p></span></p>',
        item.body_html,
    )
    return f"<!--StartFragment-->{text}<!--EndFragment-->"


def _paragraph(text: str, *, centred: bool = False) -> str:
    align = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centred else ""
    return f'<w:p>{align}<w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r></w:p>'


def _table(inner: str) -> str:
    rows = []
    for row in _ROW.findall(inner):
        cells = (f"<w:tc>{_paragraph(html.unescape(cell))}</w:tc>" for cell in _CELL.findall(row))
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl><w:p/>"
