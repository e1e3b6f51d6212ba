"""People, posts, deputies, leave, passwords: each change with its right and its ledger row."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from tests.accounts.conftest import AT, TODAY

from gongkai.accounts import actions
from gongkai.accounts.actions import AccountRefused, NewPerson, NotAllowed
from gongkai.accounts.models import Appointment
from gongkai.accounts.queries import standing_for
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import SYSTEM

User = get_user_model()
GOOD = "Qing-shui-2026"


@pytest.fixture
def sysadmin(cast):
    return cast.standing("office.system_admin")


@pytest.fixture
def secadmin(cast):
    return cast.standing("office.security_admin")


def create(username="wang.fang", password=GOOD, standing=None, full_name="王芳"):
    return actions.create_user(
        username=username, full_name=full_name, password=password, by=SYSTEM, at=AT, standing=standing
    )


def appoint(user_id, unit_id, role="officer", standing=None, **more):
    return actions.appoint(
        user_id=user_id, unit_id=unit_id, role=role, by=SYSTEM, at=AT, standing=standing,
        **{"from_on": TODAY, **more},
    )  # fmt: skip


def last_act():
    return LedgerRow.objects.order_by("-id").first().act


# ---- accounts ------------------------------------------------------------------------------------------


def test_the_system_administrator_opens_accounts_and_nobody_else(cast, sysadmin, secadmin):
    for other in (secadmin, cast.standing("office.audit_admin"), cast.standing("office.disclosure_office")):
        with pytest.raises(NotAllowed):
            create(standing=other)
    user = create(standing=sysadmin)
    assert last_act() == "user.create"
    assert user.check_password(GOOD)
    assert standing_for(user=user, today=TODAY).posts == ()


def test_an_account_without_a_password_cannot_log_in(cast):
    assert not create(password=None).has_usable_password()


@pytest.mark.parametrize(
    ("username", "full_name", "words"),
    [("  ", "王芳", "账号要填"), ("x" * 61, "王芳", "账号要填"), ("agri.officer", "王芳", "已经有人用了"), ("wf", "王" * 61, "姓名最多 60")],
)  # fmt: skip
def test_names_that_will_not_do_are_refused_in_words(cast, username, full_name, words):
    with pytest.raises(AccountRefused, match=words):
        create(username=username, full_name=full_name)


@pytest.mark.parametrize(
    "password", ["Ab1-xyz", "alllowercaseletters", "password123", "Aa1-" + "x" * 130, "Wang.fang1"]
)
def test_weak_passwords_are_refused(cast, password):
    with pytest.raises(AccountRefused):
        create(password=password)
    assert not User.objects.filter(username="wang.fang").exists()


# ---- appointments --------------------------------------------------------------------------------------


def test_the_security_administrator_appoints_and_nobody_else(cast, sysadmin, secadmin):
    user = create()
    for other in (sysadmin, cast.standing("office.audit_admin"), cast.standing("agri.leader")):
        with pytest.raises(NotAllowed):
            appoint(user.pk, cast.units["agri"], standing=other)
    appoint(user.pk, cast.units["agri"], standing=secadmin)
    assert last_act() == "user.appoint"
    assert standing_for(user=user, today=TODAY).has("officer")
    assert not standing_for(user=user, today=TODAY - timedelta(1)).has("officer")


def test_nobody_appoints_themselves(cast, secadmin):
    with pytest.raises(NotAllowed, match="不能给自己"):
        appoint(secadmin.user_id, cast.units["agri"], standing=secadmin)
    other = create()
    with pytest.raises(AccountRefused):  # nor makes themselves the deputy
        appoint(other.pk, cast.units["agri"], standing=secadmin, deputy_id=secadmin.user_id)


@pytest.mark.parametrize(
    ("role", "more", "words"),
    [
        ("king", {}, "没有 king 这个角色"),
        ("officer", {"to_on": TODAY - timedelta(1)}, "早于"),
    ],
)
def test_appointments_that_make_no_sense_are_refused(cast, role, more, words):
    with pytest.raises(AccountRefused, match=words):
        appoint(create().pk, cast.units["agri"], role, **more)


def test_the_same_post_is_given_once(cast):
    with pytest.raises(AccountRefused, match="已经是信息员"):
        appoint(cast.people["agri.officer"], cast.units["agri"])


def test_a_person_cannot_be_their_own_deputy(cast):
    user = create()
    with pytest.raises(AccountRefused, match="另一个人"):
        appoint(user.pk, cast.units["agri"], deputy_id=user.pk)


def test_a_post_ends_on_its_last_day(cast, secadmin):
    post = Appointment.objects.get(user=cast.people["agri.officer"])
    with pytest.raises(NotAllowed):
        actions.end_appointment(
            appointment_id=post.pk, on=TODAY, by=SYSTEM, at=AT, standing=cast.standing("agri.leader")
        )
    warnings = actions.end_appointment(appointment_id=post.pk, on=TODAY, by=SYSTEM, at=AT, standing=secadmin)
    assert cast.standing("agri.officer", today=TODAY).has("officer")
    assert not cast.standing("agri.officer", today=TODAY + timedelta(1)).posts
    assert warnings == []  # until the end of the day the route can still be walked
    with pytest.raises(AccountRefused, match="已经结束"):
        actions.end_appointment(appointment_id=post.pk, on=TODAY + timedelta(1), by=SYSTEM, at=AT)
    with pytest.raises(AccountRefused, match="已经结束"):
        actions.end_appointment(appointment_id=post.pk, on=post.from_on - timedelta(1), by=SYSTEM, at=AT)


def test_a_post_for_a_time_can_end_earlier(cast):
    user = create()
    appoint(user.pk, cast.units["agri"], to_on=TODAY + timedelta(30))
    post = Appointment.objects.get(user=user)
    actions.end_appointment(appointment_id=post.pk, on=TODAY, by=SYSTEM, at=AT)
    assert not standing_for(user=user, today=TODAY + timedelta(1)).posts


# ---- deputies and leave --------------------------------------------------------------------------------


def test_the_deputy_acts_only_while_the_holder_is_on_leave(cast, secadmin):
    post = Appointment.objects.get(user=cast.people["agri.publisher"])
    deputy = cast.people["agri.handler"]
    with pytest.raises(NotAllowed):
        actions.set_deputy(
            appointment_id=post.pk, deputy_id=deputy, by=SYSTEM, at=AT, standing=cast.standing("agri.leader")
        )
    actions.set_deputy(appointment_id=post.pk, deputy_id=deputy, by=SYSTEM, at=AT, standing=secadmin)
    actions.set_absence(user_id=post.user_id, from_on=TODAY, to_on=TODAY, by=SYSTEM, at=AT)
    assert [
        cast.standing("agri.handler", today=TODAY + timedelta(n)).has("publisher") for n in (-1, 0, 1)
    ] == [False, True, False]
    actions.set_deputy(appointment_id=post.pk, deputy_id=None, by=SYSTEM, at=AT)
    assert not cast.standing("agri.handler", today=TODAY).has("publisher")


def test_a_deputy_is_another_person_who_may_hold_the_role(cast):
    post = Appointment.objects.get(user=cast.people["agri.publisher"])
    with pytest.raises(AccountRefused, match="另一个人"):
        actions.set_deputy(appointment_id=post.pk, deputy_id=post.user_id, by=SYSTEM, at=AT)
    with pytest.raises(AccountRefused, match="不能兼任"):
        actions.set_deputy(
            appointment_id=post.pk, deputy_id=cast.people["office.audit_admin"], by=SYSTEM, at=AT
        )


def test_everybody_enters_their_own_leave(cast, secadmin):
    leave = {"user_id": cast.people["agri.officer"], "from_on": TODAY, "by": SYSTEM, "at": AT}
    actions.set_absence(to_on=TODAY, standing=cast.standing("agri.officer"), **leave)
    actions.set_absence(to_on=TODAY, standing=secadmin, **leave)
    with pytest.raises(NotAllowed):
        actions.set_absence(to_on=TODAY, standing=cast.standing("agri.leader"), **leave)
    with pytest.raises(AccountRefused, match="早于第一天"):
        actions.set_absence(to_on=TODAY - timedelta(1), **leave)


# ---- passwords, leaving --------------------------------------------------------------------------------


def test_a_new_password_asks_for_the_old_one_and_ends_every_session(cast):
    user = create()
    change = {"user_id": user.pk, "by": SYSTEM, "at": AT}
    with pytest.raises(AccountRefused, match="原密码不对"):
        actions.change_password(old="wrong", new="Qing-shui-2027", **change)
    with pytest.raises(AccountRefused, match="和原密码一样"):
        actions.change_password(old=GOOD, new=GOOD, **change)
    with pytest.raises(AccountRefused, match="至少"):
        actions.change_password(old=GOOD, new="kurz", **change)
    before = user.get_session_auth_hash()
    actions.change_password(old=GOOD, new="Qing-shui-2027", **change)
    user.refresh_from_db()
    assert user.check_password("Qing-shui-2027")
    assert user.get_session_auth_hash() != before


def test_the_system_administrator_resets_passwords(cast, sysadmin, secadmin):
    user = create()
    with pytest.raises(NotAllowed):
        actions.reset_password(user_id=user.pk, new="Qing-shui-2027", standing=secadmin, at=AT)
    actions.reset_password(user_id=user.pk, new="Qing-shui-2027", standing=sysadmin, at=AT)
    assert last_act() == "user.change_password"


def test_a_leaver_is_closed_with_posts_sessions_and_open_work(cast, sysadmin):
    item_id = cast.draft()
    leaver, heir = cast.people["agri.officer"], cast.people["agri.handler"]
    appoint(leaver, cast.units["agri"], "first_reviewer")
    with pytest.raises(NotAllowed):
        actions.disable_user(
            user_id=leaver, successor_id=heir, by=SYSTEM, at=AT, standing=cast.standing("agri.leader")
        )
    with pytest.raises(NotAllowed, match="自己"):
        actions.disable_user(user_id=sysadmin.user_id, successor_id=None, by=SYSTEM, at=AT, standing=sysadmin)
    before = cast.user("agri.officer").get_session_auth_hash()
    assert actions.disable_user(user_id=leaver, successor_id=heir, by=SYSTEM, at=AT, standing=sysadmin) == 1
    user = cast.user("agri.officer")
    assert (user.is_active, user.get_session_auth_hash() == before) == (False, False)
    assert not Appointment.objects.filter(user=leaver, to_on__isnull=True).exists()
    assert cast.item(item_id).owner_id == heir
    assert not standing_for(user=user, today=TODAY).posts
    with pytest.raises(AccountRefused, match="已经停用"):
        actions.disable_user(user_id=leaver, successor_id=None, by=SYSTEM, at=AT)


def test_login_and_logout_are_in_the_ledger_a_choice_of_colours_is_not(cast):
    user_id = cast.people["agri.officer"]
    actions.note_login(user_id=user_id, at=AT)
    assert last_act() == "user.login"
    actions.end_sessions(user_id=user_id, by=SYSTEM, at=AT)
    assert last_act() == "user.logout"
    actions.choose_theme(user_id=user_id, dark=True)
    assert cast.user("agri.officer").dark_theme
    assert last_act() == "user.logout"


def test_many_are_taken_on_together_or_none(cast):
    unit = cast.units["agri"]
    made = actions.take_on_many(
        people=[
            NewPerson("n1", "甲", unit, ("officer",)),
            NewPerson("n2", "乙", unit, ("officer", "first_reviewer"), deputy_of="n1"),
        ],
        password=GOOD, from_on=TODAY, by=SYSTEM, at=AT,
    )  # fmt: skip
    assert Appointment.objects.get(user=made["n1"]).deputy_id == made["n2"]
    assert LedgerRow.objects.filter(act="user.take_on").count() == 2
    with pytest.raises(AccountRefused, match="不能兼任"):
        actions.take_on_many(
            people=[NewPerson("n3", "丙", unit, ("officer", "system_admin"))],
            password=None, from_on=TODAY, by=SYSTEM, at=AT,
        )  # fmt: skip
    assert not User.objects.filter(username="n3").exists()
