"""The sorter shows every way there is, and every kind explains itself."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.portal.cases.conftest import words

from gongkai.cases.kinds import CASE_KINDS
from gongkai.portal.cases import paths

OPEN = [kind.code for kind in CASE_KINDS.values() if kind.open_to_all]
CLOSED = [kind.code for kind in CASE_KINDS.values() if not kind.open_to_all]


def test_the_sorter_leads_to_every_kind_that_is_open_and_to_no_other(cast):
    shown = Client().get("/write/").content.decode()
    for code in OPEN:
        assert f'href="{paths.start(code)}"' in shown
    for code in CLOSED:
        assert paths.start(code) not in shown
    assert 'href="/case/"' in shown
    assert 'href="/search/"' in shown


@pytest.mark.parametrize("code", OPEN)
def test_every_open_kind_shows_its_chart_its_table_and_what_each_state_means(cast, code):
    kind = CASE_KINDS[code]
    shown = Client().get(paths.how(code))
    assert shown.status_code == 200
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="flow"' in shown.content.decode()
    for state in kind.states:
        assert state.now in words(shown)
    for act in kind.transitions:
        assert act.label in words(shown)


@pytest.mark.parametrize("code", [*CLOSED, "nothing"])
def test_a_kind_that_citizens_do_not_write_has_no_page(cast, code):
    client = Client()
    for path in (paths.start(code), paths.how(code), paths.page(code, "016", "what")):
        assert client.get(path).status_code == 404


def test_the_home_page_and_the_block_of_a_unit_lead_to_the_form(cast):
    client = Client()
    first = CASE_KINDS[OPEN[0]]
    assert f'href="{paths.start(first.code)}"' in client.get("/").content.decode()
    assert 'href="/case/"' in client.get("/").content.decode()
    block = client.get("/unit/016/request/").content.decode()
    assert f'href="{paths.page(first.code, "016", first.pages[0].code)}"' in block
    assert "正在建设" not in block
    village = client.get("/unit/111-01/request/").content.decode()
    assert f'href="{paths.start(first.code)}"' in village
