"""Imports as long jobs: a trial run kept for the page, then the cases, gone on with where a job was stopped."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.utils import timezone

from gongkai.cases.actions import importing
from gongkai.cases.import_jobs import CHECK, IMPORT
from gongkai.cases.models import Case, CaseBatch
from gongkai.files.waiting import Upload, keep_upload, result_of, upload_of
from gongkai.jobs.actions import enqueue, resume
from gongkai.jobs.models import Job
from gongkai.jobs.registry import load
from gongkai.jobs.tasks import run_job

pytestmark = pytest.mark.django_db(transaction=True)
AT = timezone.now()
ROW = {
    "编号": "a1",
    "来信人": "李兰",
    "标题": "路灯坏了",
    "内容": "半个月了。",
    "来信时间": "2025-03-05",
    "类型": "投诉",
}


@pytest.fixture
def job(cast, settings, tmp_path):
    """`job(CHECK, upload)`: the job run to its end by the agriculture bureau's handler."""
    (tmp_path / "keys").symlink_to(settings.HOME / "keys")
    settings.HOME = tmp_path
    by = cast.standing("agri.handler")
    load()

    def _job(kind: str, upload: Upload, *, run: bool = True, **more: Any) -> Job:
        params = {
            "token": upload.token, "user_id": by.user_id, "username": by.username, "kind": "letter", "map": "",
            "unit_id": cast.units["agri"], "keep_good": False, **more,
        }  # fmt: skip
        pk = enqueue(kind=kind, title="县长信箱", params=params, by=by.actor(), at=AT)
        if run:
            run_job.func(pk)
        return Job.objects.get(id=pk)

    return _job


def _upload(cast, rows) -> Upload:
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return keep_upload(
        owner_id=cast.people["agri.handler"], name="来信.jsonl", stream=io.BytesIO(text.encode()), what="cases",
        told={}, at=AT,
    )  # fmt: skip


def test_a_trial_run_writes_nothing_and_shows_no_name(cast, job):
    upload = _upload(cast, [ROW, ROW | {"编号": "a2", "类型": "信访"}])
    done = job(CHECK, upload)
    assert (done.state, done.result) == ("done", {"read": 2, "refused": 1})
    found = result_of(upload)
    assert (found["good"], found["refused_rows"], found["fault"]) == (1, 1, "")
    assert found["samples"] == [["路灯坏了", "2025-03-05", "没有答复", ""]]
    assert "李兰" not in json.dumps(found, ensure_ascii=False)
    assert not Case.objects.exists()


def test_what_cannot_be_read_is_told_in_the_result(cast, job):
    upload = _upload(cast, [{"甲": 1}])
    job(CHECK, upload)
    assert "表头认不出来" in result_of(upload)["fault"]


def test_the_cases_are_written_and_the_upload_is_gone(cast, job):
    upload = _upload(cast, [ROW | {"编号": f"a{n}", "标题": f"第{n}件"} for n in range(30)])
    done = job(IMPORT, upload)
    assert (done.state, done.result["imported"]) == ("done", 30)
    assert Case.objects.count() == 30
    assert upload_of(token=upload.token, owner_id=cast.people["agri.handler"]) is None


def test_a_job_that_broke_goes_on_in_the_same_batch(cast, job, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 10)
    upload = _upload(cast, [ROW | {"编号": f"a{n}", "标题": f"第{n}件"} for n in range(35)])
    made = job(IMPORT, upload, run=False)
    handler = cast.standing("agri.handler").actor()
    plain = importing.write_chunk

    def breaks(*words: Any) -> Any:
        counted = plain(*words)
        if Case.objects.count() > 20:
            raise OSError("the disk is full")
        return counted

    monkeypatch.setattr(importing, "write_chunk", breaks)
    run_job.func(made.pk)
    assert (Job.objects.get(id=made.pk).state, Case.objects.count()) == ("failed", 20)
    monkeypatch.setattr(importing, "write_chunk", plain)
    resume(job_id=made.pk, by=handler, is_admin=False, at=AT)
    run_job.func(made.pk)
    assert Case.objects.count() == 35
    assert CaseBatch.objects.get().counts["imported"] == 35
