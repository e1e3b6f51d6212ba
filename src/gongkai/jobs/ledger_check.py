"""Checking the whole ledger as a job. It stands here because jobs know the ledger and not the reverse."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils import timezone

from gongkai.jobs.progress import Progress
from gongkai.jobs.registry import handler
from gongkai.ledger.queries import verify

KEPT = 200  # problems that the job's result keeps


@handler("ledger.verify")
def check(progress: Progress) -> dict[str, Any]:
    """Every row, seal and link; with an anchor kept outside also the tail. Begins anew when it was stopped."""
    progress.log("开始校验")
    found = verify(at=timezone.now(), anchor=progress.params["anchor"])
    progress.step(found.rows, found.rows)
    problems = [asdict(problem) for problem in found.problems[:KEPT]]
    return {
        "ok": found.ok,
        "rows": found.rows,
        "seals": found.seals,
        "problem_count": found.problem_count,
        "problems": problems,
        "unsealed": found.unsealed,
        "oldest_unsealed_seconds": round(found.oldest_unsealed_seconds, 1),
        "seconds": round(found.seconds, 2),
        "anchor": progress.params["anchor"],
    }
