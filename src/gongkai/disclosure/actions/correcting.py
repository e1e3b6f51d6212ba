"""After publication: correct, withdraw, change validity. What was public stays in the record (条例第六条)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from gongkai.accounts.policies import Standing
from gongkai.disclosure.actions.common import locked, move, need, need_free_way, tell_search, write_ledger
from gongkai.disclosure.actions.publishing import take_down_versions
from gongkai.disclosure.actions.refusals import ItemRefused
from gongkai.disclosure.actions.screening import need_sayable
from gongkai.disclosure.heads import head_to_json
from gongkai.disclosure.models import Attachment, ItemVersion, Review, ReviewStep, SidePath
from gongkai.disclosure.policies import may_correct, may_edit, may_file_for, may_withdraw
from gongkai.disclosure.rules import HEAD_COLUMNS, VALIDITIES
from gongkai.text.html import text_to_html


def begin_correction(
    *, item_id: int, reason: str, hides_earlier: bool = False, by: Standing, at: datetime
) -> int:
    """Open a new version beside the public one, which stays up until the new one has passed. Returns its number.

    `hides_earlier`: the earlier texts disappear from the public history too (something had to be taken out).
    While an objection to a notice is open, that alone is a ground to correct it.
    """
    if len(reason.strip()) < 2:
        raise ItemRefused("写明更正什么、为什么；公开后会显示。")
    with transaction.atomic():
        item = locked(item_id)
        need(may_correct(by, item), "已公开、已撤回或者存档的信息，由填报单位更正。")
        need_sayable(reason, kind=item.kind)
        if not hides_earlier:
            # What should never have been public is taken out whatever is open.
            need_free_way(item, "更正")
        move(item, "correct", at=at)
        number = item.versions.aggregate(last=Max("number"))["last"] + 1
        base = item.public_version or item.versions.exclude(state="discarded").order_by("-number")[0]
        head = head_to_json({column: getattr(item, column) for column in HEAD_COLUMNS})
        version = ItemVersion.objects.create(
            item=item,
            number=number,
            title=base.title,
            body_html=base.body_html or text_to_html(base.body_text),
            body_text=base.body_text,
            head=head,
            fields=base.fields,
            reason=reason.strip(),
            hides_earlier=hides_earlier,
            made_by_id=by.user_id,
            made_at=at,
            saved_at=at,
        )
        Attachment.objects.bulk_create(
            Attachment(version=version, file_id=a.file_id, name=a.name, position=a.position, key=a.key)
            for a in base.attachments.order_by("position", "id")
        )
        write_ledger(item, "correct", by.actor(), at, version=number, reason=reason)
    return number


def drop_correction(*, item_id: int, by: Standing, at: datetime) -> None:
    """Give a correction up; the public version stays as it is."""
    with transaction.atomic():
        item = locked(item_id)
        need(may_edit(by, item), "只有填报单位能放弃更正。")
        if item.public_version_id is None:
            raise ItemRefused("这条信息没有公开的版本，用“作废”。")
        move(item, "drop_correction", at=at)
        ItemVersion.objects.filter(item=item, state__in=["working", "frozen"]).update(state="discarded")
        write_ledger(item, "drop_correction", by.actor(), at)


def withdraw(*, item_id: int, reason: str, by: Standing, at: datetime) -> None:
    """Take an item off every way out; its address goes on saying that and why (410). The reason is public.

    Possible at any time but while an objection to the notice is open: a correction in work or under review is given
    up with it.
    """
    if len(reason.strip()) < 5:
        raise ItemRefused("写明撤回的原因，至少 5 个字；原来的网址会显示它。")
    with transaction.atomic():
        item = locked(item_id)
        need(may_withdraw(by, item), "由本单位公开岗或者政务公开办撤回。")
        need_sayable(reason, kind=item.kind)
        need_free_way(item, "撤回")
        move(item, "withdraw", at=at, withdrawn_at=at, withdrawn_reason=reason.strip(), public_version=None)
        Review.objects.filter(item=item, closed_at__isnull=True).update(closed_at=at, outcome="abandoned")
        ReviewStep.objects.filter(review__item=item, state__in=["open", "waiting"]).update(state="dropped")
        SidePath.objects.filter(review__item=item, closed_at__isnull=True).update(closed_at=at)
        ItemVersion.objects.filter(item=item, state__in=["working", "frozen"]).update(state="discarded")
        take_down_versions(item)
        write_ledger(item, "withdraw", by.actor(), at, reason=reason, index_no=item.index_no)
        tell_search([item.pk], at)


def set_validity(
    *,
    item_id: int,
    validity: str,
    on: date,
    basis: str,
    expires_on: date | None = None,
    by: Standing,
    at: datetime,
) -> None:
    """Mark a document valid, amended, expired or abolished on the document itself (国办发〔2017〕47号)."""
    if validity not in VALIDITIES:
        raise ItemRefused("有效性只有：有效、修改、失效、废止。")
    with transaction.atomic():
        item = locked(item_id)
        need(may_file_for(by, item.unit_id), "由制发单位或者政务公开办标注有效性。")
        item.validity = validity
        item.abolished_on = on if validity == "abolished" else None
        if expires_on is not None:
            item.expires_on = expires_on
        item.changed_at = at
        item.save(update_fields=["validity", "abolished_on", "expires_on", "changed_at"])
        for version in ItemVersion.objects.filter(item=item, state__in=["working", "frozen"]):
            # A correction under way must not bring the old mark back when it becomes public.
            marks = {c: getattr(item, c) for c in ("validity", "abolished_on", "expires_on")}
            version.head = {**version.head, **head_to_json(marks)}
            version.save(update_fields=["head"])
        write_ledger(item, "set_validity", by.actor(), at, validity=validity, on=on.isoformat(), basis=basis)
        tell_search([item.pk], at)
