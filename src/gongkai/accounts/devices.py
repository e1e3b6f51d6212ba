"""Browsers in which a person has logged in before: they count their own failures.

Ten wrong passwords lock an account for everybody who comes from somewhere strange. If that held for its owner too,
anybody could keep anybody out for ever by guessing ten times in a quarter of an hour. So a browser that logged in once
carries a signed mark, and what is guessed elsewhere doesn't count against it. The mark opens nothing by itself.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.core import signing

COOKIE = "device"
PATH = "/office/login/"  # sent to the login page alone
KEPT_SECONDS = 180 * 24 * 3600
_SALT = "gongkai.accounts.devices"


def mark_for(username: str) -> str:
    return signing.dumps([username, secrets.token_hex(8)], salt=_SALT)


def counted_as(request: Any, credentials: dict[str, Any] | None = None) -> str | None:
    """Under which name axes counts a failure: the account's, or the account's in a browser that it knows."""
    username = (credentials or {}).get("username") or request.POST.get("username")
    if not username:
        return None
    known = _marked(request)
    return f"{username} @{known[1]}" if known and known[0] == username else str(username)


def _marked(request: Any) -> tuple[str, str] | None:
    try:
        username, number = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=KEPT_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(username), str(number)
