"""Why a document cannot be made, in words for the person at the desk."""

from __future__ import annotations


class DocumentProblem(Exception):
    """The document cannot be made; the text says why and what to do."""


class MissingFact(DocumentProblem):
    """A sentence of the document needs something that the case does not hold yet."""


class TemplateBroken(DocumentProblem):
    """An office's own template, or one that ships, stops at a place that the message names."""


class NoChineseFont(DocumentProblem):
    """No font on this machine draws Chinese; a PDF would be a page of boxes."""
