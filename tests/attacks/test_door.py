"""Guessing passwords: the account is locked, not its owner; nobody learns who has an account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone
from tests.cast import PASSWORD
from tests.office.pages import url, words

from gongkai.accounts import devices
from gongkai.accounts.actions import disable_user
from gongkai.ledger.rules import SYSTEM

GOOD = {"username": "agri.officer", "password": PASSWORD}
BAD = {**GOOD, "password": "Guess-guess-2026"}


def guess(client: Client, times: int, **headers: str) -> object:
    return [client.post(url("login"), BAD, **headers) for _ in range(times)][-1]


def later(minutes: int) -> None:
    """Time passes: what has been counted becomes older."""
    for row in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=row.pk).update(
            attempt_time=row.attempt_time - timedelta(minutes=minutes)
        )


def test_a_hundred_addresses_and_forged_headers_get_ten_guesses_together(cast, settings):
    answers = [
        Client()
        .post(
            url("login"),
            BAD,
            REMOTE_ADDR=f"10.0.0.{n}",
            HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 198.51.100.{n}",
            HTTP_X_REAL_IP=f"203.0.113.{n}",
            HTTP_FORWARDED=f"for=203.0.113.{n}",
            HTTP_USER_AGENT=f"Guess/{n}",
        )
        .status_code
        for n in range(30)
    ]
    assert answers.count(200) == settings.AXES_FAILURE_LIMIT - 1
    assert set(answers[settings.AXES_FAILURE_LIMIT - 1 :]) == {429}
    assert not AccessAttempt.objects.filter(ip_address__startswith="203.").exists()


@pytest.mark.parametrize(
    "name", ["AGRI.OFFICER", "agri.officer\u200b", "ａｇｒｉ.officer", "agri.officer @0000"]
)
def test_another_writing_of_the_name_opens_nothing_more(cast, name):
    guess(Client(), 10)
    assert Client().post(url("login"), {**GOOD, "username": name}).status_code == 200
    assert "_auth_user_id" not in Client().session


def test_spaces_around_the_name_count_for_the_same_account(cast):
    client = Client()
    for n in range(10):
        answer = client.post(url("login"), {**BAD, "username": " " * n + "agri.officer "})
    assert answer.status_code == 429


def test_who_used_this_browser_before_gets_in_while_strangers_lock_the_account(cast):
    owner = Client()
    owner.post(url("login"), GOOD)
    owner.post(url("logout"))
    guess(Client(), 12)
    assert Client().post(url("login"), GOOD).status_code == 429
    assert owner.post(url("login"), GOOD).status_code == 302


def test_a_success_in_the_known_browser_gives_strangers_no_new_guesses(cast):
    owner, thief = Client(), Client()
    owner.post(url("login"), GOOD)
    owner.post(url("logout"))
    guess(thief, 9)
    owner.post(url("login"), GOOD)
    assert guess(thief, 1).status_code == 429


def test_a_known_browser_has_ten_guesses_as_well(cast):
    owner = Client()
    owner.post(url("login"), GOOD)
    owner.post(url("logout"))
    assert guess(owner, 9).status_code == 200
    assert guess(owner, 1).status_code == 429
    assert owner.post(url("login"), GOOD).status_code == 429


@pytest.mark.parametrize(
    "mark",
    ["", "x", "WyJhIl0:x:y", "null", '["agri.officer","00"]', devices.mark_for("housing.officer")[:-1]],
)
def test_a_forged_mark_of_a_known_browser_counts_for_nothing(cast, mark):
    guess(Client(), 10)
    client = Client()
    client.cookies[devices.COOKIE] = mark
    assert client.post(url("login"), GOOD).status_code == 429


def test_the_mark_of_one_account_is_no_mark_of_another_and_opens_nothing(cast):
    guess(Client(), 10)
    client = Client()
    client.cookies[devices.COOKIE] = devices.mark_for("housing.officer")
    assert client.post(url("login"), GOOD).status_code == 429
    client.cookies[devices.COOKIE] = devices.mark_for("agri.officer")
    assert client.get(url("home")).status_code == 302


def test_guesses_during_the_lock_dont_prolong_it(cast):
    guess(Client(), 10)
    later(10)
    guess(Client(), 20)
    later(6)
    assert Client().post(url("login"), GOOD).status_code == 302


def test_unknown_disabled_and_known_accounts_are_told_the_same(cast):
    disable_user(user_id=cast.people["housing.officer"], successor_id=None, by=SYSTEM, at=timezone.now())
    names = ("agri.officer", "housing.officer", "nobody.at.all", "agri.officer' OR 1=1--", "agri.officer\x00")

    def said(name: str, times: int) -> tuple[int, str]:
        client = Client()
        for _ in range(times):
            answer = client.post(url("login"), {"username": name, "password": "Guess-guess-2026"})
        page = words(answer)
        return answer.status_code, page.split("<main", 1)[-1].split("<form", 1)[0]

    for times in (1, 10):
        first = said(names[0], times)
        assert [said(name, times) for name in names[1:-1]] == [first] * 3
    assert (
        said(names[-1], 1)[0] == 429
    )  # a NUL is dropped: it is no way around the lock of the name before it


def test_locked_and_failed_answers_are_kept_by_no_cache_and_name_nobody(cast):
    client = Client()
    failed, locked = client.post(url("login"), BAD), guess(client, 10)
    assert locked.status_code == 429
    for answer in (failed, locked):
        assert "no-store" in answer["Cache-Control"]
    assert "agri.officer" not in words(locked)


def test_cookies_of_the_door_are_closed_to_scripts_and_to_other_sites(cast):
    client = Client()
    client.get(url("login"))
    client.post(url("login"), GOOD)
    for name in ("session", "csrftoken", devices.COOKIE):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name
        assert not cookie["domain"], name
    assert client.cookies[devices.COOKIE]["path"] == url("login")


def test_a_planted_session_id_is_not_taken_over(cast):
    client = Client()
    client.cookies["session"] = planted = "a" * 32
    client.post(url("login"), GOOD)
    assert client.cookies["session"].value != planted
    thief = Client()
    thief.cookies["session"] = planted
    assert thief.get(url("home")).status_code == 302


def test_repeated_and_surplus_parameters_log_in_nobody_else(cast):
    body = "username=nobody&username=agri.officer&password=x&password=" + PASSWORD
    body += "&is_active=1&user=1&session_epoch=9&role=system_admin"
    client = Client()
    client.post(url("login"), body, content_type="application/x-www-form-urlencoded")
    assert client.session["_auth_user_id"] == str(cast.people["agri.officer"])
    cast.user("agri.officer").refresh_from_db()
    assert cast.user("agri.officer").session_epoch == 0


@pytest.mark.parametrize("length", [10**6 + 10**5, 10**12])
def test_a_strangers_large_body_is_refused_before_it_is_read(cast, length):
    class Untouched:
        def read(self, *args: object) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = Client().generic(
        "POST",
        url("login"),
        b"",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(length),
        **{"wsgi.input": Untouched()},
    )
    assert answer.status_code == 413
    assert "分几次上传" in words(answer)


def test_a_very_long_password_is_answered_at_once(cast):
    answer = Client().post(url("login"), {**GOOD, "password": "A1-" * 100_000})
    assert answer.status_code == 200
    assert "_auth_user_id" not in Client().session
