"""Document numbers in all the ways people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.doc_numbers import DocNumber, doc_no_key, find_doc_nos, format_doc_no, parse_doc_no
from gongkai.text.numerals import year_to_chinese

_BRACKETS = st.sampled_from(["〔〕", "[]", "()", "（）", "【】", "［］", "｛｝", "﹝﹞", "〔]"])
_PREFIX = st.text(alphabet="清府办发函字规人社环罚冀皖京", min_size=2, max_size=6)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@given(_PREFIX, st.integers(1950, 2049), st.integers(1, 9999), _BRACKETS, st.booleans(), st.sampled_from(["", " ", "　"]),
       st.sampled_from(["", "第"]), st.sampled_from(["", "年"]), st.booleans())  # fmt: skip
def test_the_key_is_the_same_in_every_dress(
    prefix: str,
    year: int,
    serial: int,
    brackets: str,
    wide: bool,
    blank: str,
    ordinal: str,
    unit: str,
    chinese: bool,
) -> None:
    shown = year_to_chinese(year) if chinese else str(year)
    dressed = f"{prefix}{blank}{brackets[0]}{shown}{unit}{brackets[1]}{blank}{ordinal}{serial}{blank}号"
    dressed = dressed.translate(_WIDE) if wide else dressed
    assert doc_no_key(dressed) == doc_no_key(f"{prefix}〔{year}〕{serial}号")
    assert parse_doc_no(dressed) == DocNumber(prefix, year, serial)


@given(_PREFIX, st.integers(1950, 2049), st.integers(1, 9999))
def test_formatting_and_parsing_are_inverse(prefix: str, year: int, serial: int) -> None:
    number = DocNumber(prefix, year, serial)
    assert parse_doc_no(format_doc_no(number)) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("國辦發[2023]第42號", DocNumber("国办发", 2023, 42)),
        ("国务院令第711号", DocNumber("国务院令", None, 711)),
        ("中华人民共和国国务院令 第711号", DocNumber("国务院令", None, 711)),
        ("国务院令（第711号）", DocNumber("国务院令", None, 711)),
        ("公告〔2024〕151号", DocNumber("公告", 2024, 151)),
        ("公告2024年第5号", DocNumber("公告", 2024, 5)),
        ("清农（农药）罚〔2026〕7号", DocNumber("清农（农药）罚", 2026, 7)),
        ("国发〔98〕5号", DocNumber("国发", 1998, 5)),
        ("清政发〔2024〕5号之一", DocNumber("清政发", 2024, 5, "之一")),
        ("2024年3月", None),
        ("通知", None),
        ("", None),
    ],
)
def test_parsing(text: str, expected: DocNumber | None) -> None:
    assert parse_doc_no(text) == expected


def test_numbers_are_found_where_they_are_cited() -> None:
    text = "根据国办发〔2023〕42号和《通知》（清政办字[2020] 15号）、中华人民共和国国务院令第711号，以及海关总署公告2024年第9号"
    found = find_doc_nos(text)
    assert [format_doc_no(hit.number) for hit in found] == [
        "国办发〔2023〕42号", "清政办字〔2020〕15号", "国务院令第711号", "海关总署公告2024年第9号",
    ]  # fmt: skip
    assert all(text[hit.start : hit.end] == hit.text for hit in found)


def test_a_text_that_is_no_number_has_a_key_all_the_same() -> None:
    assert doc_no_key(" 通 知 ") == "通知"
