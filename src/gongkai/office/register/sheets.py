"""A register's year: a grid of twelve months, or the list of its entries. Works without scripts; what was typed stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.components.dates import day, moment
from gongkai.components.parts import Cell, Column, Link, Row, Table
from gongkai.components.tags.forms import Problem
from gongkai.office.one_form import press
from gongkai.office.register.common import for_workers, months_words, sheet_or_404, sheet_url, unit_url
from gongkai.office.standing import forbidden, moment_of, staff_required
from gongkai.registers import actions
from gongkai.registers.actions.counting import Told, told_text
from gongkai.registers.declaring import EntryColumn, Measure, number_problem
from gongkai.registers.importing import number_or_not_applicable
from gongkai.registers.queries import EntryFacts, Sheet, entries_of
from gongkai.registers.refusals import NotAllowed, NotFilled, ReasonMissing, RegisterRefused, TooLate
from gongkai.registers.rules import owed_months, period_problem
from gongkai.tables.cells import CellProblem

ONLY_OFFICERS = "登记册由本单位的信息员和政务公开办填写。"
MAX_TYPED = 40


@dataclass(frozen=True)
class GridCell:
    """One box. `now`: what is stored, told beside where somebody changed it meanwhile; `closed`: the month hasn't come."""

    name: str
    label: str
    value: str
    fault: str = ""
    now: str = ""
    closed: bool = False
    heading: str = ""
    help: str = ""


@dataclass(frozen=True)
class GridRow:
    label: str
    cells: tuple[GridCell, ...]
    is_debt: bool


@staff_required
@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, unit_id: int, register: str, year: int) -> HttpResponse:
    found = sheet_or_404(request, unit_id, register, year)
    if found.register.has_entries:
        if request.method == "POST":
            raise Http404
        return _entry_list(request, found)
    if request.method == "POST":
        return _save(request, found)
    return _grid(request, found, _stored(found))


# ---- the grid ------------------------------------------------------------------------------------------


def _months(found: Sheet) -> list[int]:
    return list(range(1, 13)) if found.register.rhythm == "month" else [0]


def _places(found: Sheet) -> list[tuple[int, Measure]]:
    return [(month, measure) for month in _months(found) for measure in found.register.measures]


def _name(month: int, key: str) -> str:
    return f"m{month}-{key}"


def _stored(found: Sheet) -> dict[str, str]:
    """What is stored, as it stands in the boxes: 不适用 as “/”."""
    return {
        _name(*place): "/" if number is None else told_text(number) for place, number in found.cells.items()
    }


def _grid(
    request: HttpRequest,
    found: Sheet,
    typed: Mapping[str, str],
    *,
    faults: Mapping[str, str] | None = None,
    reason: str = "",
    problems: list[Problem] | None = None,
    changed_meanwhile: bool = False,
) -> HttpResponse:
    """The page; after a refusal with the revision that the person saw, so that a colleague's numbers are still noticed."""
    today = moment_of(request).today
    faults, stored = faults or {}, _stored(found)
    owed = owed_months(year=found.year, today=today, opened_on=found.opened_on, closed_on=found.closed_on)
    rows = []
    for month in _months(found):
        cells = tuple(
            GridCell(
                name=(name := _name(month, measure.key)),
                label=f"{month}月 {measure.label}" if month else measure.label,
                value=typed.get(name, ""),
                fault=faults.get(name, ""),
                now=(stored.get(name, "") or "空着")
                if changed_meanwhile and stored.get(name, "") != typed.get(name, "")
                else "",
                closed=bool(period_problem(year=found.year, month=month, today=today)),
                heading=f"{measure.label}（{measure.unit}）",
                help=measure.help,
            )
            for measure in found.register.measures
        )
        needed = [c for c, m in zip(cells, found.register.measures, strict=True) if not m.optional]
        due = month in owed or (month == 0 and 12 in owed)
        rows.append(
            GridRow(f"{month}月" if month else "全年", cells, due and any(not c.value for c in needed))
        )
    missing = [month for month, row in zip(_months(found), rows, strict=True) if row.is_debt]
    shown = {
        "found": found,
        "revision": _revision(request)
        if request.method == "POST" and not changed_meanwhile
        else found.revision,
        "title": f"{found.register.label} {found.year}年",
        "rows": rows,
        "measures": found.register.measures,
        "is_yearly": found.register.rhythm == "year",
        "totals": _totals(found) if found.register.rhythm == "month" else [],
        "missing": months_words(missing) if missing and found.register.owed else "",
        "back": unit_url(found.unit_id, found.year),
        "saved": f"{found.changed_by} {moment(found.changed_at)}"
        if found.changed_at and found.changed_by
        else "",
        "reason": reason,
        "reason_fault": faults.get("reason", ""),
        "problems": problems or [],
        "import_url": reverse("office:table_new", args=[f"register-{found.register.code}"]),
        "years": _years(found, today.year),
    }
    return render(request, "office/register/grid.html", shown, status=422 if problems else 200)


def _totals(found: Sheet) -> list[str]:
    """The sum of each measure as it is stored; yuan also in the 万元 of the report."""
    sums = []
    for measure in found.register.measures:
        numbers = [n for (_, key), n in found.cells.items() if key == measure.key and n is not None]
        if not numbers:
            sums.append("")
            continue
        total = sum(numbers, Decimal(0))
        told = f"{told_text(total)} {measure.unit}"
        sums.append(
            f"{told}（{(total / 10000).quantize(Decimal('0.000001')).normalize():f} 万元）"
            if measure.unit == "元"
            else told
        )
    return sums


def _years(found: Sheet, this_year: int) -> list[Link]:
    years = [one for one in range(found.year + 1, found.year - 2, -1) if 2008 <= one <= this_year]
    return [
        Link(f"{one}年", sheet_url(found.unit_id, found.register, one), current=one == found.year)
        for one in years
    ]


def _save(request: HttpRequest, found: Sheet) -> HttpResponse:
    if not found.may_enter:
        return forbidden(request, ONLY_OFFICERS)
    typed = {
        name: request.POST.get(name, "").strip()[:MAX_TYPED]
        for month, measure in _places(found)
        if (name := _name(month, measure.key)) in request.POST
    }
    if (fill := request.POST.get("fill", "")) in ("0", "/"):
        return _grid(
            request, found, _filled_up(request, found, typed, fill), reason=request.POST.get("reason", "")
        )
    cells, faults = _read(found, typed)
    reason = request.POST.get("reason", "").strip()
    refused: list[Problem] = []
    meanwhile = False
    if not faults:
        now = moment_of(request)
        try:
            changed = actions.enter_counts(
                unit_id=found.unit_id, register=found.register.code, year=found.year, cells=cells,
                by=now.standing, at=now.at, revision=_revision(request), reason=reason,
            )  # fmt: skip
        except NotAllowed as no:
            return forbidden(request, str(no))
        except NotFilled as wrong:
            faults = {
                _name(*place) if isinstance(place, tuple) else str(place): w
                for place, w in wrong.problems.items()
            }
        except TooLate as late:
            meanwhile, refused = True, [Problem(str(late))]
            found = sheet_or_404(request, found.unit_id, found.register.code, found.year)
        except ReasonMissing as missing:
            faults = {"reason": str(missing)}
        except RegisterRefused as no:
            refused = [Problem(str(no))]
        else:
            messages.success(request, f"已保存，改了 {changed} 格。" if changed else "没有改动。")
            return HttpResponseRedirect(sheet_url(found.unit_id, found.register, found.year))
    labels = {_name(m, one.key): f"{m}月 {one.label}" if m else one.label for m, one in _places(found)}
    problems = refused + [
        Problem(f"{labels[name]}：{words}" if name in labels else words, f"id_{name}")
        for name, words in faults.items()
    ]
    return _grid(
        request, found, typed, faults=faults, reason=reason, problems=problems, changed_meanwhile=meanwhile
    )


def _revision(request: HttpRequest) -> int:
    told = request.POST.get("revision", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0


def _read(found: Sheet, typed: Mapping[str, str]) -> tuple[dict[tuple[int, str], Told], dict[str, str]]:
    cells: dict[tuple[int, str], Told] = {}
    faults: dict[str, str] = {}
    for month, measure in _places(found):
        name = _name(month, measure.key)
        if name not in typed:
            continue
        if not typed[name]:
            cells[month, measure.key] = None
            continue
        try:
            told = number_or_not_applicable(typed[name])
        except CellProblem:
            faults[name] = "填数字，没有发生填 0，不适用填“/”"
            continue
        cells[month, measure.key] = told
        if isinstance(told, Decimal) and (words := number_problem(measure.label, measure.decimals, told)):
            faults[name] = words
    return cells, faults


def _filled_up(request: HttpRequest, found: Sheet, typed: Mapping[str, str], fill: str) -> dict[str, str]:
    """The boxes with what was typed; empty ones of months that are over filled, to look at before saving."""
    owed = owed_months(
        year=found.year, today=moment_of(request).today, opened_on=found.opened_on, closed_on=found.closed_on
    )
    full = dict(typed)
    for month, measure in _places(found):
        name = _name(month, measure.key)
        if not full.get(name) and (month in owed or (month == 0 and not measure.optional)):
            full[name] = fill
    return full


# ---- the list of entries -------------------------------------------------------------------------------


def _entry_list(request: HttpRequest, found: Sheet) -> HttpResponse:
    by, register = moment_of(request).standing, found.register
    entries = entries_of(by, unit_id=found.unit_id, register=register.code, year=found.year)
    shown_columns = [column for column in register.columns if column.is_number or column.type == "choice"][:4]
    columns = [
        Column(register.title_label), Column(register.date_label),
        *([Column(register.kind_label)] if register.kinds else []),
        *(Column(column.heading, numeric=column.is_number) for column in shown_columns),
    ]  # fmt: skip
    tools = [Link("导入", reverse("office:table_new", args=[f"register-{register.code}"]), note="plain")]
    if found.may_enter:
        tools.insert(0, Link("登记一条", reverse("office:register_entry_new", args=_args(found))))
    shown = {
        "found": found,
        "title": f"{register.label} {found.year}年",
        "words": f"{len(entries)} 条",
        "tools": tools if found.may_enter else [],
        "back": unit_url(found.unit_id, found.year),
        "years": _years(found, moment_of(request).today.year),
        "table": Table(register.label, columns, [_entry_row(one, shown_columns) for one in entries]),
        "empty": f"写明了{found.year}年没有" if found.states_none else f"{found.year}年还没有登记",
        "hint": "" if found.states_none else "确实没有的，写明“本年没有”，和还没有填分得开。",
        "none_url": reverse("office:register_none", args=_args(found)),
        "sums": _sums(entries, register.numbers),
    }
    return render(request, "office/register/entries.html", shown)


def _args(found: Sheet) -> list[Any]:
    return [found.unit_id, found.register.code, found.year]


def _entry_row(one: EntryFacts, columns: list[EntryColumn]) -> Row:
    until = f"{day(one.on)}至{day(one.until)}" if one.until else day(one.on)
    kind = [one.kind_label] if one.register.kinds else []
    numbers = [told_text(one.values.get(column.key)) for column in columns]
    return Row(
        [
            Cell(one.title, reverse("office:register_entry", args=[one.id]), note=one.about),
            until,
            *kind,
            *numbers,
        ]
    )


def _sums(entries: list[EntryFacts], columns: tuple[EntryColumn, ...]) -> str:
    told = []
    for column in columns:
        numbers = [Decimal(n) for one in entries if (n := one.values.get(column.key)) is not None]
        if len(numbers) > 1:
            told.append(f"{column.label} {told_text(sum(numbers, Decimal(0)))}{column.unit}")
    return "合计：" + "，".join(told) + "。" if told else ""


@staff_required
@for_workers
@require_POST
def none(request: HttpRequest, unit_id: int, register: str, year: int) -> HttpResponse:
    """State "本年没有"; pressed again it is taken back."""
    found = sheet_or_404(request, unit_id, register, year)
    if not found.register.has_entries:
        raise Http404
    if not found.may_enter:
        return forbidden(request, ONLY_OFFICERS)
    now = moment_of(request)
    act = actions.take_back_none if request.POST.get("go") == "back" else actions.state_none
    return press(
        request,
        lambda: act(
            unit_id=unit_id, register=register, year=year, by=now.standing, at=now.at,
            reason=request.POST.get("reason", ""),
        ),
        done="已取消。" if act is actions.take_back_none else f"已写明{year}年没有。",
        back=sheet_url(unit_id, found.register, year),
    )  # fmt: skip


urls = [
    path("registers/<int:unit_id>/<slug:register>/<int:year>/", sheet, name="register_sheet"),
    path("registers/<int:unit_id>/<slug:register>/<int:year>/none/", none, name="register_none"),
]
