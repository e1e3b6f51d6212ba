"""Who may change the calendar and the terms of the office; reading them is everybody's."""

from __future__ import annotations

from gongkai.accounts.policies import Standing


def may_run_clocks(standing: Standing) -> bool:
    """Load notices, set local terms, office hours and days of warning: 政务公开办."""
    return standing.has("disclosure_office")
