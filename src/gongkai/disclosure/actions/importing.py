"""Writing imported records: historical items enter by an act of their own, in batches that can be undone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils.timezone import get_current_timezone

from gongkai.accounts.policies import Standing
from gongkai.catalogue.models import Subject as TopicSubject
from gongkai.catalogue.models import Topic
from gongkai.crypto.digests import digest
from gongkai.disclosure.actions.common import day_of, need, tell_search
from gongkai.disclosure.actions.refusals import ItemRefused, TooLate
from gongkai.disclosure.heads import head_to_json
from gongkai.disclosure.importing.reading import Reading, chunks
from gongkai.disclosure.importing.records import Record
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import ImportBatch, IndexCounter, Item, ItemVersion, Review, ReviewStep
from gongkai.disclosure.policies import may_import
from gongkai.disclosure.rules import HEAD_COLUMNS, index_number
from gongkai.ledger.actions import record as record_act
from gongkai.ledger.actions import record_many
from gongkai.ledger.rules import Actor, Entry, Subject
from gongkai.text.doc_numbers import doc_no_key
from gongkai.units.models import Unit

CHUNK = 500
# A record that states no date sorts behind everything and is shown as 未注明.
UNDATED = datetime(1900, 1, 1, tzinfo=get_current_timezone())
_HEAD_DEFAULTS = {"attribute": "proactive", "secret_level": "none", "audience": "everyone"}


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


@dataclass(frozen=True)
class _Places:
    """Look-ups that every record of a batch shares."""

    unit: Unit
    topics: dict[str, int]
    subjects: dict[str, int]
    topic_of_kind: dict[str, int]


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
    places = _places(Unit.objects.get(id=unit_id))
    with transaction.atomic():
        batch = _batch(reading, places.unit, by, user_id, at, resume)
        written = resume or Written(batch.pk)
        kept(written)
    for chunk in chunks(reading.records[written.done :], CHUNK):
        with transaction.atomic():
            _write_chunk(chunk, batch, places, by, user_id, at, written)
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


def _places(unit: Unit) -> _Places:
    topics = list(Topic.objects.filter(closed_on__isnull=True).order_by("position", "id"))
    topic_of_kind: dict[str, int] = {}
    for topic in topics:
        for kind in topic.kinds:
            topic_of_kind.setdefault(kind, topic.pk)
    names = {t.name: t.pk for t in reversed(topics)} | {t.code: t.pk for t in topics}
    subjects = {s.name: s.pk for s in TopicSubject.objects.all()}
    return _Places(unit, names, subjects, topic_of_kind)


def _write_chunk(
    chunk: Sequence[Record],
    batch: ImportBatch,
    places: _Places,
    by: Actor,
    user_id: int | None,
    at: datetime,
    done: Written,
) -> None:
    known = {
        item.source_key: item
        for item in Item.objects.filter(
            unit=places.unit, source_key__in=[r.key for r in chunk]
        ).select_related("public_version")
    }
    fresh, changed = [], []
    for record in chunk:
        version_digest = _digest(record)
        item = known.get(record.key)
        if item is None:
            fresh.append((record, version_digest))
        elif item.public_version is not None and item.public_version.digest != version_digest:
            changed.append((item, record, version_digest))
        else:  # also what was withdrawn or kept back here: the source does not bring it up again
            done.unchanged += 1
    touched = _write_fresh(fresh, batch, places, by, user_id, at) if fresh else []
    touched += [_write_changed(item, record, d, places, by, user_id, at) for item, record, d in changed]
    done.imported += len(fresh)
    done.updated += len(changed)
    tell_search(touched, at)


def _digest(record: Record) -> str:
    """Of everything that the public version shows, so that a mended date is a change too."""
    head = "\n".join(f"{k}={v}" for k, v in sorted(record.head.items()) if v)
    return digest(f"{record.title}\n{record.html or record.text}\n{record.published_on}\n{head}".encode())


def _numbers(records: Sequence[Record], org_code: str, at: datetime) -> dict[int, str]:
    """Index numbers for a chunk: one counter update a year. Row → number."""
    by_year: dict[int, list[int]] = defaultdict(list)
    for record in records:
        by_year[(record.published_on or day_of(at)).year].append(record.row)
    numbers: dict[int, str] = {}
    for year, rows in by_year.items():
        IndexCounter.objects.get_or_create(org_code=org_code, year=year)
        IndexCounter.objects.filter(org_code=org_code, year=year).update(last=F("last") + len(rows))
        last = IndexCounter.objects.values_list("last", flat=True).get(org_code=org_code, year=year)
        for offset, row in enumerate(rows):
            numbers[row] = index_number(org_code=org_code, year=year, serial=last - len(rows) + 1 + offset)
    return numbers


def _midday(day: date | None) -> datetime:
    return datetime.combine(day, time(12), tzinfo=get_current_timezone()) if day else UNDATED


def _write_fresh(
    rows: Sequence[tuple[Record, str]],
    batch: ImportBatch,
    places: _Places,
    by: Actor,
    user_id: int | None,
    at: datetime,
) -> list[int]:
    numbers = _numbers([record for record, _ in rows], places.unit.org_code, at)
    items = []
    for record, _ in rows:
        head = _head(record, places)
        items.append(
            Item(
                kind=record.kind,
                unit=places.unit,
                state="published",
                index_no=numbers[record.row],
                title=record.title,
                doc_no_key=doc_no_key(head["doc_no"]) if head["doc_no"] else "",
                published_on=record.published_on,
                published_at=_midday(record.published_on),
                source_key=record.key,
                is_historical=True,
                title_rule=record.title_rule,
                batch=batch,
                created_by_id=user_id,
                created_at=at,
                changed_at=at,
                **head,
            )
        )
    Item.objects.bulk_create(items)
    versions = [
        ItemVersion(
            item=item,
            number=1,
            state="public",
            title=record.title,
            body_html=record.html,
            body_text=record.text,
            head=head_to_json({"topic_id": item.topic_id, "subject_id": item.subject_id, **record.head}),
            marks=record.marks,
            digest=version_digest,
            made_by_id=user_id,
            made_at=at,
            saved_at=at,
        )
        for item, (record, version_digest) in zip(items, rows, strict=True)
    ]
    ItemVersion.objects.bulk_create(versions)
    own_version = ItemVersion.objects.filter(item=OuterRef("pk"), state="public").values("id")
    Item.objects.filter(id__in=[item.pk for item in items]).update(public_version=Subquery(own_version))
    record_many(
        rows=[
            Entry(
                by,
                "item.import",
                Subject("item", str(item.pk), item.index_no or ""),
                at,
                {"batch": batch.pk, "row": record.row, "index_no": item.index_no, "digest": version_digest},
            )
            for item, (record, version_digest) in zip(items, rows, strict=True)
        ]
    )
    return [item.pk for item in items]


def _head(record: Record, places: _Places) -> dict[str, Any]:
    subject = record.subject.replace("/", "\\").split("\\")
    return {
        **_HEAD_DEFAULTS,
        **record.head,
        "topic_id": places.topics.get(record.topic) or places.topic_of_kind.get(record.kind),
        "subject_id": next((places.subjects[s] for s in reversed(subject) if s in places.subjects), None),
        "stage": ITEM_KINDS[record.kind].stage,
    }


def _write_changed(
    item: Item,
    record: Record,
    version_digest: str,
    places: _Places,
    by: Actor,
    user_id: int | None,
    at: datetime,
) -> int:
    """The source's text of a known record changed: a new version, the old one stays in the history."""
    number = item.versions.count() + 1
    head = {column: value for column, value in record.head.items() if value not in (None, "")}
    topic_id = places.topics.get(record.topic)
    if topic_id:
        head["topic_id"] = topic_id
    ItemVersion.objects.filter(item=item, state="public").update(state="superseded")
    version = ItemVersion.objects.create(
        item=item,
        number=number,
        state="public",
        title=record.title,
        body_html=record.html,
        body_text=record.text,
        head=head_to_json({**{c: getattr(item, c) for c in HEAD_COLUMNS}, **head}),
        marks=record.marks,
        digest=version_digest,
        reason="来源更新",
        made_by_id=user_id,
        made_at=at,
        saved_at=at,
    )
    item.title, item.public_version = record.title, version
    for column, value in head.items():  # what the source now leaves empty stays as it was stated here
        setattr(item, column, value)
    if record.published_on:
        item.published_on, item.published_at = record.published_on, _midday(record.published_on)
    item.doc_no_key = doc_no_key(item.doc_no) if item.doc_no else ""
    item.changed_at = at
    item.save()
    record_many(
        rows=[
            Entry(
                by,
                "item.import_update",
                Subject("item", str(item.pk), item.index_no or ""),
                at,
                {"version": number, "row": record.row, "digest": version_digest},
            )
        ]
    )
    return item.pk


def undo_batch(*, batch_id: int, by: Actor, at: datetime, standing: Standing | None = None) -> int:
    """Take a whole import back: its items are withdrawn together, each with its ledger row. Returns how many.

    Their numbers are not given out again (索引号终身不变); importing the file afresh makes them public again.
    """
    with transaction.atomic():
        batch = (
            ImportBatch.objects.select_for_update(of=("self",))
            .select_related("unit")
            .filter(id=batch_id)
            .first()
        )
        if batch is None:
            raise ItemRefused(f"没有第 {batch_id} 批导入。")
        if standing is not None:
            need(may_import(standing, batch.unit_id), "只有这个单位的信息员或者政务公开办能撤销导入。")
        if not ImportBatch.objects.filter(id=batch_id, undone_at__isnull=True).update(undone_at=at):
            raise TooLate("这一批已经撤销过了。")
        items = list(
            Item.objects.filter(batch=batch, public_version__isnull=False).values_list("id", "index_no")
        )
        ids = [pk for pk, _ in items]
        _drop_corrections(ids, at)
        reason = "批量导入已撤销"
        ItemVersion.objects.filter(item__in=ids, state__in=["public", "superseded"]).update(state="withdrawn")
        Item.objects.filter(batch=batch, public_version__isnull=False).update(
            state="withdrawn",
            public_version=None,
            withdrawn_at=at,
            withdrawn_reason=reason,
            source_key="",
            changed_at=at,
        )
        record_many(
            rows=[
                Entry(by, "item.undo_import", Subject("item", str(pk), number or ""), at, {"batch": batch_id})
                for pk, number in items
            ]
        )
        record_act(
            actor=by,
            act="import.undo",
            subject=Subject("batch", str(batch_id), batch.file_name[:80]),
            at=at,
            payload={"items": len(ids)},
        )
        tell_search(ids, at)
    return len(ids)


def _drop_corrections(ids: Sequence[int], at: datetime) -> None:
    """Corrections that someone began on imported items end with the batch."""
    Review.objects.filter(item__in=ids, closed_at__isnull=True).update(closed_at=at, outcome="abandoned")
    ReviewStep.objects.filter(review__item__in=ids, state__in=["open", "waiting"]).update(state="dropped")
    ItemVersion.objects.filter(item__in=ids, state__in=["working", "frozen"]).update(state="discarded")


def kinds_in(reading: Reading) -> Counter[str]:
    """How many of each kind a reading would write, for the wizard's preview."""
    return Counter(record.kind for record in reading.records)
