"""T01's one table: who gets which answer at which address."""

EXPECTED: dict[str, dict[str, tuple[str, ...]]] = {}
