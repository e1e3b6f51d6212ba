"""The worker runs jobs: progress, stop, going down, dying."""

import threading
import time

import pytest
from django.utils import timezone

from gongkai.jobs import queries, rules
from gongkai.jobs.actions import enqueue, request_stop, resume, running
from gongkai.jobs.locks import job_lock
from gongkai.jobs.models import Job
from gongkai.jobs.registry import AlreadyRegistered, handler
from gongkai.jobs.tasks import run_job
from gongkai.jobs.worker import recover_abandoned

from .conftest import AT, OFFICER, wait_until, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sweep]


def ask(kind: str, **params) -> int:
    return enqueue(kind=kind, title="试验", params=params, by=OFFICER, at=AT)


def state(job: int) -> str | None:
    return queries.state_of(job_id=job)


def view(job: int) -> queries.JobView:
    found = queries.job_for(actor_id="12", is_admin=False, job_id=job)
    assert found is not None
    return found


def counting(progress):
    """Counts to `total` from its cursor, one thing every hundredth of a second."""
    for number in range(progress.cursor or 0, progress.params["total"]):
        progress.stop_if_asked()
        time.sleep(0.01)
        progress.step(number + 1, progress.params["total"], f"第 {number + 1} 件")
        progress.keep(number + 1)
    return {"counted": progress.params["total"], "by": progress.by.label}


def test_a_job_runs_to_its_result(registered):
    handler("test.count")(counting)
    job = ask("test.count", total=5)
    with worker():
        wait_until(lambda: state(job) == rules.DONE)
    done = view(job)
    assert done.result == {"counted": 5, "by": "王敏"}
    assert (done.done, done.total, done.percent, done.message) == (5, 5, 100, "第 5 件")
    assert done.started_at <= done.finished_at
    assert Job.objects.get().attempts == 1


def test_progress_is_seen_while_it_runs(registered):
    handler("test.count")(counting)
    job = ask("test.count", total=100)
    with worker():
        wait_until(lambda: 0 < view(job).done < 100)
        assert view(job).state == rules.RUNNING
        wait_until(lambda: state(job) == rules.DONE)


def test_a_stopped_job_goes_on_where_it_stood(registered):
    handler("test.count")(counting)
    job = ask("test.count", total=300)
    with worker():
        wait_until(lambda: view(job).done > 3)
        assert request_stop(job_id=job, by=OFFICER, is_admin=False, at=timezone.now())
        wait_until(lambda: state(job) == rules.STOPPED)
        stood = view(job).done
        assert 3 < stood < 300
        Job.objects.filter(id=job).update(params={"total": stood + 2})
        assert resume(job_id=job, by=OFFICER, is_admin=False, at=timezone.now())
        wait_until(lambda: state(job) == rules.DONE)
    assert view(job).result["counted"] == stood + 2


def test_a_failing_job_says_so_and_can_be_resumed(registered):
    tries = []

    @handler("test.fail")
    def fail(progress):
        tries.append(progress.cursor)
        progress.keep("half")
        if len(tries) == 1:
            raise ValueError("第 7 行缺少标题")

    job = ask("test.fail")
    with worker():
        wait_until(lambda: state(job) == rules.FAILED)
        assert "第 7 行缺少标题" in view(job).message
        assert "ValueError" in view(job).log[-1]
        assert resume(job_id=job, by=OFFICER, is_admin=False, at=timezone.now())
        wait_until(lambda: state(job) == rules.DONE)
    assert tries == [None, "half"]


def test_an_unknown_kind_fails_with_its_name():
    job = ask("test.unknown")
    assert run_job.call(job) == rules.FAILED
    assert "test.unknown" in view(job).message


def test_a_worker_that_goes_down_puts_its_job_back(registered):
    handler("test.count")(counting)
    job = ask("test.count", total=100)
    with worker():
        wait_until(lambda: view(job).done > 3)
    waiting = view(job)
    assert (waiting.state, Job.objects.get().attempts) == (rules.QUEUED, 0)
    with worker():
        wait_until(lambda: state(job) == rules.DONE)
    assert view(job).result["counted"] == 100


def test_a_job_runs_once_however_often_it_is_called(registered):
    runs = []
    handler("test.once")(lambda progress: runs.append(1))
    job = ask("test.once")
    assert [run_job.call(job) for _ in range(3)] == [rules.DONE, "skipped", "skipped"]
    assert runs == [1]


def test_two_workers_at_once_run_each_job_once(registered):
    runs, guard = [], threading.Lock()

    @handler("test.once")
    def once(progress):
        with guard:
            runs.append(progress.job_id)

    jobs = [ask("test.once") for _ in range(20)]
    with worker(), worker():
        wait_until(lambda: all(state(job) == rules.DONE for job in jobs), 30)
    assert sorted(runs) == jobs


def _die_while_running(job: int, **fields) -> None:
    """As a kill -9 leaves it: running, nobody holds the lock, the last sign of life is old."""
    assert running.take(job_id=job, at=AT)
    Job.objects.filter(id=job).update(**fields)


def test_the_job_of_a_dead_worker_goes_on_from_its_cursor(registered):
    handler("test.count")(counting)
    job = ask("test.count", total=5)
    _die_while_running(job, cursor=3)
    with worker():
        wait_until(lambda: state(job) == rules.DONE)
    assert view(job).result["counted"] == 5


def test_the_job_of_a_living_worker_is_left_alone():
    job = ask("test.count", total=5)
    _die_while_running(job)
    lock = job_lock(job)
    assert lock.take()
    assert recover_abandoned(at=timezone.now()) == 0
    lock.release()
    assert recover_abandoned(at=timezone.now()) == 1
    assert state(job) == rules.QUEUED


def test_a_dead_workers_job_that_was_being_stopped_is_stopped():
    job = ask("test.count", total=5)
    _die_while_running(job, state=rules.STOPPING)
    assert recover_abandoned(at=timezone.now()) == 1
    assert state(job) == rules.STOPPED


def test_a_job_that_kills_its_worker_again_and_again_is_given_up():
    job = ask("test.count", total=5)
    for _ in range(running.MAX_ATTEMPTS):
        _die_while_running(job)
        assert recover_abandoned(at=timezone.now()) == 1
    assert state(job) == rules.FAILED


def test_a_kind_has_one_handler(registered):
    handler("test.count")(counting)
    handler("test.count")(counting)
    with pytest.raises(AlreadyRegistered):
        handler("test.count")(lambda progress: None)
