"""People: 三员分立 on every page, warnings about routes, leave with its deputy, hand-over of a leaver's work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Absence, Appointment, User
from gongkai.disclosure.models import Item
from gongkai.ledger.models import LedgerRow

GOOD = "Lanqing-2026-abc"


def at(name, *args):
    return reverse(f"office:{name}", args=args)


def today():
    return timezone.localdate().isoformat()


def test_the_list_shows_who_holds_what_and_the_three_administrators(cast, client_of):
    page = client_of("office.security_admin").get(at("people"), {"q": "农业农村局"}).content.decode()
    assert "信息员" in page
    assert "三员分立" in page
    assert client_of("agri.leader").get(at("people")).status_code == 403
    assert client_of("office.audit_admin").get(at("people")).status_code == 403


def test_the_system_administrator_opens_an_account_and_the_security_administrator_gives_it_a_role(
    cast, client_of
):
    system, security = client_of("office.system_admin"), client_of("office.security_admin")
    data = {"username": "new.one", "full_name": "沈兰", "password": "short"}
    refused = system.post(at("person_new"), data)
    assert refused.status_code == 422
    assert "密码至少" in refused.content.decode()
    assert security.post(at("person_new"), data).status_code == 403
    system.post(at("person_new"), data | {"password": GOOD})
    user = User.objects.get(username="new.one")
    post = {"unit": cast.units["agri"], "role": "handler", "from_on": today()}
    assert system.post(at("post_new", user.pk), post).status_code == 403
    assert security.post(at("post_new", user.pk), post).status_code == 302
    assert Appointment.objects.get(user=user).role == "handler"
    assert GOOD not in str(list(LedgerRow.objects.values_list("payload", flat=True)))


def test_an_administrator_gets_no_working_role(cast, client_of):
    user = cast.people["office.audit_admin"]
    answer = client_of("office.security_admin").post(
        at("post_new", user), {"unit": cast.units["agri"], "role": "officer", "from_on": today()}
    )
    assert answer.status_code == 422
    assert "不能兼任" in answer.content.decode()


def test_nobody_appoints_themselves(cast, client_of):
    me = cast.people["office.security_admin"]
    client = client_of("office.security_admin")
    assert "任命角色</a>" not in client.get(at("person", me)).content.decode()
    answer = client.post(
        at("post_new", me), {"unit": cast.units["agri"], "role": "auditor", "from_on": today()}
    )
    assert answer.status_code == 403


def test_ending_a_post_warns_of_a_route_that_nobody_can_walk(cast, client_of):
    post = Appointment.objects.get(user=cast.people["agri.first_reviewer"])
    client = client_of("office.security_admin")
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    answer = client.post(at("post_end", post.user_id, post.pk), {"on": yesterday}, follow=True)
    assert "缺人：初审" in answer.content.decode()
    page = client.get(at("staffing")).content.decode()
    assert "青禾县农业农村局" in page


def test_a_deputy_acts_on_the_days_of_leave(cast, client_of):
    post = Appointment.objects.get(user=cast.people["agri.first_reviewer"])
    deputy = cast.people["agri.handler"]
    client_of("office.security_admin").post(at("post_deputy", post.user_id, post.pk), {"deputy": deputy})
    client = client_of("agri.first_reviewer")
    client.post(at("leave"), {"from_on": today(), "to_on": today(), "reason": "年休假"})
    assert (
        cast.standing("agri.handler").holds("first_reviewer", cast.units["agri"]).acting_for == post.user_id
    )
    leave = Absence.objects.get()
    assert client_of("agri.officer").post(at("leave_cancel", leave.pk)).status_code == 404
    client.post(at("leave_cancel", leave.pk))
    assert cast.standing("agri.handler").holds("first_reviewer", cast.units["agri"]) is None


def test_a_leave_that_ends_before_it_begins_is_refused_in_words(cast, client_of):
    client = client_of("agri.officer")
    answer = client.post(at("leave"), {"from_on": "2026-12-02", "to_on": "2026-12-01"})
    assert answer.status_code == 422
    assert "最后一天早于第一天" in answer.content.decode()


def test_a_leavers_drafts_go_to_the_successor_and_the_sessions_end(cast, client_of):
    item_id = cast.draft()
    leaver, heir = cast.people["agri.officer"], cast.people["agri.handler"]
    watching = client_of("agri.officer")
    client = client_of("office.system_admin")
    answer = client.post(at("person_disable", leaver), {"successor": heir}, follow=True)
    assert "移交 1 件" in answer.content.decode()
    assert Item.objects.get(id=item_id).owner_id == heir
    assert watching.get(at("home")).status_code == 302


def test_a_reset_password_ends_the_sessions(cast, client_of):
    watching = client_of("agri.officer")
    user = cast.people["agri.officer"]
    client_of("office.system_admin").post(at("person_password", user), {"password": GOOD})
    assert watching.get(at("home")).status_code == 302
    assert (
        client_of("office.security_admin").post(at("person_password", user), {"password": GOOD}).status_code
        == 403
    )


def test_unlocking_is_an_act_of_the_security_administrator(cast, client_of):
    user = cast.people["agri.officer"]
    assert client_of("office.system_admin").post(at("person_unlock", user)).status_code == 403
    client_of("office.security_admin").post(at("person_unlock", user))
    assert LedgerRow.objects.filter(act="user.unlock").count() == 1


def test_the_list_costs_the_same_for_many_people(cast, client_of, django_assert_max_num_queries):
    client = client_of("office.security_admin")
    client.get(at("people"))
    with django_assert_max_num_queries(16):
        client.get(at("people"))


# ---- routes ----------------------------------------------------------------------------------------------


def test_the_office_chooses_which_kind_of_unit_takes_which_route(cast, client_of):
    client = client_of("office.disclosure_office")
    page = client.get(at("routes")).content.decode()
    assert "五步审核" in page
    url = at("route_choose", "department", "standard")
    form = client.get(url).context["form"]
    routine = next(value for value, label in form.fields["route"].choices if label.startswith("日常信息"))
    client.post(url, {"route": routine})
    item_id = cast.submitted()
    assert cast.open_step(item_id).review.steps.count() == 3


@pytest.mark.parametrize("who", ["agri.leader", "office.security_admin", "office.auditor"])
def test_nobody_else_changes_routes(cast, client_of, who):
    assert client_of(who).get(at("routes")).status_code == 403
    assert client_of(who).post(at("route_choose", "town", "long"), {"route": 1}).status_code == 403


def test_a_route_that_lacks_people_is_told_at_once(cast, client_of):
    client = client_of("office.disclosure_office")
    url = at("route_choose", "village", "standard")
    form = client.get(url).context["form"]
    five = next(value for value, label in form.fields["route"].choices if label.startswith("五步审核"))
    answer = client.post(url, {"route": five}, follow=True)
    assert "石桥村" in answer.content.decode()
    assert "缺人" in answer.content.decode()
