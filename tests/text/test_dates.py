"""Dates as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.text.dates import DateProblem, format_cn_date, parse_date, parse_partial_date
from gongkai.text.numerals import int_to_chinese, year_to_chinese

_DAYS = st.dates(date(1930, 1, 1), date(2099, 12, 31))


@given(_DAYS)
def test_all_forms_of_a_day_mean_that_day(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    serial = (day - date(1899, 12, 30)).days
    forms = (
        format_cn_date(day), format_cn_date(day, weekday=True), day.isoformat(), f"{y}.{m}.{d}", f"{y}/{m}/{d}",
        f"{y}{m:02}{d:02}", f"{year_to_chinese(y)}年{int_to_chinese(m)}月{int_to_chinese(d)}日",
        f"{y} 年 {m} 月 {d} 日", f"{day.isoformat()} 08:30:00", str(serial),
    )  # fmt: skip
    assert [parse_date(form) for form in forms] == [day] * len(forms)


@pytest.mark.parametrize(
    ("text", "said"),
    [("2024.13.40", "月份是13"), ("2024年2月30日", "1至29日"), ("2024年3月", "缺少日"), ("0024-03-05", "年份"), ("", "没有填写"),
     ("明天", "不是日期"), ("2024-3-5-6", "不是日期"), ("99999", "不是日期")],
)  # fmt: skip
def test_the_problem_is_named(text: str, said: str) -> None:
    with pytest.raises(DateProblem, match=said):
        parse_date(text)


def test_a_month_is_enough_where_it_may_be() -> None:
    found = parse_partial_date("二〇二四年三月")
    assert (found.day, found.precision) == (date(2024, 3, 1), "month")


def test_the_weekday_is_written_after_the_date() -> None:
    assert format_cn_date(date(2025, 10, 30), weekday=True) == "2025年10月30日(星期四)"
