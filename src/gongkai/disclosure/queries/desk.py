"""The review desk: one item with its text, route, people, findings, comments, side paths and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.accounts.queries import holders, names_of
from gongkai.accounts.roles import ROLES
from gongkai.clocks.queries import calendar
from gongkai.clocks.rules import DaysLeft, DueDate, days_left_words
from gongkai.disclosure.declaring import ItemKind
from gongkai.disclosure.heads import head_from_json
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import (
    Finding,
    Item,
    ItemLink,
    ItemVersion,
    LastSeen,
    PassageComment,
    Review,
    ReviewStep,
    SidePath,
)
from gongkai.disclosure.policies import (
    may_break_glass,
    may_correct,
    may_decide,
    may_edit,
    may_file_for,
    may_withdraw,
    public_items,
    visible_to,
)
from gongkai.disclosure.queries.office import OPEN_STATES, STATE_LABELS
from gongkai.disclosure.queries.public import FileFacts, files_of
from gongkai.disclosure.rules import ATTRIBUTES, GROUNDS, RELATIONS, SECRET_LEVELS, SIDE_RESULTS
from gongkai.disclosure.states import STATES
from gongkai.text.differing import Row, differences, has_changes, only_changes
from gongkai.text.html import text_to_html


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


@dataclass(frozen=True)
class DeskFacts:
    """Everything that the desk shows of one item to one person."""

    item_id: int
    kind: ItemKind
    unit_id: int
    unit_name: str
    state: str
    state_label: str
    state_words: str
    title: str
    index_no: str
    doc_no: str
    version: int
    version_state: str
    body_html: str
    head: Mapping[str, Any]
    topic_name: str
    own_fields: Sequence[tuple[str, str]]
    files: Sequence[FileFacts]
    owner: str
    publish_at: datetime | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_reason: str
    due_on: date | None
    days_left: DaysLeft | None
    route_label: str
    steps: Sequence[StepFacts]
    before: Sequence[StepFacts]  # decided in earlier reviews: a return that led to this one, what was public
    open_step: StepFacts | None
    findings: Sequence[FindingFacts]
    comments: Sequence[CommentFacts]
    side_paths: Sequence[SideFacts]
    links: Sequence[LinkFacts]
    versions: Sequence[VersionLine]
    since_seen: Sequence[Row]
    seen_at: datetime | None
    changed_since_public: Sequence[Row]
    correction_reason: str
    may_decide: bool
    why_not: str
    is_last_step: bool
    may_edit: bool
    may_call_back: bool
    may_withdraw: bool
    may_correct: bool
    may_break_glass: bool
    may_publish_now: bool
    may_set_validity: bool
    may_link: bool
    has_public: bool
    earlier: Sequence[StepFacts]

    @property
    def attribute_label(self) -> str:
        return ATTRIBUTES.get(self.head.get("attribute") or "proactive", "")

    @property
    def ground_label(self) -> str:
        return GROUNDS.get(self.head.get("attribute_ground") or "", "")

    @property
    def secret_label(self) -> str:
        return SECRET_LEVELS.get(self.head.get("secret_level") or "none", "")

    @property
    def is_open_to_all(self) -> bool:
        return (self.head.get("attribute") or "proactive") == "proactive" and (
            self.head.get("secret_level") or "none"
        ) == "none"

    @property
    def open_findings(self) -> int:
        return sum(finding.state == "open" for finding in self.findings)


def item_for(by: Standing, item_id: int) -> Item | None:
    """The item if this person may know of it."""
    return (
        visible_to(by).select_related("unit", "topic", "owner", "public_version").filter(id=item_id).first()
    )


def version_shown(item: Item) -> ItemVersion | None:
    """The version in work, else the public one, else the last there was."""
    return _shown(list(ItemVersion.objects.filter(item=item).select_related("made_by").order_by("-number")))


def item_desk(by: Standing, item_id: int, today: date) -> DeskFacts | None:
    """The desk of one item; None for what this person may not know. About fifteen queries, however long its life."""
    item = item_for(by, item_id)
    if item is None:
        return None
    versions = list(ItemVersion.objects.filter(item=item).select_related("made_by").order_by("-number"))
    shown = _shown(versions)
    if shown is None:
        return None
    kind = ITEM_KINDS[item.kind]
    review = _last_review(item)
    steps = steps_of(review, today)
    rows = list(
        ReviewStep.objects.filter(review=review, state="open").select_related("review__item", "unit")
        if review
        else []
    )
    now = rows[0] if rows else None
    deciding = now is not None and may_decide(by, now)
    open_step = next((s for s in steps if now is not None and s.id == now.pk), None)
    head = head_from_json(shown.head)
    if item.validity and shown.pk == item.public_version_id:
        head = {**head, "validity": item.validity}  # marked after publication, the text stayed
    left = None
    if item.due_on and item.state in OPEN_STATES:
        left = days_left_words(DueDate(item.due_on, item.due_provisional), today, calendar())
    seen = LastSeen.objects.filter(item=item, user_id=by.user_id).first()  # one by constraint
    since = (
        differences(f"{seen.title}\n{seen.body_text}", f"{shown.title}\n{shown.body_text}") if seen else []
    )
    public = item.public_version if shown.pk != item.public_version_id else None
    changed = (
        differences(f"{public.title}\n{public.body_text}", f"{shown.title}\n{shown.body_text}")
        if public
        else []
    )
    last_no = max((s.no for s in steps), default=0)
    state = next(s for s in STATES if s.code == item.state)
    publishes = by.has("disclosure_office") or item.unit_id in by.unit_ids("publisher")
    return DeskFacts(
        item_id=item.pk,
        kind=kind,
        unit_id=item.unit_id,
        unit_name=item.unit.name,
        state=item.state,
        state_label=STATE_LABELS[item.state],
        state_words=state.words,
        title=shown.title,
        index_no=item.index_no or "",
        doc_no=head.get("doc_no") or "",
        version=shown.number,
        version_state=shown.state,
        body_html=shown.body_html or text_to_html(shown.body_text),
        head=head,
        topic_name=item.topic.name if item.topic else "",
        own_fields=own_fields(kind, shown.fields),
        files=files_of(shown.pk),
        owner=item.owner.full_name if item.owner else "",
        publish_at=item.publish_at,
        published_at=item.published_at,
        withdrawn_at=item.withdrawn_at,
        withdrawn_reason=item.withdrawn_reason,
        due_on=item.due_on if item.state in OPEN_STATES else None,
        days_left=left,
        route_label=review.route_label if review else "",
        steps=steps,
        before=_decided_before(review, today),
        open_step=open_step,
        findings=_findings(shown),
        comments=comments_on(shown),
        side_paths=_side_paths(item),
        links=links_of(item.pk, by),
        versions=[
            VersionLine(v.number, v.state, v.saved_at, v.made_by.full_name if v.made_by else "", v.reason)
            for v in versions
        ],
        since_seen=only_changes(since) if has_changes(since) else [],
        seen_at=seen.at if seen else None,
        changed_since_public=only_changes(changed) if has_changes(changed) else [],
        correction_reason=shown.reason,
        may_decide=deciding,
        why_not="" if deciding else _why_not(by, item, open_step),
        is_last_step=open_step is not None and open_step.no == last_no,
        may_edit=may_edit(by, item),
        may_call_back=_may_call_back(by, item, steps),
        may_withdraw=may_withdraw(by, item) and item.state == "published",
        may_correct=may_correct(by, item),
        may_break_glass=may_break_glass(by)
        and item.state in ("drafting", "returned", "in_review", "approved"),
        may_publish_now=publishes and item.state == "approved",
        may_set_validity=may_file_for(by, item.unit_id) and item.public_version_id is not None,
        may_link=may_file_for(by, item.unit_id) and item.state != "abandoned",
        has_public=item.public_version_id is not None,
        earlier=_earlier(steps, open_step),
    )


def _shown(versions: Sequence[ItemVersion]) -> ItemVersion | None:
    for wanted in (("working", "frozen"), ("public",)):
        for row in versions:
            if row.state in wanted:
                return row
    return versions[0] if versions else None


def _last_review(item: Item) -> Review | None:
    return Review.objects.filter(item=item).order_by("-opened_at", "-id").first()


def steps_of(review: Review | None, today: date) -> list[StepFacts]:
    return _facts_of(ReviewStep.objects.filter(review=review), today) if review else []


def _decided_before(review: Review | None, today: date) -> list[StepFacts]:
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
        ended = row.decided_at.date() if row.decided_at else today
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
                days=(ended - row.opened_at.date()).days if row.opened_at else None,
                can_take=tuple(dict.fromkeys(can)),
            )
        )
    return facts


def _earlier(steps: Sequence[StepFacts], open_step: StepFacts | None) -> list[StepFacts]:
    """Steps to which the open one may send back, one for each number."""
    if open_step is None:
        return []
    latest = {step.no: step for step in steps if step.no < open_step.no}
    return [latest[no] for no in sorted(latest)]


def _why_not(by: Standing, item: Item, step: StepFacts | None) -> str:
    """Why this person has no button, and who has."""
    if step is None or item.state != "in_review":
        return ""
    who = "、".join(step.can_take) or "现在没有人能办，告诉政务公开办"
    return f"现在到了“{step.label}”这一步，由{step.unit_name}的{step.role_label}办：{who}。"


def _may_call_back(by: Standing, item: Item, steps: Sequence[StepFacts]) -> bool:
    if item.state != "in_review" or not steps:
        return False
    return item.owner_id == by.user_id and not any(
        step.no > 1 and step.decided_at is not None for step in steps
    )


def own_fields(kind: ItemKind, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and value of the kind's own fields that say something."""
    shown = []
    for spec in kind.fields:
        value = values.get(spec.key)
        if value not in (None, ""):
            shown.append((spec.label, dict(spec.choices).get(str(value), str(value))))
    return shown


def _findings(version: ItemVersion) -> list[FindingFacts]:
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


def _side_paths(item: Item) -> list[SideFacts]:
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
