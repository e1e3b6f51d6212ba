"""Who else has an item open is shown to those who may see it; it blocks nobody and is no act of office."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.office.pages import send_editor, url, words

from gongkai.disclosure.actions.attending import note_presence
from gongkai.disclosure.models import Presence
from gongkai.disclosure.queries.presence import others_here
from gongkai.ledger.models import LedgerRow


@pytest.fixture
def draft(cast):
    return cast.draft()


def poll(client, item_id, doing="looking", shown=""):
    return client.post(f"{url('presence', item_id)}?doing={doing}&shown={shown}")


def test_the_editor_and_the_desk_say_who_is_editing(cast, client_of, draft):
    client_of("agri.handler").get(url("item_edit", draft))
    name = cast.names["agri.handler"]
    editor = words(client_of("agri.officer").get(url("item_edit", draft)))
    assert f"{name}正在改这条信息（1分钟内）" in editor
    assert "后保存的看得到两份文字的不同" in editor
    both = words(client_of("agri.first_reviewer").get(url("desk", draft)))
    assert name in both
    assert cast.names["agri.officer"] in both
    assert "最后保存的文字" in both


def test_who_is_looking_is_said_apart_and_nobody_sees_himself(cast, client_of, draft):
    client_of("agri.first_reviewer").get(url("desk", draft))
    officer = client_of("agri.officer")
    shown = words(officer.get(url("item_edit", draft)))
    assert f"{cast.names['agri.first_reviewer']}正在看这条信息" in shown
    assert "正在改这条信息" not in shown
    assert cast.names["agri.officer"] not in words(poll(officer, draft, "editing"))


def test_a_minute_later_it_is_forgotten(cast, draft):
    at = timezone.now()
    by, other = cast.standing("agri.handler"), cast.standing("agri.officer")
    note_presence(item_id=draft, doing="editing", arriving=True, by=by, at=at)
    assert [one.doing for one in others_here(other, draft, at + timedelta(seconds=59))] == ["editing"]
    assert others_here(other, draft, at + timedelta(seconds=60)) == []
    elsewhere = cast.draft()
    note_presence(item_id=elsewhere, doing="looking", arriving=True, by=other, at=at + timedelta(seconds=61))
    assert Presence.objects.get().user_id == other.user_id


def test_an_open_page_asks_again_and_is_answered_only_when_others_came_or_left(cast, client_of, draft):
    officer = client_of("agri.officer")
    first = officer.get(url("item_edit", draft)).context["presence"]
    assert poll(officer, draft, "editing", first["shown"]).status_code == 204
    client_of("agri.handler").get(url("item_edit", draft))
    news = poll(officer, draft, "editing", first["shown"])
    assert f"{cast.names['agri.handler']}正在改" in words(news)
    assert poll(officer, draft, "editing", news.context["presence"]["shown"]).status_code == 204


def test_a_desk_in_another_window_does_not_hide_that_one_is_editing(cast, draft):
    at, by = timezone.now(), cast.standing("agri.officer")
    note_presence(item_id=draft, doing="editing", arriving=True, by=by, at=at)
    note_presence(item_id=draft, doing="looking", arriving=False, by=by, at=at)
    assert Presence.objects.get().doing == "editing"
    note_presence(item_id=draft, doing="looking", arriving=True, by=by, at=at)
    assert Presence.objects.get().doing == "looking"


def test_after_sending_to_review_one_only_looks(cast, client_of, draft):
    officer = client_of("agri.officer")
    officer.get(url("item_edit", draft))
    send_editor(officer, draft, go="submit")
    assert cast.item(draft).state == "in_review"
    poll(officer, draft, "editing")
    assert Presence.objects.get().doing == "looking"


def test_it_blocks_nobody_and_leaves_no_row(cast, client_of, draft):
    client_of("agri.handler").get(url("item_edit", draft))
    rows = LedgerRow.objects.count()
    officer = client_of("agri.officer")
    officer.get(url("item_edit", draft))
    poll(officer, draft, "editing")
    assert LedgerRow.objects.count() == rows
    assert send_editor(officer, draft, title="改了标题").status_code == 302


def test_strangers_to_the_item_learn_nothing_and_the_auditor_leaves_no_trace(cast, client_of, draft):
    client_of("agri.officer").get(url("item_edit", draft))
    assert poll(client_of("housing.officer"), draft).status_code == 404
    auditor = client_of("office.auditor")
    assert cast.names["agri.officer"] in words(poll(auditor, draft))
    assert Presence.objects.count() == 1


def test_a_page_that_only_stays_open_does_not_keep_the_session_alive(client_of, draft):
    officer = client_of("agri.officer")
    officer.get(url("item_edit", draft))
    session = officer.session
    session["seen"] = seen = session["seen"] - 600
    session.save()
    poll(officer, draft, "editing")
    assert officer.session["seen"] == seen
    officer.get(url("item_edit", draft))
    assert officer.session["seen"] > seen
