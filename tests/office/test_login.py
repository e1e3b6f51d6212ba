"""The door: one answer for all wrong pairs, lock-out, two limits of a session, forced change of password."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import PASSWORD
from tests.office.pages import url, words

from gongkai.accounts.actions import change_password, disable_user
from gongkai.accounts.models import User
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM

GOOD = {"username": "agri.officer", "password": PASSWORD}


def test_whoever_logs_in_gets_a_new_session_and_goes_where_they_wanted(cast):
    client = Client()
    before = client.session.session_key
    answer = client.post(url("login"), {**GOOD, "next": url("items")})
    assert answer.url == url("items")
    assert client.session.session_key != before
    assert LedgerRow.objects.filter(act="user.login").count() == 1


def test_a_foreign_address_to_go_on_to_is_not_followed(cast):
    answer = Client().post(url("login"), {**GOOD, "next": "https://elsewhere.example/"})
    assert answer.url == url("home")


def test_a_wrong_password_and_an_unknown_account_get_the_same_words(cast):
    wrong = Client().post(url("login"), {**GOOD, "password": "x"})
    unknown = Client().post(url("login"), {**GOOD, "username": "nobody"})
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert "账号或者密码不对" in words(wrong)


def test_ten_wrong_passwords_lock_the_account_even_for_the_right_one(cast, settings):
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(url("login"), {**GOOD, "password": "x"})
    assert answer.status_code == 429
    assert "15 分钟" in words(answer)
    assert client.post(url("login"), GOOD).status_code == 429


def test_after_logout_a_copied_cookie_opens_nothing(cast, client_of):
    client = client_of("agri.officer")
    client.get(url("home"))
    copied = client.cookies["session"].value
    client.post(url("logout"))
    thief = Client()
    thief.cookies["session"] = copied
    assert thief.get(url("home")).status_code == 302


def test_logout_asks_for_post(cast, client_of):
    assert client_of("agri.officer").get(url("logout")).status_code == 405


@pytest.mark.parametrize(
    "name", ["home", "items", "item_new", "publications", "urgent", "figures", "password"]
)
def test_a_stranger_is_sent_to_the_login(cast, name):
    answer = Client().get(url(name))
    assert answer.status_code == 302
    assert answer.url.startswith(url("login"))
    assert "no-store" in answer["Cache-Control"]


def test_twelve_hours_end_even_a_busy_session(cast, client_of):
    client = client_of("agri.officer")
    client.get(url("home"))
    session = client.session
    session["since"] = (timezone.now() - timedelta(hours=12, minutes=1)).timestamp()
    session.save()
    assert client.get(url("home")).status_code == 302


def test_an_old_password_is_changed_before_anything_else(cast, client_of):
    User.objects.filter(username="agri.officer").update(
        password_changed_at=timezone.now() - timedelta(days=91)
    )
    client = client_of("agri.officer")
    assert client.get(url("home")).url == url("password")
    new = "Another-county-2027"
    client.post(url("password"), {"old": PASSWORD, "new": new, "again": new})
    assert client.get(url("home")).status_code == 200


def test_a_change_of_password_ends_the_other_sessions(cast, client_of):
    here, there = client_of("agri.officer"), client_of("agri.officer")
    new = "Another-county-2027"
    here.post(url("password"), {"old": PASSWORD, "new": new, "again": new})
    assert here.get(url("home")).status_code == 200
    assert there.get(url("home")).status_code == 302


def test_a_weak_password_is_refused_with_the_rule(cast, client_of):
    answer = client_of("agri.officer").post(url("password"), {"old": PASSWORD, "new": "abc", "again": "abc"})
    assert "密码至少 10 位" in words(answer)


def test_a_reset_and_a_disabled_account_end_sessions(cast, client_of):
    one, two = client_of("agri.officer"), client_of("housing.officer")
    now = timezone.now()
    change_password(
        user_id=cast.people["agri.officer"], old=None, new="Another-county-2027", by=SYSTEM, at=now
    )
    disable_user(user_id=cast.people["housing.officer"], successor_id=None, by=SYSTEM, at=now)
    assert one.get(url("home")).status_code == 302
    assert two.get(url("home")).status_code == 302


def test_demo_accounts_are_listed_in_demo_mode_only(cast):
    from gongkai.units.models import Installation

    assert "演示账号" not in words(Client().get(url("login")))
    Installation.objects.update(mode="demo")
    assert "演示账号" in words(Client().get(url("login")))


def test_nothing_of_the_office_stays_in_a_cache(cast, client_of):
    assert client_of("agri.officer").get(url("home"))["Cache-Control"] == "no-store, private"


def test_posts_without_a_token_are_refused(cast):
    client = Client(enforce_csrf_checks=True)
    assert client.post(url("login"), GOOD).status_code == 403
