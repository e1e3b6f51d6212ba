"""Yellow and red cards in the list, on the page, as a filter and as numbers."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.office.cases.conftest import case_of, url

from gongkai.cases.models import Case
from gongkai.cases.queries.cards import card_counts, with_card
from gongkai.clocks.queries import calendar


def words(answer):
    return answer.content.decode()


@pytest.fixture
def due(processing):
    """`due(-3, title="…")`: an open case whose last day lies so many working days off."""

    def made(left: int, title: str) -> int:
        case_id, today = processing(title=title), timezone.localdate()
        if left >= 0:
            day = calendar().add_working_days(today, left).on if left else today
        else:
            day = today - timedelta(days=1)
            while calendar().working_days_between(today, day) > left:
                day -= timedelta(days=1)
        Case.objects.filter(id=case_id).update(due_on=day)
        return case_id

    return made


@pytest.fixture
def county(due):
    return {
        "calm": due(10, "水渠清淤"), "yellow": due(1, "路灯维修"),
        "red": due(-2, "垃圾清运"), "escalated": due(-8, "道路养护"),
    }  # fmt: skip


def test_rows_and_pages_say_the_card_and_why(client_of, county):
    client = client_of("agri.handler")
    page = words(client.get(url("cases_in", "open")))
    assert page.count('<span class="state soon">黄牌</span>') == 1
    assert page.count('<span class="state late">红牌</span>') == 1
    assert page.count('<span class="state late">红牌，升级督办</span>') == 1
    assert "已经逾期 8 个工作日，升级督办。" in words(client.get(url("case", county["escalated"])))
    assert "还有 1 个工作日到期。" in words(client.get(url("case", county["yellow"])))
    assert "黄牌" not in words(client.get(url("case", county["calm"])))


def test_a_card_narrows_any_view(client_of, county):
    client = client_of("agri.handler")
    yellow = words(client.get(url("cases_in", "open"), {"card": "yellow"}))
    assert "路灯维修" in yellow
    assert "垃圾清运" not in yellow
    assert "1 件" in yellow
    red = words(client.get(url("cases_in", "open"), {"card": "red"}))
    assert "垃圾清运" in red
    assert "道路养护" in red
    assert "水渠清淤" not in red
    assert "水渠清淤" in words(client.get(url("cases_in", "open"), {"card": "purple"}))


@pytest.mark.parametrize("who", ["office.disclosure_office", "agri.leader"])
def test_whoever_watches_sees_how_many_and_is_led_there(client_of, county, who):
    page = words(client_of(who).get(url("cases_in", "closed")))
    assert f'<a href="{url("cases_in", "open")}?card=yellow">黄牌 1 件</a>' in page
    assert f'<a href="{url("cases_in", "open")}?card=red">红牌 2 件（升级督办 1 件）</a>' in page


@pytest.mark.parametrize("who", ["agri.handler", "housing.leader"])
def test_others_see_no_numbers_of_it(client_of, county, who):
    assert "黄牌 1 件" not in words(client_of(who).get(url("cases_in", "open")))


def test_numbers_filter_and_marks_agree(county):
    today = timezone.localdate()
    found = Case.objects.all()
    shown = {
        card: {case.pk for case in with_card(found, card, today=today)}
        for card in ("yellow", "red", "escalated")
    }
    assert shown == {
        "yellow": {county["yellow"]}, "red": {county["red"], county["escalated"]}, "escalated": {county["escalated"]},
    }  # fmt: skip
    assert card_counts(found, today=today) == {card: len(ids) for card, ids in shown.items()}


def test_what_was_answered_in_time_shows_none_and_late_ones_stay_red(client_of, county):
    today = timezone.localdate()
    Case.objects.filter(id=county["yellow"]).update(served_on=today, closed_at=timezone.now())
    Case.objects.filter(id=county["red"]).update(served_on=today, closed_at=timezone.now())
    closed = words(client_of("agri.handler").get(url("cases_in", "closed")))
    assert "逾期办结" in closed
    assert '<span class="state soon">黄牌</span>' not in closed
    assert '<span class="state late">红牌</span>' in closed
    assert case_of(county["red"]).served_on == today
