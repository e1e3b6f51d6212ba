"""A new key for what is sealed: everything is sealed anew under it, then the old key may go."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from gongkai.cases import accounts, parties
from gongkai.cases.models import CaseOwner, DataWish, Notice, Party
from gongkai.crypto import keys
from gongkai.crypto.sealed import is_newest, open_sealed, resealed
from gongkai.disclosure.models import Redaction
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject

RESEAL = "keys.reseal"
"""Kind of the background job."""
CHUNK = 200

PURPOSES = {
    "applicants": "来信人的姓名、证件、电话、地址",
    "applicant_index": "认出同一个来信人用的摘要",
    "redaction": "遮盖以前的原文",
    "citizen_accounts": "登录的人寄出的件",
    "citizen_index": "认出同一个登录账号用的摘要",
    "portal_sessions": "正在填写的草稿（半小时）",
}
"""Purposes whose key may be changed. The ledger's and the site's own key hold other things together and stay."""


class KeyStays(Exception):
    """The key can't be changed or removed; the words say why."""


@dataclass(frozen=True)
class _Place:
    """A column of sealed words. `after` does what else hangs on the words, e.g. a keyed index."""

    rows: Callable[[], models.QuerySet[models.Model]]
    column: str
    purpose: str
    fresh: Callable[[models.Model, str], dict[str, object]] | None = None


def _party_indexes(row: models.Model, value: str) -> dict[str, object]:
    personal = parties.opened(value)
    return {
        "identity_index": parties.index_of(personal.get("identity", "")),
        "contact_index": parties.index_of(personal.get("phone", "")),
    }


def _owner_index(row: models.Model, value: str) -> dict[str, object]:
    told = json.loads(open_sealed(value, purpose=accounts.PURPOSE))
    return {"subject_index": accounts.index_of(told["subject"])}


PLACES = (
    _Place(lambda: Party.objects.exclude(sealed=""), "sealed", parties.PURPOSE, _party_indexes),
    _Place(lambda: Notice.objects.exclude(sealed_to=""), "sealed_to", parties.PURPOSE),
    _Place(lambda: DataWish.objects.exclude(sealed=""), "sealed", parties.PURPOSE),
    _Place(lambda: CaseOwner.objects.exclude(sealed=""), "sealed", accounts.PURPOSE, _owner_index),
    _Place(lambda: Redaction.objects.exclude(sealed=""), "sealed", "redaction"),
)


def rotate_key(*, purpose: str, by: Actor, at: datetime) -> int:
    """A fresh key of that purpose; those before still open. How many there are now. Raises KeyStays."""
    _need(purpose)
    with transaction.atomic():
        count = keys.add_newer(purpose)
        _write(purpose, "keys.rotate", by, at, kept=count)
    return count


def reseal(
    *,
    by: Actor,
    at: datetime,
    start: tuple[int, int] = (0, 0),
    told: Callable[[tuple[int, int], int], None] = lambda cursor, looked: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> int:
    """Seal everything under the newest keys, in chunks; how many values were changed.

    `start` is the place to go on from, `told` gets each next one. Killed at any moment it is as good as before: a value
    is under the old key or the new, and both open it. Values that somebody changes meanwhile stay as they changed them.
    """
    changed = looked = 0
    first, after = start
    for number in range(first, len(PLACES)):
        for rows in _chunks(PLACES[number], after):
            with transaction.atomic():
                changed += sum(_again(PLACES[number], row) for row in rows)
            looked += len(rows)
            told((number, rows[-1].pk), looked)
            if should_stop():
                return changed
        after = 0
    with transaction.atomic():
        _write("", RESEAL, by, at, changed=changed, rows=looked)
    return changed


def _chunks(place: _Place, after: int) -> Iterator[list[models.Model]]:
    while rows := list(place.rows().filter(pk__gt=after).order_by("pk")[:CHUNK]):
        yield rows
        after = rows[-1].pk


def _again(place: _Place, row: models.Model) -> int:
    before = str(getattr(row, place.column))
    value = resealed(before, purpose=place.purpose)
    fields: dict[str, object] = {place.column: value} if value != before else {}
    more = place.fresh(row, value) if place.fresh else {}
    fields |= {name: told for name, told in more.items() if getattr(row, name) != told}
    if not fields:
        return 0
    return place.rows().filter(pk=row.pk, **{place.column: before}).update(**fields)


def values_under_older_keys(purpose: str) -> int:
    """How many values only an older key opens. Looks at every one."""
    return sum(
        not is_newest(str(getattr(row, place.column)), purpose=purpose)
        for place in PLACES
        if place.purpose == purpose
        for rows in _chunks(place, 0)
        for row in rows
    )


def remove_old_keys(*, purpose: str, by: Actor, at: datetime) -> int:
    """Destroy the older keys of a purpose; how many. Raises KeyStays while anything is sealed under them."""
    _need(purpose)
    with transaction.atomic():
        left = values_under_older_keys(purpose)
        if left:
            raise KeyStays(f"还有 {left:,} 条是用旧密钥加密的。先运行 gongkai keys reseal。")
        count = keys.forget_older(purpose)
        _write(purpose, "keys.remove_old", by, at, count=count)
    return count


def _need(purpose: str) -> None:
    if purpose not in PURPOSES:
        raise KeyStays(f"这个密钥不能更换。能换的是：{'、'.join(PURPOSES)}。")


def _write(purpose: str, act: str, by: Actor, at: datetime, **payload: object) -> None:
    label = PURPOSES.get(purpose, "全部加密的内容")
    record(actor=by, act=act, subject=Subject("key", purpose or "all", label), at=at, payload=payload)
