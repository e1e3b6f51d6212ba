"""Digits run together: "170000017" is 17 0 0 0 0 0 17. Cut only where the sums allow exactly one cut; never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

MAX_DIGITS = 60
MAX_CUTS = 400
"""A run with more cuts than this is asked for."""
MAX_STEPS = 40_000


def _plain(digits: str) -> bool:
    return digits.isascii() and digits.isdigit()


def cuts(digits: str, cells: int) -> Iterator[tuple[int, ...]]:
    """All ways of cutting a run into so many whole numbers without leading zeros."""
    if len(digits) > MAX_DIGITS or not _plain(digits):
        return
    yield from _cuts(digits, 0, cells, ())


def _cuts(digits: str, at: int, cells: int, so_far: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    left = len(digits) - at
    if cells == 0:
        if left == 0:
            yield so_far
        return
    if left < cells:
        return
    if digits[at] == "0":
        yield from _cuts(digits, at + 1, cells - 1, (*so_far, 0))
        return
    if cells == 1:
        yield (*so_far, int(digits[at:]))
        return
    for length in range(1, left - cells + 2):
        yield from _cuts(digits, at + length, cells - 1, (*so_far, int(digits[at : at + length])))


class _TooMany(Exception):
    """More to look through than a row is worth."""


def row_cuts(digits: str, cells: int, group: int = 0) -> list[tuple[int, ...]] | None:
    """Cuts in which the last cell is the sum of the others (of each `group` of cells, where given).

    None where there are too many to look at.
    """
    if not _plain(digits) or len(digits) > MAX_DIGITS or cells < 2:
        return []
    search = _Search(digits, cells, group or cells)
    try:
        search.go(0, ())
    except _TooMany:
        return None
    return search.found


class _Search:
    def __init__(self, digits: str, cells: int, size: int) -> None:
        self.digits, self.cells, self.size = digits, cells, size
        self.found: list[tuple[int, ...]] = []
        self.steps = 0

    def go(self, at: int, row: tuple[int, ...]) -> None:
        """One group after the other: its end, its total from there backwards, then its parts."""
        if len(row) == self.cells:
            if at == len(self.digits):
                self.found.append(row)
                if len(self.found) > MAX_CUTS:
                    raise _TooMany
            return
        later = self.cells - len(row) - self.size
        ends = (len(self.digits),) if not later else range(at + self.size, len(self.digits) - later + 1)
        for end in ends:
            for start in range(end - 1, at + self.size - 2, -1):
                if self.digits[start] != "0" or end - start == 1:
                    self.parts(at, start, row, self.size - 1, int(self.digits[start:end]), end)

    def parts(self, at: int, stop: int, row: tuple[int, ...], cells: int, rest: int, end: int) -> None:
        """Cut `digits[at:stop]` into so many cells that add up to `rest`."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise _TooMany
        if cells == 0:
            if at == stop and rest == 0:
                self.go(end, (*row, sum(row[len(row) - self.size + 1 :])))
            return
        left = stop - at
        if left < cells or rest > int(self.digits[at:stop]):  # cut up, they never come to more than together
            return
        longest = 1 if self.digits[at] == "0" else left - cells + 1
        for length in (longest,) if cells == 1 else range(1, longest + 1):
            part = int(self.digits[at : at + length])
            if part > rest:
                break
            self.parts(at + length, stop, (*row, part), cells - 1, rest - part, end)


def settle(
    rows: dict[str, list[tuple[int, ...]]],
    *,
    plus: Sequence[str],
    minus: Sequence[str],
) -> dict[str, tuple[int, ...]]:
    """The rows that only one cut fits when, column by column, the rows of `plus` add up to those of `minus`.

    `rows`: each row's cuts, one where it is known. Rows that are missing from it make the columns unusable.
    """
    open_rows = [key for key in (*plus, *minus) if len(rows.get(key, ())) > 1]
    if any(not rows.get(key) for key in (*plus, *minus)):
        return {}
    width = len(rows[plus[0]][0])
    sign = {**dict.fromkeys(plus, 1), **dict.fromkeys(minus, -1)}
    base = [0] * width
    for key in (*plus, *minus):
        if key not in open_rows:
            for i, value in enumerate(rows[key][0]):
                base[i] += sign[key] * value
    solutions: list[tuple[tuple[int, ...], ...]] = []
    steps = 0

    def go(number: int, rest: list[int], chosen: tuple[tuple[int, ...], ...]) -> bool:
        nonlocal steps
        steps += 1
        if steps > MAX_STEPS:
            return False
        if number == len(open_rows):
            if not any(rest):
                solutions.append(chosen)
            return True
        key = open_rows[number]
        return all(
            go(number + 1, [r + sign[key] * v for r, v in zip(rest, cut, strict=True)], (*chosen, cut))
            for cut in rows[key]
        )

    if not open_rows or not go(0, base, ()) or not solutions:
        return {}
    settled = {}
    for number, key in enumerate(open_rows):
        if len({solution[number] for solution in solutions}) == 1:
            settled[key] = solutions[0][number]
    return settled
