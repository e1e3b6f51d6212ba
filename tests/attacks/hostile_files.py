"""Files that mean harm, made here: name, content, and whether the store may keep them (safely, as a download)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import IO

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>正文</w:t></w:r></w:p></w:body></w:document>'
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><l>&i;</l>"
)
PNG = b"\x89PNG\r\n\x1a\n"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
EICAR_LIKE = b"MZ" + b"\0" * 60 + b"PE\0\0"


@dataclass(frozen=True)
class Hostile:
    label: str
    name: str
    made: bytes | Callable[[], bytes]  # the large ones when they are asked for: most runs only count them
    kept: bool = False  # may be kept: what it carries can't act as a download of this type

    @property
    def content(self) -> bytes:
        return self.made() if callable(self.made) else self.made


class Same(int):
    """So many megabytes of one byte, packed without ever standing in memory."""

    byte = b"\0"

    def write_to(self, out: IO[bytes]) -> None:
        for _ in range(self):
            out.write(self.byte * (1024 * 1024))


class Blanks(Same):
    byte = b" "


def packed(
    parts: Mapping[str, bytes | str | Same], change: Callable[[zipfile.ZipInfo], None] | None = None
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(info)
            if isinstance(content, Same):
                with archive.open(info, "w") as member:
                    content.write_to(member)
            else:
                archive.writestr(info, content)
    return out.getvalue()


def docx(**more: bytes | str) -> bytes:
    extra = {name.replace("__", "/").replace("_dot_", "."): content for name, content in more.items()}
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": DOCUMENT, **extra})


def docx_with(parts: Mapping[str, bytes | str | Same]) -> bytes:
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": DOCUMENT, **parts})


def png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return PNG + struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))


def jpeg(width: int, height: int) -> bytes:
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\0"
        + b"\0" * 9
        + b"\xff\xc0\x00\x11\x08"
        + struct.pack(">HH", height, width)
        + b"\0" * 20
    )


def field_of(words: str) -> str:
    return f'<w:document xmlns:w="{W}"><w:body><w:p>{words}</w:p></w:body></w:document>'


def _link(info: zipfile.ZipInfo) -> None:
    if info.filename.startswith("word/media"):
        info.external_attr = 0o120777 << 16


def _told_sizes(raw: bytes, told: int) -> bytes:
    """The same package with another unpacked size in each entry of its directory."""
    changed = bytearray(raw)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 24 : at + 28] = struct.pack("<I", told)
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def _encrypted_flag(raw: bytes) -> bytes:
    changed = bytearray(raw)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


def _many_members(count: int) -> bytes:
    """A directory of `count` empty entries that all point at the same place."""
    entry = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    start = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    directory = entry * count
    told = min(count, 0xFFFF)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, told, told, len(directory), len(start), 0)
    return start + directory + end


@cache
def _bomb(megabytes: int) -> bytes:
    return docx_with({"word/media/image1.bin": Same(megabytes)})


@cache
def _nested(levels: int) -> bytes:
    inner = b"\0" * 10_000_000
    for _ in range(levels):
        inner = packed({f"{n}.zip": inner for n in range(8)})
    return docx_with({"word/embeddings/a.zip": inner})


def hostile() -> Iterator[Hostile]:
    yield from _named()
    yield from _lying()
    yield from _packages()
    yield from _others()


def _named() -> Iterator[Hostile]:
    for name in ("公告.exe", "公告.pdf.exe", "公告.docx.js", "x.svg", "x.html", "x.htm", "x.xhtml", "x.xml", "x.php", "x.jsp",
                 "x.docm", "x.xlsm", "x.dotm", "x.zip", "x.rar", "x.lnk", "x.hta", "x.bat", "x.msi", "x.swf", "x.mht", "x.url",
                 "公告", ".docx", "公告.", "x.pdf ", "x.pdf%00.exe", "x.pdf;.exe", "x.PDF::$DATA"):  # fmt: skip
        yield Hostile(f"name {name}", name, PDF, kept=name in ("x.pdf ",))
    yield Hostile("direction override in the name", "公告\u202efdp.exe", PDF)
    yield Hostile("NUL in the name", "x.exe\0.pdf", PDF, kept=True)
    yield Hostile("path in the name", "../../../../tmp/evil.pdf", PDF, kept=True)
    yield Hostile("path of Windows in the name", "C:\\Windows\\evil.pdf", PDF, kept=True)
    yield Hostile("very long name", "长" * 5000 + ".pdf", PDF, kept=True)
    yield Hostile("markup in the name", "<img src=x onerror=alert(1)>.pdf", PDF, kept=True)
    yield Hostile("header in the name", 'a"\r\nSet-Cookie: x=1\r\n.pdf', PDF, kept=True)


def _lying() -> Iterator[Hostile]:
    for ending in ("pdf", "docx", "doc", "png", "txt", "csv", "xlsx", "ofd"):
        yield Hostile(f"empty .{ending}", f"x.{ending}", b"")
        yield Hostile(f"program as .{ending}", f"x.{ending}", EICAR_LIKE)
    yield Hostile("program with a PDF inside", "x.pdf", EICAR_LIKE + PDF)
    yield Hostile("page with a PDF inside", "x.pdf", b"<html><script>alert(1)</script><!--" + PDF)
    yield Hostile("shell script as .txt", "x.txt", b"#!/bin/sh\nrm -rf /\n")
    yield Hostile("ELF as .csv", "x.csv", b"\x7fELF" + b"\0" * 50)
    yield Hostile("page as .csv", "x.csv", b"<html><script>alert(1)</script>")
    yield Hostile("page as .txt", "x.txt", b"<html><script>alert(1)</script>", kept=True)
    yield Hostile(
        "page behind a mark as .png", "x.png", b"\xef\xbb\xbf<!DOCTYPE html><script>alert(1)</script>"
    )
    yield Hostile("SVG as .png", "x.png", SVG)
    yield Hostile("SVG as .pdf", "x.pdf", SVG)
    yield Hostile("SVG as .txt", "x.txt", SVG, kept=True)
    yield Hostile("GIF that is a script", "x.gif", b"GIF89a/*\x01\x00\x01\x00*/=1;alert(1)", kept=True)
    yield Hostile(
        "JPEG with a page in its comment",
        "x.jpg",
        b"\xff\xd8\xff\xfe\x00\x20<script>alert(1)</script>\xff\xd9",
        kept=True,
    )
    yield Hostile("picture as .docx", "x.docx", png(1, 1))
    yield Hostile("package as .pdf", "x.pdf", docx())
    yield Hostile("package with a PDF before it", "x.docx", PDF + docx())
    yield Hostile("XLSX as .docx", "x.docx", packed({"xl/workbook.xml": "<x/>"}))
    yield Hostile("JAR as .docx", "x.docx", packed({"META-INF/MANIFEST.MF": "Main-Class: X"}))
    yield Hostile("NULs as .txt", "x.txt", b"abc\0\0def")
    yield Hostile("huge PNG", "x.png", png(100_000, 100_000))
    yield Hostile("largest PNG", "x.png", png(2**31 - 1, 2**31 - 1))
    yield Hostile("huge GIF", "x.gif", b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + b"\0" * 20)
    yield Hostile("huge JPEG", "x.jpg", jpeg(65_535, 65_535))


def _packages() -> Iterator[Hostile]:
    yield Hostile("bomb of 300 MB", "x.docx", partial(_bomb, 300))
    yield Hostile("nested bomb", "x.docx", partial(_nested, 3), kept=True)
    yield Hostile("told size of 4 GB", "x.docx", _told_sizes(docx(), 0xFFFFFFFE))
    yield Hostile("100,000 members", "x.docx", partial(_many_members, 100_000))
    yield Hostile("20,000 members told", "x.docx", partial(_many_members, 20_000))
    for path in (
        "../../../../tmp/evil",
        "/etc/cron.d/evil",
        "word/../../evil",
        "..\\..\\evil",
        "C:\\evil",
        "\\\\host\\share",
    ):
        yield Hostile(f"member {path}", "x.docx", docx_with({path: "x"}))
    yield Hostile("symbolic link", "x.docx", packed(
        {"[Content_Types].xml": TYPES, "word/document.xml": DOCUMENT, "word/media/a.png": "/etc/passwd"}, _link))  # fmt: skip
    yield Hostile("locked", "x.docx", _encrypted_flag(docx()))
    yield Hostile("macros in DOCX", "x.docx", docx_with({"word/vbaProject.bin": OLE}))
    yield Hostile("macros in XLSX", "x.xlsx", packed({"xl/workbook.xml": "<x/>", "xl/VBAPROJECT.BIN": OLE}))
    yield Hostile(
        "macro sheet", "x.xlsx", packed({"xl/workbook.xml": "<x/>", "xl/macrosheets/sheet1.xml": "<x/>"})
    )
    yield Hostile("control that acts", "x.docx", docx_with({"word/activeX/activeX1.bin": OLE}))
    for part in (
        "word/document.xml",
        "word/styles.xml",
        "word/_rels/document.xml.rels",
        "customXml/item1.xml",
    ):
        yield Hostile(f"foreign entity in {part}", "x.docx", docx_with({part: XXE}))
    yield Hostile(
        "foreign entity in UTF-16", "x.docx", docx_with({"word/document.xml": XXE.encode("utf-16")})
    )
    yield Hostile("billion laughs", "x.docx", docx_with({"word/document.xml": LAUGHS}))
    yield Hostile("billion laughs in XLSX", "x.xlsx", packed({"xl/workbook.xml": LAUGHS}))
    yield Hostile("entity in OFD", "x.ofd", packed({"OFD.xml": XXE}))
    command = 'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"'
    yield Hostile(
        "DDE",
        "x.docx",
        docx_with({"word/document.xml": field_of(f"<w:r><w:instrText>{command}</w:instrText></w:r>")}),
    )
    simple = '<w:fldSimple w:instr=" DDEAUTO cmd /k calc"/>'
    yield Hostile("DDE in a simple field", "x.docx", docx_with({"word/document.xml": field_of(simple)}))
    cut = "".join(f"<w:r><w:instrText>{c}</w:instrText></w:r>" for c in "DDEAUTO cmd /k calc")
    yield Hostile("DDE cut into pieces", "x.docx", docx_with({"word/header1.xml": field_of(cut)}))
    yield Hostile("broken off", "x.docx", docx()[:-30])
    yield Hostile("half", "x.docx", docx()[: len(docx()) // 2])
    yield Hostile("only the mark", "x.docx", b"PK\x03\x04")
    yield Hostile("empty package", "x.docx", b"PK\x05\x06" + b"\0" * 18)


def _others() -> Iterator[Hostile]:
    yield Hostile("container of noise", "x.doc", OLE + b"\xff" * 4096)
    yield Hostile("container cut short", "x.xls", OLE)
    yield Hostile(
        "container that points at itself",
        "x.doc",
        OLE + b"\0" * 22 + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + b"\0" * 4096,
    )
    yield Hostile("locked PDF", "x.pdf", PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root"))
    yield Hostile(
        "PDF with a script",
        "x.pdf",
        PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
        kept=True,
    )
