"""kill -9 in the middle of a rescan: run again it goes on, and finds what a rescan finds that nobody killed."""

from __future__ import annotations

import csv
import os
import random
import shutil
import signal
import sqlite3
import time
from pathlib import Path

import pytest
from tests.durability.serving import Installation, set_up

from gongkai.screening.checksums import id_check_char

pytestmark = pytest.mark.durability
ITEMS = int(os.environ.get("GONGKAI_RESCANNED", "2000"))
KILLS = 3
SECONDS = 180 + ITEMS / 50
"""How long a command may take that goes through all of them."""


def words(number: int) -> str:
    """The text of an item; one in seven holds the made-up number of a person, who is called by a made-up name."""
    dice = random.Random(number)
    lines = [
        "各村民委员会：",
        "为做好秋季惠农补贴发放工作，现将有关事项公告如下，公示期七天，有异议的向镇财政所提出。" * 4,
    ]
    if number % 7 == 0:
        first = f"53990119{dice.randrange(60, 99)}0{dice.randrange(1, 10)}1{dice.randrange(10)}{dice.randrange(100, 999)}"
        lines.append(
            f"户主赵春生，身份证号码{first}{id_check_char(first)}，联系电话1380000{dice.randrange(1000, 9999)}。"
        )
    return "\n".join(lines)


@pytest.fixture(scope="module")
def filled(tmp_path_factory) -> Installation:
    """An installation with public items that nobody has screened."""
    if os.environ.get("GONGKAI_DATABASE"):
        pytest.skip("an installation of its own on SQLite")
    folder = tmp_path_factory.mktemp("rescan")
    made = set_up(folder / "home", {})
    with (folder / "items.csv").open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["编号", "标题", "正文"])
        rows.writerows([n, f"关于第{n}批补贴的公告", words(n)] for n in range(ITEMS))
    made.run("item", "import", str(folder / "items.csv"), seconds=SECONDS)
    return made


def copy_of(made: Installation, to: Path) -> Installation:
    shutil.copytree(made.home, to)
    return Installation(to)


def ask(made: Installation, sql: str) -> list[tuple]:
    with sqlite3.connect(f"file:{made.home}/gongkai.sqlite3?mode=ro", uri=True, timeout=20) as database:
        return database.execute(sql).fetchall()


def screened(made: Installation) -> int:
    return ask(made, "SELECT count(*) FROM disclosure_itemversion WHERE screened_with <> ''")[0][0]


def outcome(made: Installation) -> dict[str, list[tuple]]:
    """Findings, tasks and what the ledger says of them, without moments and row numbers.

    Nor fingerprints: their key is made when it is first needed, so each copy of the installation has its own.
    """
    return {
        "findings": ask(
            made,
            'SELECT version_id, detector, target, start, "end", place, excerpt, state '
            "FROM disclosure_finding ORDER BY 1, 2, 3, 4, 5",
        ),
        "tasks": ask(made, "SELECT item_id, version_id, rules, due_on, closed_at FROM disclosure_screeningtask ORDER BY 1"),
        "ledger": ask(
            made,
            "SELECT subject_id, payload FROM ledger_ledgerrow WHERE act = 'item.rescan' ORDER BY CAST(subject_id AS INTEGER)",
        ),
        "screened": ask(made, "SELECT screened_with, count(*) FROM disclosure_itemversion GROUP BY 1"),
    }  # fmt: skip


def killed_midway(made: Installation) -> int:
    """Start a rescan and kill it when it has written something more; how many are screened then."""
    before = screened(made)
    running = made.start("screening", "rescan")
    deadline = time.monotonic() + 120
    while screened(made) == before and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    return screened(made)


@pytest.fixture(scope="module")
def unkilled(filled, tmp_path_factory) -> dict[str, list[tuple]]:
    made = copy_of(filled, tmp_path_factory.mktemp("unkilled") / "home")
    assert made.run("screening", "rescan", check=False, seconds=SECONDS).returncode == 1, "it found problems"
    return outcome(made)


def test_killed_again_and_again_it_finds_the_same(filled, unkilled, tmp_path):
    made = copy_of(filled, tmp_path / "home")
    stood = [killed_midway(made) for _ in range(KILLS)]
    assert 0 < stood[0] < stood[1] < stood[2] < ITEMS, f"killed too late: {stood}"
    assert made.run("screening", "rescan", check=False, seconds=SECONDS).returncode == 1
    assert outcome(made) == unkilled
    assert len(unkilled["tasks"]) == -(-ITEMS // 7)


def test_mutant_a_rescan_that_takes_a_chunk_for_done_is_caught(filled, unkilled, tmp_path):
    made = copy_of(filled, tmp_path / "home")
    killed_midway(made)
    with sqlite3.connect(made.home / "gongkai.sqlite3") as database:
        (edition,) = database.execute(
            "SELECT screened_with FROM disclosure_itemversion WHERE screened_with <> '' LIMIT 1"
        ).fetchone()
        database.execute(
            "UPDATE disclosure_itemversion SET screened_with = ? WHERE id IN "
            "(SELECT id FROM disclosure_itemversion WHERE screened_with = '' ORDER BY id LIMIT 100)",
            [edition],
        )
    made.run("screening", "rescan", check=False, seconds=SECONDS)
    assert outcome(made) != unkilled
