"""Closing a unit's year by hand, and opening it again. The publication of the annual report closes it by itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from gongkai.components.dates import day
from gongkai.components.parts import Confirm, HeadLine
from gongkai.office.one_form import confirmed
from gongkai.office.register.common import for_workers, unit_url
from gongkai.office.standing import forbidden, moment_of, staff_required
from gongkai.registers import actions
from gongkai.registers.policies import may_freeze, may_read
from gongkai.registers.queries import frozen_since, register_states
from gongkai.registers.rules import FIRST_YEAR
from gongkai.units.queries import unit_by_id

ONLY_OFFICE = "年度由政务公开办封存、重新打开；年报公布时系统自动封存。"


@staff_required
@for_workers
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: HttpRequest, unit_id: int, year: int) -> HttpResponse:
    """What stands to be done follows from how the year stands; the button says which it was, so that two don't cross."""
    now = moment_of(request)
    unit = unit_by_id(unit_id)
    if unit is None or not may_read(now.standing, unit_id) or not FIRST_YEAR <= year <= now.today.year:
        raise Http404
    if not may_freeze(now.standing):
        return forbidden(request, ONLY_OFFICE)
    since = frozen_since(now.standing, unit_id=unit_id, year=year)
    opens = request.POST.get("act") == "reopen" if request.method == "POST" else since is not None
    states = register_states(now.standing, unit_id=unit_id, year=year, today=now.today)
    late = [state.register.label for state in states if state.is_late]
    facts = [
        HeadLine("单位", unit.name),
        HeadLine("还缺", "、".join(late) if late else "齐了"),
        *([HeadLine("封存", f"{day(since)}起")] if since else []),
    ]
    act = actions.reopen_year if opens else actions.freeze_year
    return confirmed(
        request,
        (_reopening if opens else _freezing)(unit_id, year, facts),
        lambda: act(unit_id=unit_id, year=year, by=now.standing, at=now.at),
        done=f"{unit.name}的{year}年已{'重新打开' if opens else '封存'}。",
        to=unit_url(unit_id, year),
    )


def _freezing(unit_id: int, year: int, facts: list[HeadLine]) -> Confirm:
    return Confirm(
        title=f"封存{year}年的登记册",
        consequence="封存以后还能填、还能改，但每一处都要写明原因，原因记在台账里。可以重新打开。",
        act=f"封存{year}年",
        back_url=unit_url(unit_id, year),
        facts=facts,
        hidden=[("act", "freeze")],
    )


def _reopening(unit_id: int, year: int, facts: list[HeadLine]) -> Confirm:
    return Confirm(
        title=f"重新打开{year}年的登记册",
        consequence="打开以后改动不再要写原因；次年 3 月 31 日以后的改动仍然要写。"
        "年报已经公布的数不会跟着变，要改走年报的更正。",
        act=f"重新打开{year}年",
        back_url=unit_url(unit_id, year),
        facts=facts,
        hidden=[("act", "reopen")],
    )


urls = [path("registers/years/<int:unit_id>/<int:year>/", closing, name="register_year")]
