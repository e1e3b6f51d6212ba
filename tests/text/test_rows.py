"""Where cells of a table stand that reach over columns and rows."""

from __future__ import annotations

import pytest

from gongkai.text.rows import MOST_TABS, Grid, spans_of


def placed(*rows: list[tuple[int, int]]) -> list[list[int]]:
    grid, found = Grid(), []
    for row in rows:
        grid.begin_row()
        found.append([grid.place(*cell) for cell in row])
    return found


def test_cells_below_one_that_reaches_down_stand_beside_it():
    one = (1, 1)
    assert placed([(1, 3), one], [one], [one], [one, one]) == [[0, 0], [1], [1], [0, 0]]
    assert placed([one, (2, 2), one], [one, one]) == [[0, 0, 0], [0, 2]]
    assert placed([one, (1, 3)], [one], [one], [one, one]) == [[0, 0], [0], [0], [0, 0]]
    assert placed([(1, 2), (1, 3)], [one], [one, one]) == [[0, 0], [2], [0, 1]]


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("3", 3),
        (" 2 ", 2),
        ("0", 1),
        ("-1", 1),
        ("x", 1),
        ("", 1),
        ("999999", MOST_TABS),
        ("９", 1),
        ("9" * 5_000, 1),
    ],
)
def test_spans_are_what_a_page_can_mean(told, meant):
    assert spans_of({"colspan": told}) == (meant, 1)
