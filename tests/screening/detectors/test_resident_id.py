"""ID numbers in the ways they are written, and what only looks like one."""

from __future__ import annotations

import pytest
from bench.screening import numbers as make
from hypothesis import assume, given
from hypothesis import strategies as st

from gongkai.screening.checksums import id_check_char, is_id
from gongkai.screening.detectors.resident_id import DETECTOR
from gongkai.screening.spans import LOOK, MASK

from .making import alone, filler, found, made, seeds

SOUND = "11010119900307461" + id_check_char("11010119900307461")
WITH_X = "11010119900307002X"


@given(filler, made("resident_id"), filler)
def test_a_planted_number_is_found_exactly(left: str, number: str, right: str) -> None:
    assert found("resident_id", left + number + right) == [number]
    assert alone("resident_id", left + number + right) == [number]


@given(filler, made("resident_id"), st.sampled_from([" ", "-", "\u3000", "\xa0", "－", "．", "  "]), filler)
def test_it_is_found_in_parts(left: str, number: str, sign: str, right: str) -> None:
    written = make.parted(number, (6, 8, 4), sign if sign != "．" else ".")
    assert found("resident_id", f"{left}{written}{right}") == [written]


@given(seeds, made("resident_id"), st.sampled_from(["\n", "\r\n", "\t", " \n"]))
def test_it_is_found_across_a_line_end_or_a_cell(rng, number: str, sign: str) -> None:
    written = make.broken(rng, number, sign)
    assert found("resident_id", f"号码{written}。") == [written]


@given(made("resident_id"))
def test_it_is_found_in_full_width_and_one_digit_to_a_cell(number: str) -> None:
    assert found("resident_id", make.wide(number)) == [make.wide(number)]
    assert found("resident_id", "\t".join(number)) == ["\t".join(number)]


@given(seeds, made("resident_id"))
def test_letters_that_recognition_took_for_digits_count_where_the_check_digit_agrees(
    rng, number: str
) -> None:
    misread = make.misread(rng, number)
    assert found("resident_id", f"号码 {misread} 。") == [misread]


@given(filler, made("wrong_id"), filler)
def test_a_wrong_check_digit_is_no_number_without_a_cue(left: str, number: str, right: str) -> None:
    assume("证" not in left and "身份" not in left)
    assert found("resident_id", left + number + right) == []


@given(filler, made("resident_id"), st.text("0123456789", min_size=1, max_size=8), filler)
def test_inside_a_longer_run_of_digits_it_is_none(left: str, number: str, more: str, right: str) -> None:
    assume(not is_id(more + number[:18]) and not number.endswith("X"))
    assert found("resident_id", f"{left}{number}{more}{right}") == []


@pytest.mark.parametrize(
    "text",
    [
        "张*，身份证号5323**********1234。",
        f"身份证号{SOUND[:6]}********{SOUND[-4:]}",
        f"身份证号 {SOUND[:4]} **** **** {SOUND[-4:]}",
        "000000199003074610",
        "110101199013074610",
        "110101199002304610",
        "订单号123456789012345678",
        "His ID starts with 110101. 199003074610 is the rest.",
        f"{SOUND[:6]}\n\n{SOUND[6:]}",
        f"0.{SOUND}",
    ],
)
def test_masked_forms_and_impossible_ones_are_no_finding(text: str) -> None:
    assert found("resident_id", text) == []


@pytest.mark.parametrize("text", [WITH_X, WITH_X.lower(), f"ID{SOUND}", f"（{SOUND}）", f"{SOUND},{SOUND}"])
def test_neighbours_do_not_hide_a_number(text: str) -> None:
    assert found("resident_id", text)


def test_a_number_called_so_with_a_wrong_check_digit_is_to_be_looked_at() -> None:
    wrong = SOUND[:17] + str((int(SOUND[17]) + 1) % 10)
    spans = list(DETECTOR.find(f"身份证号：{wrong}"))
    assert [(s.text, s.action) for s in spans] == [(wrong, LOOK)]


@given(made("old_id"))
def test_the_old_form_is_masked_beside_a_cue_and_looked_at_without(number: str) -> None:
    assert [s.action for s in DETECTOR.find(f"身份证号：{number}")] == [MASK]
    assert [s.action for s in DETECTOR.find(f"张三 {number} 柳庄村")] == [LOOK]


def test_a_tax_number_of_fifteen_digits_is_no_old_id() -> None:
    assert found("resident_id", "税务登记证号：130602680512345") == []


def test_a_credit_code_that_is_also_an_id_number_goes_by_its_name() -> None:
    from gongkai.text.names import uscc_problem

    both = next(n for n in _ids() if uscc_problem(n) is None and n[:2] in ("11", "51", "52"))
    assert found("resident_id", f"统一社会信用代码：{both}") == []
    assert found("resident_id", f"身份证号：{both}") == [both]


def _ids():
    for year in range(1950, 2000):
        for serial in range(100, 999):
            body = f"510107{year}0307{serial}"
            yield body + id_check_char(body)


@given(filler, made("resident_id"), made("mobile"), filler)
def test_a_mobile_that_has_grown_together_with_it_hides_neither(
    left: str, number: str, mobile: str, right: str
) -> None:
    assume(len(mobile) == 11)
    for written in (number + mobile, mobile + number):
        text = f"{left} {written} {right}"
        assert found("resident_id", text) == [number]
        assert found("mobile", text) == [mobile]


def test_an_account_that_holds_such_digits_is_no_citizens_number() -> None:
    assert not is_id(SOUND[:-1] + str((int(SOUND[-1]) + 1) % 10))
    assert found("resident_id", f"交易流水 {SOUND[:-1]}{(int(SOUND[-1]) + 1) % 10}13800001234 元") == []
