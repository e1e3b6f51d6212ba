"""What an item still lacks before it may go to review: the head table, the text, the kind's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
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
    for spec in kind.fields:
        if spec.required and fields.get(spec.key) in (None, ""):
            found.append(Missing(spec.key, spec.label, spec.help or "这一项要填。"))
    return found
