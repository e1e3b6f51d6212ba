"""The desk: decide, return, comment, side paths, two who press together."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.office.pages import press_enter, send_editor, url, words

from gongkai.disclosure.actions import reviewing
from gongkai.disclosure.models import Finding, ItemVersion, PassageComment, ReviewStep, SidePath


@pytest.fixture
def waiting(cast):
    """An item at 初审."""
    return cast.submitted()


def step_of(item_id):
    return ReviewStep.objects.get(review__item=item_id, state="open")


def test_the_desk_says_where_it_is_who_has_it_and_who_did_what(cast, client_of, waiting):
    shown = words(client_of("agri.officer").get(url("desk", waiting)))
    assert "现在：初审" in shown
    assert cast.names["agri.first_reviewer"] in shown
    assert "填报：送审" in shown


def test_whoever_may_not_decide_is_told_who_may(cast, client_of, waiting):
    desk = client_of("agri.leader").get(url("desk", waiting))
    assert not desk.context["d"].may_decide
    assert cast.names["agri.first_reviewer"] in desk.context["d"].why_not
    answer = client_of("agri.leader").post(url("pass_step", waiting, step_of(waiting).pk), {})
    assert answer.status_code == 403
    assert cast.item(waiting).state == "in_review"


def test_of_two_who_decide_at_once_the_second_is_told_who_was_first(cast, client_of, waiting):
    step = step_of(waiting)
    client = client_of("agri.first_reviewer")
    client.get(url("desk", waiting))
    reviewing.pass_step(step_id=step.pk, by=cast.standing("agri.first_reviewer"), at=timezone.now())
    answer = client.post(url("return_step", waiting, step.pk), {"to_no": 1, "reason": "改标题"}, follow=True)
    assert "您的处理没有生效" in words(answer)
    assert cast.names["agri.first_reviewer"] in words(answer)


def test_a_return_needs_a_step_and_a_reason_and_the_filer_sees_it(cast, client_of, waiting):
    client = client_of("agri.first_reviewer")
    empty = client.post(url("return_step", waiting, step_of(waiting).pk), {"to_no": 1, "reason": ""})
    assert empty.status_code == 422
    assert "写明退回理由" in words(empty)
    client.post(url("return_step", waiting, step_of(waiting).pk), {"to_no": 1, "reason": "补上联系电话"})
    assert cast.item(waiting).state == "returned"
    officer = client_of("agri.officer")
    assert "补上联系电话" in words(officer.get(url("desk", waiting)))
    assert "补上联系电话" in words(officer.get(url("item_edit", waiting)))
    assert officer.get(url("inbox", "returned")).context["page_of"].paginator.count == 1


def test_a_return_may_go_to_a_step_in_the_middle(cast, client_of):
    item_id = cast.submitted()
    cast.pass_steps(item_id, until="recheck")
    client = client_of("agri.secrecy_reviewer")
    client.post(url("return_step", item_id, step_of(item_id).pk), {"to_no": 2, "reason": "再看第二段"})
    assert cast.item(item_id).state == "in_review"
    assert step_of(item_id).code == "first"


def test_the_desk_shows_what_changed_since_one_last_saw_it(cast, client_of, waiting):
    reviewer = client_of("agri.first_reviewer")
    reviewer.get(url("desk", waiting))
    reviewer.post(url("return_step", waiting, step_of(waiting).pk), {"to_no": 1, "reason": "改日期"})
    officer = client_of("agri.officer")
    send_editor(
        officer, waiting, body_html="<p>各村民委员会：</p><p>秋季动物防疫自十一月八日开始。</p>", go="submit"
    )
    desk = reviewer.get(url("desk", waiting))
    pieces = [piece for row in desk.context["d"].since_seen for piece in row]
    assert ("ins", "一") in pieces
    assert reviewer.get(url("desk", waiting)).context["d"].since_seen == []


def test_a_comment_on_a_passage_stands_by_the_text_and_is_ticked_off(cast, client_of, waiting):
    client_of("agri.first_reviewer").post(
        url("comment", waiting), {"quote": "十月八日", "text": "写明几点开始"}
    )
    row = PassageComment.objects.get()
    officer = client_of("agri.officer")
    assert "写明几点开始" in words(officer.get(url("desk", waiting)))
    officer.post(url("settle_comment", waiting, row.pk))
    row.refresh_from_db()
    assert row.settled_at is not None


def test_an_open_finding_holds_the_step_until_it_is_settled(cast, client_of, waiting):
    version = ItemVersion.objects.get(item=waiting)
    finding = Finding.objects.create(
        version=version, detector="id_card", label="身份证号", place="正文第 2 段", found_at=timezone.now()
    )
    client = client_of("agri.first_reviewer")
    answer = client.post(url("pass_step", waiting, step_of(waiting).pk), {}, follow=True)
    assert "还有 1 处要处理" in words(answer)
    client.post(
        url("item_findings", waiting), {"go": f"dismiss:{finding.pk}", f"reason_{finding.pk}": "是文件编号"}
    )
    client.post(url("pass_step", waiting, step_of(waiting).pk), {})
    assert step_of(waiting).code == "second"


def found_in_text(item_id: int, kinds: list[str]) -> list[int]:
    version = ItemVersion.objects.get(item=item_id)
    return [
        Finding.objects.create(
            version=version, detector=kind, label=kind, target="body", action="look", fingerprint=str(n),
            found_at=timezone.now(),
        ).pk
        for n, kind in enumerate(kinds)
    ]  # fmt: skip


def settled(item_id: int) -> list[tuple[str, str]]:
    rows = Finding.objects.filter(version__item=item_id).order_by("id")
    return list(rows.values_list("state", "reason"))


def test_many_of_a_kind_are_settled_with_one_reason_and_the_others_stay(cast, client_of, waiting):
    ids = found_in_text(waiting, ["person_name"] * 3 + ["mobile"] * 2)
    client = client_of("agri.first_reviewer")
    page = words(client.get(url("desk", waiting)))
    assert f"dismiss:alike-{ids[0]}" in page
    assert f"dismiss:alike-{ids[3]}" not in page, "two of a kind are settled one by one"
    client.post(url("item_findings", waiting), {"go": f"dismiss:alike-{ids[0]}"})
    assert {state for state, _ in settled(waiting)} == {"open"}, "not without a reason"
    given = {"go": f"dismiss:alike-{ids[0]}", f"reason_alike-{ids[0]}": "法定公示的名单"}
    client.post(url("item_findings", waiting), given)
    assert settled(waiting) == [("dismissed", "法定公示的名单")] * 3 + [("open", "")] * 2


def test_of_thousands_the_first_are_listed_and_the_page_is_taken_back(cast, client_of, waiting):
    kinds = ("person_name", "mobile", "landline", "email", "plate", "address", "bank_card")
    ids = found_in_text(waiting, [kind for kind in kinds for _ in range(210)])
    client = client_of("agri.first_reviewer")
    page = words(client.get(url("desk", waiting)))
    assert f"dismiss:{ids[199]}" in page
    assert f"dismiss:{ids[200]}" not in page
    assert "还有 10 处没有列出" in page
    named = re.findall('name="(reason_[^"]+)"', page)
    assert len(named) > 1000
    given = dict.fromkeys(named, "") | {"go": f"dismiss:{ids[0]}", f"reason_{ids[0]}": "是值班表"}
    client.post(url("item_findings", waiting), given)
    assert settled(waiting)[0] == ("dismissed", "是值班表")


@pytest.mark.parametrize("go", ["dismiss:{}", "enter"])
def test_reasons_written_behind_several_are_all_recorded(cast, client_of, waiting, go):
    ids = found_in_text(waiting, ["mobile", "landline", "email", "plate"])
    client = client_of("agri.first_reviewer")
    given = {f"reason_{ids[0]}": "值班手机", f"reason_{ids[1]}": "办公电话", f"reason_{ids[2]}": "值班手机"}
    client.post(url("item_findings", waiting), {"go": go.format(ids[1]), **given})
    assert settled(waiting) == [
        ("dismissed", "值班手机"), ("dismissed", "办公电话"), ("dismissed", "值班手机"), ("open", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("go", ["dismiss:all", "dismiss:file-ab", "dismiss:alike-99", "dismiss:alike-{last}"])
def test_nothing_but_what_the_panel_offers_is_dismissed_together(cast, client_of, waiting, go):
    last = found_in_text(waiting, ["person_name"] * 3)[-1]
    go = go.format(last=last)
    given = {"go": go, f"reason_{go.partition(':')[2]}": "都不是问题"}
    client_of("agri.first_reviewer").post(url("item_findings", waiting), given)
    assert {state for state, _ in settled(waiting)} == {"open"}


def test_enter_behind_a_reason_records_it_and_masks_nothing(cast, client_of):
    item_id = cast.submitted()
    version = ItemVersion.objects.get(item=item_id)
    rows = [
        Finding.objects.create(
            version=version, detector="mobile", label="手机号码", target="body", action="mask", fingerprint=str(n),
            found_at=timezone.now(),
        )
        for n in range(2)
    ]  # fmt: skip
    client = client_of("agri.first_reviewer")
    reason = f"reason_{rows[1].pk}"
    press_enter(client, url("desk", item_id), reason, "")
    assert not Finding.objects.exclude(state="open").exists()
    press_enter(client, url("desk", item_id), reason, "是热线电话")
    assert list(Finding.objects.order_by("id").values_list("state", "reason")) == [
        ("open", ""), ("dismissed", "是热线电话"),
    ]  # fmt: skip


def test_a_doubtful_secret_goes_to_the_organ_and_waits_for_its_answer(cast, client_of):
    item_id = cast.submitted()
    cast.pass_steps(item_id, until="recheck")
    client = client_of("agri.secrecy_reviewer")
    client.post(
        url("open_side_path", item_id, step_of(item_id).pk),
        {
            "kind": "refer",
            "organ": "青禾县国家保密局",
            "question": "坐标是否属于国家秘密",
            "letter_no": "青农函〔2026〕3号",
        },
    )
    assert cast.item(item_id).state == "referred"
    side = SidePath.objects.get()
    assert client.get(url("inbox", "side")).context["page_of"].paginator.count == 1
    today = timezone.localdate().isoformat()
    client.post(url("answer_side_path", item_id, side.pk), {"result": "not_secret", "answered_on": today})
    assert cast.item(item_id).state == "in_review"


def test_the_last_step_may_set_a_time_and_one_who_cannot_wait_publishes_now(cast, client_of):
    item_id = cast.submitted()
    cast.pass_steps(item_id, until="publish")
    publisher = client_of("agri.publisher")
    past = publisher.post(url("pass_step", item_id, step_of(item_id).pk), {"publish_at": "2020-01-01T09:00"})
    assert "这个时间已经过了" in words(past)
    later = timezone.localtime(timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    publisher.post(url("pass_step", item_id, step_of(item_id).pk), {"publish_at": later})
    assert cast.item(item_id).state == "approved"
    assert publisher.get(url("inbox", "scheduled")).context["page_of"].paginator.count == 1
    assert publisher.get(url("item_publish_now", item_id)).status_code == 200
    publisher.post(url("item_publish_now", item_id), {"confirmed": "1"})
    assert cast.item(item_id).state == "published"


def test_the_filer_calls_back_until_somebody_has_decided(cast, client_of):
    first, second = cast.submitted(), cast.submitted(title="另一条已经有人审过的公告")
    cast.pass_steps(second, until="second")
    officer = client_of("agri.officer")
    officer.post(url("call_back", first))
    assert cast.item(first).state == "returned"
    answer = officer.post(url("call_back", second), follow=True)
    assert "已经有人审过" in words(answer)


def test_a_step_of_another_item_is_not_decided_through_this_address(cast, client_of, waiting):
    other = cast.submitted(title="另一条正在审核的公告")
    answer = client_of("agri.first_reviewer").post(url("pass_step", waiting, step_of(other).pk), {})
    assert answer.status_code == 404
    assert step_of(other).code == "first"


def test_versions_that_cannot_be_are_not_found(cast, client_of, waiting):
    for newer in (7, 10**20):
        answer = client_of("agri.first_reviewer").get(url("item_compare", waiting, 1, newer))
        assert answer.status_code == 404


def test_one_click_names_who_provided_reviewed_and_approved(cast, client_of):
    item_id = cast.published()
    shown = words(client_of("agri.officer").get(url("item_who", item_id)))
    for role in ("officer", "first_reviewer", "second_reviewer", "secrecy_reviewer", "publisher"):
        assert cast.names[f"agri.{role}"] in shown


def test_a_village_item_is_reviewed_in_its_town(cast, client_of):
    item_id = cast.submitted(unit="village")
    desk = client_of("town.first_reviewer").get(url("desk", item_id))
    assert desk.context["d"].may_decide
    assert client_of("agri.first_reviewer").get(url("desk", item_id)).status_code == 404
