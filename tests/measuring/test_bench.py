"""The bench's own sums; nothing here asserts a time."""

from __future__ import annotations

import itertools

from bench.figures import Figure, percentile_ms, table
from bench.texts import LENGTH, items, questions


def test_a_percentile_is_the_time_within_which_that_share_was_done() -> None:
    seconds = [number / 1000 for number in range(1, 101)]
    assert (percentile_ms(seconds, 0.5), percentile_ms(seconds, 0.95)) == (50.0, 95.0)
    assert percentile_ms([0.004], 0.95) == 4.0


def test_generated_items_have_their_length_and_are_the_same_each_time() -> None:
    made = list(items(50))
    assert {len(one.text) for one in made} == {LENGTH}
    assert made == list(itertools.islice(items(80), 50))
    assert len({one.doc_no for one in made}) == len({one.key for one in made}) == 50
    assert questions(5) == questions(5)


def test_the_table_tells_references_apart() -> None:
    lines = table(
        [
            Figure("pages", "home", 100.0, p50_ms=1.0, p95_ms=2.0, queries=3),
            Figure("pages", "bare", is_reference=True),
        ]
    )
    assert "pages: home" in lines
    assert "pages:   reference: bare" in lines
