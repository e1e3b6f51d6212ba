"""T60 for receipts: kill -9 while fifty people write in. A receipt that was shown is in the register, once and whole."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest
from bench.citizens import Citizen, GaveUp, Shown
from tests.durability.serving import Installation, set_up

from gongkai.cases.query_codes import fits

pytestmark = pytest.mark.durability
ROUNDS = int(os.environ.get("GONGKAI_ROUNDS", "6"))
WRITERS = 50
KINDS = ("letter", "information_application")
PAPER = ("现场.txt", "路灯不亮的地方".encode())


@pytest.fixture
def installation(tmp_path):
    if os.environ.get("GONGKAI_DATABASE"):
        pytest.skip("an installation of its own on SQLite")
    made = set_up(tmp_path / "home", {})
    yield made
    made.kill()


class Door:
    """Open while a server answers; those who write wait here when it was killed."""

    def __init__(self) -> None:
        self.open, self.over = threading.Event(), threading.Event()

    def waits(self) -> bool:
        """True when the press may be repeated; False when nobody writes any more."""
        while not self.over.is_set():
            if self.open.wait(0.2):
                time.sleep(0.02)  # a refused connection is tried again, not hammered
                return True
        return False


class Writer(threading.Thread):
    """Sends one thing after another; keeps what it was shown. What a kill interrupts is pressed again, as people do."""

    def __init__(self, number: int, port: int, door: Door) -> None:
        super().__init__(daemon=True)
        self.number, self.port, self.door = number, port, door
        self.dice = random.Random(number)
        self.shown: list[Shown] = []
        self.trouble: Exception | None = None
        self.requests = 0

    def run(self) -> None:
        n = 0
        while not self.door.over.is_set():
            citizen = Citizen(self.port, waits=self.door.waits)
            try:
                self.shown.append(self.one(citizen, f"第{self.number}人第{n}件"))
            except GaveUp:
                return
            except Exception as problem:
                self.trouble = problem
                return
            finally:
                self.requests += citizen.requests
                citizen.close()
            n += 1

    def one(self, citizen: Citizen, title: str) -> Shown:
        return citizen.send_in(
            self.dice.choice(KINDS),
            "000",
            title,
            file=(PAPER[0], PAPER[1] + title.encode()) if self.dice.random() < 0.3 else None,
            presses=2 if self.dice.random() < 0.3 else 1,
        )


def register(at: Installation) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.durability.checking_cases"],
        env=at.environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def deviations(found: dict, shown: list[Shown]) -> list[str]:
    """Receipts lost or not opening their case, presses that made two, things half there."""
    by_number = {number: (title, digest) for number, title, digest in found["cases"]}
    titles = Counter(title for _, title, _ in found["cases"])
    wrong = [f"lost: {one.number}" for one in shown if one.number not in by_number]
    wrong += [
        f"opens nothing: {one.number}"
        for one in shown
        if one.number in by_number
        and not (by_number[one.number][0] == one.title and fits(one.code, by_number[one.number][1]))
    ]
    wrong += [f"double: {title} {n} times" for title, n in titles.items() if n > 1]
    wrong += [f"shown twice: {number}" for number, n in Counter(s.number for s in shown).items() if n > 1]
    return (
        wrong + found["halves"] + found["gaps"] + [f"file lost: {digest}" for digest in found["lost_files"]]
    )


def written_under_kills(at: Installation, rounds: int) -> tuple[list[Writer], list[float]]:
    """Fifty writers through so many kills, the last round without one; and how long each start took."""
    door, dice, starts = Door(), random.Random(20261122), []
    writers = [Writer(number, at.port, door) for number in range(WRITERS)]
    for round_ in range(rounds + 1):
        began = time.monotonic()
        at.serve()
        starts.append(time.monotonic() - began)
        door.open.set()
        if not round_:
            for writer in writers:
                writer.start()
        time.sleep(dice.uniform(0.3, 3.0))
        if round_ < rounds:
            door.open.clear()
            at.kill()
    door.over.set()
    for writer in writers:
        writer.join(60)
    return writers, starts


def test_a_receipt_that_was_shown_is_in_the_register_once_and_whole(installation):
    writers, starts = written_under_kills(installation, ROUNDS)
    shown = [one for writer in writers for one in writer.shown]
    troubles = [repr(writer.trouble) for writer in writers if writer.trouble]
    installation.stop()
    found = register(installation)
    sys.stdout.write(
        f"\n{ROUNDS} kills, {WRITERS} writers: {len(shown)} receipts shown, {len(found['cases'])} cases, "
        f"{sum(writer.requests for writer in writers)} requests, start at most {max(starts):.1f} s, "
        f"{len(found['orphans'])} files of broken uploads\n"
    )
    assert troubles == []
    assert deviations(found, shown) == []
    verified = json.loads(installation.run("ledger", "verify", "--json").stdout)
    assert verified["ok"]
    assert len(shown) >= ROUNDS, "too little was done to prove anything"
    assert max(starts) <= 30


def test_mutants_a_lost_a_doubled_and_a_half_case_are_noticed(installation):
    """The comparison itself: what it must say of a register that was tampered with."""
    installation.serve()
    shown = [Citizen(installation.port).send_in("letter", "000", f"第{n}件") for n in range(4)]
    installation.stop()
    found = register(installation)
    assert deviations(found, shown) == []
    assert deviations(found, [*shown, Shown("没有", "没有〔2026〕1号", shown[0].code)]) != []
    assert deviations(found, [Shown(shown[0].title, shown[0].number, shown[1].code)]) != []
    assert deviations({**found, "cases": [*found["cases"], found["cases"][0]]}, shown) != []
    with sqlite3.connect(installation.home / "gongkai.sqlite3") as database:
        database.execute("PRAGMA foreign_keys=OFF")
        database.execute("DELETE FROM cases_caseevent WHERE case_id = (SELECT max(id) FROM cases_case)")
        database.execute("UPDATE cases_casecounter SET last = last + 1")
    said = register(installation)
    assert said["halves"] != []
    assert said["gaps"] != []
