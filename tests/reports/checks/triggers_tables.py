"""For each rule about tables a report that breaks it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.reports.making import UnitYear, changed, unit_year, without

from gongkai.reports.checks import Around
from gongkai.reports.checks.carrying import _JUMPS, _MATTERS
from gongkai.reports.checks.identities import BLOCKS, COLUMNS
from gongkai.reports.checks.numbers import _ROWS1, GROUPS
from gongkai.reports.checks.statistics import _BOUNDS
from gongkai.reports.facts import Number
from gongkai.reports.layouts import TEMPLATES
from gongkai.reports.layouts.v2008 import STATISTICS_SUMS

CLEAN = unit_year(1)
FACTS, LAST = CLEAN.facts, CLEAN.around.last_year
OLD = TEMPLATES["2008"].blank(unit_code="1", unit_name="青禾县水务局", year=2016, fill=0)
FIRST = TEMPLATES["2019"].blank(unit_code="1", unit_name="青禾县水务局", year=2020, fill=0)
FIRST_LAST = TEMPLATES["2019"].blank(unit_code="1", unit_name="青禾县水务局", year=2019, fill=0)


def plus(address: str, more: Number = 1) -> UnitYear:
    return replace(CLEAN, facts=changed(FACTS, {address: (FACTS.cell(address) or 0) + (more or 0)}))


def blank(*addresses: str) -> UnitYear:
    cells: dict[str, Number] = dict.fromkeys(addresses)
    return replace(CLEAN, facts=changed(FACTS, cells, blank=addresses))


def of(values: dict[str, Number], last: dict[str, Number] | None = None, **around: object) -> UnitYear:
    before = changed(LAST, last) if last else LAST
    return UnitYear(changed(FACTS, values), replace(CLEAN.around, last_year=before, **around))  # type: ignore[arg-type]


def _table_two() -> dict[str, UnitYear]:
    made: dict[str, UnitYear] = {}
    for column in COLUMNS:
        made[f"foi.e1.{column}"] = plus(f"foi.carried_forward/{column}")
        made[f"foi.e2.{column}"] = plus(f"foi.denied.admin_query/{column}")
        made[f"foi.e4.{column}"] = plus(f"foi.carried_over/{column}")
        made[f"foi.e5.{column}"] = of({f"foi.unable.not_held/{column}": -1})
        parent = changed(FACTS, {f"foi.not_processed.complaint/{column}": 99})
        made[f"parent.foi.{column}"] = UnitYear(parent, Around(children=(FACTS,)))
    for block, (_, rows) in BLOCKS.items():
        made[f"foi.e3.{block}"] = plus(f"foi.{rows[0]}/research")
        made[f"blank.mixed.{block}"] = blank(f"foi.{rows[0]}/research")
    total = "foi.results.total/total"
    made["foi.forward_too_many"] = of({"foi.carried_forward/research": 50})
    made["foi.results_without_intake"] = of({"foi.new_received/total": 0, "foi.carried_over/total": 0})
    made["foi.share.denied"] = of({"foi.denied.third_party/total": 9, total: 10})
    made["foi.share.unable"] = of({"foi.unable.not_held/total": 9, total: 10})
    made["foi.share.not_processed"] = of({"foi.not_processed.duplicate/total": 9, total: 10})
    made["foi.share.misc"] = of({"foi.other.misc/total": 9, total: 10})
    made["foi.share.excessive"] = of({"foi.not_processed.excessive/total": 9, total: 10})
    made["foi.state_secret"] = of({"foi.denied.state_secret/total": 1})
    return made


def _table_one() -> dict[str, UnitYear]:
    made: dict[str, UnitYear] = {}
    for kind in ("regulations", "normative_documents"):
        made[f"disclosure.{kind}.valid"] = plus(f"disclosure.{kind}.valid", 3)
        made[f"disclosure.{kind}.repealed"] = of({f"disclosure.{kind}.repealed": 500})
        made[f"disclosure.{kind}.valid_below"] = of({f"disclosure.{kind}.made": 400})
        made[f"disclosure.{kind}.total_public"] = UnitYear(
            changed(FIRST, {f"disclosure.{kind}.published": 3}), Around()
        )
    for row, _ in _MATTERS:
        made[f"disclosure.{row}.last_year"] = UnitYear(
            changed(FIRST, {f"disclosure.{row}.last_year": 3}), Around(last_year=FIRST_LAST)
        )
    for row, _ in _ROWS1:
        where = FACTS if any(key.startswith(f"{row}.") for key in FACTS.disclosure) else FIRST
        address = next(f"disclosure.{k}" for k in where.disclosure if k.startswith(f"{row}."))
        made[f"disclosure.whole.{row}"] = UnitYear(changed(where, {address: -1}), Around())
    made["disclosure.fees.decimals"] = of({"disclosure.fees.amount": Decimal("1.12345678")})
    made["disclosure.fees.unit"] = of({"disclosure.fees.amount": 30_000}, {"disclosure.fees.amount": 3})
    made["disclosure.regulations.power"] = of({"disclosure.regulations.made": 1}, may_make_regulations=False)
    for row in ("regulations", "normative_documents", "licensing", "punishment", "coercion", "fees"):
        address = next(f"disclosure.{k}" for k in FACTS.disclosure if k.startswith(f"{row}."))
        made[f"parent.disclosure.{row}"] = UnitYear(changed(FACTS, {address: 999}), Around(children=(FACTS,)))
    made["parent.disclosure.procurement"] = UnitYear(
        changed(FIRST, {"disclosure.procurement.projects": 9}), Around(children=(FIRST,))
    )
    return made


def _table_three() -> dict[str, UnitYear]:
    made: dict[str, UnitYear] = {}
    for group in GROUPS:
        made[f"disputes.sum.{group}"] = plus(f"disputes.{group}/other")
        made[f"disputes.whole.{group}"] = of({f"disputes.{group}/other": Decimal("0.5")})
        made[f"disputes.pending.{group}"] = of({}, {f"disputes.{group}/pending": 90})
        made[f"parent.disputes.{group}"] = UnitYear(
            changed(FACTS, {f"disputes.{group}/pending": 90}), Around(children=(FACTS,))
        )
    made["disputes.after_review"] = of({"disputes.litigation_after_review/total": 90})
    made["disputes.corrected"] = of({"disputes.review/corrected": 9, "disputes.review/total": 10})
    return made


def _forms() -> dict[str, UnitYear]:
    made: dict[str, UnitYear] = {}
    for part, address in (
        ("disclosure", "disclosure.fees.amount"),
        ("foi", "foi.results.total/total"),
        ("disputes", "disputes.review/total"),
    ):
        made[f"form.missing.{part}"] = UnitYear(without(FACTS, address), Around())
        made[f"blank.table.{part}"] = blank(*(a for a, _ in FACTS.cells() if a.startswith(f"{part}.")))
        made[f"read.asked.{part}"] = UnitYear(changed(FACTS, {address: None}, asked=(address,)), Around())
    made |= {
        "form.template": UnitYear(replace(FACTS, year=2020), Around()),
        "form.template_known": UnitYear(replace(FACTS, template=""), Around()),
        "form.year": UnitYear(replace(FACTS, year=0), Around()),
        "form.unit": UnitYear(replace(FACTS, unit_name=""), Around()),
        "form.unknown_cells": UnitYear(replace(FACTS, disclosure={**FACTS.disclosure, "x.y": 1}), Around()),
        "blank.rows": blank(*(f"foi.denied.third_party/{c}" for c in COLUMNS)),
        "blank.totals": blank("foi.new_received/total"),
        "blank.disclosure": blank("disclosure.coercion.processed"),
        "blank.disputes": blank("disputes.review/other"),
        "read.unsure": UnitYear(replace(FACTS, confidence={"disclosure.fees.amount": 0.9}), Around()),
        "read.file": UnitYear(replace(FACTS, disclosure={}, foi={}, disputes={}, sections=()), Around()),
        "same.disclosure": UnitYear(FACTS, Around(last_year=replace(FACTS, year=2024))),
        "same.foi": UnitYear(FACTS, Around(last_year=replace(FACTS, year=2024))),
    }
    return made


def _years() -> dict[str, UnitYear]:
    made: dict[str, UnitYear] = {}
    for address, _, least in _JUMPS:
        made[f"jump.{address.replace('/', '.')}"] = of({address: least * 10}, {address: 1})
    return made


def _statistics() -> dict[str, UnitYear]:
    made: dict[str, UnitYear] = {}
    for whole in STATISTICS_SUMS:
        made[f"statistics.sum.{whole}"] = UnitYear(changed(OLD, {f"disclosure.{whole}": 7}), Around())
    for part, _ in _BOUNDS:
        made[f"statistics.bound.{part}"] = UnitYear(changed(OLD, {f"disclosure.{part}": 7}), Around())
    made["statistics.replies"] = UnitYear(changed(OLD, {"disclosure.requests.closed": 7}), Around())
    made["statistics.whole"] = UnitYear(changed(OLD, {"disclosure.channel.other": -7}), Around())
    return made


def _others() -> dict[str, UnitYear]:
    peer = replace(FACTS, unit_code="9", unit_name="云溪县水务局")
    small = [replace(peer, unit_code=str(n)) for n in range(5)]
    many = {"foi.new_received/total": 900, "disputes.review/total": 900, "disclosure.fees.amount": 9000}
    crowd = UnitYear(changed(FACTS, many), Around(peers=tuple(small)))  # type: ignore[arg-type]
    return {
        "parent.missing": UnitYear(FACTS, Around(children=(peer,), owed=("9", "10"))),
        "parent.twice": UnitYear(FACTS, Around(children=(peer, peer))),
        "parent.other_year": UnitYear(FACTS, Around(children=(replace(peer, year=2024),))),
        "peers.same_numbers": UnitYear(FACTS, Around(peers=(peer,))),
        "peers.requests": crowd,
        "peers.reviews": crowd,
        "peers.fees": crowd,
    }


def _dates() -> dict[str, UnitYear]:
    def dated(published: date | None, submitted: date | None, sign: str = "", **around: object) -> UnitYear:
        sections = (
            *FACTS.sections[:-1],
            replace(FACTS.sections[-1], text=f"没有收取信息处理费。\n青禾县水务局\n{sign}"),
        )
        facts = replace(FACTS, published_on=published, submitted_on=submitted, sections=sections)
        return UnitYear(facts, Around(**around))  # type: ignore[arg-type]

    late, good = date(2026, 3, 1), date(2026, 1, 20)
    return {
        "date.published_late": dated(late, good),
        "date.submitted_late": dated(late, late),
        "date.not_published": dated(None, good, as_of=late),
        "date.too_early": dated(date(2025, 12, 20), None),
        "date.order": dated(good, date(2026, 1, 25)),
        "date.signed_early": dated(good, good, "2025年1月20日"),
        "date.signed_late": dated(good, good, "2026年2月20日"),
        "date.signed_after": dated(good, good, "2026年1月28日"),
    }


TRIGGERS: dict[str, UnitYear] = {
    **_table_two(),
    **_table_one(),
    **_table_three(),
    **_forms(),
    **_years(),
    **_statistics(),
    **_others(),
    **_dates(),
}
