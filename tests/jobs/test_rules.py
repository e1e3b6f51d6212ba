"""How progress reads."""

from gongkai.jobs import rules


def test_time_left_follows_the_rate_so_far():
    assert rules.seconds_left(done=25, total=100, seconds=10) == 30
    assert rules.seconds_left(done=100, total=100, seconds=10) == 0
    assert rules.seconds_left(done=120, total=100, seconds=10) == 0


def test_nothing_is_promised_before_the_first_step():
    assert rules.seconds_left(done=0, total=100, seconds=10) is None
    assert rules.seconds_left(done=5, total=0, seconds=10) is None
    assert rules.rate_per_second(done=5, seconds=0) == 0


def test_the_log_keeps_its_last_lines():
    lines: list[str] = []
    for number in range(rules.LOG_LINES + 5):
        lines = rules.with_line(lines, str(number))
    assert (len(lines), lines[0], lines[-1]) == (rules.LOG_LINES, "5", str(rules.LOG_LINES + 4))
