"""A paragraph is one text: its lines go on in one another, those of a list, of a table and of another paragraph do not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.files.extraction.wrapping import ends_of

WIDTH, SIZE = 595.0, 12.0


def _line(number: int, text: str, left: float = 60.0, size: float = SIZE) -> tuple[str, tuple[float, ...]]:
    wide = sum(1.0 if ord(sign) > 255 else 0.5 for sign in text) * size
    return text, (left, 100 + 20 * number, left + wide, 100 + 20 * number + size)


FULL = "为做好秋季惠农补贴发放工作现将有关事项公告如下公示期七天住址柳河镇柳庄"


def test_a_full_line_goes_on_in_the_next() -> None:
    assert ends_of([_line(0, FULL), _line(1, "村三组12号。")], WIDTH) == ["", "\n"]


def test_a_line_of_its_own_does_not() -> None:
    short, other = _line(0, FULL[:25]), _line(1, FULL)
    assert ends_of([short, other, _line(2, "完")], WIDTH) == ["\n", "", "\n"]
    assert ends_of([_line(0, FULL[:-1] + "。"), _line(1, "二、标准")], WIDTH) == ["\n", "\n"]
    assert ends_of([_line(0, FULL), _line(5, "隔了很远")], WIDTH) == ["\n", "\n"]
    assert ends_of([_line(0, FULL), _line(1, "标题", size=22.0)], WIDTH) == ["\n", "\n"]
    assert ends_of([_line(0, FULL), _line(1, "右边", left=300.0)], WIDTH) == ["\n", "\n"]


def test_a_list_of_short_items_keeps_its_lines() -> None:
    assert ends_of([_line(n, "赵春生") for n in range(3)], WIDTH) == ["\n"] * 3


def test_latin_words_keep_a_blank() -> None:
    assert ends_of([_line(0, "long words " * 7 + "end"), _line(1, "of it")], WIDTH)[0] == " "


def test_what_has_no_place_is_left() -> None:
    assert ends_of([("文字", None), _line(1, FULL), ("文字", None)], WIDTH) == ["\n"] * 3
    assert ends_of([], WIDTH) == []


@given(
    st.lists(
        st.tuples(st.text("名A1。", max_size=60), st.none() | st.tuples(*[st.floats(-1e6, 1e6)] * 4)),
        max_size=30,
    )
)
def test_whatever_the_places_each_line_gets_an_end(lines) -> None:
    assert {"", " ", "\n"}.issuperset(ends_of(lines, WIDTH))
