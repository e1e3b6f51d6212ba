"""Units: the tree, one unit with its history, its details, responsibilities and reading points; founding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.accounts.policies import Standing, may_run_units
from gongkai.components.parts import Confirm, HeadLine, Link, Step
from gongkai.disclosure.queries.hanging import what_hangs_on
from gongkai.office.frame import works
from gongkai.office.one_form import (
    bound,
    choice_field,
    confirmed,
    day_field,
    form_page,
    number_field,
    offer,
    press,
    text_field,
)
from gongkai.office.standing import forbidden, moment_of, needs, staff_required
from gongkai.units import actions
from gongkai.units.policies import may_change_details
from gongkai.units.queries import (
    UnitNode,
    acts_of,
    aliases_of,
    competences_of,
    contact_gaps,
    name_history,
    open_units,
    reading_point,
    reading_points,
    tree,
    unit_by_id,
)
from gongkai.units.rules import UNIT_KIND_CHOICES, NewUnit

DEEPEST = 4  # how far the tree is indented
PLACES = [("archive", "国家档案馆"), ("library", "公共图书馆"), ("service_hall", "政务服务场所"), ("other", "其他场所")]  # fmt: skip
WHO_KEEPS = "由本单位的信息员、主要领导，或者政务公开办、系统管理员修改。"
only_runners = needs(may_run_units, "单位由政务公开办和系统管理员管理，有变动联系他们。")


def may_look(by: Standing) -> bool:
    return works(by) or may_run_units(by)


looks = needs(may_look, "单位由办理信息公开的人员查看。")


class DetailsForm(forms.Form):
    address = text_field("办公地址", 200, required=False)
    office_hours = text_field(
        "办公时间", 200, required=False, help_text="例如 工作日 8:30—12:00，14:00—17:30。"
    )
    phone = text_field("联系电话", 60, required=False)
    fax = text_field("传真", 60, required=False)
    postcode = text_field("邮政编码", 10, required=False)
    email = text_field("电子邮箱", 254, required=False)
    disclosure_unit = text_field(
        "公开工作机构", 120, required=False, help_text="负责信息公开的科室，写进公开指南。"
    )
    doc_prefix = text_field("机关代字", 20, required=False, help_text="发文字号里的代字，例如 清农发。")
    uscc = text_field("统一社会信用代码", 18, required=False, help_text="18 位，会核对校验码。")


class NewUnitForm(forms.Form):
    code = text_field("单位编码", 40, help_text="以后不能改，例如 520303-012。")
    name = text_field("名称", 120, help_text="写全称。")
    short_name = text_field("简称", 40, required=False)
    kind = choice_field("单位类型", UNIT_KIND_CHOICES)
    parent_code = choice_field("上级单位")
    on = day_field("设立日期")
    uscc = text_field("统一社会信用代码", 18, required=False, help_text="18 位，会核对校验码。")
    org_code = text_field(
        "索引号用机构代码", 18, required=False, help_text="没有统一社会信用代码的填；索引号以它开头。"
    )
    position = number_field("排列次序", low=0, high=1_000_000, required=False, help_text="数字小的在前。")
    basis = text_field("依据", 200, required=False, help_text="机构改革方案或者批文的文号。")


class NamesForm(forms.Form):
    names = text_field("别名", 1000, required=False, rows=4, help_text="群众常用的叫法，一行一个。")


class MatterForm(forms.Form):
    matter = text_field("职责", 300, help_text="一项一项写，例如 农机购置补贴。公众按它查“谁管这件事”。")
    on = day_field("从哪天起")


class PointForm(forms.Form):
    name = text_field("名称", 120)
    place = choice_field("类型", PLACES)
    address = text_field("地址", 200)
    hours = text_field("开放时间", 200)
    phone = text_field("电话", 60, required=False)
    equipment = text_field("设备", 300, required=False, help_text="例如 查询电脑 2 台、打印机 1 台。")
    staff_a = text_field("A 岗", 40, required=False)
    staff_b = text_field("B 岗", 40, required=False, help_text="A 岗不在时顶上的人。")


def unit_or_404(unit_id: int) -> Any:
    found = unit_by_id(unit_id)
    if found is None:
        raise Http404
    return found


def unit_url(unit_id: int) -> str:
    return reverse("office:unit", args=[unit_id])


@staff_required
@looks
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    text = request.GET.get("q", "").strip()[:60]
    with_closed = request.GET.get("closed") == "1"
    nodes = list(_walk(tree(with_closed=with_closed), 0))
    gaps = contact_gaps(node.id for node, _ in nodes)
    lines = [
        {"node": node, "depth": min(depth, DEEPEST), "gaps": "、".join(gaps.get(node.id, ()))}
        for node, depth in nodes
        if text in node.name or text in node.code or text in node.short_name
    ]
    tools = []
    if may_run_units(now.standing):
        tools = [
            Link("设立单位", reverse("office:unit_new")),
            Link("导入单位", reverse("office:table_new", args=["units"]), note="plain"),
        ]
    return render(
        request,
        "office/units/tree.html",
        {
            "title": "单位",
            "words": f"{len(lines)} 个",
            "tools": tools,
            "lines": lines,
            "empty": "没有这样的单位。",
            "q": text,
            "with_closed": with_closed,
        },
    )


def _walk(nodes: tuple[UnitNode, ...], depth: int) -> Iterator[tuple[UnitNode, int]]:
    for node in nodes:
        yield node, depth
        yield from _walk(node.children, depth + 1)


@staff_required
@looks
@require_safe
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    now = moment_of(request)
    row = unit_or_404(unit_id)
    hanging = what_hangs_on([unit_id], today=now.today)
    return render(
        request,
        "office/units/unit.html",
        {
            "unit": row,
            "facts": _facts(row),
            "hanging": hanging,
            "history": [_act(act) for act in acts_of(unit_id)],
            "names": [span for span in name_history(unit_id) if span.to_on is not None],
            "aliases": aliases_of(unit_id),
            "matters": competences_of(unit_id, now.today),
            "points": list(reading_points().filter(unit=unit_id)),
            "may_run": may_run_units(now.standing) and row.closed_on is None,
            "may_details": may_change_details(now.standing, unit_id) and row.closed_on is None,
        },
    )


def _facts(row: Any) -> list[HeadLine]:
    return [
        HeadLine("单位编码", row.code),
        HeadLine("单位类型", row.get_kind_display()),
        HeadLine("上级单位", row.parent.name if row.parent else "", unit_url(row.parent_id) if row.parent else ""),
        HeadLine("设立日期", f"{row.opened_on:%Y-%m-%d}"),
        HeadLine("统一社会信用代码", row.uscc),
        HeadLine("索引号用机构代码", row.org_code),
        HeadLine("机关代字", row.doc_prefix),
        HeadLine("公开工作机构", row.disclosure_unit),
        HeadLine("办公地址", row.address, note=row.postcode),
        HeadLine("办公时间", row.office_hours),
        HeadLine("联系电话", row.phone, note=f"传真 {row.fax}" if row.fax else ""),
        HeadLine("电子邮箱", row.email),
    ]  # fmt: skip


def _act(act: Any) -> Step:
    heirs = f"由{'、'.join(act.successors)}承接" if act.successors else ""
    words = "；".join(part for part in (act.note, heirs, act.basis) if part)
    return Step(act.label, "done", at=act.on, note=words)


# ---- changes that are no reorganisation ------------------------------------------------------------------


@staff_required
@only_runners
@require_http_methods(["GET", "POST"])
def unit_new(request: HttpRequest) -> HttpResponse:
    now = moment_of(request)
    form = bound(NewUnitForm, request, {"on": now.today, "position": 0, "kind": "department"})
    offer(form, "parent_code", open_units().values_list("code", "name"))

    def found(filled: dict[str, Any]) -> None:
        on, basis = filled.pop("on"), filled.pop("basis")
        filled["position"] = filled["position"] or 0
        actions.found(new=NewUnit(**filled), on=on, by=now.standing, at=now.at, basis=basis)

    return form_page(
        request, form, found, title="设立单位", label="设立单位", back=reverse("office:units"), done="单位已设立。"
    )  # fmt: skip


@staff_required
@looks
@require_http_methods(["GET", "POST"])
def unit_details(request: HttpRequest, unit_id: int) -> HttpResponse:
    now = moment_of(request)
    row = unit_or_404(unit_id)
    if not may_change_details(now.standing, unit_id):
        return forbidden(request, WHO_KEEPS)
    first = {name: getattr(row, name) for name in DetailsForm.base_fields}
    return form_page(
        request,
        bound(DetailsForm, request, first),
        lambda filled: actions.change_details(unit_id=unit_id, values=filled, by=now.standing, at=now.at),
        title=f"修改{row.name}的资料",
        label="保存修改",
        back=unit_url(unit_id),
        done="资料已修改，公开指南跟着变。",
        intro="这些写进本单位的公开指南，公众照着联系。名称和上级用更名、划转办理。",
    )


@staff_required
@only_runners
@require_http_methods(["GET", "POST"])
def unit_names(request: HttpRequest, unit_id: int) -> HttpResponse:
    now = moment_of(request)
    row = unit_or_404(unit_id)
    return form_page(
        request,
        bound(NamesForm, request, {"names": "\n".join(aliases_of(unit_id))}),
        lambda filled: actions.set_aliases(
            unit_id=unit_id, names=filled["names"].splitlines(), by=now.standing, at=now.at
        ),
        title=f"{row.name}的别名",
        label="保存别名",
        back=unit_url(unit_id),
        done="别名已保存，按别名也查得到。",
    )


@staff_required
@only_runners
@require_http_methods(["GET", "POST"])
def matter_new(request: HttpRequest, unit_id: int) -> HttpResponse:
    now = moment_of(request)
    row = unit_or_404(unit_id)
    return form_page(
        request,
        bound(MatterForm, request, {"on": now.today}),
        lambda filled: actions.set_competence(unit_id=unit_id, by=now.standing, at=now.at, **filled),
        title=f"增加{row.name}的职责",
        label="增加职责",
        back=unit_url(unit_id),
        done="职责已增加。",
    )


@staff_required
@only_runners
@require_POST
def matter_end(request: HttpRequest, unit_id: int, matter_id: int) -> HttpResponse:
    now = moment_of(request)
    unit_or_404(unit_id)
    if matter_id not in {pk for pk, _ in competences_of(unit_id, now.today)}:
        raise Http404
    return press(
        request,
        lambda: actions.end_competence(competence_id=matter_id, on=now.today, by=now.standing, at=now.at),
        done="从今天起不再负责。",
        back=unit_url(unit_id),
    )


# ---- reading points --------------------------------------------------------------------------------------


@staff_required
@looks
@require_http_methods(["GET", "POST"])
def point_new(request: HttpRequest, unit_id: int) -> HttpResponse:
    now = moment_of(request)
    row = unit_or_404(unit_id)
    if not may_change_details(now.standing, unit_id):
        return forbidden(request, WHO_KEEPS)
    first = {"address": row.address, "hours": row.office_hours, "phone": row.phone, "place": "service_hall"}
    return form_page(
        request,
        bound(PointForm, request, first),
        lambda filled: actions.open_reading_point(unit_id=unit_id, by=now.standing, at=now.at, **filled),
        title=f"在{row.name}设立查阅点",
        label="设立查阅点",
        back=unit_url(unit_id),
        done="查阅点已设立，公众看得到。",
        intro="《政府信息公开条例》第二十五条：在国家档案馆、公共图书馆、政务服务场所设置查阅场所，配备设施、设备。",
    )


def _point(point_id: int) -> Any:
    found = reading_point(point_id)
    if found is None or found.closed_on is not None:
        raise Http404
    return found


@staff_required
@looks
@require_http_methods(["GET", "POST"])
def point_edit(request: HttpRequest, point_id: int) -> HttpResponse:
    now = moment_of(request)
    row = _point(point_id)
    if not may_change_details(now.standing, row.unit_id):
        return forbidden(request, WHO_KEEPS)
    first = {name: getattr(row, name) for name in PointForm.base_fields}
    return form_page(
        request,
        bound(PointForm, request, first),
        lambda filled: actions.change_reading_point(
            point_id=point_id, values=filled, by=now.standing, at=now.at
        ),
        title=f"修改查阅点“{row.name}”",
        label="保存修改",
        back=unit_url(row.unit_id),
        done="查阅点已修改。",
    )


@staff_required
@looks
@require_http_methods(["GET", "POST"])
def point_close(request: HttpRequest, point_id: int) -> HttpResponse:
    now = moment_of(request)
    row = _point(point_id)
    if not may_change_details(now.standing, row.unit_id):
        return forbidden(request, WHO_KEEPS)
    asked = Confirm(
        title=f"撤销查阅点“{row.name}”",
        consequence="从今天起公众页面上不再列出它；送交登记照旧保留。",
        act="撤销查阅点",
        back_url=unit_url(row.unit_id),
        danger=True,
    )
    return confirmed(
        request,
        asked,
        lambda: actions.close_reading_point(point_id=point_id, on=now.today, by=now.standing, at=now.at),
        done="查阅点已撤销。",
    )


urls = [
    path("units/", units, name="units"),
    path("units/new/", unit_new, name="unit_new"),
    path("units/<int:unit_id>/", unit, name="unit"),
    path("units/<int:unit_id>/details/", unit_details, name="unit_details"),
    path("units/<int:unit_id>/names/", unit_names, name="unit_names"),
    path("units/<int:unit_id>/matters/new/", matter_new, name="matter_new"),
    path("units/<int:unit_id>/matters/<int:matter_id>/end/", matter_end, name="matter_end"),
    path("units/<int:unit_id>/points/new/", point_new, name="point_new"),
    path("points/<int:point_id>/", point_edit, name="point_edit"),
    path("points/<int:point_id>/close/", point_close, name="point_close"),
]
