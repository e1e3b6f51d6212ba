"""Messages to people: made with the act, sealed, sent once, tried again, given up with words."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction
from tests.cases.conftest import AT
from tests.cases.noticing.mail_server import mail_server

from gongkai.cases import parties
from gongkai.cases.actions import acting, noticing
from gongkai.cases.actions.noticing import LEASE, send_waiting
from gongkai.cases.models import Notice, Party
from gongkai.cases.refusals import NotAllowed, TooLate
from gongkai.cases.rules.notices import MOST_TRIES, mobile, shown_address, wait_before_retry
from gongkai.crypto.sealed import open_sealed


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    """Files of messages in a folder of the test; the keys stay where they are."""
    (tmp_path / "keys").symlink_to(settings.HOME / "keys")
    (settings.HOME / "keys").mkdir(exist_ok=True)
    settings.HOME = tmp_path
    settings.SMTP_URL = ""


@pytest.fixture
def box(settings):
    with mail_server() as found:
        settings.SMTP_URL = found.url
        yield found


def test_who_applies_is_told_of_the_receipt_and_of_each_act_that_concerns_them(apply, do):
    case_id = apply().case_id
    do(case_id, "confirm", how="电话")
    told = list(Notice.objects.order_by("id"))
    assert [notice.once for notice in told] == [f"receipt:{case_id}", f"act:{case_id}:2"]
    assert told[1].subject.endswith("已经与您确认，从这天开始计算期限")
    assert "最晚 2026年03月30日 答复您" in told[1].text


def test_the_address_is_sealed_and_the_message_tells_nothing_of_the_matter(apply):
    apply()
    notice = Notice.objects.get()
    assert open_sealed(notice.sealed_to, purpose=parties.PURPOSE) == "wang@example.com"
    assert notice.shown_to == "w***@example.com"
    row = json.dumps(list(Notice.objects.values()), default=str, ensure_ascii=False)
    assert "wang@" not in row
    assert "柳河镇" not in notice.text + notice.subject
    assert apply().code not in Notice.objects.order_by("-id")[0].text


def test_without_a_mail_address_the_mobile_is_told_and_without_either_nobody(apply):
    apply(kind="letter")
    apply(kind="letter", phone="0878-3123456")
    assert list(Notice.objects.values_list("channel", "shown_to")) == [("sms", "139****9000")]


def test_what_somebody_did_themselves_they_are_not_told(apply):
    receipt = apply(kind="letter")
    acting.act_as_citizen(
        case_id=receipt.case_id, code=receipt.code, act="withdraw", values={"reason": "修好了"}, at=AT
    )
    assert [notice.once for notice in Notice.objects.all()] == [f"receipt:{receipt.case_id}"]


def test_an_act_that_fails_tells_nobody(apply, do):
    case_id = apply().case_id
    before = Notice.objects.count()
    with transaction.atomic():
        do(case_id, "confirm", how="电话")
        assert Notice.objects.count() == before + 1
        transaction.set_rollback(True)
    assert Notice.objects.count() == before


def test_without_a_mail_server_each_message_becomes_one_file(apply, tmp_path):
    apply()
    apply(kind="letter")
    assert send_waiting(at=AT).sent == 2
    assert send_waiting(at=AT).sent == 0
    files = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "outbox").iterdir()]
    assert {(one["channel"], one["to"]) for one in files} == {
        ("mail", "wang@example.com"),
        ("sms", "13900139000"),
    }
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}


def test_mail_goes_to_the_server_and_text_messages_to_files(apply, box, tmp_path):
    apply()
    apply(kind="letter")
    assert send_waiting(at=AT).sent == 2
    [(to, mail)] = box.mails
    assert to == ["wang@example.com"]
    assert "收到了您的政府信息公开申请" in mail["Subject"]
    assert "凭编号和查询码查看" in mail.get_content()
    assert [path.name[:4] for path in (tmp_path / "outbox").iterdir()] == ["sms-"]


def test_a_server_that_breaks_off_is_tried_again_with_the_same_message(apply, box):
    apply()
    box.drop = 1
    assert send_waiting(at=AT).later == 1
    notice = Notice.objects.get()
    assert (notice.state, notice.tries, notice.next_at) == ("waiting", 1, AT + timedelta(minutes=1))
    assert notice.problem
    assert send_waiting(at=AT).sent == 0
    assert send_waiting(at=AT + timedelta(minutes=1)).sent == 1
    assert len(box.mails) == 1


def test_an_address_that_does_not_exist_is_given_up_at_once_with_words(apply, cast, box):
    apply()
    box.refuse["wang@example.com"] = "550 no such user"
    assert send_waiting(at=AT).failed == 1
    notice = Notice.objects.get()
    assert (notice.state, notice.next_at) == ("failed", None)
    assert "不收这个地址" in notice.problem
    box.refuse.clear()
    for stranger in ("housing.handler", "office.auditor"):
        with pytest.raises(NotAllowed):
            noticing.try_again(notice_id=notice.pk, by=cast.standing(stranger), at=AT)
    noticing.try_again(notice_id=notice.pk, by=cast.standing("agri.handler"), at=AT)
    with pytest.raises(TooLate):
        noticing.try_again(notice_id=notice.pk, by=cast.standing("agri.handler"), at=AT)
    assert send_waiting(at=AT).sent == 1


def test_a_server_that_is_down_for_good_ends_in_failed_and_the_rest_waits(apply, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:9"
    apply()
    apply()
    at = AT
    assert send_waiting(at=at).later == 1  # the second isn't even tried in this round
    for _ in range(4 * MOST_TRIES):
        at += timedelta(hours=9)
        send_waiting(at=at)
    assert set(Notice.objects.values_list("state", "tries")) == {("failed", MOST_TRIES)}


def test_a_sender_that_died_leaves_its_message_to_another(apply, box):
    apply()
    Notice.objects.update(state="sending", tries=1, next_at=AT + LEASE)
    assert send_waiting(at=AT + LEASE / 2).sent == 0
    assert send_waiting(at=AT + LEASE).sent == 1
    assert len(box.mails) == 1


def test_a_message_sent_twice_carries_the_same_name(apply, box):
    apply()
    send_waiting(at=AT)
    Notice.objects.update(state="waiting", next_at=AT)  # as if the answer had been lost
    send_waiting(at=AT)
    (_, first), (_, second) = box.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_the_address_of_somebody_who_was_erased_is_not_written_to(apply, settings, tmp_path):
    apply()
    Notice.objects.update(sealed_to="gone")
    assert send_waiting(at=AT).failed == 1
    assert Party.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_message_once(apply, box):
    for _ in range(8):
        apply()

    def send() -> None:
        try:
            for _ in range(3):
                send_waiting(at=AT)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(box.mails) == 8
    assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}


def test_numbers_addresses_and_waits():
    assert mobile("+86 139-0013-9000") == "13900139000"
    assert mobile("0878-3123456") == ""
    assert shown_address("13900139000") == "139****9000"
    waits = [wait_before_retry(n) for n in range(1, MOST_TRIES + 1)]
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] is None
    assert sorted(waits[:-1]) == waits[:-1]


def test_the_office_sees_what_was_told_and_what_failed_but_only_of_its_own_cases(
    apply, cast, django_assert_num_queries
):
    from gongkai.cases.queries.notices import failed_count, failed_notices, notices_of, own_notices

    case_id = apply().case_id
    Notice.objects.update(state="failed", problem="对方服务器不收这个地址（550）")
    mine, other = cast.standing("agri.handler"), cast.standing("housing.handler")
    with django_assert_num_queries(1):
        [line] = notices_of(mine, case_id)
    assert (line.shown_to, line.state_label, line.channel) == ("w***@example.com", "没有发出", "电子邮件")
    assert [one.id for one in failed_notices(mine)] == [line.id]
    assert failed_count(mine) == 1
    assert notices_of(other, case_id) == failed_notices(other) == []
    assert own_notices(mine) == []
