"""Asking for jobs, stopping and resuming them; who may."""

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from gongkai.jobs import policies, queries, rules
from gongkai.jobs.actions import NotYours, enqueue, put, put_many, request_stop, resume
from gongkai.jobs.models import Job, Outbox
from gongkai.ledger.queries import history_of

from .conftest import ADMIN, AT, OFFICER, OTHER

pytestmark = pytest.mark.django_db


@pytest.fixture
def job() -> int:
    return enqueue(kind="test.none", title="导入目录", params={"文件": "a.xlsx"}, by=OFFICER, at=AT)


def test_a_job_waits_in_the_queue_and_in_the_ledger(job):
    view = queries.job_for(actor_id="12", is_admin=False, job_id=job)
    assert (view.state, view.state_label, view.title, view.params) == (
        "queued",
        "排队中",
        "导入目录",
        {"文件": "a.xlsx"},
    )
    assert view.is_open
    assert view.percent is None
    assert DBTaskResult.objects.ready().count() == 1
    assert [row.act for row in history_of(subject_type="job", subject_id=str(job))] == ["job.enqueue"]


def test_a_job_of_a_rolled_back_transaction_was_never_asked_for():
    with transaction.atomic():
        enqueue(kind="x", title="x", params={}, by=OFFICER, at=AT)
        put(topic="x", key="1", at=AT)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not Outbox.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_waiting_job_stops_at_once_and_can_be_resumed(job):
    assert request_stop(job_id=job, by=OFFICER, is_admin=False, at=AT)
    assert queries.state_of(job_id=job) == rules.STOPPED
    assert not request_stop(job_id=job, by=OFFICER, is_admin=False, at=AT)
    assert resume(job_id=job, by=OFFICER, is_admin=False, at=AT)
    assert queries.state_of(job_id=job) == rules.QUEUED
    assert not resume(job_id=job, by=OFFICER, is_admin=False, at=AT)
    acts = [row.act for row in history_of(subject_type="job", subject_id=str(job))]
    assert acts == ["job.enqueue", "job.stop", "job.resume"]


@pytest.mark.parametrize("act", [request_stop, resume])
def test_strangers_can_neither_stop_nor_resume_it(job, act):
    with pytest.raises(NotYours):
        act(job_id=job, by=OTHER, is_admin=False, at=AT)
    assert queries.state_of(job_id=job) == rules.QUEUED


def test_an_administrator_may_stop_any_job(job):
    assert request_stop(job_id=job, by=ADMIN, is_admin=True, at=AT)


def test_people_see_their_own_jobs_and_administrators_all(job):
    other = enqueue(kind="x", title="别人的", params={}, by=OTHER, at=AT)
    assert [v.id for v in queries.jobs_for(actor_id="12", is_admin=False)] == [job]
    assert [v.id for v in queries.jobs_for(actor_id="1", is_admin=True)] == [other, job]
    assert [v.id for v in queries.jobs_for(actor_id="1", is_admin=True, before_id=other)] == [job]
    assert queries.job_for(actor_id="12", is_admin=False, job_id=other) is None


@pytest.mark.parametrize(("actor_id", "is_admin"), [("12", False), ("13", False), ("13", True)])
def test_predicate_and_filter_agree(job, actor_id, is_admin):
    found = policies.visible_to(actor_id=actor_id, is_admin=is_admin).filter(id=job).exists()
    assert policies.may_see(actor_id=actor_id, is_admin=is_admin, job=Job.objects.get(id=job)) == found


def test_the_list_costs_one_query(job, django_assert_num_queries):
    for _ in range(20):
        enqueue(kind="x", title="x", params={}, by=OFFICER, at=AT)
    with django_assert_num_queries(1):
        assert len(queries.jobs_for(actor_id="12", is_admin=False)) == 21


def test_many_messages_wait_in_their_order():
    assert put_many(topic="search", keys=(str(n) for n in range(2500)), at=AT) == 2500
    state = queries.outbox_state()
    assert (state.waiting, state.stuck, state.oldest_at) == (2500, 0, AT)
    assert list(Outbox.objects.order_by("id").values_list("key", flat=True)[:3]) == ["0", "1", "2"]
