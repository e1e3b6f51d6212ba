"""`python -m bench [pages] [importing] [searching] [ledger] [clocks] [--json]`: each suite in a process and a home of its own."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

from bench.figures import Figure, machine, table
from bench.homes import HOME_OF, ready

SUITES = tuple(HOME_OF)


def main() -> None:
    asked = argparse.ArgumentParser(prog="bench", description=__doc__)
    asked.add_argument("suites", nargs="*", metavar="SUITE", help=f"{', '.join(SUITES)}; none: all")
    asked.add_argument("--json", action="store_true", help="one JSON document instead of the table")
    args = asked.parse_args()
    if unknown := set(args.suites) - set(SUITES):
        asked.error(f"no such suite: {', '.join(sorted(unknown))}")
    before = machine()
    figures = []
    for suite in args.suites or SUITES:
        found = _run(suite)
        figures += found
        if not args.json:  # at once: whoever stops a long run keeps what is measured
            print(f"{table(found)}\nload {machine()['load']}\n", flush=True)
    facts = {**before, "load_after": machine()["load"]}
    if args.json:
        json.dump({"machine": facts, "figures": [vars(one) for one in figures]}, sys.stdout, indent=2)
    else:
        print(facts)


def _run(suite: str) -> list[Figure]:
    home = ready(HOME_OF[suite])
    print(f"{suite} …", file=sys.stderr)
    environment = {**os.environ, "GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gongkai.settings"}
    ran = subprocess.run(
        [sys.executable, "-m", f"bench.{suite}"], env=environment, stdout=subprocess.PIPE, check=False
    )
    if ran.returncode:
        sys.exit(f"{suite} broke off; what it said stands above.")
    return [Figure(**one) for one in json.loads(ran.stdout)]


if __name__ == "__main__":
    main()
