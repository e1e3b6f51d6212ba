"""What a person was told stands on the case; what could not be sent is listed and may be sent once more."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.office.cases.conftest import url

from gongkai.cases.models import Notice

PROBLEM = "对方服务器不收这个地址（550）"


def words(answer):
    return answer.content.decode()


@pytest.fixture
def failed(submitted):
    def made() -> tuple[int, int]:
        case_id = submitted()
        Notice.objects.filter(case_id=case_id).update(state="failed", problem=PROBLEM, tries=6, next_at=None)
        return case_id, Notice.objects.get(case_id=case_id).pk

    return made


def test_the_page_of_a_case_says_what_was_told_when_and_how(client_of, submitted):
    case_id = submitted()
    page = words(client_of("agri.handler").get(url("case", case_id)))
    assert "收到了您的政府信息公开申请" in page
    assert "电子邮件（w***@example.com）" in page
    assert "待发送" in page
    assert "wang@example.com" not in page
    Notice.objects.update(state="sent", sent_at=timezone.now())
    assert "已发送" in words(client_of("agri.handler").get(url("case", case_id)))


def test_what_could_not_be_sent_is_listed_and_waits_again_after_a_press(client_of, failed):
    case_id, notice_id = failed()
    client = client_of("agri.handler")
    assert "有 1 条通知没有发出" in words(client.get(url("cases")))
    assert "再发一次" in words(client.get(url("case", case_id)))
    listed = words(client.get(url("notices_failed")))
    assert PROBLEM in listed
    assert "wang@example.com" not in listed
    pressed = client.post(url("notice_again", notice_id), follow=True)
    assert "已放回待发送" in words(pressed)
    assert "没有发不出去的通知。" in words(pressed)
    assert Notice.objects.values_list("state", "tries").get() == ("waiting", 0)
    assert "已经在重新发送" in words(client.post(url("notice_again", notice_id), follow=True))


def test_the_auditor_reads_the_list_and_presses_nothing(client_of, failed):
    _, notice_id = failed()
    client = client_of("office.auditor")
    listed = words(client.get(url("notices_failed")))
    assert PROBLEM in listed
    assert "再发一次<" not in listed
    assert client.post(url("notice_again", notice_id)).status_code == 403
    assert Notice.objects.get().state == "failed"


def test_another_unit_knows_nothing_of_it(client_of, failed):
    _, notice_id = failed()
    other = client_of("housing.handler")
    assert PROBLEM not in words(other.get(url("notices_failed")))
    assert "没有发出" not in words(other.get(url("cases")))
    assert other.post(url("notice_again", notice_id)).status_code == 404


def test_own_reminders_of_the_last_days_stand_above_the_list(client_of, cast, submitted):
    case_id, now = submitted(), timezone.now()
    for days, subject, who in (
        (0, "甲号还有 3 个工作日到期", "agri.handler"), (9, "乙号还有 3 个工作日到期", "agri.handler"),
        (0, "丙号还有 3 个工作日到期", "agri.leader"),
    ):  # fmt: skip
        at = now - timedelta(days=days)
        Notice.objects.create(
            case_id=case_id, user_id=cast.people[who], channel="inbox", subject=subject, text="", once=subject,
            state="sent", made_at=at, sent_at=at,
        )  # fmt: skip
    page = words(client_of("agri.handler").get(url("cases")))
    assert "给您的提醒（1）" in page
    assert "甲号" in page
    assert "乙号" not in page
    assert "丙号" not in page
    assert "甲号" not in words(client_of("agri.handler").get(url("case", case_id)))
