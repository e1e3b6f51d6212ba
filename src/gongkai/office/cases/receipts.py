"""Query codes on their way to the paper that is handed over: sealed in the clerk's own session, for half an hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from gongkai.cases.actions.submitting import Receipt
from gongkai.crypto.sealed import CannotOpen, open_sealed, seal
from gongkai.office.standing import moment_of

LASTS = 30 * 60  # seconds
_KEY = "case_receipts"
_PURPOSE = "applicants"


@dataclass(frozen=True)
class Shown:
    number: str
    code: str


def keep_receipts(request: HttpRequest, case_id: int, receipts: Sequence[Receipt]) -> None:
    """Under the case whose page shows them; what is older is forgotten."""
    stamp = moment_of(request).at.timestamp()
    kept = {key: row for key, row in request.session.get(_KEY, {}).items() if stamp - row["at"] < LASTS}
    sealed = [[one.number, seal(one.code, purpose=_PURPOSE)] for one in receipts]
    kept[str(case_id)] = {"at": stamp, "codes": sealed}
    request.session[_KEY] = kept


def receipts_of(request: HttpRequest, case_id: int) -> list[Shown]:
    """What this person entered within the last half hour; nothing later, and nothing of somebody else's."""
    row = request.session.get(_KEY, {}).get(str(case_id))
    if row is None or moment_of(request).at.timestamp() - row["at"] >= LASTS:
        return []
    try:
        return [Shown(number, open_sealed(code, purpose=_PURPOSE)) for number, code in row["codes"]]
    except CannotOpen:
        return []
