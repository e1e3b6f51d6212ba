"""A letter and the same letter as words give the same features; nothing of the text is left in them."""

from __future__ import annotations

import numpy as np

from gongkai.cases.suggesting.features import (
    SIZE,
    content_words,
    content_words_of_tokens,
    rarity,
    rows_of,
)

RAW = "尊敬的领导：您好！我们小区的自来水已经停了３天，請问什么时候恢复供水？谢谢。"
AS_WORDS = "小区 自来水 停 恢复 供水"


def test_a_letter_as_it_was_written_has_the_words_of_one_that_lost_its_stop_words() -> None:
    assert content_words(RAW) == content_words_of_tokens(AS_WORDS)


def test_numbers_signs_and_latin_names_are_no_words() -> None:
    assert content_words("A3区 2020-01-06 13812345678 <b>路灯</b> 😀") == ["区", "路灯"]


def test_features_are_numbers_below_the_size_and_rows_keep_apart() -> None:
    rows = rows_of([content_words("自来水停水"), [], content_words("自来水停水")])
    assert len(rows) == 3
    assert rows.columns.max() < SIZE
    assert list(rows.row(0)) == list(rows.row(2)) != []
    assert len(rows.row(1)) == 0


def test_a_word_shares_the_pairs_inside_it_with_its_parts() -> None:
    rows = rows_of([["自来水厂"], ["来水"], ["路灯"]])
    assert set(rows.row(1)) < set(rows.row(0))
    assert not set(rows.row(2)) & set(rows.row(0))


def test_some_rows_are_the_rows_chosen() -> None:
    rows = rows_of([["路灯"], ["自来水", "自来水"], ["公交车"]])
    two = rows.some(np.array([2, 1]))
    assert list(two.row(0)) == list(rows.row(2))
    assert list(two.row(1)) == list(rows.row(1))


def test_weighed_rows_have_length_one_and_lose_what_is_too_rare() -> None:
    rows = rows_of([["路灯", "坏"], ["路灯", "暗"], []])
    weighed = rows.weighed(rarity(rows))
    assert [len(weighed.row(n)) for n in range(3)] == [1, 1, 0]
    assert np.allclose(weighed.times(np.ones((SIZE, 2), dtype=np.float32)), [[1, 1], [1, 1], [0, 0]])


def test_only_the_beginning_of_an_endless_letter_is_read() -> None:
    assert len(content_words("路灯坏" * 100_000)) < 30_000
