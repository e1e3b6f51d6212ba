"""Page views: counted in memory, handed over together, by unit and kind of page; nobody is followed."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection
from django.test import Client

from gongkai.registers import viewing
from gongkai.registers.models import PageView
from gongkai.registers.queries import views
from gongkai.registers.viewing import ViewCounter, is_crawler, page_of

DAY = date(2026, 3, 5)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/", ("home", "")),
        ("/unit/016/", ("unit", "unit:016")),
        ("/unit/016/guide/", ("unit", "unit:016")),
        ("/unit/", ("unit", "")),
        ("/item/MA0000016/2026-00012/", ("item", "item:MA0000016/2026-00012")),
        ("/item/MA0000016/2026-00012/versions/", ("item", "item:MA0000016/2026-00012")),
        ("/item/MA0000016/2026-00012/versions/3/", ("item", "item:MA0000016/2026-00012")),
        ("/item/MA0000016/2026-00012/qr.svg", None),
        ("/search/", ("list", "")),
        ("/search/suggest/", None),
        ("/topic/plan/feed/", None),
        ("/write/letter/", ("service", "")),
        ("/office/items/", None),
        ("/theme.css", None),
        ("/healthz", None),
    ],
)
def test_which_pages_count_and_as_what(path, page):
    assert page_of(path) == page


@pytest.mark.parametrize(
    "agent", ["", "Baiduspider/2.0", "Mozilla/5.0 (compatible; bingbot/2.0)", "curl/8.5"]
)
def test_programmes_that_say_so_are_not_readers(agent):
    assert is_crawler(agent)
    assert not is_crawler(BROWSER)


def test_numbers_reach_the_database_together_with_their_units(cast, django_assert_max_num_queries):
    index_no = cast.item(cast.published()).index_no
    counter = ViewCounter()
    for path in ["/"] * 3 + [f"/item/{index_no}/"] * 5 + ["/unit/012/", "/unit/nowhere/", "/item/none/"]:
        counter.count(path, DAY)
    assert not PageView.objects.exists(), "nothing is written where pages are shown"
    with django_assert_max_num_queries(30):
        assert counter.flush() == 11
    assert counter.flush() == 0
    root, agri, housing = (cast.units[key] for key in ("root", "agri", "housing"))
    expected = {
        (root, "home"): 3,
        (agri, "item"): 5,
        (housing, "unit"): 1,
        (root, "unit"): 1,
        (root, "item"): 1,
    }
    assert views(None, (2026, 3), (2026, 3)) == expected
    counter.count("/", DAY)
    counter.flush()
    assert views([root], (2026, 1), (2026, 12))[root, "home"] == 4


def test_what_could_not_be_written_waits(cast, monkeypatch):
    counter = ViewCounter()
    counter.count("/", DAY)

    def away(**_):
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(viewing, "add_views", away)
        with pytest.raises(OSError):
            counter.flush()
    assert counter.flush() == 1


def test_many_threads_lose_nothing_and_memory_is_bounded(cast, monkeypatch):
    monkeypatch.setattr(viewing, "MOST_KEYS", 50)
    counter = ViewCounter()
    threads = [
        threading.Thread(target=lambda n=n: [counter.count(f"/unit/{n}-{i}/", DAY) for i in range(200)])
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counter._numbers) <= 51
    assert counter.flush() == 1600
    assert sum(views(None, (2026, 3), (2026, 3)).values()) == 1600


def test_the_portal_tells_the_counter_and_writes_nothing_itself(cast, monkeypatch):
    counter = ViewCounter()
    monkeypatch.setattr(viewing, "counter", counter)
    monkeypatch.setattr(viewing, "is_counting", lambda: True)
    client = Client(headers={"user-agent": BROWSER})
    for path in ("/", "/unit/016/", "/no-such-page/", "/office/login/"):
        client.get(path)
    client.head("/")
    Client(headers={"user-agent": "Baiduspider"}).get("/")
    assert sorted(kind for kind, *_ in counter._numbers.elements()) == ["home", "unit"]
    assert not PageView.objects.exists()


def test_nothing_of_the_visitor_has_a_column(cast):
    with connection.cursor() as cursor:
        columns = {
            c.name for c in connection.introspection.get_table_description(cursor, PageView._meta.db_table)
        }
    assert columns == {"id", "unit_id", "page", "year", "month", "number"}
