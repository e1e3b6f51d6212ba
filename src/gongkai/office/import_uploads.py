"""An uploaded table between the steps of a wizard, for all wizards alike: kept, found again by its owner, read by a job."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gongkai.files.checking import FileRefused
from gongkai.files.waiting import Upload, keep_upload, result_of, tell, upload_of
from gongkai.jobs.actions import enqueue
from gongkai.office.standing import Moment, moment_of


def kept(form: forms.Form, now: Moment, *, what: str, told: dict[str, Any]) -> Upload | None:
    """The file of a form, kept with what was said beside it; None with the reason on the form."""
    sent = form.cleaned_data["file"]
    try:
        return keep_upload(
            owner_id=now.standing.user_id, name=sent.name, stream=sent.file, what=what, told=told, at=now.at
        )
    except FileRefused as refusal:
        form.add_error("file", str(refusal))
        return None


def mine(request: HttpRequest, token: str, *, what: str) -> tuple[Moment, Upload]:
    """404 for a stranger's upload and for one of another wizard."""
    now = moment_of(request)
    upload = upload_of(token=token, owner_id=now.standing.user_id)
    if upload is None or upload.what != what:
        raise Http404
    return now, upload


def mine_checked(request: HttpRequest, token: str, *, what: str) -> tuple[Moment, Upload, dict[str, Any]]:
    """With what the trial run found; 404 before there is any."""
    now, upload = mine(request, token, what=what)
    found = result_of(upload)
    if found is None:
        raise Http404
    return now, upload, found


def check_by_job(now: Moment, upload: Upload, *, kind: str, params: dict[str, Any]) -> HttpResponse:
    """Have a job try it out; its page is shown meanwhile."""
    job_id = _enqueued(now, upload, kind=kind, verb="检查", params=params)
    tell(upload, job=job_id)
    return to_job(job_id)


def run_by_job(now: Moment, upload: Upload, *, kind: str, params: dict[str, Any]) -> HttpResponse:
    """Have a job write what it holds; its page is shown meanwhile."""
    if "run" in upload.told:  # pressed twice
        return to_job(upload.told["run"])
    job_id = _enqueued(now, upload, kind=kind, verb="导入", params=params)
    tell(upload, run=job_id)
    return to_job(job_id)


def _enqueued(now: Moment, upload: Upload, *, kind: str, verb: str, params: dict[str, Any]) -> int:
    title = f"{verb} {upload.name}"
    return enqueue(kind=kind, title=title, params=params, by=now.standing.actor(), at=now.at)


def to_job(job_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:job", args=[job_id]))
