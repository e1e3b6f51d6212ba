"""How large the letters of a table may be, so that its longest number still stands on one line."""

from __future__ import annotations

from gongkai.reports.printing.shapes import Grid

TEXT_WIDTH_MM = 156.0
LARGEST = 10.5
SMALLEST = 5.0
_DIGIT = 0.56
"""Width of a digit in parts of the size of type, the widest of the fonts that we name."""
_MM_OF_POINT = 25.4 / 72
_INSET_MM = 1.0


def widths_mm(grid: Grid) -> tuple[float, ...]:
    """The columns' widths on an A4 page."""
    whole = sum(grid.widths)
    return tuple(TEXT_WIDTH_MM * width / whole for width in grid.widths)


def type_size(grid: Grid) -> float:
    """Points. Smaller only where a number would not fit into its column otherwise."""
    widths = widths_mm(grid)
    size = LARGEST
    for _, column, cell in grid.placed():
        if cell.is_number:
            room = sum(widths[column : column + cell.across]) - _INSET_MM
            size = min(size, room / (len(cell.text) * _DIGIT * _MM_OF_POINT))
    return max(SMALLEST, int(size * 2) / 2)
