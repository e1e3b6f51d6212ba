"""One act on many: asked for as one job, carried out one by one, each with its own ledger row."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction

from gongkai.accounts.policies import Standing
from gongkai.jobs.actions import enqueue
from gongkai.jobs.queries import open_job_like
from gongkai.lists.declaring import Bulk
from gongkai.lists.queries import BULK_JOB, bulk_report
from gongkai.lists.refusals import ListRefused
from gongkai.lists.registry import bulk_of, list_of

BROKEN = "系统没办成，原因记在运行日志里。告诉系统管理员，修好以后再试"
logger = logging.getLogger(__name__)


def begin_bulk(
    *, code: str, act: str, ids: Sequence[int], given: Mapping[str, Any], by: Standing, at: datetime
) -> int:
    """Ask for a bulk act on things of a list; returns the job's id. What can't be done already now is kept with its reason.

    `given`: what the act's form asks, as JSON. Pressed twice, it is asked for once.
    """
    one, bulk = list_of(code), bulk_of(code)
    if act not in bulk.acts:
        raise ListRefused("没有这种批量办理。")
    if len(ids) > bulk.most:
        raise ListRefused(f"一次最多 {bulk.most:,} {one.measure}，先用筛选缩小。")
    listed = bulk.lines(by, act, ids)
    will = [line.id for line in listed if not line.why_not]
    if not will:
        raise ListRefused("选中的现在都不能办，原因没有变。")
    params = {
        "list": code,
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
        title = f"批量{bulk.acts[act].label}：{len(will):,} {one.measure}"
        return enqueue(kind=BULK_JOB, title=title, params=params, by=by.actor(), at=at)


def retry_bulk(*, job_id: int, by: Standing, at: datetime) -> int:
    """A new job with only what a bulk act left undone; returns its id."""
    report = bulk_report(by, job_id=job_id)
    if report is None or report.job.is_open:
        raise ListRefused("任务还没有结束，等它办完再试。")
    if not report.undone:
        raise ListRefused("没有要再试的。")
    params = report.job.params
    ids = [one.id for one in report.undone]
    return begin_bulk(code=params["list"], act=params["act"], ids=ids, given=params["given"], by=by, at=at)


def carry_out(
    *, code: str, act: str, ids: Sequence[int], given: Mapping[str, Any], by: Standing, at: datetime
) -> list[tuple[int, str]]:
    """Do the act on each by itself: what fails doesn't undo what went well. Returns what failed and why.

    Looked at anew, as the person stands now: much may have changed since the choice was made.
    """
    bulk = bulk_of(code)
    fit = {line.id: line.why_not for line in bulk.lines(by, act, ids)}
    failed: list[tuple[int, str]] = []
    for pk in ids:
        words = fit.get(pk, bulk.out_of_sight) or _refusal(bulk, act, pk, given, by, at)
        if words:
            failed.append((pk, words))
    return failed


def _refusal(bulk: Bulk, act: str, pk: int, given: Mapping[str, Any], by: Standing, at: datetime) -> str:
    """Empty when it is done; each act has a transaction of its own."""
    try:
        bulk.acts[act].do(pk, given, by, at)
    except bulk.refusals as refusal:
        return str(refusal)
    except OperationalError:  # the database is busy or gone: the job goes on later from its cursor
        raise
    except Exception:
        logger.exception("bulk %s of %d failed", act, pk)
        return BROKEN
    return ""
