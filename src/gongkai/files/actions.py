"""Keeping uploaded files: checked by content, stored once by digest, with a ledger row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from gongkai.files import store
from gongkai.files.apart import extract_apart
from gongkai.files.checking import FileRefused, check_file
from gongkai.files.extraction.shapes import Extract
from gongkai.files.models import FileReading, StoredFile
from gongkai.files.queries import waiting_for_scan
from gongkai.files.readings import READER, from_bytes, to_bytes
from gongkai.files.rules import FileType, safe_name
from gongkai.files.scanning import CannotScan, ScannerDown, scanner
from gongkai.jobs.actions import put
from gongkai.ledger.actions import record
from gongkai.ledger.rules import SYSTEM, Actor, Subject
from gongkai.statements import Statement, written

RECOGNISED = "file.recognised"
"""Topic of the outbox; the key is the file's id."""
ERASED = "file.erased"
"""Topic of the outbox; the key is the digest of a content that was destroyed."""


@dataclass(frozen=True)
class Received:
    """A file that was checked and lies on disk, but has no row yet. `path` is its temporary name."""

    path: Path
    digest: str
    size: int
    kind: FileType
    shown: str


def store_upload(
    *, name: str, stream: IO[bytes], by: Actor, at: datetime, made_here: bool = False
) -> StoredFile:
    """Check a file and keep it; the same content is kept once. Raises FileRefused with what is wrong.

    Where a scanner is set up the file waits for its verdict, unless it was `made_here` (letters of our own).
    """
    with received(name=name, stream=stream) as file:
        return keep_received(file=file, by=by, at=at, made_here=made_here)


@contextmanager
def received(*, name: str, stream: IO[bytes]) -> Iterator[Received]:
    """Check a file and write it to its place, outside of any transaction: nobody waits for this disk but who sent it.

    The file is on disk before its row is written: a crash leaves at most a file without a row, never the reverse.
    Raises FileRefused with what is wrong.
    """
    limit = settings.UPLOAD_MAX_BYTES
    shown = safe_name(name)
    try:
        with store.incoming(stream, limit=limit) as (path, digest, size):
            kind = check_file(path, shown)
            store.keep(path, digest)
            yield Received(path, digest, size, kind, shown)
    except store.TooLarge as problem:
        raise FileRefused(
            f"“{shown}”超过 {limit // 1024 // 1024} MB。压缩图片或者拆成几个文件再上传。"
        ) from problem


def keep_received(*, file: Received, by: Actor, at: datetime, made_here: bool = False) -> StoredFile:
    """Write the row of a file that was received. Raises FileRefused when the scanner knows its content as bad."""
    with transaction.atomic():
        _one_at_a_time(file.digest)
        store.keep(file.path, file.digest)  # it may have been destroyed since, with the last that showed it
        row = _kept(file.digest)
        made = row is None
        if row is None:
            row = StoredFile.objects.create(
                digest=file.digest,
                size=file.size,
                media_type=file.kind.media_type,
                extension=file.kind.extension,
                stored_at=at,
                scan="waiting" if not made_here and scanner() is not None else "clean",
            )
        if row.scan == "bad":
            raise FileRefused(f"“{file.shown}”里查出了病毒，不能上传。")
        if not made:
            # Sent anew: not forgotten with the first.
            StoredFile.objects.filter(id=row.pk).update(stored_at=at)
        record(
            actor=by,
            act="file.store",
            subject=Subject("file", file.digest, file.shown),
            at=at,
            payload={"size": file.size, "new": made},
        )
    return row


def _kept(digest: str) -> StoredFile | None:
    for (file_id,) in _kept_statement().rows(digest):
        return StoredFile.objects.get(id=file_id)
    return None


@lru_cache(maxsize=1)
def _kept_statement() -> Statement:
    return written(StoredFile.objects.filter(digest="").values_list("id"))


def _one_at_a_time(digest: str) -> None:
    """Whoever keeps a content and whoever takes it off the disk wait for one another, until the transaction ends.

    SQLite's IMMEDIATE transactions stand in line by themselves.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"file {digest}"])


def erase_file(*, file_id: int, by: Actor, at: datetime) -> None:
    """Destroy a stored file, what was read of it and the pictures of its pages, in the caller's transaction.

    Nothing may show it any more. The bytes leave the disk when the transaction is through, and where that fails
    the outbox sees to it.
    """
    with transaction.atomic():
        row = StoredFile.objects.get(id=file_id)
        row.delete()
        subject = Subject("file", row.digest, "")
        record(actor=by, act="file.erase", subject=subject, at=at, payload={"size": row.size})
        put(topic=ERASED, key=row.digest, at=at)
        transaction.on_commit(lambda: wipe_unless_kept(digest=row.digest))


def wipe_unless_kept(*, digest: str) -> None:
    """Take a content off the disk unless somebody has stored the same again. The end of an act that has its row."""
    with transaction.atomic():
        _one_at_a_time(digest)
        if not StoredFile.objects.filter(digest=digest).exists():
            store.wipe(digest)


def read_stored(*, file_id: int, at: datetime) -> Extract:
    """What a stored file holds, read in a process of its own unless it was read before.

    Call it outside a transaction: reading may take seconds. No act of office, so no ledger row.
    """
    row = StoredFile.objects.select_related("reading").get(id=file_id)
    kept = getattr(row, "reading", None)
    if kept is not None and kept.reader == READER:
        return from_bytes(bytes(kept.content))
    extract = extract_apart(store.path_of(row.digest), row.extension)
    _keep_reading(row, extract, at)
    return extract


def keep_recognised(*, file_id: int, extract: Extract, at: datetime) -> None:
    """Put what recognition read in the place of the waiting reading; whoever shows the file hears of it."""
    with transaction.atomic():
        _keep_reading(StoredFile.objects.get(id=file_id), extract, at)
        put(topic=RECOGNISED, key=str(file_id), at=at)


def count_try(*, file_id: int, by: int = 1) -> int:
    """One more attempt at recognition; how many there were. A file that kills its reader is not tried for ever.

    `by=-1` takes back an attempt that was broken off for another reason.
    """
    FileReading.objects.filter(file_id=file_id).update(tries=F("tries") + by)
    return FileReading.objects.values_list("tries", flat=True).get(file_id=file_id)


def _keep_reading(row: StoredFile, extract: Extract, at: datetime) -> None:
    FileReading.objects.update_or_create(
        file=row,
        defaults={
            "state": extract.state,
            "problem": extract.problem[:300],
            "pages": extract.pages,
            "content": to_bytes(extract),
            "reader": READER,
            "read_at": at,
        },
    )
    if extract.pages and row.pages != extract.pages:
        StoredFile.objects.filter(id=row.pk).update(pages=extract.pages)


def scan_next(*, at: datetime) -> bool:
    """Have the file that waits longest judged; False when none waits, no scanner is set up, or it is down.

    Call it outside a transaction: a scanner may take minutes. What it won't judge goes on waiting, behind the others.
    """
    port, row = scanner(), waiting_for_scan()
    if port is None or row is None:
        return False
    try:
        verdict = port.scan(store.path_of(row.digest))
    except ScannerDown:
        return False
    except CannotScan as reason:
        StoredFile.objects.filter(id=row.pk).update(
            scan_tries=F("scan_tries") + 1, scan_words=str(reason)[:200]
        )
        return row.scan_tries == 0  # once round at once, then with the next turn
    keep_verdict(file_id=row.pk, found=verdict.found, at=at)
    return True


def keep_verdict(*, file_id: int, found: str, at: datetime) -> None:
    """What the scanner said. A clean file may be handed out from now on, any other never."""
    state = "bad" if found else "clean"
    with transaction.atomic():
        row = StoredFile.objects.filter(id=file_id).order_by("id").first()
        if row is None or row.scan == state:
            return
        StoredFile.objects.filter(id=file_id).update(scan=state, scan_words=found[:200])
        subject = Subject("file", row.digest, "")
        record(actor=SYSTEM, act="file.scan", subject=subject, at=at, payload={"result": found or "OK"})
