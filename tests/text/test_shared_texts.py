"""The real scraped texts, where they are at hand."""

import gzip
import json
from pathlib import Path

import pytest

from gongkai.text.cleaning import UNREADABLE, clean
from gongkai.text.tokenising import bigrams
from gongkai.text.traditional import is_traditional


def summary(shared: Path, name: str) -> str:
    return (shared / "data" / "work_summaries" / name).read_text(encoding="utf-8")


def test_the_street_self_check_becomes_readable(shared: Path) -> None:
    cleaned = clean(summary(shared, "street_self_check_mojibake.txt"))
    assert not is_traditional(cleaned.text)
    assert not any(sign in cleaned.text for sign in "āáǎàēéěèīíǐìōóǒòūúǔùㄒㄈǘ┘┩┥唬髦鞒")
    for mark in ("（一）", "（二）", "（三）", "（四）"):
        assert f"\n{mark}" in cleaned.text
    assert cleaned.unreadable >= 5
    assert f"工作{UNREADABLE}，处理程序" in cleaned.text
    assert "工作，现将自查情况" in cleaned.text


@pytest.mark.parametrize("name", ["county_service_centre.txt", "township_annual_report.txt"])
def test_page_numbers_are_gone(shared: Path, name: str) -> None:
    cleaned = clean(summary(shared, name))
    assert not [
        line
        for line in cleaned.text.split("\n")
        if line[:1].isdigit() and line[1:3].strip("0123456789") == "、"
    ]
    assert "页" not in cleaned.text.replace("网页", "")
    assert "上传人" not in cleaned.text


def test_spun_synonyms_are_flagged_and_not_rewritten(shared: Path) -> None:
    raw = summary(shared, "county_service_centre.txt")
    cleaned = clean(raw)
    assert cleaned.text.count("效劳") == raw.count("效劳")
    flagged = {mark.original for mark in cleaned.marks if mark.kind == "spun_synonym"}
    assert {"政务效劳", "扫瞄", "准时"} <= flagged
    assert any(word.startswith("标准化标准化") for word in flagged)


def test_novel_adverts_are_gone(shared: Path) -> None:
    text = clean(summary(shared, "county_summaries_12.txt")).text
    assert "小说网" not in text
    assert "凝聚了党心、民心" in text


def test_official_documents_are_cleaned_for_good(shared: Path) -> None:
    with gzip.open(
        shared / "data" / "policy_docs" / "hebei_provincial.jsonl.gz", "rt", encoding="utf-8"
    ) as rows:
        raws = [json.loads(row)["text"] for row in rows]
    texts = [clean(raw).text for raw in raws]
    assert all(clean(text).text == text for text in texts)
    assert not any("更多信息请关注官方微信" in text for text in texts)
    assert len(bigrams(texts[0])) > 100
