"""Cases of a unit in several states, as its people meet them on their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.cases.actions.acting import act
from gongkai.cases.actions.submitting import enter, submit
from gongkai.cases.declaring import Asked
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case

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
ANSWERED = {"outcome": "granted", "way": "随本答复提供复制件 3 页"}


def url(name: str, *args: Any) -> str:
    return reverse(f"office:{name}", args=args)


@pytest.fixture
def submitted(cast) -> Callable[..., int]:
    """`submitted(days=3)`: a citizen's application that came so many days ago; its id."""

    def made(*, days: int = 0, unit: str = "agri", **more: Any) -> int:
        at = timezone.now() - timedelta(days=days)
        return submit(
            kind="information_application", unit_id=cast.units[unit], values={**FORM, **more}, at=at
        ).case_id

    return made


@pytest.fixture
def do(cast) -> Callable[..., Any]:
    """`do(case_id, "confirm", how="电话")`: one act, today."""

    def done(
        case_id: int, code: str, *, by: str = "agri.handler", at: datetime | None = None, **values: Any
    ) -> Any:
        at = at or timezone.now()
        values.setdefault("on", timezone.localdate(at).isoformat())
        return act(case_id=case_id, act=code, values=values, by=cast.standing(by), at=at)

    return done


@pytest.fixture
def processing(submitted, do) -> Callable[..., int]:
    """A confirmed application that is being worked on."""

    def made(**more: Any) -> int:
        case_id = submitted(**more)
        do(case_id, "confirm", by=f"{more.get('unit', 'agri')}.handler", how="电话确认")
        return case_id

    return made


def case_of(case_id: int) -> Case:
    return Case.objects.get(id=case_id)


@pytest.fixture
def submitted_as(cast) -> Callable[[str], int]:
    """A case of any kind, entered by the disclosure office with something in every field."""

    def made(kind: str) -> int:
        declared = CASE_KINDS[kind]
        at = timezone.now()
        return enter(
            kind=kind, unit_id=cast.units["office" if declared.to_office else "agri"],
            values={f.key: something(f) for f in declared.fields if f.type != "files"},
            channel=next(c for c in declared.channels if c != "web"), arrived_on=timezone.localdate(at),
            received_on=timezone.localdate(at), by=cast.standing("office.disclosure_office"), at=at,
        ).case_id  # fmt: skip

    return made


def something(asked: Asked) -> Any:
    """A value that the engine's reader takes."""
    if asked.type in ("choice", "choices"):
        return asked.choices[0][0]
    return {
        "case": "",
        "date": timezone.localdate().isoformat(), "integer": str(asked.low or 1), "phone": "13800138000",
        "email": "wang@example.com", "identity": "110101199003077715", "check": "1",
    }.get(asked.type, "石桥村路灯")  # fmt: skip
