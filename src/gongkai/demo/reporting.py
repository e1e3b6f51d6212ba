"""Annual reports of the county: last year's of every unit written, handed in and published, this year's begun by a few."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.accounts.policies import Standing
from gongkai.demo.stage import BUILDER, at_hour
from gongkai.reports.actions import building, passing, publishing, writing
from gongkai.reports.layouts.samples import OTHER_MATTERS, OVERALL, OVERALL_GOVERNMENT
from gongkai.reports.queries.desk import report_ids
from gongkai.reports.queries.owing import Owing, owing_units

_BEGUN = 6  # units that have begun this year's report
_MANAGED = (
    "凡制发公文先定公开属性，属于规范性文件的一律公开全文，年底对现行文件清理了一遍。",
    "拟文、核稿、签发三个环节都核对公开属性，目录和指南随职责变化及时更新。",
    "由办公室统一登记、统一发布，信息公开前都做保密审查和个人信息检查。",
)
_PLATFORMS = (
    "依托县政务公开平台发布信息，单位门口的公开栏同步更新，方便不上网的群众查看。",
    "专栏按目录更新，失效文件及时标注，办事大厅设有查阅点，有专人协助查阅。",
    "政策文件和解读材料相互链接，图解和问答一起发布，群众看得懂、找得到。",
)
_ASSURED = (
    "分管领导负总责，一名信息员和一名 B 岗具体负责，按季度自查一次。",
    "把公开工作列入年度考核，组织学习条例和保密规定，对逾期的事项逐件说明原因。",
    "每月核对一次目录，发现漏公开、晚公开的当月补上，没有发生责任追究的情形。",
)
_PROBLEMS = (
    ("政策解读形式偏文字，图解少", "对涉及面广的文件一律配图解和问答"),
    ("个别栏目更新不够及时", "每月末由专人对照目录检查，缺的下月五日前补齐"),
    ("申请答复的说理还不够具体", "建立答复文书互审，疑难件先与政务公开办会商"),
    ("基层窗口人员对公开目录不熟", "上下半年各培训一次，新到岗的由老同事带"),
)
_MENDED = (
    "上年提出的目录更新慢已经改正，今年各栏目都在期限内更新。",
    "上年提出的培训少已经改正，今年按计划组织了业务学习。",
    "上年提出的解读滞后有所改善，解读与文件基本做到同步。",
)


@dataclass(frozen=True)
class _Desk:
    """Who does what in one unit, as far as it has such people."""

    officer: Standing
    leader: Standing
    publisher: Standing


def report_on_the_year(*, cast: Mapping[int, Standing], as_of: date, seed: int) -> int:
    """Publish last year's reports and begin this year's; returns how many reports there are."""
    dice = random.Random(seed)  # noqa: S311 (a demo)
    offices = sorted((s for s in cast.values() if s.has("disclosure_office")), key=lambda s: s.username)
    if not offices:
        return 0
    last = as_of.year - 1
    owing = owing_units(kind="annual", year=last)
    opening = min(at_hour(date(last + 1, 1, 6), 9), at_hour(as_of, 8))
    building.build(kind="annual", year=last, owing=owing, by=BUILDER, at=opening)
    ids = report_ids(kind="annual", year=last)
    for one in owing:
        _publish(one, ids[one.unit_id], _people(one, cast, offices[0]), offices[0], last, as_of, dice)
    begun = [one for one in owing_units(kind="annual", year=as_of.year) if not one.is_government]
    building.build(
        kind="annual",
        year=as_of.year,
        owing=dice.sample(begun, k=min(_BEGUN, len(begun))),
        by=BUILDER,
        at=at_hour(as_of, 8),
    )
    return len(owing) + min(_BEGUN, len(begun))


def _people(one: Owing, cast: Mapping[int, Standing], office: Standing) -> _Desk:
    """A government's own report is in the hands of the disclosure office and signed by its own unit's leader."""

    def held(role: str) -> Standing:
        place = office.home_unit_id if one.is_government else one.unit_id
        found = [s for s in cast.values() if place in s.unit_ids(role)]
        return min(found, key=lambda s: s.username, default=office)

    return _Desk(held("officer"), held("leader"), held("publisher"))


def _publish(
    one: Owing, report_id: int, desk: _Desk, office: Standing, year: int, as_of: date, dice: random.Random
) -> None:
    begins = date(year + 1, 3, 2) if one.is_government else date(year + 1, 1, 7)
    first = begins + timedelta(days=dice.randrange(5))
    officer = office if one.is_government else desk.officer
    steps: tuple[tuple[Callable[..., object], Standing, int], ...] = (
        (passing.sign, desk.leader, 4),
        (passing.submit, officer, 5),
        (passing.accept, office, 8),
        (publishing.publish, office if one.is_government else desk.publisher, 11),
    )
    if first > as_of:
        return
    at = at_hour(first, 10)
    words = _words(dice, government=one.is_government)
    writing.save_sections(report_id=report_id, texts=words, by=officer, at=at)
    for act, person, days in steps:
        if first + timedelta(days=days) > as_of:
            return
        act(report_id=report_id, by=person, at=at_hour(first + timedelta(days=days), 10))


def _words(dice: random.Random, *, government: bool) -> dict[int, str]:
    """The sample phrasing with what a person would have written in place of its gaps."""
    said = iter([dice.choice(_MANAGED), dice.choice(_PLATFORMS), dice.choice(_ASSURED)])
    lines = []
    for line in (OVERALL_GOVERNMENT if government else OVERALL).split("\n"):
        head, gap, _ = line.partition("【")
        lines.append(head + (next(said) if gap else ""))
    problem, way = dice.choice(_PROBLEMS)
    return {
        1: "\n".join(lines),
        5: f"存在的主要问题：{problem}。{dice.choice(_MENDED)}\n改进情况：{way}，由办公室负责，半年内见效。",
        6: OTHER_MATTERS.partition("\n")[0] + "\n没有其他需要报告的事项。",
    }
