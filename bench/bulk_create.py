"""`python -m bench.bulk_create FILE`: the reference of the import, the same rows through Django's ORM alone."""

from __future__ import annotations

import itertools
import json
import sys
from datetime import UTC, date, datetime

import django
from django.db import transaction

django.setup()

from gongkai.disclosure.models import Item, ItemVersion  # noqa: E402
from gongkai.units.models import Unit  # noqa: E402

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main(path: str) -> None:
    unit = Unit.objects.get()
    with open(path, encoding="utf-8") as file:
        lines = enumerate(map(json.loads, file))
        while chunk := list(itertools.islice(lines, 500)):
            with transaction.atomic():
                items = [
                    Item(
                        kind="notice", unit=unit, state="published", index_no=f"{unit.org_code}/{number:08}",
                        title=row["标题"], doc_no=row["发文字号"], attribute="proactive", secret_level="none",
                        published_on=date.fromisoformat(row["发布日期"]), published_at=NOW, source_key=row["编号"],
                        created_at=NOW, changed_at=NOW,
                    )
                    for number, row in chunk
                ]  # fmt: skip
                Item.objects.bulk_create(items)
                versions = [
                    ItemVersion(
                        item=item, number=1, state="public", title=item.title, body_text=row["正文"], made_at=NOW,
                        saved_at=NOW,
                    )
                    for item, (_, row) in zip(items, chunk, strict=True)
                ]  # fmt: skip
                ItemVersion.objects.bulk_create(versions)


if __name__ == "__main__":
    main(sys.argv[1])
