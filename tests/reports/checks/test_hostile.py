"""Texts made to be slow: the time grows with the length, not with its square."""

from __future__ import annotations

from itertools import count

import pytest
from tests.in_time import grows_less_than

from gongkai.reports.checks import check
from gongkai.reports.reading import read_text

PIECES = {
    "digits": "1",
    "no_stop": "公开",
    "parts": "其中1条，",
    "within": "其中",
    "brackets": "（",
    "shares": "占1%",
    "sums": "1+",
    "heads": "一、总体情况",
    "labels": "（一）予以公开",
    "totals": "总计",
}


def work(piece: str, length: int) -> None:
    """Never the same text twice: cut-up texts are kept."""
    marked = f"三、收到和处理政府信息公开申请情况\n一、总体情况{next(NUMBERS)}\n" + piece * (
        length // len(piece)
    )
    facts = read_text(marked).facts
    check(facts)


NUMBERS = count()


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_eight_times_the_text_takes_no_forty_times_as_long(piece):
    grows_less_than(40, lambda: work(piece, 3_000), lambda: work(piece, 24_000))
