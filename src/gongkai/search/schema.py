"""What one document is in the index: terms, filters and dates. Its text stays in the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import tantivy

from gongkai.text.doc_numbers import doc_no_key
from gongkai.text.tokenising import index_text

VERSION = 2
"""Raised with every change of fields or tokens; an index of another version is not opened but rebuilt."""

TEXT_LIMIT = 1_000_000
"""Characters of one document that are indexed; what lies behind is found by nobody and costs memory."""

FACETS = ("kind", "year", "unit", "stage", "validity", "topic")
_WORDS = ("kind", "stage", "validity", "subject", "source")
_NUMBERS = ("year", "unit", "topic", "reader")
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class SearchDoc:
    """A thing to be found. `id` is its row in the source's table."""

    id: int
    title: str
    text: str
    source: str = "item"
    number: str = ""
    """发文字号 as written; several divided by line breaks."""
    unit_path: tuple[int, ...] = ()
    """The unit and all that stand above it, so that a subtree is one term."""
    topic_path: tuple[int, ...] = ()
    kind: str = ""
    year: int = 0
    """0 when not known."""
    stage: str = ""
    validity: str = ""
    subject: str = ""
    published_at: datetime | None = None
    readers: tuple[int, ...] = ()
    """On the office's shelf: the units whose people may read it."""


def moment(at: datetime | None) -> int:
    """Seconds since the year 1, which needs no sign for documents of before 1970; 0 when undated."""
    if at is None:
        return 0
    return at.toordinal() * _DAY_SECONDS + at.hour * 3600 + at.minute * 60 + at.second


def build() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("id", indexed=True, fast=True)
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="tokens", index_option="position")
    builder.add_text_field("number", tokenizer_name="raw", index_option="basic")
    for name in _WORDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in _NUMBERS:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("published", indexed=True, fast=True)
    return builder.build()


def register_tokenizers(index: tantivy.Index) -> None:
    """The text arrives cut by us; tantivy only parts it at the blanks."""
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("tokens", analyzer)


def key_of(source: str, id: int) -> str:
    return f"{source}:{id}"


def number_keys(number: str) -> list[str]:
    return list(dict.fromkeys(doc_no_key(line) for line in number.splitlines() if line.strip()))


def to_tantivy(doc: SearchDoc) -> tantivy.Document:
    """Numbers go in by `add_unsigned`: `Document(id=…)` would make them signed and kill the writer thread."""
    out = tantivy.Document()
    out.add_text("key", key_of(doc.source, doc.id))
    out.add_unsigned("id", doc.id)
    title = index_text(doc.title)
    out.add_text("title", title)
    # Title and number are part of the body, so that "all terms must match" reads one field.
    out.add_text("body", " ".join((title, index_text(doc.number), index_text(doc.text[:TEXT_LIMIT]))))
    for key in number_keys(doc.number):
        out.add_text("number", key)
    for name in _WORDS:
        if value := getattr(doc, name):
            out.add_text(name, value)
    _add_all(out, "unit", doc.unit_path)
    _add_all(out, "topic", doc.topic_path)
    _add_all(out, "reader", doc.readers)
    if doc.year:
        out.add_unsigned("year", doc.year)
    out.add_unsigned("published", moment(doc.published_at))
    return out


def _add_all(out: tantivy.Document, name: str, values: Iterable[Any]) -> None:
    for value in values:
        out.add_unsigned(name, value)
