"""`python -m bench.submissions [--rate 50] [--seconds 120] [--file-kb 1024] [--journeys] [--workers 2] [--people 64]`

Letters with a photo sent to a server of its own over HTTP, so many a second at an even rate. Afterwards each receipt
that was shown is looked up: its case in the register, its code, its file in the store, byte for byte.

A submission is what is sent: the page with the photo, the last button, the page with number and code (3 requests).
The pages before are read by people at their own pace, so they are filled before the clock starts. With `--journeys`
every page and every redirect of the way counts (9 requests). Client, server and background work share the machine.

Ends with 0 when all that was offered was accepted and nothing is lost, 1 when something is lost, doubled or half there,
2 when less was accepted than offered or later than `--within` (p95, seconds).
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import queue
import random
import secrets
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from bench.citizens import Citizen, Shown
from bench.figures import machine, percentile_ms
from bench.homes import ready, run, told
from bench.serving import Served, served
from bench.wire import Link
from gongkai.cases.query_codes import fits

UNIT = "root"
KIND = "letter"
NAME = "现场.jpg"
TIMEOUT = 120.0
GRACE = 10.0  # seconds after the last one fell due in which what waits may still be begun
FASTEST = 150  # submissions a second that are prepared where no rate is asked for


@dataclass(frozen=True)
class Prepared:
    """Somebody at the check page: the session in the cookies, the mark of the draft."""

    title: str
    cookies: dict[str, str]
    draft: str


@dataclass(frozen=True)
class Receipt:
    """What somebody was shown, and the SHA-256 of what they sent along."""

    shown: Shown
    file: str


@dataclass
class Taken:
    """What the people saw. `waits`: seconds from the moment at which a letter was due to its receipt."""

    receipts: list[Receipt] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    offered: int = 0
    not_begun: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


def photo(size: int) -> bytes:
    """A JPEG of about that many bytes; each letter's gets an ending of its own, so that no two are the same."""
    out = io.BytesIO()
    side = max(16, int((size / 2.6) ** 0.5))
    Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3)).save(
        out, "JPEG", quality=95
    )
    return (out.getvalue() + bytes(size))[:size]


class Photo:
    """Pictures that differ in their last 16 bytes, with their digests, at the cost of those bytes."""

    def __init__(self, size: int) -> None:
        self._start = photo(size)[:-16]
        self._hash = hashlib.sha256(self._start)

    def another(self, mark: str) -> tuple[bytes, str]:
        end = mark.encode()
        told = self._hash.copy()
        told.update(end)
        return self._start + end, told.hexdigest()


def main() -> None:
    args = _asked()
    home = Path(tempfile.mkdtemp(prefix="submissions-", dir=os.environ.get("BENCH_FOLDER")))
    try:
        shutil.copytree(ready("empty"), home, dirs_exist_ok=True)
        before = machine()
        with served(home, args.workers) as server:
            waiting = [] if args.journeys else _prepare(server.port, args)
            taken, seconds, used = _send(server, waiting, args)
        figures = _figures(home, taken, seconds, used) | {"machine_before": before}
        print(json.dumps(figures, ensure_ascii=False, indent=2))
    finally:
        if args.keep:
            print(home, file=sys.stderr)
        else:
            shutil.rmtree(home, ignore_errors=True)
    sys.exit(_verdict(figures, args.within))


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(
        prog="bench.submissions", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("--rate", type=float, default=50, help="begun in a second; 0: as fast as it goes")
    asked.add_argument("--seconds", type=float, default=120)
    asked.add_argument("--file-kb", type=int, default=1024)
    asked.add_argument(
        "--journeys", action="store_true", help="every page of the way, as browsers ask for them"
    )
    asked.add_argument("--workers", type=int, default=2, help="processes of the web server")
    asked.add_argument("--people", type=int, default=64, help="letters under way at once, at most")
    asked.add_argument("--within", type=float, default=2.0, help="p95 from due to receipt, in seconds")
    asked.add_argument("--keep", action="store_true", help="leave the home where it is")
    return asked.parse_args()


# ---- the people ------------------------------------------------------------------------------------------


def _together(count: int, work: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work, daemon=True) for _ in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


def _prepare(port: int, args: argparse.Namespace) -> list[Prepared]:
    """As many people at the check page as may be needed; how they came there isn't measured."""
    wanted = int((args.rate or FASTEST) * args.seconds) + 1
    print(f"{wanted} people fill in the pages before …", file=sys.stderr)
    ready_ones: list[Prepared] = []
    numbers = iter(range(wanted))
    lock = threading.Lock()

    def fill() -> None:
        link = Link(port, timeout=TIMEOUT)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                link.close()
                return
            citizen, title = Citizen(port, link=link), f"路灯不亮 {number} {secrets.token_hex(4)}"
            ready_ones.append(Prepared(title, citizen.cookies, citizen.fill_in(KIND, UNIT, title)))

    _together(8, fill)
    if len(ready_ones) != wanted:
        raise RuntimeError(f"only {len(ready_ones)} of {wanted} came to the check page")
    return ready_ones


def _send(
    server: Served, waiting: list[Prepared], args: argparse.Namespace
) -> tuple[Taken, float, dict[str, float]]:
    """Letters fall due at an even rate; whoever is free sends the next. Returns when the last receipt was shown."""
    taken, due, pictures = Taken(), queue.SimpleQueue[float | None](), Photo(args.file_kb * 1024)

    def write() -> None:
        link = Link(server.port, timeout=TIMEOUT)
        while (at := due.get()) is not None:
            _one(link, waiting, at, pictures, taken, args)
        link.close()

    own, theirs = time.process_time(), server.cpu()
    began = time.monotonic()
    falling = threading.Thread(target=_fall_due, args=(due, began, taken, args), daemon=True)
    falling.start()
    _together(args.people, write)
    seconds = time.monotonic() - began
    return taken, seconds, {"server": server.cpu() - theirs, "client": time.process_time() - own}


def _fall_due(
    due: queue.SimpleQueue[float | None], began: float, taken: Taken, args: argparse.Namespace
) -> None:
    while (now := time.monotonic()) < began + args.seconds:
        if args.rate:
            at = began + taken.offered / args.rate
            time.sleep(max(0.0, at - now))
            due.put(at)
        elif due.qsize() < args.people:
            due.put(now)
        else:
            time.sleep(0.001)
            continue
        taken.offered += 1
    if args.rate:
        while not due.empty() and time.monotonic() < began + args.seconds + GRACE:
            time.sleep(0.01)
    while True:  # what nobody has begun even then stays unsent, and is told
        try:
            due.get_nowait()
        except queue.Empty:
            break
        taken.not_begun += bool(args.rate)
        taken.offered -= not args.rate
    for _ in range(args.people):
        due.put(None)


def _one(
    link: Link, waiting: list[Prepared], at: float, pictures: Photo, taken: Taken, args: argparse.Namespace
) -> None:
    mark, began = secrets.token_hex(8), time.monotonic()
    content, digest = pictures.another(mark)
    citizen = Citizen(link.port, link=link)
    try:
        if args.journeys:
            title = f"路灯不亮 {mark}"
            shown = citizen.send_in(KIND, UNIT, title, file=(NAME, content), reads_pages=True)
        else:
            one = waiting.pop()
            citizen.cookies = one.cookies
            citizen.add_file(KIND, UNIT, one.title, (NAME, content))
            shown = citizen.press(KIND, UNIT, one.title, one.draft)
    except Exception as problem:
        link.close()
        with taken.lock:
            taken.problems[f"{type(problem).__name__}: {problem}"[:120]] += 1
    else:
        ended = time.monotonic()
        with taken.lock:
            taken.receipts.append(Receipt(shown, digest))
            taken.seconds.append(ended - began)
            taken.waits.append(ended - at)
    finally:
        with taken.lock:
            taken.requests += citizen.requests


# ---- afterwards ------------------------------------------------------------------------------------------


def _figures(home: Path, taken: Taken, seconds: float, used: dict[str, float]) -> dict[str, Any]:
    register = json.loads(run(home, "-m", "tests.durability.checking_cases").stdout)
    kept = json.loads(run(home, "-m", "bench.receipts").stdout)
    verified = told(home, "ledger", "verify", "--json")
    lost = [one for one in taken.receipts if not _is_kept(one, kept["receipts"])]
    bad = set(kept["bad_files"])
    without = [one for one in taken.receipts if not _has_file(one, kept["receipts"], bad)]
    accepted = len(taken.receipts)
    titles = [title for title, _, _ in kept["receipts"].values()]
    return {
        "offered": taken.offered,
        "accepted": accepted,
        "accepted_per_second": round(accepted / seconds, 2),
        "p50_ms": round(percentile_ms(taken.waits or [0], 0.5)),
        "p95_ms": round(percentile_ms(taken.waits or [0], 0.95)),
        "p95_once_begun_ms": round(percentile_ms(taken.seconds or [0], 0.95)),
        "lost_receipts": len(lost),
        "receipts_without_their_file": len(without),
        "double": len(titles) - len(set(titles)),
        "half": len(register["halves"]),
        "gaps": register["gaps"],
        "files_lost": len(register["lost_files"]) + len(bad),
        "ledger_ok": verified["ok"],
        "not_begun_in_time": taken.not_begun,
        "not_shown": dict(taken.problems),
        "seconds": round(seconds, 1),
        "requests_per_submission": round(taken.requests / max(accepted, 1), 1),
        "server_cpu_ms_each": round(used["server"] / max(accepted, 1) * 1000, 1),
        "client_cpu_ms_each": round(used["client"] / max(accepted, 1) * 1000, 1),
        "machine_after": machine(),
    }


def _is_kept(one: Receipt, kept: dict[str, Any]) -> bool:
    title, digest, _ = kept.get(one.shown.number, ("", "", ()))
    return bool(title == one.shown.title and fits(one.shown.code, digest))


def _has_file(one: Receipt, kept: dict[str, Any], bad: set[str]) -> bool:
    _, _, files = kept.get(one.shown.number, ("", "", ()))
    return one.file in files and one.file not in bad


def _verdict(figures: dict[str, Any], within: float) -> int:
    wrong = ("lost_receipts", "receipts_without_their_file", "double", "half", "gaps", "files_lost")
    if any(figures[name] for name in wrong) or not figures["ledger_ok"]:
        return 1
    if figures["accepted"] < figures["offered"] or figures["p95_ms"] > within * 1000:
        return 2
    return 0


if __name__ == "__main__":
    main()
