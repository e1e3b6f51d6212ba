"""The explanation agrees with the deadline, day by day, and says why in words."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clocks.counting import LOCAL, History, Pause, deadline
from gongkai.clocks.explaining import Explanation, explain, holiday_of, merged
from gongkai.clocks.notices import shipped_calendar
from gongkai.clocks.rules import Term
from gongkai.clocks.terms import TERMS

SHIPPED = shipped_calendar()
REPLY = TERMS["foi.reply"][-1]
LATER = date(2030, 1, 1)
CONSULTED = History(
    date(2025, 9, 26), pauses=(Pause(date(2025, 10, 13), date(2025, 10, 17), "征求第三方意见"),)
)


def told(of: Term = REPLY, history: History = CONSULTED, as_of: date = LATER) -> Explanation:
    return explain(of, history, SHIPPED, as_of=as_of)


def why(found: Explanation, day: date) -> tuple[bool, str]:
    step = next(one for one in found.steps if one.date == day)
    return step.counted, step.why


def test_every_kind_of_day_says_why_it_counts_or_not() -> None:
    found = told()
    assert found.due_on == date(2025, 11, 6)
    assert why(found, date(2025, 9, 26)) == (False, "起算的这一天不算，从第二天算起")
    assert why(found, date(2025, 9, 27)) == (False, "星期六休息")
    assert why(found, date(2025, 9, 28)) == (True, "第 1 个工作日（星期日，国庆节调休上班）")
    assert why(found, date(2025, 10, 4)) == (False, "国庆节放假")  # a Saturday in the middle of the holiday
    assert why(found, date(2025, 10, 6)) == (False, "中秋节放假")
    assert why(found, date(2025, 10, 14)) == (False, "暂停：征求第三方意见")
    assert why(found, date(2025, 11, 6)) == (True, "第 20 个工作日")


def test_the_whole_is_told_in_sentences() -> None:
    assert told().words == (
        "从2025年9月26日（星期五）的第二天算起，20 个工作日，最后一天是2025年11月6日（星期四）。"
        "10月13日到10月17日因征求第三方意见暂停，5 个工作日不算在内。"
        "10月1日到10月8日国庆节、中秋节放假，不算。9月28日、10月11日调休上班，算工作日。"
        "其他星期六、星期日不算。依据：《政府信息公开条例》(2019年修订)第三十三条。"
    )


def test_a_provisional_date_a_standing_clock_and_an_extension_are_told() -> None:
    assert "暂定" in told(history=History(date(2026, 12, 10))).words
    assert "（暂定）" in why(told(history=History(date(2026, 12, 10))), date(2027, 1, 4))[1]
    standing = told(
        history=History(date(2025, 9, 26), pauses=(Pause(date(2025, 10, 13), None),)),
        as_of=date(2025, 10, 14),
    )
    assert standing.paused
    assert "现在还在暂停" in standing.words
    assert "延长 20 个工作日，共 40 个工作日" in told(history=History(date(2025, 9, 26), extension=20)).words


def test_a_pause_that_starts_the_term_anew_pushes_no_day_back() -> None:
    waiting = History(date(2025, 9, 26), pauses=(Pause(date(2025, 10, 13), None, anew=True),))
    found = told(history=waiting, as_of=date(2025, 10, 14))
    assert (found.paused, found.anew) == (True, True)
    assert "从头算起" in found.words
    assert "停多久" not in found.words
    over = History(date(2025, 9, 26), pauses=waiting.pauses, stopped=True)
    assert not told(history=over, as_of=date(2025, 10, 14)).anew


def test_days_that_end_on_a_day_off_are_moved_and_say_so() -> None:
    found = told(TERMS["budget.publish"][0], History(date(2024, 9, 11)))
    assert why(found, date(2024, 10, 1)) == (True, "第 20 天，期满")
    assert why(found, date(2024, 10, 2)) == (False, "国庆节放假")
    assert why(found, date(2024, 10, 8)) == (False, "期满那天休息，顺延到这个工作日")
    assert "期满的10月1日休息，顺延到下一个工作日。" in found.words
    assert sum(step.counted for step in found.steps) == 20


def test_months_count_to_the_day_of_the_same_number() -> None:
    found = told(TERMS["litigation.apply"][-1], History(date(2025, 7, 15)))
    assert why(found, date(2026, 1, 15))[1].endswith("期满")
    assert "6 个月，最后一天是2026年1月15日（星期四）" in found.words


def test_a_term_of_the_same_day_is_explained() -> None:
    found = told(TERMS["foi.confirm_mail"][-1], History(date(2025, 10, 9)))
    assert [(step.date, step.counted, step.why) for step in found.steps] == [
        (date(2025, 10, 9), True, "当天")
    ]
    moved = told(TERMS["foi.confirm_mail"][-1], History(date(2025, 10, 8)))
    assert [step.counted for step in moved.steps] == [False, True]


def test_hours_are_told_by_the_clock_or_by_the_office() -> None:
    begun = datetime(2025, 9, 26, 22, tzinfo=LOCAL)
    found = told(TERMS["opinion.first_statement"][0], History(None, begun))
    assert found.due_at == datetime(2025, 9, 27, 3, tzinfo=LOCAL)
    assert "不分昼夜、不分节假日，到2025年9月27日（星期六） 03:00 为止" in found.words
    office = Term("t", 4, "hour", "本地", date(2000, 1, 1), "", hours="working")
    by_office = told(office, History(None, datetime(2025, 9, 30, 16, tzinfo=LOCAL)))
    assert by_office.due_at == datetime(2025, 10, 9, 11, tzinfo=LOCAL)
    assert why(by_office, date(2025, 9, 30)) == (True, "办公时间内 1 小时 30 分钟")
    assert why(by_office, date(2025, 10, 9)) == (True, "办公时间内 2 小时 30 分钟")
    assert why(by_office, date(2025, 10, 3)) == (False, "国庆节放假")


def test_a_weekend_beside_a_festival_belongs_to_it_and_a_plain_one_does_not() -> None:
    assert holiday_of(date(2025, 4, 5), SHIPPED) == "清明节"
    assert holiday_of(date(2025, 9, 20), SHIPPED) == ""
    assert holiday_of(date(2025, 9, 29), SHIPPED) == ""


def test_days_on_end_with_the_same_reason_are_one_line() -> None:
    runs = merged(told().steps)
    assert len(runs) < len(told().steps) / 2
    assert [run.why for run in runs[3:5]] == ["第 2 个工作日到第 3 个工作日", "国庆节放假"]
    assert sum(run.days for run in runs) == len(told().steps)


@given(
    st.dates(date(2008, 1, 1), date(2026, 6, 30)),
    st.integers(0, 60),
    st.sampled_from(["working_day", "calendar_day", "month"]),
    st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 20)), max_size=3),
)
def test_the_explanation_ends_where_the_deadline_ends_and_counts_what_the_term_has(
    start: date, length: int, unit: str, around: list[tuple[int, int]]
) -> None:
    length = length if unit != "month" else length % 7
    pauses = tuple(
        Pause(start + timedelta(days=first), start + timedelta(days=first + n)) for first, n in around
    )
    of = Term("t", length, unit, "", date(2000, 1, 1), "")  # type: ignore[arg-type]
    history = History(start, pauses=pauses)
    found = explain(of, history, SHIPPED, as_of=LATER)
    due = deadline(of, history, SHIPPED, as_of=LATER)
    assert (found.due_on, found.provisional, found.paused) == (due.on, due.provisional, due.paused)
    assert found.steps[-1].date == due.on
    if unit != "month":
        assert sum(step.counted for step in found.steps) == max(1, length)
    days = [step.date for step in found.steps]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert all(step.why for step in found.steps)


@pytest.mark.parametrize("code", TERMS)
def test_every_declared_term_can_be_explained(code: str) -> None:
    for of in TERMS[code]:
        begun = datetime(2025, 9, 26, 10, tzinfo=LOCAL)
        found = explain(of, History(begun.date(), begun), SHIPPED, as_of=LATER)
        assert of.source in found.words
        assert found.due_on >= begun.date()
