"""The review desk: one item with its text, where it stands, what changed and what this person may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.accounts.policies import Standing
from gongkai.clocks.queries import calendar
from gongkai.clocks.rules import DaysLeft, DueDate, days_left_words
from gongkai.disclosure.declaring import ItemKind
from gongkai.disclosure.heads import head_from_json
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Item, ItemVersion, LastSeen, ReviewStep
from gongkai.disclosure.policies import (
    may_break_glass,
    may_correct,
    may_decide,
    may_edit,
    may_file_for,
    may_withdraw,
    visible_to,
)
from gongkai.disclosure.queries.desk_parts import (
    CommentFacts,
    FindingFacts,
    LinkFacts,
    SideFacts,
    StepFacts,
    VersionLine,
    comments_on,
    decided_before,
    findings_of,
    last_review,
    links_of,
    side_paths_of,
    steps_of,
    version_lines,
)
from gongkai.disclosure.queries.erasing import ErasableOriginal, erasable_originals, is_erasable
from gongkai.disclosure.queries.office import OPEN_STATES, STATE_LABELS
from gongkai.disclosure.queries.public import FileFacts, files_of
from gongkai.disclosure.queries.urgent import UrgentFacts, urgent_facts
from gongkai.disclosure.rules import ATTRIBUTES, GROUNDS, SECRET_LEVELS
from gongkai.disclosure.states import STATES
from gongkai.text.differing import Row, differences, has_changes, only_changes
from gongkai.text.html import text_to_html


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
    hides_earlier: bool
    urgent: UrgentFacts | None
    earlier: Sequence[StepFacts]
    may_erase: bool
    originals: Sequence[ErasableOriginal]

    @property
    def may_take_back(self) -> bool:
        """Who may publish before the set time may also stop it."""
        return self.may_publish_now

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
    review = last_review(item)
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
        before=decided_before(review, today),
        open_step=open_step,
        findings=findings_of(shown),
        comments=comments_on(shown),
        side_paths=side_paths_of(item),
        links=links_of(item.pk, by),
        versions=version_lines(versions),
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
        hides_earlier=shown.hides_earlier,
        urgent=urgent_facts([item.pk]).get(item.pk) if item.urgent else None,
        earlier=_earlier(steps, open_step),
        may_erase=is_erasable(by, item),
        originals=erasable_originals(by, item),
    )


def _shown(versions: Sequence[ItemVersion]) -> ItemVersion | None:
    for wanted in (("working", "frozen"), ("public",)):
        for row in versions:
            if row.state in wanted:
                return row
    return versions[0] if versions else None


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
