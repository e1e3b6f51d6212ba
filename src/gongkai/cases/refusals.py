"""What can go wrong with an act on a case, each with words for the person."""

from __future__ import annotations

from collections.abc import Mapping


class CaseRefused(Exception):
    """An expected refusal; its text is shown to the person."""


class NotAllowed(CaseRefused):
    """The person's posts do not carry this act."""


class TooLate(CaseRefused):
    """Somebody else was faster, or the case has moved on; the words say who and when."""


class NotFilled(CaseRefused):
    """Fields are missing or wrong; `problems` has words by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("；".join(problems.values()))
        self.problems = dict(problems)


class NotNow(CaseRefused):
    """The law or the course of the case forbids the act now; the words say why."""


class WrongSecret(CaseRefused):
    """Number and query code do not belong together."""
