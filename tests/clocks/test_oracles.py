"""Every due date of 2008 to 2026 beside those of two calendars that other people keep."""

from __future__ import annotations

import pytest
from tests.clocks.oracles import LENGTHS, NAIVE, ORACLES, SHIPPED, nth_after, share_wrong, starts

from gongkai.clocks.counting import History, deadline
from gongkai.clocks.rules import Term


@pytest.mark.parametrize("oracle", ORACLES)
@pytest.mark.parametrize("n", LENGTHS)
def test_every_due_date_is_that_of_the_other_calendar(oracle: str, n: int) -> None:
    asked = starts(n)
    assert len(asked) > 6800
    term = Term("t", n, "working_day", "", asked[0], "")
    different = [
        day
        for day in asked
        if deadline(term, History(day), SHIPPED, as_of=day).on != nth_after(oracle, day, n)
    ]
    assert different == []


def test_usual_calendars_are_wrong_so_often_that_the_comparison_says_something(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shares = {name: share_wrong(name, 20) for name in NAIVE}
    ours = {name: share_wrong(name, 20) for name in ORACLES}
    with capsys.disabled():
        told = [
            f"{name} {share:.1%}"
            for name, share in (shares | {f"ours, by {k}": v for k, v in ours.items()}).items()
        ]
        print(f"\ndue dates of 20 working days that are wrong: {', '.join(told)}")  # noqa: T201
    assert all(share > 0.3 for share in shares.values())
    assert set(ours.values()) == {0.0}
