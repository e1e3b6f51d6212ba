"""Which way is the right one: the sorter of all kinds that citizens write themselves, and the flow chart of each."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import mark_safe

from gongkai.accounts.roles import ROLES
from gongkai.cases.declaring import CaseKind
from gongkai.cases.kinds import CASE_KINDS
from gongkai.components.parts import Link
from gongkai.kinds.chart import FlowRow, flow_chart_svg, flow_table
from gongkai.portal.answering import revalidated, show
from gongkai.portal.cases import paths


@dataclass(frozen=True)
class Way:
    """A kind on the sorter: what it is for, an example, where it begins."""

    kind: CaseKind
    label: str
    url: str
    how_url: str
    example: str


def open_kinds() -> list[CaseKind]:
    """What everybody may write, in the order of the kinds."""
    return [kind for kind in CASE_KINDS.values() if kind.open_to_all and kind.pages]


def open_kind(code: str) -> CaseKind:
    kind = CASE_KINDS.get(code)
    if kind is None or not kind.open_to_all or not kind.pages:
        raise Http404
    return kind


def ways() -> list[Way]:
    return [
        Way(
            kind=kind,
            label=kind.apply_words or kind.label,
            url=paths.start(kind.code),
            how_url=paths.how(kind.code),
            example=next((asked.example for asked in kind.fields if asked.example), ""),
        )
        for kind in open_kinds()
    ]


def begin_url(unit_code: str = "") -> str:
    """Where the first of the kinds begins, for a unit when one is known; "" when there is none."""
    first = next(iter(open_kinds()), None)
    if first is None:
        return ""
    return paths.page(first.code, unit_code, first.pages[0].code) if unit_code else paths.start(first.code)


@revalidated
def sorter(request: HttpRequest) -> HttpResponse:
    """The same for everybody, so kept by caches like every public page."""
    page = {"ways": ways(), "trail": [Link("首页", "/"), Link("我要写")]}
    return show(request, "portal/cases/sorter.html", page)


@revalidated
def chart(request: HttpRequest, kind: str) -> HttpResponse:
    """How a kind goes: chart, the same as a table, and what each state means."""
    found = open_kind(kind)
    page = {
        "kind": found,
        "svg": mark_safe(flow_chart_svg(found)),  # noqa: S308  # drawn by us from the declaration, escaped there
        "rows": [(row, who_words(found, row)) for row in flow_table(found)],
        "trail": [Link("首页", "/"), Link("我要写", paths.WRITE), Link(f"{found.label}怎样办")],
        "start": paths.start(found.code),
    }
    return show(request, "portal/cases/chart.html", page)


def who_words(kind: CaseKind, row: FlowRow) -> str:
    """Who does a step: people by their posts, the person who wrote in, or the clock."""
    if kind.act(row.act).who == "clock":
        return "期限到了自动"
    names = [
        "申请人" if role == "applicant" else ROLES[role].label
        for role in row.roles
        if role in ROLES or role == "applicant"
    ]
    return "、".join(names)
