"""The inbox and the lists: each view its items, counts that agree, queries that don't grow, bulk acts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast as casting
from tests.office.pages import url, words

from gongkai.disclosure.queries.office import VIEWS, view_counts, view_items
from gongkai.jobs.models import Job
from gongkai.jobs.tasks import run_job
from gongkai.ledger.models import LedgerRow


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.fixture
def busy(cast):
    """Items in every view: drafts, returned, under review, late, due, public."""
    return casting.kept("items in every view", lambda: _busy(cast))


def _busy(cast):
    now = timezone.now()
    cast.draft(title="还在写的公告")
    cast.submitted(title="早就该公开的公告", at=now - timedelta(days=60))
    cast.submitted(title="快到期的公告", at=now - timedelta(days=23))
    cast.published(title="这个月公开的公告")
    return cast


@pytest.mark.parametrize(
    "who", ["agri.officer", "agri.first_reviewer", "office.disclosure_office", "office.auditor"]
)
def test_the_counts_agree_with_the_views(busy, who):
    by, today = busy.standing(who), timezone.localdate()
    counts = view_counts(by, today=today)
    assert {code: view_items(by, code=code, today=today).count() for code in VIEWS} == {
        code: counts[code] for code in VIEWS
    }


def test_the_oldest_due_stands_first(busy, client_of):
    shown = words(client_of("agri.first_reviewer").get(url("inbox", "review")))
    assert shown.index("早就该公开的公告") < shown.index("快到期的公告")
    assert "逾期" in shown


def test_the_number_of_queries_does_not_grow_with_the_rows(busy, client_of):
    addresses = [
        url("home"),
        url("items"),
        url("publications"),
        url("inbox", "in_review"),
        url("inbox", "published"),
    ]
    client = client_of("agri.first_reviewer")
    few = [queries(client, address) for address in addresses]
    for number in range(4):
        busy.submitted(title=f"又一条送审的公告之{number}")
        busy.published(kind="work_news", title=f"又一条公开的动态之{number}")
    assert [queries(client, address) for address in addresses] == few
    assert max(few) <= 17
    assert few[0] <= 10


def test_search_filters_and_order_narrow_the_list(busy, client_of):
    client = client_of("agri.officer")
    assert client.get(url("items") + "?q=快到期").context["page_of"].paginator.count == 1
    assert client.get(url("items") + "?state=drafting").context["page_of"].paginator.count == 1
    assert client.get(url("items") + "?kind=nonsense&year=x&unit=y&sort=z&page=9").status_code == 200
    titles = [row.title for row in client.get(url("items") + "?sort=title").context["page_of"].object_list]
    assert titles == sorted(titles)


def test_an_unknown_view_is_not_found(cast, client_of):
    assert client_of("agri.officer").get(url("inbox", "nonsense")).status_code == 404


def test_an_empty_inbox_says_what_to_do_first(cast, client_of):
    shown = words(client_of("agri.officer").get(url("home")))
    assert "您没有在写的草稿" in shown
    assert "新建信息" in shown


def test_a_bulk_act_says_first_what_will_change_and_what_will_not(cast, client_of):
    one, two = cast.published(title="要撤回的公告"), cast.published(title="正在更正的公告")
    client_of("agri.officer").post(url("item_correct", two), {"reason": "改一处", "confirmed": "1"})
    client_of("agri.officer").post(url("item_correct", two), {"reason": "更正一处错字", "confirmed": "1"})
    publisher = client_of("agri.publisher")
    page = publisher.post(url("list_bulk", "publications"), {"act": "withdraw", "ids": [one, two]})
    assert [line.id for line in page.context["will"]] == [one]
    assert [line.id for line in page.context["wont"]] == [two]
    assert cast.item(one).state == "published"
    before = LedgerRow.objects.filter(act="item.withdraw").count()
    given = {"act": "withdraw", "ids": [one, two], "confirmed": "1", "reason": "名单需要重新核对"}
    run_job.func(int(publisher.post(url("list_bulk", "publications"), given).url.split("/")[-2]))
    assert cast.item(one).state == "withdrawn"
    assert LedgerRow.objects.filter(act="item.withdraw").count() == before + 1


def test_bulk_acts_reach_no_item_of_another_unit(cast, client_of):
    item_id = cast.published()
    given = {"act": "withdraw", "ids": [item_id], "confirmed": "1", "reason": "别人单位的信息"}
    client_of("housing.publisher").post(url("list_bulk", "publications"), given)
    assert cast.item(item_id).state == "published"


def test_many_items_move_to_another_heading_at_once(cast, client_of):
    ids = [cast.published(title=f"要换栏目的公告之{n}") for n in range(2)]
    other = cast.topics["normative.draft"]
    client_of("agri.officer").post(
        url("list_bulk", "publications"), {"act": "topic", "ids": ids, "confirmed": "1", "topic_id": other}
    )
    run_job.func(Job.objects.latest("id").pk)
    assert {cast.item(pk).topic_id for pk in ids} == {other}
    assert LedgerRow.objects.filter(act="item.move_to_topic").count() == 2


def test_everything_that_was_found_can_be_chosen(cast, client_of):
    for n in range(3):
        cast.published(title=f"全部选中的公告之{n}")
    page = client_of("agri.publisher").post(
        url("list_bulk", "publications") + "?kind=notice", {"act": "withdraw", "all_found": "1"}
    )
    assert len(page.context["will"]) == 3
