"""Reading people and their posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.accounts.models import Absence, Appointment, ListChoice, SavedFilter, User
from gongkai.accounts.policies import NOBODY, Post, Standing, may_administer_people, standing_of
from gongkai.accounts.roles import ADMIN_ROLES
from gongkai.statements import KEPT, Statement, written

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def _holding(day: date) -> Q:
    return Q(from_on__lte=day) & (Q(to_on__isnull=True) | Q(to_on__gte=day))


def standing_for(*, user: User | AnonymousUser, today: date) -> Standing:
    """The standing of a logged-in person on a day, NOBODY for strangers and disabled accounts. Two queries at most."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    posts = [
        Post(role, unit_id, path, name, acting_for=None if holder == user.pk else holder)
        for role, unit_id, path, name, holder in _posts_of(user.pk, today).rows()
    ]
    return standing_of(user_id=user.pk, username=user.username, name=user.full_name, posts=posts)


@lru_cache(maxsize=KEPT)
def _posts_of(user_id: int, today: date) -> Statement:
    away = Absence.objects.filter(from_on__lte=today, to_on__gte=today).values("user_id")
    return written(
        Appointment.objects.filter(_holding(today))
        .filter(Q(user=user_id) | Q(deputy=user_id, user__in=away))
        .values_list("role", "unit_id", "unit__path", "unit__name", "user_id")
    )


def standing_by_username(*, username: str, today: date) -> Standing:
    user = User.objects.filter(username=username).first()
    return standing_for(user=user, today=today) if user else NOBODY


def standings(*, today: date) -> dict[int, Standing]:
    """Everybody's own posts at once, for the staffing check and the demo; deputies are left out."""
    posts: dict[int, list[Post]] = defaultdict(list)
    people: dict[int, tuple[str, str]] = {}
    rows = Appointment.objects.filter(_holding(today), user__is_active=True).values_list(
        "user_id", "user__username", "user__full_name", "role", "unit_id", "unit__path", "unit__name"
    )
    for user_id, username, name, role, unit_id, path, unit_name in rows:
        people[user_id] = (username, name)
        posts[user_id].append(Post(role, unit_id, path, unit_name))
    return {
        user_id: standing_of(user_id=user_id, username=username, name=name, posts=posts[user_id])
        for user_id, (username, name) in people.items()
    }


def holders(*, today: date) -> list[tuple[int, str, int]]:
    """Who can act where: (unit id, role, person id) for every holder and deputy of a current post."""
    rows = Appointment.objects.filter(_holding(today), user__is_active=True).values_list(
        "unit_id", "role", "user_id", "deputy_id", "deputy__is_active"
    )
    found: list[tuple[int, str, int]] = []
    for unit_id, role, user_id, deputy_id, deputy_stays in rows:
        found.append((unit_id, role, user_id))
        if deputy_id and deputy_stays:
            found.append((unit_id, role, deputy_id))
    return found


def people(*, by: Standing, text: str = "", today: date) -> QuerySet[User]:
    """Accounts that an administrator may see, with current appointments prefetched; nobody else sees any."""
    if not may_administer_people(by):
        return User.objects.none()
    found = User.objects.prefetch_related("appointments__unit", "absences").order_by("username", "id")
    if text:
        found = found.filter(
            Q(username__icontains=text)
            | Q(full_name__icontains=text)
            | Q(appointments__unit__name__icontains=text)
        ).distinct()
    return found


def person_for(*, by: Standing, user_id: int) -> User | None:
    if not may_administer_people(by):
        return None
    return (
        User.objects.prefetch_related("appointments__unit", "appointments__deputy", "absences")
        .filter(id=user_id)
        .first()
    )


def colleagues(*, unit_ids: Iterable[int], today: date, without: int = 0) -> list[tuple[int, str]]:
    """(id, name with account) of those who hold a post in these units today: who can act or take over."""
    rows = (
        User.objects.filter(is_active=True)
        .filter(id__in=Appointment.objects.filter(_holding(today), unit__in=list(unit_ids)).values("user"))
        .exclude(id=without)
        .order_by("full_name", "id")
    )
    return [(user.pk, f"{user.full_name}（{user.username}）") for user in rows]


def administrators(*, today: date) -> list[tuple[str, str, str]]:
    """(role, name, unit) of the three administrators and the auditors today: 三员分立 to be looked at."""
    rows = Appointment.objects.filter(
        _holding(today), role__in=[*ADMIN_ROLES, "auditor"], user__is_active=True
    ).order_by("role", "id")
    return list(rows.values_list("role", "user__full_name", "unit__name"))


def absences_of(*, user_id: int, today: date) -> list[Absence]:
    """Leave that runs or is still to come, soonest first."""
    return list(Absence.objects.filter(user=user_id, to_on__gte=today).order_by("from_on", "id"))


def deputies_of(*, user_id: int, today: date) -> list[tuple[str, str, str]]:
    """(role, unit, deputy's name or "") of a person's current posts: who acts during leave."""
    rows = Appointment.objects.filter(_holding(today), user=user_id).order_by("id")
    found = rows.values_list("role", "unit__name", "deputy__full_name")
    return [(role, unit, deputy or "") for role, unit, deputy in found]


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    return dict(User.objects.filter(id__in=[i for i in user_ids if i]).values_list("id", "full_name"))


def ids_named(text: str, *, limit: int = 50) -> list[int]:
    """Accounts of that username, or whose person bears that name; for the ledger's filter."""
    found = User.objects.filter(Q(username=text) | Q(full_name=text)).order_by("id")
    return list(found.values_list("id", flat=True)[:limit])


def demo_accounts(*, limit_per_role: int = 1) -> list[tuple[str, str, str, str]]:
    """(role, username, name, unit) of one account for each role, for the demo's login page."""
    seen: dict[str, int] = defaultdict(int)
    rows = []
    for role, username, name, unit in (
        Appointment.objects.filter(to_on__isnull=True, user__is_active=True)
        .order_by("unit_id", "id")
        .values_list("role", "user__username", "user__full_name", "unit__name")
    ):
        if seen[role] < limit_per_role:
            seen[role] += 1
            rows.append((role, username, name, unit))
    return rows


# ---- how a person sees a list -------------------------------------------------------------------------


@dataclass(frozen=True)
class FilterFacts:
    """A saved filter as one person may use it; a shared one whose owner has gone stays, marked, to be taken over."""

    id: int
    name: str
    query: str
    is_own: bool
    unit_name: str  # empty: not shared
    owner_name: str
    owner_gone: bool
    is_first: bool


@dataclass(frozen=True)
class ListFacts:
    """What a person chose for a list; `columns` empty: the list's own choice."""

    columns: tuple[str, ...]
    rows: int
    filters: tuple[FilterFacts, ...]

    @property
    def first(self) -> FilterFacts | None:
        return next((one for one in self.filters if one.is_first), None)


def usable_filters(by: Standing) -> Q:
    """One's own, and those shared with a unit in which one holds a post."""
    return Q(owner=by.user_id) | Q(unit__in=by.unit_ids())


def _owner_stays(today: date) -> Exists:
    held = Appointment.objects.filter(_holding(today), user=OuterRef("owner"), unit=OuterRef("unit"))
    return Exists(held.filter(user__is_active=True))


def owner_is_gone(*, filter_id: int, today: date) -> bool:
    """The account is disabled, or its person holds no post any more in the unit that shares the filter."""
    return not SavedFilter.objects.filter(_owner_stays(today), id=filter_id).exists()


def list_facts(*, by: Standing, list_code: str, today: date) -> ListFacts:
    """Columns, rows and filters of one list for one person: two queries. Own filters first."""
    chosen = ListChoice.objects.filter(user=by.user_id, list_code=list_code).order_by("id").first()
    rows = (
        SavedFilter.objects.filter(usable_filters(by), list_code=list_code)
        .annotate(owner_stays=_owner_stays(today))
        .select_related("owner", "unit")
        .order_by("name", "id")[:60]
    )
    first = chosen.first_filter_id if chosen else None
    filters = [
        FilterFacts(
            id=row.pk,
            name=row.name,
            query=row.query,
            is_own=row.owner_id == by.user_id,
            unit_name=(row.unit.short_name or row.unit.name) if row.unit else "",
            owner_name=row.owner.full_name,
            owner_gone=row.unit_id is not None and not row.owner_stays,
            is_first=row.pk == first,
        )
        for row in rows
    ]
    return ListFacts(
        columns=tuple(chosen.columns) if chosen else (),
        rows=chosen.rows if chosen else 50,
        filters=tuple(sorted(filters, key=lambda one: not one.is_own)),
    )


def may_hold_work(*, user_id: int, unit_id: int, roles: Iterable[str], on: date) -> bool:
    """Whether somebody holds one of these posts in the unit on a day, so that work can be given to them."""
    posts = Appointment.objects.filter(_holding(on), user_id=user_id, unit_id=unit_id, role__in=list(roles))
    return posts.filter(user__is_active=True).exists()


def colleagues_in(*, unit_id: int, roles: Iterable[str], on: date) -> list[tuple[int, str]]:
    """(id, name) of those who hold one of these posts in the unit on a day, by name."""
    posts = Appointment.objects.filter(
        _holding(on), unit_id=unit_id, role__in=list(roles), user__is_active=True
    )
    return sorted(set(posts.values_list("user_id", "user__full_name")), key=lambda pair: (pair[1], pair[0]))
