"""Long jobs of imported cases: checking an uploaded file, writing what it holds. Registered by `tasks.py`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils import timezone

from gongkai.accounts.queries import standing_by_username
from gongkai.cases.actions.importing import Written, write_cases
from gongkai.cases.importing.ground import Ground
from gongkai.cases.importing.reading import read_file
from gongkai.cases.importing.trial import tried
from gongkai.cases.queries.importing import ground_for
from gongkai.files.waiting import Upload, edits_of, forget_upload, note_trial, upload_of
from gongkai.jobs.progress import Progress

CHECK, IMPORT = "cases.check", "cases.import"


class UploadGone(RuntimeError):
    """The file that the job was asked to read is no longer there."""


def check(progress: Progress) -> dict[str, Any]:
    """A trial run; params: token, user_id, kind, unit_id, map."""
    upload = _upload(progress)

    def told(count: int) -> None:
        progress.step(count, message="检查")
        progress.stop_if_asked()

    found = tried(
        upload.path,
        upload.name,
        ground=_ground(progress),
        map_name=progress.params["map"],
        told=told,
        edits=edits_of(upload),
    )
    note_trial(upload, found.summary, rows=found.bad, seen=found.seen)
    return {"read": found.summary.get("read", 0), "refused": found.summary.get("refused_rows", 0)}


def import_cases(progress: Progress) -> dict[str, Any]:
    """Write the cases of an upload; params as for `check`, and username, keep_good.

    Stopped or killed, it goes on in the same batch with the next record.
    """
    upload, params, at = _upload(progress), progress.params, timezone.now()

    def reading_told(count: int) -> None:
        progress.step(progress.done, message=f"读到第 {count} 行")
        progress.stop_if_asked()

    reading = read_file(
        upload.path,
        ground=_ground(progress),
        map_name=params["map"],
        name=upload.name,
        told=reading_told,
        edits=edits_of(upload),
    )
    total = len(reading.records)
    progress.log(f"读完 {reading.read} 行，合格 {total} 件，不合格 {reading.refused_rows} 行")
    before = Written(**progress.cursor) if progress.cursor else None
    progress.step(before.done if before else 0, total, "")
    written = write_cases(
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
    counts = asdict(written)
    return {"batch": counts.pop("batch_id"), **counts, "refused": reading.refused_rows}


def _upload(progress: Progress) -> Upload:
    found = upload_of(token=progress.params["token"], owner_id=progress.params["user_id"])
    if found is None:
        raise UploadGone("上传的文件已经删除或者过期，重新上传。")
    return found


def _ground(progress: Progress) -> Ground:
    params = progress.params
    return ground_for(kind=params["kind"], unit_id=params["unit_id"], today=timezone.localdate())
