"""The pages of registers: what is typed comes back, what is missing shows, two people at once, imports and their way back."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.registers.actions import enter_counts, freeze_year
from gongkai.registers.models import RegisterBatch, RegisterCount, RegisterEntry, RegisterSheet, RegisterYear

YEAR = timezone.localdate().year - 1


@pytest.fixture
def at(cast):
    def path(register="licensing", unit="agri", year=YEAR, rest=""):
        return f"/office/registers/{cast.units[unit]}/{register}/{year}/{rest}"

    return path


def text(page) -> str:
    return page.content.decode()


def boxes(page) -> dict[str, str]:
    return dict(re.findall(r'name="(m\d+-\w+)" value="([^"]*)"', text(page)))


def test_a_year_is_filled_in_and_stands_there(client_of, at):
    officer = client_of("agri.officer")
    assert "缺全年" in text(officer.get(at()))
    typed = {f"m{m}-processed": str(m) for m in range(1, 11)} | {"m11-processed": "0", "m12-processed": "/"}
    done = officer.post(at(), _open(typed | {"revision": "0"}), follow=True)
    assert "改了 12 格" in text(done)
    assert boxes(done) == typed
    assert "55 件" in text(done)
    assert "还缺" not in text(done)


def test_faults_stand_at_their_boxes_and_everything_typed_stays(client_of, at):
    typed = {"m1-processed": "12", "m2-processed": "很多", "m3-processed": "-4"}
    page = client_of("agri.officer").post(at(), typed)
    assert page.status_code == 422
    assert boxes(page) | typed == boxes(page)
    assert 'href="#id_m2-processed"' in text(page)
    assert 'href="#id_m3-processed"' in text(page), "all faults at once"
    assert "有误" in text(page)
    assert not RegisterCount.objects.exists()
    assert "不能小于 0" in text(page)


def test_empty_boxes_are_filled_to_look_at_and_not_yet_saved(client_of, at):
    page = client_of("agri.officer").post(at(), {"m1-processed": "12", "m2-processed": "", "fill": "0"})
    assert boxes(page)["m1-processed"] == "12"
    assert boxes(page)["m12-processed"] == "0"
    assert not RegisterCount.objects.exists()


def test_who_comes_second_sees_what_stands_there_now_beside_what_they_typed(client_of, cast, at):
    officer = client_of("agri.officer")
    officer.post(at(), _open({"m1-processed": "12", "revision": "0"}))
    page = client_of("office.disclosure_office").post(at(), _open({"m1-processed": "99", "revision": "0"}))
    assert page.status_code == 422
    assert cast.names["agri.officer"] in text(page)
    assert boxes(page)["m1-processed"] == "99"
    assert "现在是 12" in text(page)
    assert f'name="revision" value="{RegisterSheet.objects.get().revision}"' in text(page)


def test_a_slip_of_the_keys_does_not_hide_what_a_colleague_saved(client_of, at):
    client_of("office.disclosure_office").post(at(), _open({"m1-processed": "12", "revision": "0"}))
    officer = client_of("agri.officer")
    for slip in ({"m1-processed": "x"}, {"fill": "0"}):
        page = officer.post(at(), _open({"m1-processed": "99", "revision": "0", **slip}))
        assert 'name="revision" value="0"' in text(page)
    assert "现在是 12" in text(officer.post(at(), _open({"m1-processed": "99", "revision": "0"})))


def test_a_frozen_year_asks_for_the_reason(client_of, cast, at):
    by = cast.standing("office.disclosure_office")
    freeze_year(unit_id=cast.units["agri"], year=YEAR, by=by, at=timezone.now())
    officer = client_of("agri.officer")
    page = officer.post(at(), {"m1-processed": "12", "revision": "0"})
    assert 'href="#id_reason"' in text(page)
    assert boxes(page)["m1-processed"] == "12"
    assert officer.post(at(), {"m1-processed": "12", "revision": "0", "reason": "漏报"}).status_code == 302


@pytest.mark.parametrize(
    ("person", "status"),
    [("agri.leader", 200), ("office.auditor", 200), ("housing.officer", 404), ("office.system_admin", 403)],
)
def test_others_read_or_know_nothing_of_it(client_of, at, person, status):
    client = client_of(person)
    page = client.get(at())
    assert page.status_code == status
    assert not boxes(page)
    assert client.post(at(), {"m1-processed": "1"}).status_code in (403, 404)


@pytest.mark.parametrize("path", [{"register": "nothing"}, {"year": 1999}, {"year": 2999}])
def test_what_is_no_register_and_no_year_is_not_found(client_of, at, path):
    assert client_of("agri.officer").get(at(**path)).status_code == 404


def test_the_office_sees_all_units_and_an_officer_goes_to_their_own(client_of, cast):
    office = client_of("office.disclosure_office")
    page = text(office.get(f"/office/registers/?year={YEAR}"))
    assert "青禾县农业农村局" in page
    assert "石桥村" not in page, "villages owe no report"
    facts = {"unit_id": cast.units["agri"], "register": "licensing", "year": YEAR}
    enter_counts(
        cells={(m, "processed"): 0 for m in range(1, 13)}, by=cast.standing("agri.officer"), at=timezone.now(),
        reason="补录", **facts,
    )  # fmt: skip
    assert "1/8" in text(office.get(f"/office/registers/?year={YEAR}"))
    own = client_of("agri.officer").get(f"/office/registers/?year={YEAR}", follow=True)
    assert "农业农村局的登记册" in text(own)
    assert "还缺 7 本" in text(own)


def test_a_list_of_units_does_not_ask_more_for_more_units(client_of, django_assert_max_num_queries):
    client = client_of("office.disclosure_office")
    client.get("/office/registers/")
    with django_assert_max_num_queries(45):
        client.get(f"/office/registers/?year={YEAR}")


ENTRY = {
    "on": f"{YEAR}-03-18",
    "kind": "class",
    "title": "新条例",
    "c_hours": "3.5",
    "c_people": "42",
    "c_teacher": "李某",
}


def test_an_entry_is_made_corrected_and_removed(client_of, at):
    officer = client_of("agri.officer")
    done = officer.post(at("trainings", rest="new/"), _open(ENTRY), follow=True)
    assert "新条例" in text(done)
    entry = RegisterEntry.objects.get()
    page = officer.get(f"/office/registers/entries/{entry.pk}/")
    assert 'value="3.50"' in text(page)
    more = _open(ENTRY) | {"c_people": "40", "revision": str(entry.revision)}
    assert officer.post(f"/office/registers/entries/{entry.pk}/", more).status_code == 302
    remove = f"/office/registers/entries/{entry.pk}/remove/"
    asked = officer.get(remove)
    assert "报表里的数跟着变" in text(asked)
    late = officer.post(remove, _open({"revision": "0"}), follow=True)
    assert "在您打开以后改过" in text(late)
    assert officer.post(remove, _open({"revision": "1"})).status_code == 302
    assert not RegisterEntry.objects.exists()


def _open(values):
    """After March a change of last year says why."""
    return values | {"reason": "补录"}


def test_a_faulty_entry_comes_back_filled_with_its_faults(client_of, at):
    wrong = ENTRY | {"c_hours": "三小时", "title": "", "on": f"{YEAR}-13-01"}
    page = client_of("agri.officer").post(at("trainings", rest="new/"), _open(wrong))
    assert page.status_code == 422
    assert "学时填数字" in text(page)
    assert "主题没有填" in text(page)
    assert 'value="三小时"' in text(page)
    assert "李某" in text(page)


def test_none_is_stated_by_a_button_and_taken_back(client_of, at):
    officer = client_of("agri.officer")
    page = officer.post(at("trainings", rest="none/"), _open({"go": "none"}), follow=True)
    assert f"写明了{YEAR}年没有" in text(page)
    page = officer.post(at("trainings", rest="none/"), _open({"go": "back"}), follow=True)
    assert f"{YEAR}年还没有登记" in text(page)


def test_a_reader_sees_an_entry_without_a_form(client_of, at):
    client_of("agri.officer").post(at("trainings", rest="new/"), _open(ENTRY))
    page = client_of("agri.leader").get(f"/office/registers/entries/{RegisterEntry.objects.get().pk}/")
    assert "李某" in text(page)
    assert '<form method="post" novalidate>' not in text(page)


def test_a_table_goes_through_the_wizard_and_back(client_of, cast):
    officer = client_of("agri.officer")
    start = "/office/tables/register-licensing/"
    assert officer.get(f"{start}template/")["Content-Type"].endswith("sheet")
    csv = f"年份,月份,处理决定数量（件）\n{YEAR},1,12\n{YEAR},2,x\n".encode()
    sent = {"file": SimpleUploadedFile("表.csv", csv), "unit": cast.units["agri"], "reason": "补录"}
    page = officer.post(start, sent, follow=True)
    assert "不是数字" in text(page)
    assert not RegisterCount.objects.exists()
    run = re.search(r'action="([^"]+/run/)"', text(page))[1]
    assert "新增 1" in text(officer.post(run, {"keep_good": "1"}, follow=True))
    assert RegisterCount.objects.get().number == 12
    assert "撤销" in text(officer.get("/office/registers/batches/"))
    undo = f"/office/registers/batches/{RegisterBatch.objects.get().pk}/undo/"
    assert client_of("housing.officer").get(undo).status_code == 404
    assert "新增的 1 处去掉" in text(officer.get(undo))
    officer.post(undo, {"confirmed": "1"})
    assert not RegisterCount.objects.exists()


# ---- who attended ------------------------------------------------------------------------------------------


def test_attendees_are_named_by_account_and_read_by_name(client_of, cast, at):
    officer = client_of("agri.officer")
    new = at("trainings", rest="new/")
    assert f"agri.handler {cast.names['agri.handler']}" in text(officer.get(new)), (
        "nobody knows accounts by heart"
    )
    page = officer.post(new, _open(ENTRY | {"c_attendees": "agri.handler，housing.officer"}))
    assert page.status_code == 422
    assert "没有账号“housing.officer”" in text(page)
    assert "agri.handler，housing.officer" in text(page), "what was typed stays"
    officer.post(new, _open(ENTRY | {"c_attendees": "agri.handler\nagri.officer"}))
    entry = RegisterEntry.objects.get()
    assert entry.values["attendees"] == "agri.handler、agri.officer"
    read = text(client_of("agri.leader").get(f"/office/registers/entries/{entry.pk}/"))
    assert f"{cast.names['agri.handler']}（agri.handler）" in read


# ---- closed years ------------------------------------------------------------------------------------------


def test_a_year_is_closed_by_hand_and_opened_again_and_everybody_sees_since_when(client_of, cast):
    office, agri = client_of("office.disclosure_office"), cast.units["agri"]
    url, shown = f"/office/registers/years/{agri}/{YEAR}/", f"/office/registers/?year={YEAR}"
    assert "0 个已经封存" in text(office.get(shown))
    asked = text(office.get(url))
    assert f"封存{YEAR}年" in asked
    assert "行政许可" in asked, "what is still missing stands beside it"
    office.post(url, {"confirmed": "1", "act": "freeze"})
    office.post(url, {"confirmed": "1", "act": "freeze"})  # a second press
    today = timezone.localdate()
    since = f"{today.year}年{today.month}月{today.day}日起封存"
    page = text(office.get(shown))
    assert "1 个已经封存" in page
    assert since in page
    assert "青禾县农业农村局" not in text(office.get(f"{shown}&open=1")).partition("<tbody")[2]
    own = text(client_of("agri.officer").get(f"/office/registers/{agri}/?year={YEAR}"))
    assert since in own
    assert url not in own
    assert "重新打开" in text(office.get(url))
    office.post(url, {"confirmed": "1", "act": "reopen"})
    assert "0 个已经封存" in text(office.get(shown))


def test_only_the_disclosure_office_closes_a_year(client_of, cast):
    url = f"/office/registers/years/{cast.units['agri']}/{YEAR}/"
    posted = {"confirmed": "1", "act": "freeze"}
    for person, status in (("agri.officer", 403), ("office.auditor", 403), ("housing.officer", 404)):
        assert client_of(person).get(url).status_code == status
        assert client_of(person).post(url, posted).status_code == status
    office = client_of("office.disclosure_office")
    for year in (1999, timezone.localdate().year + 1):
        assert office.get(f"/office/registers/years/{cast.units['agri']}/{year}/").status_code == 404
    assert not RegisterYear.objects.exists()


def test_a_unit_that_owes_no_report_shows_once_its_year_is_closed(client_of, cast):
    office = client_of("office.disclosure_office")
    village = f"/office/registers/years/{cast.units['village']}/{YEAR}/"
    office.post(village, {"confirmed": "1", "act": "freeze"})
    page = text(office.get(f"/office/registers/?year={YEAR}"))
    assert "石桥村" in page
    assert village in page
