"""T74: the last day is the same whatever the host's clock and zone say; a year without a notice is provisional."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.cases.conftest import FORM, LETTER

import gongkai
from gongkai.cases.actions.acting import act
from gongkai.cases.actions.common import recount
from gongkai.cases.actions.submitting import submit
from gongkai.cases.models import Case
from gongkai.clocks.counting import History, deadline
from gongkai.clocks.notices import shipped_calendar
from gongkai.clocks.terms import TERMS

CHINA = ZoneInfo("Asia/Shanghai")
ZONES = ("UTC", "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Pacific/Apia", "Australia/Lord_Howe")
HOLIDAY_DAYS = (
    date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 13), date(2026, 3, 8), date(2026, 9, 30),
    date(2026, 11, 1), date(2026, 12, 31),
)  # fmt: skip
"""Leap day, turns of the year, eves of long holidays, days on which clocks change elsewhere."""
AS_AN_INSTALLATION = "import django; django.setup()"  # which leaves the host's zone for the settings' own
ASK = """
import json, os, sys, time
time.tzset()
exec(sys.argv.pop(1))
from datetime import date
from gongkai.clocks.counting import History, deadline
from gongkai.clocks.notices import shipped_calendar
from gongkai.clocks.terms import TERMS
work = shipped_calendar()
found = {}
for text in sys.argv[1:]:
    on = date.fromisoformat(text)
    for code in ("foi.reply", "letter.advice", "hotline.general"):
        due = deadline(TERMS[code][-1], History(on), work, as_of=on)
        found[f"{text} {code}"] = [str(due.on), due.provisional]
json.dump(found, sys.stdout)
"""


def told_by_a_host(zone: str, begin: str = "") -> dict[str, list[object]]:
    days = [day.isoformat() for day in HOLIDAY_DAYS]
    done = subprocess.run(
        [sys.executable, "-c", ASK, begin, *days],
        env={**os.environ, "TZ": zone, "DJANGO_SETTINGS_MODULE": "gongkai.settings", "PYTHONWARNINGS": ""},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.sweep
def test_a_host_in_any_zone_tells_the_same_last_days():
    told = {zone: told_by_a_host(zone) for zone in ZONES}
    assert {zone: due for zone, due in told.items() if due != told["Asia/Shanghai"]} == {}
    here = {
        f"{day} {code}": [str(due.on), due.provisional]
        for day in HOLIDAY_DAYS
        for code in ("foi.reply", "letter.advice", "hotline.general")
        for due in [deadline(TERMS[code][-1], History(day), shipped_calendar(), as_of=day)]
    }
    assert told["UTC"] == here
    assert told_by_a_host("America/New_York", AS_AN_INSTALLATION) == here


def test_a_year_without_a_notice_makes_the_day_provisional_and_no_other_does():
    loaded = max(shipped_calendar().years_loaded)
    term = TERMS["foi.reply"][-1]
    late, early = date(loaded, 12, 31), date(loaded, 11, 1)
    assert deadline(term, History(late), shipped_calendar(), as_of=late).provisional
    assert not deadline(term, History(early), shipped_calendar(), as_of=early).provisional


def moments(day: date) -> list[datetime]:
    """Moments of one day in China, as hosts of several zones write them; both ends of the day among them."""
    inside = [
        datetime.combine(day, time(*at), tzinfo=CHINA)
        for at in ((0, 0), (0, 10), (12, 0), (23, 50), (23, 59))
    ]
    return [moment.astimezone(ZoneInfo(zone)) for moment in inside for zone in ZONES]


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 14)])
def test_what_comes_in_on_one_day_has_one_last_day_whatever_the_hour_and_the_zone(cast, day):
    last_days = set()
    for at in moments(day):
        case = Case.objects.get(id=letter(cast, at))
        last_days.add((case.received_on, case.due_on, case.due_provisional))
    assert len(last_days) == 1, last_days
    assert last_days.pop()[0] == day


def letter(cast, at: datetime) -> int:
    return submit(kind="letter", unit_id=cast.units["agri"], values=LETTER, at=at).case_id


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2025, 12, 31), date(2026, 3, 8)])
@pytest.mark.parametrize("skew", [-10, 10])
def test_a_worker_whose_clock_is_ten_minutes_off_moves_no_last_day(cast, day, skew):
    """The web takes it in five minutes before or after midnight, the worker counts again with its own clock."""
    for came in (
        datetime.combine(day, time(23, 55), tzinfo=CHINA),
        datetime.combine(day, time(0, 5), tzinfo=CHINA),
    ):
        case = Case.objects.get(id=letter(cast, came))
        before = (case.received_on, case.due_on, case.due_at, case.due_provisional)
        recount(case, at=came + timedelta(minutes=skew))
        case.refresh_from_db()
        assert (case.received_on, case.due_on, case.due_at, case.due_provisional) == before


@pytest.mark.parametrize("skew", [-10, 10])
def test_confirming_on_a_host_that_is_ten_minutes_off_counts_from_the_day_that_was_entered(cast, skew):
    """The fact has its own date: the moment at which it is typed in doesn't matter."""
    came = datetime(2026, 3, 2, 10, 0, tzinfo=CHINA)
    last_days = set()
    for minutes in (0, skew):
        made = submit(kind="information_application", unit_id=cast.units["agri"], values=FORM, at=came)
        at = datetime(2026, 3, 4, 0, 10, tzinfo=CHINA) + timedelta(minutes=minutes)
        act(
            case_id=made.case_id, act="confirm", values={"on": "2026-03-03", "how": "电话"},
            by=cast.standing("agri.handler", today=date(2026, 3, 4)), at=at,
        )  # fmt: skip
        last_days.add(Case.objects.get(id=made.case_id).due_on)
    assert len(last_days) == 1


def test_no_rule_asks_the_host_what_day_it_is():
    """Only the edge asks for the time, with its zone: a bare day of the host would be another one abroad."""
    root = Path(gongkai.__file__).parent
    bare = re.compile(r"date\.today\(\)|datetime\.(?:now|today|utcnow)\(\)|time\.localtime\(\)")
    found = [str(path) for path in root.rglob("*.py") if bare.search(path.read_text(encoding="utf-8"))]
    assert found == []
