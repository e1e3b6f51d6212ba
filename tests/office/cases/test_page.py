"""One case on one screen: who, what, till when and why, what next; files, notes, and who wrote only with a reason."""

from datetime import timedelta

from django.utils import timezone
from tests.office.cases.conftest import case_of, url

from gongkai.cases.models import DataWish
from gongkai.ledger.models import LedgerRow


def words(answer):
    return answer.content.decode()


def test_the_page_says_what_is_next_and_till_when(client_of, processing):
    case_id = processing()
    page = words(client_of("agri.handler").get(url("case", case_id)))
    due = case_of(case_id).due_on
    assert f"{due.year}年{due.month}月{due.day}日" in page
    assert "为什么是这一天" in page
    assert "拟答复，送审核" in page  # the usual next act
    assert "别的办法" in page
    assert "征求第三方意见" in page


def test_who_wrote_is_masked_until_a_reason_is_given(client_of, processing):
    case_id = processing()
    handler = client_of("agri.handler")
    page = words(handler.get(url("case", case_id)))
    assert "王小明" not in page
    assert "13800138000" not in page
    assert "王**" in page
    empty = handler.post(url("case_personal", case_id), {"reason": ""})
    assert empty.status_code == 422
    assert "为什么要看没有填" in words(empty)
    opened = words(handler.post(url("case_personal", case_id), {"reason": "电话核对身份"}))
    assert "王小明" in opened
    assert "110101199003077715" in opened
    row = LedgerRow.objects.filter(act="case.open_personal").latest("id")
    assert "电话核对身份" in str(row.payload)


def test_others_of_the_unit_may_not_open_who_wrote(client_of, processing):
    case_id = processing()
    reader = client_of("agri.first_reviewer")
    assert "打开看" not in words(reader.get(url("case", case_id)))
    assert reader.post(url("case_personal", case_id), {"reason": "想看"}).status_code == 403


def test_why_this_day_shows_every_stretch_and_the_article(client_of, submitted, do):
    case_id, now = submitted(days=9), timezone.now()
    do(case_id, "confirm", how="电话确认", at=now - timedelta(days=8))
    do(case_id, "consult_third_party", party="青禾建设公司", question="是否同意公开合同价")
    page = words(client_of("agri.handler").get(url("case_why", case_id)))
    assert "征求第三方意见" in page
    assert "暂停" in page
    assert "条例" in page
    assert "个工作日" in page


def test_without_confirmation_the_page_says_why_there_is_no_day(client_of, submitted):
    page = words(client_of("agri.handler").get(url("case_why", submitted())))
    assert "还没有确认收到，期限没有开始计算" in page


def test_a_term_beside_the_main_one_is_explained_too(client_of, processing):
    case_id = processing()
    side = case_of(case_id).side_terms.get()
    assert "补正" in words(client_of("agri.handler").get(url("case_why_side", case_id, side.pk)))
    assert client_of("agri.handler").get(url("case_why_side", case_id, side.pk + 99)).status_code == 404


def test_other_cases_of_the_same_person_stand_beside_it(client_of, processing, submitted):
    case_id = processing()
    submitted(title="2024年的分配表")
    submitted(title="别的单位的", unit="housing")
    page = words(client_of("agri.handler").get(url("case", case_id)))
    assert "2024年的分配表" in page
    assert "别的单位的" not in page
    assert "别的单位的" in words(client_of("office.disclosure_office").get(url("case", case_id)))


def test_notes_are_kept_for_colleagues(client_of, processing):
    case_id = processing()
    client = client_of("agri.handler")
    client.post(url("case_note", case_id), {"text": "财政所有原件"})
    assert "财政所有原件" in words(client.get(url("case", case_id)))
    assert "写下内容再保存" in words(client.post(url("case_note", case_id), {"text": " "}, follow=True))


def test_who_else_has_it_open_is_shown(client_of, cast, processing):
    case_id = processing()
    client_of("agri.leader").get(url("case", case_id))
    page = words(client_of("agri.handler").get(url("case", case_id)))
    assert f"{cast.names['agri.leader']}正在看这件" in page
    client_of("agri.leader").get(url("case_act", case_id, "extend"))
    page = words(client_of("agri.handler").get(url("case", case_id)))
    assert f"{cast.names['agri.leader']}正在办这件" in page


def test_an_overdue_case_says_so_in_words(client_of, processing):
    from gongkai.cases.models import Case

    case_id = processing()
    Case.objects.filter(id=case_id).update(due_on=timezone.localdate() - timedelta(days=10))
    assert "逾期" in words(client_of("agri.handler").get(url("case", case_id)))
    assert "逾期" in words(client_of("agri.handler").get(url("cases_in", "overdue")))


def test_a_correction_that_somebody_asks_for_stands_on_the_page_of_the_case(cast, client_of, processing):
    case_id = processing()
    case = case_of(case_id)
    DataWish.objects.create(
        case=case, field="phone", sealed=case.party.sealed, made_at=timezone.now(), state="open"
    )
    told = "要求更正自己的手机或者电话"
    assert told in client_of("agri.handler").get(url("case", case_id)).content.decode()
    assert told not in client_of("agri.officer").get(url("case", case_id)).content.decode()
    DataWish.objects.update(state="done")
    assert told not in client_of("agri.handler").get(url("case", case_id)).content.decode()
