"""Destroying for good what was never public and what redaction kept back (个人信息保护法第四十七条).

The record of who did what stays; the words, the files and everything made from them go. Each act is done by 政务公开办
and by somebody who has not handled the thing before: two people, since nothing brings it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from gongkai.accounts.policies import Standing
from gongkai.disclosure.actions.common import locked, need, write_ledger
from gongkai.disclosure.actions.refusals import ItemRefused, TooLate
from gongkai.disclosure.models import (
    Attachment,
    Finding,
    Item,
    ItemVersion,
    LastSeen,
    PassageComment,
    Redaction,
    ReviewStep,
    SidePath,
)
from gongkai.disclosure.policies import may_erase, may_erase_original
from gongkai.disclosure.rules import ERASED
from gongkai.files.actions import erase_file
from gongkai.jobs.actions import put
from gongkai.jobs.traces import TRACES

WHO = "由政务公开办销毁，而且不能是填报人或者遮盖的人自己，要有第二个人。"
LEAST = 5


def erase_item(*, item_id: int, reason: str, by: Standing, at: datetime) -> int:
    """Destroy the content of an abandoned draft that was never public; returns how many files went with it.

    Title, text, fields, attachments, readings, findings, remarks and opinions go; number of the item, who did what
    and when stay, as does what the ledger holds: it can't be rewritten. Raises NotAllowed, TooLate, ItemRefused.
    """
    _check(reason)
    with transaction.atomic():
        item = locked(item_id)
        need(may_erase(by, item), WHO)
        if item.title == ERASED:
            raise TooLate("内容已经销毁过了。")
        files = _files_of(item)
        Redaction.objects.filter(item=item).delete()
        Attachment.objects.filter(version__item=item).delete()
        _forget_texts(item, at)
        gone = _erase_files(files, by, at)
        _forget_traces(item_id, at)
        write_ledger(item, "erase_item", by.actor(), at, reason=reason.strip(), count=gone)
    return gone


def erase_original(*, redaction_id: int, reason: str, by: Standing, at: datetime) -> int:
    """Destroy what redaction kept of the words or of the file that stood there before; the copy that shows stays.

    Only once the version is out of hand (public, replaced, withdrawn, given up): until then the redaction can be
    undone. Returns how many files went. Raises NotAllowed, TooLate, ItemRefused where the file still shows elsewhere.
    """
    _check(reason)
    with transaction.atomic():
        row = Redaction.objects.select_related("version", "original_file").get(id=redaction_id)
        item = locked(row.item_id)
        need(may_erase_original(by, row), WHO)
        if not row.sealed and row.original_file_id is None:
            raise TooLate("遮盖以前的内容已经销毁过了。")
        file_id = row.original_file_id
        if file_id is not None and Attachment.objects.filter(file=file_id).exists():
            raise ItemRefused("原来的文件还挂在别的版本或者别的信息上，先在那里移除。")
        Redaction.objects.filter(id=row.pk).update(sealed="", left_as="", original_file=None)
        gone = _erase_files([file_id] if file_id is not None else [], by, at)
        _forget_traces(item.pk, at)
        write_ledger(
            item, "erase_original", by.actor(), at, redaction=row.pk, reason=reason.strip(), count=gone
        )
    return gone


def _check(reason: str) -> None:
    if len(reason.strip()) < LEAST:
        raise ItemRefused(f"写明为什么销毁，至少 {LEAST} 个字。")


def _files_of(item: Item) -> list[int]:
    shown = Attachment.objects.filter(version__item=item).values_list("file_id", flat=True)
    kept = Redaction.objects.filter(item=item, original_file__isnull=False)
    return sorted({*shown, *(one for one in kept.values_list("original_file_id", flat=True) if one)})


def _forget_texts(item: Item, at: datetime) -> None:
    """All that was written of the item, wherever a copy of it stands."""
    ItemVersion.objects.filter(item=item).update(
        title=ERASED, body_html="", body_text="", head={}, fields={}, marks=[], digest="", reason=""
    )
    Item.objects.filter(id=item.pk).update(
        title=ERASED, doc_no="", doc_no_key="", issuer="", summary="", source="", source_url="", source_key="",
        attribute_reason="", withdrawn_reason="", title_rule="", changed_at=at,
    )  # fmt: skip
    item.title = ERASED
    Finding.objects.filter(version__item=item).delete()
    PassageComment.objects.filter(version__item=item).delete()
    LastSeen.objects.filter(item=item).delete()
    ReviewStep.objects.filter(review__item=item).update(comment="")
    SidePath.objects.filter(review__item=item).update(question=ERASED, answer="")


def _erase_files(file_ids: Iterable[int], by: Standing, at: datetime) -> int:
    """Those that nothing else shows: the same content may hang on another item."""
    ids = list(file_ids)
    held = set(Attachment.objects.filter(file__in=ids).values_list("file_id", flat=True))
    kept = Redaction.objects.filter(Q(original_file__in=ids))
    held |= {one for one in kept.values_list("original_file_id", flat=True) if one}
    for file_id in ids:
        if file_id not in held:
            erase_file(file_id=file_id, by=by.actor(), at=at)
    return len(set(ids) - held)


def _forget_traces(item_id: int, at: datetime) -> None:
    put(topic=TRACES, key=str(item_id), at=at)
