"""Documents and items by their days, against plain loops over the same rows."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from tests.cast import Cast

from gongkai.catalogue.queries import debts
from gongkai.disclosure.models import Delivery, Item
from gongkai.figures.declaring import Scope
from gongkai.figures.queries import annual, reckoning
from gongkai.figures.queries.scopes import tree_on
from gongkai.figures.rules.periods import Period, month, year
from gongkai.units.models import ReadingPoint

ZONE = ZoneInfo("Asia/Shanghai")
UNITS = ("agri", "housing", "town", "village")
FIRST = date(2022, 1, 1)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZONE)


def fill(cast: Cast, count: int, seed: int) -> list[Item]:
    dice = random.Random(seed)
    topics = sorted(set(cast.topics.values()))
    rows = []
    for n in range(count):
        signed = FIRST + timedelta(days=dice.randrange(1460))
        published = signed + timedelta(days=dice.randrange(60))
        gone = dice.random()
        rows.append(
            Item(
                kind=dice.choice(["normative_document", "notice", "work_news"]), title=f"第{n}件", state="published",
                unit_id=cast.units[dice.choice(UNITS)], topic_id=dice.choice(topics), index_no=f"t/{n:05}",
                signed_on=signed, published_on=published, published_at=at(published), due_on=signed + timedelta(days=28),
                abolished_on=signed + timedelta(days=dice.randrange(900)) if gone < 0.3 else None,
                expires_on=signed + timedelta(days=dice.randrange(900)) if gone > 0.6 else None,
                withdrawn_at=at(published + timedelta(days=dice.randrange(400))) if dice.random() < 0.1 else None,
                created_at=at(signed), changed_at=at(signed),
            )
        )  # fmt: skip
    return Item.objects.bulk_create(rows)


@pytest.fixture
def items(cast) -> list[Item]:
    return fill(cast, 400, 17)


def stands(item: Item, day: date) -> bool:
    gone = item.withdrawn_at
    return gone is None or gone.astimezone(ZONE).date() > day


def last_day(item: Item) -> date:
    """The last day in force."""
    ends = [d for d in (item.abolished_on and item.abolished_on - timedelta(days=1), item.expires_on) if d]
    return min(ends, default=date.max)


def test_documents_made_repealed_and_valid(cast, items):
    documents = [item for item in items if item.kind == "normative_document"]
    for number in range(2022, 2027):
        end = date(number, 12, 31)
        cells = annual.annual_cells(number)
        known = [d for d in documents if stands(d, end) and d.signed_on is not None and d.signed_on <= end]
        for key, members in {"agri": ("agri",), "town": ("town", "village"), "root": UNITS}.items():
            ids = {cast.units[member] for member in members}
            mine = [d for d in known if d.unit_id in ids]
            found = cells[cast.units[key]]
            row = "disclosure.normative_documents"
            assert found[f"{row}.made"] == sum(d.signed_on.year == number for d in mine if d.signed_on)
            assert found[f"{row}.repealed"] == sum(
                (last_day(d) + timedelta(days=1)).year == number for d in mine if last_day(d) < date.max
            )
            assert found[f"{row}.valid"] == sum(last_day(d) >= end for d in mine)
            assert found["disclosure.regulations.valid"] == 0
            assert found["disclosure.licensing.processed"] is None  # nobody entered any


def test_published_in_time_and_how_many_days_it_took(cast, items):
    for period in (year(2024), month(5, 2024), Period(date(2024, 2, 10), date(2024, 3, 9))):
        mine = [i for i in items if stands(i, period.last) and period.holds(i.published_on)]
        scope = Scope(None, period)
        assert reckoning.reckon("item.published", scope).value == len(mine)
        rate = reckoning.reckon("item.on_time_rate", scope)
        assert (rate.part, rate.whole) == (sum(i.published_on <= i.due_on for i in mine), len(mine))
        days = median((i.published_on - i.signed_on).days for i in mine)
        assert reckoning.reckon("item.days_to_publish", scope).value == Decimal(str(days)).quantize(
            Decimal("0.1")
        )
        kinds = {
            line.key: line.reckoned.value for line in reckoning.reckon_by("item.published", scope, "kind")
        }
        assert kinds == {k: sum(i.kind == k for i in mine) for k in {i.kind for i in mine}}
        months = {line.key for line in reckoning.reckon_by("item.published", scope, "month")}
        assert months == {f"{i.published_on:%Y-%m}" for i in mine}


def test_a_unit_beside_its_own_last_year_and_its_peers(cast, items):
    period = year(2024)
    found = reckoning.compare("item.published", cast.units["agri"], period, tree_on(period.last))

    def count(key: str, number: int) -> int:
        end = date(number, 12, 31)
        return sum(
            i.unit_id == cast.units[key] and i.published_on.year == number and stands(i, end) for i in items
        )

    now = {key: count(key, 2024) for key in ("agri", "housing")}
    assert (found.now.value, found.last_year.value) == (now["agri"], count("agri", 2023))
    assert found.change == now["agri"] - count("agri", 2023)
    assert (found.peers, found.peer_middle) == (2, Decimal(sum(now.values())) / 2)
    assert found.rank == (1 if now["agri"] >= now["housing"] else 2)


def test_duties_owed_are_the_debts_of_the_catalogue(cast, items):
    day = date(2025, 12, 31)
    last: dict[tuple[int, int], date] = {}
    for item in items:
        if stands(item, day) and item.topic_id and item.published_on <= day:
            key = (item.unit_id, item.topic_id)
            last[key] = max(last.get(key, date.min), item.published_on)
    owed = {debt.duty.id for debt in debts(None, today=day, last_dates=last) if debt.owed.what != "statement"}
    scope = Scope(None, year(2025))
    assert set(reckoning.record_ids("duty.owed", scope)) == owed
    rate = reckoning.reckon("duty.met_rate", scope)
    assert rate.whole is not None
    assert rate.part is not None
    assert rate.whole - rate.part == len(owed)
    assert rate.part > 0


def test_texts_handed_over_are_counted_by_the_day_on_which_they_came(cast, items):
    places = {
        place: ReadingPoint.objects.create(
            unit_id=cast.units["office"], name=place, place=place, address="人民路1号", hours="工作日"
        )
        for place in ("archive", "library")
    }  # fmt: skip
    days = {
        ("archive", items[0]): date(2024, 1, 1), ("library", items[0]): date(2024, 12, 31),
        ("archive", items[1]): date(2025, 1, 1), ("library", items[1]): None, ("archive", items[2]): date(2024, 6, 1),
    }  # fmt: skip
    Delivery.objects.bulk_create(
        Delivery(item=item, point=places[place], due_on=day or FIRST, delivered_on=day)
        for (place, item), day in days.items()
    )
    scope = Scope(None, year(2024))
    assert reckoning.reckon("item.handed_over", scope).value == 2
    assert reckoning.reckon("item.texts_handed_over", scope).value == 3
    by_place = {
        one.label: one.reckoned.value for one in reckoning.reckon_by("item.texts_handed_over", scope, "place")
    }
    assert by_place == {"国家档案馆": 2, "公共图书馆": 1}
    own = Scope(frozenset([items[0].unit_id]), year(2024))
    of_unit = [one for one in (items[0], items[2]) if one.unit_id == items[0].unit_id]
    assert reckoning.reckon("item.handed_over", own).value == len(of_unit)
