"""What the pages of registers share: which year, whose registers, words for what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest
from django.urls import reverse

from gongkai.components.parts import Link
from gongkai.office.frame import works
from gongkai.office.standing import moment_of, needs
from gongkai.registers.declaring import Register
from gongkai.registers.queries import RegisterState, Sheet, sheet_for, years_offered

for_workers = needs(works, "登记册由本单位的人和政务公开办看，信息员填写。")


def year_of(request: HttpRequest, today: date) -> int:
    """The year asked for; else last year until the reports are out in March, then this one."""
    asked = request.GET.get("year", "")
    if asked.isascii() and asked.isdigit() and len(asked) == 4 and 2008 <= int(asked) <= today.year:
        return int(asked)
    return today.year - 1 if today.month <= 3 else today.year


def year_tabs(url: str, year: int, today: date) -> list[Link]:
    years = sorted({*years_offered(today), year}, reverse=True)
    return [Link(f"{one}年", f"{url}?year={one}", current=one == year) for one in years]


def sheet_or_404(request: HttpRequest, unit_id: int, register: str, year: int) -> Sheet:
    now = moment_of(request)
    found = sheet_for(now.standing, unit_id=unit_id, register=register, year=year, today=now.today)
    if found is None or not 2008 <= year <= now.today.year:
        raise Http404
    return found


def sheet_url(unit_id: int, register: Register, year: int) -> str:
    return reverse("office:register_sheet", args=[unit_id, register.code, year])


def unit_url(unit_id: int, year: int) -> str:
    return f"{reverse('office:register_unit', args=[unit_id])}?year={year}"


def year_url(unit_id: int, year: int) -> str:
    """Where 政务公开办 closes a unit's year and opens it again."""
    return reverse("office:register_year", args=[unit_id, year])


def months_words(months: Sequence[int]) -> str:
    """1、3至5月; 全年 for what is filled in once a year."""
    if months == (0,) or list(months) == list(range(1, 13)):
        return "全年"
    spans: list[list[int]] = []
    for month in months:
        if spans and month == spans[-1][1] + 1:
            spans[-1][1] = month
        else:
            spans.append([month, month])
    return "、".join(str(a) if a == b else f"{a}至{b}" for a, b in spans) + "月"


def state_words(state: RegisterState) -> str:
    """What a register stands at, in a few words."""
    if state.states_none:
        return "写明没有"
    if state.missing:
        return f"缺{months_words(state.missing)}"
    if not state.entered:
        return "还没有到期"
    return f"{state.entered} 条" if state.register.has_entries else "齐了"
