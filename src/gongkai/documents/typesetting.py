"""typst, given a template and data. What stops it comes back as what is wrong, not as its own messages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import typst

from gongkai.documents.fonts import FontChoice
from gongkai.documents.problems import TemplateBroken

_PACKAGE = re.compile(r'["\']@[a-z]')
_PLACE = re.compile(r"┌─ [^\n]*?:(\d+):\d+")
# Also what stands in a font's private range: it is another sign on each machine.
_NOT_DRAWN = re.compile(r'(?:the text|contains the codepoint) `"(?:\\u\{([0-9a-f]+)\}|([^`]+?))"`')


class NotDrawn(Exception):
    """No font has these characters."""

    def __init__(self, characters: frozenset[str]) -> None:
        super().__init__(characters)
        self.characters = characters


def typeset(
    template: Path,
    values: Mapping[str, Any],
    *,
    fonts: FontChoice,
    standards: Sequence[typst.PDFStandard],
    made_on: date,
) -> bytes:
    """The PDF. Each value reaches the template as JSON in `sys.inputs`, never as part of its source.

    Raises NotDrawn for characters without a glyph, TemplateBroken for a template that stops.
    """
    source = template.read_bytes()
    if _PACKAGE.search(source.decode(errors="replace")):
        raise TemplateBroken(f"模板 {template.name} 引用了外部的包；生成文书时不上网，请把内容写在模板里。")
    try:
        # The stub wants `root` of the type of the source; a path is right.
        made: bytes = typst.compile(  # type: ignore[call-overload]
            source,
            root=template.parent,
            font_paths=fonts.fonts,
            format="pdf",
            sys_inputs={name: json.dumps(value, ensure_ascii=False) for name, value in values.items()},
            pdf_standards=list(standards),
            timestamp=datetime.combine(made_on, time(), UTC),
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
            raise NotDrawn(missing) from stopped
        place = _PLACE.search(diagnostic)
        where = f"第 {place[1]} 行" if place else ""
        raise TemplateBroken(
            f"模板 {template.name} {where}写得不对：{stopped.message}。可以用的名称见《更换答复书模板》。"
        ) from stopped
