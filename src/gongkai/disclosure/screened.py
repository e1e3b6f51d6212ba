"""The texts of a version that screening looks at, each with the name of its place. Plain Python."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gongkai.disclosure.declaring import ItemKind
from gongkai.files.extraction.shapes import Extract

HEAD_TEXTS = {
    "doc_no": "发文字号",
    "issuer": "发文机关",
    "summary": "内容概述",
    "source": "信息来源",
    "source_url": "来源网址",
    "attribute_reason": "不公开的理由",
}
"""All that somebody types into the head; feeds and search results show the summary too."""

LINKS = "links"
"""The address of the part that holds where the links of the text lead; nobody sees it on the page."""


@dataclass(frozen=True)
class Part:
    """A text with its address in the version (`target`) and its name on the page; `extract` where it is a file's."""

    target: str
    label: str
    text: str
    extract: Extract | None = None

    @property
    def rows(self) -> str:
        """The text with a line for each row of its tables (Extract.rows)."""
        return self.extract.rows if self.extract is not None else self.text

    def place_of(self, offset: int) -> str:
        if self.extract is not None:
            return f"{self.label}，{self.extract.place_of(offset)}"
        if self.target != "body":
            return self.label
        starts, places = self._lines
        return self.label + places[bisect_right(starts, offset) - 1]

    @cached_property
    def _lines(self) -> tuple[list[int], list[str]]:
        """Where each line of the text begins, and how its place is called: 第3段, 表格第2行."""
        lines = self.text.split("\n")
        are_rows = ["\t" in line for line in lines]
        tables = sum(row and not before for row, before in zip(are_rows, [False, *are_rows], strict=False))
        starts, places = [], []
        at, table, row = 0, 0, 0
        for number, (line, is_row) in enumerate(zip(lines, are_rows, strict=True), 1):
            table, row = (table + (row == 0), row + 1) if is_row else (table, 0)
            starts.append(at)
            places.append(_row_place(tables, table, row) if is_row else f"第{number}段")
            at += len(line) + 1
        return starts, places


def _row_place(tables: int, table: int, row: int) -> str:
    return f"表格第{row}行" if tables == 1 else f"第{table}张表第{row}行"


def parts_of(
    *,
    kind: ItemKind,
    title: str,
    body_text: str,
    links: Sequence[str],
    head: Mapping[str, Any],
    fields: Mapping[str, Any],
) -> Iterator[Part]:
    """Title, text, where its links lead, the head's free texts and the kind's own fields; files come beside."""
    yield Part("title", "标题", title)
    yield Part("body", "正文", body_text)
    if links:
        yield Part(LINKS, "正文里的链接", "\n".join(links))
    for column, label in HEAD_TEXTS.items():
        if head.get(column):
            yield Part(f"head:{column}", label, str(head[column]))
    for spec in kind.fields:
        if spec.public and fields.get(spec.key) and spec.type in ("text", "long_text"):
            yield Part(f"field:{spec.key}", spec.label, str(fields[spec.key]))


def file_part(*, key: str, name: str, extract: Extract) -> Part:
    return Part(f"file:{key}", f"附件“{name}”", extract.text, extract)
