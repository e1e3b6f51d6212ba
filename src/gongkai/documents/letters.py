"""Reply documents: `Letter` in, DOCX or PDF out. This is the door; the files beside it are rooms behind it."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.documents.pdf import render_pdf
from gongkai.documents.problems import DocumentProblem, MissingFact, NoChineseFont, TemplateBroken
from gongkai.documents.shapes import TEMPLATES, Letter, Template
from gongkai.documents.word import render_docx

__all__ = [
    "DocumentProblem",
    "Letter",
    "MissingFact",
    "NoChineseFont",
    "Template",
    "TemplateBroken",
    "render_docx",
    "render_pdf",
    "templates",
]


def templates() -> Mapping[str, Template]:
    """Every kind of document by its code: label, whom it goes to, what it is for."""
    return TEMPLATES
