"""No file made to harm is kept or read beyond its limits: refused in words within 5 seconds and 512 MB."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.files import hostile

from gongkai.files.apart import Reader
from gongkai.files.extraction.shapes import READ, UNREADABLE, WAITING

pytestmark = pytest.mark.sweep

SECONDS, MEGABYTES = 5, 512
CHECK = """
import json, sys, time
from pathlib import Path
from gongkai.files.checking import FileRefused, check_file
for line in sys.stdin:
    path, name = json.loads(line)
    began = time.monotonic()
    try:
        check_file(Path(path), name)
        said = ""
    except FileRefused as refusal:
        said = str(refusal)
    told = Path("/proc/self/status").read_text().split("VmHWM:")[1]  # getrusage remembers the parent's size
    peak = int(told.split()[0]) // 1024
    print(json.dumps([said, time.monotonic() - began, peak]), flush=True)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> list[tuple[hostile.Hostile, Path]]:
    folder = tmp_path_factory.mktemp("hostile")
    made = []
    for number, one in enumerate(hostile.everything()):
        path = folder / str(number)
        path.write_bytes(one.content)
        made.append((hostile.Hostile(one.name, b"", one.may_be_read), path))
    return made


@pytest.fixture(scope="module")
def refusals(files) -> list[tuple[str, float, int]]:
    """What the upload check says of each, in a process of its own so that its memory can be told."""
    asked = "".join(json.dumps([str(path), one.name]) + "\n" for one, path in files)
    done = subprocess.run(
        [sys.executable, "-c", CHECK],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "src", "PYTHONUTF8": "1"},
        cwd=Path(__file__).parents[2],
    )
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


def peak_megabytes(pid: int) -> int:
    told = Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1]
    return int(told.split()[0]) // 1024


def test_there_are_enough_of_them(files):
    assert len(files) >= 60


def test_the_check_of_uploads_is_quick_and_small(files, refusals):
    slow = [
        (one.name, took, peak)
        for (one, _), (_, took, peak) in zip(files, refusals, strict=True)
        if took > SECONDS or peak > MEGABYTES
    ]
    assert slow == []


def test_each_is_refused_or_unreadable_or_read_within_its_limits(files, refusals, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    wrong = []
    with Reader(seconds=SECONDS, memory_mb=MEGABYTES) as reader:
        for (one, path), (said, _, _) in zip(files, refusals, strict=True):
            began = time.monotonic()
            found = reader.read(path, one.name.rpartition(".")[2])
            took = time.monotonic() - began
            peak = peak_megabytes(reader._child._process.pid) if reader._child else 0
            refused = bool(said) or found.state == UNREADABLE
            if took > SECONDS + 1 or peak > MEGABYTES or not (refused or one.may_be_read):
                wrong.append((one.name, said, found.state, found.problem, round(took, 1), peak))
            if found.state not in (READ, WAITING) and not found.problem:
                wrong.append((one.name, "no reason"))
            assert "root:" not in found.text
    assert wrong == []
    assert list(tmp_path.iterdir()) == []
