"""The role codes: one table for `--role`, the sweeps and the test cast."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """`scope` says how far a role sees: own unit, own unit with everything below it, or everything."""

    code: str
    label: str
    scope: str  # unit | subtree | all
    works: bool  # takes part in filing and review
    excludes: frozenset[str] = frozenset()


_ADMINS = frozenset({"system_admin", "security_admin", "audit_admin"})

ROLES: dict[str, Role] = {
    r.code: r
    for r in (
        Role("officer", "信息员", "unit", True),
        Role("first_reviewer", "初审", "unit", True),
        Role("second_reviewer", "复审", "unit", True),
        Role("secrecy_reviewer", "保密审查员", "unit", True),
        Role("leader", "主要领导", "unit", True),
        Role("publisher", "公开", "unit", True),
        Role("handler", "承办人", "unit", True),
        Role("disclosure_office", "政务公开办", "all", True),
        Role("auditor", "审计", "all", False),
        # 三员分立: nobody holds two of them, none of them handles content (GB/T 22239 8.1.5).
        Role("system_admin", "系统管理员", "all", False, _ADMINS - {"system_admin"}),
        Role("security_admin", "安全管理员", "all", False, _ADMINS - {"security_admin"}),
        Role("audit_admin", "审计管理员", "all", False, _ADMINS - {"audit_admin"}),
    )
}
ADMIN_ROLES = _ADMINS
ROLE_CHOICES = [(r.code, r.label) for r in ROLES.values()]


def excluded_by(held: set[str], new: str) -> set[str]:
    """Roles already held that forbid `new`: the three administrators exclude one another and all working roles."""
    clash = set(ROLES[new].excludes & held)
    if new in ADMIN_ROLES:
        clash |= {code for code in held if ROLES[code].works}
    elif ROLES[new].works:
        clash |= held & ADMIN_ROLES
    return clash
