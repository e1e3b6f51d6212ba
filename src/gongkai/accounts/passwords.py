"""Password rules: two named profiles, since 等保三级 and ASVS ask for opposite things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError


@dataclass(frozen=True)
class Profile:
    """`classes` of lower, upper, digit and sign must occur; `max_age_days` None means no forced change."""

    min_length: int
    classes: int
    max_age_days: int | None


PROFILES = {"dengbao3": Profile(10, 3, 90), "asvs": Profile(15, 0, None)}
_CLASSES = (re.compile("[a-z]"), re.compile("[A-Z]"), re.compile("[0-9]"), re.compile("[^a-zA-Z0-9]"))


def profile() -> Profile:
    return PROFILES[settings.PASSWORD_PROFILE]


class ProfileValidator:
    """Length and character classes of the profile in force."""

    def validate(self, password: str, user: object = None) -> None:
        rules = profile()
        if len(password) < rules.min_length:
            raise ValidationError(
                f"密码至少 {rules.min_length} 位，现在是 {len(password)} 位。", code="short"
            )
        if len(password) > 128:
            raise ValidationError("密码最多 128 位。", code="long")
        if sum(bool(pattern.search(password)) for pattern in _CLASSES) < rules.classes:
            raise ValidationError(
                f"小写字母、大写字母、数字、符号，至少用到 {rules.classes} 种。", code="classes"
            )

    def get_help_text(self) -> str:
        rules = profile()
        kinds = f"，小写字母、大写字母、数字、符号至少用到 {rules.classes} 种" if rules.classes else ""
        return f"至少 {rules.min_length} 位{kinds}。"


def password_is_too_old(user: Any, *, at: datetime) -> bool:
    """Whether the profile in force asks for a new password now; never for accounts that cannot log in by one."""
    limit = profile().max_age_days
    if limit is None or not user.has_usable_password() or user.password_changed_at is None:
        return False
    return bool(at - user.password_changed_at > timedelta(days=limit))
