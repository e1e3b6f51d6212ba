"""Real published numbers come out again when records that match them are loaded: counts, shares, sums, people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal as D

import pytest
from django.db.models import Q
from tests.figures.test_rounding import CITY, CITY_SHOWN, DEPARTMENTS

from gongkai.accounts.models import Appointment, User
from gongkai.cases.models import Case
from gongkai.catalogue.models import Topic
from gongkai.disclosure.models import Item
from gongkai.figures.declaring import Figure, Scope, Share, Sum
from gongkai.figures.queries import reckoning
from gongkai.figures.queries.declared.registers import figures_of
from gongkai.figures.rules.periods import year
from gongkai.figures.rules.rounding import shares, unexplained
from gongkai.registers.declaring import EntryColumn, Register
from gongkai.registers.models import EntryNumber, RegisterCount, RegisterEntry
from gongkai.units.models import Unit

pytestmark = pytest.mark.django_db
YEAR = 2024
EVERYTHING = Scope(None, year(YEAR))
DAY, AT = date(YEAR, 6, 3), datetime(YEAR, 6, 3, 4, tzinfo=UTC)


def publish(cast, unit: str, parts: tuple[int, ...]) -> list[int]:
    """As many published items under as many topics as the table has rows; their topics."""
    topics = list(Topic.objects.order_by("id").values_list("id", flat=True)[: len(parts)])
    Item.objects.bulk_create(
        Item(
            kind="work_news", title=f"第{n}条", state="published", unit_id=cast.units[unit], topic_id=topic,
            index_no=f"{unit}/{topic}/{n}", signed_on=DAY, published_on=DAY, published_at=AT, due_on=DAY,
            created_at=AT, changed_at=AT,
        )
        for topic, count in zip(topics, parts, strict=True)
        for n in range(count)
    )  # fmt: skip
    return topics


def by_topic(cast, unit: str, topics: list[int]) -> list[int]:
    own = Scope(frozenset([cast.units[unit]]), year(YEAR))
    found = {line.key: line.reckoned.value for line in reckoning.reckon_by("item.published", own, "topic")}
    return [found[topic] for topic in topics]


def test_a_table_of_4691_items_and_its_shares_but_for_the_cell_that_was_made_to_fit(cast):
    counts = by_topic(cast, "agri", publish(cast, "agri", CITY))
    assert (tuple(counts), sum(counts)) == (CITY, 4691)
    assert unexplained(counts, CITY_SHOWN)["half_up"] == [2]
    assert shares(counts, policy="half_up")[2] == D("2.56")


def test_a_table_of_4208_items_whose_shares_come_to_a_hundred(cast):
    counts = by_topic(cast, "housing", publish(cast, "housing", DEPARTMENTS))
    assert sum(counts) == 4208
    assert sum(shares(counts, policy="half_up")) == D("100.00")


def test_a_share_that_a_county_truncates_is_92_1_where_half_up_gives_92_2(cast):
    Case.objects.bulk_create(
        Case(
            kind="hotline_order", state="answered" if n < 2906 else "received", title="来电", number=f"h/{n}",
            unit_id=cast.units["office"], received_on=DAY, submitted_at=AT, created_at=AT, changed_at=AT,
        )
        for n in range(3153)
    )  # fmt: skip
    put_through = Figure(
        "order.put_through", "转接成功率", "%", "统计期内的来电里转接成功的占多少。", "本地办法", "case",
        aggregate=Share(lambda scope: Q(state="answered")), places=1, rounding="truncate",
        records=lambda scope: scope.of_units(Case.objects.filter(kind="hotline_order", received_on__year=YEAR)),
    )  # fmt: skip
    tally = reckoning.tallies(put_through, EVERYTHING, (), reckoning.Reading())[()]
    told = reckoning.told(put_through, tally)
    assert (told.part, told.whole, told.value) == (2906, 3153, D("92.1"))


FISHING_BOATS = Register(
    code="fishing_boats",
    label="退捕渔船",
    rhythm="entry",
    article="本地办法",
    summary="退捕渔船和发放的补贴。",
    kinds=(("first", "甲类"), ("second", "乙类"), ("third", "丙类")),
    columns=(
        EntryColumn("boats", "渔船", "integer", unit="艘"),
        EntryColumn("subsidy", "补贴", "decimal", unit="元"),
    ),
)


def test_118_boats_of_three_kinds_from_a_register_of_the_county(cast):
    for (kind, words), boats in zip(FISHING_BOATS.kinds, (23, 8, 87), strict=True):
        entry = RegisterEntry.objects.create(
            register=FISHING_BOATS.code, kind=kind, title=words, on=DAY, unit_id=cast.units["agri"], changed_at=AT
        )  # fmt: skip
        EntryNumber.objects.create(entry=entry, key="boats", number=boats)
    figure = next(one for one in figures_of(FISHING_BOATS) if one.code.endswith(".boats"))
    cut = reckoning.tallies(figure, EVERYTHING, ("kind",), reckoning.Reading())
    assert {key: tally.total for (key,), tally in cut.items()} == {"first": 23, "second": 8, "third": 87}
    whole = reckoning.tallies(figure, EVERYTHING, (), reckoning.Reading())[()]
    assert reckoning.told(figure, whole).value == 118


def test_amounts_entered_in_yuan_come_to_813_6952_ten_thousands(cast):
    for month, yuan in ((5, "4469673.00"), (11, "3667279.00")):
        RegisterCount.objects.create(
            unit_id=cast.units["agri"], register="fees", key="amount", year=YEAR, month=month, number=D(yuan)
        )
    figure = reckoning.figure("disclosure.fees.amount")
    assert isinstance(figure.aggregate, Sum)
    months = reckoning.reckon_by(figure.code, EVERYTHING, "month")
    assert [line.reckoned.value for line in months] == [D("446.9673"), D("366.7279")]
    assert reckoning.reckon(figure.code, EVERYTHING).value == D("813.6952")


def test_68_units_with_two_officers_each_are_136_officers(cast):
    """Fifty-three of the county and fifteen towns; what was closed before the last day, and the village, aside."""
    Unit.objects.update(closed_on=date(YEAR, 1, 1))
    units = Unit.objects.bulk_create(
        Unit(
            code=f"9{n:03}", org_code=f"9{n:03}", name=f"第{n}家", opened_on=date(2015, 1, 1),
            kind="department" if n < 53 else "town", closed_on=date(YEAR + 1, 1, 1) if n == 7 else None,
        )
        for n in range(68)
    )  # fmt: skip
    users = User.objects.bulk_create(
        User(username=f"u{n}", full_name="王敏", password="!") for n in range(136)
    )
    Appointment.objects.filter(role="officer").update(to_on=date(YEAR, 1, 2))
    Appointment.objects.bulk_create(
        Appointment(user=user, unit=units[n // 2], role="officer", from_on=date(2020, 1, 1))
        for n, user in enumerate(users)
    )
    kinds = {
        line.label: line.reckoned.value for line in reckoning.reckon_by("unit.disclosing", EVERYTHING, "kind")
    }
    assert kinds == {"政府部门": 53, "乡镇、街道": 15}
    assert reckoning.reckon("unit.disclosing", EVERYTHING).value == 68
    assert reckoning.reckon("officer.appointed", EVERYTHING).value == 136
