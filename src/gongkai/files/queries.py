"""Reading stored files and comparing rows with the folder."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.files.models import StoredFile
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
