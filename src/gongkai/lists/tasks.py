"""Long work on lists: an act on many, a table of many rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.accounts.queries import standing_by_username
from gongkai.jobs.progress import Progress
from gongkai.jobs.registry import handler
from gongkai.jobs.results import keep_result
from gongkai.lists.actions.bulk import carry_out
from gongkai.lists.actions.exporting import EXPORT_JOB
from gongkai.lists.declaring import columns_of
from gongkai.lists.queries import BULK_JOB
from gongkai.lists.registry import asked_in, bulk_of, list_of
from gongkai.tables.writing import write_csv, write_xlsx


@handler(BULK_JOB)
def act_on_many(progress: Progress) -> dict[str, Any]:
    """An act on many. A chunk and the place after it are written together, so none is done twice."""
    params, so_far = progress.params, progress.cursor or {"at": 0, "failed": []}
    ids, total, code = params["ids"], len(params["ids"]), params["list"]
    chunk_size, measure = bulk_of(code).chunk, list_of(code).measure
    progress.step(so_far["at"], total, "")
    while so_far["at"] < total:
        progress.stop_if_asked()
        at = timezone.now()
        # Asked anew each time: whoever has lost the post meanwhile does no more.
        by = standing_by_username(username=params["username"], today=timezone.localdate(at))
        chunk = ids[so_far["at"] : so_far["at"] + chunk_size]
        with transaction.atomic():
            failed = carry_out(code=code, act=params["act"], ids=chunk, given=params["given"], by=by, at=at)
            so_far = {"at": so_far["at"] + len(chunk), "failed": [*so_far["failed"], *failed]}
            progress.done = so_far["at"]
            progress.keep(so_far)
    undone = len(so_far["failed"])
    progress.log(f"办好 {total - undone:,} {measure}，没办成 {undone:,} {measure}")
    return {"done": total - undone, "failed": undone}


@handler(EXPORT_JOB)
def write_list(progress: Progress) -> dict[str, Any]:
    """A list as a table for whoever asked, as they stand now. Stopped or killed, it is written from its beginning."""
    params, today = progress.params, timezone.localdate()
    by = standing_by_username(username=params["username"], today=today)
    one, columns = list_of(params["list"]), params["columns"]
    asked = asked_in(one, params["query"])
    progress.step(0, one.count(by, asked, today), "")

    def rows() -> Iterator[list[str]]:
        for chunk in one.sheet(by, asked, columns, today):
            progress.stop_if_asked()
            yield from chunk
            progress.step(progress.done + len(chunk))

    header = [column.label for column in columns_of(one, columns)]
    parts = write_csv(header, rows()) if params["format"] == "csv" else [write_xlsx(header, rows())]
    progress.result_file = keep_result(name=f"{progress.job_id}.{params['format']}", parts=parts)
    return {"rows": progress.done}
