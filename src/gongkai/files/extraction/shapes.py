"""What reading a file gives: its text in blocks with their places, what it hides, and whether it could be read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from gongkai.text.rows import CELL_LINE_END, LONGEST_CELL, MOST_TABS

READ, WAITING, UNREADABLE = "read", "waiting", "unreadable"
"""`waiting`: pictures of text that wait for recognition (OCR). `unreadable`: somebody has to sign for it."""


class Block(NamedTuple):
    """A paragraph, cell or line. `place` in words of the reader: 第3页, 工作表“名单”C5, 表1第2行第3列.

    `end` is what parts it from the next block in the whole text: a tab for each column up to the next cell of a row,
    else a newline, and a tab for each column before the first cell of the next row.
    `page` counts from 1 where the format has pages, else 0. `box` is left, top, right, bottom in points from the
    page's upper left corner, where known.
    """

    text: str
    place: str
    end: str = "\n"
    page: int = 0
    box: tuple[float, float, float, float] | None = None

    def before_columns(self, count: int) -> Block:
        """The same as the last of a row before one that begins so many columns from the left."""
        return self._replace(end=self.end + "\t" * min(count, MOST_TABS)) if count else self


def blocks_of(rows: Iterable[Sequence[Any]]) -> tuple[Block, ...]:
    """Blocks again from what JSON made of them: large tables have hundreds of thousands."""
    return tuple(Block(t, p, e, page, tuple(box) if box else None) for t, p, e, page, box in rows)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Something that a reader doesn't see on the page but that goes out with the file. `kind` is a key of HIDDEN."""

    kind: str
    count: int
    place: str
    excerpt: str = ""


HIDDEN = {
    "tracked_changes": "修订痕迹",
    "comments": "批注",
    "hidden_text": "隐藏文字",
    "hidden_rows": "隐藏的行",
    "hidden_columns": "隐藏的列",
    "hidden_sheets": "隐藏的工作表",
    "very_hidden_sheets": "深度隐藏的工作表",
    "pivot_caches": "数据透视表缓存",
    "external_links": "外部链接",
    "embedded_files": "嵌入的文件",
    "author": "作者和单位信息",
    "custom_properties": "自定义属性",
    "custom_xml": "自定义XML数据",
    "thumbnail": "缩略图",
    "exif": "照片拍摄信息",
    "gps": "照片拍摄位置",
    "layers": "图层",
    "annotations": "注释",
    "form_fields": "表单域",
    "history": "修改历史",
    "covered_text": "遮盖下面的文字",
    "named_ranges": "名称定义",
    "data_model": "数据模型",
    "filtered_rows": "筛选隐藏的行",
    "macros": "宏",
    "notes": "演讲者备注",
    "hidden_slides": "隐藏的幻灯片",
    "attachments": "文件内附件",
    "bookmarks": "书签和目录文字",
    "scripts": "脚本",
    "html_comments": "网页注释",
    "off_page": "页面以外的文字",
    "tiny_text": "极小或与背景同色的文字",
    "rsid": "编辑会话标记",
    "seals": "印章或签名",
}

ADVICE = {
    "filtered_rows": "这些行被筛选藏了起来，还在文件里，谁取消筛选都看得到。要公开的，取消筛选以后重新上传；"
    "不该公开的，在表里删掉这些行再上传，或者按“去掉”由系统清除。",
}
"""What to do about a kind that people don't take for hidden; of the others screening says the same."""

NOTED = frozenset(
    {
        "author",
        "custom_properties",
        "thumbnail",
        "exif",
        "bookmarks",
        "named_ranges",
        "form_fields",
        "scripts",
        "html_comments",
        "rsid",
        "seals",
    }
)
"""Kinds that almost every file carries: told and stripped, their words screened, but no reason to stop."""

ALARMING = frozenset(HIDDEN) - NOTED
"""Kinds that alone block publication until somebody has looked."""


@dataclass(frozen=True)
class Extract:
    """`state` READ, WAITING or UNREADABLE; `problem` says in Chinese why it is not READ, else empty."""

    blocks: tuple[Block, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    state: str = READ
    problem: str = ""
    pages: int = 0
    warnings: tuple[str, ...] = field(default=())

    @cached_property
    def text(self) -> str:
        """All blocks in order, each followed by its `end`; spans and removals count characters of this."""
        return "".join(block.text + block.end for block in self.blocks)

    @cached_property
    def rows(self) -> str:
        """`text`, character for character, with CELL_LINE_END inside the cells of a table: a line is a row there.

        A cell as long as a page is none of a list and stays as it is: people lay out forms by tables.
        """
        made, before = [], "\n"
        for block in self.blocks:
            inner = "\n" in block.text and (block.end[:1] == "\t" or before[-1:] == "\t")
            short = inner and len(block.text) <= LONGEST_CELL
            made.append(block.text.replace("\n", CELL_LINE_END) if short else block.text)
            before = block.end
            made.append(before)
        return "".join(made)

    @cached_property
    def starts(self) -> list[int]:
        found, at = [], 0
        for block in self.blocks:
            found.append(at)
            at += len(block.text) + len(block.end)
        return found

    def block_at(self, offset: int) -> Block | None:
        """The block in which a character of `text` stands."""
        return self.blocks[bisect_right(self.starts, offset) - 1] if self.blocks else None

    def place_of(self, offset: int) -> str:
        found = self.block_at(offset)
        return found.place if found else ""


def beside_blocks(found: Extract) -> dict[str, Any]:
    """Everything of an extract but its blocks, as JSON takes it; the blocks are their own rows."""
    return {
        "hidden": [(h.kind, h.count, h.place, h.excerpt) for h in found.hidden],
        "state": found.state,
        "problem": found.problem,
        "pages": found.pages,
        "warnings": found.warnings,
    }


def extract_of(told: Mapping[str, Any]) -> Extract:
    """The extract again from JSON. Raises KeyError, TypeError, ValueError for what is none."""
    return Extract(
        blocks=blocks_of(told["blocks"]),
        hidden=tuple(Hidden(*one) for one in told["hidden"]),
        state=told["state"],
        problem=told["problem"],
        pages=told["pages"],
        warnings=tuple(told["warnings"]),
    )


@dataclass(frozen=True, slots=True)
class Removal:
    """Characters `start` to `end` of an extract's text to be taken out and replaced by `replacement` (may be empty)."""

    start: int
    end: int
    replacement: str = ""
