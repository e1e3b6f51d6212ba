"""国办函〔2020〕109号第三条至第五条: worked examples of both tariffs, then properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.cases.rules.fees import (
    BY_ITEMS,
    BY_PAGES,
    TARIFFS,
    BadTariff,
    Fee,
    Step,
    Tariff,
    Tier,
    fee_by_items,
    fee_by_pages,
    items_before,
    price_of,
    tariff_on,
    why_not_charge,
)


@pytest.mark.parametrize(
    ("items", "yuan"),
    [
        (0, 0),
        (1, 0),
        (10, 0),  # 第四条第（一）项: up to 10 free
        (11, 100),  # 第（二）项
        (12, 200),
        (30, 2000),
        (31, 2200),  # 第（三）项: the first step of ten beyond, 200 each
        (40, 4000),
        (41, 4300),
        (45, 5500),  # domain/disclosure-rules.md §4.5
        (50, 7000),
        (51, 7400),
        (60, 11000),
        (61, 11500),
        (100, 2000 + 10 * (200 + 300 + 400 + 500 + 600 + 700 + 800)),
    ],
)
def test_by_items(items: int, yuan: int) -> None:
    assert fee_by_items(items).total == yuan


@pytest.mark.parametrize(
    ("before", "count", "yuan"),
    [
        (0, 10, 0),
        (9, 1, 0),
        (10, 1, 100),  # the eleventh of the month
        (9, 2, 100),
        (29, 1, 100),
        (29, 2, 300),  # one at 100, one at 200
        (30, 1, 200),
        (40, 5, 1500),
        (50, 1, 400),
        (44, 0, 0),
    ],
)
def test_items_of_the_same_month_count_before(before: int, count: int, yuan: int) -> None:
    assert fee_by_items(count, before=before).total == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [
        (0, 0),
        (30, 0),  # 第五条第（一）项
        (31, 10),  # 第（二）项
        (68, 380),  # one real report charged 380 yuan for one application
        (100, 700),
        (101, 720),  # 第（三）项
        (200, 2700),
        (201, 2740),  # 第（四）项
        (250, 4700),  # domain/disclosure-rules.md §4.5
        (1000, 34700),
    ],
)
def test_by_pages(pages: int, yuan: int) -> None:
    assert fee_by_pages(pages).total == yuan


@pytest.mark.parametrize(
    ("nth", "yuan"),
    [(10, 0), (11, 100), (30, 100), (31, 200), (40, 200), (41, 300), (50, 300), (51, 400), (101, 900)],
)
def test_the_price_of_one_item_at_the_borders(nth: int, yuan: int) -> None:
    assert price_of(BY_ITEMS, nth) == yuan


@pytest.mark.parametrize(
    ("nth", "yuan"), [(1, 0), (30, 0), (31, 10), (100, 10), (101, 20), (200, 20), (201, 40), (9999, 40)]
)
def test_the_price_of_one_page_at_the_borders(nth: int, yuan: int) -> None:
    assert price_of(BY_PAGES, nth) == yuan


def test_the_notice_shows_every_tier() -> None:
    assert fee_by_items(45).tiers == (
        Tier("第1至10件", 10, 0, 0),
        Tier("第11至30件", 20, 100, 2000),
        Tier("第31至40件", 10, 200, 2000),
        Tier("第41至45件", 5, 300, 1500),
    )
    assert fee_by_pages(201).tiers[-1] == Tier("第201页", 1, 40, 40)


def test_the_sum_reads_as_a_sentence() -> None:
    assert fee_by_pages(250).words == (
        "按量计收：第31至100页，70页×10元＝700元；第101至200页，100页×20元＝2,000元；"
        "第201至250页，50页×40元＝2,000元。合计4,700元。"
    )
    assert "不收费" in fee_by_items(10).words


def _marginal(tariff: Tariff, first: int, last: int) -> int:
    return sum(price_of(tariff, nth) for nth in range(first, last + 1))


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_total_is_the_sum_of_the_single_prices(before: int, count: int) -> None:
    assert fee_by_items(count, before=before).total == _marginal(BY_ITEMS, before + 1, before + count)
    assert fee_by_pages(count).total == _marginal(BY_PAGES, 1, count)


@given(st.integers(0, 3000), st.integers(0, 300))
def test_more_never_costs_less_and_splitting_a_batch_changes_nothing(count: int, more: int) -> None:
    for fee in (fee_by_items, fee_by_pages):
        assert fee(count).total <= fee(count + more).total
    first, then = fee_by_items(count), fee_by_items(more, before=count)
    assert first.total + then.total == fee_by_items(count + more).total


@given(st.integers(1, 3000))
def test_tiers_add_up_and_leave_nothing_out(count: int) -> None:
    for fee in (fee_by_items(count), fee_by_pages(count)):
        assert sum(tier.quantity for tier in fee.tiers) == count
        assert all(tier.amount == tier.quantity * tier.unit_price for tier in fee.tiers)


def test_ten_thousand_applications_are_still_a_number() -> None:
    assert fee_by_items(10_000).total == _marginal(BY_ITEMS, 1, 10_000)


@pytest.mark.parametrize(("count", "before"), [(-1, 0), (1, -1)])
def test_negative_counts_are_refused(count: int, before: int) -> None:
    with pytest.raises(ValueError):
        fee_by_items(count, before=before)


def test_one_application_never_pays_by_both_tariffs() -> None:
    assert why_not_charge("pages", charged_by="items", outcome="granted")
    assert why_not_charge("items", charged_by="pages", outcome="granted")
    assert why_not_charge("pages", charged_by="pages", outcome="granted") == ""
    assert why_not_charge("items", charged_by="", outcome="already_public") == ""
    assert why_not_charge("pages", charged_by="", outcome="already_public")


def test_a_county_row_replaces_the_national_one_from_its_day_on() -> None:
    own = replace(BY_PAGES, steps=(Step(60, 0), Step(None, 5)), valid_from=date(2025, 7, 1))
    rows = {**TARIFFS, "pages": (BY_PAGES, own)}
    assert tariff_on("pages", date(2020, 12, 31)) is None
    assert tariff_on("pages", date(2021, 1, 1)) is BY_PAGES
    assert tariff_on("pages", date(2025, 6, 30), rows) is BY_PAGES
    assert tariff_on("pages", date(2025, 7, 1), rows) is own
    fee: Fee = fee_by_pages(70, tariff=own)
    assert fee.total == 50


def test_what_is_not_verified_is_named() -> None:
    assert any("2021年1月1日" in note for note in BY_ITEMS.unverified)
    assert any("单面" in note for note in BY_PAGES.unverified)


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (Step(30, 0), Step(20, 10), Step(None, 20)),
        (Step(30, 10), Step(None, 5)),
        (Step(None, 0), Step(30, 10)),
        (Step(30, 0), Step(100, 10)),
        (Step(0, 0), Step(None, 1)),
    ],
)
def test_a_tariff_that_makes_no_sense_is_refused(steps: tuple[Step, ...]) -> None:
    with pytest.raises(BadTariff):
        replace(BY_PAGES, steps=steps)


def test_items_before_counts_the_natural_month_only() -> None:
    earlier = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2025, 3, 5), date(2026, 3, 9)]
    assert items_before(earlier, date(2026, 3, 9)) == 2
    assert items_before(earlier, date(2026, 4, 1)) == 0
