"""What can go wrong with an act on a register, each with words for the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class RegisterRefused(Exception):
    """An expected refusal; its text is shown to the person."""


class NotAllowed(RegisterRefused):
    """The person's posts do not carry this act."""


class TooLate(RegisterRefused):
    """Somebody else was faster; the words say who and when."""


class NotFilled(RegisterRefused):
    """Cells are missing or wrong; `problems` has words by key, for a number `(month, key)`."""

    def __init__(self, problems: Mapping[Any, str]) -> None:
        super().__init__("；".join(dict.fromkeys(problems.values())))
        self.problems = dict(problems)


class ReasonMissing(RegisterRefused):
    """The report of the year is out; a change needs its reason."""
