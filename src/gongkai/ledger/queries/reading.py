"""The ledger as an auditor reads it: a page at a time, never the whole table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gongkai.ledger.models import LedgerRow

_CHUNK = 2000


@dataclass(frozen=True)
class Filters:
    """What to show. Empty means all; `since` belongs to the range, `until` doesn't."""

    actor_id: str = ""
    actor_ids: tuple[str, ...] | None = None  # any of these; an empty one finds nothing
    act: str = ""  # "item.publish", or "item." for all that begin so
    subject_type: str = ""
    subject_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class RowView:
    id: int
    actor_id: str
    actor_label: str
    unit_label: str
    act: str
    subject_type: str
    subject_id: str
    subject_label: str
    at: datetime
    payload: dict[str, Any] | None  # None: nothing given, or personal and kept as its keyed digest only
    payload_digest: str
    note: str
    seal_id: int | None

    @property
    def is_sealed(self) -> bool:
        return self.seal_id is not None


@dataclass(frozen=True)
class Page:
    rows: list[RowView]
    next_before_id: int | None  # None: this is the last page


def rows_for_auditor(
    *, user_may: bool, filters: Filters | None = None, before_id: int | None = None, limit: int = 50
) -> Page:
    """Newest first. Without the right to read the ledger the page is empty.

    Pages follow the id, so a far page costs what the first one does.
    """
    if not user_may:
        return Page([], None)
    found = _filtered(filters or Filters())
    if before_id is not None:
        found = found.filter(id__lt=before_id)
    rows = [_view(values) for values in found.order_by("-id").values_list(*_FIELDS)[: limit + 1]]
    return Page(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def stream_for_auditor(*, user_may: bool, filters: Filters | None = None) -> Iterator[RowView]:
    """All rows, oldest first, for an export (which its caller records)."""
    if user_may:
        rows = _filtered(filters or Filters()).order_by("id").values_list(*_FIELDS)
        yield from map(_view, rows.iterator(chunk_size=_CHUNK))


def history_of(*, subject_type: str, subject_id: str, limit: int = 200) -> list[RowView]:
    """What happened to one subject, oldest first. Whoever calls has checked that the user may see it."""
    rows = LedgerRow.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-id")
    return [_view(values) for values in rows.values_list(*_FIELDS)[:limit]][::-1]


def last_rows(*, act: str, subject_type: str, subject_ids: Sequence[str]) -> dict[str, RowView]:
    """The latest row of one act for each of these subjects that has one. Whoever calls may see the subjects."""
    if not subject_ids:
        return {}
    rows = LedgerRow.objects.filter(act=act, subject_type=subject_type, subject_id__in=subject_ids)
    views = map(_view, rows.order_by("id").values_list(*_FIELDS))
    return {view.subject_id: view for view in views}


_FIELDS = (
    "id",
    "actor_id",
    "actor_label",
    "unit_label",
    "act",
    "subject_type",
    "subject_id",
    "subject_label",
    "at",
    "payload",
    "payload_digest",
    "note",
    "sealmember__seal_id",
)
_PAYLOAD = _FIELDS.index("payload")
_NAMES = (*_FIELDS[:-1], "seal_id")


def _view(values: tuple[Any, ...]) -> RowView:
    text = values[_PAYLOAD]
    payload = json.loads(text) if text else None
    return RowView(**dict(zip(_NAMES, values, strict=True)) | {"payload": payload})


def _filtered(wanted: Filters) -> QuerySet[LedgerRow]:
    rows = LedgerRow.objects.all()
    exact = {
        "actor_id": wanted.actor_id,
        "subject_type": wanted.subject_type,
        "subject_id": wanted.subject_id,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.actor_ids is not None:
        rows = rows.filter(actor_id__in=wanted.actor_ids)
    if wanted.act.endswith("."):
        rows = rows.filter(act__startswith=wanted.act)
    elif wanted.act:
        rows = rows.filter(act=wanted.act)
    if wanted.since:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(at__lt=wanted.until)
    return rows
