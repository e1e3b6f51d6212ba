"""Digits run together: "170000017" is 17 0 0 0 0 0 17. Cut only where the sums allow exactly one cut; never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

MAX_DIGITS = 60
MAX_CUTS = 400
"""A run with more cuts than this is asked for."""
MAX_STEPS = 40_000


def cuts(digits: str, cells: int) -> Iterator[tuple[int, ...]]:
    """All ways of cutting a run into so many whole numbers without leading zeros."""
    if len(digits) > MAX_DIGITS or not digits.isdigit():
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


def sums_up(row: Sequence[int]) -> bool:
    """The last number is the sum of those before."""
    return sum(row[:-1]) == row[-1]


def row_cuts(digits: str, cells: int, group: int = 0) -> list[tuple[int, ...]] | None:
    """Cuts in which the last cell is the sum of the others (of each `group` of cells, where given).

    None where there are too many to look at.
    """
    size = group or cells
    found: list[tuple[int, ...]] = []
    steps = 0

    def go(at: int, row: tuple[int, ...]) -> bool:
        nonlocal steps
        steps += 1
        if steps > MAX_STEPS or len(found) > MAX_CUTS:
            return False
        left, open_cells = len(digits) - at, cells - len(row)
        if open_cells == 0:
            if left == 0:
                found.append(row)
            return True
        if left < open_cells:
            return True
        # A sum's digits are known beforehand: no need to try others.
        if len(row) % size == size - 1:
            wanted = str(sum(row[len(row) - size + 1 :]))
            return go(at + len(wanted), (*row, int(wanted))) if digits.startswith(wanted, at) else True
        longest = 1 if digits[at] == "0" else left - open_cells + 1
        return all(go(at + n, (*row, int(digits[at : at + n]))) for n in range(1, longest + 1))

    if not digits.isdigit() or len(digits) > MAX_DIGITS or cells < 1:
        return []
    return found if go(0, ()) else None


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
