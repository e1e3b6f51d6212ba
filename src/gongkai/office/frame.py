"""The bar and the side list of every staff page: who one is, the views with their counts, the tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse

from gongkai.accounts.policies import Standing
from gongkai.accounts.roles import ROLES
from gongkai.cases.importing.sheets import importable
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.policies import may_set_retention
from gongkai.cases.queries.desk import CASE_VIEWS, takes_part
from gongkai.cases.queries.desk import view_counts as case_view_counts
from gongkai.cases.queries.own_data import settles_wishes
from gongkai.clocks.queries import calendar
from gongkai.clocks.rules import WorkCalendar
from gongkai.components.context import OfficeFrame
from gongkai.components.parts import NavGroup, NavLink
from gongkai.disclosure.queries.office import VIEWS, is_filer, view_counts
from gongkai.office.standing import moment_of

_HOT = ("overdue",)
_FOR_FILERS = ("mine", "returned")
_WHEN_FILLED = ("review", "help", "paused")


@dataclass(frozen=True)
class Tool:
    """An entry of the side list: `name` is the url name in office/urls.py, `right` says who sees it."""

    group: str
    label: str
    name: str
    right: Callable[[Standing], bool]


def works(by: Standing) -> bool:
    return bool(by.unit_ids()) or by.sees_all


# Each area adds its pages here; an entry whose url doesn't exist is left out.
TOOLS: tuple[Tool, ...] = (
    Tool("信息", "新建信息", "item_new", is_filer),
    Tool("信息", "全部信息", "items", works),
    Tool("信息", "公开列表", "publications", works),
    Tool("信息", "批量导入", "imports", is_filer),
    Tool("信息", "紧急公开报告", "urgent", lambda by: by.sees_all),
    Tool("答复", "答复公开", "answers", takes_part),
    Tool("答复", "知识库", "knowledge", takes_part),
    Tool("答复", "多次申请的信息", "often_asked", lambda by: by.has("disclosure_office", "auditor")),
    Tool("答复", "约谈、通报", "accountability", takes_part),
    Tool("答复", "更正要求", "data_wishes", settles_wishes),
    Tool("报告", "公开情况", "figures", works),
    Tool("年报", "登记册", "registers", works),
    Tool("报告", "年度报告和其他报告", "reports", works),
    Tool("管理", "个人信息保存期限", "retention", may_set_retention),
    Tool("管理", "栏目和责任", "catalogue", works),
    Tool("管理", "送交登记", "deliveries", works),
    Tool("管理", "存量排查和筛查规则", "screening", works),
    Tool("管理", "日历和时限", "calendar", works),
    Tool("管理", "审核流程", "routes", lambda by: by.has("disclosure_office")),
    Tool("管理", "单位", "units", lambda by: works(by) or by.has("system_admin")),
    Tool("管理", "人员和角色", "people", lambda by: by.has("system_admin", "security_admin")),
    Tool("管理", "台账", "ledger", lambda by: by.has("auditor", "audit_admin")),
    Tool("管理", "缺人的流程", "staffing", lambda by: by.has("security_admin", "system_admin")),
    Tool("管理", "后台任务", "jobs", lambda by: True),
    Tool("管理", "运行状况", "health", lambda by: by.has("system_admin")),
    Tool("我", "请假", "leave", lambda by: True),
    Tool("我", "改密码", "password", lambda by: True),
)


def counts_of(request: HttpRequest) -> dict[str, int]:
    """The numbers of the views, read once for each request."""
    kept: dict[str, int] | None = getattr(request, "_office_counts", None)
    if kept is None:
        moment = moment_of(request)
        works_here = works(moment.standing)
        kept = view_counts(moment.standing, today=moment.today, work=work_of(request)) if works_here else {}
        request._office_counts = kept  # type: ignore[attr-defined]
    return kept


def work_of(request: HttpRequest) -> WorkCalendar:
    """The calendar, read once for each request."""
    kept: WorkCalendar | None = getattr(request, "_work_calendar", None)
    if kept is None:
        kept = calendar()
        request._work_calendar = kept  # type: ignore[attr-defined]
    return kept


def case_counts_of(request: HttpRequest) -> dict[str, int]:
    """The same for cases."""
    kept: dict[str, int] | None = getattr(request, "_case_counts", None)
    if kept is None:
        moment = moment_of(request)
        kept = (
            case_view_counts(moment.standing, today=moment.today, work=work_of(request))
            if takes_part(moment.standing)
            else {}
        )
        request._case_counts = kept  # type: ignore[attr-defined]
    return kept


def office_frame(request: HttpRequest) -> OfficeFrame:
    if not request.user.is_authenticated:
        return OfficeFrame()
    by = moment_of(request).standing
    return OfficeFrame(
        unit=by.home_unit_name,
        person=_person(by),
        acting_for=_acting(by),
        groups=[*_views(request, by), *_cases(request, by), *_tools(by)],
        find_path=_url("items"),
        home_path=_url("home"),
        logout_path=_url("logout"),
        keep_alive_path=_url("keep_alive"),
        session_seconds=settings.SESSION_COOKIE_AGE,
    )


def _person(by: Standing) -> str:
    labels = list(dict.fromkeys(ROLES[p.role].label for p in by.posts if p.acting_for is None))
    return " · ".join([by.name, "、".join(labels[:2])]) if labels else by.name


def _acting(by: Standing) -> str:
    labels = list(dict.fromkeys(ROLES[p.role].label for p in by.posts if p.acting_for is not None))
    return f"代{'、'.join(labels)}（B 角）" if labels else ""


def _views(request: HttpRequest, by: Standing) -> list[NavGroup]:
    if not works(by):
        return []
    counts = counts_of(request)
    groups: dict[str, list[NavLink]] = {}
    for view in VIEWS.values():
        if view.code in _FOR_FILERS and not is_filer(by):
            continue
        count = counts.get(view.code)
        url = _url("inbox", view.code)
        groups.setdefault(view.group, []).append(
            NavLink(
                view.label,
                url,
                count,
                hot=view.code in _HOT and bool(count),
                current=_is_here(request, view.code),
            )
        )
    debts = _url("debts")
    if debts:
        groups["本单位"].append(NavLink("该公开还没公开", debts, counts.get("debts")))
    if tasks := counts.get("screening", 0):
        groups["本单位"].append(NavLink("排查整改", _url("screening_tasks"), tasks))
    return [NavGroup(label, links) for label, links in groups.items()]


def _cases(request: HttpRequest, by: Standing) -> list[NavGroup]:
    """来件: the views of cases; those that only some people need are left out while they are empty."""
    if not takes_part(by):
        return []
    counts = case_counts_of(request)
    here = getattr(request, "_case_view", "")
    links = [
        NavLink(
            view.label,
            _url("cases_in", view.code),
            counts.get(view.code),
            hot=view.code in _HOT and counts.get(view.code, 0) > 0,
            current=here == view.code,
        )
        for view in CASE_VIEWS.values()
        if view.code not in _WHEN_FILLED or counts.get(view.code) or here == view.code
    ]
    if any(by.has(*kind.intake_roles) for kind in CASE_KINDS.values()):
        links.append(NavLink("登记来件", _url("case_new")))
    if any(by.has(*kind.intake_roles) for kind in CASE_KINDS.values() if importable(kind)):
        links.append(NavLink("导入来件", _url("case_imports")))
    links.append(NavLink("公众关注热点", _url("case_topics")))
    return [NavGroup("来件", links)]


def _is_here(request: HttpRequest, code: str) -> bool:
    return getattr(request, "_office_view", "") == code


def _tools(by: Standing) -> list[NavGroup]:
    groups: dict[str, list[NavLink]] = {}
    for tool in TOOLS:
        url = _url(tool.name)
        if url and tool.right(by):
            groups.setdefault(tool.group, []).append(NavLink(tool.label, url))
    return [NavGroup(label, links) for label, links in groups.items()]


def _url(name: str, *args: str) -> str:
    return _url_under(get_script_prefix(), name, *args)


@lru_cache(maxsize=1000)
def _url_under(prefix: str, name: str, *args: str) -> str:
    """Of one installation; worked out once: a page has some forty of them in its frame."""
    try:
        return reverse(f"office:{name}", args=args)
    except NoReverseMatch:
        return ""
