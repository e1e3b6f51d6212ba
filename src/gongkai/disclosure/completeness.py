"""What an item still lacks before it may go to review: the head table, the text, the kind's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from gongkai.disclosure.declaring import ItemKind
from gongkai.disclosure.rules import Missing, date_problems, secrecy_problems


def what_is_missing(
    *,
    kind: ItemKind,
    title: str,
    body_text: str,
    attachments: int,
    head: Mapping[str, Any],
    fields: Mapping[str, Any],
    today: date,
) -> list[Missing]:
    """Every gap in one pass, in the order of the form. Empty: ready for review."""
    found: list[Missing] = []
    if len(title.strip()) < 4:
        found.append(Missing("title", "标题", "写一个看得出是什么事的标题，至少 4 个字。"))
    if not body_text.strip() and not attachments:
        found.append(Missing("body_html", "正文", "写正文，或者添加附件。"))
    if not head.get("topic_id"):
        found.append(Missing("topic_id", "栏目", "选择放在哪个栏目。"))
    if not head.get("signed_on") and not head.get("formed_on"):
        found.append(
            Missing("signed_on", "成文日期", "填成文日期；不是公文的填信息形成日期。公开期限从这一天算起。")
        )
    if kind.asks_doc_no and kind.code == "normative_document" and not head.get("doc_no"):
        found.append(Missing("doc_no", "发文字号", "例如 清政办发〔2026〕18号。"))
    found += secrecy_problems(
        attribute=head.get("attribute") or "proactive",
        ground=head.get("attribute_ground") or "",
        reason=head.get("attribute_reason") or "",
        secret_level=head.get("secret_level") or "none",
    )
    found += date_problems(
        signed_on=head.get("signed_on"),
        effective_on=head.get("effective_on"),
        expires_on=head.get("expires_on"),
        today=today,
    )
    found += _notice_too_short(kind, fields)
    for spec in kind.fields:
        if spec.required and fields.get(spec.key) in (None, ""):
            found.append(Missing(spec.key, spec.label, spec.help or "这一项要填。"))
    return found


def _notice_too_short(kind: ItemKind, fields: Mapping[str, Any]) -> list[Missing]:
    """The first day doesn't count (《民法典》第二百零一条): from the 2nd on, seven days end with the 9th."""
    begins, ends = _day(fields.get("notice_from_on")), _day(fields.get("notice_to_on"))
    if begins is None or ends is None or not kind.least_notice_days:
        return []
    earliest = begins + timedelta(days=kind.least_notice_days)
    if ends >= earliest:
        return []
    days = max((ends - begins).days, 0)
    return [
        Missing(
            "notice_to_on",
            "公示截止日期",
            f"公示不少于 {kind.least_notice_days} 天，现在是 {days} 天（开始那天不算）。最早到 {earliest.isoformat()} 截止。",
        )
    ]


def _day(value: Any) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
