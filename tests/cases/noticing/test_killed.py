"""T75: two schedulers, one killed in the middle of its work, end where one alone would: each thing told once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from tests.cases.conftest import AT

from gongkai.cases.models import Case, Notice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.durability]

# A scheduler of its own process: reminds, then sends one message after the other, slowly enough to be killed.
SCHEDULER = """
import sys, time
from datetime import datetime
import django
from django.conf import settings
from gongkai import settings as ours
ours.DATABASES["default"]["NAME"] = sys.argv[1]
ours.HOME = __import__("pathlib").Path(sys.argv[2])
django.setup()
from gongkai.cases import delivering
from gongkai.cases.actions.noticing import send_waiting
from gongkai.cases.actions.reminding import remind
at = datetime.fromisoformat(sys.argv[3])
plain = delivering.Files.send
def slowly(self, message):
    plain(self, message)
    print("sent", flush=True)
    time.sleep(float(sys.argv[4]))
delivering.Files.send = slowly
remind(at=at)
print("reminded", flush=True)
while send_waiting(at=at, limit=3).sent:
    pass
print("done", flush=True)
"""


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="opens the test's SQLite file from a second process"
)
def test_two_schedulers_of_which_one_is_killed_tell_each_thing_once(apply, cast, tmp_path):
    ids = [apply().case_id for _ in range(12)]
    Case.objects.filter(id__in=ids).update(due_on=AT.date() - timedelta(days=30))
    (tmp_path / "keys").symlink_to(Path(django_settings.HOME) / "keys")
    at = AT + timedelta(days=1)

    def start(pause: float) -> subprocess.Popen[str]:
        words = [
            sys.executable,
            "-c",
            SCHEDULER,
            str(connection.settings_dict["NAME"]),
            str(tmp_path),
            at.isoformat(),
        ]
        return subprocess.Popen([*words, str(pause)], stdout=subprocess.PIPE, text=True, env=os.environ)

    killed, other = start(0.3), start(0.02)
    seen = 0
    for line in killed.stdout or ():
        seen += "sent" in line
        if seen:  # it has handed a message over and not yet said so
            killed.send_signal(signal.SIGKILL)
            break
    killed.wait(timeout=30)
    out, _ = other.communicate(timeout=60)
    assert "done" in out
    later = start(0.0)  # the worker comes up again after the lease
    later.communicate(timeout=60)
    left = Notice.objects.filter(state="sending")
    assert left.count() <= 1
    at += timedelta(minutes=10)
    again = start(0.0)
    again.communicate(timeout=60)
    assert set(Notice.objects.exclude(channel="inbox").values_list("state", flat=True)) == {"sent"}
    names = list(Notice.objects.values_list("once", flat=True))
    assert len(names) == len(set(names))
    files = [
        json.loads(path.read_text(encoding="utf-8"))["once"] for path in (tmp_path / "outbox").glob("*.json")
    ]
    sent_out = Notice.objects.exclude(channel="inbox")
    assert sorted(files) == sorted(sent_out.values_list("once", flat=True))
    assert Notice.objects.filter(once__startswith="digest:").values("user_id").distinct().count() == (
        Notice.objects.filter(once__startswith="digest:").count()
    )
