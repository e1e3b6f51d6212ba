"""What the office remembers of closed cases: features of the last two years in a file beside the database.

Made by the worker once an hour from what is new, read by everyone. It may be deleted at any time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case
from gongkai.cases.suggesting.closed_cases import ClosedCases, Remembered

KEPT_FOR = timedelta(days=730)
MOST = 50_000
"""Cases at most, the latest: a file of some 60 MB."""
_AT_ONCE = 500


def letter_like() -> list[str]:
    return [kind.code for kind in CASE_KINDS.values() if kind.letter_like]


def place() -> Path:
    return Path(settings.HOME) / "suggesting" / "closed.npz"


def remember(*, at: datetime) -> int:
    """Bring the file up to date; the number of cases in it. Only what is new is read."""
    wanted: dict[int, int] = dict(_wanted(at).values_list("id", "unit_id")[:MOST])
    known = Remembered.read(place())
    ids, units = known.ids.tolist(), known.units.tolist()
    if dict(zip(ids, units, strict=True)) == wanted and place().exists():
        return len(wanted)
    have = set(ids)
    fresh = known.brought_up_to(wanted, _texts([pk for pk in wanted if pk not in have]))
    fresh.write(place())
    return len(fresh.ids)


def _wanted(at: datetime) -> QuerySet[Case]:
    """Cases that a unit has handled to their end; what was withdrawn or merged says nothing of whose it was."""
    found = Case.objects.filter(kind__in=letter_like(), closed_at__gt=at - KEPT_FOR, merged_into=None)
    return found.exclude(outcome__in=("", "withdrawn", "not_accepted")).order_by("-closed_at", "-id")


def _texts(ids: list[int]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for start in range(0, len(ids), _AT_ONCE):
        rows = Case.objects.filter(id__in=ids[start : start + _AT_ONCE]).values_list("id", "title", "text")
        found += [(pk, f"{title}\n{text}") for pk, title, text in rows]
    return found


def closed_cases() -> ClosedCases:
    """As the file has it now; none before the worker has made it."""
    path = place()
    try:
        stamp = path.stat().st_mtime_ns
    except FileNotFoundError:
        return ClosedCases(())
    return _read(path, stamp)


@lru_cache(maxsize=1)
def _read(path: Path, stamp: int) -> ClosedCases:
    return Remembered.read(path).cases()
