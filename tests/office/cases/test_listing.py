"""The inbox of cases: views, numbers, narrowing; what one may not know of stays away."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.office.cases.conftest import url


def words(answer):
    return answer.content.decode()


def test_a_new_case_waits_to_be_claimed_and_says_what_it_is(client_of, submitted):
    submitted()
    page = words(client_of("agri.handler").get(url("cases_in", "unclaimed")))
    assert "2025年柳河镇道路养护资金分配表" in page
    assert "政府信息公开申请" in page
    assert "待认领" in page
    assert "还没起算" in page


def test_the_first_page_is_the_view_that_holds_something(client_of, submitted):
    submitted()
    assert "来件：待认领" in words(client_of("agri.handler").get(url("cases")))


def test_another_units_case_is_in_no_view(client_of, submitted):
    case_id = submitted()
    other = client_of("housing.handler")
    assert "道路养护" not in words(other.get(url("cases_in", "open")))
    assert other.get(url("case", case_id)).status_code == 404
    assert other.get(url("case_peek", case_id)).status_code == 404


@pytest.mark.parametrize("who", ["office.system_admin", "agri.publisher"])
def test_whoever_handles_no_cases_finds_no_such_page(client_of, who):
    assert client_of(who).get(url("cases")).status_code == 404


def test_words_kind_and_unit_narrow_the_list(client_of, submitted):
    submitted(title="秧苗补贴名单")
    submitted(title="水库移民安置方案", unit="housing")
    office = client_of("office.disclosure_office")
    open_ = url("cases_in", "open")
    assert "秧苗补贴" in words(office.get(open_, {"q": "秧苗"}))
    assert "秧苗补贴名单" not in words(office.get(open_, {"q": "水库"}))
    assert "没有符合条件的来件" in words(office.get(open_, {"kind": "letter"}))
    assert "秧苗补贴名单" in words(office.get(open_, {"kind": "nonsense", "unit": "x", "sort": "--"}))


def test_a_list_asks_the_same_number_of_queries_whatever_it_holds(client_of, submitted):
    client = client_of("agri.handler")

    def count():
        with CaptureQueriesContext(connection) as captured:
            client.get(url("cases_in", "open"))
        return len(captured)

    submitted()
    count()
    few = count()
    for _ in range(6):
        submitted()
    # 16, and beside the list one for own reminders and one for messages that were not sent.
    assert count() == few <= 18


def test_the_side_list_counts(client_of, submitted):
    submitted()
    page = words(client_of("agri.handler").get(url("home")))
    assert "待认领" in page
    assert url("cases_in", "unclaimed") in page


def test_the_next_one_is_the_most_urgent_beside_this(client_of, submitted, processing):
    first, second = processing(), submitted(days=1)
    client = client_of("agri.handler")
    client.post(url("case_claim", second))
    assert client.get(url("case_next", first)).url == url("case", second)
    assert client.get(url("case_next", second)).url == url("case", first)
