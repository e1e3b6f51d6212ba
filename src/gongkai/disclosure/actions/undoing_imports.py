"""Taking a whole import back: what it brought is withdrawn, what it changed is set back to how it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.disclosure.actions.common import need, tell_search
from gongkai.disclosure.actions.historical import midday, state_of
from gongkai.disclosure.actions.refusals import ItemRefused, TooLate
from gongkai.disclosure.heads import head_from_json, head_to_json
from gongkai.disclosure.models import (
    ImportBatch,
    ImportUpdate,
    Item,
    ItemVersion,
    Review,
    ReviewStep,
    SidePath,
)
from gongkai.disclosure.policies import may_import
from gongkai.ledger.actions import record as record_act
from gongkai.ledger.actions import record_many
from gongkai.ledger.rules import Actor, Entry, Subject
from gongkai.text.doc_numbers import doc_no_key

REASON = "批量导入已撤销"


@dataclass(frozen=True)
class Undone:
    """`kept` counts items that the batch changed and somebody has changed again since; they stay as they are."""

    withdrawn: int
    restored: int
    kept: int


def undo_batch(*, batch_id: int, by: Actor, at: datetime, standing: Standing | None = None) -> Undone:
    """Take a whole import back, each item with its ledger row. `standing` None: the host's command line.

    New items are withdrawn; their numbers are not given out again (索引号终身不变), and importing the file afresh makes
    them public again. Changed items get their former text, dates and head back; what somebody set on the item itself
    in the meantime (有效性) stays.
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
        withdrawn = _withdraw_new(batch, at)
        restored, kept = _set_back_changed(batch, at)
        record_many(
            rows=[
                Entry(by, act, Subject("item", str(pk), number), at, {"batch": batch_id})
                for act, rows in (("item.undo_import", withdrawn), ("item.undo_import_update", restored))
                for pk, number in rows
            ]
        )
        done = Undone(len(withdrawn), len(restored), kept)
        record_act(
            actor=by,
            act="import.undo",
            subject=Subject("batch", str(batch_id), batch.file_name[:80]),
            at=at,
            payload={"items": done.withdrawn, "restored": done.restored, "kept": done.kept},
        )
        tell_search([pk for pk, _ in (*withdrawn, *restored)], at)
    return done


def _withdraw_new(batch: ImportBatch, at: datetime) -> list[tuple[int, str]]:
    public = Item.objects.filter(batch=batch, public_version__isnull=False)
    rows = [(pk, number or "") for pk, number in public.values_list("id", "index_no")]
    ids = [pk for pk, _ in rows]
    _drop_corrections(ids, at)
    ItemVersion.objects.filter(
        item__in=public.values("id"), state__in=["public", "superseded"]
    ).update(state="withdrawn")  # fmt: skip
    public.update(
        state="withdrawn",
        public_version=None,
        withdrawn_at=at,
        withdrawn_reason=REASON,
        source_key="",
        changed_at=at,
    )
    return rows


def _set_back_changed(batch: ImportBatch, at: datetime) -> tuple[list[tuple[int, str]], int]:
    """The items set back, and how many were left. Newest change first: one batch may have changed an item twice."""
    restored: dict[int, str] = {}
    left: set[int] = set()
    updates = ImportUpdate.objects.filter(batch=batch).select_related("version", "former").order_by("-id")
    for update in updates.iterator(chunk_size=500):
        item = Item.objects.select_for_update().get(id=update.item_id)
        if item.public_version_id is None:
            continue  # withdrawn since, or new with an import that is undone
        later = ImportUpdate.objects.filter(former=update.version_id)
        if item.public_version_id == update.version_id:
            _set_back(item, update, at)
            restored[item.pk] = item.index_no or ""
        elif later.update(former=update.former, before=update.before):
            # A later import stands on this one; undone in its turn, it leads past it.
            ItemVersion.objects.filter(id=update.version_id).update(state="withdrawn")
            left.add(item.pk)
        else:
            left.add(item.pk)
    return list(restored.items()), len(left)


def _set_back(item: Item, update: ImportUpdate, at: datetime) -> None:
    _drop_corrections([item.pk], at)
    ItemVersion.objects.filter(id=update.version_id).update(state="withdrawn")
    ItemVersion.objects.filter(id=update.former_id).update(state="public")
    before, now, imported = update.before, state_of(item), head_to_json(head_from_json(update.version.head))
    former = head_from_json(before)
    for column, value in former.items():
        if now.get(column) == imported.get(column):  # else somebody has set it since
            setattr(item, column, value)
    published_on = date.fromisoformat(before["published_on"]) if before["published_on"] else None
    if published_on != item.published_on:
        item.published_on, item.published_at = published_on, midday(published_on)
    item.title, item.public_version_id, item.state = before["title"], update.former_id, "published"
    item.doc_no_key = doc_no_key(item.doc_no) if item.doc_no else ""
    item.changed_at = at
    item.save()


def _drop_corrections(ids: Sequence[int], at: datetime) -> None:
    """Corrections that someone began on imported items end with the batch."""
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        Review.objects.filter(item__in=some, closed_at__isnull=True).update(closed_at=at, outcome="abandoned")
        ReviewStep.objects.filter(review__item__in=some, state__in=["open", "waiting"]).update(
            state="dropped"
        )
        SidePath.objects.filter(review__item__in=some, closed_at__isnull=True).update(closed_at=at)
        ItemVersion.objects.filter(item__in=some, state__in=["working", "frozen"]).update(state="discarded")
