"""Loading holiday notices: recorded, announced, in one piece, and seen by every reader at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.clocks import CalendarChange, changes, on_calendar_change, queries
from gongkai.clocks.actions import load_notice, load_shipped_calendar
from gongkai.clocks.models import CalendarDay, HolidayNotice
from gongkai.clocks.notices import NoticeDay, UnusableNotice
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.rules import Actor

pytestmark = pytest.mark.django_db

BY = Actor("7", "周敏（系统管理员）")
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TITLE = "国务院办公厅关于2027年部分节假日安排的通知"
# Invented: the arrangement for 2027 isn't known.
DAYS_2027 = [
    NoticeDay(date(2026, 12, 31), False, "元旦"),
    NoticeDay(date(2027, 1, 1), False, "元旦"),
    NoticeDay(date(2027, 2, 8), False, "春节"),
    NoticeDay(date(2027, 2, 20), True, "春节"),
]


@pytest.fixture
def announced() -> Iterator[list[CalendarChange]]:
    heard: list[CalendarChange] = []
    on_calendar_change(heard.append)
    yield heard
    changes._callbacks.remove(heard.append)


def load_2027(days: list[NoticeDay] = DAYS_2027, *, title: str = TITLE) -> bool:
    return load_notice(year=2027, title=title, source="", rows=days, by=BY, at=AT)


def test_the_shipped_calendar_loads_all_years_once(announced: list[CalendarChange]) -> None:
    assert load_shipped_calendar(by=BY, at=AT) == frozenset(range(2004, 2027))
    assert load_shipped_calendar(by=BY, at=AT) == frozenset()
    assert HolidayNotice.objects.count() == 23
    assert [change.years for change in announced] == [frozenset(range(2004, 2027))]
    assert list(LedgerRow.objects.values_list("act", "actor_label")) == [("calendar.load_shipped", BY.label)]


def test_an_empty_calendar_gives_provisional_dates_and_never_an_error() -> None:
    due = queries.calendar().add_working_days(date(2026, 3, 2), 20)
    assert due == (date(2026, 3, 30), True)


def test_the_next_years_notice_settles_provisional_dates(announced: list[CalendarChange]) -> None:
    load_shipped_calendar(by=BY, at=AT)
    assert queries.calendar().add_working_days(date(2026, 12, 28), 3) == (date(2026, 12, 31), True)
    assert load_2027()
    assert queries.calendar().add_working_days(date(2026, 12, 28), 3) == (date(2027, 1, 4), False)
    assert announced[-1] == CalendarChange(frozenset({2027}), AT)
    row = LedgerRow.objects.get(act="calendar.load_notice")
    assert (row.subject_id, row.subject_label) == ("2027", TITLE)


def test_loading_the_same_notice_again_changes_and_records_nothing(announced: list[CalendarChange]) -> None:
    load_2027()
    assert not load_2027(list(reversed(DAYS_2027)))
    assert len(announced) == LedgerRow.objects.count() == 1


def test_a_corrected_notice_replaces_the_years_days(announced: list[CalendarChange]) -> None:
    load_2027()
    assert load_2027(DAYS_2027[:3])
    assert not queries.calendar().is_working_day(date(2027, 2, 20))
    assert len(announced) == 2
    assert CalendarDay.objects.count() == 3


def test_a_corrected_title_is_recorded_but_moves_no_date(announced: list[CalendarChange]) -> None:
    load_2027(title="2027年放假安排")
    assert load_2027()
    assert len(announced) == 1
    assert LedgerRow.objects.count() == 2


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([*DAYS_2027, DAYS_2027[0]], "2026-12-31 出现了两次"),
        ([*DAYS_2027, NoticeDay(date(2028, 1, 3), False, "元旦")], "2028-01-03 不属于 2027 年"),
        ([*DAYS_2027, NoticeDay(date(2026, 12, 28), False, "元旦")], "2026-12-28 不属于 2027 年"),
        ([NoticeDay(date(2027, 2, 20), True, "春节")], "没有一天"),
        ([], "没有一天"),
    ],
)
def test_rows_that_cant_be_a_years_notice_are_refused_and_nothing_is_written(
    days: list[NoticeDay], told: str, announced: list[CalendarChange]
) -> None:
    with pytest.raises(UnusableNotice, match=told):
        load_2027(days)
    assert not HolidayNotice.objects.exists()
    assert not announced


def test_a_day_that_another_years_notice_names_is_refused() -> None:
    load_2027()
    rows = [NoticeDay(date(2026, 12, 31), False, "元旦"), NoticeDay(date(2026, 1, 1), False, "元旦")]
    with pytest.raises(UnusableNotice, match="2026-12-31 已由 2027 年的通知安排"):
        load_notice(year=2026, title="2026年放假安排", source="", rows=rows, by=BY, at=AT)
    assert list(HolidayNotice.objects.values_list("year", flat=True)) == [2027]


def test_days_as_in_the_plain_week_are_not_kept() -> None:
    load_2027([*DAYS_2027, NoticeDay(date(2027, 10, 2), False, "国庆节")])
    assert not CalendarDay.objects.filter(day=date(2027, 10, 2)).exists()


def test_a_failing_listener_undoes_the_loading() -> None:
    def fail(change: CalendarChange) -> None:
        raise RuntimeError("queue is full")

    on_calendar_change(fail)
    try:
        with pytest.raises(RuntimeError, match="queue"), transaction.atomic():
            load_2027()
    finally:
        changes._callbacks.remove(fail)
    assert not HolidayNotice.objects.exists()
    assert not queries.calendar().years_loaded


def test_asking_for_an_unchanged_calendar_costs_one_query_and_gives_the_same_object() -> None:
    load_2027()
    first = queries.calendar()
    with CaptureQueriesContext(connection) as asked:
        assert queries.calendar() is first
    assert len(asked) == 1


def test_the_term_in_force_is_found_by_its_day() -> None:
    term = queries.term("item.publish", date(2019, 5, 15))
    assert term is not None
    assert "第二十六条" in term.source
    assert queries.term("item.publish", date(2000, 1, 1)) is None
    with pytest.raises(KeyError):
        queries.term("no.such", date(2019, 5, 15))


def test_loaded_notices_are_listed_newest_first_with_their_counts() -> None:
    load_shipped_calendar(by=BY, at=AT)
    load_2027()
    newest, *_, oldest = queries.loaded_notices()
    assert (newest.year, newest.days_off, newest.days_made_up) == (2027, 3, 1)
    assert oldest.year == 2004
