"""第三十一条: the day of receipt by channel, the day of service by the way it was sent."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.clocks.receiving import CHANNELS, CONFIRMED, is_on_time, received_on, served_on

SENT, SIGNED, CONFIRMED_ON = date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 5)


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("counter", SENT),
        ("phone", SENT),
        ("signed_mail", SIGNED),
        ("plain_mail", CONFIRMED_ON),
        ("web", CONFIRMED_ON),
        ("fax", CONFIRMED_ON),
        ("email", CONFIRMED_ON),
        ("other", CONFIRMED_ON),
    ],
)
def test_the_day_of_receipt_follows_the_channel(channel, expected: date) -> None:
    found = received_on(channel=channel, submitted_on=SENT, signed_on=SIGNED, confirmed_on=CONFIRMED_ON)
    assert found == expected
    assert channel in CHANNELS


def test_what_must_be_confirmed_is_not_received_before_it_is() -> None:
    for channel in CONFIRMED:
        assert received_on(channel=channel, submitted_on=SENT, signed_on=SIGNED, confirmed_on=None) is None
    assert received_on(channel="signed_mail", submitted_on=SENT, signed_on=None, confirmed_on=None) is None


@pytest.mark.parametrize(
    ("way", "expected"),
    [("post", SENT), ("electronic", SENT), ("handed_over", SIGNED), ("deposited", SIGNED)],
)
def test_service_by_post_is_the_day_of_posting_and_by_hand_that_of_the_signature(way, expected: date) -> None:
    assert served_on(way=way, sent_on=SENT, signed_on=SIGNED) == expected


def test_an_answer_posted_on_the_last_day_is_in_time_and_one_not_sent_is_late_the_day_after() -> None:
    assert is_on_time(due_on=SENT, served=SENT, as_of=SIGNED)
    assert not is_on_time(due_on=SENT, served=SIGNED, as_of=SIGNED)
    assert is_on_time(due_on=SENT, served=None, as_of=SENT)
    assert not is_on_time(due_on=SENT, served=None, as_of=SIGNED)
