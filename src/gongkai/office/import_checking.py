"""What the steps of the import wizard share: whose upload it is, and the trial run at once or by a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gongkai.disclosure.importing.trial import header_of, map_file, tried
from gongkai.disclosure.queries.importing import ground_on, remembered_columns
from gongkai.files.waiting import (
    Upload,
    edits_of,
    forget_result,
    note_trial,
    result_of,
    tell,
    upload_of,
)
from gongkai.jobs.actions import enqueue
from gongkai.office.standing import Moment, moment_of

ONLY_FILERS = "由信息员、承办人或者政务公开办导入。"
AT_ONCE = 2 * 1024 * 1024  # bytes; a larger file is checked by a job
WHAT = "items"


def mine(request: HttpRequest, token: str) -> tuple[Moment, Upload]:
    now = moment_of(request)
    upload = upload_of(token=token, owner_id=now.standing.user_id)
    if upload is None or upload.what != WHAT:
        raise Http404
    return now, upload


def mine_checked(request: HttpRequest, token: str) -> tuple[Moment, Upload, dict[str, Any]]:
    """With what the trial run found; 404 before there is any."""
    now, upload = mine(request, token)
    found = result_of(upload)
    if found is None:
        raise Http404
    return now, upload, found


def check(now: Moment, upload: Upload) -> HttpResponse:
    """Check a small file at once, a large one by a job whose page is shown meanwhile."""
    forget_result(upload)
    if upload.size <= AT_ONCE:
        trial = tried(
            upload.path, upload.name, map_name=upload.told["map"], ground=ground_on(now.today), edits=edits_of(upload)
        )  # fmt: skip
        note_trial(upload, trial.summary, rows=trial.bad, seen=trial.seen)
        return HttpResponseRedirect(reverse("office:import", args=[upload.token]))
    job_id = enqueue(
        kind="items.check",
        title=f"检查 {upload.name}",
        params={"token": upload.token, "user_id": upload.owner_id, "map": upload.told["map"]},
        by=now.standing.actor(),
        at=now.at,
    )
    tell(upload, job=job_id)
    return HttpResponseRedirect(reverse("office:job", args=[job_id]))


def with_remembered_columns(upload: Upload) -> Upload:
    """Read with the columns that somebody of the unit has matched by hand for the same headings, if there are any."""
    if upload.told["map"] or not (header := header_of(upload.path, upload.name)):
        return upload
    known = remembered_columns(unit_id=upload.told["unit"], header=header)
    if known is None:
        return upload
    return with_columns(upload, known.columns, kind=known.kind, label="上次自己选的对照", remembered=True)


def with_columns(
    upload: Upload, columns: Mapping[str, str], *, kind: str, label: str, remembered: bool = False
) -> Upload:
    place = upload.folder / "map.toml"
    place.write_text(map_file(dict(columns), kind=kind, label=label), encoding="utf-8")
    return tell(upload, map=str(place), remembered=remembered)
