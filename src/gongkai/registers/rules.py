"""What the law says of registers: which months are owed, and from when a change needs its reason."""

from __future__ import annotations

from datetime import date

FIRST_YEAR = 2008  # 条例2008施行


def needs_reason(*, year: int, today: date, is_frozen: bool) -> bool:
    """A change of a year whose report is out must say why: the report's numbers rest on it.

    Frozen by the publication of the unit's own report, for everybody after the day by which the government's report
    is out (31 March of the next year). 《政府信息公开条例》第四十九条
    """
    return is_frozen or today > date(year + 1, 3, 31)


def owed_months(
    *, year: int, today: date, opened_on: date | None = None, closed_on: date | None = None
) -> tuple[int, ...]:
    """Months of the year that are over, as far as the unit existed in them. A month is owed from the first of the next."""
    return tuple(
        month
        for month in range(1, 13)
        if next_month(year, month) <= today
        and (opened_on is None or opened_on < next_month(year, month))
        and (closed_on is None or closed_on > date(year, month, 1))
    )


def owes_year(
    *, year: int, today: date, opened_on: date | None = None, closed_on: date | None = None
) -> bool:
    """What is filled in once a year is owed from 1 January of the next."""
    return 12 in owed_months(year=year, today=today, opened_on=opened_on, closed_on=closed_on)


def next_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def period_problem(*, year: int, month: int, today: date) -> str:
    """Why nothing can be filled in for a month (0: the whole year), in words; empty when it can."""
    if not FIRST_YEAR <= year <= today.year:
        return f"年份在 {FIRST_YEAR} 到 {today.year} 之间"
    if month and date(year, month, 1) > today:
        return f"{year}年{month}月还没有到"
    return ""
