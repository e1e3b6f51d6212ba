"""`python -m bench.filling COUNT`: generated public items into the installation of GONGKAI_HOME, in plain SQL."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, time

import django
from django.db import connection, transaction

django.setup()

from bench.texts import Generated, items  # noqa: E402
from gongkai.catalogue.models import Topic  # noqa: E402
from gongkai.disclosure.models import Item, ItemVersion  # noqa: E402
from gongkai.ledger.actions import record_many, seal_pending  # noqa: E402
from gongkai.ledger.rules import Actor, Entry, Subject  # noqa: E402
from gongkai.units.models import Unit  # noqa: E402

CHUNK = 5_000
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
MAKER = Actor("host", "bench")


def fill(count: int) -> None:
    units = list(Unit.objects.order_by("id").values_list("id", "org_code"))
    topics = list(Topic.objects.order_by("id").values_list("id", flat=True))
    first = (Item.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 1
    version = (ItemVersion.objects.order_by("-id").values_list("id", flat=True).first() or 0) + 1
    rest: Iterator[tuple[int, Generated]] = enumerate(items(count))
    while chunk := list(itertools.islice(rest, CHUNK)):
        with transaction.atomic():
            made = [
                _item(
                    first + place,
                    version + place,
                    one,
                    *units[place % len(units)],
                    topics[place % len(topics)],
                )
                for place, one in chunk
            ]
            versions = [_version(version + place, first + place, one) for place, one in chunk]
            _insert(made)
            _insert(versions)
            entries = [
                Entry(
                    MAKER,
                    "item.import",
                    Subject("item", str(item.pk), item.index_no or ""),
                    MADE_AT,
                    {"row": item.pk},
                )
                for item in made
            ]
            record_many(rows=entries)
    while seal_pending(at=MADE_AT, limit=CHUNK):
        pass


def _item(pk: int, version: int, one: Generated, unit: int, org_code: str, topic: int) -> Item:
    at = datetime.combine(one.day, time(4), tzinfo=UTC)
    return Item(
        id=pk, kind=one.kind, unit_id=unit, topic_id=topic, state="published", title=one.title, doc_no=one.doc_no,
        index_no=f"{org_code}/bench-{pk:07}", attribute="proactive", secret_level="none", audience="everyone",
        stage="execution", source_key=one.key, is_historical=True, published_on=one.day, published_at=at,
        public_version_id=version, created_at=MADE_AT, changed_at=MADE_AT,
    )  # fmt: skip


def _version(pk: int, item: int, one: Generated) -> ItemVersion:
    return ItemVersion(
        id=pk, item_id=item, number=1, state="public", title=one.title, body_text=one.text, made_at=MADE_AT,
        saved_at=MADE_AT,
    )  # fmt: skip


def _insert(rows: list[Item] | list[ItemVersion]) -> None:
    fields = rows[0]._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {rows[0]._meta.db_table} ({columns}) VALUES ({marks})", values)


if __name__ == "__main__":
    fill(int(sys.argv[1]))
