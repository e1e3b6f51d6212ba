"""A letter as a Word file, filled into a template that an office can edit."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from gongkai.documents.files import template_file, with_fixed_times
from gongkai.documents.plain import content_of
from gongkai.documents.problems import TemplateBroken
from gongkai.documents.shapes import Letter

_TAG = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"<w:p(?=[ />])")
_WORD_PROPERTY = 255
# Line ends of values while line ends of the template count its paragraphs; plain.py lets none of these through.
_LINE_END = "\u2028"


class _Stopped(Exception):
    """A template stopped at a paragraph."""

    def __init__(self, line: int, words: str, cause: Exception) -> None:
        super().__init__(str(cause))
        self.line, self.words = line, words


class _Filled(DocxTemplate):  # type: ignore[misc]
    """docxtpl, but every paragraph is a line that a message can name, and no value is looked at a second time."""

    def patch_xml(self, src_xml: str) -> str:
        return str(super().patch_xml(_PARAGRAPH.sub("\n<w:p", src_xml.replace("\n", " "))))

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        self.current_rendering_part = part
        try:
            filled = jinja_env.from_string(src_xml).render(context)
        except Exception as stopped:  # an expression of a template may raise anything
            line = _line_of(stopped)
            lines = src_xml.split("\n")
            words = _TAG.sub("", lines[line - 1]).strip() if 0 < line <= len(lines) else ""
            raise _Stopped(max(line - 1, 1), words, stopped) from stopped
        # docxtpl turns {_{ into {{ here, which would change what an applicant wrote.
        return str(self.resolve_listing(filled.replace("\n", "").replace(_LINE_END, "\n")))

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """Title and author are set below: as text, never as a template."""


def render_docx(letter: Letter, *, home: Path) -> bytes:
    """The letter as DOCX. Raises DocumentProblem for values that cannot be printed or a template that stops."""
    content = content_of(letter)
    path = template_file(letter.template, ".docx", home=home)
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        document = _Filled(io.BytesIO(path.read_bytes()))
        document.render(_marked(content), environment)
        _describe(document, letter, content)
        out = io.BytesIO()
        document.save(out)
    except _Stopped as stopped:
        raise TemplateBroken(_words_for(path, stopped)) from stopped
    except (
        Exception
    ) as broken:  # not a ZIP, not Word, XML that does not close: each library says it its own way
        raise TemplateBroken(
            f"模板 {path.name} 打不开：{broken}。请用 Word 或 WPS 另存为 .docx，或删去它，改用系统自带的模板。"
        ) from broken
    return with_fixed_times(out.getvalue())


def _marked(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\n", _LINE_END)
    if isinstance(value, dict):
        return {_marked(key): _marked(inner) for key, inner in value.items()}
    return [_marked(inner) for inner in value]


def _describe(document: Any, letter: Letter, content: dict[str, Any]) -> None:
    properties = document.docx.core_properties
    properties.title = f"{content['title']} {content['number']}"[:_WORD_PROPERTY]
    properties.author = properties.last_modified_by = content["issuer"][:_WORD_PROPERTY]
    properties.created = properties.modified = datetime.combine(letter.issued_on, time(), UTC).replace(
        tzinfo=None
    )


def _line_of(stopped: Exception) -> int:
    """The line of the template: an unknown word knows it, anything else left it in the traceback."""
    if isinstance(stopped, TemplateError) and getattr(stopped, "lineno", None):
        return int(stopped.lineno)  # type: ignore[attr-defined]
    line, trace = 0, stopped.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _words_for(path: Path, stopped: _Stopped) -> str:
    where = f"第 {stopped.line} 行（“{stopped.words[:60]}”）" if stopped.words else f"第 {stopped.line} 行"
    return f"模板 {path.name} {where}写得不对：{stopped}。空行也算一行；可以用的名称见《更换答复书模板》。"
