"""Filing 填报: begin a draft, save it, attach files, choose links, give it up."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from gongkai.accounts.policies import Standing
from gongkai.catalogue.models import Topic
from gongkai.clocks.queries import calendar
from gongkai.disclosure.actions.common import (
    day_of,
    kind_of,
    last_day_to_publish,
    locked,
    move,
    need,
    working_version,
    write_ledger,
)
from gongkai.disclosure.actions.refusals import ItemRefused, StaleDraft
from gongkai.disclosure.heads import head_from_json, head_to_json
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Attachment, Item, ItemLink, ItemVersion
from gongkai.disclosure.policies import is_public, may_edit, may_file_for, may_see
from gongkai.disclosure.rules import HEAD_COLUMNS, RELATIONS
from gongkai.text.doc_numbers import doc_no_key
from gongkai.text.html import clean_html
from gongkai.text.html_text import html_to_text
from gongkai.text.plain import visible, visible_line
from gongkai.units.models import Unit

MAX_BODY_CHARS = 2_000_000
MAX_TITLE_CHARS = 300
OPEN_STATES = ("drafting", "returned", "in_review", "referred", "coordinating", "approved")


@dataclass(frozen=True)
class Content:
    """What an editor holds. `head` has the columns of HEAD_COLUMNS, `fields` those of the kind."""

    title: str
    body_html: str
    head: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)


def begin_draft(*, unit_id: int, kind: str, content: Content, by: Standing, at: datetime) -> int:
    """A new draft of the unit; returns the item's id. Raises NotAllowed, ItemRefused."""
    need(may_file_for(by, unit_id), "只有这个单位的信息员、承办人能填报。")
    if kind not in ITEM_KINDS:
        raise ItemRefused(f"没有 {kind} 这个信息种类。可用的有：{'、'.join(ITEM_KINDS)}。")
    with transaction.atomic():
        unit = Unit.objects.get(id=unit_id)
        if unit.closed_on and unit.closed_on <= day_of(at):
            raise ItemRefused(f"{unit.name}已于 {unit.closed_on:%Y-%m-%d} 撤销，由承接它的单位填报。")
        head = {
            "issuer": unit.name,
            "stage": ITEM_KINDS[kind].stage,
            "attribute": "proactive",
            "secret_level": "none",
            "audience": "everyone",
            **content.head,
        }
        if ITEM_KINDS[kind].has_validity and not head.get("validity"):
            head["validity"] = "valid"
        item = Item(
            kind=kind,
            unit=unit,
            title=content.title[:MAX_TITLE_CHARS],
            state="drafting",
            created_by_id=by.user_id,
            owner_id=by.user_id,
            created_at=at,
            changed_at=at,
        )
        item.save()
        version = ItemVersion(
            item=item,
            number=1,
            title=item.title,
            made_by_id=by.user_id,
            made_at=at,
            saved_at=at,
        )
        _fill(item, version, Content(content.title, content.body_html, head, content.fields))
        version.save()
        item.save()
        write_ledger(item, "begin_draft", by.actor(), at, kind=kind, unit=unit.code)
    return item.pk


def save_draft(*, item_id: int, content: Content, revision: int, by: Standing, at: datetime) -> int:
    """Save what the editor holds; returns the new revision.

    `revision` is the one the editor opened: when another has been saved since, StaleDraft is raised and nothing
    is overwritten. Raises NotAllowed, TooLate, ItemRefused.
    """
    with transaction.atomic():
        item = locked(item_id)
        need(may_edit(by, item), "这份草稿现在不能改：已经送审，或者不是您单位的。")
        version = working_version(item)
        _fill(item, version, content)
        saved = ItemVersion.objects.filter(id=version.pk, state="working", revision=revision).update(
            title=version.title,
            body_html=version.body_html,
            body_text=version.body_text,
            head=version.head,
            fields=version.fields,
            saved_at=at,
            made_by=by.user_id,
            screened_with="",
            revision=F("revision") + 1,
        )
        if not saved:
            version.refresh_from_db()
            who = version.made_by.full_name if version.made_by else "别人"
            raise StaleDraft(saved_by=who, revision=version.revision)
        item.changed_at = at
        item.save()
        write_ledger(item, "save_draft", by.actor(), at, revision=revision + 1, chars=len(version.body_text))
    return revision + 1


def _fill(item: Item, version: ItemVersion, content: Content) -> None:
    """Put content into the version, and into the item's columns as long as nothing of it is public."""
    title = visible_line(content.title)
    if len(title) > MAX_TITLE_CHARS:
        raise ItemRefused(f"标题有 {len(title)} 个字，最多 {MAX_TITLE_CHARS} 个。")
    body = clean_html(content.body_html)
    text = html_to_text(body)
    if len(text) > MAX_BODY_CHARS:
        raise ItemRefused(f"正文有 {len(text)} 个字，最多 {MAX_BODY_CHARS} 个；太长的作为附件。")
    head = {
        **head_from_json(version.head),
        **{k: _seen(v) for k, v in content.head.items() if k in HEAD_COLUMNS},
    }
    if len(head.get("doc_no") or "") > 120:
        raise ItemRefused("发文字号最多 120 个字。")
    version.title, version.body_html, version.body_text = title, body, text
    version.head = head_to_json(head)
    version.fields = {
        spec.key: _seen(content.fields.get(spec.key, version.fields.get(spec.key, "")))
        for spec in kind_of(item).fields
    }
    if item.public_version_id is None:
        apply_head(item, title, head)


def _seen(value: Any) -> Any:
    return visible(value) if isinstance(value, str) else value


def apply_head(item: Item, title: str, head: Mapping[str, Any]) -> None:
    """Copy a version's head into the item's columns, with the cached due date."""
    item.title = title or item.title or "（未写标题）"
    for column in HEAD_COLUMNS:
        if column in head:
            value = head[column]
            setattr(
                item,
                column,
                ""
                if value is None and Item._meta.get_field(column).get_internal_type() == "CharField"
                else value,
            )
    item.doc_no_key = doc_no_key(item.doc_no) if item.doc_no else ""
    topic = Topic.objects.filter(id=item.topic_id).first() if item.topic_id else None
    due = last_day_to_publish(
        kind=kind_of(item), topic=topic, formed_on=item.formed_on or item.signed_on, working=calendar()
    )
    item.due_on, item.due_provisional = (due.on, due.provisional) if due else (None, False)


def attach(*, item_id: int, file_id: int, name: str, by: Standing, at: datetime) -> int:
    """Attach a stored file to the draft; returns the attachment's id."""
    with transaction.atomic():
        item = locked(item_id)
        need(may_edit(by, item), "送审以后不能再加附件，先退回。")
        version = working_version(item)
        last = version.attachments.aggregate(last=Max("position"))["last"]
        row = Attachment.objects.create(
            version=version,
            file_id=file_id,
            name=name[:200],
            position=0 if last is None else last + 1,
            key=secrets.token_hex(16),
        )
        ItemVersion.objects.filter(id=version.pk).update(screened_with="")
        write_ledger(item, "attach", by.actor(), at, name=name[:200], digest=row.file.digest)
    return row.pk


def detach(*, attachment_id: int, by: Standing, at: datetime) -> None:
    """Take a file off the draft. The stored content stays for versions that show it."""
    with transaction.atomic():
        row = Attachment.objects.select_related("version").get(id=attachment_id)
        item = locked(row.version.item_id)
        need(may_edit(by, item) and row.version.state == "working", "送审以后不能再去掉附件，先退回。")
        name = row.name
        row.delete()
        ItemVersion.objects.filter(id=row.version_id).update(screened_with="")
        write_ledger(item, "detach", by.actor(), at, name=name)


def link(*, source_id: int, target_id: int, relation: str, by: Standing, at: datetime) -> None:
    """Tie an item to another (interprets, replaces, amends, implements); shown both ways."""
    if relation not in RELATIONS:
        raise ItemRefused("没有这种关联。")
    if source_id == target_id:
        raise ItemRefused("不能关联到自己。")
    with transaction.atomic():
        item = locked(source_id)
        need(may_file_for(by, item.unit_id), "只有填报单位能设关联。")
        target = Item.objects.filter(id=target_id).first()
        if target is None or not (is_public(target) or may_see(by, target)):
            raise ItemRefused("没有这条信息，或者还没有公开。")
        ItemLink.objects.get_or_create(
            source=item, target=target, relation=relation, defaults={"made_at": at}
        )
        write_ledger(item, "link", by.actor(), at, relation=relation, target=target.pk)


def unlink(*, link_id: int, by: Standing, at: datetime) -> None:
    with transaction.atomic():
        row = ItemLink.objects.select_related("source").get(id=link_id)
        item = locked(row.source_id)
        need(may_file_for(by, item.unit_id), "只有填报单位能去掉关联。")
        row.delete()
        write_ledger(item, "unlink", by.actor(), at, relation=row.relation, target=row.target_id)


def abandon(*, item_id: int, reason: str, by: Standing, at: datetime) -> None:
    """Give up a draft that was never public. Its number was never given out; the record stays."""
    with transaction.atomic():
        item = locked(item_id)
        need(may_edit(by, item), "只有填报单位能作废草稿。")
        if item.public_version_id is not None:
            raise ItemRefused("已经公开的信息不能作废，用“放弃更正”或者“撤回”。")
        move(item, "abandon", at=at)
        ItemVersion.objects.filter(item=item, state__in=["working", "frozen"]).update(state="discarded")
        write_ledger(item, "abandon", by.actor(), at, reason=reason)


def hand_over_drafts(*, leaver_id: int, successor_id: int, by: Any, at: datetime) -> int:
    """A leaver's open drafts go to the successor; one ledger row each. Called by `accounts` when someone leaves."""
    open_items = list(Item.objects.filter(owner_id=leaver_id, state__in=OPEN_STATES))
    for item in open_items:
        Item.objects.filter(id=item.pk, owner_id=leaver_id).update(owner_id=successor_id)
        write_ledger(item, "hand_over", by, at, successor=successor_id)
    return len(open_items)
