"""日历和时限: the year's working days, next year's notice, and the terms, hours and warnings that the office sets."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.clocks import actions
from gongkai.clocks.explaining import UNIT_WORDS
from gongkai.clocks.policies import may_run_clocks
from gongkai.clocks.queries import (
    calendar,
    loaded_notices,
    local_terms,
    office_hours_lines,
    terms,
    warning_days,
)
from gongkai.clocks.rules import Term
from gongkai.clocks.sheets import festivals, month_sheets
from gongkai.clocks.terms import TERMS
from gongkai.components.dates import WEEKDAYS, day, moment
from gongkai.components.parts import Cell, Column, Link, Row, Table
from gongkai.office.frame import works
from gongkai.office.one_form import bound, choice_field, day_field, form_page, number_field, offer, text_field
from gongkai.office.standing import moment_of, needs, staff_required
from gongkai.units.queries import open_units

only_workers = needs(works, "日历和时限由办理信息公开的人员查看。")
only_office = needs(may_run_clocks, "日历和时限由政务公开办维护，有改动可联系他们。")
ALL_UNITS = "所有单位"
TABS = (("calendar", "日历"), ("terms", "时限"), ("reminders", "提醒和办公时间"))


def area_tabs(here: str) -> list[Link]:
    return [Link(label, reverse(f"office:{name}"), current=name == here) for name, label in TABS]


def _may_run(request: HttpRequest) -> bool:
    return may_run_clocks(moment_of(request).standing)


# ---- the year ------------------------------------------------------------------------------------------


@staff_required
@only_workers
@require_safe
def year_page(request: HttpRequest) -> HttpResponse:
    today, days, notices = moment_of(request).today, calendar(), loaded_notices()
    known = {one.year for one in notices} | {today.year, today.year + 1}
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 and int(text) in known else today.year
    columns = [
        Column("年份"), Column("通知"), Column("放假", numeric=True), Column("上班", numeric=True),
        Column("载入时间", hide=True),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(f"{one.year}年", f"{reverse('office:calendar')}?year={one.year}"), one.title,
            f"{one.days_off}", f"{one.days_made_up}", moment(one.loaded_at),
        ])
        for one in notices
    ]  # fmt: skip
    return render(
        request,
        "office/calendar/year.html",
        {
            "tabs": area_tabs("calendar"),
            "tools": [Link("载入放假通知", reverse("office:notice_load"))] if _may_run(request) else [],
            "year": year,
            "years": [
                Link(f"{one}年", f"{reverse('office:calendar')}?year={one}", current=one == year)
                for one in (year - 1, year, year + 1)
                if one in known
            ],
            "notice": next((one for one in notices if one.year == year), None),
            "months": month_sheets(year, days, today=today),
            "weekdays": WEEKDAYS,
            "festivals": festivals(year, days),
            "table": Table("载入过的通知", columns, rows),
        },
    )


# ---- terms ---------------------------------------------------------------------------------------------


class TermForm(forms.Form):
    unit = choice_field("哪个单位", required=False, help_text="不选就是所有没有自己规定的单位。")
    length = number_field("时限", low=1, high=365)
    valid_from = day_field("自哪天起", help_text="这天以后收到的按新的算，以前收到的不变。")
    source = text_field("依据", 200, help_text="例如 青禾县县长信箱办理办法第八条。")
    note = text_field("说明", 300, required=False, rows=2)


@staff_required
@only_workers
@require_safe
def term_list(request: HttpRequest) -> HttpResponse:
    columns = [
        Column("时限"),
        Column("长度"),
        Column("依据"),
        Column("编码", hide=True),
        Column("本地规定", hide=True),
    ]
    may_run = _may_run(request)
    own = {one.code for one in local_terms() if one.unit_name}
    rows = [
        Row([
            Cell(one.label, reverse("office:term", args=[one.code]) if one.local and may_run else ""),
            _length(one), one.source, one.code,
            Cell(state="有单位另有规定" if one.code in own else "可以改") if one.local else "",
        ])
        for one in terms(moment_of(request).today)
    ]  # fmt: skip
    return render(
        request,
        "office/calendar/terms.html",
        {
            "title": "时限",
            "intro": "法规和国家文件定的时限跟着系统更新。没有全国规定的，由政务公开办定。",
            "tabs": area_tabs("terms"),
            "table": Table("时限", columns, rows),
        },
    )


def _length(term: Term) -> str:
    how = {"clock": "，不分昼夜", "working": "，只算办公时间"}.get(term.hours, "")
    return f"{term.length} {UNIT_WORDS[term.unit]}{how}" if term.length else "当天"


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def term_page(request: HttpRequest, term_code: str) -> HttpResponse:
    now = moment_of(request)
    found = next((one for one in terms(now.today) if one.code == term_code and one.local), None)
    if found is None:
        raise Http404
    form = bound(TermForm, request, {"length": found.length, "valid_from": now.today})
    offer(form, "unit", ((one.pk, one.name) for one in open_units()), empty=ALL_UNITS)
    unit = UNIT_WORDS[found.unit]
    form.fields["length"].help_text = f"单位是{unit.removeprefix('个')}，现在是 {found.length} {unit}。"

    def save(filled: dict[str, Any]) -> None:
        actions.set_local_term(
            code=term_code,
            unit_id=int(filled["unit"]) if filled["unit"] else None,
            length=filled["length"],
            source=filled["source"],
            valid_from=filled["valid_from"],
            note=filled["note"],
            by=now.standing,
            at=now.at,
        )

    return form_page(
        request,
        form,
        save,
        title=f"{found.label}的时限",
        label="保存",
        back=reverse("office:terms"),
        done="已保存。",
        to=reverse("office:term", args=[term_code]),
        template="office/calendar/term.html",
        table=_set_table(term_code, unit),
    )


def _set_table(code: str, unit: str) -> Table:
    columns = [Column("自哪天起"), Column("单位"), Column("时限"), Column("依据"), Column("说明", hide=True)]
    rows = [
        Row([day(one.valid_from), one.unit_name or ALL_UNITS, f"{one.length} {unit}", one.source, one.note])
        for one in local_terms(code)
    ]
    shipped = TERMS[code][-1]
    rows.append(Row(["系统默认", ALL_UNITS, f"{shipped.length} {unit}", shipped.source, ""]))
    return Table("定过的", columns, rows)


# ---- warnings and hours --------------------------------------------------------------------------------


class WarningsForm(forms.Form):
    days = text_field("提前几个工作日", 40, help_text="用顿号隔开，0 是最后一天当天，例如 5、2、0。")

    def clean_days(self) -> list[int]:
        text = self.cleaned_data["days"].replace("，", "、").replace(",", "、")
        parts = [one.strip() for one in text.split("、") if one.strip()]
        if not all(one.isdecimal() and len(one) < 4 for one in parts):
            raise forms.ValidationError("只写数字，用顿号隔开，例如 5、2、0")
        return [int(one) for one in parts]


def _time_field(label: str, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": f"{label}没有填", "invalid": f"{label}写成 08:30 这样"},
    )


class HoursForm(forms.Form):
    unit = choice_field("哪个单位", required=False, help_text="不选就是所有没有自己规定的单位。")
    valid_from = day_field("自哪天起", help_text="夏季、冬季作息不同的，各写一次。")
    opens = _time_field("上班")
    closes = _time_field("下班")
    opens_again = _time_field("下午上班", required=False)
    closes_again = _time_field("下午下班", required=False)

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        again = [bool(filled.get("opens_again")), bool(filled.get("closes_again"))]
        if any(again) and not all(again):
            self.add_error("closes_again" if again[0] else "opens_again", "下午的两个时间都要填，或者都空着")
        return filled


@staff_required
@only_workers
@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    columns = [Column("自哪天起"), Column("单位"), Column("办公时间")]
    rows = [
        Row([
            day(one.valid_from), one.unit_name or ALL_UNITS,
            "，".join(f"{opens:%H:%M}—{closes:%H:%M}" for opens, closes in one.sessions),
        ])
        for one in office_hours_lines()
    ]  # fmt: skip
    tools = [Link("改提醒", reverse("office:warnings")), Link("改办公时间", reverse("office:hours"))]
    return render(
        request,
        "office/calendar/reminders.html",
        {
            "title": "提醒和办公时间",
            "tabs": area_tabs("reminders"),
            "tools": tools if _may_run(request) else [],
            "warnings": [_warning(one) for one in warning_days()],
            "table": Table("办公时间", columns, rows),
        },
    )


def _warning(days: int) -> str:
    return f"提前 {days} 个工作日" if days else "最后一天当天"


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def warnings(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    return form_page(
        request,
        bound(WarningsForm, request, {"days": "、".join(map(str, warning_days()))}),
        lambda filled: actions.set_warning_days(days=filled["days"], by=now.standing, at=now.at),
        title="到期提醒",
        label="保存",
        back=reverse("office:reminders"),
        done="已保存。",
    )


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    form = bound(HoursForm, request, _first_hours(now.today))
    offer(form, "unit", ((one.pk, one.name) for one in open_units()), empty=ALL_UNITS)

    def save(filled: dict[str, Any]) -> None:
        sessions = [(filled["opens"], filled["closes"])]
        if filled["opens_again"]:
            sessions.append((filled["opens_again"], filled["closes_again"]))
        actions.set_office_hours(
            unit_id=int(filled["unit"]) if filled["unit"] else None,
            valid_from=filled["valid_from"],
            sessions=sessions,
            by=now.standing,
            at=now.at,
        )

    return form_page(
        request,
        form,
        save,
        title="办公时间",
        intro="按办公时间计算的时限用它，例如 4 个办公小时。",
        label="保存",
        back=reverse("office:reminders"),
        done="已保存。",
    )


def _first_hours(today: date) -> dict[str, Any]:
    return {
        "valid_from": today, "opens": "08:30", "closes": "12:00", "opens_again": "14:00", "closes_again": "17:30",
    }  # fmt: skip


urls = [
    path("calendar/", year_page, name="calendar"),
    path("calendar/terms/", term_list, name="terms"),
    path("calendar/terms/<str:term_code>/", term_page, name="term"),
    path("calendar/reminders/", reminders, name="reminders"),
    path("calendar/warnings/", warnings, name="warnings"),
    path("calendar/hours/", hours, name="hours"),
]
