"""Correct, withdraw, the urgent way, validity, links; each with its consequence named first."""

from tests.office.pages import send_editor, url, words

from gongkai.disclosure.models import ItemLink


def test_a_withdrawal_names_its_consequence_and_asks_for_a_reason(cast, client_of):
    item_id = cast.published()
    client = client_of("agri.publisher")
    page = words(client.get(url("item_withdraw", item_id)))
    assert "原来的网址说明已经撤回和原因" in page
    short = client.post(url("item_withdraw", item_id), {"reason": "错", "confirmed": "1"})
    assert "至少写 5 个字" in words(short)
    client.post(url("item_withdraw", item_id), {"reason": "名单里有个人电话", "confirmed": "1"})
    assert cast.item(item_id).state == "withdrawn"


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
    assert cast.item(item_id).title in words(office.get(url("urgent")))
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
