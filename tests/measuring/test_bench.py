"""The bench's own sums; nothing here asserts a time."""

from __future__ import annotations

import itertools
from datetime import date

from bench.citizens import answers_for
from bench.figures import Figure, percentile_ms, table
from bench.submissions import photo
from bench.texts import LENGTH, items, questions

from gongkai.cases.filling import fill
from gongkai.cases.kinds import CASE_KINDS
from gongkai.files.pictures import picture_size


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


def test_what_a_made_up_citizen_answers_is_taken() -> None:
    for kind in CASE_KINDS.values():
        for page in kind.pages if kind.open_to_all else ():
            _, problems = fill(page.fields, answers_for(page, "路灯不亮"), today=date(2026, 11, 20))
            assert problems == {}, (kind.code, page.code)


def test_a_photo_has_the_size_asked_for_and_is_a_picture(tmp_path) -> None:
    made = photo(200_000)
    (tmp_path / "a.jpg").write_bytes(made)
    assert len(made) == 200_000
    assert min(picture_size(tmp_path / "a.jpg")) > 100
