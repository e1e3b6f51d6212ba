"""What one side of the sweeps' world has beside its cases: answers in every state, an article, an expert, a late statement."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.cases.conftest import LETTER
from tests.cast import Cast

from gongkai.cases.actions.acting import act
from gongkai.cases.actions.consulting import add_expert
from gongkai.cases.actions.hiding_answers import hide_answer
from gongkai.cases.actions.holding_to_account import note_late_statements
from gongkai.cases.actions.knowing import add_article
from gongkai.cases.actions.publishing_answers import prepare_answer, publish_answer
from gongkai.cases.actions.submitting import enter, submit
from gongkai.cases.models import AccountabilityEntry, Case


def answered(cast: Cast, unit: str, at: datetime) -> int:
    """A question that was answered and may be published."""
    case_id = submit(kind="online_question", unit_id=cast.units[unit], values=LETTER, at=at).case_id
    words = {"conclusion": "路灯已经修好。"}
    act(case_id=case_id, act="answer", values=words, by=cast.standing(f"{unit}.handler"), at=at)
    return case_id


def prepared(cast: Cast, unit: str, at: datetime) -> int:
    case_id = answered(cast, unit, at)
    prepare_answer(case_id=case_id, by=cast.standing(f"{unit}.handler"), at=at)
    return case_id


def published(cast: Cast, unit: str, at: datetime) -> int:
    case_id = prepared(cast, unit, at)
    leader = cast.standing(f"{unit}.leader")
    publish_answer(case_id=case_id, office_reason="许多人在问这件事", by=leader, at=at)
    return case_id


def hidden(cast: Cast, unit: str, at: datetime) -> int:
    case_id = published(cast, unit, at)
    office = cast.standing("office.disclosure_office")
    hide_answer(case_id=case_id, ground="insult", reason="第二段辱骂他人", by=office, at=at)
    return case_id


def event(cast: Cast, unit: str, at: datetime) -> int:
    """An opinion event of a month ago to which nobody has said anything."""
    then = at - timedelta(days=30)
    return enter(
        kind="opinion_event", unit_id=cast.units[unit], channel="internal", arrived_on=then.date(),
        received_on=then.date(), by=cast.standing(f"{unit}.handler"), at=then,
        values={"title": "网传自来水有异味", "grade": "post", "where": "论坛", "text": "多人发帖。"},
    ).case_id  # fmt: skip


def article(cast: Cast, unit: str, at: datetime) -> int:
    return add_article(
        title="医保异地就医怎样备案", text="带身份证到一楼大厅。", tags="看病", unit_id=cast.units[unit],
        owner_id=cast.people[f"{unit}.handler"], valid_until=at.date() + timedelta(days=100),
        by=cast.standing(f"{unit}.handler"), at=at,
    )  # fmt: skip


def expert(cast: Cast, at: datetime) -> int:
    office = cast.standing("office.disclosure_office")
    return add_expert(name="周明", organisation="县医保局", fields="异地就医", by=office, at=at)


def answers(cast: Cast, unit: str, at: datetime) -> dict[str, Any]:
    public, late = published(cast, unit, at), event(cast, unit, at)
    note_late_statements(at=at)
    return {
        "answer_prepared": prepared(cast, unit, at),
        "answer_public": public,
        "answer_hidden": hidden(cast, unit, at),
        "answer_number": Case.objects.get(id=public).number,
        "opinion_case": late,
        "entry": AccountabilityEntry.objects.get(case=late).pk,
        "article": article(cast, unit, at),
        "expert": expert(cast, at),
    }
