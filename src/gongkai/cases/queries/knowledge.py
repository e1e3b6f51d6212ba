"""The knowledge base as it is looked up, offered while typing, and kept in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.cases.models import KnowledgeArticle
from gongkai.cases.policies import may_write_knowledge
from gongkai.cases.suggesting.features import content_words

OFFERED = 5
LOOKED_AT = 200
SOON = timedelta(days=30)
MOST_WORDS = 8
TITLE, TAGS, TEXT = 5, 4, 1  # what a word weighs by where it stands


@dataclass(frozen=True)
class ArticleLine:
    """An article as a row. `state`: in_use, due (within a month), expired, ended."""

    id: int
    title: str
    text: str
    tags: str
    unit_name: str
    owner: str
    valid_until: date
    state: str
    may_write: bool


STATES = {"in_use": "在用", "due": "快到期", "expired": "已过期", "ended": "已停用"}


def state_of(row: KnowledgeArticle, today: date) -> str:
    if row.ended_at is not None:
        return "ended"
    if row.valid_until < today:
        return "expired"
    return "due" if row.valid_until <= today + SOON else "in_use"


def offered(text: str, *, today: date, limit: int = OFFERED) -> list[KnowledgeArticle]:
    """The articles in force that fit best what is being typed; none for words that stand in no article. One query."""
    words = list(dict.fromkeys(content_words(text[:500])))[:MOST_WORDS]
    if not words:
        return []
    wanted = Q()
    for word in words:
        wanted |= Q(title__icontains=word) | Q(tags__icontains=word) | Q(text__icontains=word)
    rows = (
        KnowledgeArticle.objects.filter(wanted, ended_at=None, valid_until__gte=today)
        .select_related("unit", "owner")
        .order_by("-changed_at", "-id")[:LOOKED_AT]
    )
    scored = [(_score(row, words), row) for row in rows]
    scored.sort(key=lambda pair: -pair[0])
    return [row for _, row in scored[:limit]]


def _score(row: KnowledgeArticle, words: Iterable[str]) -> int:
    return sum(
        len(word) * (TITLE * (word in row.title) + TAGS * (word in row.tags) + TEXT * (word in row.text))
        for word in words
    )


def articles(
    by: Standing, *, words: str = "", state: str = "", mine: bool = False, today: date
) -> QuerySet[KnowledgeArticle]:
    """The register: everything in use, the soonest to expire first; everybody who works with cases reads it."""
    found = KnowledgeArticle.objects.filter(ended_at__isnull=state != "ended").select_related("unit", "owner")
    if state == "due":
        found = found.filter(valid_until__gte=today, valid_until__lte=today + SOON)
    elif state == "expired":
        found = found.filter(valid_until__lt=today)
    if mine:
        found = found.filter(owner_id=by.user_id)
    for word in words.split()[:5]:
        found = found.filter(Q(title__icontains=word) | Q(tags__icontains=word) | Q(text__icontains=word))
    return found.order_by("valid_until", "id")


def article_lines(rows: Iterable[KnowledgeArticle], by: Standing, *, today: date) -> list[ArticleLine]:
    return [
        ArticleLine(
            row.pk, row.title, row.text, row.tags, row.unit.short_name or row.unit.name, row.owner.full_name,
            row.valid_until, state_of(row, today), may_write_knowledge(by, row.unit_id),
        )
        for row in rows
    ]  # fmt: skip


def article(article_id: int) -> KnowledgeArticle | None:
    return KnowledgeArticle.objects.filter(id=article_id).select_related("unit", "owner").first()  # by key


def reminders(by: Standing, *, today: date) -> int:
    """How many of one's own articles are expired or will be within a month."""
    mine = KnowledgeArticle.objects.filter(owner_id=by.user_id, ended_at=None)
    return mine.filter(valid_until__lte=today + SOON).count()
