"""Who may see and do what with items: each rule as a filter for many and a predicate for one that agree."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.accounts.policies import Post, Standing
from gongkai.catalogue.models import Duty
from gongkai.disclosure.models import Item, Redaction, ReviewStep

EDITABLE_STATES = ("drafting", "returned")
FILING_ROLES = ("officer", "handler", "disclosure_office")


def public_items() -> QuerySet[Item]:
    """What anyone may read. Every public way out starts here and nowhere else (条例第十九条)."""
    return Item.objects.filter(
        public_version__isnull=False, attribute="proactive", secret_level="none", audience="everyone"
    )


def is_public(item: Item) -> bool:
    return (
        item.public_version_id is not None
        and item.attribute == "proactive"
        and item.secret_level == "none"
        and item.audience == "everyone"
    )


def _posts_q(standing: Standing) -> Q:
    matching = Q(pk__in=[])
    for post in standing.posts:
        matching |= Q(role=post.role, unit_id=post.unit_id)
    return matching


def visible_to(standing: Standing) -> QuerySet[Item]:
    """Items in the office that a person may open: the own unit's, those with a step at one's post, shared duties.

    政务公开办 and the auditor see all; administrators see none (三员不接触业务内容).
    """
    if standing.sees_all:
        return Item.objects.all()
    units = standing.unit_ids()
    if not units:
        return Item.objects.none()
    at_my_post = ReviewStep.objects.filter(_posts_q(standing), review__item=OuterRef("pk"))
    shared = Duty.objects.filter(topic=OuterRef("topic"), unit=OuterRef("unit"), co_unit_id__in=units)
    return Item.objects.filter(Q(unit_id__in=units) | Exists(at_my_post) | Exists(shared))


def may_see(standing: Standing, item: Item) -> bool:
    if standing.sees_all:
        return True
    units = standing.unit_ids()
    if not units:
        return False
    if item.unit_id in units:
        return True
    if ReviewStep.objects.filter(_posts_q(standing), review__item=item).exists():
        return True
    return Duty.objects.filter(topic=item.topic_id, unit=item.unit_id, co_unit_id__in=units).exists()


def may_remark(standing: Standing, item: Item) -> bool:
    """Remarks are part of the work; who only looks on (审计) leaves none."""
    return bool(standing.unit_ids()) and may_see(standing, item)


def editable_by(standing: Standing) -> QuerySet[Item]:
    """Drafts that one may change: own unit's, by 信息员 or 承办人; 政务公开办 helps everywhere."""
    drafts = Item.objects.filter(state__in=EDITABLE_STATES)
    if standing.has("disclosure_office"):
        return drafts
    return drafts.filter(unit_id__in=standing.unit_ids("officer", "handler"))


def may_edit(standing: Standing, item: Item) -> bool:
    if item.state not in EDITABLE_STATES:
        return False
    return standing.has("disclosure_office") or item.unit_id in standing.unit_ids("officer", "handler")


def may_file_for(standing: Standing, unit_id: int) -> bool:
    return standing.has("disclosure_office") or unit_id in standing.unit_ids("officer", "handler")


def decidable_by(standing: Standing) -> QuerySet[ReviewStep]:
    """Open steps whose turn it is for this person: right role, right unit, and no other step of the item taken."""
    if not standing.posts:
        return ReviewStep.objects.none()
    # Only the running passage counts: who passed last year's version may review this year's correction.
    mine_elsewhere = ReviewStep.objects.filter(
        review=OuterRef("review"), state="passed", decided_by_id=standing.user_id
    ).exclude(no=OuterRef("no"))
    return ReviewStep.objects.filter(
        _posts_q(standing), state="open", review__item__state="in_review"
    ).exclude(Exists(mine_elsewhere))


def may_decide(standing: Standing, step: ReviewStep) -> bool:
    if step.state != "open" or step.review.item.state != "in_review" or post_for(standing, step) is None:
        return False
    return not (
        ReviewStep.objects.filter(review=step.review_id, state="passed", decided_by_id=standing.user_id)
        .exclude(no=step.no)
        .exists()
    )


def post_for(standing: Standing, step: ReviewStep) -> Post | None:
    return standing.holds(step.role, step.unit_id)


def may_settle(standing: Standing, item: Item) -> bool:
    """Settle what screening found: who files the item, or who has its open step."""
    if may_edit(standing, item):
        return True
    step = ReviewStep.objects.filter(review__item=item, state="open").select_related("review__item").first()
    return step is not None and may_decide(standing, step)


def may_settle_public(standing: Standing, item: Item) -> bool:
    """Judge what a rescan found in something public: 信息员、公开 of the own unit, or 政务公开办."""
    if item.public_version_id is None:
        return False
    return standing.has("disclosure_office") or item.unit_id in standing.unit_ids("officer", "publisher")


def may_erase(standing: Standing, item: Item) -> bool:
    """Destroy a draft that was given up and never public: 政务公开办, and not who filed it (两个人)."""
    if item.state != "abandoned" or item.published_at is not None or not standing.has("disclosure_office"):
        return False
    return standing.user_id not in (item.owner_id, item.created_by_id)


def may_erase_original(standing: Standing, row: Redaction) -> bool:
    """Destroy what a redaction kept, once it can't be undone: 政务公开办, and not who redacted."""
    if row.version.state in ("working", "frozen") or not standing.has("disclosure_office"):
        return False
    return standing.user_id != row.made_by_id


def may_withdraw(standing: Standing, item: Item) -> bool:
    """公开 of the own unit, or 政务公开办 (条例第六条; 行政处罚法第四十八条)."""
    if item.public_version_id is None:
        return False
    return standing.has("disclosure_office") or item.unit_id in standing.unit_ids("publisher")


def withdrawable_by(standing: Standing) -> QuerySet[Item]:
    public = Item.objects.filter(public_version__isnull=False)
    if standing.has("disclosure_office"):
        return public
    return public.filter(unit_id__in=standing.unit_ids("publisher"))


def may_correct(standing: Standing, item: Item) -> bool:
    return item.state in ("published", "withdrawn", "kept") and may_file_for(standing, item.unit_id)


def correctable_by(standing: Standing) -> QuerySet[Item]:
    settled = Item.objects.filter(state__in=["published", "withdrawn", "kept"])
    if standing.has("disclosure_office"):
        return settled
    return settled.filter(unit_id__in=standing.unit_ids("officer", "handler"))


def may_break_glass(standing: Standing) -> bool:
    return standing.has("disclosure_office")


def may_import(standing: Standing, unit_id: int) -> bool:
    return may_file_for(standing, unit_id)


def may_deliver(standing: Standing, unit_id: int) -> bool:
    return standing.has("disclosure_office") or unit_id in standing.unit_ids("publisher", "officer")


def deliverable_by(standing: Standing) -> QuerySet[Item]:
    if standing.has("disclosure_office"):
        return Item.objects.all()
    return Item.objects.filter(unit_id__in=standing.unit_ids("publisher", "officer"))
