"""Reading stored files and comparing rows with the folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.db.models import Count, Exists, ForeignKey, ManyToOneRel, OuterRef
from django.http import Http404

from gongkai.files.extraction.shapes import WAITING, Extract
from gongkai.files.models import FileReading, StoredFile
from gongkai.files.readings import READER, from_bytes
from gongkai.files.store import open_stored, path_of, stored_digests


@dataclass(frozen=True)
class StoreComparison:
    """Digests with a row but no file, and files without a row (left by a crash; harmless, may be swept)."""

    lost: tuple[str, ...]
    orphans: tuple[str, ...]


def compare_store() -> StoreComparison:
    rows = set(StoredFile.objects.values_list("digest", flat=True))
    lost = tuple(sorted(d for d in rows if not path_of(d).exists()))
    orphans = tuple(sorted(d for d in stored_digests() if d not in rows))
    return StoreComparison(lost, orphans)


def readings_of(file_ids: Iterable[int]) -> dict[int, Extract]:
    """What has been read of these files by today's readers; files not read yet are not in it."""
    rows = FileReading.objects.filter(file_id__in=list(file_ids), reader=READER)
    return {row.file_id: from_bytes(bytes(row.content)) for row in rows}


def waiting_for_recognition() -> list[tuple[int, str, str]]:
    """Id, digest and extension of the files whose pictures of text have not been read, oldest first."""
    rows = FileReading.objects.filter(state=WAITING, reader=READER).order_by("read_at", "id")
    return list(rows.values_list("file_id", "file__digest", "file__extension"))


class NotServed(Http404):
    """The file waits for the scanner, or was refused by it. Told as not found."""


def open_passed(digest: str) -> IO[bytes]:
    """The one way by which a stored file leaves the house: passed by the scanner where one is set up. Raises NotServed."""
    if not StoredFile.objects.filter(digest=digest, scan="clean").exists():
        raise NotServed(digest)
    return open_stored(digest)


def unsent_files(*, before: datetime, most: int) -> list[int]:
    """Ids of files that nobody has sent since and that belong to nothing: a form left, an attachment taken off again."""
    old = StoredFile.objects.filter(stored_at__lt=before)
    for field in _holders():
        old = old.exclude(Exists(field.model._default_manager.filter(**{field.name: OuterRef("pk")})))
    return list(old.order_by("id").values_list("id", flat=True)[:most])


def _holders() -> list[ForeignKey[Any, Any]]:
    """Every field of the whole installation by which something holds a stored file; what was read of it is none."""
    return [
        one.field
        for one in StoredFile._meta.get_fields(include_hidden=True)
        if isinstance(one, ManyToOneRel) and one.related_model is not FileReading
    ]


def waiting_for_scan() -> StoredFile | None:
    """The next file for the scanner: those that it couldn't judge before come last."""
    return StoredFile.objects.filter(scan="waiting").order_by("scan_tries", "stored_at", "id").first()


@dataclass(frozen=True)
class ScanQueue:
    """`unjudged` of those waiting were tried; `bad` are kept back for good."""

    waiting: int
    unjudged: int
    bad: int


def scan_queue() -> ScanQueue:
    counts = dict(
        StoredFile.objects.exclude(scan="clean").values_list("scan").annotate(Count("id")).order_by("scan")
    )
    tried = StoredFile.objects.filter(scan="waiting", scan_tries__gt=0).count()
    return ScanQueue(counts.get("waiting", 0), tried, counts.get("bad", 0))
