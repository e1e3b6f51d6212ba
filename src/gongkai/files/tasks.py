"""Recognition of pictures of text, beside all other work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import ProtectedError
from django.utils.timezone import localdate

from gongkai.clocks import queries as clocks
from gongkai.files.actions import ERASED, erase_file, scan_next, wipe_unless_kept
from gongkai.files.queries import unsent_files
from gongkai.files.recognising import recognise_next
from gongkai.jobs.progress import worker_stop
from gongkai.jobs.registry import Message, consumer, regularly
from gongkai.ledger.rules import SYSTEM

UNSENT_AT_ONCE, LEAST_UNSENT_DAYS = 500, 2


@regularly("recognise", seconds=2, apart=True)
def recognise(at: datetime) -> bool:
    """One file; called again at once while more wait."""
    stop = worker_stop.get()
    return recognise_next(at=at, should_stop=stop.is_set if stop else lambda: False)


@regularly("scan_files", seconds=2, apart=True)
def scan_files(at: datetime) -> bool:
    """One file for the virus scanner; called again at once while more wait. A thread of its own: a scanner may be slow."""
    return scan_next(at=at)


@regularly("forget_unsent_files", seconds=3600, apart=True)
def forget_unsent_files(at: datetime) -> bool:
    """Files that were uploaded and never sent go after their term; called again at once while a whole round was due.

    Never before two days: a form may be handed in with its files for one. Safe to run twice.
    """
    term = clocks.term("file.unsent", localdate(at))
    days = max(term.length if term else 0, LEAST_UNSENT_DAYS)
    due = unsent_files(before=at - timedelta(days=days), most=UNSENT_AT_ONCE)
    for file_id in due:
        try:
            erase_file(file_id=file_id, by=SYSTEM, at=at)
        except (ProtectedError, ObjectDoesNotExist):  # taken, or gone, in the meantime
            continue
    return len(due) == UNSENT_AT_ONCE


@consumer(ERASED)
def wipe(messages: Sequence[Message]) -> None:
    """Nearly always gone already; where the process died between its transaction and the disk, it goes now."""
    for message in messages:
        wipe_unless_kept(digest=message.key)
