"""Yellow and red cards of the efficiency supervision 效能监察. Which days they fall on is local data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Card = Literal["", "yellow", "red", "escalated"]
LABELS: dict[Card, str] = {"": "正常", "yellow": "黄牌", "red": "红牌", "escalated": "红牌，升级督办"}


@dataclass(frozen=True)
class CardRule:
    """When a card is shown, in working days. `source` says whose rule it is; a county's row may replace it."""

    yellow_at: int = 1
    escalate_at: int = 5
    source: str = "默认值（地方办法可另定）：剩余不超过1个工作日黄牌，逾期红牌，逾期满5个工作日升级督办"


DEFAULT_RULE = CardRule()


def card_for(
    *,
    due_on: date | None,
    served_on: date | None,
    as_of: date,
    working_days_left: int,
    paused: bool = False,
    rule: CardRule = DEFAULT_RULE,
) -> Card:
    """The card of a case as of a day.

    `working_days_left`: working days after the decisive day up to `due_on`, negative when it lies behind;
    the decisive day is `served_on`, or `as_of` while nothing is served. A reply served by the last day
    clears the card; one served later keeps a red one. Late by a weekend alone is late, too.
    A stopped clock (paused, or no due day yet) shows none.
    """
    if due_on is None:
        return ""
    decisive = served_on if served_on is not None and served_on <= as_of else as_of
    if paused and decisive != served_on:
        return ""
    if decisive > due_on:
        return "escalated" if -working_days_left >= rule.escalate_at else "red"
    if decisive == served_on:
        return ""
    return "yellow" if working_days_left <= rule.yellow_at else ""


def with_earlier(card: Card, late_before: int | None, *, rule: CardRule = DEFAULT_RULE) -> Card:
    """The card of a case that was taken up again: the worse of this round's and of what an earlier one left.

    `late_before`: by how many working days an earlier round was late, None when none was.
    """
    if late_before is None or card == "escalated":
        return card
    return "escalated" if late_before >= rule.escalate_at else "red"


def earlier_words(card: Card, late_before: int) -> str:
    """The reason of a card that this round alone wouldn't show."""
    late = f"重新办理以前逾期 {late_before} 个工作日" if late_before else "重新办理以前逾期"
    return f"{late}，升级督办。" if card == "escalated" else f"{late}。"


def card_words(card: Card, working_days_left: int) -> str:
    """The card's reason in plain words; empty without a card."""
    if card == "":
        return ""
    if card == "yellow":
        return f"还有 {working_days_left} 个工作日到期。" if working_days_left > 0 else "今天到期。"
    late = f"已经逾期 {-working_days_left} 个工作日" if working_days_left < 0 else "已经逾期"
    return f"{late}，升级督办。" if card == "escalated" else f"{late}。"
