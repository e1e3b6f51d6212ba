"""The catalogue: its tree, one heading with the units that owe it, changes by 政务公开办."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.accounts.policies import may_run_catalogue
from gongkai.catalogue import actions
from gongkai.catalogue.queries import (
    AUDIENCE_LABELS,
    STAGE_LABELS,
    DutyFacts,
    TopicNode,
    all_topics,
    duties_for_topic,
    duty_by_id,
    topic_by_id,
    topic_tree,
    units_owing,
)
from gongkai.catalogue.rules import RHYTHM_LABELS
from gongkai.catalogue.seed import CHANNELS
from gongkai.components.parts import Cell, Column, Confirm, HeadLine, Link, Row, Table
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.office.frame import works
from gongkai.office.one_form import (
    bound,
    choice_field,
    confirmed,
    day_field,
    form_page,
    number_field,
    offer,
    text_field,
)
from gongkai.office.standing import moment_of, needs, staff_required
from gongkai.units.queries import open_units

ONLY_WORKERS = "公开目录由办理信息公开的人员查看。"
TERM_UNITS = [("working_day", "个工作日"), ("calendar_day", "日"), ("hour", "小时")]
DEEPEST = 4  # how far the tree is indented
LEVELS = [("county", "县级"), ("town", "乡级"), ("village", "村级")]
only_office = needs(may_run_catalogue, "公开目录由政务公开办维护，有改动可联系他们。")


class TopicForm(forms.Form):
    name = text_field("栏目名称", 120)
    legal_basis = text_field(
        "公开依据", 500, required=False, rows=2, help_text="写到条，例如《条例》第二十条第一项。"
    )
    must_tell = text_field("公开内容", 1000, required=False, rows=3, help_text="这个栏目要写清哪几样。")
    term_length = number_field(
        "公开时限", low=0, high=3660, help_text="从信息形成算起；条例规定 20 个工作日。"
    )
    term_unit = choice_field("时限单位", TERM_UNITS)
    term_source = text_field("时限依据", 200, required=False, help_text="和 20 个工作日不同的写明依据。")
    update_frequency = text_field("更新频率", 40, required=False, help_text="例如 每季度。")
    stage = choice_field("公开环节", list(STAGE_LABELS.items()), help_text="决策、执行、管理、服务、结果。")
    levels = forms.MultipleChoiceField(
        label="公开层级", choices=LEVELS, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="由哪一级公开。",
    )  # fmt: skip
    channels = forms.MultipleChoiceField(
        label="公开渠道", choices=list(CHANNELS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )
    kinds = forms.MultipleChoiceField(
        label="信息种类", choices=[(k.code, k.label) for k in ITEM_KINDS.values()],
        widget=forms.CheckboxSelectMultiple, required=False, help_text="这个栏目下放哪几种信息；不选就都能放。",
    )  # fmt: skip
    position = number_field("排列次序", low=0, high=1_000_000, help_text="数字小的在前。")
    note = text_field("说明", 500, required=False)


class NewTopicForm(TopicForm):
    code = text_field("栏目编码", 80, help_text="小写字母、数字、点，例如 budget.department；以后不能改。")
    field_order = ("code",)


class DutyForm(forms.Form):
    rhythm = choice_field("公开节奏", list(RHYTHM_LABELS.items()), radio=True)
    months = number_field("每几个月一次", low=1, high=120, required=False, help_text="定期公开的填。")
    nodes = text_field("环节", 300, required=False, help_text="逐段公开的填，用顿号隔开，按先后写。")
    audience = choice_field("公开对象", list(AUDIENCE_LABELS.items()), radio=True)
    co_unit = choice_field("共同责任单位", required=False, help_text="两家共同负责的填；统计算牵头单位的。")


class NewDutyForm(DutyForm):
    unit = choice_field("责任单位")
    from_on = day_field("从哪天起")
    field_order = ("unit", "from_on")


class EndForm(forms.Form):
    on = day_field("从哪天起")


def _topic(topic_id: int) -> Any:
    found = topic_by_id(topic_id)
    if found is None:
        raise Http404
    return found


# ---- looking -------------------------------------------------------------------------------------------


@staff_required
@needs(works, ONLY_WORKERS)
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The whole tree as a table, each heading with how many units owe it."""
    now = moment_of(request)
    text = request.GET.get("q", "").strip()[:60]
    with_closed = request.GET.get("closed") == "1"
    owing = units_owing(now.standing, day=now.today)
    lines = [
        {"node": node, "depth": min(depth, DEEPEST), "units": owing.get(node.id, 0)}
        for node, depth in _walk(topic_tree(with_closed=with_closed), 0)
        if text in node.name or text in node.code
    ]
    tools = []
    if may_run_catalogue(now.standing):
        tools = [
            Link("新增栏目", reverse("office:topic_new")),
            Link("导入标准目录", reverse("office:table_new", args=["catalogue"]), note="plain"),
        ]
    return render(
        request,
        "office/catalogue/tree.html",
        {
            "title": "栏目和责任",
            "words": f"{len(lines)} 个栏目",
            "tools": tools,
            "lines": lines,
            "empty": "没有这样的栏目。",
            "q": text,
            "with_closed": with_closed,
            "tabs": area_tabs("tree"),
        },
    )


def area_tabs(here: str) -> list[Link]:
    """The three faces of the area; shared with duties."""
    return [
        Link("公开目录", reverse("office:catalogue"), current=here == "tree"),
        Link("各单位的责任", reverse("office:duties"), current=here == "duties"),
        Link("还空着的", reverse("office:debts"), current=here == "debts"),
    ]


def _walk(nodes: tuple[TopicNode, ...], depth: int) -> Iterator[tuple[TopicNode, int]]:
    for node in nodes:
        yield node, depth
        yield from _walk(node.children, depth + 1)


@staff_required
@needs(works, ONLY_WORKERS)
@require_safe
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    now = moment_of(request)
    row = _topic(topic_id)
    may = may_run_catalogue(now.standing)
    duties = duties_for_topic(now.standing, topic_id, day=now.today)
    below = list(all_topics().filter(parent=topic_id, closed_on=None))
    return render(
        request,
        "office/catalogue/topic.html",
        {
            "topic": row,
            "facts": _facts(row),
            "may": may and row.closed_on is None,
            "below": [Link(one.name, reverse("office:topic", args=[one.pk])) for one in below],
            "table": _duty_table(duties, may),
            "back": reverse("office:topic", args=[row.parent_id]) if row.parent_id else reverse("office:catalogue"),
        },
    )  # fmt: skip


def _facts(row: Any) -> list[HeadLine]:
    term = f"{row.term_length} {row.get_term_unit_display()}" if row.term_length else "实时"
    levels = dict(LEVELS)
    return [
        HeadLine("栏目编码", row.code),
        HeadLine("公开环节", STAGE_LABELS.get(row.stage, "")),
        HeadLine("公开时限", term, note=row.term_source),
        HeadLine("更新频率", row.update_frequency),
        HeadLine("公开层级", "、".join(levels.get(one, one) for one in row.levels.split(",") if one)),
        HeadLine("信息种类", "、".join(ITEM_KINDS[k].label for k in row.kinds if k in ITEM_KINDS)),
        HeadLine("公开渠道", "、".join(CHANNELS.get(c, c) for c in row.channels), wide=True),
        HeadLine("公开依据", row.legal_basis, wide=True),
        HeadLine("公开内容", row.must_tell, wide=True),
        HeadLine("说明", row.note, wide=True),
    ]


def _duty_table(duties: list[DutyFacts], may: bool) -> Table:
    columns = [Column("责任单位"), Column("节奏"), Column("公开对象", hide=True), Column("共同责任", hide=True), Column("从哪天起")]  # fmt: skip
    rows = []
    for one in duties:
        url = (
            reverse("office:duty_edit", args=[one.id])
            if may
            else f"{reverse('office:duties')}?unit={one.unit_id}"
        )
        rows.append(
            Row([Cell(one.unit_name, url), one.rhythm_label, one.audience_label, one.co_unit_name, f"{one.from_on:%Y-%m-%d}"])
        )  # fmt: skip
    return Table("责任单位", columns, rows)


# ---- changing headings ---------------------------------------------------------------------------------


def _values(filled: dict[str, Any]) -> dict[str, Any]:
    return {**filled, "levels": ",".join(filled["levels"])}


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def topic_new(request: HttpRequest, parent_id: int | None = None) -> HttpResponse:
    now = moment_of(request)
    above = _topic(parent_id) if parent_id else None
    first = {
        "term_length": 20, "term_unit": "working_day", "position": 0, "stage": "execution",
        "levels": ["county"], "channels": ["website", "reading_point"],
    }  # fmt: skip
    if above:
        first |= {
            "code": f"{above.code}.", "stage": above.stage, "levels": above.levels.split(","),
            "channels": above.channels, "kinds": above.kinds, "position": above.position,
        }  # fmt: skip

    def add(filled: dict[str, Any]) -> None:
        told = _values(filled) | {"channels": tuple(filled["channels"]), "kinds": tuple(filled["kinds"])}
        new = actions.NewTopic(parent_code=above.code if above else "", **told)
        actions.add_topic(new=new, by=now.standing, at=now.at)

    back = reverse("office:topic", args=[above.pk]) if above else reverse("office:catalogue")
    return form_page(
        request,
        bound(NewTopicForm, request, first),
        add,
        title=f"在“{above.name}”下新增栏目" if above else "新增一级栏目",
        label="新增栏目",
        back=back,
        done="栏目已新增。",
    )


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def topic_edit(request: HttpRequest, topic_id: int) -> HttpResponse:
    now = moment_of(request)
    row = _topic(topic_id)
    first = {name: getattr(row, name) for name in TopicForm.base_fields} | {"levels": row.levels.split(",")}
    return form_page(
        request,
        bound(TopicForm, request, first),
        lambda filled: actions.change_topic(
            topic_id=topic_id, values=_values(filled), by=now.standing, at=now.at
        ),
        title=f"修改“{row.name}”",
        label="保存修改",
        back=reverse("office:topic", args=[topic_id]),
        done="栏目已修改。",
    )


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def topic_close(request: HttpRequest, topic_id: int) -> HttpResponse:
    now = moment_of(request)
    row = _topic(topic_id)
    duties = duties_for_topic(now.standing, topic_id, day=now.today)
    asked = Confirm(
        title=f"关闭栏目“{row.name}”",
        consequence=f"从今天起不能再往这个栏目放信息，{len(duties)} 个单位的公开责任同时结束；已经公开的信息照旧看得到。",
        act="关闭栏目",
        back_url=reverse("office:topic", args=[topic_id]),
        danger=True,
    )
    return confirmed(
        request,
        asked,
        lambda: actions.close_topic(topic_id=topic_id, on=now.today, by=now.standing, at=now.at),
        done="栏目已关闭。",
    )


# ---- changing duties -----------------------------------------------------------------------------------


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("，", "、").split("、") if part.strip())


def _told(filled: dict[str, Any]) -> dict[str, Any]:
    return {
        "rhythm": filled["rhythm"],
        "months": filled["months"],
        "nodes": _parts(filled["nodes"]),
        "audience": filled["audience"],
        "co_unit_id": int(filled["co_unit"]) if filled["co_unit"] else None,
    }


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def duty_new(request: HttpRequest, topic_id: int) -> HttpResponse:
    now = moment_of(request)
    row = _topic(topic_id)
    form = bound(NewDutyForm, request, {"rhythm": "standing", "audience": "everyone", "from_on": now.today})
    units = list(open_units().values_list("id", "name"))
    offer(form, "unit", units)
    offer(form, "co_unit", units, empty="没有")

    def add(filled: dict[str, Any]) -> None:
        new = actions.NewDuty(
            unit_id=int(filled["unit"]), topic_id=topic_id, from_on=filled["from_on"], **_told(filled)
        )
        actions.add_duty(new=new, by=now.standing, at=now.at)

    return form_page(
        request,
        form,
        add,
        title=f"“{row.name}”由谁公开",
        label="分配责任",
        back=reverse("office:topic", args=[topic_id]),
        done="责任已分配。",
    )


def _duty(request: HttpRequest, duty_id: int) -> DutyFacts:
    found = duty_by_id(duty_id, standing=moment_of(request).standing)
    if found is None:
        raise Http404
    return found


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def duty_edit(request: HttpRequest, duty_id: int) -> HttpResponse:
    now = moment_of(request)
    duty = _duty(request, duty_id)
    form = bound(
        DutyForm,
        request,
        {
            "rhythm": duty.rhythm,
            "months": duty.months,
            "nodes": "、".join(duty.nodes),
            "audience": duty.audience,
            "co_unit": duty.co_unit_id,
        },
    )
    offer(form, "co_unit", open_units().values_list("id", "name"), empty="没有")
    return form_page(
        request,
        form,
        lambda filled: actions.change_duty(duty_id=duty_id, by=now.standing, at=now.at, **_told(filled)),
        title=f"{duty.unit_name}：{duty.topic.name}",
        label="保存修改",
        back=reverse("office:topic", args=[duty.topic.pk]),
        done="责任已修改。",
        template="office/catalogue/duty.html",
        end=reverse("office:duty_end", args=[duty_id]),
    )


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def duty_end(request: HttpRequest, duty_id: int) -> HttpResponse:
    now = moment_of(request)
    duty = _duty(request, duty_id)
    return form_page(
        request,
        bound(EndForm, request, {"on": now.today}),
        lambda filled: actions.end_duty(duty_id=duty_id, on=filled["on"], by=now.standing, at=now.at),
        title=f"结束{duty.unit_name}的“{duty.topic.name}”",
        label="结束这项责任",
        back=reverse("office:topic", args=[duty.topic.pk]),
        done="责任已结束。",
        intro="从那天起这个单位不再负责这个栏目，空着也不算欠。已经公开的信息照旧看得到。",
    )


urls = [
    path("catalogue/", catalogue, name="catalogue"),
    path("catalogue/new/", topic_new, name="topic_new"),
    path("catalogue/<int:topic_id>/", topic, name="topic"),
    path("catalogue/<int:parent_id>/new/", topic_new, name="topic_below"),
    path("catalogue/<int:topic_id>/edit/", topic_edit, name="topic_edit"),
    path("catalogue/<int:topic_id>/close/", topic_close, name="topic_close"),
    path("catalogue/<int:topic_id>/duties/new/", duty_new, name="duty_new"),
    path("catalogue/duties/<int:duty_id>/", duty_edit, name="duty_edit"),
    path("catalogue/duties/<int:duty_id>/end/", duty_end, name="duty_end"),
]
