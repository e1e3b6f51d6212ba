"""Columns, rows, order, saved filters, and tables that hold exactly what the page shows."""

import csv
import html
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from tests import cast as casting
from tests.office.pages import url

from gongkai.accounts.actions import disable_user
from gongkai.accounts.actions.lists import save_filter
from gongkai.accounts.models import ListChoice, SavedFilter
from gongkai.disclosure.queries import item_lists
from gongkai.disclosure.queries.item_lists import COLUMNS
from gongkai.jobs.models import Job
from gongkai.jobs.tasks import run_job
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM
from gongkai.tables.shape import FORMULA_START

TAG, SPACE = re.compile(r"<[^>]+>"), re.compile(r"\s+")


def plain(text):
    return SPACE.sub(" ", text).strip()


def page_cells(client, address):
    """Heads and cells of the table as a person reads them."""
    shown = client.get(address, follow=True).content.decode()
    table = shown[shown.index("<table") : shown.index("</table>")]
    table = re.sub(r'<t[hd][^>]*class="pick-(?:head|cell)".*?</t[hd]>', "", table, flags=re.S)
    table = re.sub(r'<span aria-hidden="true".*?</span>', "", table, flags=re.S)
    rows = re.findall(r"<tr.*?</tr>", table, flags=re.S)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.S) for row in rows]
    return [[plain(html.unescape(TAG.sub("", cell))) for cell in row] for row in cells]


def all_pages(client, address):
    join = "&" if "?" in address else "?"
    head, *rows = page_cells(client, f"{address}{join}page=1")
    pages = client.get(address, follow=True).context["page_of"].paginator.num_pages
    for number in range(2, pages + 1):
        rows += page_cells(client, f"{address}{join}page={number}")[1:]
    return [head, *rows]


def exported(client, code, query, kind):
    answer = client.post(f"{reverse('office:list_export', args=[code])}?{query}", {"format": kind})
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return table_of(b"".join(answer.streaming_content), kind)


def table_of(content, kind):
    if kind == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        return [[plain(cell) for cell in row] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert all(cell.data_type != "f" for row in sheet.rows for cell in row)
    return [[plain(str(cell.value or "")) for cell in row] for row in sheet.rows]


@pytest.fixture
def busy(cast):
    return casting.kept("thirty items", lambda: _thirty_items(cast))


def _thirty_items(cast):
    now = timezone.now()
    for n in range(9):
        cast.published(title=f"公开的公告之{n}", at=now - timedelta(days=n))
        cast.submitted(title=f"送审的公告之{n}", at=now - timedelta(days=7 * n))
        cast.draft(title=f"草稿之{n}")
    cast.draft(title="=HYPERLINK(1)")
    cast.draft(title="@SUM(1+1)")
    return cast


@pytest.mark.sweep
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "query", ["all=1", "sort=title", "sort=-due&state=in_review", "kind=notice&q=公告&sort=published"]
)
def test_the_table_taken_out_is_the_table_on_the_page(busy, client_of, kind, query):
    client = client_of("agri.officer")
    client.post(url("list_view", "items"), {"columns": [*COLUMNS], "rows": "20"})
    seen = all_pages(client, f"{url('items')}?{query}")
    out = exported(client, "items", query, kind)
    if kind == "csv":  # the guard against formulas is all that differs
        guarded = [cell for row in out for cell in row if cell.startswith("'")]
        assert all(FORMULA_START.match(cell[1:]) for cell in guarded)
        assert bool(guarded) == any(FORMULA_START.match(cell) for row in seen for cell in row)
        out = [[cell.removeprefix("'") for cell in row] for row in out]
    assert out == seen
    assert len(seen) > 9


def test_columns_and_rows_are_chosen_and_remembered(busy, client_of):
    client = client_of("agri.officer")
    answer = client.post(
        url("list_view", "items") + "?state=drafting", {"columns": ["due", "title", "topic"], "rows": "20"}
    )
    assert answer.url == f"{url('items')}?state=drafting"
    assert page_cells(client, url("items"))[0] == ["标题", "栏目", "期限"]
    assert client.get(url("items")).context["page_of"].paginator.per_page == 20
    assert client.get(url("publications")).context["page_of"].paginator.per_page == 50
    assert exported(client, "items", "", "csv")[0] == ["标题", "栏目", "期限"]
    assert page_cells(client_of("agri.first_reviewer"), url("items"))[0][0:2] == ["标题", "编号"]
    for bad in ({"columns": [], "rows": "20"}, {"columns": ["title"], "rows": "7000"}):
        client.post(url("list_view", "items"), bad)
    assert ListChoice.objects.get(list_code="items").columns == ["due", "title", "topic"]


def test_an_export_holds_nothing_of_other_units_and_is_in_the_ledger(busy, client_of):
    busy.published(unit="housing", title="住建局的公告")
    busy.draft(unit="housing", title="住建局的草稿")
    rows = exported(client_of("agri.officer"), "items", "", "csv")
    assert not any("住建局" in cell for row in rows for cell in row)
    assert LedgerRow.objects.filter(act="list.export").count() == 1


def test_a_long_list_is_written_by_a_job_for_whoever_asked(busy, client_of, monkeypatch, settings, tmp_path):
    settings.HOME = tmp_path
    monkeypatch.setattr("gongkai.office.list_tools.EXPORT_AT_ONCE", 5)
    monkeypatch.setattr(item_lists, "CHUNK", 4)
    client = client_of("agri.officer")
    answer = client.post(reverse("office:list_export", args=["items"]) + "?sort=title", {"format": "xlsx"})
    job = Job.objects.get(kind="lists.export")
    assert answer.url == url("job", job.pk)
    run_job.func(job.pk)
    assert "下载表格" in client.get(url("job", job.pk)).content.decode()
    sheet = client.get(url("job_file", job.pk))
    content = b"".join(sheet.streaming_content)
    assert table_of(content, "xlsx") == all_pages(client, f"{url('items')}?sort=title")
    for who in ("agri.first_reviewer", "office.system_admin"):
        assert client_of(who).get(url("job_file", job.pk)).status_code == 404


def test_more_than_the_most_is_refused_with_the_number(busy, client_of, monkeypatch):
    monkeypatch.setattr("gongkai.office.list_tools.EXPORT_AT_ONCE", 2)
    monkeypatch.setattr("gongkai.lists.actions.exporting.EXPORT_MOST", 3)
    client = client_of("agri.officer")
    address = reverse("office:list_export", args=["items"])
    assert "一次最多导出 3 条" in client.post(address, {"format": "csv"}, follow=True).content.decode()
    assert not Job.objects.exists()


def save(client, query, name, **more):
    return client.post(f"{url('list_filters', 'items')}?{query}", {"name": name, **more})


def test_a_saved_filter_stands_above_the_list_with_its_number_and_in_the_address(busy, client_of):
    client = client_of("agri.officer")
    save(client, "state=drafting&sort=title&page=3&nonsense=1", "我的草稿")
    page = client.get(url("items") + "?state=drafting&sort=title")
    [one] = page.context["tools"]["filters"]
    assert (one["facts"].name, one["count"], one["on"]) == ("我的草稿", 11, True)
    assert page.context["page_of"].paginator.count == 11
    sent = client_of("agri.first_reviewer").get(one["url"])  # the address says all by itself
    assert sent.context["page_of"].paginator.count == 11
    assert not sent.context["tools"]["filters"]


def test_a_shared_filter_is_the_units_and_counts_what_the_looker_may_see(busy, client_of, cast):
    save(client_of("agri.officer"), "state=in_review", "审核中的", share="own")
    [one] = client_of("agri.first_reviewer").get(url("items")).context["tools"]["filters"]
    assert (one["facts"].name, one["facts"].is_own, one["count"]) == ("审核中的", False, 9)
    assert not client_of("housing.officer").get(url("items")).context["tools"]["filters"]
    assert LedgerRow.objects.filter(act="list_filter.save").count() == 1
    address = reverse("office:list_filter", args=["items", one["facts"].id])
    client = client_of("agri.first_reviewer")
    assert client.post(address, {"act": "delete", "confirmed": "1"}).status_code == 403
    client.post(address, {"act": "take_over"})
    assert SavedFilter.objects.get().owner_id == cast.people["agri.officer"]
    assert client_of("housing.officer").post(address, {"act": "first"}).status_code == 404


def test_the_first_filter_opens_the_list_and_the_whole_list_stays_within_reach(busy, client_of):
    client = client_of("agri.officer")
    save(client, "state=drafting", "我的草稿", first="1")
    answer = client.get(url("items"))
    assert answer.status_code == 302
    assert "state=drafting" in answer.url
    assert client.get(url("items") + "?all=1").context["page_of"].paginator.count == 29
    found = SavedFilter.objects.get()
    address = reverse("office:list_filter", args=["items", found.pk])
    assert "删除" in client.post(address, {"act": "delete"}).content.decode()
    client.post(address, {"act": "delete", "confirmed": "1"})
    assert client.get(url("items")).status_code == 200


def test_the_shared_filter_of_somebody_who_has_gone_stays_marked_and_can_be_taken_over(busy, client_of):
    save(client_of("agri.officer"), "state=in_review", "审核中的", share="own")
    save(client_of("agri.officer"), "state=drafting", "自己的")
    disable_user(
        user_id=busy.people["agri.officer"],
        successor_id=busy.people["agri.handler"],
        by=SYSTEM,
        at=timezone.now(),
    )
    client = client_of("agri.handler")
    page = client.get(url("items"))
    [one] = page.context["tools"]["filters"]
    assert one["facts"].owner_gone
    assert "原来的人已离开" in page.content.decode()
    assert "由我接管" in client.get(url("list_filters", "items")).content.decode()
    address = reverse("office:list_filter", args=["items", one["facts"].id])
    client.post(address, {"act": "take_over"})
    [one] = client.get(url("items")).context["tools"]["filters"]
    assert (one["facts"].is_own, one["facts"].owner_gone, one["count"]) == (True, False, 9)
    assert LedgerRow.objects.filter(act="list_filter.take_over").count() == 1


def test_saved_filters_cost_one_query_whatever_their_number(busy, client_of, django_assert_num_queries):
    by = busy.standing("agri.officer")
    for n in range(12):
        save_filter(
            list_code="items", name=f"第{n}个", query="state=drafting", unit_id=None, by=by, at=timezone.now()
        )
    with django_assert_num_queries(1):
        item_lists.counts_of(by, code="items", asked=[{"state": "drafting"}] * 12)


def test_an_unknown_list_is_not_found(cast, client_of):
    client = client_of("agri.officer")
    assert client.get(url("list_filters", "nonsense")).status_code == 404
    assert client.post(url("list_view", "nonsense")).status_code == 404
    assert client.post(url("list_export", "items"), {"format": "pdf"}).status_code == 404
