"""Work passes from hand to hand: claim, give back, assign, hand on, ask for help, together and apart, mended dates."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.office.cases.conftest import case_of, url

from gongkai.cases.actions import sharing
from gongkai.cases.models import Case, CaseEvent, CoHandling, FactChange
from gongkai.cases.refusals import CaseRefused


def words(answer):
    return answer.content.decode()


def test_claimed_and_given_back(client_of, cast, submitted):
    case_id = submitted()
    client = client_of("agri.handler")
    answer = client.post(url("case_claim", case_id), follow=True)
    assert "已认领" in words(answer)
    assert case_of(case_id).assignee_id == cast.people["agri.handler"]
    late = client_of("agri.leader").post(url("case_claim", case_id), follow=True)
    assert f"{cast.names['agri.handler']}已经认领了这件" in words(late)
    client.post(url("case_give_back", case_id))
    assert case_of(case_id).assignee_id is None


def test_given_to_a_colleague_of_the_unit(client_of, cast, submitted):
    case_id = submitted()
    client = client_of("agri.leader")
    page = words(client.get(url("case_assign", case_id)))
    assert cast.names["agri.handler"] in page
    assert cast.names["housing.handler"] not in page
    client.post(url("case_assign", case_id), {"user": cast.people["agri.handler"]})
    assert case_of(case_id).assignee_id == cast.people["agri.handler"]


def test_handing_on_names_the_consequence_first(client_of, cast, submitted):
    case_id = submitted()
    client = client_of("agri.handler")
    sent = {"unit": cast.units["housing"], "reason": "道路归住建局管"}
    page = client.post(url("case_transfer", case_id), sent)
    assert "期限照样走" in words(page)
    assert case_of(case_id).unit_id == cast.units["agri"]
    answer = client.post(url("case_transfer", case_id), {**sent, "confirmed": "1"}, follow=True)
    assert answer.status_code == 200
    assert case_of(case_id).unit_id == cast.units["housing"]
    assert "道路归住建局管" in words(client_of("housing.handler").get(url("case", case_id)))


def test_another_unit_helps(client_of, cast, submitted):
    case_id = submitted()
    client_of("agri.handler").post(
        url("case_help", case_id),
        {"unit": cast.units["housing"], "question": "台账在不在你们那里", "due_on": ""},
    )
    row = CoHandling.objects.get()
    helper = client_of("housing.handler")
    assert "台账" in words(helper.get(url("case", case_id)))
    assert "2025年柳河镇" in words(helper.get(url("cases_in", "help")))
    assert "王小明" not in words(helper.get(url("case", case_id)))
    helper.post(url("case_help_answer", case_id, row.pk), {"answer": "在，已经送去"})
    assert "在，已经送去" in words(client_of("agri.handler").get(url("case", case_id)))
    assert client_of("agri.handler").get(url("case_help_answer", case_id, row.pk)).status_code == 403


def test_nobody_is_asked_to_answer_by_a_day_that_is_over(client_of, cast, submitted):
    asked = {"unit": cast.units["housing"], "question": "台账在不在你们那里"}
    client, today = client_of("agri.handler"), timezone.localdate()
    here = url("case_help", submitted())
    wrong = client.post(here, {**asked, "due_on": (today - timedelta(days=1)).isoformat()})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["due_on"] == ["希望答复的日期不能早于今天"]
    assert "台账在不在你们那里" in words(wrong)
    client.post(here, {**asked, "due_on": today.isoformat()})
    assert CoHandling.objects.get().due_on == today


def test_two_of_the_same_become_one(client_of, submitted):
    case_id, into = submitted(), submitted()
    client = client_of("agri.handler")
    number = case_of(into).number
    page = words(client.get(url("case_merge", case_id)))
    assert number in page  # offered: the same person's
    wrong = client.post(url("case_merge", case_id), {"number": "没有〔2026〕9号"})
    assert wrong.status_code == 422
    assert "没有找到编号" in words(wrong)
    assert "不能再分开" in words(client.post(url("case_merge", case_id), {"number": number}))
    client.post(url("case_merge", case_id), {"number": number, "confirmed": "1"})
    assert case_of(case_id).merged_into_id == into
    assert "这件已经并到另一件" in words(client.get(url("case", case_id)))


def test_one_that_asks_for_several_things_is_taken_apart(client_of, processing):
    case_id = processing()
    client = client_of("agri.handler")
    here = url("case_split", case_id)
    more = client.post(here, {"count": "2", "title_1": "分配表", "go": "more"})
    assert 'name="title_3"' in words(more)
    assert 'value="分配表"' in words(more)
    wrong = client.post(here, {"count": "2", "title_1": "分配表", "title_2": ""})
    assert wrong.status_code == 422
    assert '<a href="#title_2">第 2 件要什么没有写</a>' in words(wrong)
    sent = {"count": "3", "title_1": "分配表", "title_2": "验收记录", "title_3": ""}
    page = client.post(here, sent)
    assert "拆成 2 件" in words(page)
    answer = client.post(here, {**sent, "confirmed": "1"})
    assert answer.url == url("case_receipt", case_id)
    part = Case.objects.get(about=case_id)
    assert part.number in words(client.get(answer.url))
    assert part.due_on == case_of(case_id).due_on


def test_a_date_is_mended_by_two_people_who_see_what_follows(client_of, submitted, do):
    case_id = submitted(days=5)
    do(case_id, "confirm", how="电话确认")
    event = CaseEvent.objects.get(case=case_id, act="confirm")
    right = timezone.localdate() - timedelta(days=4)
    before = case_of(case_id).due_on
    first = client_of("agri.handler")
    here = url("case_amend", case_id, event.pk)
    sent = {"on": right.isoformat(), "reason": "签收单上写的"}
    page = first.post(here, sent)
    assert "要另一个人同意" in words(page)
    assert "变为" in words(page)
    first.post(here, {**sent, "confirmed": "1"})
    change = FactChange.objects.get()
    decide = url("case_amend_decide", case_id, change.pk)
    assert first.get(decide).status_code == 403
    second = client_of("agri.leader")
    assert "签收单上写的" in words(second.get(decide))
    second.post(decide, {"go": "agree"})
    assert case_of(case_id).received_on == right
    assert case_of(case_id).due_on < before
    assert "已更正" in words(first.get(url("case", case_id)))


def test_whoever_only_sees_a_case_reads_whom_to_ask(client_of, submitted):
    case_id = submitted()
    auditor = client_of("office.auditor")
    assert auditor.get(url("case", case_id)).status_code == 200
    for name in ("case_claim", "case_give_back"):
        assert auditor.post(url(name, case_id)).status_code == 403
    for name in ("case_assign", "case_transfer", "case_help", "case_merge", "case_split"):
        assert auditor.get(url(name, case_id)).status_code == 403


def test_villages_that_answer_nobody_are_neither_offered_nor_accepted(client_of, cast, submitted):
    case_id, village = submitted(), cast.units["village"]
    client = client_of("agri.handler")
    for name in ("case_transfer", "case_help"):
        page = words(client.get(url(name, case_id)))
        assert "柳河镇人民政府" in page
        assert "村民委员会" not in page
        sent = {"unit": village, "reason": "路在村里", "question": "路修了没有", "confirmed": "1"}
        assert client.post(url(name, case_id), sent).status_code == 422
    told = {"case_id": case_id, "unit_id": village, "by": cast.standing("agri.handler"), "at": timezone.now()}
    with pytest.raises(CaseRefused, match="不受理来件，由所在的乡镇、街道办理"):
        sharing.transfer(reason="路在村里", **told)
    with pytest.raises(CaseRefused, match="不受理来件"):
        sharing.ask_help(question="路修了没有", due_on=None, **told)
    assert case_of(case_id).unit_id == cast.units["agri"]
    assert not CoHandling.objects.exists()


def test_a_complaint_stays_with_who_supervises_and_the_unit_complained_about_may_be_asked(
    client_of, cast, submitted_as
):
    case_id, office = submitted_as("complaint"), client_of("office.disclosure_office")
    assert case_of(case_id).unit_id == cast.units["office"]
    assert "转给别的单位" not in words(office.get(url("case", case_id)))
    sent = {"unit": cast.units["agri"], "reason": "投诉的是农业局", "confirmed": "1"}
    assert office.post(url("case_transfer", case_id), sent).status_code == 403
    told = {"case_id": case_id, "by": cast.standing("office.disclosure_office"), "at": timezone.now()}
    with pytest.raises(
        CaseRefused, match="由青禾县人民政府办公室办理，不交给别的单位。要对方说明情况，请它协办"
    ):
        sharing.transfer(unit_id=cast.units["agri"], reason="投诉的是农业局", **told)
    assert case_of(case_id).unit_id == cast.units["office"]
    sharing.ask_help(unit_id=cast.units["agri"], question="为什么没有公开", due_on=None, **told)
    assert "为什么没有公开" in words(client_of("agri.handler").get(url("case", case_id)))


def test_a_complaint_that_came_to_another_unit_before_goes_to_who_supervises(client_of, cast, submitted_as):
    case_id = submitted_as("complaint")
    Case.objects.filter(id=case_id).update(unit_id=cast.units["agri"])
    client = client_of("agri.handler")
    page = words(client.get(url("case_transfer", case_id)))
    assert "青禾县人民政府办公室" in page
    assert "青禾县住房和城乡建设局" not in page
    sent = {"unit": cast.units["office"], "reason": "投诉由主管部门办", "confirmed": "1"}
    client.post(url("case_transfer", case_id), sent)
    assert case_of(case_id).unit_id == cast.units["office"]
