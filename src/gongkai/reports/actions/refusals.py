"""What can go wrong with an act on a report, each with words for the person."""

from __future__ import annotations


class ReportRefused(Exception):
    """An expected refusal; its text is shown to the person."""


class NotAllowed(ReportRefused):
    """The person's posts do not carry this act."""


class TooLate(ReportRefused):
    """Somebody else was faster, or the report has moved on."""


class NotReady(ReportRefused):
    """Something has to be done first; the words say what."""


class StaleText(ReportRefused):
    """The words were saved elsewhere since they were opened."""
