"""条例第三十一条, row by row, and 207号 for what it leaves open."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases.rules.receipt import (
    CHANNELS,
    confirm_by,
    needs_confirmation,
    receipt_fault,
    received_on,
    what_counts,
)
from gongkai.cases.rules.versions import (
    REGULATION_2008,
    REGULATION_2019,
    BeforeTheRegulation,
    rule_set_on,
)

CAME, SIGNED, CONFIRMED = date(2026, 3, 2), date(2026, 2, 27), date(2026, 3, 4)
OLD, OLD_SIGNED, OLD_CONFIRMED = date(2018, 3, 5), date(2018, 3, 2), date(2018, 3, 7)


@pytest.mark.parametrize(
    ("channel", "submitted", "confirmed", "signed", "expected"),
    [
        ("counter", CAME, None, None, CAME),  # 第三十一条第（一）项
        ("counter", CAME, CONFIRMED, None, CAME),
        ("signed_mail", CAME, None, SIGNED, SIGNED),  # 第（二）项前半
        ("signed_mail", CAME, CONFIRMED, None, None),
        ("plain_mail", CAME, None, None, None),  # 第（二）项后半
        ("plain_mail", CAME, CAME, None, CAME),
        ("plain_mail", CAME, CONFIRMED, SIGNED, CONFIRMED),
        ("web", CAME, None, None, None),  # 第（三）项
        ("web", CAME, CONFIRMED, None, CONFIRMED),
        ("fax", CAME, None, None, None),
        ("fax", CAME, CONFIRMED, None, CONFIRMED),
        ("forwarded", CAME, CONFIRMED, SIGNED, CONFIRMED),  # 207号
        ("email", CAME, None, None, None),
        ("email", CAME, CONFIRMED, None, CONFIRMED),
        ("other", CAME, CONFIRMED, None, CONFIRMED),
        ("phone", CAME, None, None, CAME),
        # The text of 2007 knows no confirmation: the day received.
        ("counter", OLD, None, None, OLD),
        ("signed_mail", OLD, None, OLD_SIGNED, OLD_SIGNED),
        ("plain_mail", OLD, OLD_CONFIRMED, None, OLD),
        ("web", OLD, None, None, OLD),
        ("fax", OLD, None, None, OLD),
        ("email", OLD, OLD_CONFIRMED, None, OLD),  # 207号: the day on which the system took it in
        ("forwarded", OLD, OLD_CONFIRMED, None, OLD_CONFIRMED),
        # Arrived on the last day of the old text, confirmed under the new: the old one governs.
        ("web", date(2019, 5, 14), date(2019, 5, 16), None, date(2019, 5, 14)),
        ("web", date(2019, 5, 15), date(2019, 5, 16), None, date(2019, 5, 16)),
    ],
)
def test_each_channel_has_its_day(
    channel: str, submitted: date, confirmed: date | None, signed: date | None, expected: date | None
) -> None:
    found = received_on(channel, submitted_on=submitted, confirmed_on=confirmed, signed_on=signed)
    assert found == expected


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("day", [OLD, CAME])
def test_the_applicant_reads_which_day_counts_and_it_agrees_with_the_rule(channel: str, day: date) -> None:
    words = what_counts(channel, submitted_on=day)
    assert words.endswith("。")
    assert ("确认" in words) == needs_confirmation(channel, submitted_on=day)
    assert ("签收的那天" in words) == (channel == "signed_mail")


def test_an_unknown_channel_is_no_channel() -> None:
    with pytest.raises(KeyError):
        received_on("pigeon", submitted_on=CAME, confirmed_on=None, signed_on=None)


def test_plain_mail_is_confirmed_on_the_day_it_arrives_and_the_web_has_no_day_by_law() -> None:
    assert confirm_by("plain_mail", submitted_on=CAME) == CAME
    assert confirm_by("web", submitted_on=CAME) is None
    assert confirm_by("counter", submitted_on=CAME) is None


def test_impossible_days_are_named() -> None:
    today = date(2026, 3, 10)

    def fault(channel: str, confirmed: date | None = None, signed: date | None = None) -> str:
        return receipt_fault(
            channel, submitted_on=CAME, confirmed_on=confirmed, signed_on=signed, today=today
        )

    assert fault("web", confirmed=CONFIRMED) == ""
    assert "早于" in fault("web", confirmed=date(2026, 3, 1))
    assert "今天以后" in fault("web", confirmed=date(2026, 3, 11))
    assert "签收" in fault("signed_mail")
    assert fault("signed_mail", signed=SIGNED) == ""


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        (date(2008, 5, 1), REGULATION_2008),
        (date(2019, 5, 14), REGULATION_2008),
        (date(2019, 5, 15), REGULATION_2019),  # 条例第五十六条
        (date(2026, 1, 1), REGULATION_2019),
    ],
)
def test_the_text_in_force_on_a_day(day: date, rules: object) -> None:
    assert rule_set_on(day) is rules


def test_before_2008_there_was_no_regulation() -> None:
    with pytest.raises(BeforeTheRegulation):
        rule_set_on(date(2008, 4, 30))
