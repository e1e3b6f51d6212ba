"""Cards and passbooks."""

from __future__ import annotations

import pytest
from bench.screening import numbers as make
from hypothesis import given
from hypothesis import strategies as st

from gongkai.screening.detectors.bank_card import DETECTOR
from gongkai.screening.spans import LOOK

from .making import alone, filler, found, made, seeds


@given(filler, made("bank_card"), filler)
def test_a_planted_number_is_found_exactly(left: str, number: str, right: str) -> None:
    text = f"{left}的{number}，{right}"
    assert found("bank_card", text) == [number]
    assert alone("bank_card", text) == [number]


@given(made("bank_card"), st.sampled_from([" ", "  ", "-", "\u3000"]))
def test_it_is_found_in_fours_and_in_six_and_the_rest(number: str, sign: str) -> None:
    fours = make.parted(number, (4, 4, 4, 4), sign)
    six = make.parted(number, (6,), sign)
    assert found("bank_card", f"汇到{fours}。") == [fours]
    assert found("bank_card", f"汇到{six}。") == [six]


@given(seeds, made("bank_card"))
def test_it_is_found_across_a_line_end_and_in_full_width(rng, number: str) -> None:
    written = make.broken(rng, number)
    assert found("bank_card", f"汇到{written}。") == [written]
    assert found("bank_card", make.wide(number)) == [make.wide(number)]


@given(made("bank_card"), st.integers(1, 9))
def test_a_wrong_check_digit_is_none_without_a_cue(number: str, more: int) -> None:
    wrong = number[:-1] + str((int(number[-1]) + more) % 10)
    assert found("bank_card", f"第{wrong}件") == []


@pytest.mark.parametrize(
    "text", ["订单号：6222021234567890128", "尾号0128", "************0128", "6222021234567890128元"]
)
def test_order_numbers_amounts_and_masked_ones_are_none(text: str) -> None:
    assert found("bank_card", text) == []


def test_what_is_called_an_account_is_looked_at_whatever_its_check_digit() -> None:
    spans = list(DETECTOR.find("一卡通账号：6210110012345678901234"))
    assert [(s.text, s.action) for s in spans] == [("6210110012345678901234", LOOK)]
    assert found("bank_card", "姓名\t一卡通账号\n张三\t80010000123456789\n") == ["80010000123456789"]
