"""The fuzzer itself: it finds what is broken, keeps it, names the way to see it again, and changes by its seed alone."""

import os
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from tests.fuzz.mutations.packages import members_of, packed
from tests.fuzz.mutations.pdf import with_table
from tests.fuzz.running import Outcome
from tests.fuzz.smaller import cut
from tests.fuzz.targets import TARGETS, Target
from tests.fuzz.trying import SLOWEST, Tally, Trial, corpus_of, tried

pytestmark = pytest.mark.sweep


@pytest.mark.parametrize("name", TARGETS)
def test_changes_follow_from_the_seed_and_keep_to_the_size(name):
    target = TARGETS[name]
    seeds = [path.read_bytes() for path in corpus_of(name)]
    first, again = (
        [
            target.change(Random(number), seeds[number % len(seeds)], seeds, target.most)
            for number in range(60)
        ]
        for _ in range(2)
    )
    assert first == again
    assert len(set(first)) > 50
    assert max(map(len, first)) <= target.most


def test_a_package_changed_inside_is_mostly_a_whole_package_again():
    seeds = [path.read_bytes() for path in corpus_of("docx")]
    made = [TARGETS["docx"].change(Random(n), seeds[n % len(seeds)], seeds, 64 * 1024) for n in range(200)]
    assert sum(bool(members_of(one)) for one in made) > 150
    with zipfile.ZipFile(BytesIO(packed([("字.xml", b"<a/>"), ("b", b"")], deflated=True))) as archive:
        assert archive.testzip() is None
        assert archive.read("字.xml") == b"<a/>"


def test_the_table_of_a_changed_pdf_points_at_its_objects():
    seed = next(path for path in corpus_of("pdf") if path.name == "plain.pdf").read_bytes()
    moved = with_table(seed.replace(b"1 0 obj", b"\n\n\n1 0 obj", 1))
    start = int(moved.rsplit(b"startxref", 1)[1].split()[0])
    row = moved[start:].splitlines()[3]
    assert moved[int(row[:10]) :].startswith(b"1 0 obj")


def test_an_input_that_breaks_a_target_is_kept_with_the_way_to_see_it_again(tmp_path):
    def answer(data, folder):
        if b"!" in data:
            raise ValueError("broken")

    trial = Trial(Target("docx", answer, lambda *given: b""), tmp_path)
    for data in (b"fine", b"a!", b"b!", b"c!", b"d!"):
        trial.one(data)
    kept = [path for path in tmp_path.iterdir() if path.name.startswith("crash-") and not path.suffix]
    assert trial.tally.inputs == 5
    assert trial.tally.crashes == 4
    assert len(kept) == 3  # of one fault
    told = kept[0].with_suffix(".txt").read_text()
    assert "ValueError: broken" in told
    assert f"--replay docx {kept[0]}" in told


def test_an_input_that_takes_long_is_kept_only_when_it_does_so_twice(tmp_path, monkeypatch):
    took = iter([SLOWEST + 1, 0.1, SLOWEST + 1, SLOWEST + 2])
    monkeypatch.setattr("tests.fuzz.trying.tried", lambda *given: (next(took), None))
    trial = Trial(TARGETS["docx"], tmp_path)
    trial.one(b"a")
    assert trial.tally.slow == 0
    trial.one(b"b")
    assert trial.tally.slow == 1
    assert trial.tally.slowest == SLOWEST + 1


def test_what_failed_is_made_smaller():
    assert cut(b"x" * 300 + b"bad" + b"y" * 500, lambda tested: b"bad" in tested) == b"bad"


def test_a_promise_broken_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.fuzz.targets.scan", lambda text, **more: [_Span()])
    _, problem = tried(TARGETS["detectors"], "张三".encode(), tmp_path)
    assert "not what stands there" in str(problem)


class _Span:
    kind, start, end, text, confidence, action = "mobile", 0, 1, "李", 0.9, "mask"


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome("a", Tally(inputs=5, crashes=1), 1.0),
        Outcome("a", Tally(inputs=5, slow=1), 1.0),
        Outcome("a", Tally(inputs=5), 1.0, died=1),
        Outcome("a", Tally(), 1.0),
    ],
)
def test_a_crash_a_slow_input_a_dead_process_and_no_input_at_all_are_failures(outcome):
    assert outcome.failed
    assert not Outcome("a", Tally(inputs=5), 1.0).failed


TOOLS = Path("build/fuzz-tools")


@pytest.mark.skipif(not TOOLS.exists(), reason="atheris is not here: make fuzz brings it")
def test_a_run_ends_green_where_nothing_is_broken(tmp_path):
    command = [sys.executable, "-m", "tests.fuzz", "--only", "plain", "--seconds", "3"]
    surroundings = {
        "PYTHONPATH": f"src:{TOOLS}",
        "PYTHONWARNINGS": "ignore",
        "GONGKAI_FUZZ_HOME": str(tmp_path),
    }
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **surroundings}, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 crashes, 0 over the time" in done.stdout.splitlines()[-1]
