"""Reports of invented units in which everything holds: tables, carry-over, text, dates. Seeded, so that they repeat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random

from gongkai.reports.checks import Around
from gongkai.reports.checks.identities import DETAILS, PARTS
from gongkai.reports.facts import Number, ReportFacts, Section
from gongkai.reports.layouts import TEMPLATES, template_for_year
from gongkai.reports.layouts.shapes import from_cells

NAMES = (
    "水务局",
    "交通运输局",
    "教育局",
    "农业农村局",
    "民政局",
    "财政局",
    "应急管理局",
    "审计局",
    "统计局",
    "司法局",
)
_PLACES = ("青禾县", "云溪县", "白石县", "柳河县", "东岭县")
_WORK = ("堤防", "农村公路", "校舍", "粮库", "养老院", "预算", "危化品", "村账", "调查", "调解")


def changed(facts: ReportFacts, cells: Mapping[str, Number] | None = None, **fields: object) -> ReportFacts:
    """The report with these cells (all others as they were) and fields."""
    made = facts
    if cells:
        grids = from_cells(
            {**dict(facts.cells()), **cells}, unit_code="", unit_name="", year=0, template=facts.template
        )
        made = replace(facts, disclosure=grids.disclosure, foi=grids.foi, disputes=grids.disputes)
    return replace(made, **fields)  # type: ignore[arg-type]


def without(facts: ReportFacts, *addresses: str) -> ReportFacts:
    """The report without these cells."""
    cells = {address: value for address, value in facts.cells() if address not in addresses}
    grids = from_cells(cells, unit_code="", unit_name="", year=0, template=facts.template)
    return replace(facts, disclosure=grids.disclosure, foi=grids.foi, disputes=grids.disputes)


def saying(facts: ReportFacts, text: str, no: int = 1) -> ReportFacts:
    """The report with one part's text replaced."""
    return replace(facts, sections=tuple(replace(s, text=text) if s.no == no else s for s in facts.sections))


@dataclass(frozen=True)
class UnitYear:
    facts: ReportFacts
    around: Around


def unit_year(seed: int, year: int = 2025) -> UnitYear:
    """A unit's report with last year's; `seed` decides all numbers and words."""
    random = Random(seed)
    code, name = f"{370000 + seed}", f"{_PLACES[seed % 5]}{NAMES[seed % 10]}"
    before = _cells(random, year - 1, {})
    now = _cells(random, year, before)
    old = from_cells(
        before, unit_code=code, unit_name=name, year=year - 1, template=template_for_year(year - 1).code
    )
    facts = from_cells(now, unit_code=code, unit_name=name, year=year, template=template_for_year(year).code)
    facts = replace(
        facts,
        sections=_sections(random, seed, year, now, before),
        submitted_on=date(year + 1, 1, 10 + seed % 10),
        published_on=date(year + 1, 1, 20 + seed % 10),
    )
    old = replace(old, sections=_sections(Random(seed + 7_000_000), seed + 3, year - 1, before, {}))
    return UnitYear(facts, Around(last_year=old))


def _cells(random: Random, year: int, before: dict[str, Number]) -> dict[str, Number]:
    template = template_for_year(year)
    cells: dict[str, Number] = dict.fromkeys(template.by_address, 0)
    _requests(random, cells, before)
    for group in ("review", "litigation_direct", "litigation_after_review"):
        pending = int(before.get(f"disputes.{group}/pending") or 0)
        parts = [
            pending + random.randint(2, 4),
            random.randint(0, 1),
            random.randint(0, 1),
            random.randint(0, 1),
        ]
        if group == "litigation_after_review":
            parts[0] = pending + 1
        for column, value in zip(("upheld", "corrected", "other", "pending"), parts, strict=True):
            cells[f"disputes.{group}/{column}"] = value
        cells[f"disputes.{group}/total"] = sum(parts)
    made, repealed = random.randint(1, 9), random.randint(0, 4)
    valid = before.get("disclosure.normative_documents.valid")
    start = int(valid) if valid is not None else random.randint(10, 60)
    told = {
        "normative_documents.made": made,
        "normative_documents.repealed": repealed,
        "normative_documents.valid": start + made - repealed if valid is not None else start + made,
        "licensing.processed": random.randint(40, 99),
        "punishment.processed": random.randint(20, 60),
        "coercion.processed": random.randint(5, 20),
        "fees.amount": Decimal(random.randint(20_000, 60_000)) / 10_000,
    }
    cells |= {f"disclosure.{key}": value for key, value in told.items() if f"disclosure.{key}" in cells}
    return cells


def _requests(random: Random, cells: dict[str, Number], before: dict[str, Number]) -> None:
    rows = [row for row in DETAILS if f"foi.{row}/total" in cells and row != "denied.state_secret"]
    for column in PARTS:
        carried = int(before.get(f"foi.carried_forward/{column}") or 0) if before else random.randint(0, 2)
        new = random.randint(9, 14) if column == "natural_person" else random.randint(0, 3)
        forward = random.randint(0, min(2, new))
        cells[f"foi.new_received/{column}"], cells[f"foi.carried_over/{column}"] = new, carried
        cells[f"foi.carried_forward/{column}"] = forward
        for _ in range(new + carried - forward):
            row = "results.granted" if random.random() < 0.6 else random.choice(rows)
            cells[f"foi.{row}/{column}"] = int(cells[f"foi.{row}/{column}"] or 0) + 1
        cells[f"foi.results.total/{column}"] = new + carried - forward
    for row in {address.rpartition("/")[0] for address in cells if address.startswith("foi.")}:
        cells[f"{row}/total"] = sum(int(cells[f"{row}/{column}"] or 0) for column in PARTS)


def _sections(
    random: Random, seed: int, year: int, cells: dict[str, Number], before: dict[str, Number]
) -> tuple[Section, ...]:
    """Two ways of writing, by turns, so that no year copies the one before."""
    work = _WORK[seed % 10]
    few = random.randint(2, 5)
    problems = (
        f"存在的主要问题：{work}项目的招标结果有{few}次晚了公开，{work}管护的责任人没有写全。\n"
        f"改进情况：上年查出的{few + 3}处失效链接已经换掉；明年3月底前由{work}科把责任人补齐，每月15日核对一遍目录。",
        f"问题有{few}个：解读晚于文件上网的有{few}篇；镇里的公开栏换得慢，{work}的补助名单有{few + 1}期没有按时贴。\n"
        f"打算这样改进：解读与文件同一天送审，{work}名单贴出以后拍照上传，6月和12月各抽查一次并通报结果。",
    )[year % 2]
    texts = {1: _overview(random, work, year, cells), 5: problems, 6: "本年没有收取信息处理费。"}
    return tuple(Section(p.no, p.title, texts.get(p.no, "")) for p in TEMPLATES["2021"].parts)


def _overview(random: Random, work: str, year: int, n: dict[str, Number]) -> str:
    a, b, c = (random.randint(20, 90) for _ in range(3))
    whole = a + b + c
    shares = [_half_up(part, whole) for part in (a, b, c)]
    foi = {
        row: n[f"foi.{row}/total"]
        for row in (
            "new_received",
            "carried_over",
            "results.granted",
            "results.partial",
            "results.total",
            "carried_forward",
        )
    }
    if year % 2:
        lines = [
            f"（一）主动公开。{year}年主动公开政府信息{whole}条，其中政策文件类{a}条，占{shares[0]}%；"
            f"工作动态类{b}条，占{shares[1]}%；其他{c}条，占{shares[2]}%。",
            f"（二）依申请公开。全年新收政府信息公开申请{foi['new_received']}件，上年结转{foi['carried_over']}件；"
            f"办结{foi['results.total']}件，其中予以公开{foi['results.granted']}件、部分公开{foi['results.partial']}件；"
            f"结转下年度继续办理{foi['carried_forward']}件。因政府信息公开被申请行政复议{n['disputes.review/total']}件。",
            f"（三）政府信息管理。清理了{work}方面的旧文件，公开属性由办公室和业务科室一起定，目录每季度更新。",
            "（四）平台建设。网站专栏按新的分类整理，镇里的查阅点添了触摸屏，公众号按周推送。",
            "（五）监督保障。把公开列入科室考核，办了两期培训，没有发生责任追究的情形。",
        ]
    else:
        lines = [
            f"一年里，{work}的预算、补助、招标结果照目录公布，共主动公开政府信息{whole}条。文件{a}件，动态{b}篇，其余{c}条是办事指南。",
            f"依申请公开方面，共收到政府信息公开申请{foi['new_received']}件，加上上年结转的{foi['carried_over']}件，"
            f"答复{foi['results.total']}件，还有{foi['carried_forward']}件到年底没有到期。",
            f"信息管理：{work}文件定稿时就写明公开属性，过时的十天内标注失效。",
            "平台：老网址并到新专栏，公报每月送到图书馆，短视频由专人审看。",
            f"保障：局长听取{work}公开的汇报两次，科室互查一次，查出的错当月改完。",
        ]
    return "\n".join([*lines, *_table_one(n)])


def _table_one(n: dict[str, Number]) -> list[str]:
    if "disclosure.normative_documents.repealed" not in n:
        return []
    d = {key.removeprefix("disclosure."): value for key, value in n.items() if key.startswith("disclosure.")}
    return [
        f"制发行政规范性文件{d['normative_documents.made']}件，废止规范性文件{d['normative_documents.repealed']}件，"
        f"现行有效的规范性文件{d['normative_documents.valid']}件；作出行政许可决定{d['licensing.processed']}件，"
        f"作出行政处罚决定{d['punishment.processed']}件，作出行政强制决定{d['coercion.processed']}件，"
        f"收取行政事业性收费{d['fees.amount']}万元。"
    ]


def _half_up(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), "ROUND_HALF_UP")
