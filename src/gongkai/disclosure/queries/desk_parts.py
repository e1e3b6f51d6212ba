"""What lies on the desk of an item beside its text: steps, findings, comments, side paths, links, versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from gongkai.accounts.policies import Standing
from gongkai.accounts.queries import holders, names_of
from gongkai.accounts.roles import ROLES
from gongkai.disclosure.models import (
    Finding,
    Item,
    ItemLink,
    ItemVersion,
    PassageComment,
    Review,
    ReviewStep,
    SidePath,
)
from gongkai.disclosure.policies import public_items, visible_to
from gongkai.disclosure.queries.office import STATE_LABELS
from gongkai.disclosure.rules import RELATIONS, SIDE_RESULTS


@dataclass(frozen=True)
class StepFacts:
    """One step of a route. `days` is how long it lay there; `can_take` names who may take it when it is open."""

    id: int
    no: int
    round: int
    code: str
    label: str
    role_label: str
    unit_name: str
    state: str
    who: str
    acted_for: str
    opened_at: datetime | None
    decided_at: datetime | None
    comment: str
    days: int | None
    can_take: tuple[str, ...] = ()


@dataclass(frozen=True)
class SideFacts:
    id: int
    kind: str
    label: str
    organ: str
    letter_no: str
    question: str
    sent_on: date
    due_on: date | None
    result: str
    answer: str
    answered_on: date | None
    is_open: bool
    results: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CommentFacts:
    id: int
    quote: str
    text: str
    who: str
    at: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class FindingFacts:
    id: int
    label: str
    place: str
    excerpt: str
    advice: str
    state: str
    reason: str
    resolved_by: str


@dataclass(frozen=True)
class LinkFacts:
    """A tie to another item as read from this side."""

    id: int
    heading: str
    item_id: int
    title: str
    doc_no: str
    state_label: str
    outward: bool
    index_no: str  # of a public item
    may_open: bool  # in the office; else there is only its public page


@dataclass(frozen=True)
class VersionLine:
    number: int
    state: str
    made_at: datetime
    who: str
    reason: str


def last_review(item: Item) -> Review | None:
    return Review.objects.filter(item=item).order_by("-opened_at", "-id").first()


def steps_of(review: Review | None, today: date) -> list[StepFacts]:
    return _facts_of(ReviewStep.objects.filter(review=review), today) if review else []


def decided_before(review: Review | None, today: date) -> list[StepFacts]:
    """What was decided in the item's reviews before this one, so that a return stays readable after mending."""
    if review is None:
        return []
    rows = ReviewStep.objects.filter(review__item=review.item_id, decided_at__isnull=False)
    return _facts_of(rows.exclude(review=review), today)


def _facts_of(found: QuerySet[ReviewStep], today: date) -> list[StepFacts]:
    rows = list(found.select_related("unit", "decided_by", "acted_for").order_by("review_id", "round", "no"))
    passed = {row.decided_by_id for row in rows if row.state == "passed"}
    people: list[tuple[int, str, int]] = holders(today=today) if any(r.state == "open" for r in rows) else []
    named = names_of(user for _, _, user in people) if people else {}
    facts = []
    for row in rows:
        can: tuple[str, ...] = ()
        if row.state == "open":
            can = tuple(
                named[user]
                for unit_id, role, user in people
                if unit_id == row.unit_id and role == row.role and user not in passed
            )
        ended = localdate(row.decided_at) if row.decided_at else today
        facts.append(
            StepFacts(
                id=row.pk,
                no=row.no,
                round=row.round,
                code=row.code,
                label=row.label,
                role_label=ROLES[row.role].label,
                unit_name=row.unit.short_name or row.unit.name,
                state=row.state,
                who=row.decided_by.full_name if row.decided_by else "",
                acted_for=row.acted_for.full_name if row.acted_for else "",
                opened_at=row.opened_at,
                decided_at=row.decided_at,
                comment=row.comment,
                days=(ended - localdate(row.opened_at)).days if row.opened_at else None,
                can_take=tuple(dict.fromkeys(can)),
            )
        )
    return facts


def findings_of(version: ItemVersion) -> list[FindingFacts]:
    rows = Finding.objects.filter(version=version).select_related("resolved_by").order_by("id")
    return [
        FindingFacts(
            f.pk, f.label, f.place, f.excerpt, f.advice, f.state, f.reason,
            f.resolved_by.full_name if f.resolved_by else "",
        )
        for f in rows
    ]  # fmt: skip


def comments_on(version: ItemVersion) -> list[CommentFacts]:
    rows = PassageComment.objects.filter(version=version).select_related("by").order_by("at", "id")
    return [CommentFacts(c.pk, c.quote, c.text, c.by.full_name, c.at, c.settled_at) for c in rows]


_SIDE_LABELS = dict(SidePath._meta.get_field("kind").choices or ())
_RESULT_LABELS = dict(SidePath._meta.get_field("result").choices or ())


def side_paths_of(item: Item) -> list[SideFacts]:
    rows = SidePath.objects.filter(review__item=item).order_by("-opened_at", "-id")
    return [
        SideFacts(
            id=row.pk,
            kind=row.kind,
            label=str(_SIDE_LABELS[row.kind]),
            organ=row.organ,
            letter_no=row.letter_no,
            question=row.question,
            sent_on=row.sent_on,
            due_on=row.due_on,
            result=str(_RESULT_LABELS.get(row.result, "")),
            answer=row.answer,
            answered_on=row.answered_on,
            is_open=row.closed_at is None,
            results=tuple((code, str(_RESULT_LABELS[code])) for code in SIDE_RESULTS[row.kind]),
        )
        for row in rows
    ]


def links_of(item_id: int, by: Standing) -> list[LinkFacts]:
    """Both directions; what the person may not know of on the other end is left out."""
    seen, public = visible_to(by).values("id"), public_items().values("id")
    found = (
        ItemLink.objects.filter(
            Q(source_id=item_id) & (Q(target__in=seen) | Q(target__in=public))
            | Q(target_id=item_id) & (Q(source__in=seen) | Q(source__in=public))
        )
        .select_related("source", "target")
        .order_by("relation", "id")
    )
    rows = list(found)
    others = [row.target_id if row.source_id == item_id else row.source_id for row in rows]
    openable = set(visible_to(by).filter(id__in=others).values_list("id", flat=True)) if others else set()
    facts = []
    for row in rows:
        outward = row.source_id == item_id
        other = row.target if outward else row.source
        relation = RELATIONS[row.relation]
        facts.append(
            LinkFacts(
                row.pk,
                relation.label if outward else relation.back,
                other.pk,
                other.title,
                other.doc_no,
                STATE_LABELS[other.state],
                outward,
                other.index_no or "",
                other.pk in openable,
            )
        )
    return facts


def version_lines(versions: Sequence[ItemVersion]) -> list[VersionLine]:
    return [
        VersionLine(v.number, v.state, v.saved_at, v.made_by.full_name if v.made_by else "", v.reason)
        for v in versions
    ]
