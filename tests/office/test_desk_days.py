"""Days on the desk are counted by the calendar of the office, not by UTC."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from gongkai.disclosure.models import ReviewStep
from gongkai.disclosure.queries.desk import item_desk

CHINA = ZoneInfo("Asia/Shanghai")


def test_a_step_taken_before_eight_in_the_morning_counts_from_that_day(cast):
    early = datetime(2026, 11, 18, 6, 30, tzinfo=CHINA)  # still the 17th in UTC
    item_id = cast.submitted()
    ReviewStep.objects.filter(review__item=item_id, no=2).update(opened_at=early)
    desk = item_desk(cast.standing("agri.officer"), item_id, date(2026, 11, 18))
    assert desk is not None
    assert desk.open_step is not None
    assert desk.open_step.days == 0
