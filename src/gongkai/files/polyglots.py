"""Files that are two things at once, or that act when they are opened: refused where nobody logs in.

Telephones append things of their own to pictures, so an appendix alone is no fault; what it is made of may be.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile

from gongkai.files.rules import MAX_MEMBERS, content_family, safe_name

# Five bytes and more: in ten megabytes of a picture shorter ones turn up by chance.
_PAGE = re.compile(rb"<script[\s>]|<\?php|<html[\s>]|<svg[\s>]|<%@ ?page|<iframe[\s>]", re.IGNORECASE)
# Ten megabytes of a picture hold 40,000 "<": looked for so, it costs a quarter.
_PAGE_STARTS = re.compile(rb"<[sS?hH%iI][cCvVpPtT@fF]")
_ACTS = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia)(?=[\s/(<\[])")
# Excel keeps how a sheet was last printed.
_PRINTER = re.compile(r"^xl/printerSettings/", re.IGNORECASE)
_ZIP_END = b"PK\x05\x06"
_ZIP_START = b"PK\x03\x04"
_ZIP_TAIL = 66_000  # bytes: the end of an archive with its longest comment

PICTURES = ("jpg", "jpeg", "png")
PACKED = ("docx", "xlsx", "pptx", "ofd")
# What has no business in a form that anybody may send: archives, programs, pages, whole other documents.
_INNER = re.compile(
    r"\.(?:zip|rar|7z|gz|tar|jar|exe|dll|scr|com|bat|cmd|ps1|vbs|js|hta|lnk|msi|php|jsp|aspx?|html?|svg|bin)$",
    re.IGNORECASE,
)


def fault_of(content: bytes, ending: str) -> str:
    """What is wrong with a file of that ending, in words after its name; empty when nothing is.

    Only what can be seen without unpacking: it stands beside `check_file`, which looks at the file's own kind.
    """
    family = content_family(content[:4096])
    if (family != "image" and ending in PICTURES) or family == "html":
        return ""  # not even what it says: check_file has the words for that
    if ending in PACKED and (inner := _embedded(content)):
        return f"里面嵌着别的文件（{inner}）。把它单独传，或者从文件里删掉。"
    if (ending in PICTURES or ending == "pdf") and _holds_archive(content):
        return "里面还藏着一个压缩包。单独截图或者另存以后再传。"
    if ending in PICTURES and (_holds_page(content) or b"%PDF-" in content):
        return "除了图片还有别的内容。重新拍一张或者另存以后再传。"
    if ending == "pdf" and _PAGE.search(content[:1024]):
        return "除了 PDF 还有别的内容。重新导出以后再传。"
    if ending == "pdf" and _ACTS.search(content):
        return "打开时会自己运行程序。打印成不带程序的 PDF 再传。"
    return ""


def _holds_page(content: bytes) -> bool:
    return any(_PAGE.match(content, start.start()) for start in _PAGE_STARTS.finditer(content))


def _holds_archive(content: bytes) -> bool:
    return _ZIP_END in content[-_ZIP_TAIL:] and _ZIP_START in content


def _embedded(content: bytes) -> str:
    """The name of a part that is a file of its own; empty for a package that can't be read, which has its own words."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if len(package.infolist()) > MAX_MEMBERS:
                return ""
            names = [one.filename for one in package.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return ""
    inner = next((name for name in names if _INNER.search(name) and not _PRINTER.search(name)), "")
    return safe_name(inner.rpartition("/")[2])[:60] if inner else ""
