"""Correct, withdraw, the urgent way, validity, links; each with its consequence named first."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.office.pages import send_editor, url, words

from gongkai.disclosure.actions import drafting, reviewing
from gongkai.disclosure.models import ItemLink
from gongkai.files.actions import store_upload
from gongkai.ledger.rules import SYSTEM


def test_a_withdrawal_names_its_consequence_and_asks_for_a_reason(cast, client_of):
    item_id = cast.published()
    client = client_of("agri.publisher")
    page = words(client.get(url("item_withdraw", item_id)))
    assert "原来的网址说明已经撤回和原因" in page
    short = client.post(url("item_withdraw", item_id), {"reason": "错", "confirmed": "1"})
    assert "至少写 5 个字" in words(short)
    client.post(url("item_withdraw", item_id), {"reason": "名单里有个人电话", "confirmed": "1"})
    assert cast.item(item_id).state == "withdrawn"


@pytest.mark.parametrize(("act", "who"), [("item_withdraw", "publisher"), ("item_correct", "officer")])
def test_what_was_written_stays_on_the_page_that_refuses_it(cast, client_of, act, who):
    item_id = cast.published()
    reason = "误公开了村民的手机13800001234，现予改正"
    page = words(client_of(f"agri.{who}").post(url(act, item_id), {"reason": reason, "confirmed": "1"}))
    assert "里面有手机号码" in page
    assert reason in page
    assert cast.item(item_id).state == "published"


def test_the_officer_may_not_withdraw_and_is_told_who_may(cast, client_of):
    item_id = cast.published()
    answer = client_of("agri.officer").get(url("item_withdraw", item_id))
    assert answer.status_code == 403
    assert "公开岗" in words(answer)


def test_a_correction_opens_a_new_version_and_the_public_one_stays(cast, client_of):
    item_id = cast.published()
    officer = client_of("agri.officer")
    answer = officer.post(url("item_correct", item_id), {"reason": "更正开始日期", "confirmed": "1"})
    assert answer.url == url("item_edit", item_id)
    send_editor(officer, item_id, body_html="<p>秋季动物防疫自十一月开始。</p>")
    item = cast.item(item_id)
    assert "十月八日" in item.public_version.body_text
    desk = officer.get(url("desk", item_id)).context["d"]
    assert desk.changed_since_public
    officer.post(url("item_drop_correction", item_id), {"confirmed": "1"})
    assert cast.item(item_id).state == "published"


def test_the_urgent_way_is_for_the_disclosure_office_and_is_reported(cast, client_of):
    item_id = cast.draft()
    assert client_of("agri.publisher").get(url("item_urgent", item_id)).status_code == 403
    office = client_of("office.disclosure_office")
    assert "收不回来" in words(office.get(url("item_urgent", item_id)))
    office.post(url("item_urgent", item_id), {"reason": "汛情紧急，群众要马上转移", "confirmed": "1"})
    assert cast.item(item_id).urgent
    assert cast.item(item_id).state == "published"
    report = words(office.get(url("urgent")))
    assert cast.item(item_id).title in report
    assert "汛情紧急，群众要马上转移" in report
    assert cast.names["office.disclosure_office"] in report
    assert "理由：汛情紧急，群众要马上转移" in words(client_of("agri.officer").get(url("desk", item_id)))
    listed = words(client_of("agri.officer").get(url("inbox", "published")))
    assert "紧急公开：汛情紧急，群众要马上转移" in listed
    assert client_of("agri.officer").get(url("urgent")).status_code == 403


def test_validity_is_marked_on_a_normative_document_and_on_nothing_else(cast, client_of):
    notice = cast.published()
    document = cast.published(
        kind="normative_document", title="青禾县农机管理办法", head={"doc_no": "青农〔2026〕9号"}
    )
    officer = client_of("agri.officer")
    assert officer.get(url("item_validity", notice)).status_code == 403
    given = {"validity": "abolished", "on": "2026-11-01", "basis": "青政发〔2026〕20号", "confirmed": "1"}
    officer.post(url("item_validity", document), given)
    assert cast.item(document).validity == "abolished"


def test_an_interpretation_is_tied_to_its_document_and_both_desks_show_it(cast, client_of):
    document = cast.published(title="关于耕地地力保护补贴的公告")
    reading = cast.draft(kind="interpretation", title="耕地地力保护补贴怎么算")
    officer = client_of("agri.officer")
    address = url("item_links", reading) + "?q=耕地地力"
    officer.post(address, {"relation": "interprets", "target": document})
    assert "耕地地力保护补贴怎么算" in words(officer.get(url("desk", document)))
    link = ItemLink.objects.get()
    officer.post(url("item_unlink", reading, link.pk))
    assert not ItemLink.objects.exists()


def test_the_preview_shows_the_text_before_it_is_public(cast, client_of):
    item_id = cast.draft()
    assert "秋季动物防疫自十月八日开始" in words(client_of("agri.officer").get(url("item_preview", item_id)))


# ---- what follows is said before it is done ---------------------------------------------------------------


@pytest.fixture
def scheduled(cast, client_of):
    """An item that waits for its set time."""
    item_id = cast.submitted()
    cast.pass_steps(item_id, until="publish")
    step = cast.open_step(item_id)
    given = {"publish_at": f"{timezone.localtime() + timedelta(days=2):%Y-%m-%dT%H:%M}"}
    client_of("agri.publisher").post(url("pass_step", item_id, step.pk), given)
    assert cast.item(item_id).state == "approved"
    return item_id


def test_the_last_step_says_who_will_see_what_and_links_the_preview(cast, client_of):
    item_id = cast.draft()
    stored = store_upload(name="名单.txt", stream=io.BytesIO(b"list"), by=SYSTEM, at=timezone.now())
    officer = cast.standing("agri.officer")
    drafting.attach(item_id=item_id, file_id=stored.pk, name="名单.txt", by=officer, at=timezone.now())
    reviewing.submit(item_id=item_id, by=officer, at=timezone.now())
    assert "任何人都能看到" not in words(client_of("agri.first_reviewer").get(url("desk", item_id)))
    cast.pass_steps(item_id, until="publish")
    page = words(client_of("agri.publisher").get(url("desk", item_id)))
    assert f"任何人都能看到、检索和下载：标题“{cast.item(item_id).title}”、正文、1个附件（名单.txt）" in page
    assert "公开后只能更正或者撤回" in page
    assert url("item_preview", item_id) in page
    assert "任何人都能看到" not in words(client_of("agri.officer").get(url("desk", item_id)))


def test_the_last_step_of_what_is_kept_back_says_that_nobody_will_see_it(cast, client_of):
    head = {
        "attribute": "withheld",
        "attribute_ground": "internal_affairs",
        "attribute_reason": "只涉及内部管理",
    }
    item_id = cast.submitted(head=head)
    cast.pass_steps(item_id, until="publish")
    assert "通过后存档备查，公众看不到" in words(client_of("agri.publisher").get(url("desk", item_id)))


def test_a_correction_says_what_becomes_of_the_public_version(cast, client_of):
    item_id = cast.published()
    given = {"reason": "更正开始日期", "hides_earlier": "on", "confirmed": "1"}
    client_of("agri.officer").post(url("item_correct", item_id), given)
    send_editor(client_of("agri.officer"), item_id, go="submit")
    cast.pass_steps(item_id, until="publish")
    assert "以前的版本不再给公众看" in words(client_of("agri.publisher").get(url("desk", item_id)))


def test_what_waits_for_its_time_can_be_stopped_and_the_filer_reads_why(cast, client_of, scheduled):
    publisher = client_of("agri.publisher")
    assert url("item_take_back", scheduled) in words(publisher.get(url("desk", scheduled)))
    assert "从头审" in words(publisher.get(url("item_take_back", scheduled)))
    publisher.post(url("item_take_back", scheduled), {"reason": "附件拿错了", "confirmed": "1"})
    item = cast.item(scheduled)
    assert (item.state, item.publish_at) == ("returned", None)
    officer = words(client_of("agri.officer").get(url("item_edit", scheduled)))
    assert cast.names["agri.publisher"] in officer
    assert "附件拿错了" in officer
    assert "附件拿错了" in words(client_of("agri.officer").get(url("desk", scheduled)))


def test_others_may_not_stop_it_and_are_not_offered_it(cast, client_of, scheduled):
    officer = client_of("agri.officer")
    assert url("item_take_back", scheduled) not in words(officer.get(url("desk", scheduled)))
    assert officer.get(url("item_take_back", scheduled)).status_code == 403
    assert officer.post(url("item_take_back", scheduled), {"reason": "附件拿错了"}).status_code == 403
    assert cast.item(scheduled).state == "approved"


def test_publishing_before_the_time_says_what_follows(client_of, scheduled):
    page = words(client_of("agri.publisher").get(url("item_publish_now", scheduled)))
    assert "任何人都能看到" in page
    assert url("item_preview", scheduled) in page
