"""How the text of a table is written: a line a row, a tab between cells, and where cells stand that reach over others."""

from __future__ import annotations

from typing import Any

CELL_LINE_END = "\u2028"
"""A line end inside a cell, where one of the text would end the row. Whoever shows such a text shows a line end for it."""
MOST_TABS = 64
"""Columns between two cells that a text keeps."""
LONGEST_CELL = 200
"""Characters of a cell in which line ends part no rows. In a larger one a page is laid out."""
LONGEST_TITLE = 60
"""Characters of a line that stands over a part of a table."""
_MOST_ROWS = 10_000


class Grid:
    """The columns of a table of the web, where a cell may reach over columns and over rows below."""

    def __init__(self) -> None:
        self._over: dict[int, int] = {}  # column → rows below into which a cell above still reaches
        self._at = 0

    def begin_row(self) -> None:
        for column in [one for one in self._over if one >= self._at]:
            self._less(column)
        self._at = 0

    def place(self, columns: int, rows: int) -> int:
        """Puts the next cell of the row; how many columns before it are taken by cells of rows above."""
        taken = 0
        while self._at in self._over:
            self._less(self._at)
            self._at, taken = self._at + 1, taken + 1
        if rows > 1:
            self._over.update(dict.fromkeys(range(self._at, self._at + columns), rows - 1))
        self._at += columns
        return taken

    def _less(self, column: int) -> None:
        self._over[column] -= 1
        if not self._over[column]:
            del self._over[column]


def spans_of(cell: Any) -> tuple[int, int]:
    """Over how many columns and rows a cell of a web page (an element of lxml) reaches."""
    return _number(cell.get("colspan", ""), MOST_TABS), _number(cell.get("rowspan", ""), _MOST_ROWS)


def _number(value: str, most: int) -> int:
    value = value.strip()
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 9 else 1
