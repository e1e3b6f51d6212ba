"""Review: submit, pass, return. The whole route is the secrecy review, each step answers for it (条例第十七条)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.disclosure.actions import publishing, screening
from gongkai.disclosure.actions.common import (
    day_of,
    kind_of,
    locked,
    move,
    need,
    transition,
    working_version,
    write_ledger,
)
from gongkai.disclosure.actions.refusals import Incomplete, ItemRefused, OpenFindings, TooLate, Unstaffed
from gongkai.disclosure.completeness import what_is_missing
from gongkai.disclosure.heads import head_from_json
from gongkai.disclosure.models import (
    Finding,
    Item,
    ItemVersion,
    LastSeen,
    PassageComment,
    Review,
    ReviewStep,
    RouteRule,
    SidePath,
)
from gongkai.disclosure.policies import may_decide, may_edit, may_remark, post_for
from gongkai.disclosure.routing import UnitPlace, unit_of_step
from gongkai.disclosure.rules import blocks_publication
from gongkai.units.queries import disclosure_office_unit_id


def submit(*, item_id: int, comment: str = "", by: Standing, at: datetime) -> int:
    """Send the draft to review: the text is frozen, the route laid out, its first step done. Returns the review's id.

    Raises Incomplete with every gap at once, OpenFindings with what screening found, Unstaffed when the unit has
    no route, NotAllowed, TooLate.
    """
    if may_edit(by, Item.objects.get(id=item_id)):
        screening.bring_up_to_date(item_id=item_id, at=at)
    with transaction.atomic():
        item = locked(item_id)
        transition(item, "submit")
        need(may_edit(by, item), "只有填报单位能送审。")
        version = working_version(item)
        missing = what_is_missing(
            kind=kind_of(item),
            title=version.title,
            body_text=version.body_text,
            attachments=version.attachments.count(),
            head=head_from_json(version.head),
            fields=version.fields,
            today=day_of(at),
        )
        if missing:
            raise Incomplete(missing)
        _nothing_open(version)
        move(item, "submit", at=at)
        ItemVersion.objects.filter(id=version.pk, state="working").update(state="frozen")
        review = _lay_out(item, version, at)
        _decide(review.steps.get(no=1), "passed", comment, by, at)
        _open_next(review, after=1, at=at)
        write_ledger(
            item, "submit", by.actor(), at, version=version.number, route=review.route_label, comment=comment
        )
    return review.pk


def _lay_out(item: Item, version: ItemVersion, at: datetime) -> Review:
    rule = (
        RouteRule.objects.filter(unit_kind=item.unit.kind, route_class=kind_of(item).route_class)
        .select_related("route")
        .first()  # one by constraint
    )
    if rule is None:
        raise Unstaffed(
            f"还没有给{item.unit.get_kind_display()}设{kind_of(item).label}的审核流程，由政务公开办设置。"
        )
    office = disclosure_office_unit_id()
    place = UnitPlace(item.unit_id, item.unit.kind, item.unit.name, item.unit.parent_id)
    review = Review.objects.create(version=version, item=item, route_label=rule.route.label, opened_at=at)
    steps = rule.route.steps.order_by("no")
    ReviewStep.objects.bulk_create(
        ReviewStep(
            review=review,
            no=step.no,
            code=step.code,
            label=step.label,
            role=step.role,
            unit_id=unit_of_step(whose=step.whose, place=place, office_unit_id=office),
            state="open" if step.no == 1 else "waiting",
            opened_at=at if step.no == 1 else None,
        )
        for step in steps
    )
    return review


def _decide(step: ReviewStep, state: str, comment: str, by: Standing, at: datetime) -> None:
    """The condition of the decision stands in the UPDATE: of two who press together one wins."""
    post = post_for(by, step)
    decided = ReviewStep.objects.filter(id=step.pk, state="open").update(
        state=state,
        decided_at=at,
        decided_by=by.user_id,
        comment=comment,
        acted_for=post.acting_for if post else None,
    )
    if not decided:
        raise TooLate(_decided_words(step))


def _decided_words(step: ReviewStep) -> str:
    step.refresh_from_db()
    if step.decided_by is None:
        return f"“{step.label}”这一步现在不在办，看看这条信息到了哪一步。"
    verb = "退回" if step.state == "returned" else "通过"
    return f"{step.decided_by.full_name}刚刚已{verb}“{step.label}”这一步，您的处理没有生效。"


def _open_next(review: Review, *, after: int, at: datetime) -> ReviewStep | None:
    following = review.steps.filter(no__gt=after, state="waiting").order_by("no").first()
    if following is not None:
        ReviewStep.objects.filter(id=following.pk).update(state="open", opened_at=at)
    return following


def my_step(step_id: int, by: Standing) -> tuple[Item, ReviewStep]:
    step = ReviewStep.objects.select_related("review").get(id=step_id)
    item = locked(step.review.item_id)
    step = ReviewStep.objects.select_related("review__item", "decided_by").get(id=step_id)
    if step.state != "open":
        raise TooLate(_decided_words(step))
    need(post_for(by, step) is not None, f"“{step.label}”这一步不归您处理。")
    need(may_decide(by, step), "同一条信息一个人只能审一步，这一步换一位同事。")
    return item, step


def pass_step(
    *, step_id: int, comment: str = "", publish_at: datetime | None = None, by: Standing, at: datetime
) -> str:
    """Pass the open step; the last one publishes, or keeps back what isn't proactive. Returns the item's new state.

    With `publish_at` in the future the last step sets the time instead. Raises NotAllowed, TooLate, OpenFindings.
    """
    _screen_again(step_id, by, at)
    with transaction.atomic():
        item, step = my_step(step_id, by)
        transition(item, "pass_step")
        _nothing_open(step.review.version)
        blocked = _standing_in_the_way(step.review_id)
        if blocked is not None:
            raise ItemRefused(
                f"{blocked.organ}答复“{blocked.get_result_display()}”，不能通过；退回改公开属性。"
            )
        _decide(step, "passed", comment, by, at)
        write_ledger(item, "pass_step", by.actor(), at, step=step.code, round=step.round, comment=comment)
        if _open_next(step.review, after=step.no, at=at) is None:
            publishing.conclude(item=item, review=step.review, publish_at=publish_at, by=by, at=at)
    return item.state


def _screen_again(step_id: int, by: Standing, at: datetime) -> None:
    """By the rules of today; a transaction of its own, so that what was found stays when the step is refused."""
    step = ReviewStep.objects.select_related("review__item").get(id=step_id)
    if may_decide(by, step):
        screening.bring_up_to_date(item_id=step.review.item_id, at=at)


def _nothing_open(version: ItemVersion) -> None:
    count = Finding.objects.filter(version=version, state="open").count()
    if count:
        raise OpenFindings(f"还有 {count} 处要处理，处理完才能通过。")


def _standing_in_the_way(review_id: int) -> SidePath | None:
    """An answer that forbids publication and no later answer to the same kind of question has lifted."""
    latest: dict[str, SidePath] = {}
    for path in SidePath.objects.filter(review=review_id, closed_at__isnull=False).order_by(
        "closed_at", "id"
    ):
        latest[path.kind] = path
    return next((path for path in latest.values() if blocks_publication(path.result)), None)


def return_item(*, step_id: int, to_no: int, reason: str, by: Standing, at: datetime) -> str:
    """Send back to any earlier step with a reason; step 1 is the filer's desk. Returns the item's new state."""
    if len(reason.strip()) < 2:
        raise ItemRefused("写明退回的原因，让对方知道改什么。")
    with transaction.atomic():
        item, step = my_step(step_id, by)
        if not 1 <= to_no < step.no:
            raise ItemRefused("只能退回到前面的步骤。")
        _decide(step, "returned", reason, by, at)
        if to_no == 1:
            _close_returned(item, step.review, at)
        else:
            _go_back(step, to_no, at)
        write_ledger(item, "return_item", by.actor(), at, step=step.code, to=to_no, reason=reason)
    return item.state


def _close_returned(item: Item, review: Review, at: datetime) -> None:
    review.steps.filter(state__in=["waiting", "open"]).update(state="dropped")
    Review.objects.filter(id=review.pk).update(closed_at=at, outcome="returned")
    move(item, "return_item", at=at)
    ItemVersion.objects.filter(id=review.version_id, state="frozen").update(state="working")


def _go_back(step: ReviewStep, to_no: int, at: datetime) -> None:
    """New rows of the next round from the target step on; what was decided stays as it was."""
    review = step.review
    review.steps.filter(state="waiting").update(state="dropped")
    latest = {s.no: s for s in review.steps.order_by("round", "no")}
    ReviewStep.objects.filter(review=review, no__gte=to_no, state="passed").update(state="dropped")
    ReviewStep.objects.bulk_create(
        ReviewStep(
            review=review,
            no=no,
            round=old.round + 1,
            code=old.code,
            label=old.label,
            role=old.role,
            unit_id=old.unit_id,
            state="open" if no == to_no else "waiting",
            opened_at=at if no == to_no else None,
        )
        for no, old in latest.items()
        if no >= to_no
    )


def call_back(*, item_id: int, by: Standing, at: datetime) -> None:
    """撤回送审: the filer takes the item back before anyone has decided after them."""
    with transaction.atomic():
        item = locked(item_id)
        review = Review.objects.filter(item=item, closed_at__isnull=True).first()  # one by constraint
        if item.state != "in_review" or review is None:
            raise TooLate("这条信息不在审核中。")
        first = review.steps.filter(no=1).order_by("-round").first()
        need(first is not None and first.decided_by_id == by.user_id, "只有送审的人能撤回送审。")
        if review.steps.filter(no__gt=1, decided_at__isnull=False).exists():
            raise TooLate("已经有人审过，不能再撤回送审；要改就请审核人退回。")
        _close_returned(item, review, at)
        write_ledger(item, "call_back", by.actor(), at)


def comment_on(*, item_id: int, text: str, quote: str, by: Standing, at: datetime) -> int:
    """A remark on a passage of the version in work."""
    if not text.strip():
        raise ItemRefused("写下意见再保存。")
    with transaction.atomic():
        item = locked(item_id)
        need(may_remark(by, item), "由经办这条信息的单位提意见。")
        version = working_version(item)
        row = PassageComment.objects.create(
            version=version, quote=quote.strip()[:300], text=text.strip()[:1000], by_id=by.user_id, at=at
        )
        write_ledger(item, "comment_on", by.actor(), at, quote=row.quote, text=row.text)
    return row.pk


def settle_comment(*, comment_id: int, by: Standing, at: datetime) -> None:
    """Tick a remark off once the text was mended."""
    with transaction.atomic():
        row = PassageComment.objects.select_related("version").get(id=comment_id)
        item = locked(row.version.item_id)
        need(may_remark(by, item), "由经办这条信息的单位处理意见。")
        if PassageComment.objects.filter(id=comment_id, settled_at__isnull=True).update(settled_at=at):
            write_ledger(item, "settle_comment", by.actor(), at, comment=comment_id)


def mark_seen(*, item_id: int, by: Standing, at: datetime) -> None:
    """Remember the text this person has just read; what changed since is shown next time. No act of office, no ledger row."""
    version = (
        ItemVersion.objects.filter(item_id=item_id).exclude(state="discarded").order_by("-number").first()
    )
    if version is not None:
        LastSeen.objects.update_or_create(
            item_id=item_id,
            user_id=by.user_id,
            defaults={"title": version.title, "body_text": version.body_text, "at": at},
        )
