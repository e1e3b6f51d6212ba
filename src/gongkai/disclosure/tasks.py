"""Long work on items: checking an uploaded file, writing what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.accounts.queries import standing_by_username
from gongkai.disclosure.actions.importing import Written, write_records
from gongkai.disclosure.actions.publishing import publish_due
from gongkai.disclosure.actions.recounting import RECOUNT, recount_open_items
from gongkai.disclosure.actions.rescanning import Rescanned, rescan, to_rescan
from gongkai.disclosure.actions.screening import look_again_at_files
from gongkai.disclosure.importing.reading import read_file
from gongkai.disclosure.importing.trial import tried
from gongkai.disclosure.queries.importing import ground_on
from gongkai.files.actions import RECOGNISED
from gongkai.files.waiting import Upload, edits_of, forget_upload, note_trial, upload_of
from gongkai.jobs.progress import Progress
from gongkai.jobs.registry import Message, consumer, handler, regularly
from gongkai.jobs.traces import TRACES, forget_traces
from gongkai.screening.queries import rules_now


class UploadGone(RuntimeError):
    """The file that the job was asked to read is no longer there."""


def _upload(progress: Progress) -> Upload:
    found = upload_of(token=progress.params["token"], owner_id=progress.params["user_id"])
    if found is None:
        raise UploadGone("上传的文件已经删除或者过期，重新上传。")
    return found


@handler("items.check")
def check(progress: Progress) -> dict[str, Any]:
    """A trial run in the background, for files that take longer than a page may."""
    upload = _upload(progress)

    def told(count: int) -> None:
        progress.step(count, message="检查")
        progress.stop_if_asked()

    trial = tried(
        upload.path,
        upload.name,
        map_name=progress.params["map"],
        told=told,
        ground=ground_on(timezone.localdate()),
        edits=edits_of(upload),
    )
    note_trial(upload, trial.summary, rows=trial.bad, seen=trial.seen)
    result = trial.summary
    return {"read": result.get("read", 0), "refused": result.get("refused_rows", 0)}


@handler("items.import")
def import_items(progress: Progress) -> dict[str, Any]:
    """Write the records of an upload. Stopped or killed, it goes on in the same batch with the next record."""
    upload = _upload(progress)
    params = progress.params
    at = timezone.now()

    def reading_told(count: int) -> None:
        progress.step(progress.done, message=f"读到第 {count} 行")
        progress.stop_if_asked()

    reading = read_file(
        upload.path,
        map_name=params["map"],
        told=reading_told,
        name=upload.name,
        ground=ground_on(timezone.localdate(at)),
        edits=edits_of(upload),
    )
    total = len(reading.records)
    progress.log(f"读完 {reading.read} 行，合格 {total} 条，不合格 {reading.refused_rows} 行")
    before = Written(**progress.cursor) if progress.cursor else None
    progress.step(before.done if before else 0, total, "")
    written = write_records(
        reading=reading,
        unit_id=params["unit_id"],
        by=progress.by,
        user_id=params["user_id"],
        at=at,
        standing=standing_by_username(username=params["username"], today=timezone.localdate(at)),
        keep_good=params["keep_good"],
        told=lambda count: progress.step(count, total),
        should_stop=lambda: progress.should_stop,
        resume=before,
        kept=lambda so_far: progress.keep(asdict(so_far)),
    )
    if written.done == total:
        progress.stop_seen = False  # asked to stop when all was done
        progress.log(f"新增 {written.imported}，更新 {written.updated}，没有变化 {written.unchanged}")
        forget_upload(upload)
    return {
        "batch": written.batch_id,
        "imported": written.imported,
        "updated": written.updated,
        "unchanged": written.unchanged,
        "refused": reading.refused_rows,
    }


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
