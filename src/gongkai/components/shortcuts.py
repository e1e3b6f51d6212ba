"""The keys of the office: a documented interface. gongkai.js carries them out, `?` shows this table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shortcut:
    keys: str
    words: str


SHORTCUTS: tuple[Shortcut, ...] = (
    Shortcut("j", "下一行"),
    Shortcut("k", "上一行"),
    Shortcut("Enter", "打开这一行"),
    Shortcut("x", "选中或取消这一行"),
    Shortcut("a", "通过（到审核意见，不会直接提交）"),
    Shortcut("r", "退回（到退回理由，不会直接提交）"),
    Shortcut("/", "查找"),
    Shortcut("?", "显示这张表"),
    Shortcut("Esc", "收起"),
)
