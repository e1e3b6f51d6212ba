"""All numbers of a report are of one state of the database; who writes meanwhile doesn't wait."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.utils import timezone

from gongkai.figures.declaring import Scope
from gongkai.figures.queries import reckoning
from gongkai.figures.queries.snapshot import snapshot
from gongkai.figures.rules.periods import year


@pytest.mark.django_db(transaction=True)
def test_what_is_published_meanwhile_counts_in_the_next_report(transactional_db, cast):
    at = timezone.now()
    scope = Scope(None, year(timezone.localdate(at).year))
    cast.published(at=at)

    def publish() -> None:
        cast.published(at=at, title="关于补充公告的通知")
        connection.close()

    with snapshot():
        before = reckoning.reckon("item.published", scope).value
        writer = threading.Thread(target=publish)
        writer.start()
        writer.join(30)
        assert not writer.is_alive()
        assert reckoning.reckon("item.published", scope).value == before
    assert reckoning.reckon("item.published", scope).value == 2
