"""Review routes: their steps, which kind of unit takes which, and where people are lacking."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.accounts.policies import Standing
from gongkai.components.parts import Cell, Column, Link, Row, Step, Table
from gongkai.disclosure.actions.routes import choose_route
from gongkai.disclosure.queries.route_tables import (
    ROUTE_CLASSES,
    RouteFacts,
    RuleFacts,
    all_routes,
    kinds_of_class,
    route_rules,
    unit_ids_of_kind,
)
from gongkai.disclosure.queries.staffing import staffing_gaps
from gongkai.office.one_form import bound, choice_field, form_page, offer
from gongkai.office.standing import moment_of, needs, staff_required
from gongkai.units.rules import UNIT_KINDS

GAPS_TOLD = 5


def runs_routes(by: Standing) -> bool:
    return by.has("disclosure_office")


def sees_staffing(by: Standing) -> bool:
    return by.has("disclosure_office", "security_admin", "system_admin")


only_office = needs(runs_routes, "审核流程由政务公开办设置。")


class RouteForm(forms.Form):
    route = choice_field("走哪个流程", radio=True)


@staff_required
@only_office
@require_safe
def routes(request: HttpRequest) -> HttpResponse:
    found = all_routes()
    gaps = staffing_gaps(today=moment_of(request).today)
    columns = [Column("单位类型"), *(Column(label) for label in ROUTE_CLASSES.values())]
    return render(
        request,
        "office/routes/list.html",
        {
            "routes": [(route, _steps(route)) for route in found],
            "table": Table("哪类单位走哪个流程", columns, [_line(rule) for rule in route_rules()]),
            "classes": [(label, kinds_of_class(code)) for code, label in ROUTE_CLASSES.items()],
            "gaps": len(gaps),
        },
    )


def _steps(route: RouteFacts) -> list[Step]:
    return [Step(step.label, "todo", f"{step.whose} {step.role_label}") for step in route.steps]


def _line(rule: RuleFacts) -> Row:
    cells: list[Cell | str] = [Cell(rule.label, note=f"{rule.units} 个单位")]
    for code, route in rule.routes.items():
        url = reverse("office:route_choose", args=[rule.unit_kind, code])
        cells.append(Cell(route.label if route else "还没有选", url))
    return Row(cells)


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def route_choose(request: HttpRequest, unit_kind: str, route_class: str) -> HttpResponse:
    now = moment_of(request)
    if unit_kind not in UNIT_KINDS or route_class not in ROUTE_CLASSES:
        raise Http404
    rule = next((one for one in route_rules() if one.unit_kind == unit_kind), None)
    if rule is None:
        raise Http404
    chosen = rule.routes[route_class]
    form = bound(RouteForm, request, {"route": chosen.id if chosen else ""})
    offer(form, "route", [(route.id, _told(route)) for route in all_routes()])

    def choose(filled: dict[str, Any]) -> None:
        choose_route(
            unit_kind=unit_kind,
            route_class=route_class,
            route_id=int(filled["route"]),
            by=now.standing,
            at=now.at,
        )
        gaps = staffing_gaps(today=now.today, unit_ids=unit_ids_of_kind(unit_kind))
        for gap in gaps[:GAPS_TOLD]:
            messages.warning(request, gap.words)
        if len(gaps) > GAPS_TOLD:
            messages.warning(request, f"还有 {len(gaps) - GAPS_TOLD} 处缺人，看“缺人的流程”。")

    return form_page(
        request,
        form,
        choose,
        title=f"{rule.label}的{ROUTE_CLASSES[route_class]}走哪个流程",
        label="采用这个流程",
        back=reverse("office:routes"),
        done="已采用。正在审的照原来的流程走完。",
        intro=f"{ROUTE_CLASSES[route_class]}：{kinds_of_class(route_class)}。这类单位有 {rule.units} 个。",
    )


def _told(route: RouteFacts) -> str:
    steps = " → ".join(f"{step.label}（{step.whose}{step.role_label}）" for step in route.steps)
    return f"{route.label}：{steps}"


@staff_required
@needs(sees_staffing, "缺人的流程由政务公开办、安全管理员和系统管理员查看。")
@require_safe
def staffing(request: HttpRequest) -> HttpResponse:
    """Routes that different people cannot walk: until somebody is appointed nothing can be published by them."""
    gaps = staffing_gaps(today=moment_of(request).today)
    columns = [Column("单位"), Column("流程"), Column("缺人的步骤")]
    rows = [
        Row(
            [Cell(gap.unit_name, reverse("office:unit", args=[gap.unit_id])), gap.route, "、".join(gap.steps)]
        )
        for gap in gaps
    ]
    tools = [Link("人员和角色", reverse("office:people"))] if _appoints(request) else []
    return render(
        request,
        "office/routes/staffing.html",
        {
            "title": "缺人的流程",
            "words": f"{len(rows)} 处",
            "tools": tools,
            "table": Table("缺人的流程", columns, rows),
            "empty": "每个单位的每个流程都有不同的人来做。",
            "hint": "任免以后这里马上变。",
        },
    )


def _appoints(request: HttpRequest) -> bool:
    return moment_of(request).standing.has("security_admin", "system_admin")


urls = [
    path("routes/", routes, name="routes"),
    path("routes/staffing/", staffing, name="staffing"),
    path("routes/<slug:unit_kind>/<slug:route_class>/", route_choose, name="route_choose"),
]
