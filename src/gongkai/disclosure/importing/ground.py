"""What a record is held against beyond its own row: the present day, and the headings that exist here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from gongkai.disclosure.importing.suggesting import near_address, near_label
from gongkai.text.plain import is_web_address

MIN_TITLE = 2


class Refuse(Protocol):
    """Takes our column, the rule, what to say and, where one is certain enough, a value that would pass."""

    def __call__(self, target: str, rule: str, message: str, suggestion: str = "") -> None: ...


@dataclass(frozen=True)
class Ground:
    """`headings` holds codes and names of the catalogue; empty: none is known, so none is checked."""

    today: date
    headings: frozenset[str] = frozenset()


def check_against(ground: Ground, *, title: str, head: dict[str, Any], topic: str, refuse: Refuse) -> None:
    """Tell what cannot be: an unknown heading, a day to come, days in the wrong order, an address that is no web page."""
    if 0 < len(title) < MIN_TITLE:
        refuse("title", "required", f"标题只有 {len(title)} 个字，写一个看得出是什么事的标题。")
    if topic and ground.headings and topic not in ground.headings:
        told = "目录里没有这个栏目；写栏目的编码或者名称，不写就按信息种类归栏。"
        refuse("topic", "choice", told, near_label(topic, ground.headings))
    published_on, signed_on = head.get("published_on"), head.get("signed_on")
    if published_on and published_on > ground.today:
        refuse("published_on", "date", "发布日期在今天以后；历史信息的发布日期不会晚于今天，看看年份。")
    if signed_on and published_on and signed_on > published_on:
        refuse("signed_on", "date", f"成文日期晚于发布日期 {published_on:%Y-%m-%d}，核对是哪一个写错了。")
    if head.get("source_url") and not is_web_address(head["source_url"]):
        told = "来源网址要以 http:// 或者 https:// 开头。"
        refuse("source_url", "choice", told, near_address(head["source_url"]))
