"""Hot topics of a week: counted exactly, the same in any order, fast enough for a city."""

from __future__ import annotations

import gzip
import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from gongkai.cases.suggesting.topics import WeekLetter, hot_topics

MONDAY = date(2026, 3, 2)
MIXER = (
    "搅拌站夜里噪音太大", "搅拌站粉尘飘进屋里", "楼下搅拌站噪音粉尘没人管", "搅拌站半夜开工，噪音大",
    "搅拌站的粉尘和噪音让人没法住",
)  # fmt: skip
BUS = ("六路公交车停运了上班不方便", "六路公交车为什么停运", "公交车停运，老人出门难")
ALONE = ("想问退役军人优待证怎么领", "二手房过户的契税", "图书馆开放时间太短", "野猪拱了玉米地")


def week_of(*groups: tuple[str, ...], on: date = MONDAY, mark: str = "w") -> list[WeekLetter]:
    texts = [text for group in groups for text in group]
    return [
        WeekLetter(f"{mark}{n:03d}", on + timedelta(days=n % 7), text, text + "，希望早点解决")
        for n, text in enumerate(texts)
    ]


def test_topics_are_what_several_people_wrote_about_the_largest_first() -> None:
    topics = hot_topics(week_of(MIXER, BUS, ALONE), week_from=MONDAY)
    assert [topic.count for topic in topics] == [5, 3]
    assert topics[0].ids == ("w000", "w001", "w002", "w003", "w004")
    assert "搅拌站" in "".join(topics[0].words)
    assert "公交车" in "".join(topics[1].words)
    assert set(topics[1].samples) == {"w005", "w006", "w007"}


def test_growth_is_against_the_mean_of_the_weeks_before() -> None:
    before = week_of(MIXER[:2], on=MONDAY - timedelta(days=7), mark="a")
    before += week_of(MIXER[:2], on=MONDAY - timedelta(days=14), mark="b")
    topics = hot_topics(week_of(MIXER, BUS, ALONE) + before, week_from=MONDAY, weeks_before=2)
    assert topics[0].before == (2, 2)
    assert topics[0].growth == 1.5
    assert topics[1].before == (0, 0)
    assert topics[1].growth is None


def test_letters_of_other_weeks_are_no_part_of_the_week() -> None:
    later = week_of(MIXER, on=MONDAY + timedelta(days=7))
    assert hot_topics(later, week_from=MONDAY) == []
    assert hot_topics([], week_from=MONDAY) == []
    assert hot_topics([WeekLetter("1", MONDAY, "", "")] * 5, week_from=MONDAY) == []


def test_the_order_of_the_letters_does_not_matter() -> None:
    letters = week_of(MIXER, BUS, ALONE)
    told = hot_topics(letters, week_from=MONDAY)
    for seed in range(5):
        random.Random(seed).shuffle(letters)
        assert hot_topics(letters, week_from=MONDAY) == told


@pytest.mark.sweep
def test_real_letters_fall_into_topics_that_share_a_word(shared: Path) -> None:
    with gzip.open(shared / "data/letters/taidi_votes.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    letters = [WeekLetter(row["id"], MONDAY, row["subject"], row["text"]) for row in rows]
    subjects = {row["id"]: row["subject"] + row["text"] for row in rows}
    topics = hot_topics(letters, week_from=MONDAY, limit=20)
    assert len(topics) == 20
    assert topics[0].count < len(letters) / 10
    for topic in topics:
        best = max(sum(word in subjects[i] for i in topic.ids) / topic.count for word in topic.words)
        assert best >= 0.4, topic.words
    random.Random(1).shuffle(letters)
    assert hot_topics(letters, week_from=MONDAY, limit=20) == topics
