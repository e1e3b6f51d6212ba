"""Workbooks that an import hands out: the empty template, and the refused rows marked up."""

from __future__ import annotations

from pathlib import Path

from gongkai.disclosure.importing.maps import shipped_maps
from gongkai.disclosure.importing.reading import LIMITS, REQUIRED_MARK, Edits
from gongkai.disclosure.importing.trial import LABELS
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.tables.columns import Column, ParsedRow
from gongkai.tables.problems import Refusal
from gongkai.tables.reading import read_table
from gongkai.tables.shape import Row
from gongkai.tables.writing import write_marked_up, write_template


def item_template() -> bytes:
    """The empty table for items, with the headings that the shipped map `items` reads."""
    mapping = shipped_maps()["items"]
    columns = [
        Column(
            ours,
            theirs[0],
            required=ours in mapping.required,
            help=LABELS[ours][1] + ("；可填：" + "、".join(k.label for k in ITEM_KINDS.values()) if ours == "kind" else ""),
        )
        for ours, theirs in mapping.columns.items()
    ]  # fmt: skip
    return write_template(columns, title="信息")


def marked_up(
    path: Path,
    name: str,
    refusals: list[Refusal],
    expected: tuple[str, ...] = (),
    *,
    edits: Edits | None = None,
) -> bytes:
    """The refused rows of a table as they were filled in and mended so far, each bad cell coloured and explained."""
    by_row: dict[int, list[Refusal]] = {}
    for refusal in refusals:
        if refusal.row is not None:
            by_row.setdefault(refusal.row, []).append(refusal)
    table = read_table(path, name, expected=expected, limits=LIMITS)
    rows = (
        ParsedRow(row.number, {}, tuple(by_row[row.number]), _mended(table.header, row, edits or {}))
        for row in table.rows
        if row.number in by_row
    )
    return write_marked_up(table.header, rows)


def _mended(header: tuple[str, ...], row: Row, edits: Edits) -> tuple[object, ...]:
    typed = edits.get(row.number, {})
    cells = zip(header, row.cells, strict=False)
    return tuple(typed.get(name.removesuffix(REQUIRED_MARK), value) for name, value in cells)
