"""机构改革: rename, move, merge, split, close. Each first says what will follow from it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from gongkai.components.parts import Confirm, HeadLine
from gongkai.disclosure.queries.hanging import Hanging, what_hangs_on
from gongkai.office.one_form import bound, choice_field, confirmed_form, day_field, offer, text_field
from gongkai.office.standing import moment_of, staff_required
from gongkai.office.units import only_runners, unit_or_404, unit_url
from gongkai.units import actions
from gongkai.units.queries import open_units, unit_names
from gongkai.units.rules import NewUnit


class ActForm(forms.Form):
    on = day_field("从哪天起", help_text="新样子的第一天；不能是将来。")
    basis = text_field("依据", 200, required=False, help_text="机构改革方案或者批文的文号。")


class RenameForm(ActForm):
    name = text_field("新名称", 120)
    short_name = text_field("新简称", 40, required=False)
    field_order = ("name", "short_name")


class MoveForm(ActForm):
    parent = choice_field("新的上级单位")
    field_order = ("parent",)


class HeirForm(ActForm):
    """An existing unit, or one founded that day."""

    field_order: tuple[str, ...] = ("heir", "new_code", "new_name")

    heir = choice_field("承接单位", required=False, help_text="已有的单位。")
    new_code = text_field("新单位的编码", 40, required=False, help_text="承接的是新设立的单位时填。")
    new_name = text_field("新单位的名称", 120, required=False)

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        if bool(filled.get("heir")) == bool(filled.get("new_code") and filled.get("new_name")):
            raise forms.ValidationError("承接单位选一个已有的，或者填新单位的编码和名称，二选一。")
        return filled


class MergeForm(HeirForm):
    others = forms.MultipleChoiceField(
        label="一起并入的单位", required=False, help_text="按住 Ctrl 可以选几个；只有这一个单位并入就不选。"
    )
    field_order = ("others", "heir", "new_code", "new_name")


class SplitForm(ActForm):
    into = text_field(
        "分设出的单位", 1000, rows=4, help_text="一行一个：先写编码，空一格，再写名称。第一个承接没办完的事。"
    )
    continues = forms.BooleanField(label="原单位保留", required=False)
    field_order = ("into", "continues")

    def clean_into(self) -> list[tuple[str, str]]:
        found = []
        for number, line in enumerate(self.cleaned_data["into"].splitlines(), start=1):
            code, _, name = line.strip().replace("　", " ").partition(" ")
            if code and not name.strip():
                raise forms.ValidationError(f"第 {number} 行写成“520303-012 青山县农业农村局”这样。")
            if code:
                found.append((code, name.strip()))
        return found


class CloseForm(ActForm):
    heir = choice_field("承接单位", required=False, help_text="不选就没有承接的；下面还有单位时要选。")
    field_order = ("heir",)


def _facts(hanging: Hanging, on: date) -> list[HeadLine]:
    return [
        HeadLine("从哪天起", f"{on:%Y-%m-%d}"),
        HeadLine("没办完的信息", f"{hanging.open_items} 条"),
        HeadLine("已公开的信息", f"{hanging.public_items} 条"),
        HeadLine("公开责任", f"{hanging.duties} 项"),
        HeadLine("下级单位", f"{hanging.below} 个"),
        HeadLine("查阅点", f"{hanging.points} 个"),
        HeadLine("任职的人", f"{hanging.people} 人"),
    ]


def _follows(heir: str) -> str:
    """What becomes of everything when a unit ends."""
    if not heir:
        return (
            "没有承接单位：公开责任和职责结束，查阅点撤销；已公开的信息照旧由原单位署名，链接不变。"
            "没办完的信息要先办完或者另找人办。"
        )
    return (
        f"没办完的信息、公开责任、职责、下级单位和查阅点由{heir}承接；已公开的信息照旧由原单位署名，链接不变。"
        "原单位的人要由安全管理员重新任命。"
    )


def _offered(form: forms.Form, name: str, unit_id: int, *, empty: str = "") -> None:
    offer(form, name, open_units().exclude(id=unit_id).values_list("id", "name"), empty=empty)


def _page(
    request: HttpRequest, unit_id: int, form: forms.Form, ask: Any, act: Any, title: str, done: str
) -> HttpResponse:
    return confirmed_form(
        request, form, ask, act, title=title, label="下一步：看会怎样", back=unit_url(unit_id), done=done
    )  # fmt: skip


def _unit(unit_id: int) -> Any:
    found = unit_or_404(unit_id)
    if found.closed_on is not None:
        raise Http404
    return found


@staff_required
@only_runners
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, unit_id: int) -> HttpResponse:
    now = moment_of(request)
    row = _unit(unit_id)

    def ask(filled: dict[str, Any]) -> Confirm:
        return Confirm(
            title=f"{row.name}更名为{filled['name']}",
            consequence=f"从 {filled['on']:%Y-%m-%d} 起用新名称；以前公开的信息照旧署当时的名称，按旧名称也查得到。",
            act="更名",
            back_url=unit_url(unit_id),
        )

    form = bound(RenameForm, request, {"on": now.today, "name": row.name, "short_name": row.short_name})
    named = (form.cleaned_data["name"], form.cleaned_data["short_name"]) if form.is_valid() else None
    if named == (row.name, row.short_name):
        form.add_error("name", "和现在的名称一样，改成新名称。")

    return _page(
        request, unit_id, form, ask, lambda filled: actions.rename(unit_id=unit_id, by=now.standing, at=now.at, **filled),
        f"{row.name}更名", "已更名。",
    )  # fmt: skip


@staff_required
@only_runners
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, unit_id: int) -> HttpResponse:
    now = moment_of(request)
    row = _unit(unit_id)
    form = bound(MoveForm, request, {"on": now.today})
    others = open_units().exclude(id__in=[unit_id, row.parent_id or unit_id])
    offer(form, "parent", others.values_list("id", "name"), empty="选择新上级")

    def ask(filled: dict[str, Any]) -> Confirm:
        parent = unit_names([int(filled["parent"])])[int(filled["parent"])]
        below = what_hangs_on([unit_id], today=now.today).below
        return Confirm(
            title=f"{row.name}划转到{parent}",
            consequence=f"从 {filled['on']:%Y-%m-%d} 起归{parent}管，连同下面的 {below} 个单位；"
            "由上级审核的步骤改由新上级的人办。以前时期的统计照旧按当时的隶属算。",
            act="划转",
            back_url=unit_url(unit_id),
        )

    return _page(
        request, unit_id, form, ask,
        lambda f: actions.move(
            unit_id=unit_id, parent_id=int(f["parent"]), on=f["on"], basis=f["basis"], by=now.standing, at=now.at
        ),
        f"划转{row.name}", "已划转。",
    )  # fmt: skip


def _heir(filled: dict[str, Any], row: Any) -> int | NewUnit:
    if filled["heir"]:
        return int(filled["heir"])
    return NewUnit(
        code=filled["new_code"], name=filled["new_name"], kind=row.kind, parent_code=row.parent.code if row.parent else ""
    )  # fmt: skip


@staff_required
@only_runners
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, unit_id: int) -> HttpResponse:
    now = moment_of(request)
    row = _unit(unit_id)
    form = bound(MergeForm, request, {"on": now.today})
    _offered(form, "heir", unit_id, empty="新设立的单位")
    _offered(form, "others", unit_id)

    def ids(filled: dict[str, Any]) -> list[int]:
        return [unit_id, *(int(one) for one in filled["others"])]

    def ask(filled: dict[str, Any]) -> Confirm:
        names = unit_names([*ids(filled), int(filled["heir"] or 0)])
        heir = names.get(int(filled["heir"] or 0)) or filled["new_name"]
        gone = "、".join(names[one] for one in ids(filled))
        return Confirm(
            title=f"{gone}并入{heir}",
            consequence=f"{gone}从 {filled['on']:%Y-%m-%d} 起撤销。{_follows(heir)}",
            act="合并",
            back_url=unit_url(unit_id),
            facts=_facts(what_hangs_on(ids(filled), today=now.today), filled["on"]),
            danger=True,
        )

    return _page(
        request, unit_id, form, ask,
        lambda f: actions.merge(
            unit_ids=ids(f), into=_heir(f, row), on=f["on"], basis=f["basis"], by=now.standing, at=now.at
        ),
        f"把{row.name}并入别的单位", "已合并。",
    )  # fmt: skip


@staff_required
@only_runners
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, unit_id: int) -> HttpResponse:
    now = moment_of(request)
    row = _unit(unit_id)

    def ask(filled: dict[str, Any]) -> Confirm:
        names = "、".join(name for _, name in filled["into"])
        stays = f"{row.name}保留，没办完的事还归它。" if filled["continues"] else (
            f"{row.name}从 {filled['on']:%Y-%m-%d} 起撤销。{_follows(filled['into'][0][1])}"
        )  # fmt: skip
        return Confirm(
            title=f"从{row.name}分设{names}",
            consequence=f"新设 {len(filled['into'])} 个单位。{stays}",
            act="分设",
            back_url=unit_url(unit_id),
            facts=_facts(what_hangs_on([unit_id], today=now.today), filled["on"]),
            danger=not filled["continues"],
        )

    def act(filled: dict[str, Any]) -> None:
        above = row.parent.code if row.parent else row.code
        into = [
            NewUnit(code=code, name=name, kind=row.kind, parent_code=above) for code, name in filled["into"]
        ]
        actions.split(
            unit_id=unit_id, into=into, on=filled["on"], basis=filled["basis"], continues=filled["continues"],
            by=now.standing, at=now.at,
        )  # fmt: skip

    form = bound(SplitForm, request, {"on": now.today})
    return _page(request, unit_id, form, ask, act, f"分设{row.name}", "已分设。")


@staff_required
@only_runners
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, unit_id: int) -> HttpResponse:
    now = moment_of(request)
    row = _unit(unit_id)
    form = bound(CloseForm, request, {"on": now.today})
    _offered(form, "heir", unit_id, empty="没有承接单位")

    def ask(filled: dict[str, Any]) -> Confirm:
        heir = unit_names([int(filled["heir"])])[int(filled["heir"])] if filled["heir"] else ""
        return Confirm(
            title=f"撤销{row.name}",
            consequence=f"从 {filled['on']:%Y-%m-%d} 起没有这个单位。{_follows(heir)}",
            act="撤销单位",
            back_url=unit_url(unit_id),
            facts=_facts(what_hangs_on([unit_id], today=now.today), filled["on"]),
            danger=True,
        )

    return _page(
        request, unit_id, form, ask,
        lambda f: actions.close(
            unit_id=unit_id, on=f["on"], basis=f["basis"], by=now.standing, at=now.at,
            successors=[int(f["heir"])] if f["heir"] else [],
        ),
        f"撤销{row.name}", "已撤销。",
    )  # fmt: skip


urls = [
    path(f"units/<int:unit_id>/{name}/", view, name=f"unit_{name}")
    for name, view in (
        ("rename", rename),
        ("move", move),
        ("merge", merge),
        ("split", split),
        ("close", close),
    )
]
