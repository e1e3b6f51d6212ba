"""Roles that exclude one another, posts and what follows from them, password profiles."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from tests.accounts.conftest import AT, TODAY

from gongkai.accounts import queries
from gongkai.accounts.adapter import OfficeAdapter
from gongkai.accounts.changes import on_appointment, on_hand_over
from gongkai.accounts.models import User
from gongkai.accounts.passwords import PROFILES, ProfileValidator, password_is_too_old
from gongkai.accounts.policies import NOBODY, Post, standing_of
from gongkai.accounts.roles import ADMIN_ROLES, ROLES, excluded_by


@pytest.mark.parametrize(("held", "new"), list(product(ROLES, ROLES)))
def test_the_three_administrators_exclude_one_another_and_all_work(held, new):
    clash = bool(excluded_by({held}, new))
    admins = {held, new} & ADMIN_ROLES
    expected = held != new and bool(admins) and (len(admins) == 2 or ROLES[held].works or ROLES[new].works)
    assert clash == expected
    assert clash == bool(excluded_by({new}, held))


def test_a_standing_knows_its_posts():
    own, acted = Post("officer", 3, "/1/3/", "农业局"), Post("officer", 3, "/1/3/", "农业局", acting_for=9)
    by = standing_of(user_id=1, username="a", name="甲", posts=[acted, own, Post("auditor", 1, "/1/", "县")])
    assert by.holds("officer", 3) == own
    assert by.holds("officer", 4) is None
    assert by.unit_ids() == {3}
    assert by.unit_ids("auditor") == {1}
    assert by.sees_all
    assert not by.is_administrator
    assert by.covers("/1/3/7/")
    assert (by.home_unit_id, by.home_unit_name) == (3, "农业局")
    assert (NOBODY.home_unit_id, NOBODY.home_unit_name, NOBODY.covers("/1/")) == (None, "", False)
    assert by.actor().label == "甲（a）"


@pytest.mark.parametrize(
    ("profile", "password", "good"),
    [
        ("dengbao3", "Abc-123456", True), ("dengbao3", "Abc-12345", False), ("dengbao3", "abcdefghij12", False),
        ("asvs", "fourwordsinarow", True), ("asvs", "Abc-1234567890", False), ("asvs", "x" * 129, False),
        ("asvs", "x" * 128, True),
    ],
)  # fmt: skip
def test_the_two_password_profiles(settings, profile, password, good):
    settings.PASSWORD_PROFILE = profile
    if good:
        ProfileValidator().validate(password)
    else:
        with pytest.raises(ValidationError):
            ProfileValidator().validate(password)
    assert str(PROFILES[profile].min_length) in ProfileValidator().get_help_text()


def test_only_the_profile_with_an_age_asks_for_a_new_password(cast, settings):
    user = cast.user("agri.officer")
    user.password_changed_at = AT - timedelta(days=91)
    assert password_is_too_old(user, at=AT)
    user.password_changed_at = AT - timedelta(days=90)
    assert not password_is_too_old(user, at=AT)
    user.password_changed_at = None
    assert not password_is_too_old(user, at=AT)
    settings.PASSWORD_PROFILE = "asvs"
    user.password_changed_at = AT - timedelta(days=900)
    assert not password_is_too_old(user, at=AT)


# ---- reading people ------------------------------------------------------------------------------------


def test_standings_of_strangers_and_closed_accounts_are_empty(cast):
    from django.contrib.auth.models import AnonymousUser

    assert queries.standing_for(user=AnonymousUser(), today=TODAY) is NOBODY
    assert queries.standing_by_username(username="nobody", today=TODAY) is NOBODY
    User.objects.filter(username="agri.officer").update(is_active=False)
    assert queries.standing_by_username(username="agri.officer", today=TODAY) is NOBODY
    assert cast.people["agri.officer"] not in queries.standings(today=TODAY)
    assert queries.standings(today=TODAY)[cast.people["agri.leader"]].has("leader")


def test_only_administrators_of_people_read_the_list_of_people(cast):
    for person, sees in (
        ("office.system_admin", True),
        ("office.security_admin", True),
        ("office.audit_admin", False),
        ("agri.leader", False),
    ):
        by = cast.standing(person)
        assert queries.people(by=by, today=TODAY).exists() is sees
        assert (queries.person_for(by=by, user_id=cast.people["agri.officer"]) is not None) is sees
    found = queries.people(by=cast.standing("office.system_admin"), text="农业农村局", today=TODAY)
    assert {u.username.partition(".")[0] for u in found} == {"agri"}


def test_who_can_act_counts_deputies_but_nobody_who_has_left(cast):
    from gongkai.accounts.models import Appointment

    post = Appointment.objects.get(user=cast.people["agri.publisher"])
    post.deputy_id = cast.people["agri.handler"]
    post.save()
    place = (cast.units["agri"], "publisher")
    assert {p for u, r, p in queries.holders(today=TODAY) if (u, r) == place} == {
        post.user_id,
        post.deputy_id,
    }
    User.objects.filter(id=post.deputy_id).update(is_active=False)
    assert {p for u, r, p in queries.holders(today=TODAY) if (u, r) == place} == {post.user_id}


def test_the_demo_login_page_lists_one_account_of_each_role(cast):
    rows = queries.demo_accounts()
    assert {row[0] for row in rows} == set(ROLES)
    assert len(rows) == len(ROLES)
    assert queries.names_of([cast.people["agri.officer"], None]) == {
        cast.people["agri.officer"]: cast.names["agri.officer"]
    }


def test_nobody_signs_up_and_callbacks_count_once(cast):
    from gongkai.accounts import changes

    assert not OfficeAdapter().is_open_for_signup(None)
    before = (len(changes._hand_over), len(changes._appointment_checks))
    for callback in list(changes._hand_over):
        on_hand_over(callback)
    for callback in list(changes._appointment_checks):
        on_appointment(callback)
    assert (len(changes._hand_over), len(changes._appointment_checks)) == before
    assert str(cast.user("agri.officer")) == cast.names["agri.officer"]
    assert User.objects.get_by_natural_key("agri.officer").pk == cast.people["agri.officer"]
