"""Run by test_killed_worker.py in a process of its own: `prepare` an installation, or `work` until killed."""

import os
import sys
import threading
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from gongkai.jobs.actions import enqueue, put  # noqa: E402
from gongkai.jobs.registry import consumer, handler  # noqa: E402
from gongkai.jobs.worker import run_worker  # noqa: E402
from gongkai.ledger.actions import record  # noqa: E402
from gongkai.ledger.rules import SYSTEM, Subject  # noqa: E402

SEEN = Path(os.environ["GONGKAI_HOME"]) / "seen.txt"


@handler("test.steps")
def steps(progress):
    """One transaction for each step: its act, its message and the cursor stand or fall together."""
    for number in range(progress.cursor or 0, progress.params["total"]):
        with transaction.atomic():
            at = timezone.now()
            record(actor=SYSTEM, act="test.step", subject=Subject("step", str(number), ""), at=at)
            put(topic="test", key=str(number), at=at)
            progress.keep(number + 1)


@consumer("test", batch=7)
def note(messages):
    with SEEN.open("a") as file:
        file.writelines(f"{message.key}\n" for message in messages)


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        call_command("migrate", verbosity=0)
        params = {"total": int(sys.argv[2])}
        enqueue(kind="test.steps", title="数步", params=params, by=SYSTEM, at=timezone.now())
    else:
        run_worker(threading.Event())
