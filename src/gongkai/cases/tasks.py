"""Background work of cases: clocks counted anew, letters made into files. Each is safe to run twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import now

from gongkai.cases.actions.letters import MAKE, make_files
from gongkai.cases.actions.proving import forget_tries
from gongkai.cases.actions.recounting import RECOUNT, recount_open
from gongkai.cases.actions.screening_answers import rescan_answers
from gongkai.jobs.registry import Message, consumer, regularly


@consumer(RECOUNT, batch=20)
def recount_after_calendar(messages: Sequence[Message]) -> None:
    whys = sorted({str(message.payload.get("why", "")) for message in messages})
    recount_open(why="、".join(whys), at=now())


@consumer(MAKE, batch=20)
def make_letters(messages: Sequence[Message]) -> None:
    for message in messages:
        make_files(letter_id=int(message.key), at=now())


@regularly("forget_tries", seconds=3600)
def forget_old_tries(at: datetime) -> None:
    forget_tries(at=at)


@regularly("rescan_answers", seconds=60)
def rescan_public_answers(at: datetime) -> None:
    """New rules of screening reach what is public already, some hundred answers a minute."""
    rescan_answers(at=at)
