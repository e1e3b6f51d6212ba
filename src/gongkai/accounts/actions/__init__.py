"""Accounts and appointments: every change, with its permission and its ledger row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from axes.utils import reset
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate

from gongkai.accounts.changes import hand_over_open_work, warnings_after_appointment
from gongkai.accounts.models import Absence, Appointment, User
from gongkai.accounts.policies import Standing, may_administer_people, may_appoint, may_create_accounts
from gongkai.accounts.roles import ROLES, excluded_by
from gongkai.ledger.actions import record, record_many
from gongkai.ledger.rules import Actor, Entry, Subject


class AccountRefused(Exception):
    """The change breaks a rule of accounts; the words say which."""


class NotAllowed(AccountRefused):
    """The person has no right to this act."""


def _subject(user: User) -> Subject:
    return Subject("user", str(user.pk), f"{user.full_name}（{user.username}）")


def _need(right: bool, words: str) -> None:
    if not right:
        raise NotAllowed(words)


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as problem:
        raise AccountRefused("".join(problem.messages)) from problem


def create_user(
    *,
    username: str,
    full_name: str,
    password: str | None,
    by: Actor,
    at: datetime,
    standing: Standing | None = None,
) -> User:
    """A new account without any post. `standing` is the person acting; None only for the command line of the host.

    Without a password the account cannot log in until one is set.
    """
    if standing is not None:
        _need(may_create_accounts(standing), "只有系统管理员能开账号。")
    username = username.strip()
    if not username or len(username) > 60:
        raise AccountRefused("账号要填，最多 60 个字符。")
    if len(full_name.strip()) > 60:
        raise AccountRefused(f"姓名最多 60 个字，现在有 {len(full_name.strip())} 个。")
    with transaction.atomic():
        if User.objects.filter(username=username).exists():
            raise AccountRefused(f"账号 {username} 已经有人用了，换一个。")
        user = User(username=username, full_name=full_name.strip() or username)
        if password is None:
            user.set_unusable_password()
        else:
            _check_password(password, user)
            user.set_password(password)
            user.password_changed_at = at
        user.save()
        record(actor=by, act="user.create", subject=_subject(user), at=at)
    return user


def appoint(
    *,
    user_id: int,
    unit_id: int,
    role: str,
    from_on: date,
    to_on: date | None = None,
    deputy_id: int | None = None,
    by: Actor,
    at: datetime,
    standing: Standing | None = None,
) -> list[str]:
    """Give a person a role in a unit. Returns warnings about routes that the staff cannot fill.

    The three administrators exclude one another and every working role (三员分立); nobody appoints themselves.
    """
    if standing is not None:
        _need(may_appoint(standing), "只有安全管理员能任免角色。")
        _need(standing.user_id != user_id, "不能给自己任命角色。")
    if role not in ROLES:
        raise AccountRefused(f"没有 {role} 这个角色。可用的有：{'、'.join(ROLES)}。")
    if to_on is not None and to_on < from_on:
        raise AccountRefused("任职的最后一天早于第一天。")
    with transaction.atomic():
        user = User.objects.select_for_update().get(id=user_id)
        _check_deputy(holder_id=user_id, deputy_id=deputy_id, role=role, on=from_on)
        clash = excluded_by(_roles_of(user_id, on=from_on), role)
        if clash:
            labels = "、".join(sorted(ROLES[code].label for code in clash))
            raise AccountRefused(f"{user.full_name}已任{labels}，不能兼任{ROLES[role].label}。")
        if Appointment.objects.filter(user=user, unit_id=unit_id, role=role, to_on__isnull=True).exists():
            raise AccountRefused(f"{user.full_name}在这个单位已经是{ROLES[role].label}。")
        post = Appointment.objects.create(
            user=user, unit_id=unit_id, role=role, from_on=from_on, to_on=to_on, deputy_id=deputy_id
        )
        record(
            actor=by,
            act="user.appoint",
            subject=_subject(user),
            at=at,
            payload={"role": role, "unit": post.unit.code, "from": from_on, "to": to_on, "deputy": deputy_id},
        )
    return warnings_after_appointment(unit_ids=[unit_id], today=localdate(at))


def _roles_of(user_id: int, *, on: date) -> set[str]:
    """Every role that a person has on this day or later, also those in which they are only the deputy."""
    lasting = Appointment.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    return set(lasting.filter(Q(user=user_id) | Q(deputy=user_id)).values_list("role", flat=True))


def _check_deputy(*, holder_id: int, deputy_id: int | None, role: str, on: date) -> None:
    if deputy_id is None:
        return
    if deputy_id == holder_id:
        raise AccountRefused("B 角要是另一个人。")
    if excluded_by(_roles_of(deputy_id, on=on), role):
        raise AccountRefused("这个人的现有角色不能兼任这一角色，换一个人。")


def end_appointment(
    *, appointment_id: int, on: date, by: Actor, at: datetime, standing: Standing | None = None
) -> list[str]:
    """The last day of a post. Raises AccountRefused when it ended before."""
    if standing is not None:
        _need(may_appoint(standing), "只有安全管理员能任免角色。")
    with transaction.atomic():
        post = Appointment.objects.select_related("user", "unit").get(id=appointment_id)
        running = Appointment.objects.filter(Q(to_on__isnull=True) | Q(to_on__gt=on), id=appointment_id)
        if not running.filter(from_on__lte=on).update(to_on=on):
            raise AccountRefused("这项任职已经结束，或者结束日期早于开始日期。")
        record(
            actor=by,
            act="user.end_appointment",
            subject=_subject(post.user),
            at=at,
            payload={"role": post.role, "unit": post.unit.code, "on": on},
        )
    return warnings_after_appointment(unit_ids=[post.unit_id], today=localdate(at))


def set_deputy(
    *, appointment_id: int, deputy_id: int | None, by: Actor, at: datetime, standing: Standing | None = None
) -> None:
    """Name the B 角 who acts while the holder is on leave."""
    if standing is not None:
        _need(may_appoint(standing), "只有安全管理员能指定 B 角。")
    with transaction.atomic():
        post = (
            Appointment.objects.select_related("user").select_for_update(of=("self",)).get(id=appointment_id)
        )
        _check_deputy(holder_id=post.user_id, deputy_id=deputy_id, role=post.role, on=localdate(at))
        post.deputy_id = deputy_id
        post.save(update_fields=["deputy"])
        record(
            actor=by,
            act="user.set_deputy",
            subject=_subject(post.user),
            at=at,
            payload={"appointment": appointment_id, "deputy": deputy_id},
        )


def set_absence(
    *,
    user_id: int,
    from_on: date,
    to_on: date,
    reason: str = "",
    by: Actor,
    at: datetime,
    standing: Standing | None = None,
) -> None:
    """Enter a leave; the deputies act on these days. Everybody enters their own, administrators anybody's."""
    if standing is not None:
        _need(standing.user_id == user_id or may_administer_people(standing), "只能登记自己的请假。")
    if to_on < from_on:
        raise AccountRefused("请假的最后一天早于第一天。")
    with transaction.atomic():
        user = User.objects.get(id=user_id)
        Absence.objects.create(user=user, from_on=from_on, to_on=to_on, reason=reason)
        record(
            actor=by,
            act="user.absence",
            subject=_subject(user),
            at=at,
            payload={"from": from_on, "to": to_on},
        )


def cancel_absence(
    *, absence_id: int, by: Actor, at: datetime, today: date, standing: Standing | None = None
) -> None:
    """Back before the leave ends: one still to begin vanishes, a running one ends yesterday."""
    with transaction.atomic():
        leave = Absence.objects.select_related("user").filter(id=absence_id).order_by("id").first()
        if leave is None or leave.to_on < today:
            raise AccountRefused("这次请假已经结束了。")
        if standing is not None:
            own = standing.user_id == leave.user_id
            _need(own or may_administer_people(standing), "只能销自己的假。")
        record(
            actor=by,
            act="user.cancel_absence",
            subject=_subject(leave.user),
            at=at,
            payload={"from": leave.from_on, "to": leave.to_on, "back_on": today},
        )
        if leave.from_on >= today:
            leave.delete()
        else:
            leave.to_on = today - timedelta(days=1)
            leave.save(update_fields=["to_on"])


def unlock(*, user_id: int, standing: Standing, at: datetime) -> None:
    """Let a person try again who was locked out by wrong passwords."""
    _need(may_appoint(standing), "只有安全管理员能解锁账号。")
    with transaction.atomic():
        user = User.objects.get(id=user_id)
        reset(username=user.username)
        record(actor=standing.actor(), act="user.unlock", subject=_subject(user), at=at)


def change_password(*, user_id: int, old: str | None, new: str, by: Actor, at: datetime) -> None:
    """A new password; every session of the person ends. `old` None is the administrator's reset."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(id=user_id)
        if old is not None and not user.check_password(old):
            raise AccountRefused("原密码不对。")
        if old is not None and old == new:
            raise AccountRefused("新密码和原密码一样，换一个。")
        _check_password(new, user)
        user.set_password(new)
        user.password_changed_at = at
        user.session_epoch += 1
        user.save(update_fields=["password", "password_changed_at", "session_epoch"])
        record(
            actor=by,
            act="user.change_password",
            subject=_subject(user),
            at=at,
            payload={"reset": old is None},
        )


def reset_password(*, user_id: int, new: str, standing: Standing, at: datetime) -> None:
    _need(may_create_accounts(standing), "只有系统管理员能重置密码。")
    change_password(user_id=user_id, old=None, new=new, by=standing.actor(), at=at)


def disable_user(
    *, user_id: int, successor_id: int | None, by: Actor, at: datetime, standing: Standing | None = None
) -> int:
    """Close a leaver's account: sessions end, posts end, open work goes to the successor. Returns pieces handed over."""
    if standing is not None:
        _need(may_create_accounts(standing), "只有系统管理员能停用账号。")
        _need(standing.user_id != user_id, "不能停用自己的账号。")
    with transaction.atomic():
        user = User.objects.get(id=user_id)
        if not User.objects.filter(id=user_id, is_active=True).update(
            is_active=False, session_epoch=F("session_epoch") + 1
        ):
            raise AccountRefused(f"{user.full_name}的账号已经停用。")
        today = localdate(at)
        running = Appointment.objects.filter(Q(to_on__isnull=True) | Q(to_on__gt=today), user=user)
        running.filter(from_on__lte=today).update(to_on=today)
        moved = 0
        if successor_id is not None:
            moved = hand_over_open_work(leaver_id=user_id, successor_id=successor_id, by=by, at=at)
        record(
            actor=by,
            act="user.disable",
            subject=_subject(user),
            at=at,
            payload={"successor": successor_id, "handed_over": moved},
        )
    return moved


def note_login(*, user_id: int, at: datetime) -> None:
    """A ledger row for each login (GB/T 22239 8.1.4.3)."""
    with transaction.atomic():
        user = User.objects.get(id=user_id)
        by = Actor(f"user:{user.pk}", f"{user.full_name}（{user.username}）")
        record(actor=by, act="user.login", subject=_subject(user), at=at)


def end_sessions(*, user_id: int, by: Actor, at: datetime) -> None:
    """Called at logout: a copied session cookie is worthless afterwards."""
    with transaction.atomic():
        user = User.objects.get(id=user_id)
        record(actor=by, act="user.logout", subject=_subject(user), at=at)


def choose_theme(*, user_id: int, dark: bool) -> None:
    """Dark pages for staff by choice; not an act of office, so no ledger row."""
    User.objects.filter(id=user_id).update(dark_theme=dark)


@dataclass(frozen=True)
class NewPerson:
    """A person to be taken on together with others: account, name, posts and the B 角 of each post."""

    username: str
    full_name: str
    unit_id: int
    roles: tuple[str, ...]
    phone: str = ""
    deputy_of: str = ""  # username of the holder whose deputy this person is in the roles both have


def take_on_many(
    *, people: Sequence[NewPerson], password: str | None, from_on: date, by: Actor, at: datetime
) -> dict[str, int]:
    """Many accounts with their posts at once, all or nothing; returns ids by username. For set-up by the host alone.

    `password` is hashed once and shared: only for a demo. None: nobody can log in until a password is set.
    """
    stored = make_password(password)
    with transaction.atomic():
        users = User.objects.bulk_create(
            User(
                username=p.username,
                full_name=p.full_name,
                phone=p.phone,
                password=stored,
                password_changed_at=at if password else None,
            )
            for p in people
        )
        ids = {user.username: user.pk for user in users}
        deputies = {(p.deputy_of, role): ids[p.username] for p in people if p.deputy_of for role in p.roles}
        for person in people:
            clash = next(
                (r for i, r in enumerate(person.roles) if excluded_by(set(person.roles[:i]), r)), None
            )
            if clash:
                raise AccountRefused(f"{person.full_name}的角色不能兼任{ROLES[clash].label}。")
        Appointment.objects.bulk_create(
            Appointment(
                user_id=ids[p.username],
                unit_id=p.unit_id,
                role=role,
                from_on=from_on,
                deputy_id=deputies.get((p.username, role)),
            )
            for p in people
            for role in p.roles
        )
        record_many(
            rows=[
                Entry(
                    by,
                    "user.take_on",
                    _subject(user),
                    at,
                    {"unit": person.unit_id, "roles": list(person.roles)},
                )
                for user, person in zip(users, people, strict=True)
            ]
        )
    return ids
