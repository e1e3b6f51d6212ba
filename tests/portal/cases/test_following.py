"""One's own case and nobody else's: opened by number and code, told in plain words, answered, rated, left."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.portal.cases.conftest import PROBE, send, text_file, words, write

from gongkai.cases.actions.acting import act
from gongkai.cases.actions.sharing import split, transfer
from gongkai.cases.actions.submitting import CITIZEN, Sent
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent, CaseFile, CaseLetter, GuessCount
from gongkai.files.actions import store_upload
from gongkai.files.models import StoredFile
from gongkai.portal.cases import paths
from gongkai.units.models import Unit

DRAFT = {"outcome": "granted", "way": "随本答复提供复制件 3 页"}


def enquire(client: Client, number: str, code: str, **more):
    return client.post("/case/", {"number": number, "code": code}, **more)


@pytest.fixture
def do(cast):
    """`do(number, "confirm", how="电话")`: somebody of the office acts on it today."""

    def go(number: str, code: str, *, by: str = "agri.handler", files=(), **values):
        case, at = Case.objects.get(number=number), timezone.now()
        values.setdefault("on", timezone.localdate(at).isoformat())
        return act(case_id=case.pk, act=code, values=values, files=files, by=cast.standing(by), at=at)

    return go


@pytest.fixture
def replied(sent, do, store):
    """An application that was granted with a file; the applicant's browser and the number."""
    client, number, _ = sent()
    do(number, "confirm", how="电话确认")
    at = timezone.now()
    kept = store_upload(name="表.txt", stream=io.BytesIO("石桥村 3 万元".encode()), by=CITIZEN, at=at)
    do(number, "draft", files=[Sent(kept.pk, "资金分配表.txt")], **DRAFT)
    do(number, "approve", by="agri.leader")
    do(number, "serve", how="online")
    return client, number


# ---- the door --------------------------------------------------------------------------------------------


def test_number_and_code_open_the_case_in_another_browser(sent):
    _, number, code = sent()
    other = Client()
    assert "查办理进度" in words(other.get(paths.case(number)))
    assert enquire(other, number, code).url == paths.case(number)
    assert "办到哪一步了" in words(other.get(paths.case(number)))


def test_they_may_be_typed_carelessly(sent):
    _, number, code = sent()
    typed = number.replace("〔", "[").replace("〕", "]") + " "
    assert enquire(Client(), typed, code.lower().replace("-", " ")).status_code == 302


def test_the_words_are_the_same_whether_the_number_or_the_code_is_wrong(sent):
    _, number, code = sent()
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    of_code = enquire(Client(REMOTE_ADDR="10.0.0.1"), number, wrong)
    of_number = enquire(Client(REMOTE_ADDR="10.0.0.2"), number.replace("1号", "99号"), code)
    assert of_code.status_code == of_number.status_code == 422
    said = [re.search(r'class="problems".*?</ul>', a.content.decode(), re.S)[0] for a in (of_code, of_number)]
    assert said[0] == said[1]
    assert "对不上" in said[0]


def test_a_case_that_is_not_there_looks_like_one_that_is(sent):
    _, number, _ = sent()
    there, not_there = Client().get(paths.case(number)), Client().get(paths.case("无〔2026〕9号"))
    assert there.status_code == not_there.status_code == 200
    assert "查询码" in words(not_there)


def test_after_five_wrong_tries_at_a_number_even_the_right_code_waits(sent):
    _, number, code = sent()
    for n in range(5):
        assert enquire(Client(REMOTE_ADDR=f"10.0.1.{n}"), number, "WRONG").status_code == 422
    locked = enquire(Client(REMOTE_ADDR="10.0.1.99"), number, code)
    assert locked.status_code == 429
    assert "15 分钟以后" in words(locked)
    GuessCount.objects.update(since=timezone.now() - timedelta(minutes=16))
    assert enquire(Client(REMOTE_ADDR="10.0.1.99"), number, code).status_code == 302


def test_after_five_wrong_tries_from_an_address_it_waits(sent):
    _, number, code = sent()
    for n in range(5):
        assert enquire(Client(REMOTE_ADDR="10.0.2.1"), f"无〔2026〕{n}号", "WRONG").status_code == 422
    assert enquire(Client(REMOTE_ADDR="10.0.2.1"), number, code).status_code == 429
    assert enquire(Client(REMOTE_ADDR="10.0.2.2"), number, code).status_code == 302


def test_being_right_gives_the_tries_back(sent):
    _, number, code = sent()
    client = Client(REMOTE_ADDR="10.0.3.1")
    for _ in range(3):
        for _ in range(1):
            enquire(client, number, "WRONG")
        assert enquire(client, number, code).status_code == 302


def test_behind_our_proxy_the_address_is_the_last_that_it_wrote(sent, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    _, number, code = sent()
    for n in range(5):
        enquire(Client(), f"无〔2026〕{n}号", "WRONG", HTTP_X_FORWARDED_FOR="1.1.1.1, 10.9.9.9")
    assert enquire(Client(), number, code, HTTP_X_FORWARDED_FOR="2.2.2.2, 10.9.9.9").status_code == 429
    assert enquire(Client(), number, code, HTTP_X_FORWARDED_FOR="10.9.9.9, 10.8.8.8").status_code == 302


def test_being_right_begins_a_new_session_id(sent):
    _, number, code = sent()
    client = Client()
    client.post(paths.page("information_application", "016", "what"), {"title": "别的事"})
    before = client.session.session_key
    enquire(client, number, code)
    assert client.session.session_key != before
    # What was being written is still there.
    assert "别的事" in client.get(paths.page("information_application", "016", "what")).content.decode()


def test_empty_fields_are_said_at_their_fields_and_cost_no_try(cast):
    answer = enquire(Client(), "", "")
    assert answer.status_code == 422
    assert "编号没有填" in words(answer)
    assert GuessCount.objects.count() == 0


def test_who_leaves_has_closed_everything(sent):
    client, number, _ = sent()
    assert "办到哪一步了" in words(client.get(paths.case(number)))
    assert client.post("/case/leave/").url == "/case/"
    assert "办到哪一步了" not in words(client.get(paths.case(number)))


def test_a_grant_opens_its_own_case_only(sent):
    client, number, _ = sent()
    _, other, _ = sent()
    assert other != number
    assert "办到哪一步了" not in words(client.get(paths.case(other)))
    assert client.get(paths.case(other, "do", "withdraw")).url == paths.case(other)
    assert client.post(paths.case(other, "rate")).status_code == 302


# ---- the page --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "state"),
    [(kind.code, s.code) for kind in CASE_KINDS.values() if kind.open_to_all for s in kind.states],
)
def test_every_state_of_every_kind_says_what_is_now_and_what_comes_next(sent, store, code, state):
    client, number, _ = sent(code)
    kind = CASE_KINDS[code]
    over = kind.state(state).final
    Case.objects.filter(number=number).update(state=state, closed_at=timezone.now() if over else None)
    shown = words(client.get(paths.case(number)))
    if not over:
        assert kind.state(state).now in shown
        assert kind.state(state).next in shown
        assert "现在" in shown
    assert number in shown


def test_the_timeline_tells_the_way_and_explains_paused_days(sent, do):
    client, number, _ = sent()
    do(number, "confirm", how="电话确认")
    assert re.search(r"最迟\s+20\d\d年\d+月\d+日（星期.）", words(client.get(paths.case(number))))
    do(number, "consult_third_party", party="青禾建设公司", question="是否同意公开合同价")
    shown = words(client.get(paths.case(number)))
    assert "已经与您确认，从这天开始计算期限" in shown
    assert "正在征求他们的意见" in shown
    assert "起暂停计算，这段时间不算在期限里" in shown
    first_day = timezone.localdate() - timedelta(days=14)
    CaseEvent.objects.filter(act="confirm").update(on=first_day)
    CaseEvent.objects.filter(act="consult_third_party").update(on=first_day + timedelta(days=7))
    Case.objects.update(received_on=first_day)
    assert "因征求第三方意见暂停" in words(client.get(paths.case(number)))
    # The letter to the third party and its name are nobody's business here.
    assert "青禾建设公司" not in shown
    assert "征求意见书" not in shown
    letter = CaseLetter.objects.get(template="third_party_consult")
    assert client.get(paths.case(number, "file", letter.key)).status_code == 404


def test_what_is_proposed_is_not_told_before_it_is_served(sent, do, store):
    client, number, _ = sent()
    do(number, "confirm", how="电话确认")
    do(number, "draft", **DRAFT)
    for step, by in (("approve", "agri.leader"), ("serve", "agri.handler")):
        shown = words(client.get(paths.case(number)))
        assert "可以公开，现在提供给您" not in shown
        assert "随本答复提供复制件" not in shown
        letter = CaseLetter.objects.filter(template="reply").order_by("id").first()
        if letter is not None:
            assert letter.number not in shown
            assert client.get(paths.case(number, "file", letter.key)).status_code == 404
        do(number, step, by=by, **({"how": "online"} if step == "serve" else {}))
    assert "可以公开，现在提供给您" in words(client.get(paths.case(number)))


def test_the_reply_page_tells_the_decision_the_ground_the_files_and_the_remedies(replied):
    client, number = replied
    shown = words(client.get(paths.case(number)))
    case = Case.objects.get(number=number)
    outcome = CASE_KINDS[case.kind].outcome("granted")
    assert outcome.sentence in shown
    assert outcome.article in shown
    assert "随本答复提供复制件 3 页" in shown
    assert "资金分配表.txt" in shown
    assert re.search(r"申请行政复议，最后一天是20\d\d年\d+月\d+日（星期.）(（暂定）)?。", shown)
    assert re.search(r"提起行政诉讼，最后一天是20\d\d年\d+月\d+日（星期.）(（暂定）)?。", shown)


def test_fields_that_are_not_for_the_applicant_stay_inside(cast, probe, store, do):
    client = Client()
    write(client, PROBE)
    send(client, PROBE)
    number = Case.objects.get().number
    do(number, "finish", outcome="good", conclusion="路灯修好了", inner="这人来过三次")
    shown = words(client.get(paths.case(number)))
    assert "路灯修好了" in shown
    assert "这人来过三次" not in shown


def test_an_overdue_case_says_where_to_turn(sent, do):
    client, number, _ = sent()
    do(number, "confirm", how="电话确认")
    long_ago = timezone.now() - timedelta(days=90)
    CaseEvent.objects.update(at=long_ago, on=timezone.localdate(long_ago))
    Case.objects.update(received_on=timezone.localdate(long_ago))
    assert "已经过了期限" in words(client.get(paths.case(number)))


# ---- files -----------------------------------------------------------------------------------------------


def test_an_issued_file_is_handed_to_the_applicant_alone_and_never_as_a_page(replied):
    client, number = replied
    key = CaseFile.objects.get(role="issued").key
    path = paths.case(number, "file", key)
    answer = client.get(path)
    assert b"".join(answer.streaming_content).decode() == "石桥村 3 万元"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store"
    assert Client().get(path).url == paths.case(number)


@pytest.mark.parametrize("change", [{"scan": "waiting"}, {"scan": "bad"}, {"role": "internal"}])
def test_what_is_not_scanned_or_not_issued_is_not_handed_out(replied, change):
    client, number = replied
    issued = CaseFile.objects.filter(role="issued")
    if "role" in change:
        issued.update(**change)
    else:
        StoredFile.objects.filter(id__in=issued.values("file_id")).update(**change)
    key = CaseFile.objects.get().key
    assert client.get(paths.case(number, "file", key)).status_code == 404
    assert client.get(paths.case(number)).status_code == 200


# ---- acting ----------------------------------------------------------------------------------------------


def test_who_is_asked_to_correct_sees_until_when_and_corrects(sent, do):
    client, number, _ = sent()
    do(number, "confirm", how="电话确认")
    do(number, "ask_correction", reason="写明是哪一年的")
    shown = client.get(paths.case(number))
    path = paths.case(number, "do", "correct")
    assert f'href="{path}"' in shown.content.decode()
    assert "补充申请内容" in words(shown)
    last_day = re.search(r"您要在\s+(20\d\d年\d+月\d+日（星期.）)", words(shown))
    assert last_day is not None
    asked = words(client.get(path))
    for told in (words(shown), asked):
        assert "要您补充申请内容" in told
        assert "写明是哪一年的" in told
    assert re.search(rf"最后一天\s+{last_day[1]}", asked)
    assert "最后一天" not in words(client.get(paths.case(number, "do", "withdraw")))
    empty = client.post(path, {"text": ""})
    assert empty.status_code == 422
    assert "<title>有误：" in empty.content.decode()
    assert client.post(path, {"text": "2025年的"}).url == paths.case(number)
    assert Case.objects.get(number=number).state == "processing"
    assert "收到您的补充，期限重新计算" in words(client.get(paths.case(number)))


def test_a_term_that_will_start_anew_is_told_without_a_day_and_without_going_on(sent, do):
    client, number, _ = sent()
    do(number, "confirm", how="电话确认")
    do(number, "ask_correction", reason="写明是哪一年的")
    shown = words(client.get(paths.case(number)))
    assert "收到您补上的内容以后，从第二天起重新算 20 个工作日" in shown
    assert "起停止计算，补上以后从头算起" in shown
    for wrong in ("停多久往后推多久", "最迟", "这段时间不算在期限里"):
        assert wrong not in shown
    client.post(paths.case(number, "do", "correct"), {"text": "2025年的"})
    assert re.search(r"最迟\s+20\d\d年\d+月\d+日（星期.）", words(client.get(paths.case(number))))


def test_a_reason_that_is_asked_for_is_shown_where_it_is_given(sent, do):
    client, number, _ = sent()
    do(number, "confirm", how="电话确认")
    do(number, "ask_reason", reason="三个月里申请了 60 件")
    for path in (paths.case(number), paths.case(number, "do", "give_reason")):
        assert re.search(r"要您说明理由\s+三个月里申请了 60 件", words(client.get(path)))


def test_withdrawing_names_the_consequence_first(sent):
    client, number, _ = sent()
    path = paths.case(number, "do", "withdraw")
    assert "收不回来" in words(client.get(path))
    assert Case.objects.get(number=number).closed_at is None
    assert client.post(path, {"reason": "已经找到了"}).url == paths.case(number)
    assert Case.objects.get(number=number).outcome == "withdrawn"
    shown = words(client.get(paths.case(number)))
    assert "您撤回了申请" in shown
    for nothing_to_decide in ("复议", "满意吗", "已经找到了"):
        assert nothing_to_decide not in shown
    assert client.get(path).url == paths.case(number)


def test_what_only_the_office_does_has_no_page(sent):
    client, number, _ = sent()
    assert client.get(paths.case(number, "do", "confirm")).url == paths.case(number)
    assert client.post(paths.case(number, "do", "confirm"), {"how": "我自己"}).url == paths.case(number)
    assert Case.objects.get(number=number).state == "submitted"


def test_files_come_along_with_what_one_adds(cast, probe, store):
    client = Client()
    write(client, PROBE)
    send(client, PROBE)
    number = Case.objects.get().number
    path = paths.case(number, "do", "add")
    refused = client.post(path, {"text": "见附件", "files": text_file("图.svg", b"<svg/>")})
    assert refused.status_code == 422
    assert "见附件" in refused.content.decode()
    assert client.post(path, {"text": "见附件", "files": text_file("补充.txt")}).status_code == 302
    assert CaseFile.objects.filter(name="补充.txt", role="sent_in").exists()


def test_rating_takes_three_clicks_and_may_be_changed(replied):
    client, number = replied
    assert client.post(paths.case(number, "rate"), {"stars": "5"}).status_code == 302
    assert Case.objects.get(number=number).satisfaction == 5
    assert "评价收到了" in words(client.get(paths.case(number)))
    client.post(paths.case(number, "rate"), {"stars": "2", "text": "等得久"})
    assert Case.objects.get(number=number).satisfaction == 2


@pytest.mark.parametrize("stars", ["", "0", "6", "x", "²"])
def test_a_rating_that_is_none_is_said(replied, stars):
    client, number = replied
    answer = client.post(paths.case(number, "rate"), {"stars": stars})
    assert answer.status_code == 422
    assert "从五档里选一档" in words(answer)


def test_a_case_that_is_not_over_is_not_rated(sent):
    client, number, _ = sent()
    assert "对这次办理满意吗" not in words(client.get(paths.case(number)))
    assert client.post(paths.case(number, "rate"), {"stars": "5"}).status_code == 422


# ---- what the office did with it -------------------------------------------------------------------------


def test_who_wrote_one_letter_follows_all_its_parts_with_one_code(cast, sent, do):
    client, number, code = sent()
    do(number, "confirm", how="电话确认")
    whole = Case.objects.get(number=number)
    parts = [("分配表", ""), ("验收记录", "哪天验收的")]
    [made] = split(case_id=whole.pk, parts=parts, by=cast.standing("agri.handler"), at=timezone.now())
    page = words(client.get(paths.case(number)))
    assert f"拆开分别办理，另外的编号是{made.number}，用同一个查询码查" in page
    assert "您写的内容" not in page
    other = Client()
    assert enquire(other, made.number, code).url == paths.case(made.number)
    part = words(other.get(paths.case(made.number)))
    assert "哪天验收的" in part
    assert "这一件办的内容" in part


def test_a_case_that_was_handed_on_says_so(cast, sent, do):
    client, number, _ = sent()
    do(number, "confirm", how="电话确认")
    whole = Case.objects.get(number=number)
    housing = Unit.objects.get(id=cast.units["housing"])
    transfer(
        case_id=whole.pk,
        unit_id=housing.pk,
        reason="住房的事",
        by=cast.standing("agri.handler"),
        at=timezone.now(),
    )
    assert f"转到{housing.name}办理" in words(client.get(paths.case(number)))


def test_the_page_names_the_organ_of_reconsideration_that_the_letter_names(cast, replied):
    client, number = replied
    root = Unit.objects.get(id=cast.units["root"])
    assert f"向{root.name}申请行政复议" in words(client.get(paths.case(number)))
