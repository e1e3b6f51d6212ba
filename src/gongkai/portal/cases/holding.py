"""What a visitor's session holds: drafts, receipts, grants. All of it sealed, so that the table of sessions tells nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from gongkai.cases.granting import Grant
from gongkai.crypto.digests import random_token
from gongkai.crypto.sealed import CannotOpen, open_sealed, seal

PURPOSE = "portal_sessions"
DRAFTS, RECEIPTS, GRANTS = "case_drafts", "case_receipts", "case_grants"
LOGINS = "citizen_login"
MOST_GRANTS = 10


@dataclass(frozen=True)
class HeldFile:
    """A file that came with a draft. `key` names it on the page, `asked` is the field that it answers."""

    key: str
    asked: str
    file_id: int
    name: str
    size: int


@dataclass
class Draft:
    """What somebody has written so far. `id` makes one case of it however often it is sent."""

    id: str = field(default_factory=lambda: random_token()[:24])
    sent: dict[str, Any] = field(default_factory=dict)
    files: list[HeldFile] = field(default_factory=list)
    item_id: int | None = None
    item_title: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.sent and not self.files


@dataclass(frozen=True)
class HeldReceipt:
    """What the confirmation page shows as long as the session lasts."""

    draft: str
    number: str
    code: str


def draft_of(session: SessionBase, kind: str) -> Draft | None:
    told = read(session, DRAFTS, kind)
    if told is None:
        return None
    files = [HeldFile(**one) for one in told.pop("files")]
    return Draft(files=files, **told)


def keep_draft(session: SessionBase, kind: str, draft: Draft) -> None:
    write(session, DRAFTS, kind, asdict(draft))


def drop_draft(session: SessionBase, kind: str) -> None:
    drop(session, DRAFTS, kind)


def receipt_of(session: SessionBase, kind: str) -> HeldReceipt | None:
    told = read(session, RECEIPTS, kind)
    return HeldReceipt(**told) if told else None


def keep_receipt(session: SessionBase, kind: str, receipt: HeldReceipt) -> None:
    write(session, RECEIPTS, kind, asdict(receipt))
    keep_grant(session, Grant(receipt.number, receipt.code))


def grant_of(session: SessionBase, number: str) -> Grant | None:
    told = read(session, GRANTS, number)
    return Grant(number, told["code"]) if told else None


def keep_grant(session: SessionBase, grant: Grant) -> None:
    write(session, GRANTS, grant.number, {"code": grant.code})
    held = session[GRANTS]
    session[GRANTS] = dict(list(held.items())[-MOST_GRANTS:])


def forget(session: SessionBase) -> None:
    """Everything of cases; a login of staff in the same browser stays."""
    for name in (DRAFTS, RECEIPTS, GRANTS, LOGINS):
        session.pop(name, None)


def read(session: SessionBase, shelf: str, key: str) -> dict[str, Any] | None:
    kept = session.get(shelf, {}).get(key)
    if kept is None:
        return None
    try:
        return dict(json.loads(open_sealed(kept, purpose=PURPOSE)))
    except CannotOpen:
        return None


def write(session: SessionBase, shelf: str, key: str, told: Mapping[str, Any]) -> None:
    held = dict(session.get(shelf, {}))
    held.pop(key, None)  # the newest last
    held[key] = seal(json.dumps(told, ensure_ascii=False), purpose=PURPOSE)
    session[shelf] = held


def drop(session: SessionBase, shelf: str, key: str) -> None:
    held = dict(session.get(shelf, {}))
    if held.pop(key, None) is not None:
        session[shelf] = held
