"""存量排查: what a rescan found in what is public, unit by unit; the rescan itself; one item with its findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.components.dates import day
from gongkai.components.parts import (
    Cell,
    Column,
    Confirm,
    Due,
    FilterGroup,
    FilterOption,
    HeadLine,
    Link,
    Row,
    Stat,
    Table,
)
from gongkai.disclosure.actions.rescanning import dismiss_public_findings, to_rescan
from gongkai.disclosure.queries.screening_tasks import (
    FoundKind,
    TaskLine,
    TaskNarrowing,
    UnitTasks,
    found_kinds,
    narrowed,
    ordered_tasks,
    task_facts,
    task_lines,
    tasks_by_unit,
    tasks_of,
)
from gongkai.jobs.actions import enqueue
from gongkai.office.findings import ENTER, reason_entered, reasons_beside
from gongkai.office.frame import works
from gongkai.office.one_form import bound, choice_field, confirmed_form, day_field, offer, press
from gongkai.office.standing import Moment, moment_of, needs, staff_required
from gongkai.screening.policies import may_read_rules, may_run_screening
from gongkai.screening.queries import rules_now, task_days
from gongkai.units.queries import open_units, subtree_ids, unit_by_id

PER_PAGE = 50
only_workers = needs(works, "排查整改由办理信息公开的人员查看。")
only_office = needs(may_run_screening, "存量排查和筛查规则由政务公开办负责，有改动可联系他们。")


class RescanForm(forms.Form):
    unit = choice_field("查哪个单位", required=False, help_text="连同下属单位；不选就查全部。")
    since = day_field("从哪天公开的", required=False, help_text="不填就不限日期。")
    all_again = forms.BooleanField(label="按现行规则查过的也再查一遍", required=False)


def area_tabs(request: HttpRequest, here: str) -> list[Link]:
    """The faces of the area; the rules only for whoever may read them."""
    shown = [("screening", "存量排查"), ("screening_tasks", "待整改")]
    if may_read_rules(moment_of(request).standing):
        shown += [("word_lists", "词表"), ("profiles", "处理方案"), ("screening_try", "试一试")]
    return [Link(label, reverse(f"office:{name}"), current=name == here) for name, label in shown]


# ---- looking -------------------------------------------------------------------------------------------


@staff_required
@only_workers
@require_safe
def screening(request: HttpRequest) -> HttpResponse:
    """How many tasks are open and overdue, by unit, and what was found."""
    now = moment_of(request)
    found = tasks_of(now.standing)
    units = tasks_by_unit(found, today=now.today)
    may_run = may_run_screening(now.standing)
    return render(
        request,
        "office/screening/dashboard.html",
        {
            "tabs": area_tabs(request, "screening"),
            "stats": _stats(units),
            "units": _unit_table(units, now),
            "kinds": _kind_table(found_kinds(found)),
            "may_run": may_run,
            "waiting": _waiting() if may_run else 0,
            "days": task_days(),
        },
    )


def _waiting(unit_ids: Sequence[int] | None = None) -> int:
    return to_rescan(since=None, unit_ids=unit_ids, all_again=False, rules=rules_now())


def _stats(units: Sequence[UnitTasks]) -> list[Stat]:
    listed = reverse("office:screening_tasks")
    overdue = sum(one.overdue for one in units)
    return [
        Stat(f"{sum(one.open for one in units):,}", "条公开信息要整改", listed),
        Stat(f"{overdue:,}", "条已逾期", f"{listed}?overdue=1", "late" if overdue else ""),
        Stat(f"{len(units):,}", "个单位"),
    ]


def _unit_table(units: Sequence[UnitTasks], now: Moment) -> Table:
    columns = [
        Column("单位"), Column("要整改", numeric=True), Column("已逾期", numeric=True), Column("最早的期限"),
    ]  # fmt: skip
    listed = reverse("office:screening_tasks")
    rows = [
        Row([
            Cell(one.unit_name, f"{listed}?unit={one.unit_id}"), f"{one.open:,}", f"{one.overdue:,}",
            day(one.due_on),
        ])
        for one in units
    ]  # fmt: skip
    return Table("各单位要整改的", columns, rows)


def _kind_table(kinds: Sequence[FoundKind]) -> Table:
    columns = [Column("查出"), Column("涉及信息", numeric=True), Column("处数", numeric=True)]
    listed = reverse("office:screening_tasks")
    rows = [
        Row([Cell(one.label, f"{listed}?found={one.detector}"), f"{one.tasks:,}", f"{one.places:,}"])
        for one in kinds
    ]
    return Table("查出什么", columns, rows)


@staff_required
@only_workers
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """The open tasks, the earliest term first; narrowed by unit, by what was found, to the overdue."""
    now = moment_of(request)
    mine = tasks_of(now.standing)
    narrow = _narrowing(request)
    found = narrowed(mine, narrow, today=now.today)
    page = Paginator(ordered_tasks(found), PER_PAGE).get_page(request.GET.get("page"))
    groups = _filters(narrow, tasks_by_unit(mine, today=now.today), found_kinds(mine))
    return render(
        request,
        "office/screening/tasks.html",
        {
            "title": "待整改",
            "words": f"{page.paginator.count:,} 条",
            "tabs": area_tabs(request, "screening_tasks"),
            "groups": groups,
            "chosen": sum(option.on for group in groups for option in group.options),
            "table": _task_table(task_lines(list(page.object_list), today=now.today)),
            "page_of": page,
            "empty": "没有要整改的。",
            "hint": "去掉筛选再看。" if request.GET else "排查出的问题都处理了。",
        },
    )


def _narrowing(request: HttpRequest) -> TaskNarrowing:
    """What makes no sense narrows nothing."""
    unit = request.GET.get("unit", "")
    return TaskNarrowing(
        unit_id=int(unit) if unit.isascii() and unit.isdigit() and len(unit) < 15 else None,
        detector=request.GET.get("found", "")[:40].replace("\0", ""),
        is_overdue=request.GET.get("overdue") == "1",
    )


def _filters(
    narrow: TaskNarrowing, units: Sequence[UnitTasks], kinds: Sequence[FoundKind]
) -> list[FilterGroup]:
    overdue = sum(one.overdue for one in units)
    groups = [
        FilterGroup("期限", "overdue", [FilterOption("已逾期", "1", overdue, narrow.is_overdue)]),
        FilterGroup("查出", "found", [
            FilterOption(one.label, one.detector, one.tasks, one.detector == narrow.detector) for one in kinds
        ]),
        FilterGroup("单位", "unit", [
            FilterOption(one.unit_name, str(one.unit_id), one.open, one.unit_id == narrow.unit_id) for one in units
        ]),
    ]  # fmt: skip
    return [group for group in groups if group.options]


def _task_table(lines: Sequence[TaskLine]) -> Table:
    columns = [Column("标题"), Column("查出"), Column("期限"), Column("单位")]
    rows = [
        Row([
            Cell(one.title, reverse("office:screening_task", args=[one.item_id]), note=one.index_no),
            f"{'、'.join(one.labels)}，{one.places} 处",
            Cell(due=Due(one.left.level, one.left.words, one.due_on)),
            one.unit_name,
        ])
        for one in lines
    ]  # fmt: skip
    return Table("待整改的公开信息", columns, rows)


# ---- the rescan ----------------------------------------------------------------------------------------


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def rescan(request: HttpRequest) -> HttpResponse:
    """Ask what to look through, say what will happen, then hand it to the background."""
    now = moment_of(request)
    form = bound(RescanForm, request)
    offer(form, "unit", open_units().values_list("id", "name"), empty="全部单位")

    def begin(filled: dict[str, Any]) -> HttpResponse:
        params = {"since": _since(filled), "unit_ids": _units(filled), "all": filled["all_again"]}
        job_id = enqueue(
            kind="screening.rescan", title=f"存量排查：{_unit_words(filled)}", params=params,
            by=now.standing.actor(), at=now.at,
        )  # fmt: skip
        return HttpResponseRedirect(reverse("office:job", args=[job_id]))

    return confirmed_form(
        request,
        form,
        _ask,
        begin,
        title="开始排查",
        label="下一步",
        back=reverse("office:screening"),
        intro="把已经公开的信息按现在的规则再查一遍。先选范围，下一页写明会发生什么。",
    )


def _ask(filled: dict[str, Any]) -> Confirm:
    total = to_rescan(
        since=filled["since"], unit_ids=_units(filled), all_again=filled["all_again"], rules=rules_now()
    )
    return Confirm(
        title="开始排查",
        consequence=f"{total:,} 条公开信息连同附件在后台查一遍，可以随时停下、接着查。查出问题的列入所在单位的“待整改”，"
        f"期限 {task_days()} 个工作日。公开的内容不会自动改动，由各单位更正、撤回，或者说明为什么不是问题。",
        act="开始排查",
        back_url=reverse("office:screening"),
        facts=[
            HeadLine("范围", _unit_words(filled)),
            HeadLine("公开日期", f"{day(filled['since'])}以来" if filled["since"] else "不限"),
            HeadLine("查过的", "再查一遍" if filled["all_again"] else "跳过按现行规则查过的"),
        ],
    )


def _since(filled: dict[str, Any]) -> str | None:
    return filled["since"].isoformat() if filled["since"] else None


def _units(filled: dict[str, Any]) -> list[int] | None:
    return subtree_ids(int(filled["unit"])) if filled["unit"] else None


def _unit_words(filled: dict[str, Any]) -> str:
    unit = unit_by_id(int(filled["unit"])) if filled["unit"] else None
    return f"{unit.name}和下属单位" if unit else "全部单位"


# ---- one item ------------------------------------------------------------------------------------------


@staff_required
@only_workers
@require_safe
def task(request: HttpRequest, item_id: int) -> HttpResponse:
    now = moment_of(request)
    found = task_facts(now.standing, item_id, today=now.today)
    if found is None:
        raise Http404
    return render(
        request,
        "office/screening/task.html",
        {
            "task": found,
            "due": Due(found.left.level, found.left.words, found.due_on),
            "facts": [
                HeadLine("索引号", found.index_no),
                HeadLine("单位", found.unit_name),
                HeadLine("公开日期", day(found.published_on) if found.published_on else ""),
            ],
            "desk": reverse("office:desk", args=[item_id]),
            "correct": f"{reverse('office:item_correct', args=[item_id])}?hide=1",
            "withdraw": reverse("office:item_withdraw", args=[item_id]),
            "back": reverse("office:screening_tasks"),
        },
    )


@staff_required
@only_workers
@require_POST
def dismiss(request: HttpRequest, item_id: int) -> HttpResponse:
    """One finding with its reason, or with `all` everything that is open under one reason."""
    now = moment_of(request)
    found = task_facts(now.standing, item_id, today=now.today)
    if found is None:
        raise Http404
    which = request.POST.get("go", "")
    if which == ENTER:
        which = reason_entered(request)
    shown = [line.id for group in found.groups for line in group.lines]
    ids = [one for one in shown if which in (str(one), "all")]
    beside = reasons_beside(request, shown, ids)

    def record() -> None:
        for reason, finding_ids in [*beside.items(), (request.POST.get(f"reason_{which}", ""), ids)]:
            dismiss_public_findings(
                item_id=item_id, finding_ids=finding_ids, reason=reason, by=now.standing, at=now.at
            )

    here = reverse("office:screening_task", args=[item_id])
    is_last = len(ids) + sum(map(len, beside.values())) == found.count
    to = reverse("office:screening_tasks") if is_last else here
    return press(request, record, done="已记下不是问题。", back=here, to=to)


urls = [
    path("screening/", screening, name="screening"),
    path("screening/rescan/", rescan, name="screening_rescan"),
    path("screening/tasks/", tasks, name="screening_tasks"),
    path("screening/tasks/<int:item_id>/", task, name="screening_task"),
    path("screening/tasks/<int:item_id>/dismiss/", dismiss, name="screening_dismiss"),
]
