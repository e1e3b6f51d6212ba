"""kill -9 at any moment of publishing and importing: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
from http.client import HTTPException
from pathlib import Path

import pytest
from tests.durability.serving import Installation, Person, set_up

pytestmark = pytest.mark.durability
ROUNDS = int(os.environ.get("GONGKAI_KILLS", "20"))
GONE = (OSError, HTTPException)
"""What a client sees of a server that was killed."""


def logged_in(at: Installation) -> list[Person]:
    """Their sessions outlive the server, as those of any browser do."""
    return [Person(at, name) for name in ("officer", "first_reviewer", "publisher")]


@pytest.fixture
def installation(tmp_path):
    if os.environ.get("GONGKAI_DATABASE"):
        pytest.skip(
            "an installation of its own on SQLite; the kill rounds of jobs and search run on PostgreSQL too"
        )
    made = set_up(tmp_path / "home")
    yield made
    made.kill()


class Writers(threading.Thread):
    """Officer, reviewer and publisher take one routine item after another to the public; notes what the server confirmed."""

    def __init__(self, people: list[Person], round_: int) -> None:
        super().__init__(daemon=True)
        self.people, self.round = people, round_
        self.filed: list[str] = []
        self.published: list[str] = []
        self.trouble: BaseException | None = None

    def run(self) -> None:
        try:
            for n in range(1000):
                self.one(f"第{self.round}轮第{n}号工作动态", *self.people)
        except Exception as problem:
            refused = isinstance(problem, urllib.error.HTTPError)
            self.trouble = problem if refused or not isinstance(problem, GONE) else None

    def one(self, title: str, officer: Person, reviewer: Person, publisher: Person) -> None:
        where, _ = officer.post("/office/items/new/", {"kind": "work_news"}, page="/office/items/new/")
        item_id = where.split("/items/")[1].split("/")[0]
        edit = f"/office/items/{item_id}/edit/"
        self.send_draft(officer, edit, title)
        self.filed.append(title)
        for person in (reviewer, publisher):
            page = f"/office/items/{item_id}/"
            step = person.get(page).split("/steps/")[1].split("/")[0]
            _, text = person.post(f"{page}steps/{step}/pass/", {"comment": ""}, page=page)
            assert "已" in text
        self.published.append(title)

    def send_draft(self, officer: Person, edit: str, title: str) -> None:
        import re

        text = officer.get(edit)
        topic = re.search(r'<option value="(\d+)"', text.split('name="topic_id"')[1])
        revision = re.search(r'name="revision"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="revision"', text)
        data = {
            "title": title, "body_html": "<p>今天做了工作。</p>", "topic_id": topic[1], "signed_on": time.strftime("%Y-%m-%d"),
            "attribute": "proactive", "secret_level": "none", "audience": "everyone", "stage": "execution",
            "revision": next(g for g in revision.groups() if g), "go": "submit",
        }  # fmt: skip
        where, said = officer.post(edit, data, page=edit)
        assert "/edit/" not in where, said[:2000]


def import_file(folder: Path, round_: int) -> tuple[Path, list[str]]:
    keys = [f"r{round_}-{n}" for n in range(1500)]
    path = folder / f"{round_}.jsonl"
    rows = ({"编号": k, "标题": f"关于{k}号工作的通知", "正文": f"各村：做好第{k}号工作。"} for k in keys)
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    return path, keys


def state_of(at: Installation) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.durability.checking"],
        env=at.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def losses(at: Installation, filed: list[str], published: list[str], imported: list[str]) -> list[str]:
    """What was confirmed and is not there, and what is only half there."""
    found = state_of(at)
    wrong = [f"filed and lost: {t}" for t in filed if t not in found["items"]]
    wrong += [f"published and lost: {t}" for t in published if found["items"].get(t) != "published"]
    wrong += [f"imported and lost: {k}" for k in set(imported) - set(found["keys"])]
    wrong += [f"file lost: {d}" for d in found["lost_files"]] + found["halves"]
    return wrong


def settled(at: Installation) -> list[str]:
    """After a restart: the index equals the database within seconds, the ledger is whole."""
    deadline = time.monotonic() + 40
    while True:
        found = state_of(at)
        apart = {k: v for k in ("missing", "extra") for k, v in [(k, found[k].get("item"))] if v}
        if not apart or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    wrong = [f"index: {apart}"] if apart else []
    verified = at.run("ledger", "verify", "--json", check=False)
    if verified.returncode:
        wrong.append(f"ledger: {verified.stdout[:500]}{verified.stderr[:300]}")
    return wrong


def test_twenty_kills_lose_nothing_that_was_acknowledged(installation, tmp_path):
    dice = random.Random(20261122)
    filed: list[str] = []
    published: list[str] = []
    imported: list[str] = []
    people: list[Person] = []
    for round_ in range(ROUNDS):
        installation.serve()
        people = people or logged_in(installation)
        writers = Writers(people, round_)
        writers.start()
        path, keys = import_file(tmp_path, round_)
        importing = installation.start("item", "import", str(path), "--map", "items") if round_ % 2 else None
        time.sleep(dice.uniform(1.0, 6.0))
        if importing is not None and importing.poll() == 0:
            imported += keys
        installation.kill()
        if importing is not None and importing.poll() is None:
            if round_ % 4 == 1:
                os.killpg(importing.pid, signal.SIGKILL)  # the importer dies as well
            if importing.wait(60) == 0:
                imported += keys
        writers.join(30)
        filed += writers.filed
        published += writers.published
        if round_ % 5 == 4:  # with the server dead, as it was left
            assert losses(installation, filed, published, imported) == []
    installation.serve()
    assert losses(installation, filed, published, imported) == []
    assert settled(installation) == []
    assert len(published) >= ROUNDS / 4, "too little was done to prove anything"
    installation.stop()


def test_mutant_a_lost_row_is_noticed(installation):
    installation.serve()
    writers = Writers(logged_in(installation), 0)
    writers.start()
    deadline = time.monotonic() + 30
    while not writers.published and time.monotonic() < deadline:
        time.sleep(0.2)
    installation.kill()
    writers.join(30)
    assert writers.trouble is None
    assert writers.published
    assert losses(installation, [*writers.filed, "确认过却没有写下"], writers.published, []) != []
