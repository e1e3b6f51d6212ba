"""公众关注热点: what many people write about in a week, with the letters behind each topic and how it grew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from gongkai.cases.suggesting.clustering import grouped, nearest
from gongkai.cases.suggesting.features import SIZE, Floats, Rows, content_words, rarity, rows_of

WEEK = timedelta(days=7)
_READ = 400
"""Characters of a text that are read: people come to the point early, and a week has many letters."""
_TITLE_COUNTS = 3
_TOO_COMMON = 0.2
"""What more than this share of all letters say tells no topics apart."""
_WIDTH = 1024


@dataclass(frozen=True)
class WeekLetter:
    id: str
    on: date
    title: str
    text: str


@dataclass(frozen=True)
class HotTopic:
    """One topic of a week.

    `count` letters of this week, all in `ids`; `samples` are the ids of those nearest to its middle, best first.
    `before` are the counts of the weeks before, oldest first. `growth` is count against their mean, less 1:
    0.5 is half as many again; None when nobody wrote about it before.
    """

    count: int
    words: tuple[str, ...]
    samples: tuple[str, ...]
    ids: tuple[str, ...]
    before: tuple[int, ...]
    growth: float | None


def hot_topics(
    letters: Iterable[WeekLetter],
    *,
    week_from: date,
    weeks_before: int = 4,
    at_least: int = 3,
    limit: int = 10,
) -> list[HotTopic]:
    """Topics of the seven days from `week_from`, the largest first, equal ones by growth.

    The order in which letters are given doesn't matter. Letters of the `weeks_before` weeks before tell the growth,
    others are passed over. A topic has `at_least` letters.
    """
    oldest = week_from - weeks_before * WEEK
    read = sorted((one for one in letters if oldest <= one.on < week_from + WEEK), key=lambda o: (o.on, o.id))
    if not read:
        return []
    words = [_words_of(one) for one in read]
    vectors = _sketch(_weighed(rows_of(words)))
    weeks = np.array([(one.on - oldest).days // 7 for one in read])
    this_week = np.flatnonzero(weeks == weeks_before)
    groups = [group for group in grouped(vectors[this_week]) if len(group) >= at_least]
    if not groups:
        return []
    middles = np.stack([_middle(vectors[this_week[group]]) for group in groups])
    earlier = np.flatnonzero(weeks < weeks_before)
    fitting = nearest(vectors[earlier], middles)
    common = _counts(words)
    topics = []
    for number, group in enumerate(groups):
        members = this_week[group]
        order = np.argsort(-np.round(vectors[members] @ middles[number], 5), kind="stable")
        before = np.bincount(weeks[earlier[fitting == number]], minlength=weeks_before)
        topics.append(
            HotTopic(
                count=len(members),
                words=_telling([words[i] for i in members], common, len(words)),
                samples=tuple(read[i].id for i in members[order[:3]]),
                ids=tuple(read[i].id for i in members),
                before=tuple(int(count) for count in before[:weeks_before]),
                growth=_growth(len(members), before[:weeks_before].tolist()),
            )
        )
    topics.sort(
        key=lambda topic: (-topic.count, -(topic.growth if topic.growth is not None else 1e9), topic.ids)
    )
    return topics[:limit]


def _growth(count: int, before: Sequence[int]) -> float | None:
    usual = sum(before) / len(before) if before else 0
    return round(count / usual - 1, 2) if usual else None


def _words_of(letter: WeekLetter) -> list[str]:
    return content_words(letter.title) * _TITLE_COUNTS + content_words(letter.text[:_READ])


def _weighed(rows: Rows) -> Rows:
    weight = rarity(rows)
    weight[rows.document_frequency() > max(10.0, _TOO_COMMON * len(rows))] = 0
    return rows.weighed(weight)


def _sketch(rows: Rows) -> Floats:
    """Rows pressed into few columns with random signs: their products stay what they were, within 0.03 or so."""
    lot = np.random.default_rng(8)
    place = lot.integers(0, _WIDTH, size=SIZE)
    sign = lot.choice(np.array([-1, 1]), size=SIZE)
    at = rows.numbers * _WIDTH + place[rows.columns]
    flat = np.bincount(at, weights=rows.values * sign[rows.columns], minlength=len(rows) * _WIDTH)
    dense = flat.reshape(len(rows), _WIDTH).astype(np.float32)
    return dense / np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-6)


def _middle(vectors: Floats) -> Floats:
    total = vectors.sum(axis=0)
    middle: Floats = total / max(float(np.linalg.norm(total)), 1e-6)
    return middle


def _counts(documents: Sequence[Sequence[str]]) -> dict[str, int]:
    """In how many documents a word stands."""
    found: dict[str, int] = {}
    for words in documents:
        for word in set(words):
            found[word] = found.get(word, 0) + 1
    return found


def _telling(
    members: Sequence[Sequence[str]], common: dict[str, int], total: int, limit: int = 5
) -> tuple[str, ...]:
    """Words that stand in many letters of the topic and in few others, also as pairs that stand side by side."""
    inside = _counts(members)
    pairs = _counts([[a + b for a, b in pairwise(words) if a != b] for words in members])
    scores: dict[str, float] = {}
    for word, count in inside.items():
        if len(word) > 1 and count >= max(2, 0.3 * len(members)):
            scores[word] = count * float(np.log(count / len(members) * total / common[word]))
    for pair, count in pairs.items():
        if len(pair) <= 8 and count >= max(2, 0.5 * len(members)):
            scores[pair] = count * float(np.log(total / len(members)) + 0.1)
    told: list[str] = []
    for word in sorted(scores, key=lambda w: (-round(scores[w], 6), -len(w), w)):
        if scores[word] > 0 and not any(word in other or other in word for other in told):
            told.append(word)
    return tuple(told[:limit])
