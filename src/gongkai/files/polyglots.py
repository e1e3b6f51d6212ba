"""Files that are two things at once, or that act when they are opened: refused where nobody logs in.

Telephones append things of their own to pictures, so an appendix alone is no fault; what it is made of may be.
"""

from __future__ import annotations

import re

from gongkai.files.rules import content_family

# Five bytes and more: in ten megabytes of a picture shorter ones turn up by chance.
_PAGE = re.compile(rb"<script[\s>]|<\?php|<html[\s>]|<svg[\s>]|<%@ ?page|<iframe[\s>]", re.IGNORECASE)
_ACTS = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia)(?=[\s/(<\[])")
_ZIP_END = b"PK\x05\x06"
_ZIP_START = b"PK\x03\x04"
_ZIP_TAIL = 66_000  # bytes: the end of an archive with its longest comment

PICTURES = ("jpg", "jpeg", "png")


def fault_of(content: bytes, ending: str) -> str:
    """What is wrong with a file of that ending, in words after its name; empty when nothing is.

    Only what can be seen without unpacking: it stands beside `check_file`, which looks at the file's own kind.
    """
    family = content_family(content[:4096])
    if (family != "image" and ending in PICTURES) or family == "html":
        return ""  # not even what it says: check_file has the words for that
    if (ending in PICTURES or ending == "pdf") and _holds_archive(content):
        return "里面还藏着一个压缩包。单独截图或者另存以后再传。"
    if ending in PICTURES and (_PAGE.search(content) or b"%PDF-" in content):
        return "除了图片还有别的内容。重新拍一张或者另存以后再传。"
    if ending == "pdf" and _PAGE.search(content[:1024]):
        return "除了 PDF 还有别的内容。重新导出以后再传。"
    if ending == "pdf" and _ACTS.search(content):
        return "打开时会自己运行程序。打印成不带程序的 PDF 再传。"
    return ""


def _holds_archive(content: bytes) -> bool:
    return _ZIP_END in content[-_ZIP_TAIL:] and _ZIP_START in content
