"""Digits run together are cut only where the sums leave one cut."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.reports.reading.splitting import cuts, row_cuts, settle

numbers = st.integers(min_value=0, max_value=400)
rows = st.lists(numbers, min_size=6, max_size=6).map(lambda parts: (*parts, sum(parts)))


def run(row):
    return "".join(map(str, row))


def test_a_run_of_the_form_is_cut_as_its_sum_says():
    assert row_cuts("170000017", 7) == [(17, 0, 0, 0, 0, 0, 17)]
    assert row_cuts("1000001", 7) == [(1, 0, 0, 0, 0, 0, 1)]


def test_a_run_with_two_cuts_has_both():
    assert set(row_cuts("110000011", 7)) == {(11, 0, 0, 0, 0, 0, 11), (1, 10, 0, 0, 0, 0, 11)}


def test_a_run_whose_sum_cannot_hold_has_none():
    assert row_cuts("20000011", 7) == []
    assert row_cuts("12a", 3) == []
    assert row_cuts("12", 3) == []


def test_three_groups_of_five_are_cut_by_their_own_totals():
    assert (2, 2, 0, 0, 4, 0, 1, 0, 1, 2, 1, 0, 0, 0, 1) in row_cuts("220040101210001", 15, 5)
    assert row_cuts("0" * 15, 15, 5) == [(0,) * 15]


def test_a_run_too_long_to_look_through_is_given_up():
    assert row_cuts("1" * 60, 20) is None or isinstance(row_cuts("1" * 60, 20), list)
    assert list(cuts("9" * 61, 7)) == []


@given(rows)
@settings(max_examples=40)
def test_the_true_cut_is_always_among_those_found(row):
    assert row in (row_cuts(run(row), 7) or [row])


@given(rows)
@settings(max_examples=40)
def test_every_cut_joins_to_the_run_and_sums_up(row):
    for cut in row_cuts(run(row), 7) or []:
        assert run(cut) == run(row)
        assert sum(cut[:-1]) == cut[-1]


@given(st.lists(numbers, min_size=3, max_size=5))
@settings(max_examples=30)
def test_plain_cuts_hold_the_true_one_and_join_to_the_run(row):
    found = list(cuts(run(row), len(row)))
    assert tuple(row) in found
    assert all(run(cut) == run(row) for cut in found)


@given(rows, rows, st.lists(st.booleans(), min_size=6, max_size=6))
@settings(max_examples=30)
def test_columns_settle_rows_without_ever_settling_them_wrongly(new, carried, goes_forward):
    forward = tuple(
        1 if goes and n + c else 0 for n, c, goes in zip(new, carried, goes_forward, strict=False)
    )
    forward = (*forward, sum(forward))
    done = tuple(n + c - f for n, c, f in zip(new, carried, forward, strict=True))
    true = {"new": new, "carried": carried, "done": done, "forward": forward}
    ways = {key: row_cuts(run(row), 7) or [row] for key, row in true.items()}
    settled = settle(ways, plus=["new", "carried"], minus=["done", "forward"])
    assert all(settled[key] == true[key] for key in settled)


def test_columns_settle_the_row_that_its_sum_leaves_open():
    ways = {
        "new": row_cuts("110000011", 7),
        "carried": [(0,) * 7],
        "done": [(11, 0, 0, 0, 0, 0, 11)],
        "forward": [(0,) * 7],
    }
    assert settle(ways, plus=["new", "carried"], minus=["done", "forward"]) == {
        "new": (11, 0, 0, 0, 0, 0, 11)
    }


def test_a_missing_row_settles_nothing():
    assert settle({"new": [(1, 1), (0, 1)]}, plus=["new"], minus=["done"]) == {}
