"""Files made to harm: bombs, paths out, foreign definitions, lies about size and type, endless structures."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

DOCX, XLSX, PPTX, OFD = "word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "OFD.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
) + "]>"  # fmt: skip
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY = {
    DOCX: f'<w:document xmlns:w="{WORD}"><w:body/></w:document>',
    XLSX: f'<workbook xmlns="{MAIN}"/>',
    PPTX: '<p:presentation xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>',
    OFD: '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>',
}
XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Hostile:
    """`may_be_read`: harmless once the reader keeps its limits, so reading it is no fault."""

    name: str
    content: bytes
    may_be_read: bool = False


def packed(members: dict[str, str | bytes], level: int = 9) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def sheet(rows: str, before: str = "", after: str = "") -> bytes:
    """A workbook of one sheet with these rows as XML."""
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            XLSX: f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="表" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
                "</Relationships>"
            ),
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
            ),
        },
        level=1,
    )


def defined_late() -> bytes:
    """A sheet that reads well but for a definition after a long comment, where a look at the head misses it."""
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>'
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sheet(cell))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            head = f"<!--{'x' * 9000}-->{LAUGHS}".encode() if "sheet1" in name else b""
            new.writestr(name, head + old.read(name))
    return out.getvalue()


def lying_size(made: bytes, size: int) -> bytes:
    """The directory and the head say another unpacked size."""
    raw = bytearray(made)
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", size)
    head = struct.unpack_from("<I", raw, at + 42)[0]
    raw[head + 22 : head + 26] = struct.pack("<I", size)
    return bytes(raw)


def linked(name: str, to: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(DOCX, "<w/>")
        link = zipfile.ZipInfo(name)
        link.create_system, link.external_attr = 3, 0o120777 << 16
        made.writestr(link, to)
    return out.getvalue()


def renamed(made: bytes, old: bytes, new: bytes) -> bytes:
    """Members' names of the same length, as no writer would write them."""
    assert len(old) == len(new)
    return made.replace(old, new)


def bombs() -> Iterator[Hostile]:
    yield Hostile("炸弹.docx", packed({DOCX: bytes(600_000_000)}, level=1))
    for part, ending in ((XLSX, "xlsx"), (PPTX, "pptx"), (OFD, "ofd")):
        yield Hostile(f"炸弹.{ending}", packed({part: bytes(60_000_000)}))
    inner = packed({"0": bytes(50_000_000)})
    nested = packed({f"{n}.zip": inner for n in range(16)})
    yield Hostile(
        "套娃.docx",
        packed({DOCX: BODY[DOCX], **{f"word/{n}.zip": nested for n in range(16)}}),
        may_be_read=True,
    )
    yield Hostile(
        "许多小块.xlsx", packed({XLSX: "<w/>", **{f"xl/{n}": bytes(1_000_000) for n in range(520)}})
    )
    yield Hostile("一万个部分.docx", packed({DOCX: "<w/>", **{f"w/{n}": "" for n in range(10_050)}}))
    yield Hostile("二十亿.docx", lying_size(packed({DOCX: "<w/>"}), 2**31))
    yield Hostile("四十亿.xlsx", lying_size(packed({XLSX: "<w/>"}), 2**32 - 2))
    yield Hostile("说小了.xlsx", lying_size(packed({XLSX: b"<w>" + bytes(30_000_000)}), 10))
    overlapped = packed({DOCX: "<w/>", "word/a.xml": "x" * 1000})
    yield Hostile("重叠.docx", overlapped.replace(b"word/a.xml", b"word/a.xml", 1)[:-30])
    yield Hostile("长文.txt", b"\xff\xfe" + bytes(5_000_000), may_be_read=True)


def paths() -> Iterator[Hostile]:
    for name in (
        "../../etc/cron.d/x",
        "/etc/passwd",
        "C:\\windows\\x.xml",
        "word\\..\\..\\x.xml",
        "word/../../../x",
    ):
        yield Hostile("路径.docx", packed({DOCX: "<w/>", name: "x"}))
    yield Hostile("链接.docx", linked("word/link", "/etc/passwd"))
    yield Hostile("链接出去.docx", linked("word/link", "../../../../etc/shadow"))
    plain = packed({DOCX: "<w/>", "word/abc.xml": "x"})
    yield Hostile("空字符.docx", renamed(plain, b"word/abc.xml", b"word/a\0c.xml"))
    yield Hostile("翻转\u202exslx.docx", packed({"a": "x"}))
    yield Hostile("翻转\u202excod.exe", b"MZ\x90\0")
    yield Hostile("空\0字.txt\0.exe", b"MZ\x90\0")


def foreign_definitions() -> Iterator[Hostile]:
    root = {DOCX: "docx", XLSX: "xlsx", PPTX: "pptx", OFD: "ofd"}
    parts = {
        "docx": ("word/document.xml", "word/comments.xml", "word/footnotes.xml", "docProps/core.xml"),
        "xlsx": ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"),
        "pptx": ("ppt/presentation.xml", "ppt/slides/slide1.xml"),
        "ofd": ("OFD.xml", "Doc_0/Document.xml"),
    }
    for main, ending in root.items():
        for part in parts[ending]:
            for what, head in (("外部实体", XXE), ("十亿笑", LAUGHS)):
                body = f'<?xml version="1.0"?>{head}<x>&{"a" if what == "外部实体" else "j"};</x>'
                yield Hostile(f"{what}.{ending}", packed({main: BODY[main], part: body}))
    late = f'<?xml version="1.0"?><!--{"x" * 9000}-->{LAUGHS}<worksheet>&j;</worksheet>'
    yield Hostile("注释后的定义.xlsx", packed({XLSX: late}))
    yield Hostile("表里的定义.xlsx", defined_late())
    wide = f'<?xml version="1.0" encoding="UTF-16"?>{LAUGHS}<x>&j;</x>'.encode("utf-16")
    yield Hostile("宽字符的定义.docx", packed({DOCX: wide}))


def workbooks() -> Iterator[Hostile]:
    yield Hostile(
        "大范围.xlsx",
        sheet('<row r="1"><c r="A1"><v>1</v></c></row>', '<dimension ref="A1:XFD1048576"/>'),
        may_be_read=True,
    )
    yield Hostile(
        "天涯海角.xlsx",
        sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        may_be_read=True,
    )
    yield Hostile("行号过大.xlsx", sheet('<row r="9999999"><c r="A9999999"><v>1</v></c></row>'))
    yield Hostile("列号过大.xlsx", sheet('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'))
    yield Hostile(
        "重复的格.xlsx",
        sheet('<row r="1">' + '<c r="A1"><v>1</v></c>' * 200_000 + "</row>"),
        may_be_read=True,
    )
    yield Hostile(
        "重复的行.xlsx", sheet('<row r="1"><c r="A1"><v>1</v></c></row>' * 100_000), may_be_read=True
    )
    loop = '<c r="A1"><f t="shared" ref="A1:A9" si="0">A2</f><v>1</v></c><c r="A2"><f t="shared" si="0"/><v>1</v></c>'
    yield Hostile("公式成环.xlsx", sheet(f'<row r="1">{loop}</row>'), may_be_read=True)
    yield Hostile(
        "数字过长.xlsx",
        sheet('<row r="1"><c r="A1"><v>1E999999999</v></c><c r="B1"><v>' + "9" * 100_000 + "</v></c></row>"),
        may_be_read=True,
    )
    yield Hostile(
        "不是数字.xlsx",
        sheet('<row r="-1"><c r="A1" t="s"><v>-5</v></c><c t="s" s="99999999999"><v>９</v></c></row>'),
        may_be_read=True,
    )
    yield Hostile("深层.xlsx", sheet("<row>" + "<c>" * 50_000 + "</c>" * 50_000 + "</row>"))
    deep = "<x>" * 100_000 + "</x>" * 100_000
    for main, ending in ((DOCX, "docx"), (PPTX, "pptx"), (OFD, "ofd"), (XLSX, "xlsx")):
        yield Hostile(f"深层.{ending}", packed({main: deep}))
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 50_000
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 3000))
    yield Hostile("合并过多.xlsx", sheet(rows, after=f"<mergeCells>{merges}</mergeCells>"), may_be_read=True)
    columns = "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 3000 + "</cols>"
    yield Hostile("列过多.xlsx", sheet('<row r="1"><c r="A1"><v>1</v></c></row>', columns), may_be_read=True)
    many = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r1"/>' for n in range(20_000))
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{many}</sheets></workbook>'
    rels = f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    cells = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    yield Hostile(
        "一张表用两万次.xlsx",
        packed({XLSX: book, "xl/_rels/workbook.xml.rels": rels, "xl/worksheets/sheet1.xml": cells}),
        may_be_read=True,
    )
    itself = f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="workbook.xml"/></Relationships>'
    one = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="s" r:id="r1"/></sheets></workbook>'
    )
    yield Hostile(
        "自己指自己.xlsx", packed({XLSX: one, "xl/_rels/workbook.xml.rels": itself}), may_be_read=True
    )
    outside = itself.replace("workbook.xml", "../../../../../etc/passwd")
    yield Hostile(
        "指到外面.xlsx", packed({XLSX: one, "xl/_rels/workbook.xml.rels": outside}), may_be_read=True
    )


def lies() -> Iterator[Hostile]:
    html = b"<html><script>alert(1)</script>"
    yield Hostile("空.pdf", b"")
    yield Hostile("双扩展名.pdf.exe", b"MZ\x90\0")
    yield Hostile("程序.docx", b"MZ\x90\0" + bytes(1000))
    yield Hostile("程序.pdf", b"\x7fELF%PDF-1.7")
    yield Hostile("网页.png", html)
    yield Hostile("图.svg", b"<svg onload='alert(1)'/>")
    yield Hostile("脚本.txt", b"#!/bin/sh\nrm -rf /")
    yield Hostile("两面.pdf", b"%PDF-1.7\n" + packed({DOCX: "<w/>"}), may_be_read=True)
    yield Hostile("两面.docx", b"%PDF-1.7\n" + packed({DOCX: "<w/>"}))
    yield Hostile("两面.jpg", b"\xff\xd8\xff\xe0" + packed({DOCX: "<w/>"}))
    yield Hostile("两面网页.pdf", html + b"%PDF-1.7")
    yield Hostile("压缩包.docx", packed({"a.txt": "x"}))
    yield Hostile("截断.docx", packed({DOCX: "<w/>" * 1000})[:200])
    yield Hostile("宏.xlsx", packed({XLSX: "<w/>", "xl/vbaProject.bin": "x"}))
    yield Hostile("密码.docx", OLE + bytes(2000))
    yield Hostile(
        "循环的目录.doc",
        OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(480) + bytes(4096),
    )
    yield Hostile("满是一.xls", OLE + b"\xff" * 8192)
    png = (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + b"IHDR"
        + struct.pack(">II", 60_000, 60_000)
        + b"\x08\2\0\0\0"
    )
    yield Hostile("巨图.png", png + struct.pack(">I", zlib.crc32(png[12:])))
    yield Hostile("巨图.gif", b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + bytes(20))
    yield Hostile("截断.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(20))
    yield Hostile(
        "目录成环.pdf",
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 99999999>>endobj\ntrailer<</Root 1 0 R>>",
        may_be_read=True,
    )
    yield Hostile(
        "括号过深.pdf", b"%PDF-1.7\n1 0 obj" + b"[" * 500_000 + b"\ntrailer<</Root 1 0 R>>", may_be_read=True
    )
    yield Hostile("标签过深.html", b"<html>" + b"<div>" * 300_000, may_be_read=True)
    yield Hostile("一行很长.csv", b'"' + b"a," * 2_000_000, may_be_read=True)


def everything() -> Iterator[Hostile]:
    for group in (bombs, paths, foreign_definitions, workbooks, lies):
        yield from group()
