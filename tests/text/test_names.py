"""Check digits of organisations' codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.names import org_code_check_char, org_code_problem, uscc_check_char, uscc_problem

# Examples printed in the standards themselves.
USCC, ORG = "91350100M000100Y43", "D2143569X"


def test_the_examples_of_the_standards_are_sound() -> None:
    assert uscc_problem(USCC) is None
    assert org_code_problem(ORG) is None
    assert org_code_problem("D2143569-X") is None


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "18位"),
        (USCC[:-1], "17位"),
        (USCC[:-1] + "4", "校验码"),
        ("I" + USCC[1:], "第1位"),
        (USCC[:4] + "A" + USCC[5:], "行政区划"),
    ],
)
def test_the_problem_is_named(code: str, said: str) -> None:
    assert said in (uscc_problem(code) or "")


@given(st.text("0123456789", min_size=8, max_size=8), st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9),
       st.integers(0, 16), st.sampled_from("0123456789"))  # fmt: skip
def test_one_wrong_character_is_always_noticed(head: str, tail: str, place: int, other: str) -> None:
    first17 = head + tail
    code = first17 + uscc_check_char(first17)
    assert uscc_problem(code) is None
    changed = code[:place] + other + code[place + 1 :]
    assert changed == code or uscc_problem(changed) is not None


def test_a_wrong_organisation_code_is_named() -> None:
    assert "校验码" in (org_code_problem("D21435690") or "")
    assert "9位" in (org_code_problem("D2") or "")
    assert "第1位" in (org_code_problem("d2143569X") or "")
    assert org_code_check_char("D2143569") == "X"
