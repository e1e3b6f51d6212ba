from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.utils import timezone

from gongkai.jobs import registry as jobs
from gongkai.jobs.actions import delivering
from gongkai.jobs.models import Outbox
from gongkai.search import indexing
from gongkai.search import tasks as search_tasks
from gongkai.search.actions import announce
from gongkai.search.matching import Query

AT = datetime(2024, 9, 2, 8, tzinfo=UTC)


def deliver() -> int:
    jobs.load()
    [own] = [one for one in jobs.consumers() if one.topic == "search"]
    return delivering.deliver(consumer=own, clock=timezone.now)


def found(text: str = "") -> list[int]:
    return indexing.index().search(Query(text, source="thing", sort="oldest")).ids


@pytest.mark.django_db
def test_what_is_announced_is_found_and_what_is_hidden_disappears(table):
    indexing.rebuild()
    table.docs[5] = replace(table.docs[4], id=5, title="关于彩虹大桥限行的公告")
    announce(source="thing", ids=[5], at=AT)
    assert found("彩虹大桥") == []
    assert deliver() == 1
    assert found("彩虹大桥") == [5]

    table.hidden.add(5)
    announce(source="thing", ids=[5], at=AT)
    deliver()
    assert found("彩虹大桥") == []


@pytest.mark.django_db
def test_nothing_is_announced_by_a_transaction_that_is_rolled_back(table):
    with transaction.atomic():
        announce(source="thing", ids=[1], at=AT)
        transaction.set_rollback(True)
    assert not Outbox.objects.exists()


@pytest.mark.django_db
def test_a_batch_delivered_twice_or_out_of_order_leaves_the_present_state(table):
    indexing.rebuild()
    table.hidden.add(4)
    keys = [("thing", 4), ("thing", 1), ("thing", 4), ("thing", 999), ("gone", 1)]
    indexing.deliver(keys)
    indexing.deliver(list(reversed(keys)))
    assert indexing.compare().is_empty
    assert indexing.index().reader().count == 3


@pytest.mark.django_db
def test_the_first_delivery_builds_the_whole_index(table):
    indexing.deliver([("thing", 1)])
    assert sorted(found()) == [1, 2, 3, 4]


def test_an_index_is_built_once_where_there_is_none(table):
    assert indexing.ensure()
    assert not indexing.ensure()
    assert sorted(found()) == [1, 2, 3, 4]


def test_while_another_process_builds_the_index_nobody_else_does(table):
    with indexing.index().rebuilding(indexing.read):
        assert not indexing.ensure()


def test_the_long_job_shows_how_far_it_is_and_can_be_stopped(table):
    class Watcher:
        steps: list[tuple[int, int]] = []

        def step(self, done, total):
            self.steps.append((done, total))

        def stop_if_asked(self):
            pass

    assert search_tasks.rebuild(Watcher()) == {"documents": 4}
    assert Watcher.steps == [(4, 4)]


def test_the_comparison_names_what_is_missing_and_what_is_too_much_and_repair_mends_it(table):
    indexing.rebuild()
    table.hidden.add(2)
    table.docs[6] = replace(table.docs[1], id=6)
    difference = indexing.compare()
    assert (difference.missing, difference.extra) == ({"thing": [6]}, {"thing": [2]})
    assert indexing.repair() == difference
    assert indexing.compare().is_empty


def test_the_rebuild_tells_how_far_it_is(table):
    seen = []
    assert indexing.rebuild(lambda done, total: seen.append((done, total))) == 4
    assert seen == [(4, 4)]


def test_the_consumer_reads_source_and_id_from_the_key(table):
    indexing.rebuild()
    table.hidden.add(3)
    search_tasks.index([jobs.Message(1, "search", "thing:3", {}, AT)])
    assert 3 not in found()
