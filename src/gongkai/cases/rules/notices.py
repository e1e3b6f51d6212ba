"""When people are told of a term, and again of a message that could not be sent. Plain functions, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

# Whose rule these are: a default of this installation, no law's number (working days late).
LEAD_FROM = 2
OFFICE_FROM = 5
MOST_TRIES = 6
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")


def warning_hit(*, left: int, whole: int, warnings: Iterable[int]) -> int | None:
    """Which warning is due with `left` working days to go: the nearest one reached, so that a missed day is made up.

    A warning that is no shorter than the whole term says nothing new on the day of receipt and is left out.
    """
    reached = [days for days in warnings if left <= days < max(whole, 1)]
    return min(reached, default=None)


def told_when_late(*, late: int) -> tuple[str, ...]:
    """Who hears of a case that is so many working days late: the owner, then the head, then 政务公开办."""
    told = ["owner"]
    if late >= LEAD_FROM:
        told.append("lead")
    if late >= OFFICE_FROM:
        told.append("office")
    return tuple(told)


def wait_before_retry(tries: int) -> timedelta | None:
    """1, 4, 16, 64, 256 minutes after the first, second … try; None when it is given up."""
    return timedelta(minutes=4 ** (tries - 1)) if tries < MOST_TRIES else None


def mobile(phone: str) -> str:
    """The mobile number in what somebody wrote, "" for a landline: no text message reaches it."""
    found = _MOBILE.fullmatch(re.sub(r"[\s\-()（）]", "", phone))
    return found[1] if found else ""


def shown_address(address: str) -> str:
    """An address as the office may see it."""
    if "@" in address:
        return address[:1] + "***" + address[address.find("@") :]
    return address[:3] + "****" + address[-4:] if len(address) > 7 else "****"
