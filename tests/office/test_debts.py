"""What should be public and isn't: narrowed by unit, heading, rhythm and words, page by page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.office.pages import url


@pytest.fixture
def office(client_of):
    return client_of("office.disclosure_office")


def found(client, query=""):
    return client.get(url("debts") + query).context["page_of"].paginator.count


def test_each_filter_leads_to_as_many_as_it_says(office, cast):
    page = office.get(url("debts"))
    assert [group.name for group in page.context["groups"]] == ["unit", "topic", "rhythm"]
    for group in page.context["groups"]:
        for option in group.options[:3]:
            assert found(office, f"?{group.name}={option.value}") == option.count
    assert found(office, f"?unit={cast.units['agri']}&rhythm=regular") <= found(
        office, f"?unit={cast.units['agri']}"
    )


def test_words_find_unit_and_heading_and_nonsense_narrows_nothing(office):
    everything = found(office)
    assert 0 < found(office, "?q=农业农村局") < everything
    assert found(office, "?unit=x&topic=-1&rhythm=never&page=99") == everything
    assert "去掉筛选" in office.get(url("debts") + "?q=没有这样的栏目").content.decode()


def test_a_page_has_fifty_and_a_constant_number_of_queries(office, cast):
    page = office.get(url("debts"))
    assert len(page.context["table"].rows) == min(50, found(office))

    def queries(address):
        with CaptureQueriesContext(connection) as seen:
            office.get(address)
        return len(seen)

    assert queries(url("debts")) == queries(url("debts") + f"?unit={cast.units['agri']}")
