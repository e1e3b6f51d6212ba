"""Who a person is in the system on a day: the posts they hold and those they act in as deputy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from gongkai.accounts.roles import ROLES
from gongkai.ledger.rules import Actor
from gongkai.units.rules import ids_in_path


@dataclass(frozen=True)
class Post:
    """One role in one unit. `acting_for` is the id of the person on leave whose deputy one is, else None."""

    role: str
    unit_id: int
    unit_path: str
    unit_name: str
    acting_for: int | None = None


@dataclass(frozen=True)
class Standing:
    """All that the rules need to know of a person: no rule looks at the account itself."""

    user_id: int
    username: str
    name: str
    posts: tuple[Post, ...]

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(post.role for post in self.posts)

    def has(self, *roles: str) -> bool:
        return any(role in self.roles for role in roles)

    def unit_ids(self, *roles: str) -> frozenset[int]:
        """Units in which one of `roles` is held; all units with any working post when none is named."""
        return frozenset(p.unit_id for p in self.posts if (p.role in roles if roles else ROLES[p.role].works))

    def holds(self, role: str, unit_id: int) -> Post | None:
        """The post with this role in this unit; one's own before one that is only acted in."""
        fitting = [p for p in self.posts if p.role == role and p.unit_id == unit_id]
        return min(fitting, key=lambda p: p.acting_for is not None, default=None)

    @cached_property
    def sees_all(self) -> bool:
        """政务公开办 and the auditor read every unit's items; administrators handle no content."""
        return self.has("disclosure_office", "auditor")

    @cached_property
    def is_administrator(self) -> bool:
        return self.has("system_admin", "security_admin", "audit_admin")

    @cached_property
    def home_unit_id(self) -> int | None:
        return self.posts[0].unit_id if self.posts else None

    @cached_property
    def home_unit_name(self) -> str:
        return self.posts[0].unit_name if self.posts else ""

    def covers(self, unit_path: str) -> bool:
        """Whether a post stands in this unit or above it."""
        above = set(ids_in_path(unit_path))
        return any(p.unit_id in above for p in self.posts)

    def actor(self) -> Actor:
        return Actor(
            id=f"user:{self.user_id}", label=f"{self.name}（{self.username}）", unit=self.home_unit_name
        )


NOBODY = Standing(user_id=0, username="", name="", posts=())


def standing_of(*, user_id: int, username: str, name: str, posts: Iterable[Post]) -> Standing:
    order = {code: n for n, code in enumerate(ROLES)}
    return Standing(
        user_id=user_id,
        username=username,
        name=name,
        posts=tuple(sorted(posts, key=lambda p: (p.acting_for is not None, order[p.role], p.unit_id))),
    )


def may_administer_people(standing: Standing) -> bool:
    """Accounts are the system administrator's, appointments and unlocking the security administrator's (三员分立)."""
    return standing.has("system_admin", "security_admin")


def may_create_accounts(standing: Standing) -> bool:
    return standing.has("system_admin")


def may_appoint(standing: Standing) -> bool:
    return standing.has("security_admin")


def may_read_ledger(standing: Standing) -> bool:
    return standing.has("auditor", "audit_admin")


def may_run_catalogue(standing: Standing) -> bool:
    return standing.has("disclosure_office")


def may_run_units(standing: Standing) -> bool:
    return standing.has("disclosure_office", "system_admin")
