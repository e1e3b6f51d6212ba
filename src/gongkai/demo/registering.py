"""What the county's units have entered into their registers: three years of numbers, trainings, rules, channels, views.

Years that are over are complete; of the running one some units owe their last months, so that debts are seen.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.accounts.actions import appoint
from gongkai.accounts.policies import Standing
from gongkai.demo.stage import BUILDER
from gongkai.registers.actions import NOT_APPLICABLE, add_views, write_counts, write_entries
from gongkai.registers.actions.counting import Told
from gongkai.registers.actions.importing import CountRow, EntryRow
from gongkai.registers.declaring import NewEntry, joined
from gongkai.registers.queries import Staff
from gongkai.units.queries import all_units, site_facts
from gongkai.units.rules import UNIT_KINDS, ids_in_path

if TYPE_CHECKING:
    from gongkai.units.models import Unit

YEARS = 3  # the running one among them
FILE = "演示数据"
_LATE = 0.2  # share of units that owe the last months
# Decisions a month at most, by kind of unit: licences, penalties, coercive measures, fees in yuan.
_SIZE: dict[str, tuple[int, int, int, int]] = {
    "department": (60, 12, 4, 90_000),
    "town": (25, 3, 1, 0),
    "park": (10, 1, 0, 0),
}
_RULES = (
    ("review", "政府信息公开审查办法", 2019), ("publication", "政府信息发布协调办法", 2020),
    ("request", "依申请公开办理规程", 2019), ("assessment", "政务公开工作考核办法", 2021),
)  # fmt: skip
_TRAININGS = (
    ("class", "政府信息公开条例和答复文书", 3, 40), ("class", "公文公开属性怎样定", 2, 25),
    ("online", "公开前怎样查个人信息", Decimal("1.5"), 30), ("one_to_one", "新任信息员上岗指导", 2, 1),
)  # fmt: skip
_CHANNELS = (
    ("website", "部门网站专栏", 120, None),
    ("wechat", "微信公众号", 90, 6000),
    ("board", "办公楼公开栏", 20, None),
)
_NEW_OFFICERS = 0.6  # share of units with a handler of their own in which that one became officer too
_NAMED = 0.8  # share of trainings that name who attended
_MEETINGS = ("研究全年政务公开要点", "通报公开检查情况", "部署年报编制")


def fill_registers(*, cast: Mapping[int, Standing], as_of: date, at: datetime, seed: int) -> int:
    """Everything for every unit that owes an annual report; returns how many units. Writes register by register."""
    dice = random.Random(seed + 7)  # noqa: S311 (a demo)
    root_id = site_facts().root_id
    years = range(as_of.year - YEARS + 1, as_of.year + 1)
    known = [unit for unit in all_units() if UNIT_KINDS[unit.kind].reports]
    units = [unit for unit in known if unit.closed_on is None]
    gone = [unit for unit in known if unit.closed_on and unit.closed_on.year in years]
    until = {
        unit.pk: as_of.month - 1 - (dice.randrange(1, 4) if dice.random() < _LATE else 0) for unit in units
    }
    for code, told in _monthly([*units, *gone], years, as_of, until, dice).items():
        write_counts(register=code, rows=told, file_name=FILE, by=BUILDER, at=at, reason="补录")
    for code, told in _yearly(units, years, as_of, dice).items():
        write_counts(register=code, rows=told, file_name=FILE, by=BUILDER, at=at, reason="补录")
    written = _entries(units, years, as_of, root_id, dice)
    own_dice = random.Random(seed + 8)  # noqa: S311 (a demo)
    guided = _new_officers(cast, as_of, at, own_dice)
    written["trainings"] = [*_with_attendees(written["trainings"], _staff(cast), own_dice), *guided]
    for code, entries in written.items():
        happened = [one for one in entries if one.entry.on <= as_of]
        write_entries(register=code, rows=happened, file_name=FILE, by=BUILDER, at=at, reason="补录")
    _views(units, years, as_of, root_id, dice)
    return len(units)


def _monthly(
    units: list[Unit], years: range, as_of: date, until: Mapping[int, int], dice: random.Random
) -> dict[str, list[CountRow]]:
    rows: dict[str, list[CountRow]] = {
        code: [] for code in ("licensing", "punishment", "coercion", "fees", "reception")
    }
    for unit in units:
        size = _SIZE.get(unit.kind, (0, 0, 0, 0))
        busy = dice.random()
        share = [dice.random() * busy if most else 0.0 for most in size]
        share = [part if part > 0.15 else 0.0 for part in share]
        for year in years:
            last = until.get(unit.pk, 12) if year == as_of.year else 12
            for month in range(1, last + 1):
                if unit.closed_on and unit.closed_on <= date(year, month, 1):
                    break
                for code, most, part in zip(rows, size, share, strict=False):
                    key = "amount" if code == "fees" else "processed"
                    rows[code].append(CountRow(unit.pk, year, month, {key: _told(code, most, part, dice)}))
                if unit.kind in ("office", "town"):
                    asked: dict[str, Told] = {
                        key: dice.randrange(0, 30) for key in ("on_site", "online", "phone")
                    }
                    rows["reception"].append(CountRow(unit.pk, year, month, asked))
    return rows


def _told(code: str, most: int, part: float, dice: random.Random) -> Told:
    """不适用 for units without the business; else about `part` of the most there can be."""
    if not most:
        return NOT_APPLICABLE
    if not part:
        return 0
    if code == "fees":
        return Decimal(int(most * part * dice.uniform(60, 140))) / 100
    return round(most * part * dice.uniform(0.5, 1.4))


def _yearly(units: list[Unit], years: range, as_of: date, dice: random.Random) -> dict[str, list[CountRow]]:
    staff, matters, documents = [], [], []
    for unit in units:
        big = unit.kind in ("county_government", "office", "department")
        full, windows, points = dice.randrange(1, 4 if big else 2), 1, dice.randrange(1, 3)
        valid, licences = (dice.randrange(0, 25) if big else dice.randrange(0, 5)), dice.randrange(0, 40)
        for year in years:
            if year < as_of.year:  # the running year's are entered in January
                staff.append(
                    CountRow(unit.pk, year, 0, {
                        "full_time": full, "part_time": dice.randrange(1, 5), "windows": windows,
                        "reading_points": points, "budget": Decimal(dice.randrange(0, 20)) * 5000,
                    })
                )  # fmt: skip
                matters.append(
                    CountRow(unit.pk, year, 0, {
                        "licensing": licences, "other_services": licences * 2, "punishment": licences * 3,
                        "coercion": licences // 4, "fees": licences // 10,
                    })
                )  # fmt: skip
                repealed = 1 if valid and dice.random() < 0.3 else 0
                valid -= repealed
                documents.append(
                    CountRow(unit.pk, year, 0, {"made": 0, "repealed": repealed, "valid": valid})
                )
                licences += dice.randrange(-1, 3) if licences else 0
    return {"staff": staff, "matters": matters, "normative_documents": documents}


def _entries(
    units: list[Unit], years: range, as_of: date, root_id: int, dice: random.Random
) -> dict[str, list[EntryRow]]:
    rows: dict[str, list[EntryRow]] = {
        code: []
        for code in (
            "trainings",
            "work_rules",
            "channels",
            "meetings",
            "assessments",
            "media",
            "accountability",
        )
    }
    for unit in units:
        for kind, name, since in _RULES[: 4 if unit.pk == root_id else 2]:
            on = max(date(since, 5, 15), unit.opened_on)
            told = NewEntry(on, f"{unit.short_name or unit.name}{name}", kind, values={"doc_no": ""})
            rows["work_rules"].append(EntryRow(unit.pk, told))
        for year in years:
            rows["trainings"] += [EntryRow(unit.pk, one) for one in _trainings(year, dice)]
            if year < as_of.year:
                rows["channels"] += [EntryRow(unit.pk, one) for one in _channels(unit, year, dice)]
            if unit.kind in ("county_government", "office", "town"):
                rows["meetings"] += [EntryRow(unit.pk, one) for one in _meetings(year, dice)]
            if unit.pk == root_id:
                rows["assessments"] += [
                    EntryRow(unit.pk, one) for one in _assessments(year, len(units), dice)
                ]
                rows["media"] += [EntryRow(unit.pk, one) for one in _media(year, dice)]
            elif dice.random() < 0.05:
                told = NewEntry(
                    date(year, dice.randrange(3, 12), 10), f"{year}年信息公开不及时", "talk",
                    values={"people": 1, "result": "当场说明原因，十个工作日内补齐。"},
                )  # fmt: skip
                rows["accountability"].append(EntryRow(unit.pk, told))
    return rows


def _trainings(year: int, dice: random.Random) -> Iterator[NewEntry]:
    for kind, topic, hours, people in dice.sample(_TRAININGS, 2):
        there = 1 if kind == "one_to_one" else max(3, round(people * dice.uniform(0.3, 1.0)))
        newcomers = 1 if kind == "one_to_one" else dice.randrange(0, 3)
        yield NewEntry(
            date(year, dice.randrange(2, 12), dice.randrange(1, 28)), topic, kind,
            values={"hours": hours, "people": there, "officers": max(1, there // 3), "newcomers": newcomers},
        )  # fmt: skip


def _staff(cast: Mapping[int, Standing]) -> dict[int, list[str]]:
    """Unit → accounts of those who work there or below it (a town's villages), officers first."""
    found: dict[int, list[str]] = {}
    for standing in sorted(cast.values(), key=lambda s: (not s.has("officer"), s.username)):
        places = {one for post in standing.posts for one in (post.unit_id, *ids_in_path(post.unit_path)[1:])}
        for unit_id in places:
            found.setdefault(unit_id, []).append(standing.username)
    return found


def _with_attendees(
    trainings: list[EntryRow], staff: Mapping[int, list[str]], dice: random.Random
) -> Iterator[EntryRow]:
    """Most name who of the unit was there: as many as they count officers, and not always the same."""
    then = Staff()  # villages have moved from town to town since
    for row in trainings:
        everybody, values = staff.get(row.unit_id, []), row.entry.told
        strangers = set(then.strangers(everybody, row.unit_id, row.entry.on))
        people = [one for one in everybody if one not in strangers]
        if not people or dice.random() > _NAMED:
            yield row
            continue
        there = min(int(values["officers"]), len(people))
        chosen = people[:there] if dice.random() < 0.7 else dice.sample(people, there)
        yield replace(row, entry=replace(row.entry, values={**values, "attendees": joined(chosen)}))


def _new_officers(
    cast: Mapping[int, Standing], as_of: date, at: datetime, dice: random.Random
) -> list[EntryRow]:
    """Some handlers became officers last year or this one; most were taught by somebody at once, as 第四十八条 has it."""
    found = []
    for standing in sorted(cast.values(), key=lambda s: s.username):
        unit_id = standing.home_unit_id
        if standing.roles != {"handler"} or unit_id is None or dice.random() > _NEW_OFFICERS:
            continue
        since = date(as_of.year, 1, 1) - timedelta(days=dice.randrange(-60, 300))
        if since > as_of:
            continue
        appoint(user_id=standing.user_id, unit_id=unit_id, role="officer", from_on=since, by=BUILDER, at=at)
        if dice.random() < 0.75:
            values = {"hours": 2, "people": 1, "officers": 1, "newcomers": 1, "attendees": standing.username}
            on = since + timedelta(days=dice.randrange(1, 20))
            found.append(EntryRow(unit_id, NewEntry(on, "新任信息员上岗指导", "one_to_one", values=values)))
    return found


def _channels(unit: Unit, year: int, dice: random.Random) -> Iterator[NewEntry]:
    for kind, name, published, audience in _CHANNELS[: 3 if unit.kind != "park" else 1]:
        readers = round(audience * dice.uniform(0.5, 2)) if audience else None
        values = {"published": round(published * dice.uniform(0.5, 1.5)), "audience": readers}
        yield NewEntry(date(year, 12, 31), f"{unit.short_name or unit.name}{name}", kind, values=values)


def _meetings(year: int, dice: random.Random) -> Iterator[NewEntry]:
    for month, name in zip((3, 7, 11), _MEETINGS, strict=True):
        tasks = dice.randrange(2, 7)
        yield NewEntry(
            date(year, month, dice.randrange(1, 28)), name, "leading_group",
            values={"attendees": dice.randrange(8, 25), "tasks": tasks, "tasks_done": dice.randrange(1, tasks + 1)},
        )  # fmt: skip


def _assessments(year: int, units: int, dice: random.Random) -> Iterator[NewEntry]:
    yield NewEntry(date(year, 12, 20), f"{year}年政务公开工作考核", "assessment", values={"units": units})
    score = Decimal(dice.randrange(880, 960)) / 10
    values = {"units": 1, "score": score, "full_score": 100, "result": "收回问卷，群众对查找便利打分最低。"}
    yield NewEntry(date(year, 10, 15), f"{year}年政务公开社会评议", "public", values=values)


def _media(year: int, dice: random.Random) -> Iterator[NewEntry]:
    for level, outlet in (("city", "市日报"), ("province", "省政务公开简报")):
        on = date(year, dice.randrange(2, 11), 12)
        yield NewEntry(on, f"清溪县把村级公开栏搬上手机（{year}）", level, values={"outlet": outlet})


def _views(units: list[Unit], years: range, as_of: date, root_id: int, dice: random.Random) -> None:
    """Times that pages were shown; more of the county's own, more each year."""
    numbers: dict[tuple[int, str, int, int], int] = {}
    for unit in units:
        size = 12 if unit.pk == root_id else dice.randrange(1, 4)
        for year in years:
            for month in range(1, (as_of.month if year == as_of.year else 12) + 1):
                growth = 1 + (year - years[0]) * 0.15
                for page, share in (("item", 90), ("unit", 30), ("file", 15)):
                    numbers[unit.pk, page, year, month] = round(
                        size * share * growth * dice.uniform(0.7, 1.3)
                    )
                if unit.pk == root_id:
                    for page, share in (
                        ("home", 1500),
                        ("list", 900),
                        ("block", 200),
                        ("service", 120),
                        ("answer", 150),
                    ):
                        numbers[unit.pk, page, year, month] = round(share * growth * dice.uniform(0.8, 1.2))
    add_views(numbers=numbers)
