"""Gives every test process a home of its own, before Django reads its settings. Loaded by `-p tests.home`."""

import os
import shutil
from pathlib import Path

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
ROOT = Path(
    os.environ.get("GONGKAI_TEST_HOME") or Path(__file__).resolve().parents[1] / "build" / "test-home"
)
_home = ROOT / f"{_worker}-{os.getpid()}"

# Homes of runs that ended: the process is gone.
for _old in ROOT.glob("*-*"):
    _pid = _old.name.rpartition("-")[2]
    if _pid.isdigit() and not Path(f"/proc/{_pid}").exists():
        shutil.rmtree(_old, ignore_errors=True)
_home.mkdir(parents=True, exist_ok=True)
os.environ["GONGKAI_HOME"] = str(_home)

pytest_plugins = ["tests.browsing"]
