"""Lists of cases: columns, saved filters, tables that equal the page, acts on many, and no more counting than needed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests import cast as casting
from tests.office.cases.conftest import url
from tests.office.test_item_lists import all_pages, exported, page_cells

from gongkai.accounts.actions.lists import save_filter
from gongkai.accounts.models import ListChoice
from gongkai.cases.actions.sharing import claim
from gongkai.cases.models import Case, Notice
from gongkai.cases.queries import case_lists
from gongkai.cases.queries.case_lists import COLUMNS, Narrowing, counts_of, found_cases
from gongkai.jobs.models import Job
from gongkai.jobs.tasks import run_job
from gongkai.ledger.models import LedgerRow

OFFICE = "office.disclosure_office"


def words(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def several(submitted, processing, do):
    """Open, running, late and closed ones of two units."""
    return casting.kept("cases of two units", lambda: _several(submitted, processing, do))


def _several(submitted, processing, do):
    ids = [submitted(title=f"道路养护{n}") for n in range(3)] + [
        submitted(unit="housing", title="公租房名单")
    ]
    ids += [processing(days=days) for days in (1, 60)]
    do(ids[0], "confirm", how="电话")
    do(ids[0], "withdraw", reason="不要了")
    return ids


@pytest.mark.parametrize(
    ("kind", "query"), [("csv", "in=all"), ("xlsx", "in=open&sort=-submitted"), ("csv", "in=closed")]
)
def test_the_table_taken_out_is_the_table_on_the_page(several, client_of, kind, query):
    office = client_of(OFFICE)
    office.post(url("list_view", "cases"), {"columns": [*COLUMNS], "rows": "20"})
    seen = all_pages(office, f"{url('cases')}?{query}")
    assert exported(office, "cases", query, kind) == seen
    assert len(seen) > 1
    assert LedgerRow.objects.filter(act="list.export").count() == 1


def test_columns_are_chosen_and_another_units_cases_are_in_no_table(several, client_of):
    client = client_of("agri.handler")
    client.post(url("list_view", "cases"), {"columns": ["number", "title", "channel"], "rows": "20"})
    assert page_cells(client, url("cases_in", "open"))[0] == ["来件", "编号", "怎么来的"]
    assert ListChoice.objects.get().list_code == "cases"
    rows = exported(client, "cases", "in=all", "csv")
    assert len(rows) == 6
    assert not any("公租房" in cell for row in rows for cell in row)
    assert client_of("agri.publisher").post(url("list_export", "cases"), {"format": "csv"}).status_code == 404


def test_a_saved_filter_says_its_view_and_opens_the_list(several, client_of, cast):
    client = client_of(OFFICE)
    query = "in=open&kind=information_application&unit=" + str(cast.units["agri"])
    client.post(f"{url('list_filters', 'cases')}?{query}", {"name": "农业局在办", "first": "1"})
    answer = client.get(url("cases"))
    assert answer.status_code == 302
    page = client.get(answer.url)
    [one] = page.context["tools"]["filters"]
    assert (one["facts"].name, one["count"], one["on"]) == ("农业局在办", 4, True)
    assert page.context["view"].code == "open"
    assert "公租房" not in words(page)
    assert "农业局在办" in words(client.get(url("list_filters", "cases")))


def test_saved_filters_cost_one_query_whatever_their_number(several, cast, django_assert_num_queries):
    by, today = cast.standing(OFFICE), timezone.localdate()
    asked = [{"in": "open"}, {"in": "closed"}, {"q": "养护", "in": "all"}, {"in": "review"}]
    with django_assert_num_queries(1):
        assert counts_of(by, asked, today=today) == [5, 1, 5, 0]
    assert counts_of(by, [], today=today) == []


def test_a_long_list_says_that_there_are_more_and_counts_no_further(several, cast, client_of, monkeypatch):
    monkeypatch.setattr(case_lists, "COUNTED", 3)
    found = found_cases(cast.standing(OFFICE), Narrowing("all"), sort="", today=timezone.localdate())
    assert (found.total, found.more) == (3, True)
    page = words(client_of(OFFICE).get(url("cases_in", "all")))
    assert "3+ 件" in page
    assert "用筛选缩小" in page


def test_a_list_with_filters_keeps_its_number_of_queries(several, cast, client_of):
    by = cast.standing(OFFICE)
    for n in range(3):
        save_filter(
            list_code="cases", name=f"{n}", query="in=open&q=养护", unit_id=None, by=by, at=timezone.now()
        )
    office = client_of(OFFICE)
    for address in (url("cases"), url("cases_in", "closed"), url("cases_in", "all") + "?q=养护&kind=letter"):
        office.get(address)
        with CaptureQueriesContext(connection) as asked:
            office.get(address)
            told = [one["sql"][:90] for one in asked.captured_queries]
        assert len(told) <= 22, told


def test_the_search_of_the_bar_finds_cases_by_words_and_number_for_who_may_see_them(several, client_of):
    number = Case.objects.get(id=several[1]).number
    agri, other = client_of("agri.handler"), client_of("housing.handler")
    for asked in (number, "道路养护1"):
        assert "来件里也有" in words(agri.get(url("items"), {"q": asked}))
        assert "道路养护1" in words(agri.get(url("items"), {"q": asked}))
        assert "来件里也有" not in words(other.get(url("items"), {"q": asked}))
    assert "来件里也有" not in words(client_of("agri.publisher").get(url("items"), {"q": "养护"}))
    assert url("cases_in", "all") + "?q=%E5%85%BB" not in words(agri.get(url("items"), {"q": "养护"}))


# ---- acts on many ----------------------------------------------------------------------------------------


def test_many_are_given_to_a_colleague_each_with_its_line(several, client_of, cast):
    client = client_of("agri.leader")
    address = reverse("office:list_bulk", args=["cases"])
    chosen = {"act": "assign", "ids": several[:4]}
    page = client.post(address, chosen)
    assert [line.id for line in page.context["wont"]] == [several[0]]  # closed; another unit's is not told of
    assert [line.id for line in page.context["will"]] == several[1:3]
    colleague = cast.people["agri.handler"]
    given = {"act": "assign", "chosen": page.context["chosen"], "confirmed": "1", "user": colleague}
    client.post(address, given)
    job = Job.objects.get(kind="lists.bulk")
    Case.objects.filter(id=several[2]).update(closed_at=timezone.now())  # between the choice and the run
    run_job.func(job.pk)
    assert Case.objects.get(id=several[1]).assignee_id == colleague
    assert Case.objects.get(id=several[2]).assignee_id is None
    report = client.get(url("bulk_report", job.pk))
    assert report.context["report"].done == 1
    assert "已经办结" in words(report)
    assert LedgerRow.objects.filter(act="case.assign").count() == 1


def test_many_are_urged_once_a_day_by_who_heads_the_unit(several, client_of, cast):
    claim(case_id=several[1], by=cast.standing("agri.handler"), at=timezone.now())
    address = reverse("office:list_bulk", args=["cases"])
    leader = client_of("agri.leader")
    given = {"act": "urge", "chosen": f"{several[1]},{several[2]}", "confirmed": "1", "words": "周五前送审"}
    for told in (2, 0):
        leader.post(address, given)
        run_job.func(Job.objects.order_by("-id")[0].pk)
        before = Notice.objects.filter(once__startswith="urge:").count()
        assert before == 2, told
    assert LedgerRow.objects.filter(act="case.urge").count() == 2
    assert "周五前送审" in words(client_of("agri.handler").get(url("cases")))
    page = client_of("agri.handler").post(address, {"act": "urge", "ids": several[1:3]})
    assert not page.context["will"]


def test_no_more_than_a_thousand_at_once(several, client_of, monkeypatch):
    address = reverse("office:list_bulk", args=["cases"])
    many = ",".join(str(n) for n in range(1, 1100))
    answer = client_of(OFFICE).post(address, {"act": "urge", "chosen": many})
    assert answer.status_code == 422
    assert "一次最多 1,000 件" in words(answer)
