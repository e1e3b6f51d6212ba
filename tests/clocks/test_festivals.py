"""Days that 《全国年节及纪念日放假办法》 fixes by the solar date are off without any notice, and the date stays provisional."""

from datetime import date

import pytest

from gongkai.clocks.counting import History, deadline
from gongkai.clocks.explaining import explain, holiday_of
from gongkai.clocks.festivals import FESTIVALS, fixed_days_off
from gongkai.clocks.notices import shipped_calendar, shipped_notices
from gongkai.clocks.terms import TERMS

SHIPPED = shipped_calendar()
REPLY = TERMS["foi.reply"][-1]


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2007, []),
        (2008, ["01-01", "05-01", "10-01", "10-02", "10-03"]),
        (2024, ["01-01", "05-01", "10-01", "10-02", "10-03"]),
        (2025, ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"]),
        (2027, ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"]),
    ],
)
def test_the_law_in_force_says_which_days_of_a_year_are_off(year: int, expected: list[str]) -> None:
    assert [f"{day:%m-%d}" for day in sorted(fixed_days_off(year))] == expected
    assert all(one.source.endswith("第二条") for one in FESTIVALS)


def test_no_notice_has_ever_made_one_of_them_a_working_day() -> None:
    for notice in shipped_notices():
        assert not any(SHIPPED.is_working_day(day) for day in fixed_days_off(notice.year))


@pytest.mark.parametrize("year", [2027, 2032, 2060])
def test_they_are_off_in_a_year_without_notice_and_every_other_weekday_is_worked(year: int) -> None:
    days = [
        date.fromordinal(n) for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    ]
    off = {day for day in days if day.weekday() < 5 and not SHIPPED.is_working_day(day)}
    assert off == {day for day in fixed_days_off(year) if day.weekday() < 5}
    assert not any(SHIPPED.is_known(day) for day in days)


def test_a_term_over_new_year_leaves_it_out_and_stays_provisional() -> None:
    # 4 to 31 December 2026 are 20 working days; the first of January is a Friday.
    due = deadline(REPLY, History(date(2026, 12, 4)), SHIPPED, as_of=date(2026, 12, 4))
    assert (due.on, due.provisional) == (date(2027, 1, 4), True)
    told = explain(REPLY, History(date(2026, 12, 4)), SHIPPED, as_of=date(2026, 12, 4))
    assert "1月1日元旦放假，不算" in told.words
    assert "暂定" in told.words


def test_no_weekend_is_said_to_belong_to_a_festival_before_the_notice_says_so() -> None:
    assert holiday_of(date(2027, 1, 1), SHIPPED) == "元旦"
    assert holiday_of(date(2027, 1, 2), SHIPPED) == ""
    assert holiday_of(date(2027, 5, 1), SHIPPED) == "劳动节"  # a Saturday, off by law itself
