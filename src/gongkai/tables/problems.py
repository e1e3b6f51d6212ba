"""What is wrong with a table, said so that the person who made it can put it right."""

from __future__ import annotations

from dataclasses import dataclass

SHOWN_LENGTH = 80  # characters of a value that a message or a report repeats

# The rule codes and how a list of problems groups them. Codes are stable: scripts read them.
RULES = {
    # the whole file
    "empty_file": "文件是空的",
    "too_large": "文件太大",
    "too_many_rows": "行数太多",
    "too_many_columns": "列数太多",
    "encrypted": "文件加了密码",
    "broken_file": "文件损坏",
    "old_format": "旧格式",
    "wrong_kind": "不是表格文件",
    "unsafe_content": "含有不安全的内容",
    "encoding": "文字编码认不出",
    "no_header": "没有表头",
    "duplicate_header": "表头重复",
    "merged_header": "表头有合并单元格",
    "missing_column": "缺少列",
    "wrong_separator": "分隔符不对",
    # one row or cell
    "mixed_encoding": "编码和别的行不同",
    "shifted": "错列",
    "open_quote": "引号不成对",
    "bad_json": "JSON 格式不对",
    "merged_cells": "合并单元格",
    "formula": "公式",
    "error_value": "单元格是错误值",
    "truncated": "内容被截断",
    "required": "必填",
    "too_long": "太长",
    "too_short": "太短",
    "no_word": "没有字",
    "no_rows": "没有内容",
    "exception": "例外",
    "advice": "建议",
    "date": "日期",
    "number": "数字",
    "number_precision": "长数字丢了末尾",
    "choice": "选项",
    "duplicate": "重复",
    "line_break": "不该换行",
    "control_character": "看不见的字符",
    "direction_mark": "反向显示字符",
    "emoji": "表情符号",
    "unreadable": "乱码",
    "html": "网页代码",
    "unit": "单位",
    "account": "账号",
    "about": "编号",
    "reason": "原因",
    "refused": "没有写入",
    # told, but nothing is refused for it
    "hidden_sheet": "隐藏的工作表",
    "other_sheet": "别的工作表",
    "hidden_rows": "隐藏的行",
    "macros": "含有宏",
}
NOTICES = frozenset({"hidden_sheet", "other_sheet", "hidden_rows", "macros"})


@dataclass(frozen=True)
class Refusal:
    """One thing wrong in one place: what the value is, which rule it breaks, what is expected instead.

    `row` is the number that a spreadsheet program shows, None for the file as a whole; `column` is the
    column's heading in the file, "" for the whole row.
    """

    row: int | None
    column: str
    value: str
    rule: str
    message: str
    suggestion: str = ""  # a value that would pass, where one is certain enough to offer

    @property
    def blocks(self) -> bool:
        """Whether something is refused for it, or it is only told."""
        return self.rule not in NOTICES


class UnreadableTable(Exception):
    """Nothing can be read from the file; `refusal` says why and what to do."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


def refuse_file(rule: str, message: str, value: str = "", column: str = "") -> UnreadableTable:
    return UnreadableTable(Refusal(None, column, value, rule, message))


def to_json(refusal: Refusal) -> dict[str, str | int | None]:
    """The shape that `gongkai item import --json` prints for each refused place."""
    return {
        "row": refusal.row,
        "column": refusal.column,
        "value": refusal.value,
        "rule": refusal.rule,
        "message": refusal.message,
    }


def shown(value: object) -> str:
    """A value as a message repeats it: one line, nothing invisible, not longer than SHOWN_LENGTH."""
    text = "" if value is None else str(value)
    cut = text[: SHOWN_LENGTH + 1]
    clean = "".join(char if char.isprintable() else " " for char in cut)
    return clean if len(clean) <= SHOWN_LENGTH else clean[: SHOWN_LENGTH - 1] + "…"
