"""T21 and T22: a thousand guesses open nothing and keep the owner out of nothing; an unknown name costs the same work."""

from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from tests.cast import PASSWORD
from tests.office.pages import url

from gongkai.accounts.models import User

NAME = "agri.officer"


class Counting(MD5PasswordHasher):
    """Notes every password that is worked through, like the slow hasher of a real installation would."""

    worked: list[str] = []

    def encode(self, password: str, salt: str) -> str:
        self.worked.append(password)
        return super().encode(password, salt)


@pytest.fixture
def worked(settings) -> list[str]:
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    Counting.worked.clear()
    return Counting.worked


def guess(password: str, *, name: str = NAME, number: int = 0, addresses: int = 1) -> bool:
    """As the login page asks, from one of so many addresses, behind a forged forwarding header."""
    request = RequestFactory().post(
        url("login"),
        {"username": name},
        REMOTE_ADDR=f"10.0.{number % addresses}.7",
        headers={"X-Forwarded-For": f"192.0.2.{number % 250}", "X-Real-Ip": f"198.51.100.{number % 250}"},
    )
    try:
        return authenticate(request=request, username=name, password=password) is not None
    except PermissionDenied:
        return False


@pytest.mark.parametrize(("addresses", "guesses"), [(1, 100), (100, 1000)])
def test_guesses_open_nothing_and_all_but_ten_are_not_even_looked_at(cast, worked, addresses, guesses):
    words = [PASSWORD if number == 50 else f"guess-{number}" for number in range(guesses)]
    opened = [guess(word, number=number, addresses=addresses) for number, word in enumerate(words)]
    assert not any(opened)
    assert len(worked) <= 10
    assert PASSWORD not in worked


def test_the_page_says_so_and_the_owners_own_browser_still_opens(cast, worked):
    owner = Client()
    assert owner.post(url("login"), {"username": NAME, "password": PASSWORD}).status_code == 302
    for number in range(20):
        guess("wrong", number=number, addresses=20)
    stranger = Client().post(url("login"), {"username": NAME, "password": PASSWORD})
    assert stranger.status_code == 429
    owner.post(url("logout"))
    assert owner.post(url("login"), {"username": NAME, "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("state", ["known", "unknown", "disabled", "without_password"])
def test_a_wrong_pair_takes_the_same_work_and_gets_the_same_answer_whoever_is_named(cast, worked, state):
    if state == "disabled":
        User.objects.filter(username=NAME).update(is_active=False)
    if state == "without_password":
        User.objects.filter(username=NAME).update(password="!")
    worked.clear()
    known = Client()
    answer = known.post(
        url("login"), {"username": "no.such.one" if state == "unknown" else NAME, "password": "Wrong-2026"}
    )
    assert len(worked) == 1
    assert answer.status_code == 200
    assert list(answer.context["form"].non_field_errors()) == [
        "账号或者密码不对。忘了密码，找系统管理员重置。"
    ]


def test_an_unknown_name_is_locked_like_a_known_one(cast, worked):
    for name in (NAME, "no.such.one"):
        answers = [
            Client().post(url("login"), {"username": name, "password": "x"}).status_code for _ in range(11)
        ]
        assert answers == [200] * 9 + [429, 429], name
    assert len(worked) == 20
