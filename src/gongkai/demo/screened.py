"""Screening as a newcomer meets it: what was masked and is public, what waits for somebody, what a rescan found later.

Persons and numbers are invented; the region of the numbers is the invented county's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from gongkai.accounts.policies import Standing
from gongkai.demo.playing import settle, walk
from gongkai.demo.stage import BUILDER, Plan, Scene, at_hour, who
from gongkai.disclosure.actions import drafting, redacting, reviewing, screening
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.actions.migrating import Finished, take_over_finished
from gongkai.disclosure.actions.rescanning import rescan
from gongkai.disclosure.queries.routes import RoutePlans
from gongkai.disclosure.queries.screening import found_in
from gongkai.screening.checksums import id_check_char

Trail = tuple[tuple[int, datetime], ...]
TrailOf = Callable[[Plan, str], Trail | None]
_PEOPLE = ("赵春生", "钱秀芳", "孙德海", "李桂英")
_DAYS = ("19620315", "19710908", "19580122", "19830706")


def show_screening(scene: Scene, trail_of: TrailOf, routes: RoutePlans) -> int:
    """A list and a penal decision in work, a list and an older list that are public. Returns how many items."""
    town, bureau = _unit(scene, "town"), _unit(scene, "department")
    made = 0
    if town is not None:
        made += _list_with_masked_numbers(scene, town)
        made += _old_list_with_numbers(scene, town, trail_of, routes)
    if bureau is not None:
        made += _decision_in_work(scene, bureau)
    return made


def _unit(scene: Scene, kind: str) -> Plan | None:
    """The first unit of a kind that has somebody to file, a few working days ago."""
    on = scene.working.add_working_days(scene.as_of - timedelta(days=16), 1).on
    for unit in scene.county.units:
        plan = Plan(unit, on, "plain")
        if (
            unit.kind == kind
            and unit.code in scene.unit_ids
            and unit.open_on(on)
            and who(scene, "officer", unit)
        ):
            return plan
    return None


def _number(place: int) -> str:
    first = f"539921{_DAYS[place]}{211 + 2 * place}"
    return first + id_check_char(first)


def _list(title: str, *, numbers: bool, scene: Scene, topic: str, on: datetime) -> Content:
    head = (
        "<tr><th>序号</th><th>姓名</th><th>村组</th>"
        + ("<th>身份证号码</th>" if numbers else "")
        + "<th>金额（元）</th></tr>"
    )
    rows = "".join(
        f"<tr><td>{n + 1}</td><td>{name}</td><td>河口村{n + 1}组</td>"
        + (f"<td>{_number(n)}</td>" if numbers else "")
        + f"<td>{800 + 60 * n}</td></tr>"
        for n, name in enumerate(_PEOPLE)
    )
    body = f"<p>经户申请、村评议、镇审核，现将发放名单公示如下，公示期七天。</p><table>{head}{rows}</table>"
    return _content(title, body, scene, topic, on)


def _content(title: str, body: str, scene: Scene, topic: str, on: datetime, **more: str) -> Content:
    found = scene.topics.get(topic)
    day = on.date()
    head = {
        "topic_id": found.pk if found else None,
        "signed_on": day,
        "formed_on": day,
        "stage": "result",
        **more,
    }
    return Content(title, body, head, {})


def _list_with_masked_numbers(scene: Scene, plan: Plan) -> int:
    """Filed with ID numbers, which screening found; masked, passed and public with the reason told."""
    at = at_hour(plan.on, 9, 20)
    officer = _officer(scene, plan)
    content = _list(
        f"{plan.unit.name}临时救助发放名单公示", numbers=True, scene=scene, topic="livelihood.poverty", on=at
    )
    item_id = _begin(scene, plan, "subsidy_list", content, officer, at)
    settle(item_id, officer, at + timedelta(minutes=20))
    reviewing.submit(item_id=item_id, by=officer, at=at + timedelta(minutes=30))
    walk(scene, plan, item_id, at + timedelta(minutes=30))
    return 1


def _old_list_with_numbers(scene: Scene, plan: Plan, trail_of: TrailOf, routes: RoutePlans) -> int:
    """Public since before anybody looked: the rescan finds it, and the unit has some days to mend it."""
    trail = trail_of(plan, "subsidy_list")
    if trail is None:
        return 0
    content = _list(
        f"{plan.unit.name}农机购置补贴名单公示",
        numbers=True,
        scene=scene,
        topic="livelihood.poverty",
        on=trail[0][1],
    )
    unit_id = scene.unit_ids[plan.unit.code]
    row = Finished(unit_id, "subsidy_list", content, trail)
    take_over_finished(rows=[row], routes=routes, by=BUILDER, at=at_hour(scene.as_of, 8))
    rescan(since=trail[-1][1].date(), unit_ids=[unit_id], by=BUILDER, at=at_hour(scene.as_of, 8))
    return 1


def _decision_in_work(scene: Scene, plan: Plan) -> int:
    """A penal decision of a natural person: one finding settled with a reason, the others wait for the officer."""
    at = at_hour(scene.as_of - timedelta(days=1), 15)
    officer = _officer(scene, plan)
    body = (
        f"<p>当事人：{_PEOPLE[2]}，身份证号码：{_number(2)}，住址：清溪县城关镇文昌路18号2单元301室。</p>"
        "<p>经查，当事人未取得许可从事经营活动，决定处以罚款二千元。</p>"
        "<p>如不服本决定，可在六十日内申请行政复议。联系人：周立，电话：13900000018。</p>"
    )
    content = _content(
        f"{plan.unit.name}行政处罚决定书（{_PEOPLE[2][0]}某某）", body, scene, "penalty.decision", at
    )
    item_id = _begin(scene, plan, "penalty", content, officer, at)
    screening.bring_up_to_date(item_id=item_id, at=at)
    lines = _open(officer, item_id)
    if lines:
        redacting.redact_findings(
            item_id=item_id, finding_ids=[lines[0]], how="mask", by=officer, at=at + timedelta(minutes=10)
        )
    if len(lines) > 2:
        redacting.dismiss_findings(
            item_id=item_id, finding_ids=[lines[-1]], reason="经办人的办公联系方式，依规定公开。", by=officer,
            at=at + timedelta(minutes=12),
        )  # fmt: skip
    return 1


def _open(by: Standing, item_id: int) -> Sequence[int]:
    found = found_in(by, item_id)
    return [line.id for group in found.groups for line in group.lines] if found else []


def _officer(scene: Scene, plan: Plan) -> Standing:
    found = who(scene, "officer", plan.unit)
    assert found is not None  # noqa: S101  (_unit has asked)
    return found


def _begin(scene: Scene, plan: Plan, kind: str, content: Content, by: Standing, at: datetime) -> int:
    return drafting.begin_draft(
        unit_id=scene.unit_ids[plan.unit.code], kind=kind, content=content, by=by, at=at
    )
