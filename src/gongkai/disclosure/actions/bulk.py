"""One act on many items: asked for as one job, carried out item by item, each with its own ledger row."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import OperationalError, transaction

from gongkai.accounts.policies import Standing
from gongkai.disclosure.actions.correcting import set_validity, withdraw
from gongkai.disclosure.actions.moving import move_to_topic
from gongkai.disclosure.actions.publishing import publish_now
from gongkai.disclosure.actions.refusals import ItemRefused
from gongkai.disclosure.queries.bulk import BULK_ACTS, BULK_JOB, bulk_lines, bulk_report
from gongkai.jobs.actions import enqueue
from gongkai.jobs.queries import open_job_like

MAX_BULK = 10_000  # items of one job
OUT_OF_SIGHT = "这条信息不归您看了：任职变了，或者信息移交了"
BROKEN = "系统没办成，原因记在运行日志里。告诉系统管理员，修好以后再试"
logger = logging.getLogger(__name__)


def begin_bulk(*, act: str, ids: Sequence[int], given: Mapping[str, Any], by: Standing, at: datetime) -> int:
    """Ask for a bulk act; returns the job's id. What can't be done already now is left out and kept with its reason.

    `given`: reason (withdraw), topic_id (topic), validity, on as ISO date and basis (validity).
    Pressed twice, it is asked for once.
    """
    if act not in BULK_ACTS:
        raise ItemRefused("没有这种批量办理。")
    if len(ids) > MAX_BULK:
        raise ItemRefused(f"一次最多 {MAX_BULK:,} 条，先用筛选缩小。")
    listed = bulk_lines(by, act=act, ids=ids)
    will = [line.id for line in listed if not line.why_not]
    if not will:
        raise ItemRefused("选中的现在都不能办，原因没有变。")
    params = {
        "act": act,
        "ids": will,
        "skipped": [[line.id, line.why_not] for line in listed if line.why_not],
        "given": dict(given),
        "username": by.username,
    }
    with transaction.atomic():
        asked = open_job_like(actor_id=by.actor().id, kind=BULK_JOB, params=params)
        if asked is not None:
            return asked
        title = f"批量{BULK_ACTS[act].label}：{len(will):,} 条"
        return enqueue(kind=BULK_JOB, title=title, params=params, by=by.actor(), at=at)


def retry_bulk(*, job_id: int, by: Standing, at: datetime) -> int:
    """A new job with only what a bulk act left undone; returns its id."""
    report = bulk_report(by, job_id=job_id)
    if report is None or report.job.is_open:
        raise ItemRefused("任务还没有结束，等它办完再试。")
    if not report.undone:
        raise ItemRefused("没有要再试的。")
    params = report.job.params
    ids = [one.id for one in report.undone]
    return begin_bulk(act=params["act"], ids=ids, given=params["given"], by=by, at=at)


def carry_out(
    *, act: str, ids: Sequence[int], given: Mapping[str, Any], by: Standing, at: datetime
) -> list[tuple[int, str]]:
    """Do the act on each item by itself: what fails doesn't undo what went well. Returns what failed and why.

    Looked at anew, as the person stands now: much may have changed since the choice was made.
    """
    fit = {line.id: line.why_not for line in bulk_lines(by, act=act, ids=ids)}
    failed: list[tuple[int, str]] = []
    for item_id in ids:
        words = fit.get(item_id, OUT_OF_SIGHT) or _refusal(act, item_id, given, by, at)
        if words:
            failed.append((item_id, words))
    return failed


def _refusal(act: str, item_id: int, given: Mapping[str, Any], by: Standing, at: datetime) -> str:
    """Empty when it is done; each act has a transaction of its own."""
    try:
        _do[act](item_id, given, by, at)
    except ItemRefused as refusal:
        return str(refusal)
    except OperationalError:  # the database is busy or gone: the job goes on later from its cursor
        raise
    except Exception:
        logger.exception("bulk %s of item %d failed", act, item_id)
        return BROKEN
    return ""


_do: dict[str, Callable[[int, Mapping[str, Any], Standing, datetime], object]] = {
    "publish": lambda pk, given, by, at: publish_now(item_id=pk, by=by, at=at),
    "withdraw": lambda pk, given, by, at: withdraw(item_id=pk, reason=given["reason"], by=by, at=at),
    "topic": lambda pk, given, by, at: move_to_topic(item_id=pk, topic_id=given["topic_id"], by=by, at=at),
    "validity": lambda pk, given, by, at: set_validity(
        item_id=pk,
        validity=given["validity"],
        on=date.fromisoformat(given["on"]),
        basis=given["basis"],
        by=by,
        at=at,
    ),
}
