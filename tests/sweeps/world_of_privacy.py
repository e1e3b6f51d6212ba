"""What one side of the sweeps' world has for the rights of people in their own data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.cases.conftest import FORM
from tests.cast import Cast

from gongkai.cases.actions import own_data, submitting
from gongkai.cases.granting import Grant


def wish(cast: Cast, unit: str, at: datetime) -> dict[str, Any]:
    """A letter whose writer wants the telephone corrected."""
    receipt = submitting.submit(kind="information_application", unit_id=cast.units[unit], values=FORM, at=at)
    grant = Grant(receipt.number, receipt.code)
    told = {"field": "phone", "value": "13900001111", "reason": "写错一位"}
    return {"wish": own_data.wish_correction(grant=grant, at=at, **told)}
