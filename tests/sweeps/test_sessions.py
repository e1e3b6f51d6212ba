"""T23 and T27: sessions begin anew at login and end when they must; nobody holds two of the three keys."""

from __future__ import annotations

import itertools

import pytest
from django.test import Client
from tests.cast import PASSWORD

from gongkai.accounts import actions
from gongkai.accounts.actions import AccountRefused, NotAllowed
from gongkai.accounts.models import Appointment
from gongkai.accounts.queries import standing_for
from gongkai.accounts.roles import ADMIN_ROLES, ROLES
from gongkai.ledger.rules import SYSTEM

HOME, LOGIN = "/office/", "/office/login/"


def log_in(client: Client, username: str = "agri.officer", password: str = PASSWORD):
    return client.post(LOGIN, {"username": username, "password": password})


def is_in(session_id: str) -> bool:
    """Whether this session id still opens the office, in a browser of its own."""
    thief = Client()
    thief.cookies["session"] = session_id
    return thief.get(HOME).status_code == 200


@pytest.fixture
def person(world):
    """A person with a real password (the hasher of the tests differs from the one the cast was made with)."""
    user = world.cast.user("agri.officer")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def logged_in(person):
    client = Client()
    assert log_in(client).status_code == 302
    return client


def test_the_session_id_changes_at_login_and_the_one_before_is_worth_nothing(person):
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    client.cookies["session"] = before = session.session_key
    log_in(client)
    assert client.cookies["session"].value != before
    assert is_in(client.cookies["session"].value)
    assert not is_in(before)


def test_logout_ends_the_session_for_whoever_copied_it(logged_in):
    copied = logged_in.cookies["session"].value
    assert is_in(copied)
    logged_in.post("/office/logout/")
    assert not is_in(copied)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(logged_in):
    elsewhere = Client()
    log_in(elsewhere)
    new = "Ganz-anders-2027"
    answer = logged_in.post("/office/password/", {"old": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 302
    assert not is_in(elsewhere.cookies["session"].value)
    assert is_in(logged_in.cookies["session"].value)


def test_disabling_and_a_reset_end_every_session(world, person, logged_in):
    for end in (
        lambda: actions.reset_password(
            user_id=person.pk, new="Ganz-anders-2027", standing=world.by("office.system_admin"), at=world.at
        ),
        lambda: actions.disable_user(user_id=person.pk, successor_id=None, by=SYSTEM, at=world.at),
    ):
        client = Client()
        person.refresh_from_db()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        copied = client.cookies["session"].value
        assert is_in(copied)
        end()
        assert not is_in(copied)


def test_mutant_a_password_change_that_forgets_the_sessions_is_caught(world, person, logged_in, monkeypatch):
    from gongkai.accounts.models import User

    monkeypatch.setattr(User, "get_session_auth_hash", lambda self: "always the same")
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    actions.change_password(user_id=person.pk, old=None, new="Ganz-anders-2027", by=SYSTEM, at=world.at)
    assert is_in(client.cookies["session"].value)


def test_cookies_are_kept_from_scripts_and_other_sites(logged_in):
    cookie = logged_in.cookies["session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


# ---- three administrators ------------------------------------------------------------------------------


def ways_to_two_keys(world) -> list[str]:
    """Every way by which one person could come to act in two excluding roles."""
    wrong = []
    admins = {role: world.cast.people[f"office.{role}"] for role in ADMIN_ROLES}
    office = world.cast.units["office"]
    today = world.at.date()
    for held, wanted in itertools.product(ADMIN_ROLES, ROLES):
        if wanted == held or not (wanted in ADMIN_ROLES or ROLES[wanted].works):
            continue
        for how in ("appoint", "deputy", "deputy at once"):
            try:
                _reach(world, admins[held], wanted, how, office)
            except AccountRefused:
                continue
            wrong.append(f"{held} came to {wanted} by {how}")
        by = standing_for(user=world.cast.user(f"office.{held}"), today=today)
        try:
            actions.appoint(
                user_id=admins[held],
                unit_id=office,
                role=wanted,
                from_on=today,
                by=SYSTEM,
                at=world.at,
                standing=by,
            )
        except (NotAllowed, AccountRefused):
            continue
        wrong.append(f"{held} made themselves {wanted}")
    return wrong


def _reach(world, user_id: int, wanted: str, how: str, office: int) -> None:
    today = world.at.date()
    if how == "appoint":
        actions.appoint(user_id=user_id, unit_id=office, role=wanted, from_on=today, by=SYSTEM, at=world.at)
    elif how == "deputy":
        post = Appointment.objects.filter(role=wanted).order_by("id").first()
        actions.set_deputy(appointment_id=post.pk, deputy_id=user_id, by=SYSTEM, at=world.at)
    else:
        someone = actions.create_user(
            username=f"someone.{wanted}.{user_id}", full_name="某", password=None, by=SYSTEM, at=world.at
        )
        actions.appoint(
            user_id=someone.pk,
            unit_id=office,
            role=wanted,
            from_on=today,
            deputy_id=user_id,
            by=SYSTEM,
            at=world.at,
        )


def test_nobody_comes_to_two_of_the_three_keys_nor_to_a_key_and_work(world):
    assert ways_to_two_keys(world) == []


def test_mutant_a_table_of_roles_without_exclusions_is_caught(world, monkeypatch):
    monkeypatch.setattr(actions, "excluded_by", lambda held, new: set())
    assert ways_to_two_keys(world) != []
