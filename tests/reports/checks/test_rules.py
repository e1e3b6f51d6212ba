"""Every rule fires on a report made to break it, and says so in plain words."""

from __future__ import annotations

import re

import pytest
from tests.reports.checks import triggers_tables, triggers_text

from gongkai.reports.checks import FAMILIES, RULES, SEVERITIES, check

TRIGGERS = {**triggers_tables.TRIGGERS, **triggers_text.TRIGGERS}


def test_there_are_more_than_a_hundred_and_twenty_rules_each_with_words_and_source():
    assert len(RULES) >= 120
    assert len({rule.words for rule in RULES.values()}) == len(RULES)
    for rule in RULES.values():
        assert rule.severity in SEVERITIES
        assert rule.words
        assert rule.source
        assert rule.family in FAMILIES


def test_every_rule_has_a_report_that_breaks_it():
    assert set(TRIGGERS) == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_rule_fires(code):
    one = TRIGGERS[code]
    found = check(one.facts, one.around, only=[code])
    assert found, f"{code} found nothing"
    for finding in found:
        assert finding.rule == code
        assert finding.message.endswith("。")
        assert not re.search(r"非法|无效|错误代码|(?<!申)请|确定|None|Decimal", finding.message)


def test_errors_are_told_before_warnings_and_hints():
    one = TRIGGERS["foi.e1.total"]
    order = [list(SEVERITIES).index(f.severity) for f in check(one.facts, one.around)]
    assert order == sorted(order)
