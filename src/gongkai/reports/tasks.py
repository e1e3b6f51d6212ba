"""Long work on reports: computing those of all units."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from gongkai.jobs.progress import Progress
from gongkai.jobs.registry import handler
from gongkai.reports.actions.building import COMPUTE_JOB, Built, build
from gongkai.reports.queries.owing import owing_units


@handler(COMPUTE_JOB)
def compute_all(progress: Progress) -> dict[str, Any]:
    """The reports of all units, then the government's. Stopped or killed, it goes on with the next unit."""
    kind, year, period = (progress.params[name] for name in ("kind", "year", "period"))
    owing = owing_units(kind=kind, year=year)
    before = Built(*(tuple(ids) for ids in progress.cursor)) if progress.cursor else None
    progress.step(before.count if before else 0, len(owing), "读数字")

    def told(so_far: Built) -> None:
        progress.step(so_far.count, len(owing), f"算好 {len(so_far.done)} 个单位")
        progress.keep([so_far.done, so_far.kept])

    built = build(
        kind=kind, year=year, period=period, owing=owing, by=progress.by, at=timezone.now(),
        resume=before, told=told, should_stop=lambda: progress.should_stop,
    )  # fmt: skip
    if built.count == len(owing):
        progress.stop_seen = False  # asked to stop when all was done
        progress.log(f"算好 {len(built.done)} 个单位，{len(built.kept)} 个已经签发，没有动")
    return {"computed": len(built.done), "kept": len(built.kept), "owing": len(owing)}
