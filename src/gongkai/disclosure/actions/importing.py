"""Writing imported records: historical items enter by an act of their own, in batches that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.disclosure.actions.common import need
from gongkai.disclosure.actions.historical import places_of, write_chunk
from gongkai.disclosure.actions.refusals import ItemRefused, TooLate
from gongkai.disclosure.importing.reading import Reading
from gongkai.disclosure.models import ImportBatch
from gongkai.disclosure.policies import may_import
from gongkai.ledger.actions import record as record_act
from gongkai.ledger.rules import Actor, Subject
from gongkai.units.models import Unit

CHUNK = 500


@dataclass
class Written:
    """What an import did. `written` is how many rows of the database carry it now."""

    batch_id: int
    imported: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def done(self) -> int:
        """How many of the reading's records have been dealt with."""
        return self.imported + self.updated + self.unchanged


def write_records(
    *,
    reading: Reading,
    unit_id: int,
    by: Actor,
    user_id: int | None,
    at: datetime,
    standing: Standing | None = None,
    keep_good: bool = False,
    told: Callable[[int], None] = lambda n: None,
    should_stop: Callable[[], bool] = lambda: False,
    resume: Written | None = None,
    kept: Callable[[Written], None] = lambda written: None,
) -> Written:
    """Write the good records of a reading as historical items, public at once with their own date and source.

    Nothing is written when any row was refused, unless `keep_good`. A record known by its key and unchanged is left
    alone, a changed text becomes a new version. Written in transactions of 500; stopping between them leaves whole
    records, and running the import again goes on. `standing` None: the host's command line.

    `kept` is told inside the transaction of the batch and of each chunk how far it came; given back as `resume`
    with a reading of the same file, the same batch goes on exactly there.
    """
    if standing is not None:
        need(may_import(standing, unit_id), "只有这个单位的信息员或者政务公开办能导入。")
    if reading.refusals and not keep_good:
        raise ItemRefused(
            f"有 {reading.refused_rows} 行没通过检查，一行也没有写入。改好再导入，或者选“只导入合格的行”。"
        )
    places = places_of(Unit.objects.get(id=unit_id))
    with transaction.atomic():
        batch = _batch(reading, places.unit, by, user_id, at, resume)
        written = resume or Written(batch.pk)
        kept(written)
    for chunk in reading.records.chunks(CHUNK, start=written.done):
        with transaction.atomic():
            imported, updated, unchanged = write_chunk(
                chunk=chunk, batch=batch, places=places, by=by, user_id=user_id, at=at
            )
            written.imported += imported
            written.updated += updated
            written.unchanged += unchanged
            kept(written)
        told(written.done)
        if should_stop():
            break
    counts = {
        "read": reading.read,
        "imported": written.imported,
        "updated": written.updated,
        "unchanged": written.unchanged,
        "refused": reading.refused_rows,
    }
    with transaction.atomic():
        finished_at = at if written.done == len(reading.records) else None
        ImportBatch.objects.filter(id=batch.pk).update(finished_at=finished_at, counts=counts)
        record_act(
            actor=by,
            act="import.end",
            subject=Subject("batch", str(batch.pk), reading.file_name[:80]),
            at=at,
            payload=counts,
        )
    return written


def _batch(
    reading: Reading, unit: Unit, by: Actor, user_id: int | None, at: datetime, resume: Written | None
) -> ImportBatch:
    if resume is not None:
        batch = ImportBatch.objects.get(id=resume.batch_id)
        if batch.undone_at is not None:
            raise TooLate("这一批已经撤销，不能接着导入。重新上传文件。")
        return batch
    batch = ImportBatch.objects.create(
        unit=unit,
        file_name=reading.file_name[:255],
        map_name=reading.mapping.name,
        made_by_id=user_id,
        made_at=at,
    )
    record_act(
        actor=by,
        act="import.begin",
        subject=Subject("batch", str(batch.pk), reading.file_name[:80]),
        at=at,
        payload={"map": reading.mapping.name, "unit": unit.code, "records": len(reading.records)},
    )
    return batch
