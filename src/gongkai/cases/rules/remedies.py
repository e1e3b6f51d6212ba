"""What a person can do against a reply, and until when: 行政复议法, 行政诉讼法.

Days here are calendar days and months; a period that ends on a day off ends on the next working day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from gongkai.clocks.rules import DueDate, WorkCalendar

Remedy = Literal["reconsider_first", "either"]


@dataclass(frozen=True)
class RemedyLaw:
    """The terms in force for decisions from `valid_from` on. `unverified`: known from memory only."""

    valid_from: date
    reconsider_days: int
    reconsider_article: str
    sue_months: int
    sue_article: str
    first_article: str = ""
    unverified: tuple[str, ...] = ()


_LITIGATION_1989 = "1989年文本的起诉期限三个月；2014年修正自2015年5月1日起为六个月"
REMEDY_LAWS: tuple[RemedyLaw, ...] = (
    RemedyLaw(
        valid_from=date(2008, 5, 1),
        reconsider_days=60,
        reconsider_article="《行政复议法》第九条",
        sue_months=3,
        sue_article="《行政诉讼法》第三十九条",
        unverified=(_LITIGATION_1989,),
    ),
    RemedyLaw(
        valid_from=date(2015, 5, 1),
        reconsider_days=60,
        reconsider_article="《行政复议法》第九条",
        sue_months=6,
        sue_article="《行政诉讼法》第四十六条",
        unverified=(_LITIGATION_1989,),
    ),
    RemedyLaw(
        valid_from=date(2024, 1, 1),  # 行政复议法（2023年修订）第九十条
        reconsider_days=60,
        reconsider_article="《行政复议法》第二十条",
        sue_months=6,
        sue_article="《行政诉讼法》第四十六条",
        first_article="《行政复议法》第二十三条第一款第（四）项",
    ),
)
SUE_AFTER_RECONSIDERATION_DAYS = 15  # 行政诉讼法第四十五条
LONGEST_WHEN_NOT_TOLD_YEARS = 1  # 行政复议法第二十条第三款；法释〔2018〕1号（文号未核实）第六十四条


@dataclass(frozen=True)
class Organs:
    """Whom to turn to, by name. Empty names give the general words of the law."""

    reconsideration: str = ""
    court: str = ""


NO_NAMES = Organs()


@dataclass(frozen=True)
class Remedies:
    """What to tell a person. `sue_until` is None where reconsideration comes first, dates are None until told.

    `paragraphs` go into the letter, one each; `unverified` names what of it is known from memory only.
    """

    first: Remedy
    reconsider_until: DueDate | None
    sue_until: DueDate | None
    paragraphs: tuple[str, ...]
    unverified: tuple[str, ...]


def law_on(decided_on: date, laws: Iterable[RemedyLaw] = REMEDY_LAWS) -> RemedyLaw:
    """The terms for a decision of that day; days before the first row get the first."""
    rows = sorted(laws, key=lambda law: law.valid_from)
    in_force = [law for law in rows if law.valid_from <= decided_on]
    return in_force[-1] if in_force else rows[0]


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where there is none. 《民法典》第二百零二条（未核实条号）"""
    years, month0 = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month0 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def reconsider_until(told_on: date, law: RemedyLaw, calendar: WorkCalendar) -> DueDate:
    """Last day to ask for reconsideration; the day of being told doesn't count. 行政复议法第二十条、第八十八条"""
    return calendar.next_working_day(told_on + timedelta(days=law.reconsider_days))


def sue_until(told_on: date, law: RemedyLaw, calendar: WorkCalendar) -> DueDate:
    """Last day to go to court directly; the day of being told doesn't count. 行政诉讼法第四十六条"""
    return calendar.next_working_day(add_months(told_on, law.sue_months))


def sue_after_reconsideration_until(received_on: date, calendar: WorkCalendar) -> DueDate:
    """Last day to go to court against a decision on reconsideration. 行政诉讼法第四十五条"""
    return calendar.next_working_day(received_on + timedelta(days=SUE_AFTER_RECONSIDERATION_DAYS))


def sue_for_silence_until(due_on: date, law: RemedyLaw, calendar: WorkCalendar) -> DueDate:
    """Last day to go to court because no reply came by `due_on`. 法释〔2018〕1号（文号未核实）第六十六条

    From 2024-01-01 on silence may count as 未履行法定职责, with reconsideration first (行政复议法第二十三条
    第一款第（三）项); practice isn't agreed.
    """
    return calendar.next_working_day(add_months(due_on, law.sue_months))


def must_reconsider_first(remedy: Remedy, decided_on: date) -> bool:
    """Whether a lawsuit is open only after reconsideration: refusals decided from 2024-01-01 on.

    行政复议法（2023年修订）第二十三条第一款第（四）项、第二款: the reply has to say so.
    """
    return remedy == "reconsider_first" and bool(law_on(decided_on).first_article)


def remedies_for(
    *,
    remedy: Remedy,
    decided_on: date,
    told_on: date | None,
    calendar: WorkCalendar,
    organs: Organs = NO_NAMES,
    this: str = "本答复",
) -> Remedies:
    """What the reply tells about remedies. While nobody was told (`told_on` None) it names periods, no last day.

    `this` is what the paper calls itself, e.g. 本答复书.
    """
    law = law_on(decided_on)
    first = must_reconsider_first(remedy, decided_on)
    ask = reconsider_until(told_on, law, calendar) if told_on else None
    sue = sue_until(told_on, law, calendar) if told_on and not first else None
    paragraphs = _reconsider_first(law, ask, organs, this) if first else _either(law, ask, sue, organs, this)
    return Remedies(
        first="reconsider_first" if first else "either",
        reconsider_until=ask,
        sue_until=sue,
        paragraphs=paragraphs,
        unverified=law.unverified,
    )


def _last_day(due: DueDate | None) -> str:
    if due is None:
        return ""
    mark = "，暂定" if due.provisional else ""
    return f"（最后一天是{due.on.year}年{due.on.month}月{due.on.day}日{mark}）"


def _months(count: int) -> str:
    return {3: "三个月", 6: "六个月"}.get(count, f"{count}个月")


def _reconsider_first(law: RemedyLaw, ask: DueDate | None, organs: Organs, this: str) -> tuple[str, ...]:
    organ = organs.reconsideration or "行政复议机关"
    court = organs.court or "有管辖权的人民法院"
    return (
        f"对{this}不服的，根据{law.first_article}，应当先申请行政复议："
        f"自收到{this}之日起{law.reconsider_days}日内{_last_day(ask)}，向{organ}提出。",
        f"对行政复议决定不服的，可以自收到复议决定书之日起{SUE_AFTER_RECONSIDERATION_DAYS}日内，"
        f"向{court}提起行政诉讼。",
    )


def _either(
    law: RemedyLaw, ask: DueDate | None, sue: DueDate | None, organs: Organs, this: str
) -> tuple[str, ...]:
    organ = organs.reconsideration or "行政复议机关"
    court = organs.court or "有管辖权的人民法院"
    return (
        f"对{this}不服的，可以根据{law.reconsider_article}，"
        f"自收到{this}之日起{law.reconsider_days}日内{_last_day(ask)}，向{organ}申请行政复议；",
        f"也可以根据{law.sue_article}，"
        f"自收到{this}之日起{_months(law.sue_months)}内{_last_day(sue)}，向{court}提起行政诉讼。",
    )
