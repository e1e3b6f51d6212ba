"""What the steps of importing cases share: whose upload it is, and the trial run at once or by a job."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gongkai.cases.import_jobs import CHECK
from gongkai.cases.importing.trial import tried
from gongkai.cases.queries.importing import ground_for
from gongkai.files.waiting import Upload, edits_of, forget_result, note_trial, tell, upload_of
from gongkai.jobs.actions import enqueue
from gongkai.office.standing import Moment, moment_of

AT_ONCE = 1024 * 1024  # bytes; a larger file is checked by a job
WHAT = "cases"


def mine(request: HttpRequest, token: str) -> tuple[Moment, Upload]:
    now = moment_of(request)
    upload = upload_of(token=token, owner_id=now.standing.user_id)
    if upload is None or upload.what != WHAT:
        raise Http404
    return now, upload


def check(now: Moment, upload: Upload) -> HttpResponse:
    """Check a small file at once, a large one by a job whose page is shown meanwhile."""
    forget_result(upload)
    told = upload.told
    if upload.size <= AT_ONCE:
        ground = ground_for(kind=told["kind"], unit_id=told["unit"], today=now.today)
        trial = tried(upload.path, upload.name, ground=ground, map_name=told["map"], edits=edits_of(upload))
        note_trial(upload, trial.summary, rows=trial.bad, seen=trial.seen)
        return HttpResponseRedirect(reverse("office:case_import", args=[upload.token]))
    job_id = enqueue(
        kind=CHECK,
        title=f"检查 {upload.name}",
        params=params_of(upload),
        by=now.standing.actor(),
        at=now.at,
    )
    tell(upload, job=job_id)
    return HttpResponseRedirect(reverse("office:job", args=[job_id]))


def params_of(upload: Upload) -> dict[str, object]:
    """What both jobs need to know of an upload."""
    told = upload.told
    return {
        "token": upload.token,
        "user_id": upload.owner_id,
        "kind": told["kind"],
        "unit_id": told["unit"],
        "map": told["map"],
    }
