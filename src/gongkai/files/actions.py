"""Keeping uploaded files: checked by content, stored once by digest, with a ledger row."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.conf import settings
from django.db import transaction

from gongkai.files import store
from gongkai.files.checking import FileRefused, check_file
from gongkai.files.models import StoredFile
from gongkai.files.rules import safe_name
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject


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
