"""Taking over finished items from a system used before, with their review record: who filed, reviewed and published.

Written in bulk. Each item must carry a passage that its route here would have allowed: every step, by different people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.catalogue.models import Topic
from gongkai.clocks.queries import calendar
from gongkai.crypto.digests import digest
from gongkai.disclosure.actions.common import day_of, last_day_to_publish, tell_search
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.actions.numbering import index_numbers
from gongkai.disclosure.actions.refusals import ItemRefused
from gongkai.disclosure.heads import head_to_json
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Item, ItemVersion, Review, ReviewStep
from gongkai.disclosure.queries.routes import RoutePlans
from gongkai.disclosure.rules import may_be_public
from gongkai.ledger.actions import record_many
from gongkai.ledger.rules import Actor, Entry, Subject
from gongkai.text.doc_numbers import doc_no_key
from gongkai.text.html import clean_html
from gongkai.text.html_text import html_to_text
from gongkai.text.plain import visible, visible_line


@dataclass(frozen=True)
class Finished:
    """A public item of the system before: its content, and who took each step of the route when, in order."""

    unit_id: int
    kind: str
    content: Content
    trail: tuple[tuple[int, datetime], ...]  # (user id, decided at) for each step, the filer first

    @property
    def published_at(self) -> datetime:
        return self.trail[-1][1]


class BrokenTrail(ItemRefused):
    """The review record does not fill the unit's route with different people."""


def take_over_finished(*, rows: Sequence[Finished], routes: RoutePlans, by: Actor, at: datetime) -> list[int]:
    """Write finished items with their record; returns their ids in the order given. All or nothing.

    Raises BrokenTrail when a step is missing or one person took two, ItemRefused for what may not be public.
    """
    if not rows:
        return []
    with transaction.atomic():
        topics = Topic.objects.in_bulk({r.content.head.get("topic_id") for r in rows} - {None})
        numbers = index_numbers(
            wanted=[(routes.org_code(row.unit_id), day_of(row.published_at).year) for row in rows]
        )
        items, versions = [], []
        working = calendar()
        for row, number in zip(rows, numbers, strict=True):
            _check(row, routes)
            item, version = _item(row, number, topics, routes, working)
            items.append(item)
            versions.append(version)
        Item.objects.bulk_create(items)
        ItemVersion.objects.bulk_create(versions)
        for item, version in zip(items, versions, strict=True):
            item.public_version_id = version.pk
        Item.objects.bulk_update(items, ["public_version"], batch_size=200)
        _write_reviews(rows, items, versions, routes)
        record_many(
            rows=[
                Entry(
                    by,
                    "item.take_over",
                    Subject("item", str(item.pk), item.index_no or ""),
                    at,
                    _trail(row, version),
                )
                for row, item, version in zip(rows, items, versions, strict=True)
            ]
        )
        tell_search([item.pk for item in items], at)
    return [item.pk for item in items]


def _trail(row: Finished, version: ItemVersion) -> dict[str, Any]:
    return {
        "digest": version.digest,
        "trail": [[user_id, moment.isoformat()] for user_id, moment in row.trail],
    }


def _check(row: Finished, routes: RoutePlans) -> None:
    steps = routes.steps(unit_id=row.unit_id, route_class=ITEM_KINDS[row.kind].route_class)
    if len(steps) != len(row.trail):
        raise BrokenTrail(f"“{row.content.title}”的审核记录有 {len(row.trail)} 步，流程要 {len(steps)} 步。")
    if len({user_id for user_id, _ in row.trail}) != len(row.trail):
        raise BrokenTrail(f"“{row.content.title}”的审核记录里有人审了两步。")
    head = row.content.head
    if not may_be_public(
        attribute=head.get("attribute", "proactive"), secret_level=head.get("secret_level", "none"),
        audience=head.get("audience", "everyone"),
    ):  # fmt: skip
        raise ItemRefused(f"“{row.content.title}”不是主动公开的信息，不能作为已公开的接收。")


def _item(
    row: Finished, number: str, topics: Mapping[int, Topic], routes: RoutePlans, working: Any
) -> tuple[Item, ItemVersion]:
    kind, content = ITEM_KINDS[row.kind], row.content
    head: dict[str, Any] = {
        "issuer": routes.unit_name(row.unit_id), "stage": kind.stage, "attribute": "proactive", "secret_level": "none",
        "audience": "everyone",
        **{column: visible(value) if isinstance(value, str) else value for column, value in content.head.items()},
    }  # fmt: skip
    filer, filed_at = row.trail[0]
    due = last_day_to_publish(
        kind=kind, topic=topics.get(head.get("topic_id") or 0), formed_on=head.get("formed_on") or head.get("signed_on"),
        working=working,
    )  # fmt: skip
    body = visible(clean_html(content.body_html))
    title = visible_line(content.title)[:300]
    item = Item(
        kind=row.kind, unit_id=row.unit_id, state="published", index_no=number, title=title,
        doc_no_key=doc_no_key(head.get("doc_no") or "") if head.get("doc_no") else "",
        published_on=day_of(row.published_at), published_at=row.published_at, due_on=due.on if due else None,
        due_provisional=bool(due and due.provisional), created_by_id=filer, owner_id=filer, created_at=filed_at,
        changed_at=row.published_at, **head,
    )  # fmt: skip
    version = ItemVersion(
        item=item, number=1, state="public", title=item.title, body_html=body, body_text=html_to_text(body),
        head=head_to_json(head), fields=dict(content.fields), made_by_id=filer, made_at=filed_at, saved_at=filed_at,
        digest=digest(f"{item.title}\n{body}".encode()),
    )  # fmt: skip
    return item, version


def _write_reviews(
    rows: Sequence[Finished], items: Sequence[Item], versions: Sequence[ItemVersion], routes: RoutePlans
) -> None:
    reviews = [
        Review(
            version=version, item=item, opened_at=row.trail[0][1], closed_at=row.published_at, outcome="published",
            route_label=routes.label(unit_id=row.unit_id, route_class=ITEM_KINDS[row.kind].route_class),
        )
        for row, item, version in zip(rows, items, versions, strict=True)
    ]  # fmt: skip
    Review.objects.bulk_create(reviews)
    ReviewStep.objects.bulk_create(
        ReviewStep(
            review=review, no=step.no, code=step.code, label=step.label, role=step.role, unit_id=step.unit_id,
            state="passed", opened_at=row.trail[n - 1][1] if n else decided_at, decided_at=decided_at, decided_by_id=user_id,
        )
        for row, review in zip(rows, reviews, strict=True)
        for n, (step, (user_id, decided_at)) in enumerate(
            zip(routes.steps(unit_id=row.unit_id, route_class=ITEM_KINDS[row.kind].route_class), row.trail, strict=True)
        )
    )  # fmt: skip
