"""Files in whatever encoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.problems import decode

_TEXT = "标题,日期\n关于开展检查的通知,2024-03-05\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [(_TEXT.encode(), "UTF-8"), (_TEXT.encode("utf-8-sig"), "UTF-8"), (_TEXT.encode("utf-16"), "UTF-16"),
     (_TEXT.encode("utf-16-le"), "UTF-16"), (_TEXT.encode("utf-16-be"), "UTF-16"), (_TEXT.encode("gb18030"), "GB18030")],
)  # fmt: skip
def test_one_encoding_is_read_without_a_word(raw: bytes, encoding: str) -> None:
    decoded = decode(raw)
    assert (decoded.text, decoded.encoding, decoded.problems) == (_TEXT, encoding, ())


def test_a_line_of_another_encoding_is_read_and_named() -> None:
    decoded = decode(
        "第一行说明\n第二行说明\n".encode() + "第三行说明\n".encode("gb18030") + "第四行说明".encode()
    )
    assert decoded.text == "第一行说明\n第二行说明\n第三行说明\n第四行说明"
    assert [(problem.line, "GB18030" in problem.message) for problem in decoded.problems] == [(3, True)]


def test_a_utf8_line_in_a_gb18030_file_is_named() -> None:
    decoded = decode("登记表内容\n".encode("gb18030") * 5 + "混入的一行".encode())
    assert decoded.encoding == "GB18030"
    assert decoded.text.endswith("混入的一行")
    assert [problem.line for problem in decoded.problems] == [6]


def test_bytes_that_fit_nowhere_are_named() -> None:
    assert "第2行" in decode("正常的文字\n".encode() + b"\xff\xfe\xff\n").problems[0].message


def test_a_binary_file_is_told_by_its_zero_bytes() -> None:
    assert decode(b"abc\0d").problems[0].line == 1


@given(st.binary(max_size=200))
def test_nothing_makes_it_fail(raw: bytes) -> None:
    assert isinstance(decode(raw).text, str)
