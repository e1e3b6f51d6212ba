"""A unit's duties with what stands under each; met by an upper organ's item or by a statement; what is still empty."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.catalogue.actions import state_no_activity
from gongkai.catalogue.policies import may_state
from gongkai.catalogue.queries import DutyFacts, duty_by_id
from gongkai.catalogue.rules import RHYTHM_LABELS
from gongkai.components.dates import day
from gongkai.components.parts import Cell, Column, Confirm, FilterGroup, FilterOption, Row, Table
from gongkai.disclosure.actions.duties import drop_reference, meet_by_reference
from gongkai.disclosure.queries.duties import (
    DUTY_STATES,
    DebtNarrowing,
    DutyLine,
    debt_counts,
    duty_lines,
    empty_duties,
    referable,
    reference_by_id,
)
from gongkai.office.catalogue import ONLY_WORKERS, area_tabs
from gongkai.office.frame import works
from gongkai.office.one_form import bound, confirmed, day_field, form_page, press, text_field
from gongkai.office.standing import Moment, forbidden, moment_of, needs, staff_required
from gongkai.units.queries import open_units, unit_by_id

PER_PAGE = 50
WHO_STATES = "由本单位的信息员、公开岗、主要领导或者政务公开办办理。"


class StatementForm(forms.Form):
    from_on = day_field("从哪天")
    to_on = day_field("到哪天", help_text="最晚到今天。")
    text = text_field(
        "说明", 500, rows=3, help_text="说清这段时间为什么没有可公开的，例如 2025 年没有发生行政处罚。"
    )


def _unit_of(request: HttpRequest, now: Moment) -> Any:
    """The unit asked for, else the person's own."""
    asked = request.GET.get("unit", "")
    own = sorted(now.standing.unit_ids())
    unit_id = (
        int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 15 else now.standing.home_unit_id
    )
    found = unit_by_id(unit_id or (own[0] if own else 0))
    if found is None:
        raise Http404
    return found


@staff_required
@needs(works, ONLY_WORKERS)
@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    unit = _unit_of(request, now)
    found = duty_lines(now.standing, unit.pk, today=now.today)
    wanted = request.GET.get("state", "")
    groups = [
        FilterGroup("状态", "state", [
            FilterOption(label, code, sum(line.state == code for line in found), wanted == code)
            for code, (label, _) in DUTY_STATES.items()
        ])
    ]  # fmt: skip
    shown = [line for line in found if wanted in ("", line.state)]
    return render(
        request,
        "office/catalogue/duties.html",
        {
            "tabs": area_tabs("duties"),
            "unit": unit,
            "units": list(open_units().values_list("id", "name")),
            "lines": [_line(line) for line in shown],
            "groups": groups,
            "chosen": int(bool(wanted)),
            "empty_count": sum(line.state == "empty" for line in found),
            "total": len(found),
            "wanted": wanted,
        },
    )


def _line(line: DutyLine) -> dict[str, Any]:
    label, level = DUTY_STATES[line.state]
    latest = f"{line.count:,} 条，最近 {line.last_on:%Y-%m-%d}" if line.last_on else f"{line.count:,} 条"
    return {"line": line, "label": label, "level": level, "latest": latest if line.count else ""}


@staff_required
@needs(works, ONLY_WORKERS)
@require_safe
def debts(request: HttpRequest) -> HttpResponse:
    """Headings under which nothing has ever stood, unit by unit; narrowed by unit, heading, rhythm and words."""
    now = moment_of(request)
    narrow = _debt_narrowing(request)
    found = empty_duties(now.standing, narrow)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    groups = _debt_filters(request, found)
    columns = [Column("栏目"), Column("单位"), Column("节奏", hide=True), Column("从哪天起")]
    rows = [
        Row([
            Cell(one.topic.name, f"{reverse('office:duties')}?unit={one.unit_id}&state=empty"),
            one.unit.short_name or one.unit.name, RHYTHM_LABELS[one.rhythm], f"{one.from_on:%Y-%m-%d}",
        ])
        for one in page.object_list
    ]  # fmt: skip
    return render(
        request,
        "office/catalogue/debts.html",
        {
            "title": "该公开还没公开",
            "words": f"{page.paginator.count:,} 个栏目还空着",
            "tabs": area_tabs("debts"),
            "groups": groups,
            "chosen": sum(option.on for group in groups for option in group.options),
            "q": narrow.text,
            "table": Table("空白的栏目", columns, rows),
            "page_of": page,
            "empty": "没有空白的栏目。",
            "hint": "换一个说法，或者去掉筛选。" if request.GET else "该公开的都有内容。",
        },
    )


def _debt_narrowing(request: HttpRequest) -> DebtNarrowing:
    """What makes no sense narrows nothing."""

    def number(name: str) -> int | None:
        value = request.GET.get(name, "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 15 else None

    rhythm = request.GET.get("rhythm", "")
    return DebtNarrowing(
        text=request.GET.get("q", "").strip()[:60],
        unit_id=number("unit"),
        topic_id=number("topic"),
        rhythm=rhythm if rhythm in RHYTHM_LABELS else "",
    )


def _debt_filters(request: HttpRequest, found: Any) -> list[FilterGroup]:
    """With their numbers among what was found; a group with one value only says nothing."""
    groups = []
    for name, label in (("unit", "单位"), ("topic", "栏目"), ("rhythm", "节奏")):
        options = [
            FilterOption(
                RHYTHM_LABELS[value] if name == "rhythm" else words,
                value,
                count,
                request.GET.get(name) == value,
            )
            for value, words, count in debt_counts(found, name)
        ]
        if len(options) > 1 or any(option.on for option in options):
            groups.append(FilterGroup(label, name, options))
    return groups


def _duty(request: HttpRequest, duty_id: int) -> DutyFacts:
    found = duty_by_id(duty_id, standing=moment_of(request).standing)
    if found is None:
        raise Http404
    return found


def _back(duty: DutyFacts) -> str:
    return f"{reverse('office:duties')}?unit={duty.unit_id}"


@staff_required
@needs(works, ONLY_WORKERS)
@require_http_methods(["GET", "POST"])
def refer(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Find the upper organ's item, then take it: one button each."""
    now = moment_of(request)
    duty = _duty(request, duty_id)
    if not may_state(now.standing, unit_id=duty.unit_id, co_unit_id=duty.co_unit_id):
        return forbidden(request, WHO_STATES)
    if request.method == "POST":
        item = request.POST.get("item", "")
        if not (item.isascii() and item.isdigit()) or len(item) > 15:
            raise Http404
        return press(
            request,
            lambda: meet_by_reference(duty_id=duty_id, item_id=int(item), by=now.standing, at=now.at),
            done="已引用。来源改动，这里跟着变；检索和统计里只算一次。",
            back=request.get_full_path(),
            to=_back(duty),
        )
    text = request.GET.get("q", "").strip()[:100]
    return render(
        request,
        "office/catalogue/refer.html",
        {
            "duty": duty,
            "found": referable(now.standing, duty_id, text),
            "q": text,
            "back": _back(duty),
        },
    )


@staff_required
@needs(works, ONLY_WORKERS)
@require_http_methods(["GET", "POST"])
def unrefer(request: HttpRequest, reference_id: int) -> HttpResponse:
    now = moment_of(request)
    row = reference_by_id(now.standing, reference_id)
    if row is None:
        raise Http404
    if not may_state(now.standing, unit_id=row.duty.unit_id, co_unit_id=row.duty.co_unit_id):
        return forbidden(request, WHO_STATES)
    back = f"{reverse('office:duties')}?unit={row.duty.unit_id}"
    asked = Confirm(
        title="取消引用",
        consequence=f"“{row.item.title}”不再出现在{row.duty.unit.name}的“{row.duty.topic.name}”下面；"
        f"{row.item.unit.name}公开的原件不受影响。",
        act="取消引用",
        back_url=back,
    )
    return confirmed(
        request,
        asked,
        lambda: drop_reference(reference_id=reference_id, by=now.standing, at=now.at),
        done="已取消引用。",
    )


@staff_required
@needs(works, ONLY_WORKERS)
@require_http_methods(["GET", "POST"])
def state_nothing(request: HttpRequest, duty_id: int) -> HttpResponse:
    now = moment_of(request)
    duty = _duty(request, duty_id)
    if not may_state(now.standing, unit_id=duty.unit_id, co_unit_id=duty.co_unit_id):
        return forbidden(request, WHO_STATES)
    begun = max(duty.from_on, now.today.replace(month=1, day=1))
    return form_page(
        request,
        bound(StatementForm, request, {"from_on": begun, "to_on": now.today}),
        lambda filled: state_no_activity(duty_id=duty_id, on=now.today, by=now.standing, at=now.at, **filled),
        title=f"情况说明：{duty.topic.name}",
        label="公开这份说明",
        back=_back(duty),
        done=f"情况说明已公开，日期 {day(now.today)}。",
        intro=f"{duty.unit_name}在这段时间没有可公开的内容，公众在这个栏目下看得到这份说明。",
    )


urls = [
    path("duties/", duties, name="duties"),
    path("debts/", debts, name="debts"),
    path("duties/<int:duty_id>/refer/", refer, name="duty_refer"),
    path("duties/<int:duty_id>/nothing/", state_nothing, name="duty_state"),
    path("duties/references/<int:reference_id>/drop/", unrefer, name="duty_unrefer"),
]
