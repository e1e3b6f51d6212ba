"""知识库: articles for those who answer the telephone, each with an owner and a day until which it is vouched for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.accounts.queries import may_hold_work
from gongkai.cases.actions.common import day_of, need
from gongkai.cases.models import KnowledgeArticle
from gongkai.cases.policies import CASE_ROLES, may_write_knowledge
from gongkai.cases.refusals import CaseRefused, NotFilled, TooLate
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Subject

NOT_YOURS = "由本单位的承办人、信息员、负责人或者政务公开办写。"
LONGEST = timedelta(days=3 * 366)


def add_article(
    *,
    title: str,
    text: str,
    tags: str,
    unit_id: int,
    owner_id: int,
    valid_until: date,
    by: Standing,
    at: datetime,
) -> int:
    """A new article of a unit; returns its id."""
    need(may_write_knowledge(by, unit_id), NOT_YOURS)
    _check(title, text, owner_id, unit_id, valid_until, by, at)
    with transaction.atomic():
        row = KnowledgeArticle.objects.create(
            title=title.strip()[:120], text=text.strip(), tags=tags.strip()[:200], unit_id=unit_id,
            owner_id=owner_id, valid_until=valid_until, made_at=at, changed_at=at,
        )  # fmt: skip
        _ledger(row, "add_article", by, at, until=valid_until.isoformat())
    return row.pk


def change_article(
    *,
    article_id: int,
    title: str,
    text: str,
    tags: str,
    owner_id: int,
    valid_until: date,
    revision: int,
    by: Standing,
    at: datetime,
) -> None:
    """Mend an article, hand it to another owner, vouch for it longer. Raises TooLate after somebody else's change."""
    with transaction.atomic():
        row = _mine(article_id, by)
        _check(title, text, owner_id, row.unit_id, valid_until, by, at, former=row)
        changed = KnowledgeArticle.objects.filter(id=article_id, revision=revision, ended_at=None).update(
            title=title.strip()[:120], text=text.strip(), tags=tags.strip()[:200], owner_id=owner_id,
            valid_until=valid_until, revision=revision + 1, changed_at=at,
        )  # fmt: skip
        if not changed:
            raise TooLate("这一条在您打开以后有人改过，先看看现在的内容。")
        _ledger(row, "change_article", by, at, until=valid_until.isoformat())


def end_article(*, article_id: int, by: Standing, at: datetime) -> None:
    """停用: it is no longer offered; it stays on file."""
    with transaction.atomic():
        row = _mine(article_id, by)
        if not KnowledgeArticle.objects.filter(id=article_id, ended_at=None).update(
            ended_at=at, changed_at=at
        ):
            raise TooLate("这一条已经停用。")
        _ledger(row, "end_article", by, at)


def resume_article(*, article_id: int, by: Standing, at: datetime) -> None:
    """恢复使用, until the day that stands on it."""
    with transaction.atomic():
        row = _mine(article_id, by)
        changed = KnowledgeArticle.objects.filter(id=article_id, ended_at__isnull=False).update(
            ended_at=None, changed_at=at
        )
        if not changed:
            raise TooLate("这一条没有停用。")
        _ledger(row, "resume_article", by, at)


def _mine(article_id: int, by: Standing) -> KnowledgeArticle:
    row = KnowledgeArticle.objects.select_for_update(of=("self",)).get(id=article_id)
    need(may_write_knowledge(by, row.unit_id), NOT_YOURS)
    return row


def _check(
    title: str,
    text: str,
    owner_id: int,
    unit_id: int,
    valid_until: date,
    by: Standing,
    at: datetime,
    *,
    former: KnowledgeArticle | None = None,
) -> None:
    missing = {}
    if not title.strip():
        missing["title"] = "标题没有填"
    if not text.strip():
        missing["text"] = "内容没有填"
    today = day_of(at)
    kept = former is not None and former.valid_until == valid_until
    if not kept and not today <= valid_until <= today + LONGEST:
        missing["valid_until"] = "有效期从今天起，最长三年"
    if missing:
        raise NotFilled(missing)
    same_owner = former is not None and former.owner_id == owner_id
    if (
        not same_owner
        and owner_id != by.user_id
        and not may_hold_work(user_id=owner_id, unit_id=unit_id, roles=CASE_ROLES, on=today)
    ):
        raise CaseRefused("负责人选本单位办件的人。")


def _ledger(row: KnowledgeArticle, act: str, by: Standing, at: datetime, **payload: Any) -> None:
    subject = Subject("knowledge", str(row.pk), row.title)
    record(actor=by.actor(), act=f"knowledge.{act}", subject=subject, at=at, payload=payload or None)
