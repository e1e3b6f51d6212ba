"""Finding the row that holds the headings, and comparing headings as people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from gongkai.tables.shape import is_blank

SEARCHED_ROWS = 10  # a title, the reporting unit and a note may stand above the headings
_NOISE = re.compile(r"[\s*＊:：]+|[(（]\s*必填\s*[)）]")


def heading_key(text: object) -> str:
    """A heading without what doesn't distinguish it: width, spaces, case, colon, the mark of a must."""
    folded = unicodedata.normalize("NFKC", "" if text is None else str(text)).casefold()
    return _NOISE.sub("", folded)


def header_index(rows: Sequence[Sequence[object]], expected: Collection[str] = ()) -> int | None:
    """Which of the first rows holds the headings, None when there is nothing at all.

    The row that names most of the expected headings; without any match the first row with two filled
    cells, else the first filled one.
    """
    keys = {heading_key(name) for name in expected}
    filled = [
        (index, [cell for cell in row if not is_blank(cell)])
        for index, row in enumerate(rows[:SEARCHED_ROWS])
    ]
    filled = [(index, cells) for index, cells in filled if cells]
    if not filled:
        return None
    matches = [(sum(heading_key(cell) in keys for cell in cells), -index) for index, cells in filled]
    most, position = max(matches)
    if most:
        return -position
    wide = [index for index, cells in filled if len(cells) > 1]
    return wide[0] if wide else filled[0][0]


def clean_header(cells: Sequence[object]) -> tuple[str, ...]:
    """Headings on one line each, empty ones at the end left out."""
    names = ["" if cell is None else re.sub(r"\s+", " ", str(cell)).strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)
