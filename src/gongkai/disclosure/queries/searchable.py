"""What search may know of items: the public ones, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gongkai.disclosure.models import Item
from gongkai.disclosure.policies import public_items
from gongkai.search.registry import register_source
from gongkai.search.schema import SearchDoc
from gongkai.units.rules import ids_in_path


def load(ids: Sequence[int]) -> Iterable[SearchDoc]:
    """The search documents of those ids that anyone may read; the others are left out and so leave the index."""
    rows = (
        public_items()
        .filter(id__in=ids)
        .values_list(
            "id",
            "title",
            "doc_no",
            "summary",
            "public_version__body_text",
            "unit__path",
            "topic__path",
            "kind",
            "published_on",
            "stage",
            "validity",
            "subject__name",
            "published_at",
        )
    )
    for row in rows:
        yield SearchDoc(
            id=row[0],
            title=row[1],
            number=row[2],
            text=f"{row[3]}\n{row[4]}" if row[3] else row[4],
            unit_path=ids_in_path(row[5]),
            topic_path=ids_in_path(row[6] or ""),
            kind=row[7],
            year=row[8].year if row[8] else 0,
            stage=row[9],
            validity=row[10],
            subject=row[11] or "",
            published_at=row[12],
        )


def iterate_ids() -> Iterable[int]:
    return public_items().order_by("id").values_list("id", flat=True).iterator(chunk_size=5000)


def recheck(ids: Sequence[int]) -> Mapping[int, Item]:
    """Of these ids those that anyone may read at this moment, with what a hit shows. One query."""
    rows = public_items().filter(id__in=ids).select_related("unit", "public_version")
    return {row.pk: row for row in rows}


def public_id_of(index_no: str) -> int | None:
    """The id of the item that anyone may read under this index number."""
    return public_items().filter(index_no=index_no.strip()).values_list("id", flat=True).first()  # unique


def register_items() -> None:
    register_source("item", load=load, iterate_ids=iterate_ids, recheck=recheck)


def passages_for_evaluation() -> Iterable[tuple[int, str, str, str]]:
    """(id, key at the source, title, text) of every public item, for `gongkai search eval`."""
    rows = (
        public_items()
        .order_by("id")
        .values_list("id", "source_key", "title", "public_version__body_text", "title_rule")
    )
    for item_id, key, title, text, rule in rows.iterator(chunk_size=500):
        yield item_id, key, "" if rule else title, text
