"""Proving the ledger, row by row, beside the bare hashing of as many rows."""

from __future__ import annotations

import time

import django
from django.utils import timezone

from bench.figures import Figure, hand_over

django.setup()

from gongkai.crypto.digests import default_algorithm, digest  # noqa: E402
from gongkai.ledger import queries  # noqa: E402

ROW_BYTES = 300


def figures() -> list[Figure]:
    began = time.perf_counter()
    found = queries.verify(at=timezone.now())
    seconds = time.perf_counter() - began
    if not found.ok:
        raise RuntimeError(f"{found.problem_count} problems")
    hashed_from = time.perf_counter()
    for number in range(found.rows):
        digest(number.to_bytes(ROW_BYTES, "big"))
    hashed = time.perf_counter() - hashed_from
    name = f"{found.rows:,} hashes of {ROW_BYTES} bytes ({default_algorithm()})"
    return [
        Figure("ledger", f"verify {found.rows:,} rows, {found.seals} seals", found.rows / seconds, "rows"),
        Figure("ledger", name, found.rows / hashed, "rows", is_reference=True),
    ]


if __name__ == "__main__":
    hand_over(figures())
