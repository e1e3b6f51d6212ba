"""`python -m bench.submissions [--rate 50] [--seconds 120] [--file-kb 1024] [--workers 2] [--people 64] [--short]`

Letters with a photo sent over HTTP to a server of its own, so many a second, as browsers send them: every page, every
redirect. Afterwards every receipt shown is looked up in the register. The client shares the machine with the server.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import queue
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from bench.citizens import Citizen, Shown
from bench.figures import machine, percentile_ms
from bench.homes import command, ready, run
from gongkai.cases.query_codes import fits

UNIT = "root"


@dataclass
class Taken:
    """What the people saw. `waits`: seconds from the moment at which a letter was due to its receipt."""

    shown: list[Shown] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)
    requests: int = 0
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


def main() -> None:
    asked = argparse.ArgumentParser(prog="bench.submissions", description=__doc__)
    asked.add_argument(
        "--rate", type=float, default=50, help="letters begun in a second; 0: as fast as it goes"
    )
    asked.add_argument("--seconds", type=float, default=120)
    asked.add_argument("--file-kb", type=int, default=1024)
    asked.add_argument("--workers", type=int, default=2, help="processes of the web server")
    asked.add_argument("--people", type=int, default=64, help="letters under way at once, at most")
    asked.add_argument(
        "--short", action="store_true", help="no page is read that isn't needed: 7 requests, not 10"
    )
    asked.add_argument("--keep", action="store_true", help="leave the home where it is")
    args = asked.parse_args()
    home = Path(tempfile.mkdtemp(prefix="submissions-", dir=os.environ.get("BENCH_FOLDER")))
    try:
        shutil.copytree(ready("empty"), home, dirs_exist_ok=True)
        with _served(home, args.workers) as (port, usage):
            taken, seconds = _send(port, args)
            used = usage()
        print(json.dumps(_figures(home, taken, seconds, used), ensure_ascii=False, indent=2))
    finally:
        if args.keep:
            print(home, file=sys.stderr)
        else:
            shutil.rmtree(home, ignore_errors=True)


# ---- the server ------------------------------------------------------------------------------------------


@contextmanager
def _served(home: Path, workers: int) -> Iterator[tuple[int, object]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gongkai.settings"}
    server = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "serve", "--port", str(port), "--workers", str(workers)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        _wait(port, server)
        before = _cpu_of_group(server.pid)
        yield port, lambda: _cpu_of_group(server.pid) - before
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            Citizen(port).get("/healthz")
            return
        except Exception:
            time.sleep(0.2)
    raise RuntimeError("the server did not answer")


def _cpu_of_group(leader: int) -> float:
    """Seconds of CPU that the server's processes have used, all of them."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(told[2]) == leader:
            ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")


# ---- the people ------------------------------------------------------------------------------------------


def _send(port: int, args: argparse.Namespace) -> tuple[Taken, float]:
    """Letters fall due at an even rate; whoever is free writes the next. Returns when the last receipt was shown."""
    taken, due, picture = Taken(), queue.Queue[float | None](), photo(args.file_kb * 1024)
    people = [
        threading.Thread(target=_write, args=(port, due, picture, taken, args), daemon=True)
        for _ in range(args.people)
    ]
    began = time.monotonic()
    for one in people:
        one.start()
    _fall_due(due, began, taken, args)
    for _ in people:
        due.put(None)
    for one in people:
        one.join()
    return taken, time.monotonic() - began


def _fall_due(due: queue.Queue[float | None], began: float, taken: Taken, args: argparse.Namespace) -> None:
    number = 0
    while (now := time.monotonic()) < began + args.seconds:
        if args.rate:
            at = began + number / args.rate
            time.sleep(max(0.0, at - now))
            due.put(at)
        elif due.empty():
            due.put(now)
        else:
            time.sleep(0.001)
        number += 1
    while True:  # what nobody has begun when the time is over stays unwritten, and is told
        try:
            due.get_nowait()
            taken.not_begun += bool(args.rate)
        except queue.Empty:
            return


def _write(
    port: int, due: queue.Queue[float | None], picture: bytes, taken: Taken, args: argparse.Namespace
) -> None:
    while (at := due.get()) is not None:
        citizen, mark, began = Citizen(port, timeout=120), secrets.token_hex(8), time.monotonic()
        file = ("现场.jpg", picture[:-16] + mark.encode())
        try:
            shown = citizen.send_in("letter", UNIT, f"路灯不亮 {mark}", file=file, reads_pages=not args.short)
        except Exception as problem:
            with taken.lock:
                taken.problems[f"{type(problem).__name__}: {problem}"[:120]] += 1
        else:
            ended = time.monotonic()
            with taken.lock:
                taken.shown.append(shown)
                taken.seconds.append(ended - began)
                taken.waits.append(ended - at)
        finally:
            taken.requests += citizen.requests
            citizen.close()


# ---- afterwards ------------------------------------------------------------------------------------------


def _figures(home: Path, taken: Taken, seconds: float, server_cpu: float) -> dict[str, object]:
    found = json.loads(run(home, "-m", "tests.durability.checking_cases").stdout)
    kept = {number: (title, digest) for number, title, digest in found["cases"]}
    lost = [
        one.number
        for one in taken.shown
        if one.number not in kept
        or kept[one.number][0] != one.title
        or not fits(one.code, kept[one.number][1])
    ]
    verified = json.loads(command(home, "ledger", "verify", "--json").stdout)
    count = max(len(taken.shown), 1)
    return {
        "receipts": len(taken.shown),
        "per_second": round(len(taken.shown) / seconds, 2),
        "requests_per_second": round(taken.requests / seconds, 1),
        "requests_per_letter": round(taken.requests / count, 1),
        "lost": len(lost),
        "double": len(kept) - len({title for title, _ in kept.values()}),
        "half": len(found["halves"]),
        "gaps": found["gaps"],
        "files_lost": len(found["lost_files"]),
        "not_begun_in_time": taken.not_begun,
        "not_shown": dict(taken.problems),
        "ledger_ok": verified["ok"],
        "flow_p50_ms": round(percentile_ms(taken.seconds or [0], 0.5)),
        "flow_p95_ms": round(percentile_ms(taken.seconds or [0], 0.95)),
        "from_due_p95_ms": round(percentile_ms(taken.waits or [0], 0.95)),
        "server_cpu_ms_per_letter": round(server_cpu / count * 1000, 1),
        "client_cpu_ms_per_letter": round(time.process_time() / count * 1000, 1),
        "machine": machine(),
    }


if __name__ == "__main__":
    main()
