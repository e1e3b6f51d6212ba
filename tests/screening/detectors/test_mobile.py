"""Mobile numbers."""

from __future__ import annotations

import pytest
from bench.screening import numbers as make
from hypothesis import given
from hypothesis import strategies as st

from .making import alone, filler, found, made

ONE = "13812345678"


@given(filler, made("mobile"), filler)
def test_a_planted_number_is_found_exactly(left: str, number: str, right: str) -> None:
    text = f"{left}的{number}，{right}"
    assert found("mobile", text) == [number]
    assert alone("mobile", text) == [number]


@given(made("mobile"), st.sampled_from([" ", "-", "\u3000", "."]), st.sampled_from([(3, 4, 4), (3, 8)]))
def test_it_is_found_in_parts_and_with_the_country(number: str, sign: str, sizes: tuple[int, ...]) -> None:
    written = make.parted(number, sizes, sign)
    assert found("mobile", f"电话：{written}。") == [written]
    assert found("mobile", f"（{written}）") == [written]
    assert found("mobile", f"电话：+86 {written}。") == [f"+86 {written}"]


@given(made("mobile"))
def test_it_is_found_in_full_width(number: str) -> None:
    assert found("mobile", make.wide(number)) == [make.wide(number)]


@given(made("mobile"), st.text("0123456789", min_size=1, max_size=9))
def test_inside_a_longer_run_it_is_none(number: str, more: str) -> None:
    assert number not in found("mobile", f"{number}{more}")
    assert number not in found("mobile", f"{more}{number}")


@pytest.mark.parametrize(
    "text",
    [
        "12012345678",
        "1381234567",
        "14312345678",
        "138****5678",
        f"订单号：{ONE}",
        f"索引号{ONE}",
        f"项目编号：{ONE}",
        f"投资{ONE}元",
        f"投资{ONE}.25元",
        f"0.{ONE}",
        f"2024-{ONE}",
        f"http://www.example.gov.cn/art/{ONE}_1.html",
        f"MD5 a{ONE}f",
        "合计\n1380 1234 567 138 1234 5678 139",
        f"序号\t金额\n1\t{ONE}\n",
    ],
)
def test_other_numbers_of_eleven_digits_are_none(text: str) -> None:
    assert found("mobile", text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"张三{ONE}，李四15900001111", [ONE, "15900001111"]),
        (f"TEL{ONE}", [ONE]),
        (f"手机：{ONE}.0", [ONE]),
        ("联系电话：138123\n45678", ["138123\n45678"]),
        (f"姓名\t手机号码\n张三\t{ONE}\n", [ONE]),
        (f"0086-{ONE}", [f"0086-{ONE}"]),
        (f"王晓梅 86{ONE}", [f"86{ONE}"]),
        (f"{ONE}/0312-5678901", [ONE]),
        (f"0312-5678901/{ONE}", [ONE]),
        (f"{ONE}-15900001111", [ONE, "15900001111"]),
        ("手机号：14312345678", ["14312345678"]),
    ],
)
def test_where_it_stands_does_not_hide_it(text: str, expected: list[str]) -> None:
    assert found("mobile", text) == expected
