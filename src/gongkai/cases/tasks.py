"""Background work of cases: clocks counted anew, letters made into files. Each is safe to run twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate, now

from gongkai.cases import import_jobs
from gongkai.cases.actions.holding_to_account import note_late_statements
from gongkai.cases.actions.letters import MAKE, make_files
from gongkai.cases.actions.noticing import send_waiting
from gongkai.cases.actions.proving import forget_tries
from gongkai.cases.actions.recounting import RECOUNT, recount_open, recount_paused
from gongkai.cases.actions.reminding import remind
from gongkai.cases.actions.resealing import RESEAL, reseal
from gongkai.cases.actions.retaining import erase_what_is_due
from gongkai.cases.actions.screening_answers import rescan_answers
from gongkai.cases.actions.topics import count_topics, last_week
from gongkai.cases.queries.closed_memory import remember
from gongkai.jobs.progress import Progress
from gongkai.jobs.registry import Message, consumer, handler, regularly

handler(import_jobs.CHECK)(import_jobs.check)
handler(import_jobs.IMPORT)(import_jobs.import_cases)


@consumer(RECOUNT, batch=20)
def recount_after_calendar(messages: Sequence[Message]) -> None:
    whys = sorted({str(message.payload.get("why", "")) for message in messages})
    recount_open(why="、".join(whys), at=now())


@consumer(MAKE, batch=20)
def make_letters(messages: Sequence[Message]) -> None:
    for message in messages:
        make_files(letter_id=int(message.key), at=now())


@regularly("send_notices", seconds=5)
def send_notices(at: datetime) -> None:
    send_waiting(at=at)


@regularly("remind_of_terms", seconds=900)
def remind_of_terms(at: datetime) -> None:
    remind(at=at)


@regularly("recount_paused", seconds=3600)
def recount_standing_clocks(at: datetime) -> None:
    recount_paused(at=at)


@regularly("forget_tries", seconds=3600)
def forget_old_tries(at: datetime) -> None:
    forget_tries(at=at)


@regularly("late_statements", seconds=300)
def enter_late_statements(at: datetime) -> None:
    """舆情回应 that came late is entered for 约谈 or 通报."""
    note_late_statements(at=at)


@regularly("rescan_answers", seconds=60)
def rescan_public_answers(at: datetime) -> None:
    """New rules of screening reach what is public already, some hundred answers a minute."""
    rescan_answers(at=at)


@regularly("remember_closed_cases", seconds=3600, apart=True)
def remember_closed_cases(at: datetime) -> None:
    remember(at=at)


@regularly("hot_topics", seconds=3600, apart=True)
def count_last_week(at: datetime) -> None:
    """Looked after every hour, counted once a week."""
    count_topics(week_from=last_week(localdate(at)), at=at)


@handler(RESEAL)
def reseal_everything(progress: Progress) -> dict[str, int]:
    """Stopped or killed, it goes on with the value after the last that it finished."""

    def told(cursor: tuple[int, int], looked: int) -> None:
        progress.keep(list(cursor))
        progress.step(looked)

    first, after = progress.cursor or (0, 0)
    changed = reseal(
        by=progress.by, at=now(), start=(first, after), told=told, should_stop=lambda: progress.should_stop
    )
    return {"changed": changed}


@regularly("erase_personal", seconds=3600, apart=True)
def erase_personal(at: datetime) -> bool:
    """Whose time is over; called again at once while a whole round was due."""
    return erase_what_is_due(today=localdate(at), at=at) > 0
