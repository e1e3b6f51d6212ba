"""Word files (DOCX) that hide something."""

# ruff: noqa: E501

from __future__ import annotations

import io
from collections.abc import Callable

import docx
from docx.oxml import parse_xml
from PIL import Image
from tests.files.hidden_corpus.sample import SECRET, Sample, changed

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "word/_rels/document.xml.rels"
_TYPES = "[Content_Types].xml"


def clean(*xml: str) -> bytes:
    """A plain notice with a table; `xml` are elements put into the body."""
    document = docx.Document()
    document.add_heading("东湖县农业农村局公告", 1)
    document.add_paragraph("现将惠农补贴发放情况公示如下，公示期七天。")
    table = document.add_table(2, 3)
    for at, words in enumerate(("姓名", "村组", "金额", "王小明", "东风村三组", "1200")):
        table.cell(at // 3, at % 3).text = words
    for one in xml:
        document.element.body.insert(2, parse_xml(one))
    document.core_properties.author = ""
    document.core_properties.comments = ""
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def paragraph(inner: str, before: str = "") -> str:
    return f'<w:p {W} {R}>{before}<w:r><w:t xml:space="preserve">公开的话。</w:t></w:r>{inner}</w:p>'


def run(properties: str, words: str = SECRET) -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def _with_part(
    name: str, content: str | bytes, kind: str, content_type: str = "", body: str = "", number: str = "rId900"
) -> bytes:
    """A clean file with one more part that the document points to."""
    relation = f'<Relationship Id="{number}" Type="{_OFFICE}/{kind}" Target="/{name}"/></Relationships>'
    changes: dict[str, str | bytes | Callable[[str], str]] = {
        name: content,
        _RELS: lambda old: old.replace("</Relationships>", relation),
    }
    if content_type:
        override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
        changes[_TYPES] = lambda old: old.replace("</Types>", override)
    return changed(clean(*([body] if body else [])), changes)


def _external(kind: str, target: str, body: str = "") -> bytes:
    relation = f'<Relationship Id="rId901" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return changed(
        clean(*([body] if body else [])), {_RELS: lambda old: old.replace("</Relationships>", relation)}
    )


def _field(code: str, result: str = "结果") -> bytes:
    marks = "".join(
        f"<w:r>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve">{code}</w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            f"<w:t>{result}</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    return clean(paragraph(marks))


def _styled(style: str, use: str) -> bytes:
    return changed(
        clean(use), {"word/styles.xml": lambda old: old.replace("</w:styles>", style + "</w:styles>")}
    )


def _comment() -> bytes:
    content = f'<w:comments {W}><w:comment w:id="1" w:author="李审核"><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:comment></w:comments>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    marks = '<w:commentRangeStart w:id="1"/><w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>'
    return _with_part("word/comments.xml", content, "comments", kind, paragraph(marks))


def _row(properties: str) -> str:
    return (
        f"<w:tbl {W}><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:trPr>{properties}</w:trPr><w:tc><w:p>"
        f"<w:r><w:t>{SECRET}</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    )


_DRAWING = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def box(words: str, left: int = 0, fallback: str = "", attributes: str = "") -> str:
    """A text box `left` EMU from the margin, with its second form for old software."""
    inner = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    choice = (
        f'<w:drawing><wp:anchor><wp:positionH relativeFrom="page"><wp:posOffset>{left}</wp:posOffset></wp:positionH>'
        f'<wp:extent cx="900000" cy="300000"/><wp:docPr id="7" name="框" {attributes}/><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx>{inner.format(words)}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    second = f"<w:pict><v:shape><v:textbox>{inner.format(fallback or words)}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:p {W} {R} {_DRAWING}><w:r><mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{second}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def _properties(name: str, change: Callable[[str], str]) -> bytes:
    return changed(clean(), {name: change})


def _custom_properties() -> bytes:
    content = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="经办"><vt:lpwstr>{SECRET}</vt:lpwstr>'
        "</property></Properties>"
    )
    relation = f'<Relationship Id="rId77" Type="{_OFFICE}/custom-properties" Target="docProps/custom.xml"/></Relationships>'
    return changed(
        clean(),
        {
            "docProps/custom.xml": content,
            "_rels/.rels": lambda old: old.replace("</Relationships>", relation),
        },
    )


def photo(*, where: bool = True) -> bytes:
    """A small picture as a telephone takes it, with the place in it."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x013B], exif[0x0132] = (
        "Telephone",
        "Telephone P40",
        SECRET,
        "2025:03:04 10:00:00",
    )
    if where:
        exif[0x8825] = {1: "N", 2: (25.0, 2.0, 3.0), 3: "E", 4: (102.0, 42.0, 1.0)}
    made = io.BytesIO()
    Image.new("RGB", (32, 24), (90, 120, 60)).save(made, "JPEG", exif=exif)
    return made.getvalue()


def _picture(data: bytes) -> bytes:
    document = docx.Document(io.BytesIO(clean()))
    document.add_picture(io.BytesIO(data))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _settings(inner: str) -> bytes:
    return changed(
        clean(), {"word/settings.xml": lambda old: old.replace("</w:settings>", inner + "</w:settings>")}
    )


def _glossary() -> bytes:
    content = (
        f'<w:glossaryDocument {W}><w:docParts><w:docPart><w:docPartPr><w:types><w:type w:val="autoTxt"/></w:types>'
        f"</w:docPartPr><w:docPartBody><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:docPartBody></w:docPart></w:docParts>"
        "</w:glossaryDocument>"
    )
    return _with_part("word/glossary/document.xml", content, "glossaryDocument")


def _header() -> bytes:
    content = f"<w:hdr {W}><w:p><w:r><w:t>{SECRET}</w:t></w:r></w:p></w:hdr>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    return _with_part("word/header9.xml", content, "header", kind)


def _ole() -> bytes:
    body = paragraph(
        '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" r:id="rId900"/></w:object></w:r>'
    )
    return _with_part("word/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0 object", "oleObject", body=body)


def varieties() -> list[bytes]:
    """Sixty files as offices write them, with all that looks a little like hiding and is none."""
    return [_variety(number) for number in range(60)]


def _variety(number: int) -> bytes:
    document = docx.Document()
    document.add_heading(f"东湖县第{number}号公告", 1 + number % 3)
    body = document.element.body
    head = run('<w:color w:val="FFFFFF"/>', "表头")
    harmless = (
        paragraph(run('<w:b/><w:color w:val="FF0000"/><w:sz w:val="21"/>', "红字")),
        paragraph(run('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E79"/>', "白字深底")),
        paragraph(run('<w:color w:val="FFFFFF"/><w:highlight w:val="darkBlue"/>', "白字荧光底")),
        paragraph(run('<w:vanish w:val="0"/>', "没有隐藏")),
        paragraph(run("<w:webHidden/>", "页码")),
        paragraph(run("<w:vanish/>", " ")),
        paragraph(run('<w:sz w:val="2"/>', "——")),
        paragraph(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE \\* MERGEFORMAT </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        paragraph('<w:fldSimple w:instr="TOC \\o 1-3"><w:r><w:t>目录</w:t></w:r></w:fldSimple>'),
        paragraph('<w:bookmarkStart w:id="1" w:name="_Toc1"/><w:bookmarkEnd w:id="1"/>'),
        box("框里的话"),
        f'<w:tbl {W}><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:fill="2E74B5"/>'
        f"</w:tcPr><w:p>{head}</w:p></w:tc></w:tr></w:tbl>",
    )
    for at, xml in enumerate(harmless):
        if number % 12 == at or (number >> 2) % 12 == at:
            body.insert(1, parse_xml(xml))
    table = document.add_table(3, 4, style="Light Grid Accent 1" if number % 2 else "Table Grid")
    table.cell(1, 1).text = f"惠农补贴{number}"
    document.sections[0].header.paragraphs[0].text = "东湖县农业农村局"
    if number % 5 == 0:
        document.add_picture(io.BytesIO(_plain_picture()))
    document.core_properties.author = "东湖县农业农村局"
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _plain_picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(made, "PNG")
    return made.getvalue()


_BY = 'w:id="5" w:author="李审核" w:date="2025-01-02T03:04:05Z"'
_HIDDEN_STYLE = '<w:style w:type="{}" w:styleId="{}"><w:name w:val="{}"/>{}<w:rPr>{}</w:rPr></w:style>'
_STYLED = _HIDDEN_STYLE.format

SAMPLES = tuple(
    Sample(name, "docx", kind, make, told)
    for name, kind, make, told in (
        ("inserted", "tracked_changes", lambda: clean(paragraph(f"<w:ins {_BY}>{run('')}</w:ins>")), True),
        ("deleted", "tracked_changes", lambda: clean(paragraph(f"<w:del {_BY}><w:r><w:delText>{SECRET}</w:delText></w:r></w:del>")), True),
        ("moved", "tracked_changes", lambda: clean(paragraph(f"<w:moveFrom {_BY}>{run('')}</w:moveFrom>")), True),
        ("reformatted", "tracked_changes", lambda: clean(paragraph(run(f"<w:b/><w:rPrChange {_BY}><w:rPr/></w:rPrChange>"))), False),
        ("deleted_row", "tracked_changes", lambda: clean(_row(f"<w:del {_BY}/>")), False),
        ("comment", "comments", _comment, True),
        ("vanish", "hidden_text", lambda: clean(paragraph(run("<w:vanish/>"))), True),
        ("vanish_by_run_style", "hidden_text", lambda: _styled(_STYLED("character", "YC", "YC", "", "<w:vanish/>"), paragraph(run('<w:rStyle w:val="YC"/>'))), True),
        (
            "vanish_by_style_of_style",
            "hidden_text",
            lambda: _styled(
                _STYLED("paragraph", "YA", "YA", "", "<w:vanish/>") + _STYLED("paragraph", "YB", "YB", '<w:basedOn w:val="YA"/>', ""),
                paragraph(run(""), '<w:pPr><w:pStyle w:val="YB"/></w:pPr>'),
            ),
            True,
        ),
        ("hidden_row", "hidden_text", lambda: clean(_row("<w:hidden/>")), True),
        ("hidden_box", "hidden_text", lambda: clean(box(SECRET, attributes='hidden="1"')), True),
        ("other_in_old_software", "hidden_text", lambda: clean(box("看得见", fallback=SECRET)), True),
        ("unused_header", "hidden_text", _header, True),
        ("building_block", "hidden_text", _glossary, True),
        ("field_if", "hidden_text", lambda: _field(f'IF 1 = 1 "甲" "{SECRET}"'), True),
        ("index_entry", "hidden_text", lambda: _field(f'XE "{SECRET}"', ""), True),
        ("white", "tiny_text", lambda: clean(paragraph(run('<w:color w:val="FFFFFF"/>'))), True),
        ("one_point", "tiny_text", lambda: clean(paragraph(run('<w:sz w:val="2"/>'))), True),
        ("one_percent_wide", "tiny_text", lambda: clean(paragraph(run('<w:w w:val="1"/>'))), True),
        ("box_beside_paper", "off_page", lambda: clean(box(SECRET, left=20_000_000)), True),
        ("field_include", "external_links", lambda: _field(r'INCLUDETEXT "\\\\server\\share\\a.docx"'), False),
        ("field_link", "external_links", lambda: _field(r"LINK Excel.Sheet.12 C:\\tmp\\b.xlsx"), False),
        ("template_elsewhere", "external_links", lambda: _external("attachedTemplate", "file:///C:/Users/zhang/mb.dotx"), False),
        ("picture_elsewhere", "external_links", lambda: _external("image", "http://10.1.2.3/a.png"), False),
        ("link_to_own_disk", "external_links", lambda: _external("hyperlink", "file:///D:/名单.xlsx"), False),
        ("mail_merge", "external_links", lambda: _settings('<w:mailMerge><w:query w:val="SELECT * FROM 名单"/></w:mailMerge>'), False),
        ("object", "embedded_files", _ole, False),
        ("workbook_inside", "embedded_files", lambda: _with_part("word/embeddings/a.xlsx", b"PK\x03\x04", "package"), False),
        ("page_inside", "embedded_files", lambda: _with_part("word/a.htm", f"<p>{SECRET}</p>", "aFChunk", "text/html", f'<w:altChunk {W} {R} r:id="rId900"/>'), True),
        ("part_without_pointer", "embedded_files", lambda: changed(clean(), {"word/old/document.xml": f"<a>{SECRET}</a>"}), False),
        ("custom_xml", "custom_xml", lambda: _with_part("customXml/item9.xml", f"<a><b>{SECRET}</b></a>", "customXml"), True),
        ("custom_properties", "custom_properties", _custom_properties, True),
        ("variables", "custom_properties", lambda: _settings(f'<w:docVars><w:docVar w:name="a" w:val="{SECRET}"/></w:docVars>'), True),
        ("author", "author", lambda: _properties("docProps/core.xml", lambda old: old.replace("</cp:coreProperties>", f"<cp:lastModifiedBy>{SECRET}</cp:lastModifiedBy></cp:coreProperties>")), True),
        ("company", "author", lambda: _properties("docProps/app.xml", lambda old: old.replace("</Properties>", f"<Company>{SECRET}</Company></Properties>")), True),
        ("reviewers", "author", lambda: _with_part("word/people.xml", f'<w15:people xmlns:w15="urn:w15"><w15:person w15:author="{SECRET}"/></w15:people>', "people"), True),
        ("thumbnail", "thumbnail", clean, False),
        ("sessions", "rsid", lambda: _settings('<w:rsids><w:rsidRoot w:val="00A1"/></w:rsids>'), False),
        ("macros", "macros", lambda: _with_part("word/vbaProject.bin", b"\xd0\xcf", "vbaProject"), False),
        ("photo", "gps", lambda: _picture(photo()), False),
        ("camera", "exif", lambda: _picture(photo(where=False)), False),
        ("choices", "form_fields", lambda: clean(f'<w:p {W}><w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{SECRET}" w:value="1"/></w:dropDownList></w:sdtPr><w:sdtContent><w:r><w:t>选</w:t></w:r></w:sdtContent></w:sdt></w:p>'), True),
        ("bookmark", "bookmarks", lambda: clean(paragraph(f'<w:bookmarkStart w:id="3" w:name="{SECRET}"/><w:bookmarkEnd w:id="3"/>')), True),
    )
)  # fmt: skip
