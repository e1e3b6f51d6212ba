"""docs/howto/add-a-register.md, followed to the letter in a temporary folder: no other file is touched."""

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
PAGE = ROOT / "docs" / "howto" / "add-a-register.md"


def blocks() -> dict[str, str]:
    text = PAGE.read_text(encoding="utf-8")
    return {k: textwrap.dedent(v) for k, v in re.findall(r"^ *```(\w+)\n(.*?)^ *```", text, re.M | re.S)}


@pytest.mark.sweep
def test_the_page_leads_to_registers_with_template_and_import(tmp_path):
    if os.environ.get("GONGKAI_DATABASE"):
        pytest.skip("the same on either database; its own tests run on SQLite")
    folder = tmp_path / "kinds"
    folder.mkdir()
    (folder / "consumers.py").write_text(blocks()["python"], encoding="utf-8")
    environment = {**os.environ, "GONGKAI_REGISTERS": str(folder), "GONGKAI_HOME": str(tmp_path / "home")}
    for drop in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "PYTEST_CURRENT_TEST"):
        environment.pop(drop, None)

    def run(*words: str, where: Path = ROOT) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], cwd=where, env=environment, capture_output=True, text=True, check=False
        )

    listing, template, *_ = blocks()["console"].splitlines()
    listed = run("-m", *shlex.split(listing))
    assert "消费投诉" in listed.stderr, listed.stderr
    assert "代表委员视察" in listed.stderr
    written = run("-m", *shlex.split(template), where=tmp_path)
    assert written.returncode == 0, written.stderr
    assert (tmp_path / "消费投诉.xlsx").stat().st_size > 1000
    swept = run(*shlex.split(blocks()["bash"])[1:], "-q", "-p", "no:cacheprovider")
    assert swept.returncode == 0, swept.stdout[-3000:]
    assert re.search(r"\b2[0-9] passed", swept.stdout), swept.stdout[-500:]
