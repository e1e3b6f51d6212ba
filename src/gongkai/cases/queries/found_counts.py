"""“也许已经公开”: what the hints before and during writing came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import FoundCount


@dataclass(frozen=True)
class FoundLine:
    """A kind's counts since a day. `share`: of the hints that were shown, how many made writing needless, in percent."""

    kind_label: str
    shown: int
    opened: int
    enough: int

    @property
    def share(self) -> float:
        return round(100 * self.enough / self.shown, 1) if self.shown else 0.0


def found_counts(*, since: date) -> list[FoundLine]:
    """By kind, the most shown first. One query."""
    rows = FoundCount.objects.filter(day__gte=since).values_list("kind", "what").annotate(n=Sum("count"))
    counts: dict[str, dict[str, int]] = {}
    for kind, what, number in rows.order_by("kind", "what"):
        counts.setdefault(kind, {})[what] = number
    lines = [
        FoundLine(CASE_KINDS[kind].label, one.get("shown", 0), one.get("opened", 0), one.get("enough", 0))
        for kind, one in counts.items()
        if kind in CASE_KINDS
    ]
    return sorted(lines, key=lambda line: -line.shown)
