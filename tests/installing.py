"""Installations of their own that tests start as processes: without migrating anew what this run has migrated already."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import database
from tests.home import ROOT

PROJECT = Path(__file__).resolve().parents[1]


def with_tables(home: Path) -> Path:
    """A home whose database on SQLite has its tables, as every installation's after its first start; nothing is in them.

    That a first start makes the same tables is for tests/attacks/test_installation.py and tests/demo: they begin without.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not os.environ.get("GONGKAI_DATABASE"):
        (place := home / "gongkai.sqlite3").touch(mode=0o600)
        shutil.copyfile(_migrated(), place)
    return home


def _migrated() -> Path:
    """What test databases are copied from; made here when no test of this run has touched a database yet."""
    with database.alone():
        if not (made := database.migrated()).exists():
            home = ROOT / "migrating"
            shutil.rmtree(home, ignore_errors=True)
            run(home, "-m", "django", "migrate", "--verbosity", "0")
            run(home, "-c", "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('VACUUM INTO ?', [sys.argv[2]])",
                str(home / "gongkai.sqlite3"), str(home / "whole.sqlite3"))  # fmt: skip
            (home / "whole.sqlite3").rename(made)
            shutil.rmtree(home)
    return made


def run(home: Path, *words: str, where: Path = PROJECT, **more: str) -> subprocess.CompletedProcess[str]:
    """Python with these words in an installation of its own on SQLite; it must end well."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=where, env=environment(home, **more), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done


def environment(home: Path, **more: str) -> dict[str, str]:
    """As this process's, without what belongs to it alone."""
    own = ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_CURRENT_TEST")
    return {
        **{key: value for key, value in os.environ.items() if key not in own},
        "GONGKAI_HOME": str(home),
        "GONGKAI_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "gongkai.settings",
        **more,
    }
