"""A letter as PDF: typst sets it from data. Values reach typst as JSON, never as part of a source."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import typst

from gongkai.documents.files import SHIPPED, template_file
from gongkai.documents.fonts import FontChoice, fonts_for
from gongkai.documents.pictographs import is_pictograph, spelled_out
from gongkai.documents.plain import content_of
from gongkai.documents.problems import DocumentProblem
from gongkai.documents.shapes import Letter
from gongkai.documents.typesetting import NotDrawn, typeset

# For keeping (归档) and for readers aloud. An office's own template need not be tagged throughout.
_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_OWN_STANDARDS: list[typst.PDFStandard] = ["a-2b"]


def render_pdf(letter: Letter, *, home: Path) -> bytes:
    """The letter as PDF/A, fonts embedded as subsets. Raises DocumentProblem as render_docx does, NoChineseFont as well.

    Pictographs that no font here has are spelled out (〔表情 U+1F64F〕): an applicant's emoji must not hold up a receipt.
    Any other character without a glyph is refused: a name that can't be read is no name.
    """
    content = content_of(letter)
    fonts = fonts_for(home)
    path = template_file(letter.template, ".typ", home=home)
    try:
        return _set(path, content, fonts, letter.issued_on)
    except NotDrawn as missing:
        unreadable = sorted(c for c in missing.characters if not is_pictograph(c))
        if unreadable:
            named = "、".join(f"“{c}”（U+{ord(c):04X}）" for c in unreadable[:10])
            raise DocumentProblem(
                f"这台机器的字体里没有{named}，PDF 里印不出来。请把含有它的字体文件放进数据目录的 fonts 文件夹，或先用 Word 文件。"
            ) from missing
        return _set(path, spelled_out(content, missing.characters), fonts, letter.issued_on)


def _set(path: Path, content: dict[str, Any], fonts: FontChoice, issued_on: date) -> bytes:
    return typeset(
        path,
        {"letter": content, "fonts": fonts.names()},
        fonts=fonts,
        standards=_STANDARDS if path.parent == SHIPPED else _OWN_STANDARDS,
        made_on=issued_on,
    )
