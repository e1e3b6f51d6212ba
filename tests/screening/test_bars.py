"""The bars of `make bench-screening`, on few lines; the whole runs there."""

from __future__ import annotations

import pytest
from bench.screening import speed
from bench.screening.__main__ import EXACT
from bench.screening.generator import generate
from bench.screening.measuring import Tally, measure

from gongkai.screening.scanning import recognise

LINES = 510


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    numbers = speed.numbers()
    return measure(
        generate(LINES, seed=23),
        lambda text: [(s.kind, s.start, s.end) for s in recognise(text, detectors=numbers)],
    )


@pytest.mark.parametrize("kind", EXACT)
def test_numbers_with_check_digits_reach_their_bars(tallies: dict[str, Tally], kind: str) -> None:
    tally = tallies[kind]
    assert tally.labels > 40
    assert tally.recall >= 0.995, tally.missed
    assert tally.precision >= 0.99, tally.wrong


@pytest.mark.parametrize(
    "kind", ["passport", "permit", "plate", "email", "im_account", "social_security", "landline"]
)
def test_the_other_numbers_are_found_and_nothing_else(tallies: dict[str, Tally], kind: str) -> None:
    assert tallies[kind].recall >= 0.98, tallies[kind].missed
    assert tallies[kind].precision >= 0.98, tallies[kind].wrong


def test_the_generator_says_the_same_for_the_same_seed_and_labels_what_it_says() -> None:
    assert generate(60, seed=5) == generate(60, seed=5) != generate(60, seed=6)
    for line in generate(120):
        for label in line.labels:
            assert line.text[label.start : label.end].strip()
