"""What the tests of cases share: a moment, a citizen's form, and a short way to act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gongkai.cases.actions.acting import Done, act
from gongkai.cases.actions.submitting import Receipt, submit
from gongkai.cases.models import Case

AT = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Monday
FORM = {
    "title": "2025年柳河镇道路养护资金分配表",
    "text": "各村分到多少、怎样定的。",
    "form": "email",
    "type": "natural",
    "name": "王小明",
    "identity": "110101199003077715",
    "phone": "13800138000",
    "email": "wang@example.com",
}
LETTER = {
    "class": "complaint",
    "mailbox": "head",
    "title": "石桥村路灯坏了半个月",
    "text": "村口三盏路灯从上个月起不亮，晚上看不见路。",
    "name": "李兰",
    "phone": "13900139000",
}


@pytest.fixture
def apply(cast) -> Callable[..., Receipt]:
    """`apply(at=…, text=…)`: a citizen applies to the agriculture bureau on the portal."""

    def _apply(
        *, at: datetime = AT, unit: str = "agri", kind: str = "information_application", **more: Any
    ) -> Receipt:
        form = {**(FORM if kind == "information_application" else LETTER), **more}
        return submit(kind=kind, unit_id=cast.units[unit], values=form, at=at)

    return _apply


@pytest.fixture
def do(cast) -> Callable[..., Done]:
    """`do(case_id, "confirm", by="agri.handler", after=1, on=…)`: an act, so many days after AT."""

    def _do(case_id: int, code: str, *, by: str = "agri.handler", after: int = 0, **values: Any) -> Done:
        at = AT + timedelta(days=after)
        values.setdefault("on", at.date().isoformat())
        return act(case_id=case_id, act=code, values=values, by=cast.standing(by, today=at.date()), at=at)

    return _do


def case_of(receipt: Receipt) -> Case:
    return Case.objects.get(id=receipt.case_id)
