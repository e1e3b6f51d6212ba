"""Public items as plain rows, for export; streamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.disclosure.policies import public_items

_COLUMNS = {
    "index_no": "index_no", "kind": "kind", "unit": "unit__code", "unit_name": "unit__name", "topic": "topic__code",
    "subject": "subject__name", "title": "title", "doc_no": "doc_no", "issuer": "issuer", "signed_on": "signed_on",
    "published_on": "published_on", "effective_on": "effective_on", "expires_on": "expires_on",
    "abolished_on": "abolished_on", "validity": "validity", "stage": "stage", "source": "source",
    "source_url": "source_url", "is_historical": "is_historical", "text": "public_version__body_text",
    "digest": "public_version__digest",
}  # fmt: skip


def exported_items(*, unit_path: str = "") -> Iterator[dict[str, Any]]:
    """Every public item of a subtree (all when empty), oldest number first, as JSON-ready dicts."""
    found = public_items()
    if unit_path:
        found = found.filter(unit__path__startswith=unit_path)
    for row in found.order_by("id").values_list(*_COLUMNS.values()).iterator(chunk_size=500):
        yield dict(zip(_COLUMNS, row, strict=True))
