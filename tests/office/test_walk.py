"""One item from filing to the public through the pages, each step by another person."""

from tests.office.pages import begin, send_editor, url, words

from gongkai.disclosure.models import Item, ReviewStep

TITLE = "关于公布动物防疫咨询电话的公告"


def test_a_notice_goes_from_the_officer_to_the_public_in_five_steps(cast, client_of):
    officer = client_of("agri.officer")
    item_id = begin(officer)
    answer = send_editor(
        officer,
        item_id,
        title=TITLE,
        topic_id=str(cast.topics["open_work"]),
        body_html="动物防疫咨询电话自即日起开通。",
        signed_on="2026-11-18",
        go="submit",
    )
    assert answer.url == url("desk", item_id)
    seen = []
    while cast.item(item_id).state == "in_review":
        who = cast.reviewer(item_id)
        seen.append(who)
        client = client_of(who)
        assert TITLE in words(client.get(url("inbox", "review")))
        assert client.get(url("desk", item_id)).context["d"].may_decide
        step = ReviewStep.objects.get(review__item=item_id, state="open")
        client.post(url("pass_step", item_id, step.pk), {"comment": "同意"})
    item = cast.item(item_id)
    assert item.state == "published"
    assert "<p>动物防疫咨询电话自即日起开通。</p>" in item.public_version.body_html
    assert seen == [
        f"agri.{role}" for role in ("first_reviewer", "second_reviewer", "secrecy_reviewer", "publisher")
    ]


def test_submission_names_every_gap_with_its_field_and_keeps_what_was_written(cast, client_of):
    officer = client_of("agri.officer")
    item_id = begin(officer)
    answer = send_editor(officer, item_id, title="短", body_html="写了一半", go="submit")
    assert answer.status_code == 200
    targets = [one.target for one in answer.context["problems"]]
    for target in targets:
        assert f'href="#{target}"' in words(answer)
        assert f'id="{target}_error"' in words(answer)
    assert targets == ["id_title", "id_topic_id", "id_signed_on"]
    assert "<title>有误：" in words(answer)
    assert "写了一半" in words(answer)
    assert cast.item(item_id).state == "drafting"


def test_a_fault_in_one_field_loses_nothing_of_the_others(cast, client_of):
    officer = client_of("agri.officer")
    item_id = begin(officer)
    answer = send_editor(
        officer, item_id, title="关于某事的公告", signed_on="2026-13-40", body_html="正文在此"
    )
    assert "日期写成 2026-11-21 这样" in words(answer)
    assert "正文在此" in words(answer)
    assert "关于某事的公告" in words(answer)


def test_an_autosave_keeps_the_draft_and_hands_on_the_revision(cast, client_of):
    officer = client_of("agri.officer")
    item_id = begin(officer)
    page = officer.get(url("item_edit", item_id))
    data = {
        "revision": page.context["form"]["revision"].value(),
        "title": "写到一半的标题",
        "body_html": "一半",
    }
    answer = officer.post(url("item_edit", item_id), data, headers={"HX-Request": "true"})
    assert "草稿已保存" in words(answer)
    assert 'value="1"' in words(answer)
    assert cast.item(item_id).title == "写到一半的标题"


def test_saving_over_a_colleagues_change_shows_both_and_loses_neither(cast, client_of):
    officer, office = client_of("agri.officer"), client_of("office.disclosure_office")
    item_id = cast.draft(title="原来的标题在这里")
    mine = {**_opened(officer, item_id), "title": "我改的标题", "body_html": "<p>我写的一段话</p>"}
    send_editor(office, item_id, title="同事改的标题", body_html="<p>同事写的一段话</p>")
    answer = officer.post(url("item_edit", item_id), mine)
    assert answer.status_code == 409
    shown = words(answer)
    assert "我写的一段话" in shown
    assert "同事写的一段话" in shown
    assert cast.item(item_id).title == "同事改的标题"
    mine["revision"] = answer.context["form"]["revision"].value()
    assert officer.post(url("item_edit", item_id), mine).status_code == 302
    assert cast.item(item_id).title == "我改的标题"


def _opened(client, item_id):
    form = client.get(url("item_edit", item_id)).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in shown.items() if value is not None}


def test_the_officer_of_another_unit_learns_nothing_of_a_draft(cast, client_of):
    item_id = cast.draft()
    stranger, mine = client_of("housing.officer"), client_of("agri.officer")
    for name in ("desk", "item_edit", "item_who", "item_preview", "item_attach", "item_decide"):
        assert mine.get(url(name, item_id)).status_code == 200
        assert stranger.get(url(name, item_id)).status_code == 404, name


def test_a_reviewer_sees_a_draft_but_may_not_change_it_and_is_told_who_may(cast, client_of):
    item_id = cast.draft()
    answer = client_of("agri.first_reviewer").get(url("item_edit", item_id))
    assert answer.status_code == 403
    assert "信息员" in words(answer)


def test_a_draft_is_given_up_and_stays_in_the_record(cast, client_of):
    item_id = cast.draft()
    client_of("agri.officer").post(url("item_abandon", item_id), {"reason": "重复"})
    assert Item.objects.get(id=item_id).state == "abandoned"


def test_administrators_meet_no_content(cast, client_of):
    item_id = cast.published()
    for role in ("system_admin", "security_admin", "audit_admin"):
        client = client_of(f"office.{role}")
        assert client.get(url("home")).status_code == 200
        assert client.get(url("desk", item_id)).status_code == 404
        assert client.get(url("items")).status_code == 404
