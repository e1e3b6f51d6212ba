"""What a query code opens: one case and nothing else. Queries for citizens take this in the place of a user."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

# Every bracket that people type for the year, after NFKC has folded the full-width ones.
_BRACKETS = str.maketrans("[【({]】)}", "〔〔〔〔〕〕〕〕")
_LONGEST = 60


@dataclass(frozen=True)
class Grant:
    """The right of whoever holds the code. Each reading compares it again, so a code that was changed opens nothing."""

    number: str
    code: str = field(repr=False)


def typed_number(text: str) -> str:
    """A number as people type it: any width, any bracket, with blanks; as it is kept."""
    folded = unicodedata.normalize("NFKC", text[: 4 * _LONGEST]).translate(_BRACKETS)
    return re.sub(r"\s+", "", folded)[:_LONGEST]
