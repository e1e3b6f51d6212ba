"""Installations to measure on, made once below build/bench and used again. Remove the folder to make them anew.

One whose tables are behind the code is brought up to it first.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "build" / "bench"
SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
LARGE = 200_000
LARGEST = 1_000_000
_MIGRATE = ("-m", "django", "migrate")
HOME_OF = {
    "pages": "county",
    "importing": "empty",
    "searching": "county",
    "searching_large": "large",
    "ledger": "large",
    "cases": "cases",
    "letters": "cases",
    "counting": "counting",
    "clocks": "",  # plain functions, no installation
}


@cache
def ready(name: str) -> Path:
    """The home of that name, built when it isn't there yet, with the tables of today; an empty folder for none."""
    home = FOLDER / (name or "none")
    if not name:
        home.mkdir(parents=True, exist_ok=True)
    elif not (home / "built").exists():
        shutil.rmtree(home, ignore_errors=True)
        home.parent.mkdir(parents=True, exist_ok=True)
        print(f"building {home} …", file=sys.stderr)
        _BUILDERS[name](home)
        (home / "built").touch()
    elif run(home, *_MIGRATE, "--check").returncode:
        print(f"bringing {home} up to the tables of today …", file=sys.stderr)
        try:
            _must(run(home, *_MIGRATE, "--noinput"))
            _must(command(home, "search", "rebuild"))
        except RuntimeError as problem:
            sys.exit(f"{problem}\n{home} is too old for that. Remove the folder; the next run makes it anew.")
    return home


def command(home: Path, *args: str) -> subprocess.CompletedProcess[bytes]:
    """One `gongkai` command in that home."""
    return run(home, "-m", "gongkai", *args)


def told(home: Path, *args: str) -> Any:
    """What one `gongkai` command tells as JSON; its own words end the bench where it tells none."""
    done = command(home, *args)
    try:
        return json.loads(done.stdout)
    except ValueError:
        sys.exit(f"gongkai {' '.join(args)}, in {home}:\n{done.stderr.decode()[-2000:]}")


def peak_mb(home: Path, *args: str) -> tuple[int, bytes]:
    """The most memory that one `gongkai` command held, and what it wrote to stdout."""
    environment = {**os.environ, "GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gongkai.settings"}
    with tempfile.TemporaryFile() as out:
        started = subprocess.Popen(
            [sys.executable, "-m", "gongkai", *args], env=environment, stdout=out, stderr=subprocess.DEVNULL
        )
        _, _, usage = os.wait4(started.pid, 0)
        started.returncode = 0
        out.seek(0)
        return usage.ru_maxrss // 1024, out.read()


def run(home: Path, *args: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gongkai.settings"}
    return subprocess.run([sys.executable, *args], env=environment, check=False, capture_output=True)


def _must(done: subprocess.CompletedProcess[bytes]) -> None:
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-2000:])


def _empty(home: Path) -> None:
    _must(command(home, "init"))


def _county(home: Path) -> None:
    _must(command(home, "demo", "build"))


def _large(home: Path) -> None:
    """The demo county with 200,000 further items, written past the ORM since only reading them is measured."""
    shutil.copytree(ready("county"), home)
    for old in (home / "built", home / "bench-fts5.sqlite3"):
        old.unlink(missing_ok=True)
    _must(run(home, "-m", "bench.filling", str(LARGE)))
    _must(command(home, "search", "rebuild"))


def _cases(home: Path) -> None:
    """The demo county with 200,000 further cases, written past the ORM."""
    shutil.copytree(ready("county"), home)
    (home / "built").unlink(missing_ok=True)
    _must(run(home, "-m", "bench.filling_cases", str(LARGE)))
    _must(command(home, "search", "rebuild"))


def _counting(home: Path) -> None:
    """The same with a million items beside, for figures alone: nothing of them is in the index."""
    shutil.copytree(ready("cases"), home)
    (home / "built").unlink(missing_ok=True)
    _must(run(home, "-m", "bench.filling_figures", str(LARGEST)))


_BUILDERS = {"empty": _empty, "county": _county, "large": _large, "cases": _cases, "counting": _counting}
