"""All targets on all processors, a line for each, and what failed kept with the command that tries it again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz.trying import HOME, Tally, again

GRACE_SECONDS = 300
"""For a worker to load, to try what it begins with, and to end, beside its time for fuzzing."""
_STARTS = 6  # of one target: a process that died is followed by another


@dataclass
class Outcome:
    """`died`: inputs at which the whole process ended, or that hung it. `peak` in MB."""

    target: str
    tally: Tally
    seconds: float
    died: int = 0
    peak: int = 0
    broken: str = ""

    @property
    def failed(self) -> bool:
        return bool(
            self.tally.crashes or self.tally.slow or self.died or self.broken or not self.tally.inputs
        )

    def line(self) -> str:
        tally = self.tally
        told = (
            f"{self.target:<11}{tally.inputs:>10,} inputs {tally.inputs / max(self.seconds, 0.001):>8,.0f}/s   "
            f"slowest {tally.slowest * 1000:>6,.0f} ms   peak {self.peak:>5} MB   "
            f"{tally.crashes + self.died} crashes, {tally.slow} over the time"
        )
        return f"{told}   {self.broken}" if self.broken else told


def run(targets: list[str], *, seconds: int, seed: int, jobs: int, say) -> list[Outcome]:
    """One target after another on each processor; `say` gets the lines as they come."""

    def one(name: str) -> Outcome:
        outcome = fuzz(name, seconds, seed)
        say(outcome.line())
        for path in sorted((HOME / name).glob("*-*")):
            if path.suffix != ".txt" and path.name.startswith(("crash-", "slow-", "died-")):
                say(f"  {_reason(path)}: {again(name, path)}")
        return outcome

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one, targets))


def _reason(path: Path) -> str:
    told = path.with_suffix(".txt")
    if not told.exists():
        return path.name.partition("-")[0]
    lines = [line for line in told.read_text(encoding="utf-8").splitlines() if line.strip()]
    return lines[-2][:150] if len(lines) > 1 else path.name


def fuzz(name: str, seconds: int, seed: int) -> Outcome:
    home = HOME / name
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    began = time.monotonic()
    outcome = Outcome(name, Tally(), 0.0)
    for start in range(_STARTS):
        left = seconds - int(time.monotonic() - began)
        if left <= 0 and start:
            break
        ended, peak = _worker(name, max(1, left), seed + start, home)
        outcome.peak = max(outcome.peak, peak)
        if ended == 0:
            break
        outcome.died += 1
        if (home / "now").exists():
            shutil.copy(home / "now", home / f"died-{start}")
        else:  # it ended before the first input
            outcome.broken = f"ended with {ended}, see {home}/log"
            break
    outcome.tally = Tally.read(home / "tally.json")
    outcome.seconds = time.monotonic() - began
    return outcome


def _worker(name: str, seconds: int, seed: int, home: Path) -> tuple[int, int]:
    """How it ended, and the most memory that it took, in MB."""
    command = [sys.executable, "-m", "tests.fuzz.worker", name, str(seconds), str(seed)]
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        until = time.monotonic() + seconds + GRACE_SECONDS
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                process.returncode = os.waitstatus_to_exitcode(status)
                return process.returncode, usage.ru_maxrss // 1024
            if time.monotonic() > until:
                process.kill()
            time.sleep(0.2)
