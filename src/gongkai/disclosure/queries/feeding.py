"""Public items for machines that follow them: feeds and the sitemap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.policies import public_items
from gongkai.disclosure.queries.public import PublicFilter, public_list

FEED_LENGTH = 50
SITEMAP_LENGTH = 5_000


@dataclass(frozen=True)
class FeedLine:
    index_no: str
    title: str
    summary: str
    unit_name: str
    kind_label: str
    published_at: datetime
    changed_at: datetime


def feed_lines(*, narrow: PublicFilter, limit: int = FEED_LENGTH) -> list[FeedLine]:
    rows = public_list(narrow=narrow).values_list(
        "index_no", "title", "summary", "unit__name", "kind", "published_at", "public_version__saved_at"
    )[:limit]
    return [
        FeedLine(
            number or "",
            title,
            summary,
            unit,
            ITEM_KINDS[kind].label,
            published,
            max(published, saved) if saved else published,
        )
        for number, title, summary, unit, kind, published, saved in rows
        if published is not None  # a constraint says that public items have it
    ]


def sitemap_pages() -> int:
    """How many pages of 5,000 addresses there are."""
    return -(-public_items().count() // SITEMAP_LENGTH)


def sitemap_page(number: int) -> list[tuple[str, datetime]]:
    """Index number and last change of one page, oldest items first so that full pages stay as they are."""
    start = (number - 1) * SITEMAP_LENGTH
    rows = public_items().order_by("id").values_list("index_no", "public_version__saved_at")
    return [(index_no or "", saved_at) for index_no, saved_at in rows[start : start + SITEMAP_LENGTH]]
