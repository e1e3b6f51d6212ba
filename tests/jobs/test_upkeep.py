"""The database learns how its tables are filled, so that it reads by the right index."""

import pytest
from django.db import connection
from django.utils import timezone

from gongkai.jobs.registry import load, regular_work
from gongkai.jobs.upkeep import learn_sizes


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL learns by itself")
def test_after_the_look_the_sizes_are_known_and_no_value_of_a_row_is_kept(cast):
    cast.published(unit="agri", title="关于冬小麦田间管理的通知")
    learn_sizes(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'disclosure_item' AND idx = 'item_counted'")
        assert cursor.fetchone() is not None
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat4'")
        if cursor.fetchone()[0]:
            cursor.execute("SELECT count(*) FROM sqlite_stat4")
            assert cursor.fetchone()[0] == 0


def test_the_worker_does_it_by_itself():
    load()
    assert "learn_sizes" in [one.name for one in regular_work()]
