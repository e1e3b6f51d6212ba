"""Pages beside the cases: knowledge base, experts, what is asked for often, 约谈 and 通报, clarifications."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cases.conftest import FORM

from gongkai.cases.actions.holding_to_account import note_late_statements
from gongkai.cases.actions.submitting import enter, submit
from gongkai.cases.models import AccountabilityEntry, Case, CaseItemLink, Expert, KnowledgeArticle
from gongkai.disclosure.models import Item

IDS = ("110101199003077715", "110101198001010010", "110101197512120057")


def url(name, *args):
    return reverse(f"office:{name}", args=args)


def words(answer):
    return answer.content.decode()


@pytest.fixture
def written(client_of, cast):
    until = (timezone.localdate() + timedelta(days=100)).isoformat()
    given = {
        "title": "医保异地就医怎样备案", "text": "带身份证到一楼大厅。", "tags": "看病", "valid_until": until,
        "unit": cast.units["agri"], "owner": cast.people["agri.handler"],
    }  # fmt: skip
    answer = client_of("agri.handler").post(url("article_new"), given)
    assert answer.status_code == 302, words(answer)
    return KnowledgeArticle.objects.get()


def test_an_article_is_written_looked_up_and_offered_while_typing(client_of, written):
    operator = client_of("housing.handler")
    assert "带身份证到一楼大厅" in words(operator.get(url("knowledge"), {"q": "医保"}))
    offered = words(operator.post(url("knowledge_offer"), {"title": "外地看病", "text": "医保怎么报"}))
    assert "医保异地就医怎样备案" in offered
    assert "<html" not in offered
    assert "医保异地" not in words(operator.post(url("knowledge_offer"), {"title": "路灯"}))
    assert client_of("office.system_admin").get(url("knowledge")).status_code == 403


def test_the_intake_page_of_the_hotline_offers_it_without_addresses_that_hold_words(client_of, written):
    page = words(client_of("agri.handler").get(url("case_enter", "hotline_order")))
    assert url("knowledge_offer") in page
    assert "hx-post" in page
    assert url("knowledge_offer") not in words(
        client_of("agri.handler").get(url("case_enter", "information_application"))
    )


def test_only_its_unit_changes_an_article(client_of, written, cast):
    page = url("article", written.pk)
    assert client_of("housing.handler").get(page).status_code == 200
    assert client_of("housing.handler").post(page, {"title": "x"}).status_code == 403
    changed = {
        "title": "异地就医备案", "text": "网上也能办。", "tags": "", "owner": cast.people["agri.handler"],
        "valid_until": written.valid_until.isoformat(), "revision": "0",
    }  # fmt: skip
    assert client_of("agri.handler").post(page, changed).status_code == 302
    stale = client_of("agri.leader").post(page, {**changed, "text": "我的改法"})
    assert stale.status_code == 422
    assert "我的改法" in words(stale)
    client_of("agri.handler").post(url("article_end", written.pk), {"go": "end"})
    assert KnowledgeArticle.objects.get().ended_at is not None


def test_experts_stand_in_the_field_that_asks_whom_to_ask(client_of, cast):
    office = client_of("office.disclosure_office")
    given = {"name": "周明", "organisation": "县医保局", "fields_known": "异地就医"}
    assert client_of("agri.handler").get(url("expert_new")).status_code == 403
    office.post(url("expert_new"), given)
    one = Expert.objects.get()
    office.post(url("expert", one.pk), {**given, "fields_known": "异地就医、门诊慢病"})
    at = timezone.now()
    values = {"title": "异地就医", "text": "怎样备案", "name": "李兰", "phone": "13900139000"}
    case_id = submit(kind="policy_consultation", unit_id=cast.units["agri"], values=values, at=at).case_id
    page = words(client_of("agri.handler").get(url("case_act", case_id, "ask_expert")))
    assert 'list="offers-party"' in page
    assert "周明（县医保局）" in page
    assert "门诊慢病" in page
    office.post(url("expert_end", one.pk), {"go": "end"})
    assert "周明" not in words(client_of("agri.handler").get(url("experts")))


def test_what_is_asked_for_often_becomes_a_draft(client_of, cast):
    at = timezone.now()
    for identity in IDS:
        case_id = submit(
            kind="information_application",
            unit_id=cast.units["agri"],
            values={**FORM, "identity": identity},
            at=at,
        ).case_id
        Case.objects.filter(id=case_id).update(outcome="granted", closed_at=at)
    office = client_of("office.disclosure_office")
    page = words(office.get(url("often_asked")))
    assert "3 个人申请过" in page
    assert client_of("agri.handler").get(url("often_asked")).status_code == 403
    assert "起草主动公开" not in words(client_of("office.auditor").get(url("often_asked")))
    ids = [str(one) for one in Case.objects.values_list("id", flat=True)]
    form = words(office.get(url("often_asked_draft"), {"case": ids, "title": FORM["title"]}))
    assert FORM["title"] in form
    given = {"case": ids, "title": FORM["title"], "unit": cast.units["agri"], "kind": "work_news"}
    answer = office.post(url("often_asked_draft"), given)
    item = Item.objects.get()
    assert answer.url == url("item_edit", item.pk)
    assert CaseItemLink.objects.filter(item=item).count() == 3
    assert "已经起草" in words(office.get(url("often_asked")))


@pytest.fixture
def event(cast):
    at = timezone.now() - timedelta(days=30)
    values = {"title": "网传自来水有异味", "grade": "post", "where": "论坛", "text": "多人发帖。"}
    return enter(
        kind="opinion_event", unit_id=cast.units["agri"], values=values, channel="internal",
        arrived_on=timezone.localdate(at), received_on=timezone.localdate(at),
        by=cast.standing("agri.handler"), at=at,
    ).case_id  # fmt: skip


def test_a_late_statement_is_listed_and_its_outcome_noted(client_of, event):
    note_late_statements(at=timezone.now())
    entry = AccountabilityEntry.objects.get()
    assert "网传自来水有异味" in words(client_of("agri.handler").get(url("accountability")))
    assert "网传自来水" not in words(client_of("housing.handler").get(url("accountability")))
    assert client_of("agri.handler").get(url("accountability_settle", entry.pk)).status_code == 403
    assert client_of("housing.handler").get(url("accountability_settle", entry.pk)).status_code == 404
    office = client_of("office.disclosure_office")
    office.post(url("accountability_settle", entry.pk), {"note": "十一月二十日约谈分管领导"})
    assert "约谈分管领导" in words(office.get(url("accountability"), {"settled": "1"}))


def test_published_items_are_tied_to_an_event_and_taken_off(client_of, cast, event):
    item_id = cast.published(title="关于自来水检测结果的公告")
    handler = client_of("agri.handler")
    assert url("case_items", event) in words(handler.get(url("case", event)))
    assert "没有这个索引号" in words(handler.post(url("case_items", event), {"index_no": "没有"}))
    handler.post(url("case_items", event), {"index_no": Item.objects.get(id=item_id).index_no})
    assert "自来水检测结果" in words(handler.get(url("case_items", event)))
    handler.post(url("case_items", event), {"drop": item_id})
    assert not CaseItemLink.objects.exists()


def test_the_pages_stand_in_the_side_list(client_of):
    side = words(client_of("office.disclosure_office").get(url("cases")))
    for label in ("答复公开", "知识库", "多次申请的信息", "约谈、通报"):
        assert label in side
