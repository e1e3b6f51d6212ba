"""The texts of a version that screening looks at, each with the name of its place. Plain Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
        return f"{self.label}第{self.text.count(chr(10), 0, offset) + 1}段"


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
