"""The two long jobs on an uploaded table, whatever it holds: a trial run, and writing it.

Params of both: token, user_id, map; for writing also unit_id, username, keep_good.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from gongkai.accounts.queries import standing_by_username
from gongkai.files.waiting import Upload, edits_of, forget_upload, note_trial, upload_of
from gongkai.jobs.progress import Progress


class UploadGone(RuntimeError):
    """The file that the job was asked to read is no longer there."""


def check_upload(progress: Progress, *, tried: Callable[..., Any], ground: Any) -> dict[str, Any]:
    """A trial run in the background, for files that take longer than a page may."""
    upload = _upload(progress)
    found = tried(
        upload.path,
        upload.name,
        ground=ground,
        map_name=progress.params["map"],
        told=_telling(progress, lambda count: progress.step(count, message="检查")),
        edits=edits_of(upload),
    )
    note_trial(upload, found.summary, rows=found.bad, seen=found.seen)
    return {"read": found.summary.get("read", 0), "refused": found.summary.get("refused_rows", 0)}


def import_upload(
    progress: Progress,
    *,
    read: Callable[..., Any],
    write: Callable[..., Any],
    written: Callable[..., Any],
    ground: Any,
    measure: str,
) -> dict[str, Any]:
    """Write the records of an upload. Stopped or killed, it goes on in the same batch with the next record.

    `written`: the dataclass that `write` answers with, kept as the place to go on from. `measure`: 条, 件.
    """
    upload, params, at = _upload(progress), progress.params, timezone.now()
    reading = read(
        upload.path,
        name=upload.name,
        ground=ground,
        map_name=params["map"],
        told=_telling(progress, lambda count: progress.step(progress.done, message=f"读到第 {count} 行")),
        edits=edits_of(upload),
    )
    total = len(reading.records)
    progress.log(f"读完 {reading.read} 行，合格 {total} {measure}，不合格 {reading.refused_rows} 行")
    before = written(**progress.cursor) if progress.cursor else None
    progress.step(before.done if before else 0, total, "")
    done = write(
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
    if done.done == total:
        progress.stop_seen = False  # asked to stop when all was done
        progress.log(f"新增 {done.imported}，更新 {done.updated}，没有变化 {done.unchanged}")
        forget_upload(upload)
    counts = asdict(done)
    return {"batch": counts.pop("batch_id"), **counts, "refused": reading.refused_rows}


def _telling(progress: Progress, step: Callable[[int], None]) -> Callable[[int], None]:
    def told(count: int) -> None:
        step(count)
        progress.stop_if_asked()

    return told


def _upload(progress: Progress) -> Upload:
    found = upload_of(token=progress.params["token"], owner_id=progress.params["user_id"])
    if found is None:
        raise UploadGone("上传的文件已经删除或者过期，重新上传。")
    return found
