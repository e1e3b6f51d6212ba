"""A letter as PDF: typst sets it from data. Values reach typst as JSON, never as part of a source."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst

from gongkai.documents.files import SHIPPED, template_file
from gongkai.documents.fonts import FontChoice, fonts_for
from gongkai.documents.pictographs import is_pictograph, spelled_out
from gongkai.documents.plain import content_of
from gongkai.documents.problems import DocumentProblem, TemplateBroken
from gongkai.documents.shapes import Letter

_PACKAGE = re.compile(r'["\']@[a-z]')
_PLACE = re.compile(r"┌─ [^\n]*?:(\d+):\d+")
# Also what stands in a font's private range: it is another sign on each machine.
_NOT_DRAWN = re.compile(r'(?:the text|contains the codepoint) `"(?:\\u\{([0-9a-f]+)\}|([^`]+?))"`')
# For keeping (归档) and for readers aloud. An office's own template need not be tagged throughout.
_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_OWN_STANDARDS: list[typst.PDFStandard] = ["a-2b"]


class _NotDrawn(Exception):
    """No font has these characters."""

    def __init__(self, characters: frozenset[str]) -> None:
        super().__init__(characters)
        self.characters = characters


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
    except _NotDrawn as missing:
        unreadable = sorted(c for c in missing.characters if not is_pictograph(c))
        if unreadable:
            named = "、".join(f"“{c}”（U+{ord(c):04X}）" for c in unreadable[:10])
            raise DocumentProblem(
                f"这台机器的字体里没有{named}，PDF 里印不出来。请把含有它的字体文件放进数据目录的 fonts 文件夹，或先用 Word 文件。"
            ) from missing
        return _set(path, spelled_out(content, missing.characters), fonts, letter.issued_on)


def _set(path: Path, content: dict[str, Any], fonts: FontChoice, issued_on: date) -> bytes:
    source = path.read_bytes()
    if _PACKAGE.search(source.decode(errors="replace")):
        raise TemplateBroken(f"模板 {path.name} 引用了外部的包；生成文书时不上网，请把内容写在模板里。")
    families = {"body": fonts.body, "title": fonts.title, "title_is_bold": fonts.title_is_bold}
    try:
        # The stub wants `root` of the type of the source; a path is right.
        made: bytes = typst.compile(  # type: ignore[call-overload]
            source,
            root=path.parent,
            font_paths=fonts.fonts,
            format="pdf",
            sys_inputs={
                "letter": json.dumps(content, ensure_ascii=False),
                "fonts": json.dumps(families, ensure_ascii=False),
            },
            pdf_standards=_STANDARDS if path.parent == SHIPPED else _OWN_STANDARDS,
            timestamp=datetime.combine(issued_on, time(), UTC),
        )
        return made
    except typst.TypstError as stopped:
        diagnostic = stopped.diagnostic or stopped.message
        missing = frozenset(
            character
            for code, words in _NOT_DRAWN.findall(diagnostic)
            for character in (chr(int(code, 16)) if code else words)
        )
        if missing:
            raise _NotDrawn(missing) from stopped
        place = _PLACE.search(diagnostic)
        where = f"第 {place[1]} 行" if place else ""
        raise TemplateBroken(
            f"模板 {path.name} {where}写得不对：{stopped.message}。可以用的名称见《更换答复书模板》。"
        ) from stopped
