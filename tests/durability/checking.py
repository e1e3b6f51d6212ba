"""Run inside a killed installation (python -m tests.durability.checking): what is in it, as JSON."""

from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")

import django

django.setup()

from gongkai.disclosure.models import Item, ItemVersion, Review  # noqa: E402
from gongkai.files.queries import compare_store  # noqa: E402
from gongkai.ledger.models import LedgerRow  # noqa: E402
from gongkai.search import indexing  # noqa: E402


def halves() -> list[str]:
    """Things of which only a part is there."""
    found = [
        f"item {i}: public without a public version"
        for i in Item.objects.filter(state="published", public_version=None).values_list("id", flat=True)
    ]
    rows = Item.objects.exclude(public_version=None).exclude(public_version__state="public")
    found += [f"item {i}: its public version is none" for i in rows.values_list("id", flat=True)]
    found += [
        f"item {i}: without a version"
        for i in Item.objects.filter(versions=None).values_list("id", flat=True)
    ]
    open_on_public = Review.objects.filter(closed_at=None).exclude(
        item__state__in=["in_review", "referred", "coordinating", "approved"]
    )
    found += [f"review {i}: open on a settled item" for i in open_on_public.values_list("id", flat=True)]
    numbers = sorted(Item.objects.exclude(index_no=None).values_list("index_no", flat=True))
    found += [f"number {n} twice" for n in {n for n in numbers if numbers.count(n) > 1}]
    in_ledger = set(
        LedgerRow.objects.filter(act__in=["item.begin_draft", "item.import"]).values_list(
            "subject_id", flat=True
        )
    )
    found += [
        f"item {i}: not in the ledger"
        for i in Item.objects.values_list("id", flat=True)
        if str(i) not in in_ledger
    ]
    return found


difference = indexing.compare()
store = compare_store()
json.dump(
    {
        "items": dict(Item.objects.values_list("title", "state")),
        "keys": list(Item.objects.exclude(source_key="").values_list("source_key", flat=True)),
        "versions": ItemVersion.objects.count(),
        "missing": difference.missing,
        "extra": difference.extra,
        "lost_files": store.lost,
        "halves": halves(),
    },
    sys.stdout,
)
