"""docs/howto/add-a-detector.md, followed to the letter in a copy of the source."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "howto" / "add-a-detector.md"


def _blocks() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language, body in re.findall(
        r"^ *```(\w+)\n(.*?)^ *```", PAGE.read_text(encoding="utf-8"), re.M | re.S
    ):
        found.setdefault(language, []).append(textwrap.dedent(body))
    return found


def _path(name: str) -> str:
    """The path that the page names for a file, as it stands there."""
    found = re.search(rf"`([\w/]+/{name})`", PAGE.read_text(encoding="utf-8"))
    assert found, name
    return found[1]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project's source with every step of the page taken."""
    root = tmp_path_factory.mktemp("howto")
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__", "static"))
    blocks = _blocks()
    detector, test = blocks["python"]
    (root / _path("exam_number.py")).write_text(detector, encoding="utf-8")
    with (root / _path("profiles.toml")).open("a", encoding="utf-8") as profiles:
        profiles.write("\n" + blocks["toml"][0])
    target = root / _path("test_exam_number.py")
    target.parent.mkdir(parents=True)
    target.write_text(test, encoding="utf-8")
    return root


def _run(copy: Path, *command: str, text: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(copy / "src"), "GONGKAI_HOME": str(copy / "home")}
    return subprocess.run(
        command,
        cwd=copy,
        env=environment,
        input=text,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_tests_of_the_page_pass_once_its_steps_are_taken(copy: Path) -> None:
    done = _run(
        copy, sys.executable, "-m", "pytest", "-q", "-p", "no:django", "-p", "no:cacheprovider", "tests"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 passed" in done.stdout


def test_the_command_of_the_page_finds_what_the_new_detector_looks_for(copy: Path) -> None:
    (line,) = [one for one in _blocks()["sh"][0].splitlines() if one.strip()]
    said = re.fullmatch(r'echo "(.+)" \| gongkai (.+)', line)
    assert said, line
    done = _run(copy, sys.executable, "-m", "gongkai", *said[2].split(), text=said[1] + "\n")
    assert done.returncode in (0, 1), done.stderr
    found = json.loads(done.stdout)["findings"]
    assert [(one["kind"], one["text"]) for one in found] == [("exam_number", "2026053100127")]


def test_the_page_names_only_things_that_exist() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in re.findall(r"`(src/gongkai/[\w/.]+)`", text):
        assert (ROOT / name).exists() or name.endswith("exam_number.py"), name
    for module in re.findall(r"`gongkai\.([a-z_.]+)`", text):
        assert (ROOT / "src/gongkai" / (module.replace(".", "/") + ".py")).exists(), module
