"""Publication: the last step, the set time, the urgent way; and keeping back what is not proactive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime

from gongkai.accounts.policies import Standing
from gongkai.clocks.queries import calendar
from gongkai.crypto.digests import digest
from gongkai.disclosure.actions import screening
from gongkai.disclosure.actions.common import (
    day_of,
    locked,
    move,
    need,
    need_free_way,
    tell_search,
    working_version,
    write_ledger,
)
from gongkai.disclosure.actions.drafting import apply_head
from gongkai.disclosure.actions.numbering import next_index_no
from gongkai.disclosure.actions.refusals import ItemRefused, OpenFindings, TooLate
from gongkai.disclosure.heads import head_from_json
from gongkai.disclosure.models import (
    Delivery,
    Finding,
    Item,
    ItemVersion,
    Review,
    ReviewStep,
    ScreeningTask,
    SidePath,
)
from gongkai.disclosure.policies import may_break_glass, may_deliver
from gongkai.disclosure.rules import DELIVERY_WORKING_DAYS, blocks_publication
from gongkai.disclosure.standing_in_the_way import in_the_way_of
from gongkai.ledger.actions import SYSTEM
from gongkai.ledger.rules import Actor
from gongkai.screening.queries import rules_now


def conclude(*, item: Item, review: Review, publish_at: datetime | None, by: Standing, at: datetime) -> None:
    """After the last step: public now, public at a time, or kept back with its ground."""
    head = head_from_json(review.version.head)
    if head.get("attribute") != "proactive" or head.get("secret_level", "none") != "none":
        _keep(item, review, by.actor(), at)
    elif publish_at is not None and publish_at > at:
        move(item, "schedule", at=at, publish_at=publish_at)
        write_ledger(item, "schedule", by.actor(), at, publish_at=publish_at.isoformat())
    else:
        make_public(item=item, review=review, by=by.actor(), at=at)


def _keep(item: Item, review: Review, by: Actor, at: datetime) -> None:
    """Into the record with its ground. A correction that is kept back takes the public text down with it."""
    version = review.version
    need_free_way(item, "不公开")
    move(item, "keep", at=at)
    apply_head(item, version.title, head_from_json(version.head))
    if item.public_version_id is not None:
        item.public_version, item.withdrawn_at, item.withdrawn_reason = None, at, version.reason
        take_down_versions(item)
        tell_search([item.pk], at)
    item.save()
    # Not "superseded": what was kept back must not turn up in the public history of a later version.
    ItemVersion.objects.filter(id=version.pk).update(state="kept")
    Review.objects.filter(id=review.pk).update(closed_at=at, outcome="kept")
    write_ledger(item, "keep", by, at, attribute=item.attribute, ground=item.attribute_ground)


def take_down_versions(item: Item) -> None:
    """The public text and those before it leave the public history for good, also should the item return."""
    public = ItemVersion.objects.filter(item=item, state__in=["public", "superseded"])
    Finding.objects.filter(version__in=public, state="open").update(state="mended")
    public.update(state="withdrawn")
    ScreeningTask.objects.filter(item=item, closed_at=None).update(closed_at=item.withdrawn_at)


def make_public(*, item: Item, review: Review | None, by: Actor, at: datetime, act: str = "publish") -> None:
    """The version in work becomes the public one. Runs inside the caller's transaction with the item locked."""
    version = review.version if review is not None else working_version(item)
    head = head_from_json(version.head)
    if SidePath.objects.filter(review__item=item, closed_at__isnull=True).exists():
        raise ItemRefused("还有没答复的定密请示或者协商，答复以前不能公开。")
    last = SidePath.objects.filter(review__item=item, kind="refer").order_by("-closed_at", "-id").first()
    if last is not None and blocks_publication(last.result):
        raise ItemRefused(f"{last.organ}已确定为国家秘密，不能公开；情况有变的重新报请确定。")
    screening.require_clean(version=version, rules=rules_now())
    if not version.hides_earlier:
        need_free_way(item, "换成新的一版")
    move(item, act, at=at)
    first_time = item.public_version_id is None
    Finding.objects.filter(version__item=item, version__state="public", state="open").update(state="mended")
    ItemVersion.objects.filter(item=item, state="public").update(state="superseded")
    version_digest = digest(f"{version.title}\n{version.body_html or version.body_text}".encode())
    ItemVersion.objects.filter(id=version.pk).update(state="public", digest=version_digest)
    apply_head(item, version.title, head)
    item.public_version_id = version.pk
    item.withdrawn_at, item.withdrawn_reason, item.publish_at = None, "", None
    if item.index_no is None:
        item.index_no = next_index_no(org_code=item.unit.org_code, year=day_of(at).year)
    if first_time or item.published_at is None:
        item.published_at = item.published_at or at
        item.published_on = item.published_on or day_of(at)
    item.save()
    if review is not None:
        Review.objects.filter(id=review.pk).update(closed_at=at, outcome="published")
    ScreeningTask.objects.filter(item=item, closed_at=None).update(closed_at=at)
    write_ledger(item, act, by, at, index_no=item.index_no, version=version.number, digest=version_digest)
    tell_search([item.pk], at)


def publish_due(*, at: datetime) -> int:
    """Publish everything whose set time has come; safe to run twice. Returns how many became public."""
    due = list(
        Item.objects.filter(state="approved", publish_at__lte=at)
        .order_by("publish_at", "id")
        .values_list("id", flat=True)
    )
    return sum(_publish_one(item_id, at) for item_id in due)


def _publish_one(item_id: int, at: datetime) -> int:
    """By the rules of today: what they find in a text that was passed before sends it back to the filer."""
    screening.bring_up_to_date(item_id=item_id, at=at)
    with transaction.atomic():
        item = locked(item_id)
        if item.state != "approved" or item.publish_at is None or item.publish_at > at:
            return 0
        review = Review.objects.select_related("version").get(item=item, closed_at__isnull=True)
        try:
            screening.require_clean(version=review.version, rules=rules_now())
        except OpenFindings as refusal:
            if not screening.is_waiting(review.version):
                _send_back(
                    item, review, f"到时间公开前又检查出问题：{refusal}", user_id=None, by=SYSTEM, at=at
                )
            return 0
        if item.public_version_id is not None and not review.version.hides_earlier and in_the_way_of(item.pk):
            return 0  # waits until the objection is answered
        make_public(item=item, review=review, by=SYSTEM, at=at)
    return 1


def publish_now(*, item_id: int, by: Standing, at: datetime) -> None:
    """Publish a scheduled item before its time."""
    if Item.objects.filter(id=item_id, state="approved").exists():
        screening.bring_up_to_date(item_id=item_id, at=at)
    with transaction.atomic():
        item = locked(item_id)
        need(
            by.has("disclosure_office") or item.unit_id in by.unit_ids("publisher"),
            "由本单位公开岗或者政务公开办公开。",
        )
        if item.state != "approved":
            raise ItemRefused("只有定时公开的信息能提前公开。")
        review = Review.objects.select_related("version").get(item=item, closed_at__isnull=True)
        make_public(item=item, review=review, by=by.actor(), at=at)


def take_back(*, item_id: int, reason: str, by: Standing, at: datetime) -> None:
    """Send what waits for its set time back to the filer; the route begins anew."""
    if len(reason.strip()) < 2:
        raise ItemRefused("写明退回的原因，让对方知道改什么。")
    with transaction.atomic():
        item = locked(item_id)
        need(
            by.has("disclosure_office") or item.unit_id in by.unit_ids("publisher"),
            "由本单位公开岗或者政务公开办退回。",
        )
        review = Review.objects.filter(item=item, closed_at__isnull=True).first()  # one by constraint
        if item.state != "approved" or review is None:
            raise TooLate("这条信息没有在等定时公开。")
        _send_back(item, review, reason, user_id=by.user_id, by=by.actor(), at=at)


def _send_back(
    item: Item, review: Review, reason: str, *, user_id: int | None, by: Actor, at: datetime
) -> None:
    _note_return(review, reason, user_id, at)
    Review.objects.filter(id=review.pk).update(closed_at=at, outcome="returned")
    move(item, "return_item", at=at, publish_at=None)
    ItemVersion.objects.filter(id=review.version_id, state="frozen").update(state="working")
    write_ledger(item, "return_item", by, at, to=1, reason=reason)


def _note_return(review: Review, reason: str, user_id: int | None, at: datetime) -> None:
    """A row after the last step, so that the filer reads who sent it back and why, as with any return."""
    last = review.steps.order_by("-no", "-round")[0]
    ReviewStep.objects.create(
        review=review,
        no=last.no,
        round=last.round + 1,
        code=last.code,
        label=last.label,
        role=last.role,
        unit_id=last.unit_id,
        state="returned",
        decided_at=at,
        decided_by_id=user_id,
        comment=reason,
    )


def publish_urgently(*, item_id: int, reason: str, by: Standing, at: datetime) -> None:
    """Break-glass: public without the rest of the route. Only 政务公开办, with a reason, marked and reported (条例第六条)."""
    need(may_break_glass(by), "只有政务公开办能紧急公开。")
    if len(reason.strip()) < 5:
        raise ItemRefused("写明为什么等不了审核，至少 5 个字。")
    screening.bring_up_to_date(item_id=item_id, at=at)
    with transaction.atomic():
        item = locked(item_id)
        version = working_version(item)
        head = head_from_json(version.head)
        if head.get("attribute") != "proactive" or head.get("secret_level", "none") != "none":
            raise ItemRefused("不是主动公开或者有密级的，不能紧急公开。")
        if not version.title or not (version.body_text.strip() or version.attachments.exists()):
            raise ItemRefused("紧急公开也要有标题和正文（或者附件）。")
        review = Review.objects.select_related("version").filter(item=item, closed_at__isnull=True).first()
        if review is not None:
            ReviewStep.objects.filter(review=review, state__in=["open", "waiting"]).update(state="dropped")
        item.urgent = True
        make_public(item=item, review=review, by=by.actor(), at=at, act="publish_urgently")
        write_ledger(item, "report_urgent", by.actor(), at, reason=reason)


def deliver(
    *, item_id: int, point_id: int, on: datetime, receipt_no: str, receiver: str, by: Standing, at: datetime
) -> None:
    """Enter the hand-over of a public item to archive, library or reading point (条例第二十五条)."""
    with transaction.atomic():
        item = locked(item_id)
        need(may_deliver(by, item.unit_id), "由本单位或者政务公开办登记。")
        if item.public_version_id is None:
            raise ItemRefused("移送的是已经公开的信息，这一条没有公开。")
        day = localtime(on).date()
        if day > day_of(at):
            raise ItemRefused("送交日期还没有到。")
        if item.published_on is not None and day < item.published_on:
            raise ItemRefused(f"“{item.title}”{item.published_on:%Y-%m-%d} 才公开，送交日期不会更早。")
        row, _ = Delivery.objects.get_or_create(
            item=item, point_id=point_id, defaults={"due_on": _delivery_due_on(item.published_on or day)}
        )
        Delivery.objects.filter(id=row.pk).update(delivered_on=day, receipt_no=receipt_no, receiver=receiver)
        write_ledger(item, "deliver", by.actor(), at, point=point_id, receipt=receipt_no)


def deliver_many(
    *,
    item_ids: Sequence[int],
    point_id: int,
    on: datetime,
    receipt_no: str,
    receiver: str,
    by: Standing,
    at: datetime,
) -> dict[int, str]:
    """`deliver` for many under one receipt; what can't be is left out. Returns the refused: id → why."""
    refused: dict[int, str] = {}
    for item_id in item_ids:
        try:
            deliver(
                item_id=item_id,
                point_id=point_id,
                on=on,
                receipt_no=receipt_no,
                receiver=receiver,
                by=by,
                at=at,
            )
        except ItemRefused as refusal:
            refused[item_id] = str(refusal)
    return refused


def _delivery_due_on(published_on: date) -> date:
    """条例第二十五条 says 及时 and names no days; the same 20 working days as for publication are taken."""
    return calendar().add_working_days(published_on, DELIVERY_WORKING_DAYS).on
