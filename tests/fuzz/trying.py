"""One input tried: what it broke, how long it took, where it is kept."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path

SLOWEST = 2.0
"""Seconds of computing that one input may take."""
KEPT = 3
"""Inputs kept of one fault."""
HOME = Path(os.environ.get("GONGKAI_FUZZ_HOME") or "build/fuzz")
SEEDS = Path(__file__).parent / "seeds"
MOST_FILES, MOST_BYTES = 30, 200_000
"""Seeds of one target."""


def corpus_of(target: str) -> list[Path]:
    """What fuzzing a target starts from."""
    return sorted(path for path in (SEEDS / target).iterdir() if path.is_file())


@dataclass
class Tally:
    """What a target did so far; written to a file, since a process that dies can't tell."""

    inputs: int = 0
    slowest: float = 0.0
    slowest_input: str = ""
    crashes: int = 0
    slow: int = 0
    faults: dict[str, int] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        draft = path.with_suffix(".part")
        draft.write_text(json.dumps(asdict(self)), encoding="utf-8")
        os.replace(draft, path)

    @classmethod
    def read(cls, path: Path) -> Tally:
        return cls(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else cls()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def scratch() -> Path:
    """A folder for the files to read, in memory where the system has such."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="gongkai-fuzz-", dir=memory if os.access(memory, os.W_OK) else None))


def clock(target) -> float:
    """Seconds of computing, so that a busy machine makes nothing slow."""
    return time.process_time() + (target.beside() if target.beside else 0.0)


def tried(target, data: bytes, folder: Path) -> tuple[float, BaseException | None]:
    """Seconds, and what was raised."""
    began = clock(target)
    try:
        target.answer(data, folder)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:  # a panic of a library is no Exception
        return clock(target) - began, problem
    return clock(target) - began, None


class Trial:
    """Tries inputs of one target one after another and keeps those that broke something."""

    def __init__(self, target, home: Path, tally: Tally | None = None) -> None:
        self.target, self.home = target, home
        self.tally = tally or Tally()
        self.folder = scratch()

    def one(self, data: bytes) -> None:
        seconds, problem = tried(self.target, data, self.folder)
        if seconds > SLOWEST:  # once more: it may have been the machine
            seconds = min(seconds, tried(self.target, data, self.folder)[0])
        tally = self.tally
        tally.inputs += 1
        if seconds > tally.slowest:
            tally.slowest, tally.slowest_input = seconds, digest(data)
            (self.home / "slowest").write_bytes(data)
        if problem is not None:
            tally.crashes += 1
            self._keep("crash", signature(problem), data, "".join(traceback.format_exception(problem)))
        if seconds > SLOWEST:
            tally.slow += 1
            self._keep("slow", "slow", data, f"{seconds:.1f} s")

    def _keep(self, what: str, fault: str, data: bytes, words: str) -> None:
        count = self.tally.faults[fault] = self.tally.faults.get(fault, 0) + 1
        if count <= KEPT:
            path = self.home / f"{what}-{digest(data)}"
            path.write_bytes(data)
            path.with_suffix(".txt").write_text(
                f"{words}\n{again(self.target.name, path)}\n", encoding="utf-8"
            )


def again(target: str, path: Path) -> str:
    """The command that tries it once more."""
    return f"python -m tests.fuzz --replay {target} {path}"


def signature(problem: BaseException) -> str:
    """Where it was raised: inputs that fail at one place count as one fault."""
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(problem.__traceback__)]
    ours = [(name, line) for name, line in places if "gongkai" in name or "fuzz" in name] or places
    name, line = ours[-1] if ours else ("", 0)
    return f"{type(problem).__name__} at {Path(name).name}:{line}"
