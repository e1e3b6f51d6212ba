"""A clerk takes in what came by counter, letter or fax; the paper to hand over has number and code."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from tests.cases.playing import values_for
from tests.office.cases.conftest import FORM, case_of, url

from gongkai.cases.actions.submitting import enter
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseFile
from gongkai.cases.query_codes import fits
from gongkai.cases.refusals import CaseRefused

HERE = "information_application"


def words(answer):
    return answer.content.decode()


def came(**more):
    today = timezone.localdate().isoformat()
    return {**FORM, "channel": "counter", "arrived_on": today, "received_on": today, **more}


def test_the_kinds_that_one_may_take_in_are_offered(client_of):
    page = words(client_of("agri.handler").get(url("case_new")))
    assert "政府信息公开申请" in page
    assert "领导信箱来信" in page
    assert client_of("agri.first_reviewer").get(url("case_new")).status_code == 403


def test_what_comes_over_the_counter_begins_at_once_and_the_paper_has_number_and_code(client_of, cast):
    client = client_of("agri.handler")
    assert "信息的名称或者文号" in words(client.get(url("case_enter", HERE)))
    answer = client.post(url("case_enter", HERE), came(unit=cast.units["agri"]))
    case = Case.objects.get()
    assert answer.url == url("case_receipt", case.pk)
    assert (case.state, case.received_on) == ("processing", timezone.localdate())
    page = client.get(answer.url)
    code = page.context["receipts"][0].code
    assert case.number in words(page)
    assert code in words(page)
    assert fits(code, case.secret_digest)
    # A colleague sees the page without the code.
    assert code not in words(client_of("agri.leader").get(answer.url))


def test_plain_mail_waits_for_confirmation(client_of, cast):
    client_of("agri.handler").post(
        url("case_enter", HERE), came(unit=cast.units["agri"], channel="plain_mail", received_on="")
    )
    assert Case.objects.get().state == "submitted"


def test_everything_that_is_missing_is_said_at_once_and_nothing_typed_is_lost(client_of, cast):
    answer = client_of("agri.handler").post(
        url("case_enter", HERE), {"title": "分配表", "unit": cast.units["agri"], "phone": "abc"}
    )
    page = words(answer)
    assert answer.status_code == 422
    for said in (
        "选怎么来的",
        "到达的日期没有填",
        "选形式",
        "姓名或者单位名称没有填",
        "证件号码没有填",
        "手机或者电话写成",
    ):
        assert said in page, said
    assert 'value="分配表"' in page
    assert not Case.objects.exists()


def test_files_come_along_and_survive_a_form_that_comes_back(client_of, cast):
    client = client_of("agri.handler")
    sent = SimpleUploadedFile("扫描件.txt", "申请".encode())
    page = client.post(url("case_enter", HERE), came(unit=cast.units["agri"], name="", files=[sent]))
    token = page.context["files"][0].token
    client.post(url("case_enter", HERE), came(unit=cast.units["agri"], kept_files=[token]))
    assert CaseFile.objects.get().name == "扫描件.txt"


def test_nobody_enters_for_another_unit(client_of, cast):
    answer = client_of("agri.handler").post(url("case_enter", HERE), came(unit=cast.units["housing"]))
    assert answer.status_code == 422
    assert "承办单位从列出的里面选一个" in words(answer)


def test_the_disclosure_office_enters_for_every_unit(client_of, cast):
    client_of("office.disclosure_office").post(url("case_enter", HERE), came(unit=cast.units["housing"]))
    assert case_of(Case.objects.get().pk).unit_id == cast.units["housing"]


def test_an_objection_names_the_notice_that_it_is_about(client_of, cast):
    item = cast.published(title="农机购置补贴公示")
    client = client_of("agri.handler")
    page = words(client.get(url("case_enter", "objection")))
    assert "针对哪条公开信息" in page
    answer = client.post(url("case_enter", "objection"), came(unit=cast.units["agri"], item="没有的"))
    assert "没有找到" in words(answer)
    assert item


def test_an_objection_in_a_letter_is_tied_by_the_number_that_it_names(client_of, cast):
    day = timezone.localdate()
    runs = {"notice_from_on": day.isoformat(), "notice_to_on": (day + timedelta(days=7)).isoformat()}
    notice = cast.item(cast.published(kind="subsidy_list", title="农机购置补贴公示", fields=runs))
    client, sent = client_of("agri.handler"), came(unit=cast.units["agri"])
    wrong = client.post(url("case_enter", "objection"), {**sent, "index_no": "MA0016000/2020-00001"})
    assert wrong.status_code == 422
    assert "没有这个索引号的公示" in words(wrong)
    client.post(url("case_enter", "objection"), {**sent, "index_no": notice.index_no})
    assert Case.objects.get().item_id == notice.pk


def test_nothing_is_taken_in_for_a_village(client_of, cast):
    client = client_of("office.disclosure_office")
    page = words(client.get(url("case_enter", HERE)))
    assert "柳河镇人民政府" in page
    assert "村民委员会" not in page
    answer = client.post(url("case_enter", HERE), came(unit=cast.units["village"]))
    assert answer.status_code == 422
    at = timezone.now()
    with pytest.raises(CaseRefused, match="不受理来件，由所在的乡镇、街道办理"):
        enter(
            kind=HERE, unit_id=cast.units["village"], values=FORM, channel="counter", arrived_on=timezone.localdate(at),
            received_on=timezone.localdate(at), by=cast.standing("office.disclosure_office"), at=at,
        )  # fmt: skip
    # Its officer is offered no kind that would be refused afterwards.
    assert client_of("village.officer").get(url("case_new")).status_code == 403


def test_a_complaint_is_taken_in_by_who_supervises_for_nobody_else(client_of, cast):
    office = client_of("office.disclosure_office")
    page = office.get(url("case_enter", "complaint"))
    assert [name for _, name in page.context["form"].fields["unit"].choices] == ["青禾县人民政府办公室"]
    assert "公开工作投诉举报" in words(office.get(url("case_new")))
    assert "公开工作投诉举报" not in words(client_of("agri.handler").get(url("case_new")))
    at = timezone.now()
    values = {"about_unit": "青禾县农业农村局", "wrong": "late", "title": "超期", "text": "没有答复", **FORM}
    with pytest.raises(CaseRefused, match="由青禾县人民政府办公室办理，不交给别的单位"):
        enter(
            kind="complaint", unit_id=cast.units["agri"], values=values, channel="counter",
            arrived_on=timezone.localdate(at), received_on=None, by=cast.standing("agri.handler"), at=at,
        )  # fmt: skip


def day_before(days):
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def entered(client, kind, cast, **more):
    values = {**values_for(CASE_KINDS[kind].fields, at=timezone.now()), **more}
    channel = next(code for code in CASE_KINDS[kind].channels if code != "web")
    unit = cast.units["office" if kind == "complaint" else "agri"]
    return client.post(url("case_enter", kind), {"unit": unit, "channel": channel, "item": "", **values})


def test_a_day_to_come_is_told_at_the_field_that_is_there(client_of, cast):
    answer = entered(client_of("agri.handler"), "hotline_order", cast, arrived_on=day_before(-3))
    assert answer.status_code == 422
    assert "到达的日期不能晚于今天" in words(answer)
    assert answer.context["form"].errors.keys() == {"arrived_on"}
    assert "收到之日" not in words(answer)


@pytest.mark.parametrize("kind", [code for code, kind in CASE_KINDS.items() if kind.channels != ("web",)])
def test_a_year_that_is_likely_mistyped_is_asked_about_first(client_of, cast, kind):
    who = "office.disclosure_office" if kind == "complaint" else "agri.handler"
    client, item = client_of(who), cast.published(title="农机购置补贴公示")
    told = {"item": "农机购置补贴公示"} if CASE_KINDS[kind].about_item and item else {}
    fresh = entered(client, kind, cast, arrived_on=day_before(366), received_on=day_before(366), **told)
    assert fresh.status_code == 302, words(fresh)
    old = {"arrived_on": day_before(367), "received_on": day_before(367), **told}
    answer = entered(client, kind, cast, **old)
    assert answer.status_code == 422
    assert "在一年以前" in words(answer)
    assert "确认日期无误" in words(answer)
    assert Case.objects.count() == 1
    assert "确认日期无误" not in words(client.get(url("case_enter", kind)))
    assert entered(client, kind, cast, **old, dates_checked="on").status_code == 302
    assert Case.objects.count() == 2
