"""Reading stored files and comparing rows with the folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.files.extraction.shapes import WAITING, Extract
from gongkai.files.models import FileReading, StoredFile
from gongkai.files.readings import READER, from_bytes
from gongkai.files.store import path_of, stored_digests


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
