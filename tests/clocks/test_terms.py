"""The declared terms: the numbers of the law, and which of them the office may change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.clocks.rules import term_on
from gongkai.clocks.terms import TERMS


@pytest.mark.parametrize(
    ("code", "on", "length", "unit"),
    [
        ("item.publish", date(2026, 1, 5), 20, "working_day"),
        ("foi.reply", date(2019, 5, 14), 15, "working_day"),  # 条例2007 第二十四条
        ("foi.reply", date(2019, 5, 15), 20, "working_day"),  # 条例2019 第三十三条
        ("foi.reply_2008", date(2012, 1, 5), 15, "working_day"),
        ("foi.extension", date(2012, 1, 5), 15, "working_day"),
        ("foi.extension", date(2026, 1, 5), 20, "working_day"),
        ("foi.correction", date(2026, 1, 5), 7, "working_day"),  # 第三十条
        ("foi.third_party", date(2026, 1, 5), 15, "working_day"),  # 第三十二条
        ("foi.coproducer", date(2026, 1, 5), 15, "working_day"),  # 第三十四条
        ("foi.fee", date(2026, 1, 5), 20, "working_day"),  # 国办函〔2020〕109号
        ("interpretation.publish", date(2026, 1, 5), 3, "working_day"),
        ("licence.publish", date(2026, 1, 5), 7, "working_day"),
        ("penalty.withdraw", date(2026, 1, 5), 3, "working_day"),
        ("reconsideration.apply", date(2026, 1, 5), 60, "calendar_day"),
        ("litigation.apply", date(2026, 1, 5), 6, "month"),
        ("budget.publish", date(2026, 1, 5), 20, "calendar_day"),
        ("proposal.publish", date(2026, 1, 5), 20, "working_day"),
        ("opinion.first_statement", date(2026, 1, 5), 5, "hour"),
        ("opinion.conference", date(2026, 1, 5), 24, "hour"),
        ("post.reply", date(2026, 1, 5), 3, "working_day"),
        ("suggestion.phone", date(2026, 1, 5), 3, "working_day"),
        ("approval.general", date(2026, 1, 5), 5, "working_day"),
    ],
)
def test_terms_are_as_long_as_the_law_says(code: str, on: date, length: int, unit: str) -> None:
    found = term_on(TERMS[code], on)
    assert found is not None
    assert (found.length, found.unit) == (length, unit)


def test_each_version_carries_its_code_source_and_day_and_only_hours_say_how_they_run() -> None:
    for code, versions in TERMS.items():
        assert [one.valid_from for one in versions] == sorted({one.valid_from for one in versions})
        for one in versions:
            assert one.code == code
            assert one.label
            assert one.source
            assert bool(one.hours) == (one.unit == "hour")
            assert term_on(versions, one.valid_from) == one
        assert term_on(versions, versions[0].valid_from - timedelta(days=1)) is None


def test_what_the_law_sets_is_not_local_and_a_local_term_names_no_law() -> None:
    for versions in TERMS.values():
        for one in versions:
            assert one.local == (one.source == "本地默认")
    assert TERMS["letter.complaint"][0].local
    assert not TERMS["foi.reply"][-1].local
