"""The panel beside a letter, on its own page without JavaScript, and the topics of the week."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.cases.conftest import LETTER
from tests.office.cases.conftest import url

from gongkai.cases.actions.submitting import submit
from gongkai.cases.actions.topics import count_topics, last_week
from gongkai.cases.models import Case
from gongkai.ledger.rules import SYSTEM
from gongkai.units.actions.details import set_competence


@pytest.fixture
def letter(cast) -> int:
    """A letter about lamps at the agriculture bureau; the housing bureau declares lamps."""
    at = timezone.now()
    set_competence(
        unit_id=cast.units["housing"], matter="城市路灯设施维护", on=timezone.localdate(at), by=SYSTEM, at=at
    )
    return submit(kind="letter", unit_id=cast.units["agri"], values=LETTER, at=at).case_id


def test_a_letter_asks_for_its_suggestions_and_has_a_link_without_javascript(client_of, letter):
    page = client_of("agri.handler").get(url("case", letter)).content.decode()
    assert f'hx-get="{url("case_suggestions", letter)}"' in page
    assert f'href="{url("case_suggestions", letter)}"' in page


def test_an_application_has_no_such_panel(client_of, submitted):
    page = client_of("agri.handler").get(url("case", submitted())).content.decode()
    assert "suggestions/" not in page


def test_the_suggested_unit_stands_in_the_form_and_nothing_is_handed_on_by_itself(cast, client_of, letter):
    client = client_of("agri.handler")
    part = client.get(url("case_suggestions", letter), headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "青禾县住房和城乡建设局" in part
    way = f"{url('case_transfer', letter)}?unit={cast.units['housing']}"
    assert f'href="{way}"' in part
    form = client.get(way).content.decode()
    assert f'<option value="{cast.units["housing"]}" selected>' in form
    assert Case.objects.get(id=letter).unit_id == cast.units["agri"]


def test_a_nonsense_unit_in_the_address_chooses_none(client_of, letter):
    answer = client_of("agri.handler").get(f"{url('case_transfer', letter)}?unit=<b>")
    assert answer.status_code == 200
    assert "selected" not in answer.content.decode().split('id="id_unit"')[1].split("</select>")[0].replace(
        'value="" selected', ""
    )


def test_who_only_looks_sees_suggestions_without_the_way_to_hand_on(client_of, letter):
    page = client_of("office.auditor").get(url("case_suggestions", letter)).content.decode()
    assert "青禾县住房和城乡建设局" in page
    assert "转给它" not in page


def test_while_entering_the_typed_words_are_looked_at_and_kept_nowhere(client_of, letter):
    client, before = client_of("agri.handler"), Case.objects.count()
    assert url("case_enter_suggestions", "letter") in client.get(url("case_enter", "letter")).content.decode()
    sent = {"title": "路灯坏了", "text": "晚上看不见路"}
    page = client.post(url("case_enter_suggestions", "letter"), sent)
    assert page.status_code == 200
    assert "青禾县住房和城乡建设局" in page.content.decode()
    assert Case.objects.count() == before


def test_there_are_no_suggestions_for_entering_an_application(client_of):
    client = client_of("agri.handler")
    assert client.post(url("case_enter_suggestions", "information_application")).status_code == 404
    assert "看提示" not in client.get(url("case_enter", "information_application")).content.decode()


def test_topics_of_the_week_lead_to_letters(cast, client_of):
    week = last_week(timezone.localdate())
    for n in range(4):
        at = timezone.now().replace(year=week.year, month=week.month, day=week.day) + timedelta(hours=n)
        words = {**LETTER, "title": f"搅拌站噪音太大{'很吵' * n}"}
        submit(kind="letter", unit_id=cast.units["agri"], values=words, at=at)
    client = client_of("agri.handler")
    assert "还没有统计过" in client.get(url("case_topics")).content.decode()
    count_topics(week_from=week, at=timezone.now())
    page = client.get(url("case_topics")).content.decode()
    assert "搅拌站" in page
    assert page.count("/office/cases/") > 3
    other = client_of("housing.handler").get(url("case_topics")).content.decode()
    assert "都由别的单位承办" in other
    assert "很吵" not in other
    assert client.get(f"{url('case_topics')}?week=2001-01-01").status_code == 404
