"""`python -m tests.fuzz`: all targets; `--replay TARGET FILE`: one input; `--smaller TARGET FILE`: what of it is needed."""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import sys
import traceback
from pathlib import Path

from tests.fuzz import running, smaller
from tests.fuzz.targets import TARGETS
from tests.fuzz.trying import SLOWEST, scratch, tried

SEED = 20_240_501


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    asked = _asked()
    if asked.replay:
        return _replay(*asked.replay)
    if asked.smaller:
        say(str(smaller.write(*asked.smaller)))
        return 0
    if importlib.util.find_spec("atheris") is None:
        say("atheris is not here: `make fuzz` brings it")
        return 1
    targets = asked.only.split(",") if asked.only else list(TARGETS)
    say(f"{len(targets)} targets, {asked.seconds} s each, {asked.jobs} at once, seed {asked.seed}")
    outcomes = running.run(targets, seconds=asked.seconds, seed=asked.seed, jobs=asked.jobs, say=say)
    slowest = max(outcomes, key=lambda one: one.tally.slowest)
    say(
        f"all: {sum(one.tally.inputs for one in outcomes):,} inputs, "
        f"{sum(one.tally.crashes + one.died for one in outcomes)} crashes, "
        f"{sum(one.tally.slow for one in outcomes)} over the time, "
        f"slowest {slowest.tally.slowest * 1000:,.0f} ms ({slowest.target}), seed {asked.seed}"
    )
    return int(any(one.failed for one in outcomes))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--only", default="", help=f"of {','.join(TARGETS)}")
    parser.add_argument("--seconds", type=int, default=int(os.environ.get("GONGKAI_FUZZ_SECONDS") or 60))
    parser.add_argument("--seed", type=int, default=int(os.environ.get("GONGKAI_FUZZ_SEED") or SEED))
    parser.add_argument(
        "--jobs", type=int, default=int(os.environ.get("GONGKAI_FUZZ_JOBS") or os.cpu_count() or 1)
    )
    parser.add_argument("--replay", nargs=2, metavar=("TARGET", "FILE"))
    parser.add_argument("--smaller", nargs=2, metavar=("TARGET", "FILE"))
    return parser.parse_args()


def _replay(name: str, path: str) -> int:
    folder = scratch()
    try:
        seconds, problem = tried(TARGETS[name], Path(path).read_bytes(), folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    say(f"{seconds * 1000:,.0f} ms")
    if problem is not None:
        say("".join(traceback.format_exception(problem)))
    return int(problem is not None or seconds > SLOWEST)


if __name__ == "__main__":
    sys.exit(main())
