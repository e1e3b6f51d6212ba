"""Chinese numerals and integers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.numerals import NumeralProblem, chinese_to_int, int_to_chinese, year_to_chinese


@given(st.integers(0, 10**13), st.booleans())
def test_there_and_back(number: int, capital: bool) -> None:
    assert chinese_to_int(int_to_chinese(number, capital=capital)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("廿三", 23), ("卅", 30), ("二〇二四", 2024), ("二○二四", 2024), ("壹仟零伍", 1005), ("1万2千", 12000), ("两百", 200),
     ("十", 10), ("三万亿", 3 * 10**12), ("１２", 12)],
)  # fmt: skip
def test_reading(text: str, number: int) -> None:
    assert chinese_to_int(text) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "零"), (12, "十二"), (20, "二十"), (110, "一百一十"), (1005, "一千零五"), (10005, "一万零五"), (110000, "十一万"),
     (10010000, "一千零一万"), (100000001, "一亿零一")],
)  # fmt: skip
def test_writing(number: int, text: str) -> None:
    assert int_to_chinese(number) == text
    assert year_to_chinese(2024) == "二〇二四"


@pytest.mark.parametrize("text", ["", "abc", "三点五"])
def test_what_is_no_number_is_said(text: str) -> None:
    with pytest.raises(NumeralProblem):
        chinese_to_int(text)
