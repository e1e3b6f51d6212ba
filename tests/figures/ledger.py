"""A ledger of applications and lawsuits over three years, drawn with a seed and written act by act as the kinds' tables allow."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.cast import Cast

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.histories import PastAct, PastCase, take_over_histories
from gongkai.cases.kinds.information_application import CHOSEN
from gongkai.cases.stored_choices import APPLICANT_TYPES
from gongkai.ledger.rules import SYSTEM

ZONE = ZoneInfo("Asia/Shanghai")
FIRST, DAYS = date(2023, 10, 1), 800
UNITS = ("office", "agri", "housing", "town", "village", "root")
REPLY = {
    "way": "随本答复提供复制件", "reason": "依据如下", "withheld": "个人信息", "articles": "某法第一条", "earlier": "某号",
}  # fmt: skip


class Writer:
    """One application as it goes on: acts on days that only grow."""

    def __init__(self, dice: random.Random, office: Standing, received_on: date) -> None:
        self.dice, self.office, self.day = dice, office, received_on
        self.acts: list[PastAct] = []

    def act(self, code: str, after: int = 1, **values: Any) -> None:
        self.day += timedelta(days=after)
        told = {"on": self.day.isoformat(), **values}
        self.acts.append(
            PastAct(code, datetime.combine(self.day, datetime.min.time(), ZONE), self.office, told)
        )

    def answer(self) -> None:
        self.act("draft", self.dice.randrange(1, 25), outcome=self.dice.choice(CHOSEN), **REPLY)
        if self.dice.random() < 0.2:
            self.act("return_draft", reason="再查一查")
            self.act("draft", outcome=self.dice.choice(CHOSEN), **REPLY)
        self.act("approve")
        self.act("serve", self.dice.randrange(0, 4), how="post")


def _ways(writer: Writer) -> None:
    way = writer.dice.random()
    if way < 0.1:
        return
    if way < 0.3:
        writer.act("ask_correction", reason="写明年份")
        if way < 0.14:
            return
        if way < 0.18:
            writer.act("abandon_correction", 60)
            return
        writer.act("correct", writer.dice.randrange(1, 15), text="2025年")
    elif way < 0.4:
        writer.act("consult_third_party", party="某公司", question="能否公开")
        if way < 0.33:
            return
        writer.act("end_consultation", 5, result="agrees")
    elif way < 0.47:
        writer.act("withdraw", reason="不要了")
        return
    elif way < 0.5:
        writer.act("draft", 3, outcome="granted", **REPLY)
        writer.act("approve")
        return
    writer.answer()
    if writer.dice.random() < 0.2:
        writer.act("redo", writer.dice.randrange(5, 300), reason="复议决定")
        if writer.dice.random() < 0.8:
            writer.answer()


def applications(cast: Cast, count: int, seed: int) -> Iterator[PastCase]:
    dice = random.Random(seed)
    office = cast.standing("office.disclosure_office", today=date(2024, 1, 1))
    for n in range(count):
        came = FIRST + timedelta(days=dice.randrange(DAYS))
        unconfirmed = dice.random() < 0.05
        writer = Writer(dice, office, came)
        if unconfirmed:
            if dice.random() < 0.6:
                writer.act("confirm", dice.randrange(1, 6), how="电话")
                writer.answer()
        else:
            _ways(writer)
        yield PastCase(
            kind="information_application",
            unit_id=cast.units[dice.choice(UNITS)],
            values={
                "title": f"第{n}件", "form": "email", "type": dice.choice(list(APPLICANT_TYPES)), "name": "王小明",
                "identity": "110101199003077715", "phone": "13800138000", "email": "wang@example.com",
            },
            channel="web",
            submitted_at=datetime.combine(came, datetime.min.time(), ZONE) + timedelta(hours=10),
            received_on=None if unconfirmed else came,
            acts=tuple(writer.acts),
        )  # fmt: skip


def disputes(cast: Cast, count: int, seed: int) -> Iterator[PastCase]:
    dice = random.Random(seed)
    office = cast.standing("office.disclosure_office", today=date(2024, 1, 1))
    for _ in range(count):
        came = FIRST + timedelta(days=dice.randrange(DAYS))
        writer = Writer(dice, office, came)
        if dice.random() < 0.6:
            writer.act("file_answer", 5)
        if dice.random() < 0.7:
            writer.act("end", 50, outcome=dice.choice(["upheld", "corrected", "other"]), conclusion="维持")
        group = dice.choice(["review", "litigation_direct", "litigation_after_review"])
        yield PastCase(
            kind="reconsideration",
            unit_id=cast.units[dice.choice(UNITS)],
            values={"group": group, "forum": "青禾县人民法院", "title": "不服答复"},
            channel="internal",
            submitted_at=datetime.combine(came, datetime.min.time(), ZONE) + timedelta(hours=10),
            acts=tuple(writer.acts),
        )


def write(cast: Cast, *, applications_count: int, disputes_count: int, seed: int) -> list[int]:
    at = datetime.combine(FIRST + timedelta(days=DAYS + 400), datetime.min.time(), ZONE)
    rows = [*applications(cast, applications_count, seed), *disputes(cast, disputes_count, seed + 1)]
    return take_over_histories(cases=rows, by=SYSTEM, at=at)
