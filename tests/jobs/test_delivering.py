"""The outbox: at least once, in order, never held up; draining at the end of a command."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from gongkai.jobs import queries
from gongkai.jobs import worker as working
from gongkai.jobs.actions import put, put_many
from gongkai.jobs.actions.delivering import deliver, forget_delivered
from gongkai.jobs.locks import worker_lock
from gongkai.jobs.models import Outbox
from gongkai.jobs.registry import AlreadyRegistered, Consumer, consumer
from gongkai.ledger.actions import record
from gongkai.ledger.queries import verify
from gongkai.ledger.rules import SYSTEM, Subject

from .conftest import AT, wait_until, worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seen(registered) -> list[str]:
    """Keys that a consumer of the topic `test` was told."""
    keys: list[str] = []
    consumer("test", batch=10)(lambda messages: keys.extend(m.key for m in messages))
    return keys


def waiting() -> int:
    return queries.outbox_state().waiting


def test_messages_arrive_in_order_soon_after_commit(seen):
    with worker():
        put_many(topic="test", keys=map(str, range(35)), at=timezone.now())
        wait_until(lambda: waiting() == 0)
    assert seen == [str(n) for n in range(35)]


def test_rolled_back_messages_never_arrive(seen):
    with transaction.atomic():
        put(topic="test", key="1", at=AT)
        transaction.set_rollback(True)
    working.drain(at=AT)
    assert seen == []


def test_a_crash_between_delivery_and_mark_delivers_again(seen):
    put_many(topic="test", keys=["1", "2"], at=AT)

    class Killed(BaseException):
        """The process ends here: nothing after it runs."""

    def clock():
        if len(seen) == 2:
            raise Killed
        return timezone.now()

    taking = Consumer("test", lambda messages: seen.extend(m.key for m in messages), 10)
    with pytest.raises(Killed):
        deliver(consumer=taking, clock=clock)
    working.drain(at=AT)
    assert seen == ["1", "2", "1", "2"]
    assert waiting() == 0


def test_one_bad_message_holds_up_nobody(registered, caplog):
    seen = []

    @consumer("test", batch=10)
    def picky(messages):
        if any(m.key == "bad" for m in messages):
            raise ValueError("bad")
        seen.extend(m.key for m in messages)

    put_many(topic="test", keys=["1", "bad", "2"], at=AT)
    working.drain(at=AT)
    assert seen == ["1", "2"]
    bad = Outbox.objects.get(done_at=None)
    assert (bad.key, bad.tries) == ("bad", 1)
    assert bad.retry_at > timezone.now()
    assert "bad" in caplog.text
    Outbox.objects.filter(id=bad.id).update(tries=9, retry_at=None)
    working.drain(at=AT)
    assert queries.outbox_state().stuck == 1


def test_topics_without_a_consumer_wait(seen):
    put(topic="nobody", key="1", at=AT)
    working.drain(at=AT)
    assert waiting() == 1


def test_draining_seals_the_ledger(seen):
    with transaction.atomic():
        record(actor=SYSTEM, act="x", subject=Subject("a", "1", ""), at=AT)
    working.drain(at=AT)
    found = verify(at=AT)
    assert (found.rows, found.unsealed, found.ok) == (1, 0, True)


def test_the_worker_seals_within_seconds(seen):
    with worker():
        with transaction.atomic():
            record(actor=SYSTEM, act="x", subject=Subject("a", "1", ""), at=AT)
        wait_until(lambda: verify(at=AT).unsealed == 0, 5)


def test_draining_beside_a_worker_waits_for_it(seen):
    with worker():
        wait_until(lambda: not _is_free())
        with transaction.atomic():
            put(topic="test", key="1", at=AT)
            record(actor=SYSTEM, act="x", subject=Subject("a", "1", ""), at=AT)
        working.drain(at=AT)
        assert seen == ["1"]
        assert verify(at=AT).unsealed == 0


def test_draining_gives_up_on_a_worker_that_does_nothing(seen):
    lock = worker_lock()
    assert lock.take()
    put(topic="test", key="1", at=AT)
    with pytest.raises(working.DrainTimeout):
        working.drain(at=AT, timeout_seconds=0.2)
    lock.release()
    working.drain(at=AT)
    assert seen == ["1"]


def test_draining_takes_over_from_a_worker_that_dies(seen):
    lock = worker_lock()
    assert lock.take()
    put(topic="test", key="1", at=AT)
    threading.Timer(0.3, lock.release).start()
    working.drain(at=AT)
    assert seen == ["1"]


def test_only_one_of_two_workers_delivers(registered):
    inside, worst = [], []

    @consumer("test", batch=1)
    def slow(messages):
        inside.append(1)
        worst.append(len(inside))
        time.sleep(0.01)
        inside.pop()

    put_many(topic="test", keys=map(str, range(20)), at=AT)
    with worker(), worker():
        wait_until(lambda: waiting() == 0, 20)
    assert max(worst) == 1
    assert len(worst) == 20


def test_the_worker_outlives_a_consumer_that_fails(registered, caplog):
    @consumer("test")
    def fails(messages):
        raise OSError("disk full")

    put(topic="test", key="1", at=AT)
    with worker():
        wait_until(lambda: Outbox.objects.get().tries == 1)
    assert "disk full" in caplog.text


def test_delivered_messages_are_forgotten_after_a_week(seen):
    put(topic="test", key="1", at=AT)
    working.drain(at=AT)
    assert forget_delivered(at=timezone.now() + timedelta(days=6)) == 0
    assert forget_delivered(at=timezone.now() + timedelta(days=8)) == 1


def test_a_topic_has_one_consumer(seen):
    with pytest.raises(AlreadyRegistered):
        consumer("test")(lambda messages: None)


def _is_free() -> bool:
    lock = worker_lock()
    free = lock.take()
    lock.release()
    return free


def test_a_worker_that_ends_leaves_its_lock(seen):
    with worker():
        wait_until(lambda: not _is_free())
    assert _is_free()
