"""信息处理费: what may be charged when somebody asks for very much.

《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第三条至第五条；条例第四十二条.
By item or by page, never both for one application; the part above each limit costs more (超额累进).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

By = Literal["items", "pages"]


class BadTariff(Exception):
    """A tariff whose steps don't rise; the message says which."""


@dataclass(frozen=True)
class Step:
    """Up to and including the `last` unit each costs `unit_price` yuan. `last` None: without end."""

    last: int | None
    unit_price: int


@dataclass(frozen=True)
class Tariff:
    """A price list in whole yuan from `valid_from` on; a county's own row may replace it.

    After the last step of `steps` each further `then_every` units cost `then_rise` yuan more than those
    before; with `then_every` = 0 the last step has no end. `unit_is` says what counts as one unit.
    """

    by: By
    label: str
    unit: str
    steps: tuple[Step, ...]
    valid_from: date
    source: str
    unit_is: str
    then_every: int = 0
    then_rise: int = 0
    unverified: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ends = [step.last for step in self.steps]
        if not ends or any(end is None for end in ends[:-1]) or (ends[-1] is None) == bool(self.then_every):
            raise BadTariff(f"{self.label}: 只有最后一档没有上限")
        known = [0, *(end for end in ends if end is not None)]
        if any(after <= before for before, after in pairwise(known)):
            raise BadTariff(f"{self.label}: 各档的上限要一档比一档高")
        prices = [step.unit_price for step in self.steps]
        if prices[0] < 0 or self.then_rise < 0 or any(b < a for a, b in pairwise(prices)):
            raise BadTariff(f"{self.label}: 单价不能一档比一档低")

    def step_of(self, nth: int) -> tuple[int, int | None, int]:
        """First unit, last unit (None: without end) and price of the step in which the `nth` unit lies."""
        first = 1
        for step in self.steps:
            if step.last is None or nth <= step.last:
                return first, step.last, step.unit_price
            first = step.last + 1
        beyond = (nth - first) // self.then_every
        start = first + beyond * self.then_every
        price = self.steps[-1].unit_price + (beyond + 1) * self.then_rise
        return start, start + self.then_every - 1, price


_SOURCE = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"
# The day of issue is 2020-11-17; the first day in force is from memory.
_UNVERIFIED_START = "2021年1月1日起施行"

BY_ITEMS = Tariff(
    by="items",
    label="按件计收",
    unit="件",
    steps=(Step(10, 0), Step(30, 100)),
    then_every=10,
    then_rise=100,
    valid_from=date(2021, 1, 1),
    source=f"{_SOURCE}第四条",
    unit_is="同一申请人在一个自然月里累计的申请件数；一份申请里有几项内容的，按一事一申请拆开计件",
    unverified=(_UNVERIFIED_START, "31件以上每10件一档的展开（41—50件300元、51—60件400元……）由条文推出"),
)
BY_PAGES = Tariff(
    by="pages",
    label="按量计收",
    unit="页",
    steps=(Step(30, 0), Step(100, 10), Step(200, 20), Step(None, 40)),
    valid_from=date(2021, 1, 1),
    source=f"{_SOURCE}第五条",
    unit_is="单件申请提供的页数，A4及以下幅面的单面为1页，几件申请不累加",
    unverified=(_UNVERIFIED_START, "A4及以下单面为1页", "以单件申请计页，几件不累加"),
)
TARIFFS: dict[str, tuple[Tariff, ...]] = {"items": (BY_ITEMS,), "pages": (BY_PAGES,)}


@dataclass(frozen=True)
class Tier:
    """One line of the notice: how many units at which price. Whole yuan."""

    label: str
    quantity: int
    unit_price: int
    amount: int


@dataclass(frozen=True)
class Fee:
    """A fee as the notice shows it. `total` in whole yuan; 0 means that nothing is charged."""

    by: By
    label: str
    unit: str
    tiers: tuple[Tier, ...]
    total: int
    source: str

    @property
    def words(self) -> str:
        """The sum as one sentence, tier by tier."""
        charged = [tier for tier in self.tiers if tier.amount]
        if not charged:
            return f"{self.label}，没有超过免费的数量，不收费。"
        parts = "；".join(
            f"{tier.label}，{tier.quantity}{self.unit}×{tier.unit_price}元＝{tier.amount:,}元"
            for tier in charged
        )
        return f"{self.label}：{parts}。合计{self.total:,}元。"


def _fee(tariff: Tariff, *, before: int, count: int) -> Fee:
    if before < 0 or count < 0:
        raise ValueError(f"counts can't be negative: {before}, {count}")
    tiers: list[Tier] = []
    nth, last = before + 1, before + count
    while nth <= last:
        _, step_last, price = tariff.step_of(nth)
        end = last if step_last is None else min(last, step_last)
        quantity = end - nth + 1
        span = f"第{nth}{tariff.unit}" if nth == end else f"第{nth}至{end}{tariff.unit}"
        tiers.append(Tier(span, quantity, price, quantity * price))
        nth = end + 1
    return Fee(
        by=tariff.by,
        label=tariff.label,
        unit=tariff.unit,
        tiers=tuple(tiers),
        total=sum(tier.amount for tier in tiers),
        source=tariff.source,
    )


def price_of(tariff: Tariff, nth: int) -> int:
    """What the `nth` unit (1, 2, …) alone costs, in whole yuan. Raises ValueError below 1."""
    if nth < 1:
        raise ValueError(f"units are counted from 1: {nth}")
    return tariff.step_of(nth)[2]


def fee_by_items(count: int, *, before: int = 0, tariff: Tariff = BY_ITEMS) -> Fee:
    """The fee for `count` items, when the same applicant already had `before` items in the same natural month.

    Raises ValueError for negative numbers. 国办函〔2020〕109号第四条
    """
    return _fee(tariff, before=before, count=count)


def fee_by_pages(pages: int, *, tariff: Tariff = BY_PAGES) -> Fee:
    """The fee for the pages of one application. Raises ValueError for a negative number.

    国办函〔2020〕109号第五条
    """
    return _fee(tariff, before=0, count=pages)


def tariff_on(by: By, day: date, rows: Mapping[str, Iterable[Tariff]] = TARIFFS) -> Tariff | None:
    """The price list in force on a day; None before the first one: then nothing may be charged."""
    in_force = [row for row in rows.get(by, ()) if row.valid_from <= day]
    return max(in_force, key=lambda row: row.valid_from, default=None)


def items_before(earlier: Iterable[date], on: date) -> int:
    """How many of an applicant's earlier items fall into the natural month of `on`, up to that day.

    `earlier` are the days of receipt of the other items (that it is the day of receipt is 未核实).
    """
    return sum(1 for day in earlier if (day.year, day.month) == (on.year, on.month) and day <= on)


# Nothing is handed over, only told where it stands: pages don't count (第五条).
TOLD_ONLY = frozenset({"already_public", "publication"})


def why_not_charge(by: By, *, charged_by: str, outcome: str) -> str:
    """Why this tariff may not be used for an application, in words; empty when it may.

    `charged_by`: the tariff already used for it, or "". `outcome`: a code of outcomes.py, or "".
    国办函〔2020〕109号第三条、第五条
    """
    if charged_by and charged_by != by:
        return "一件申请只能用一种标准，已经选了另一种，不能两种一起收。"
    if by == "pages" and outcome in TOLD_ONLY:
        return "信息已经公开、只告知获取途径的，不按页数收费。"
    return ""
