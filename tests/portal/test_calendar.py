"""/calendar/: the year and the calculator, for anybody and without scripts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gongkai.clocks.actions import load_notice
from gongkai.clocks.notices import NoticeDay
from gongkai.ledger.rules import SYSTEM

pytestmark = pytest.mark.django_db


def page(client, **asked: str) -> str:
    answer = client.get("/calendar/", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_year_shows_its_festivals_and_worked_weekends(cast, client_of) -> None:
    text = page(client_of(""), year="2026")
    assert "2026年工作日日历" in text
    assert "国庆节放假" in text
    assert "调休上班" in text
    assert "国务院办公厅关于2026年部分节假日安排的通知" in text


def test_a_year_without_notice_says_that_it_is_provisional(cast, client_of) -> None:
    assert "还没有公布" in page(client_of(""), year="2027")


@pytest.mark.parametrize("year", ["1900", "9999", "x", "٢٠٢٦", "-1", "20260"])
def test_a_year_that_is_none_shows_this_one(cast, client_of, year) -> None:
    assert "年工作日日历" in page(client_of(""), year=year)


def test_a_term_is_counted_and_explained(cast, client_of) -> None:
    text = page(
        client_of(""),
        term="foi.reply",
        since="2025-09-26",
        pause_from="2025-10-13",
        pause_to="2025-10-17",
        n="",
    )
    assert "2025年11月6日（星期四）" in text
    assert "10月1日到10月8日国庆节、中秋节放假" in text
    assert "第 20 个工作日" in text


def test_any_number_of_working_days_can_be_counted(cast, client_of) -> None:
    assert "2025年10月30日（星期四）" in page(client_of(""), n="20", since="2025-09-26")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"since": ""}, "填从哪天起"),
        ({"since": "gestern", "n": "5"}, "2026-11-21 这样"),
        ({"since": "2025-09-26"}, "填工作日天数"),
        ({"since": "2025-09-26", "n": "-1"}, "1 到 2000 之间"),
        ({"since": "2025-09-26", "n": "99999999999"}, "1 到 2000 之间"),
        ({"since": "0001-01-01", "n": "5"}, "2000 年到 2100 年"),
        ({"since": "2025-09-26", "term": "no.such"}, "从列出的里面选"),
        ({"since": "2001-09-26", "term": "foi.reply"}, "那时还没有这个时限"),
        ({"since": "2025-09-26", "n": "5", "pause_to": "2025-10-01"}, "填暂停从哪天开始"),
        (
            {"since": "2025-09-26", "n": "5", "pause_from": "2025-10-09", "pause_to": "2025-10-01"},
            "不会早于开始",
        ),
    ],
)
def test_what_cannot_be_counted_is_told_at_its_field(cast, client_of, asked, told) -> None:
    text = page(client_of(""), **asked)
    assert told in text
    assert 'id="answer"' not in text


def test_the_page_is_the_same_for_everybody_and_follows_a_new_notice_at_once(cast, client_of) -> None:
    stranger, officer = page(client_of(""), year="2027"), page(client_of("agri.officer"), year="2027")
    assert stranger == officer
    rows = [NoticeDay(datetime(2027, 1, 1, tzinfo=UTC).date(), False, "元旦")]
    load_notice(
        year=2027, title="通知", source="javascript:alert(1)", rows=rows, by=SYSTEM, at=datetime.now(UTC)
    )
    after = page(client_of(""), year="2027")
    assert "还没有公布" not in after
    assert "javascript:" not in after


def test_guide_request_and_foot_lead_to_the_calendar(cast, client_of) -> None:
    for path in ("/guide/", "/request/", "/"):
        assert 'href="/calendar/"' in client_of("").get(path).content.decode(), path
