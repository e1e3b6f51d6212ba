"""Sentences with live figures read as people write them."""

from __future__ import annotations

from decimal import Decimal

from gongkai.reports.sections import filled


def test_a_share_that_cannot_be_reckoned_stands_without_its_per_cent():
    told = filled(
        "培训 {{figure:held}} 期，覆盖率 {{figure:rate}}%，按时率 {{figure:none}}%。",
        cells={},
        figures={"held": 2, "rate": Decimal("62.50"), "none": None},
    )
    assert told == "培训 2 期，覆盖率 62.5%，按时率 不适用。"
