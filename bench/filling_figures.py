"""`python -m bench.filling_figures COUNT`: public items over seven years, made by the database itself, for counting alone.

Their days, kinds, units and topics are spread as in a county; titles and texts are a line. The ledger knows nothing of them.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta

import django
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max

django.setup()

from gongkai.catalogue.models import Topic  # noqa: E402
from gongkai.disclosure.models import Item, ItemVersion  # noqa: E402
from gongkai.units.models import Unit  # noqa: E402

CHUNK = 10_000
LAST = date(2026, 11, 20)
DAYS = 7 * 365
KINDS = (
    *["work_news"] * 40, *["notice"] * 25, *["statistics"] * 8, *["plan"] * 6, *["personnel"] * 5, *["penalty"] * 5,
    *["budget"] * 4, *["meeting"] * 3, *["interpretation"] * 2, *["normative_document"] * 2,
)  # fmt: skip


def fill(count: int) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    units = list(Unit.objects.filter(closed_on=None).order_by("id").values_list("id", flat=True))
    topics = list(Topic.objects.order_by("id").values_list("id", flat=True))
    item = int(Item.objects.aggregate(last=Max("id"))["last"] or 0) + 1
    version = int(ItemVersion.objects.aggregate(last=Max("id"))["last"] or 0) + 1
    for start in range(0, count, CHUNK):
        some = range(start, min(start + CHUNK, count))
        with transaction.atomic():
            _insert([_item(item + n, version + n, n, units, topics) for n in some])
            _insert([_version(version + n, item + n) for n in some])


def _item(pk: int, version: int, n: int, units: list[int], topics: list[int]) -> Item:
    # Multiples of primes: spread evenly, the same every time.
    day = LAST - timedelta(days=n * 7919 % DAYS)
    formed = day - timedelta(days=n * 31 % 40)
    kind = KINDS[n * 13 % len(KINDS)]
    at = datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
    return Item(
        id=pk, kind=kind, unit_id=units[n * 17 % len(units)], topic_id=topics[n * 29 % len(topics)], state="published",
        title=f"第{n}件", index_no=f"bench/{pk:08}", stage="execution", signed_on=formed, formed_on=formed,
        published_on=day, published_at=at, due_on=formed + timedelta(days=28), public_version_id=version,
        validity="valid" if kind == "normative_document" else "", created_at=at, changed_at=at,
        abolished_on=day + timedelta(days=400) if kind == "normative_document" and n % 5 == 0 else None,
    )  # fmt: skip


def _version(pk: int, item: int) -> ItemVersion:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return ItemVersion(
        id=pk,
        item_id=item,
        number=1,
        state="public",
        title="件",
        body_text="正文。" * 60,
        made_at=at,
        saved_at=at,
    )


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
