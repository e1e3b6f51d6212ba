"""Imported records as items: new ones in bulk, changed ones as a new version of the item that stands here already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.timezone import get_current_timezone

from gongkai.catalogue.models import Subject as TopicSubject
from gongkai.catalogue.models import Topic
from gongkai.crypto.digests import digest
from gongkai.disclosure.actions.common import day_of, tell_search
from gongkai.disclosure.actions.numbering import index_numbers
from gongkai.disclosure.heads import head_to_json
from gongkai.disclosure.importing.records import Record
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import ImportBatch, ImportUpdate, Item, ItemVersion
from gongkai.disclosure.rules import HEAD_COLUMNS
from gongkai.ledger.actions import record_many
from gongkai.ledger.rules import Actor, Entry, Subject
from gongkai.text.doc_numbers import doc_no_key
from gongkai.units.models import Unit

# A record that states no date sorts behind everything and is shown as 未注明.
UNDATED = datetime(1900, 1, 1, tzinfo=get_current_timezone())
_HEAD_DEFAULTS = {"attribute": "proactive", "secret_level": "none", "audience": "everyone"}


@dataclass(frozen=True)
class Places:
    """Look-ups that every record of a batch shares."""

    unit: Unit
    topics: dict[str, int]
    subjects: dict[str, int]
    topic_of_kind: dict[str, int]


def places_of(unit: Unit) -> Places:
    topics = list(Topic.objects.filter(closed_on__isnull=True).order_by("position", "id"))
    topic_of_kind: dict[str, int] = {}
    for topic in topics:
        for kind in topic.kinds:
            topic_of_kind.setdefault(kind, topic.pk)
    names = {t.name: t.pk for t in reversed(topics)} | {t.code: t.pk for t in topics}
    subjects = {s.name: s.pk for s in TopicSubject.objects.all()}
    return Places(unit, names, subjects, topic_of_kind)


def write_chunk(
    *,
    chunk: Sequence[Record],
    batch: ImportBatch,
    places: Places,
    by: Actor,
    user_id: int | None,
    at: datetime,
) -> tuple[int, int, int]:
    """Write some records inside the caller's transaction; returns how many were new, changed, unchanged."""
    known = {
        item.source_key: item
        for item in Item.objects.filter(
            unit=places.unit, source_key__in=[r.key for r in chunk]
        ).select_related("public_version")
    }
    fresh, changed = [], []
    for record in chunk:
        version_digest = _digest(record)
        item = known.get(record.key)
        if item is None:
            fresh.append((record, version_digest))
        elif item.public_version is not None and item.public_version.digest != version_digest:
            changed.append((item, item.public_version, record, version_digest))
        # Also what was withdrawn or kept back here is left alone: the source does not bring it up again.
    touched = _write_fresh(fresh, batch, places, by, user_id, at) if fresh else []
    touched += [
        _write_changed(item, former, record, version_digest, batch, places, by, user_id, at)
        for item, former, record, version_digest in changed
    ]
    tell_search(touched, at)
    return len(fresh), len(changed), len(chunk) - len(fresh) - len(changed)


def _digest(record: Record) -> str:
    """Of everything that the public version shows, so that a mended date is a change too."""
    head = "\n".join(f"{k}={v}" for k, v in sorted(record.head.items()) if v)
    return digest(f"{record.title}\n{record.html or record.text}\n{record.published_on}\n{head}".encode())


def midday(day: date | None) -> datetime:
    return datetime.combine(day, time(12), tzinfo=get_current_timezone()) if day else UNDATED


def _write_fresh(
    rows: Sequence[tuple[Record, str]],
    batch: ImportBatch,
    places: Places,
    by: Actor,
    user_id: int | None,
    at: datetime,
) -> list[int]:
    numbers = index_numbers(
        wanted=[(places.unit.org_code, (record.published_on or day_of(at)).year) for record, _ in rows]
    )
    items = []
    for (record, _), number in zip(rows, numbers, strict=True):
        head = _head(record, places)
        items.append(
            Item(
                kind=record.kind,
                unit=places.unit,
                state="published",
                index_no=number,
                title=record.title,
                doc_no_key=doc_no_key(head["doc_no"]) if head["doc_no"] else "",
                published_on=record.published_on,
                published_at=midday(record.published_on),
                source_key=record.key,
                is_historical=True,
                title_rule=record.title_rule,
                batch=batch,
                created_by_id=user_id,
                created_at=at,
                changed_at=at,
                **head,
            )
        )
    Item.objects.bulk_create(items)
    versions = [
        ItemVersion(
            item=item,
            number=1,
            state="public",
            title=record.title,
            body_html=record.html,
            body_text=record.text,
            head=head_to_json({"topic_id": item.topic_id, "subject_id": item.subject_id, **record.head}),
            marks=record.marks,
            digest=version_digest,
            made_by_id=user_id,
            made_at=at,
            saved_at=at,
        )
        for item, (record, version_digest) in zip(items, rows, strict=True)
    ]
    ItemVersion.objects.bulk_create(versions)
    own_version = ItemVersion.objects.filter(item=OuterRef("pk"), state="public").values("id")
    Item.objects.filter(id__in=[item.pk for item in items]).update(public_version=Subquery(own_version))
    record_many(
        rows=[
            Entry(
                by,
                "item.import",
                Subject("item", str(item.pk), item.index_no or ""),
                at,
                {"batch": batch.pk, "row": record.row, "index_no": item.index_no, "digest": version_digest},
            )
            for item, (record, version_digest) in zip(items, rows, strict=True)
        ]
    )
    return [item.pk for item in items]


def _head(record: Record, places: Places) -> dict[str, Any]:
    subject = record.subject.replace("/", "\\").split("\\")
    return {
        **_HEAD_DEFAULTS,
        **record.head,
        "topic_id": places.topics.get(record.topic) or places.topic_of_kind.get(record.kind),
        "subject_id": next((places.subjects[s] for s in reversed(subject) if s in places.subjects), None),
        "stage": ITEM_KINDS[record.kind].stage,
    }


def state_of(item: Item) -> dict[str, Any]:
    """The columns that an import may change, as they stand now; dates in ISO form."""
    return {
        **head_to_json({column: getattr(item, column) for column in HEAD_COLUMNS}),
        "title": item.title,
        "published_on": item.published_on.isoformat() if item.published_on else None,
    }


def _write_changed(
    item: Item,
    former: ItemVersion,
    record: Record,
    version_digest: str,
    batch: ImportBatch,
    places: Places,
    by: Actor,
    user_id: int | None,
    at: datetime,
) -> int:
    """The source's text of a known record changed: a new version, the old one stays in the history."""
    number = item.versions.count() + 1
    head = {column: value for column, value in record.head.items() if value not in (None, "")}
    topic_id = places.topics.get(record.topic)
    if topic_id:
        head["topic_id"] = topic_id
    before = state_of(item)
    ItemVersion.objects.filter(item=item, state="public").update(state="superseded")
    version = ItemVersion.objects.create(
        item=item,
        number=number,
        state="public",
        title=record.title,
        body_html=record.html,
        body_text=record.text,
        head=head_to_json({**{c: getattr(item, c) for c in HEAD_COLUMNS}, **head}),
        marks=record.marks,
        digest=version_digest,
        reason="来源更新",
        made_by_id=user_id,
        made_at=at,
        saved_at=at,
    )
    ImportUpdate.objects.create(batch=batch, item=item, version=version, former=former, before=before)
    item.title, item.public_version = record.title, version
    for column, value in head.items():  # what the source now leaves empty stays as it was stated here
        setattr(item, column, value)
    if record.published_on:
        item.published_on, item.published_at = record.published_on, midday(record.published_on)
    item.doc_no_key = doc_no_key(item.doc_no) if item.doc_no else ""
    item.changed_at = at
    item.save()
    record_many(
        rows=[
            Entry(
                by,
                "item.import_update",
                Subject("item", str(item.pk), item.index_no or ""),
                at,
                {"batch": batch.pk, "version": number, "row": record.row, "digest": version_digest},
            )
        ]
    )
    return item.pk
