"""Every leaf of the annual report's table 2 is one outcome at least, and every outcome counts in one leaf."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from gongkai.cases.rules.outcomes import BY_CODE, DETAIL_ROWS, OUTCOMES, table_faults
from gongkai.documents.outcomes import OUTCOMES as WRITTEN


def test_the_table_is_complete() -> None:
    assert table_faults() == []
    assert len(DETAIL_ROWS) == 21


def test_the_rows_are_those_of_the_report_format(shared: Path) -> None:
    text = (shared / "domain" / "annual-report.md").read_text(encoding="utf-8")
    keys = re.findall(r"^\| 三\([一二三四五六]\)\d* \|.*?`([a-z_.]+)` \|$", text, re.MULTILINE)
    assert keys == list(DETAIL_ROWS)


def test_a_gap_a_stray_row_and_a_double_are_named() -> None:
    without = [outcome for outcome in OUTCOMES if outcome.code != "partial"]
    assert table_faults(without) == ["年报表2的行 results.partial 没有答复类型计入"]
    stray = replace(BY_CODE["partial"], counts_as="results.total")
    assert "partial 计入的行 results.total 不在年报表2里" in table_faults([*without, stray])
    assert table_faults([*OUTCOMES, BY_CODE["partial"]]) == ["partial 声明了两次"]
    assert table_faults([*without, replace(BY_CODE["partial"], sentence="")]) == [
        "partial 缺名称或者一句话的答复"
    ]


def test_two_outcomes_may_count_in_one_row() -> None:
    assert BY_CODE["already_public"].counts_as == BY_CODE["granted"].counts_as == "results.granted"
    assert BY_CODE["not_held"].counts_as == BY_CODE["not_ours"].counts_as == "unable.not_held"


def test_refusals_go_to_reconsideration_first() -> None:
    first = {outcome.code for outcome in OUTCOMES if outcome.remedy == "reconsider_first"}
    assert first == {o.code for o in OUTCOMES if o.counts_as.startswith("denied.")} | {"partial"}
    # What practice doesn't agree on is marked, so that an office can set its own paragraph.
    assert {o.code for o in OUTCOMES if o.disputed} >= {"partial", "admin_query", "not_held", "not_ours"}


def test_every_decision_is_one_plain_sentence() -> None:
    for outcome in OUTCOMES:
        assert outcome.sentence.endswith("。")
        assert outcome.sentence.count("。") == 1
        assert not re.search(r"(?<!申)请(?!示)|无效|非法|错误", outcome.sentence)
        assert len(outcome.sentence) <= 60


def test_page_and_letter_quote_the_same_articles() -> None:
    assert {outcome.document for outcome in OUTCOMES} == set(WRITTEN)
    assert BY_CODE["granted"].article == "条例第三十六条第（二）项、第四十条"
    assert BY_CODE["not_ours"].article == "条例第三十六条第（五）项"
    assert "国办函〔2020〕109号" in BY_CODE["fee_overdue"].article
    assert BY_CODE["withdrawn"].article
