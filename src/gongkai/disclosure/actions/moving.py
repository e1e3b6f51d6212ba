"""Putting an item under another heading: the words stay, only the place in the catalogue changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.catalogue.models import Topic
from gongkai.clocks.queries import calendar
from gongkai.disclosure.actions.common import (
    kind_of,
    last_day_to_publish,
    locked,
    need,
    tell_search,
    write_ledger,
)
from gongkai.disclosure.actions.refusals import ItemRefused
from gongkai.disclosure.models import ItemVersion
from gongkai.disclosure.policies import may_file_for


def move_to_topic(*, item_id: int, topic_id: int, by: Standing, at: datetime) -> None:
    """Change an item's heading, in its columns and in the versions that stand or are in work.

    The term of publication follows the new heading while nothing is public yet (条例第二十六条).
    """
    with transaction.atomic():
        item = locked(item_id)
        need(may_file_for(by, item.unit_id), "由填报单位或者政务公开办换栏目。")
        topic = Topic.objects.filter(id=topic_id, closed_on__isnull=True).first()
        if topic is None:
            raise ItemRefused("没有这个栏目，或者已经停用。")
        if item.topic_id == topic.pk:
            return
        before = item.topic.code if item.topic else ""
        item.topic = topic
        item.changed_at = at
        changed = ["topic", "changed_at"]
        if item.public_version_id is None:
            due = last_day_to_publish(
                kind=kind_of(item),
                topic=topic,
                formed_on=item.formed_on or item.signed_on,
                working=calendar(),
            )
            item.due_on, item.due_provisional = (due.on, due.provisional) if due else (None, False)
            changed += ["due_on", "due_provisional"]
        item.save(update_fields=changed)
        for version in ItemVersion.objects.filter(item=item, state__in=["working", "frozen", "public"]):
            ItemVersion.objects.filter(id=version.pk).update(head={**version.head, "topic_id": topic.pk})
        write_ledger(item, "move_to_topic", by.actor(), at, before=before, topic=topic.code)
        tell_search([item.pk], at)
