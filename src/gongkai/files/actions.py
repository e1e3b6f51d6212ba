"""Keeping uploaded files: checked by content, stored once by digest, with a ledger row."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import F

from gongkai.files import store
from gongkai.files.apart import extract_apart
from gongkai.files.checking import FileRefused, check_file
from gongkai.files.extraction.shapes import Extract
from gongkai.files.models import FileReading, StoredFile
from gongkai.files.readings import READER, from_bytes, to_bytes
from gongkai.files.rules import safe_name
from gongkai.jobs.actions import put
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject

RECOGNISED = "file.recognised"
"""Topic of the outbox; the key is the file's id."""


def store_upload(*, name: str, stream: IO[bytes], by: Actor, at: datetime) -> StoredFile:
    """Check a file and keep it; the same content is kept once. Raises FileRefused with what is wrong.

    The file is on disk before its row is written: a crash leaves at most a file without a row, never the reverse.
    """
    limit = settings.UPLOAD_MAX_BYTES
    shown = safe_name(name)
    try:
        with store.incoming(stream, limit=limit) as (path, digest, size):
            kind = check_file(path, shown)
            store.keep(path, digest)
    except store.TooLarge as problem:
        raise FileRefused(
            f"“{shown}”超过 {limit // 1024 // 1024} MB。压缩图片或者拆成几个文件再上传。"
        ) from problem
    with transaction.atomic():
        row, made = StoredFile.objects.get_or_create(
            digest=digest,
            defaults={
                "size": size,
                "media_type": kind.media_type,
                "extension": kind.extension,
                "stored_at": at,
            },
        )
        record(
            actor=by,
            act="file.store",
            subject=Subject("file", digest, shown),
            at=at,
            payload={"size": size, "new": made},
        )
    return row


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
