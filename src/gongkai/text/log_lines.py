"""Lines of the log: one record, one line, whatever a stranger typed into an address or a name."""

from __future__ import annotations

import logging
import re

# Line ends of every kind, escape sequences of terminals, direction marks.
_ACTS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MAX_CHARS = 4000


def one_line(text: str) -> str:
    """The text with everything that could begin a line or steer a terminal written out, cut at MAX_CHARS."""
    plain = _ACTS.sub(lambda hit: f"\\x{ord(hit[0]):02x}", text)
    return plain if len(plain) <= MAX_CHARS else f"{plain[:MAX_CHARS]}…（还有 {len(plain) - MAX_CHARS} 字）"


class OneLine(logging.Formatter):
    """The message on one line; a traceback below it, each of its lines set in, so that none passes for a record."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.message = one_line(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: object) -> str:
        lines = super().formatException(ei).splitlines()  # type: ignore[arg-type]
        return "\n".join(f"  | {one_line(line)}" for line in lines)
