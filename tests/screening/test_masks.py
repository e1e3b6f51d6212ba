"""Masks by kind: what stays readable, and that nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.screening.masks import FORMS, KIND_FORMS, mask


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("person_name", "张三", "张*"),
        ("person_name", "欧阳修远", "欧阳**"),
        ("resident_id", "532301199001011234", "5323**********1234"),
        ("resident_id", "532301 19900101 1234", "5323**********1234"),
        ("mobile", "13812345678", "138****5678"),
        ("mobile", "+86 138-1234-5678", "138****5678"),
        ("landline", "0312-5678901", "0312567****"),
        ("bank_card", "6222 0212 3456 7890 123", "***************0123"),
        ("plate", "粤B·12345", "粤B****5"),
        ("passport", "E12345678", "E******78"),
        ("email", "zhang@example.com", "z***@example.com"),
        ("address", "清河县望亭镇柳庄村5组12号", "清河县望亭镇柳庄村***"),
        ("address", "杭州市西湖区文三路200号8楼801室", "杭州市西湖区文三路***"),
        ("birth_date", "1990年3月7日", "1990年**月**日"),
        ("minor", "王小明", "某某"),
        ("secrecy_mark", "机密★5年", ""),
        ("unheard_of", "一二三", "***"),
    ],
)
def test_what_a_mask_shows(kind: str, text: str, expected: str) -> None:
    assert mask(kind, text) == expected


@given(st.sampled_from(sorted(FORMS)), st.text(min_size=1, max_size=30))
def test_every_form_takes_any_text(form: str, text: str) -> None:
    assert isinstance(mask("", text, form), str)


@given(
    st.sampled_from(["id", "mobile", "last4", "first2", "landline"]),
    st.text("0123456789", min_size=8, max_size=22),
)
def test_masks_of_numbers_hide_at_least_four_digits(form: str, text: str) -> None:
    assert mask("", text, form).count("*") >= 4


def test_every_kind_has_a_form_that_exists() -> None:
    assert set(KIND_FORMS.values()) <= set(FORMS)
