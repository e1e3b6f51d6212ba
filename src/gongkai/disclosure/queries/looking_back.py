"""Around one item: its public page before it is public, versions compared, who answers for it, similar decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from gongkai.accounts.policies import Standing
from gongkai.disclosure.heads import head_from_json
from gongkai.disclosure.models import ItemVersion, Review
from gongkai.disclosure.policies import visible_to
from gongkai.disclosure.queries.desk import item_for, version_shown
from gongkai.disclosure.queries.desk_parts import StepFacts, steps_of
from gongkai.disclosure.queries.public import PageFacts, facts_of
from gongkai.disclosure.rules import ATTRIBUTES, GROUNDS
from gongkai.text.differing import Row, differences


def preview_facts(by: Standing, item_id: int, today: date) -> PageFacts | None:
    """The facts of the public page as the version in work would make it; None for what one may not know."""
    item = item_for(by, item_id)
    shown = version_shown(item) if item is not None else None
    if item is None or shown is None:
        return None
    for column, value in head_from_json(shown.head).items():
        setattr(item, column, value)  # in memory alone: a preview writes nothing
    return facts_of(item, today=today, version=shown)


# ---- what changed, who answers for it ------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    title: str
    older: int
    newer: int
    rows: Sequence[Row]


def compare_versions(by: Standing, item_id: int, older: int, newer: int) -> Comparison | None:
    """Two versions of an item side by side; None when the item or one of them isn't there for this person."""
    item = item_for(by, item_id)
    if item is None:
        return None
    asked = Q(number=older) | Q(number=newer)  # `__in` breaks where a number is too large
    rows = {v.number: v for v in ItemVersion.objects.filter(asked, item=item)}
    if older not in rows or newer not in rows:
        return None
    old, new = rows[older], rows[newer]
    return Comparison(
        new.title, older, newer, differences(f"{old.title}\n{old.body_text}", f"{new.title}\n{new.body_text}")
    )


@dataclass(frozen=True)
class Answerable:
    """谁提供谁审核谁负责 for one public version: who provided it, and who passed which step."""

    version: int
    reason: str
    published_at: datetime | None
    provided_by: str
    provided_at: datetime
    steps: Sequence[StepFacts]
    urgent: bool


def responsibility(by: Standing, item_id: int, today: date) -> list[Answerable] | None:
    """For each version that was ever public, newest first. None for what this person may not know."""
    item = item_for(by, item_id)
    if item is None:
        return None
    versions = ItemVersion.objects.filter(item=item, state__in=["public", "superseded", "withdrawn"])
    reviews = {
        row.version_id: row for row in Review.objects.filter(item=item).order_by("opened_at", "id")
    }  # the last passage of a version is the one that counts
    found = []
    for version in versions.select_related("made_by").order_by("-number"):
        review = reviews.get(version.pk)
        steps = [s for s in steps_of(review, today) if s.state == "passed"]
        found.append(
            Answerable(
                version=version.number,
                reason=version.reason,
                published_at=review.closed_at if review else item.published_at,
                provided_by=version.made_by.full_name if version.made_by else "历史数据导入",
                provided_at=version.made_at,
                steps=steps,
                urgent=item.urgent and review is None,
            )
        )
    return found


@dataclass(frozen=True)
class SimilarDecision:
    item_id: int
    title: str
    unit_name: str
    attribute_label: str
    ground_label: str
    reason: str
    decided_on: date


def similar_decisions(by: Standing, item_id: int, limit: int = 8) -> list[SimilarDecision]:
    """Earlier items of the same topic or kind that were not disclosed on initiative, for the guided decision."""
    item = item_for(by, item_id)
    if item is None:
        return []
    same = Q(kind=item.kind)
    if item.topic_id:
        same |= Q(topic_id=item.topic_id)
    rows = (
        visible_to(by)
        .filter(same)
        .exclude(attribute="proactive")
        .exclude(id=item.pk)
        .exclude(state__in=["drafting", "abandoned"])
        .select_related("unit")
        .order_by("-changed_at", "-id")[:limit]
    )
    return [
        SimilarDecision(
            row.pk,
            row.title,
            row.unit.short_name or row.unit.name,
            ATTRIBUTES[row.attribute],
            GROUNDS.get(row.attribute_ground, ""),
            row.attribute_reason,
            localdate(row.changed_at),
        )
        for row in rows
    ]
