"""Figures are those of letters that the model hasn't seen in any wording."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from tests.cases.suggesting.letters import LETTERS

from gongkai.cases.suggesting.corpus import Example, NothingToLearn, read_examples
from gongkai.cases.suggesting.duplicates import near_duplicates, overlap
from gongkai.cases.suggesting.evaluation import by_keywords, evaluate, measures, without_repeats
from gongkai.cases.suggesting.features import content_words, rows_of

LONG = "我们住的小区旁边有一家搅拌站，每天晚上机器轰鸣，粉尘飘进屋里，老人孩子整夜咳嗽，多次打电话没有结果"


def example(text: str, label: str = "一", *, raw: bool = True) -> Example:
    return Example(tuple(content_words(text)), label, raw, text)


def test_a_letter_sent_twice_in_slightly_other_words_counts_once_and_the_raw_one_stays() -> None:
    letters = [example(LONG, raw=False), example(LONG + "，盼望早日答复"), example("公交车改线")]
    assert without_repeats(letters) == letters[1:]


def test_groups_hold_every_row_once() -> None:
    texts = [LONG, "路灯不亮", LONG + "，恳请尽快", "", "路灯不亮", ""]
    groups = near_duplicates(rows_of(content_words(text) for text in texts))
    assert sorted(map(sorted, groups)) == [[0, 2], [1, 4], [3], [5]]


def test_overlap_is_the_shared_part_of_both() -> None:
    rows = rows_of([["路灯", "马路"], ["路灯", "公交"], []])
    assert overlap(rows.row(0), rows.row(1)) == pytest.approx(1 / 3)
    assert overlap(rows.row(2), rows.row(2)) == 0


def test_measures_of_a_worked_example() -> None:
    # a: precision 1/2, recall 1 → 2/3; b: precision 1, recall 1/2 → 2/3; c: never told → 0
    told = measures(["a", "b", "b", "c"], ["a", "b", "a", "b"])
    assert told == {"accuracy": 0.5, "macro_f1": pytest.approx((2 / 3 + 0.5 + 0) / 3, abs=1e-4)}


def test_the_keyword_yardstick_counts_words() -> None:
    assert by_keywords("医院的医生不给报销", "其他") == "卫生计生"
    assert by_keywords("无", "其他") == "其他"


def test_the_report_holds_the_model_beside_both_yardsticks() -> None:
    letters = [
        example(f"{text}，在第{'一二三四五六七八九'[n]}中学旁边", label)
        for text, label in LETTERS
        for n in range(3)
    ]
    report = evaluate([example(text, label) for text, label in LETTERS] + letters, seed=3)
    assert report["repeats_removed"] > 0
    for way in ("model", "majority", "keywords"):
        assert set(report["held_out"][way]) >= {"accuracy", "macro_f1"}
    assert report == evaluate([example(text, label) for text, label in LETTERS] + letters, seed=3)


def test_letters_are_read_from_plain_and_packed_files_and_others_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        json.dumps({"class": "学校", "subject": "补课", "text": "老师补课"}, ensure_ascii=False) + "\n",
        "utf-8",
    )
    with gzip.open(tmp_path / "b.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"tokens": "路灯 不亮", "level1": "道路"}, ensure_ascii=False) + "\n")
    (tmp_path / "c.jsonl").write_text(json.dumps({"subject": "无类"}, ensure_ascii=False) + "\n", "utf-8")
    found = read_examples(tmp_path)
    assert [(one.label, one.raw) for one in found] == [("学校", True), ("道路", False)]


def test_a_folder_without_classes_teaches_nothing(tmp_path: Path) -> None:
    with pytest.raises(NothingToLearn):
        read_examples(tmp_path)


@pytest.mark.sweep
def test_on_real_letters_the_model_beats_both_yardsticks(shared: Path) -> None:
    some = read_examples(shared / "data" / "letters")[
        ::4
    ]  # all of them take half a minute: gongkai letter eval
    found = evaluate(some)["held_out"]
    for measure in ("accuracy", "macro_f1"):
        best = max(found["majority"][measure], found["keywords"][measure])
        assert found["model"][measure] >= max(0.8, best + 0.05), (measure, found)
