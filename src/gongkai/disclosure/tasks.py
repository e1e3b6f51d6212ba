"""Long work on items: checking an uploaded file, writing what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.disclosure.actions.importing import Written, write_records
from gongkai.disclosure.actions.publishing import publish_due
from gongkai.disclosure.actions.recounting import RECOUNT, recount_open_items
from gongkai.disclosure.actions.rescanning import Rescanned, rescan, to_rescan
from gongkai.disclosure.actions.screening import look_again_at_files
from gongkai.disclosure.importing.reading import read_file
from gongkai.disclosure.importing.trial import tried
from gongkai.disclosure.queries.importing import ground_on
from gongkai.files.actions import RECOGNISED
from gongkai.files.upload_jobs import check_upload, import_upload
from gongkai.jobs.progress import Progress
from gongkai.jobs.registry import Message, consumer, handler, regularly
from gongkai.jobs.traces import TRACES, forget_traces
from gongkai.screening.queries import rules_now


@handler("items.check")
def check(progress: Progress) -> dict[str, Any]:
    """A trial run; params as for every upload."""
    return check_upload(progress, tried=tried, ground=ground_on(timezone.localdate()))


@handler("items.import")
def import_items(progress: Progress) -> dict[str, Any]:
    """Write the records of an upload as historical items; params as for every upload."""
    return import_upload(
        progress,
        read=read_file,
        write=write_records,
        written=Written,
        ground=ground_on(timezone.localdate()),
        measure="条",
    )


@regularly("publish_due", seconds=5)
def publish_what_has_come_due(at: datetime) -> int:
    """定时公开: what was passed for a later moment becomes public when it comes."""
    return publish_due(at=at)


@consumer(RECOGNISED)
def screen_what_was_recognised(messages: Sequence[Message]) -> None:
    """A scan has been read: the items that show it are looked through again."""
    look_again_at_files(file_ids=[int(message.key) for message in messages], at=timezone.now())


@consumer(RECOUNT, batch=20)
def recount_after_calendar(messages: Sequence[Message]) -> None:
    """A holiday notice was loaded: the last days of what isn't public yet follow."""
    years = "、".join(sorted({message.key for message in messages}))
    recount_open_items(why=f"{years}年放假安排", at=timezone.now())


@consumer(TRACES)
def forget_what_was_destroyed(messages: Sequence[Message]) -> None:
    """The database's own log still holds the pages as they were."""
    forget_traces()


@handler("screening.rescan")
def rescan_public(progress: Progress) -> dict[str, Any]:
    """存量排查 in the background. Stopped or killed, it goes on with the version after the last that it finished."""
    params, rules = progress.params, rules_now()
    since = date.fromisoformat(params["since"]) if params.get("since") else None
    total = to_rescan(since=since, unit_ids=params.get("unit_ids"), all_again=params["all"], rules=rules)
    before = Rescanned(**progress.cursor) if progress.cursor else Rescanned()
    progress.step(before.looked, before.looked + total)

    def told(so_far: Rescanned) -> None:
        progress.keep(asdict(so_far))
        progress.step(so_far.looked, message=f"{so_far.found} 条有问题")

    done = rescan(
        since=since,
        unit_ids=params.get("unit_ids"),
        all_again=params["all"],
        resume=before,
        told=told,
        should_stop=lambda: progress.should_stop,
        by=progress.by,
        at=timezone.now(),
    )
    return {"looked": done.looked, "found": done.found, "tasks": done.tasks}
