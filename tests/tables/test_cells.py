"""What each kind of column accepts, and what it suggests instead of what it doesn't."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.tables.cells import (
    CellProblem,
    OneOf,
    Parser,
    as_text,
    boolean,
    day,
    decimal,
    integer,
    line,
    long_text,
)
from gongkai.tables.problems import RULES, Refusal, shown, to_json

KINDS = OneOf({"通知公告": "notice", "规划计划": "plan"})


@pytest.mark.parametrize(
    ("parse", "value", "expected"),
    [
        (line, "  清政发〔2024〕5号 ", "清政发〔2024〕5号"),
        (line, 20240305.0, "20240305"),
        (line, "a\tb", "a b"),
        (line, "植\u200b树", "植树"),
        (line, "5 < 6 且 7 > 3；★", "5 < 6 且 7 > 3；★"),
        (line, "𠮷林", "𠮷林"),
        (long_text, "一\r\n二\u202e\x07", "一\n二"),
        (long_text, "<script>x</script>", "<script>x</script>"),
        (day, date(2024, 3, 5), date(2024, 3, 5)),
        (day, datetime(2024, 3, 5, 9), date(2024, 3, 5)),
        (day, "2024-03-05T08:30:00", date(2024, 3, 5)),
        (decimal, "1,234,567.5", Decimal("1234567.5")),
        (decimal, "－３", Decimal("-3")),
        (decimal, 0.1, Decimal("0.1")),
        (integer, "12.0", 12),
        (KINDS, " 通知公告", "notice"),
        (KINDS, "NOTICE", "notice"),
        (OneOf(["甲", "乙"]), "乙", "乙"),
        (boolean, "√", True),
        (boolean, False, False),
        (boolean, "无", False),
    ],
)
def test_values_are_understood_as_people_write_them(parse: Parser, value: object, expected: object) -> None:
    assert parse(value) == expected


@pytest.mark.parametrize(
    ("parse", "value", "rule", "suggestion"),
    [
        (line, "关于植树\n的通知", "line_break", "关于植树的通知"),
        (line, "植树🌳🌲通知", "emoji", "植树通知"),
        (line, "通知\u202e", "direction_mark", "通知"),
        (line, "通\x00知", "control_character", "通知"),
        (line, "通\ud800知", "control_character", "通知"),
        (line, "锟斤拷", "unreadable", ""),
        (line, "通\ufffd知", "unreadable", ""),
        (line, "<b onclick=x>通知</b>", "html", ""),
        (line, "1.23E+17", "number_precision", ""),
        (long_text, "半\ud83d个", "unreadable", ""),
        (day, "2024.13.40", "date", ""),
        (day, 45356, "date", "2024-03-05"),
        (day, "0024-03-05", "date", ""),
        (day, "1900-01-01", "date", ""),
        (decimal, "12.5万元", "number", "12.5"),
        (decimal, "NaN", "number", ""),
        (decimal, "1,2", "number", "12"),
        (integer, "3.5", "number", ""),
        (KINDS, "通知", "choice", "通知公告"),
        (KINDS, "其他", "choice", ""),
        (boolean, "也许", "choice", ""),
    ],
)
def test_values_that_break_a_rule_are_refused_with_a_way_out(
    parse: Parser, value: object, rule: str, suggestion: str
) -> None:
    with pytest.raises(CellProblem) as caught:
        parse(value)
    assert (caught.value.rule, caught.value.suggestion) == (rule, suggestion)
    assert caught.value.rule in RULES
    assert not any(word in caught.value.message for word in ("非法", "无效", "错误代码", "请", "确定"))


@pytest.mark.parametrize("parse", [line, long_text, day, decimal, integer, KINDS, boolean])
@given(
    value=st.one_of(
        st.text(max_size=60), st.integers(), st.floats(), st.dates(), st.datetimes(), st.booleans()
    )
)
def test_no_value_makes_a_parser_fail_otherwise(parse: Parser, value: object) -> None:
    with suppress(CellProblem):
        result = parse(value)
        assert not isinstance(result, str) or result.encode().decode() == result


def test_instants_are_written_as_the_wall_clock_shows_them() -> None:
    assert as_text(datetime(2024, 3, 5, 1, 30, tzinfo=UTC)) == "2024-03-05 09:30:00"
    assert as_text(datetime(2024, 3, 5)) == "2024-03-05"
    assert as_text(["甲", 1.0, True]) == "甲、1、是"


def test_a_refusal_has_the_shape_that_scripts_read() -> None:
    refusal = Refusal(7, "成文日期", "2024.13.40", "date", "…", "2024-03-05")
    assert to_json(refusal) == {
        "row": 7,
        "column": "成文日期",
        "value": "2024.13.40",
        "rule": "date",
        "message": "…",
    }


def test_values_in_messages_are_short_and_on_one_line() -> None:
    assert shown("甲\n乙\u202e丙") == "甲 乙 丙"
    assert len(shown("长" * 1000)) == 80
    assert shown(None) == ""
