"""Mending bad cells on the page: what was typed is kept beside the upload, and only these rows are checked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from gongkai.disclosure.importing.ground import Ground
from gongkai.disclosure.importing.maps import ImportMap
from gongkai.disclosure.importing.reading import ROW_RULES, Edits, Seen, checked_row, unmended
from gongkai.tables.problems import Refusal

LONGEST = 20_000  # characters of a cell that a page offers for editing


def rows_to_mend(found: Mapping[str, Any]) -> list[int]:
    """The refused rows in their order; a fault of the whole file can't be mended here."""
    return sorted({one["row"] for one in found.get("refusals", ()) if one["row"] is not None})


def cells_to_mend(found: Mapping[str, Any], row: int, cells: Mapping[str, str]) -> list[str]:
    """Which cells of a row are offered: the bad ones, or all that are read when the row as a whole is faulty."""
    faults = [one for one in found["refusals"] if one["row"] == row]
    names: list[str] = list(found["mapped"])
    if is_whole_row(faults):
        return [name for name in names if len(cells.get(name, "")) <= LONGEST]
    bad = {one["column"] for one in faults}
    return [name for name in names if name in bad and len(cells.get(name, "")) <= LONGEST]


def is_whole_row(faults: Iterable[Mapping[str, Any]]) -> bool:
    """Whether the row's cells can't be trusted to stand under their headings."""
    return any(one["rule"] in ROW_RULES or not one["column"] for one in faults)


def rechecked(
    *,
    found: Mapping[str, Any],
    rows: Mapping[int, Mapping[str, str]],
    edits: Edits,
    seen: Seen,
    mapping: ImportMap,
    ground: Ground,
) -> dict[str, Any]:
    """The result of a trial run with some rows checked again. `rows`: as they came; `seen` is added to.

    The rest of the file is not read: what stands in it was found the first time, and all is read once more when it is
    imported.
    """
    header, again = found["header"], set(rows)
    old = [Refusal(**one) for one in found["refusals"]]
    fresh: list[Refusal] = []
    passed = 0
    for number, cells in rows.items():
        mended = edits.get(number, {})
        _, problems = checked_row(
            row=number, raw={**cells, **mended}, mapping=mapping, ground=ground, seen=seen,
            found=unmended([one for one in old if one.row == number and _is_of_reading(one)], mended, header),
        )  # fmt: skip
        passed += not problems
        fresh += problems
    refusals = sorted([*(one for one in old if one.row not in again), *fresh], key=lambda one: one.row or 0)
    return {
        **found,
        "good": found["good"] + passed,
        "refused_rows": found["refused_rows"] - passed,
        "refusal_count": found["refusal_count"] - len(old) + len(refusals),
        "refusals": [asdict(one) for one in refusals],
    }


_OF_READING = ROW_RULES | {
    "mixed_encoding", "encoding", "merged_cells", "formula", "error_value", "truncated",
}  # fmt: skip


def _is_of_reading(one: Refusal) -> bool:
    """Found in the file rather than in the value; stays until the cell is written anew."""
    return one.rule in _OF_READING or not one.column
