"""Ways of rounding shares, each with its name: half up, cut off, adjusted to 100 %."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

HALF_UP, CUT_OFF, ADJUSTED = "四舍五入", "截断", "最大余额归整"


def decimals_of(written: str) -> int:
    return len(written.partition(".")[2])


def share(part: Decimal, whole: Decimal) -> Decimal:
    """Percent, exact to 28 digits."""
    return part * 100 / whole


def half_up(exact: Decimal, decimals: int) -> Decimal:
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def cut_off(exact: Decimal, decimals: int) -> Decimal:
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN)


def adjusted(parts: list[Decimal], decimals: int) -> list[Decimal]:
    """Largest remainder: shares of these parts that add up to 100 exactly."""
    whole = sum(parts, Decimal(0))
    step = Decimal(1).scaleb(-decimals)
    exact = [share(part, whole) for part in parts]
    cut = [cut_off(one, decimals) for one in exact]
    short = int((Decimal(100) - sum(cut, Decimal(0))) / step)
    order = sorted(range(len(parts)), key=lambda i: (cut[i] - exact[i], i))
    for i in order[:short]:
        cut[i] += step
    return cut


def policies(exact: Decimal, written: str) -> set[str]:
    """Which of the ways of one number give what is written; a trailing zero may have been left out."""
    said, decimals = Decimal(written), decimals_of(written)
    names = set()
    for places in (decimals, decimals + 1):
        if half_up(exact, places) == said:
            names.add(HALF_UP)
        if cut_off(exact, places) == said:
            names.add(CUT_OFF)
    return names
