"""Who may change the rules of screening, and who may read them."""

from __future__ import annotations

from gongkai.accounts.policies import Standing
from gongkai.units.queries import disclosure_office_unit_id


def may_run_screening(standing: Standing) -> bool:
    """Change word lists, profiles and the term, and start a rescan: 政务公开办."""
    return standing.has("disclosure_office")


def may_read_rules(standing: Standing) -> bool:
    """政务公开办, the auditor, and whoever reviews secrecy in the unit of the disclosure office."""
    if standing.sees_all:
        return True
    own = standing.unit_ids("secrecy_reviewer")
    return bool(own) and disclosure_office_unit_id() in own
