"""What the regulation says about reports, as plain functions: who owes one, until when, and how records are noted down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gongkai.reports.facts import Number

# 条例第四十九条: departments hand in and publish by 31 January, governments publish by 31 March of the next year.
PUBLISH_BY = {"unit": (1, 31), "government": (3, 31)}
PUBLISH_BY_2008 = {"unit": (3, 31), "government": (3, 31)}  # 条例（2008）第三十一条
TERM_SOURCE = "条例第四十九条"
GOVERNMENT_KINDS = ("county_government", "city_government")

SCOPES = {"unit": "各单位", "government": "本级政府"}
TERM_ACTS = {"submit": "提交", "publish": "发布"}


@dataclass(frozen=True)
class LocalTerm:
    """An earlier term that the disclosure office sets: `act` submit or publish, the day in the year after."""

    scope: str
    act: str
    month: int
    day: int
    source: str = ""


def legal_day(*, year: int, scope: str) -> date:
    """Last day on which the law lets the annual report of `year` be published. 条例第四十九条"""
    month, day = (PUBLISH_BY if year >= 2018 else PUBLISH_BY_2008)[scope]
    return date(year + 1, month, day)


def publish_by(*, legal: date, year: int, scope: str, local: Iterable[LocalTerm] = ()) -> date:
    """Last day to publish: an inner term only ever makes the `legal` day earlier."""
    return min([legal, *_days(year, scope, "publish", local)])


def submit_by(*, legal: date, year: int, scope: str, local: Iterable[LocalTerm] = ()) -> date:
    """Last day to hand in; without an inner term the day of publication."""
    inner = _days(year, scope, "submit", local)
    return min([publish_by(legal=legal, year=year, scope=scope, local=local), *inner])


def _days(year: int, scope: str, act: str, local: Iterable[LocalTerm]) -> list[date]:
    return [date(year + 1, one.month, one.day) for one in local if (one.scope, one.act) == (scope, act)]


@dataclass(frozen=True)
class OwingException:
    """A unit for which the property of its kind doesn't hold, from a year of report on."""

    unit_id: int
    from_year: int
    owes: bool


def owes_report(*, by_kind: bool, unit_id: int, year: int, exceptions: Iterable[OwingException] = ()) -> bool:
    """Whether a unit owes an annual report for a year: its kind says so unless the office noted otherwise."""
    mine = [one for one in exceptions if one.unit_id == unit_id and one.from_year <= year]
    return max(mine, key=lambda one: one.from_year).owes if mine else by_kind


# ---- numbers in JSON -----------------------------------------------------------------------------------


def to_json(cells: Mapping[str, Number]) -> dict[str, int | str | None]:
    """Whole numbers as they are, amounts as text so that no digit is lost."""
    return {address: str(n) if isinstance(n, Decimal) else n for address, n in cells.items()}


def from_json(cells: Mapping[str, int | str | None]) -> dict[str, Number]:
    return {address: Decimal(n) if isinstance(n, str) else n for address, n in cells.items()}


# ---- the records behind a cell -------------------------------------------------------------------------


def compact(ids: Iterable[int]) -> str:
    """Record ids as ranges: "3-7,12". Order and repetition are lost."""
    runs: list[list[int]] = []
    for one in sorted(set(ids)):
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def expand(text: str) -> list[int]:
    """The ids that `compact` wrote."""
    found: list[int] = []
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def summed(values: Sequence[Number]) -> Number:
    """The sum of what is there; None only where nothing is."""
    there = [n for n in values if n is not None]
    if not there:
        return None
    return sum(there[1:], start=there[0])
