"""Registers at a glance: of all units, how complete they are and whose year is closed; of one unit, what it still owes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from gongkai.components.dates import day
from gongkai.components.parts import Cell, Column, Link, Row, Table
from gongkai.office.register.common import (
    for_workers,
    sheet_url,
    state_words,
    unit_url,
    year_of,
    year_tabs,
    year_url,
)
from gongkai.office.standing import moment_of, staff_required
from gongkai.registers.declaring import RHYTHMS
from gongkai.registers.policies import may_enter, may_enter_somewhere, may_freeze
from gongkai.registers.queries import RegisterState, UnitState, completeness, frozen_since, register_states
from gongkai.units.queries import unit_by_id

NAMED = 3  # registers that a row names before it says 等


@staff_required
@for_workers
@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """Who sees one unit alone goes straight to it."""
    now = moment_of(request)
    year = year_of(request, now.today)
    mine = sorted(now.standing.unit_ids())
    if not now.standing.sees_all and len(mine) == 1:
        return HttpResponseRedirect(unit_url(mine[0], year))
    states = completeness(now.standing, year=year, today=now.today)
    behind = [one for one in states if one.late]
    not_closed = [one for one in states if one.frozen_at is None]
    only_late = request.GET.get("late") == "1"
    only_open = not only_late and request.GET.get("open") == "1"
    freezes = may_freeze(now.standing)
    here = reverse("office:registers")
    shown_states = behind if only_late else not_closed if only_open else states
    shown = {
        "title": "登记册",
        "words": f"{len(states)} 个单位，{len(behind)} 个还没有填齐，{len(states) - len(not_closed)} 个已经封存",
        "intro": "年报要用、别处没有的数：许可、处罚、强制、收费、人员、培训、制度、渠道。空着的月份是欠账，没有发生要填 0。"
        "年报一公布，这个单位的这一年就封存：还能改，但每一处改动都要写明原因。",
        "tools": _tools(request),
        "years": year_tabs(here, year, now.today),
        "tabs": [
            Link("全部单位", f"{here}?year={year}", current=not (only_late or only_open)),
            Link("没有填齐的", f"{here}?year={year}&late=1", current=only_late, note=str(len(behind))),
            Link("没有封存的", f"{here}?year={year}&open=1", current=only_open, note=str(len(not_closed))),
        ],
        "table": Table(
            f"{year}年各单位的登记册",
            [Column("单位"), Column("填齐", numeric=True), Column("还缺"), Column("封存")],
            [_unit_row(one, year, freezes) for one in shown_states],
        ),
        "empty": "都填齐了" if only_late else "都封存了" if only_open else "没有要编制年报的单位",
        "hint": "",
    }
    return render(request, "office/register/overview.html", shown)


def _tools(request: HttpRequest) -> list[Link]:
    now = moment_of(request)
    tools = [Link("导入记录", reverse("office:register_batches"), note="plain")]
    if may_enter_somewhere(now.standing):
        tools.insert(0, Link("导入", reverse("office:register_import"), note="plain"))
    return tools


def _unit_row(state: UnitState, year: int, freezes: bool) -> Row:
    names = [one.register.label for one in state.late[:NAMED]]
    more = f"等 {len(state.late)} 本" if len(state.late) > NAMED else ""
    return Row([
        Cell(state.name, unit_url(state.unit_id, year)),
        f"{state.owed - len(state.late)}/{state.owed}",
        Cell("、".join(names) + more) if state.late else Cell("", state="齐了", level="ok"),
        _closing(state, year, freezes),
    ])  # fmt: skip


def _closing(state: UnitState, year: int, freezes: bool) -> Cell:
    """Since when the year is closed, for 政务公开办 with the way to close it and to open it again."""
    url = year_url(state.unit_id, year) if freezes else ""
    return Cell(f"{day(state.frozen_at)}起封存" if state.frozen_at else "没有封存", url)


@staff_required
@for_workers
@require_safe
def register_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """All registers of a unit in a year, those with a debt first."""
    now = moment_of(request)
    year = year_of(request, now.today)
    unit = unit_by_id(unit_id)
    states = register_states(now.standing, unit_id=unit_id, year=year, today=now.today)
    if unit is None or not states:
        raise Http404
    late = [state for state in states if state.is_late]
    here = reverse("office:register_unit", args=[unit_id])
    enters = may_enter(now.standing, unit_id)
    frozen_at = frozen_since(now.standing, unit_id=unit_id, year=year)
    shown = {
        "title": f"{unit.name}的登记册",
        "words": f"还缺 {len(late)} 本" if late else "齐了",
        "tools": _tools(request),
        "back": reverse("office:registers") if now.standing.sees_all else "",
        "years": year_tabs(here, year, now.today),
        "enters": enters,
        "frozen": day(frozen_at) if frozen_at else "",
        "year": year,
        "year_url": year_url(unit_id, year) if may_freeze(now.standing) else "",
        "owed": Table("年报要用的", _COLUMNS, [_row(one, unit_id, year) for one in states if one.is_owed]),
        "others": Table(
            "用得着再填", _COLUMNS, [_row(one, unit_id, year) for one in states if not one.is_owed]
        ),
    }
    return render(request, "office/register/unit.html", shown)


_COLUMNS = [Column("登记册"), Column("怎样填"), Column("状态")]


def _row(state: RegisterState, unit_id: int, year: int) -> Row:
    if state.is_late:
        cell = Cell("", state=state_words(state), level="late")
    elif state.missing and not state.states_none:
        cell = Cell(f"{state.entered} 条" if state.entered else "没有填")
    else:
        cell = Cell(state_words(state))
    label = Cell(state.register.label, sheet_url(unit_id, state.register, year), note=state.register.article)
    return Row([label, RHYTHMS[state.register.rhythm], cell])


urls = [
    path("registers/", registers, name="registers"),
    path("registers/<int:unit_id>/", register_unit, name="register_unit"),
]
