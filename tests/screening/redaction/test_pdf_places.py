"""Boxes found by their bands are those that a look at each of them would find."""

from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.screening.redaction.pdf_places import Places

NUMBERS = st.one_of(
    st.floats(-100, 900), st.sampled_from([0.0, 12.0, 24.0, 1e300, float("inf"), -float("inf")])
)
POINTS = st.tuples(NUMBERS, NUMBERS)
BOXES = st.tuples(POINTS, POINTS).map(lambda two: (*map(min, *two), *map(max, *two)))


@given(st.lists(BOXES, max_size=6), POINTS)
@example([(0.0, 12.0, 5.0, 24.0)], (5.0, 24.0))
@example([(0.0, -1e9, 5.0, 1e9)], (1.0, 300.0))
@example([(0.0, 0.0, 5.0, 9.0)], (float("nan"), float("nan")))
def test_a_point_lies_in_the_same_boxes(boxes, point):
    x, y = point
    expected = any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in boxes)
    assert Places(boxes).hold(x, y) == expected


@given(st.lists(BOXES, max_size=6), BOXES)
def test_a_box_touches_the_same_boxes(boxes, box):
    left, bottom, right, top = box
    expected = {b for b in boxes if b[0] < right and b[2] > left and b[1] < top and b[3] > bottom}
    found = Places(boxes).touching(box)
    assert set(found) == expected
    assert len(found) == len(expected)
