"""What a form sent: values of the right type, or words at the field."""

from __future__ import annotations

from datetime import date

import pytest
from tests.cases.conftest import FORM

from gongkai.cases.filling import fill
from gongkai.cases.kinds import CASE_KINDS

APPLICATION = CASE_KINDS["information_application"].fields
TODAY = date(2026, 3, 2)


def problems(**answers: str) -> dict[str, str]:
    return fill(APPLICATION, {**FORM, **answers}, today=TODAY)[1]


@pytest.mark.parametrize(
    "number",
    ["110101199003077715", "914403001922038216", "11440000006939713X", "91440300MA5DC4HQ2T", "E12345678"],
)
def test_a_residents_number_a_credit_code_and_other_papers_pass(number):
    """GB 32100—2015: a credit code may be eighteen digits."""
    assert problems(identity=number) == {}


@pytest.mark.parametrize("number", ["110101199003077716", "914403001922038215"])
def test_eighteen_digits_that_are_neither_are_told(number):
    assert "对不上" in problems(identity=number)["identity"]


@pytest.mark.parametrize(
    ("form", "needed"), [("email", "email"), ("paper", "address"), ("online", ""), ("inspect", "")]
)
def test_what_is_to_be_sent_needs_an_address(form, needed):
    assert set(problems(form=form, email="", address="")) == ({needed} if needed else set())
    assert problems(form=form, email="wang@example.com", address="柳河镇政府路1号") == {}
