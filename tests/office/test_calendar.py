"""日历和时限 in the office: looked at by all who work, changed by 政务公开办, a notice looked at before it holds."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.clocks import Moved, changes, counts_moves
from gongkai.clocks.models import HolidayNotice, LocalTerm, OfficeHours
from gongkai.clocks.queries import warning_days

pytestmark = pytest.mark.django_db
OFFICE, OFFICER = "office.disclosure_office", "agri.officer"
WORDS = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）放假。2月20日（周六）上班。
"""


def url(name, *args):
    return reverse(f"office:{name}", args=args)


def text(client, name, *args, **query):
    answer = client.get(url(name, *args), query)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_the_year_its_notice_and_the_way_to_load_the_next_stand_on_one_page(cast, client_of):
    page = text(client_of(OFFICE), "calendar", year="2026")
    assert "2026年日历" in page
    assert "载入放假通知" in page
    assert "国庆节" in page
    assert "载入放假通知" not in text(client_of(OFFICER), "calendar")
    assert "还没有载入" in text(client_of(OFFICER), "calendar", year="2027")


def test_a_notice_is_shown_with_what_it_moves_and_loaded_after_that(cast, client_of):
    client = client_of(OFFICE)
    counter = counts_moves(lambda before, after: [Moved("依申请公开", 12)])
    try:
        asked = client.post(url("notice_load"), {"paste": WORDS})
    finally:
        changes._counters.remove(counter)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "载入 2027 年的放假安排" in page
    assert "2027年2月20日（星期六）上班" in page
    assert "12 件的期限会变" in page
    assert not HolidayNotice.objects.filter(year=2027).exists()
    hidden = dict(asked.context["confirm"].hidden)
    done = client.post(url("notice_load"), hidden | {"confirmed": "1"})
    assert done.status_code == 302
    notice = HolidayNotice.objects.get(year=2027)
    assert notice.title == "国务院办公厅关于2027年部分节假日安排的通知"
    assert notice.days.count() == 3  # 1 January, 5 and 20 February; the rest is a plain weekend
    assert "2027年2月20日" in text(client, "calendar", year="2027")


def test_faults_come_back_by_row_with_what_was_pasted(cast, client_of):
    sent = "日期,类型,节日\n2027-01-01,放假,元旦\n2027-13-01,放假,元旦\n"
    answer = client_of(OFFICE).post(url("notice_load"), {"paste": sent, "confirmed": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "有 1 处要改" in page
    assert "第 3 行" in page
    assert "2027-13-01" in page
    assert not HolidayNotice.objects.filter(year=2027).exists()


def test_a_file_is_read_and_nothing_at_all_is_told(cast, client_of):
    client = client_of(OFFICE)
    file = SimpleUploadedFile("2027.csv", "date,type,name\n2027-01-01,off,元旦\n".encode())
    assert "载入 2027 年" in client.post(url("notice_load"), {"file": file}).content.decode()
    assert "把通知贴进来" in client.post(url("notice_load"), {}).content.decode()
    clash = "日期,类型,节日\n2025-12-31,放假,元旦\n2026-01-01,放假,元旦\n"
    client.post(url("notice_load"), {"paste": clash, "confirmed": "1"})
    refused = client.post(
        url("notice_load"),
        {"paste": "日期,类型,节日\n2026-12-31,放假,元旦\n2027-01-01,放假,元旦\n", "year": "2026"},
    )
    assert refused.status_code == 422


def test_the_template_can_be_fetched(cast, client_of):
    answer = client_of(OFFICE).get(url("notice_template"))
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_local_term_is_set_on_its_page_and_the_laws_terms_have_none(cast, client_of):
    client = client_of(OFFICE)
    assert "答复投诉" in text(client, "terms")
    assert client.get(url("term", "foi.reply")).status_code == 404
    sent = {
        "length": "10",
        "valid_from": "2026-12-01",
        "source": "本县办法第八条",
        "unit": str(cast.units["agri"]),
    }
    assert client.post(url("term", "letter.complaint"), sent).status_code == 302
    assert LocalTerm.objects.get().unit_id == cast.units["agri"]
    page = text(client, "term", "letter.complaint")
    assert "青禾县农业农村局" in page
    assert "本县办法第八条" in page
    assert "有单位另有规定" in text(client, "terms")


def test_warnings_and_hours_are_set_and_refused_in_words(cast, client_of):
    client = client_of(OFFICE)
    assert client.post(url("warnings"), {"days": "3，1、0"}).status_code == 302
    assert warning_days() == (3, 1, 0)
    assert "只写数字" in client.post(url("warnings"), {"days": "三天"}).content.decode()
    assert "提醒 1 到 6 次" in client.post(url("warnings"), {"days": "、"}).content.decode()
    hours = {"valid_from": "2026-12-01", "opens": "09:00", "closes": "12:00", "opens_again": "13:00"}
    assert "下午的两个时间都要填" in client.post(url("hours"), hours).content.decode()
    assert client.post(url("hours"), hours | {"closes_again": "17:00"}).status_code == 302
    assert OfficeHours.objects.count() == 1
    page = text(client, "reminders")
    assert "提前 3 个工作日" in page
    assert "09:00—12:00，13:00—17:00" in page


def test_others_look_but_change_nothing(cast, client_of):
    client = client_of(OFFICER)
    for name in ("calendar", "terms", "reminders"):
        text(client, name)
    for name, args in (("notice_load", ()), ("term", ("letter.complaint",)), ("warnings", ()), ("hours", ())):
        assert client.get(url(name, *args)).status_code == 403
        assert client.post(url(name, *args), {"days": "1"}).status_code == 403
    assert warning_days() == (5, 2, 0)
