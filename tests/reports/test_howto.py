"""docs/howto/add-a-report.md, followed to the letter in a temporary folder: no other file is touched."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "howto" / "add-a-report.md"


def blocks() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    text = PAGE.read_text(encoding="utf-8")
    for language, body in re.findall(r"^ *```(\w+)\n(.*?)^ *```", text, re.M | re.S):
        found.setdefault(language, []).append(textwrap.dedent(body))
    return found


@pytest.mark.sweep
def test_the_page_leads_to_a_kind_that_is_built_and_printed(tmp_path):
    if os.environ.get("GONGKAI_DATABASE"):
        pytest.skip("the same on either database; its own tests run on SQLite")
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "letters_table.py").write_text(blocks()["python"][0], encoding="utf-8")
    look, sweep = blocks()["bash"]
    environment = {
        **os.environ,
        "GONGKAI_REPORTS": str(folder),
        "GONGKAI_HOME": str(tmp_path / "home"),
        "GONGKAI_TEST_HOME": str(tmp_path / "test"),
    }
    for drop in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_CURRENT_TEST"):
        environment.pop(drop, None)
    seen = subprocess.run(
        [sys.executable, "-m", *shlex.split(look)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "来信办理情况表" in seen.stderr, seen.stderr
    swept = subprocess.run(
        [sys.executable, *shlex.split(sweep)[1:], "-q", "-p", "no:cacheprovider", "-k", "letters_table"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert swept.returncode == 0, swept.stdout[-3000:]
