"""A file → cases ready to write, with every refusal. Reads the whole file before anything may be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.cases.importing.ground import Ground
from gongkai.cases.importing.mapping import CaseMap, MapProblem, fitting_map, map_by
from gongkai.cases.importing.records import CaseRecord, make_record
from gongkai.disclosure.importing.reading import ROW_RULES, BadRow, Edits, unmended
from gongkai.disclosure.importing.spool import Spool
from gongkai.tables.cells import as_text
from gongkai.tables.problems import Refusal, shown
from gongkai.tables.reading import read_table
from gongkai.tables.shape import Limits

LIMITS = Limits(file_bytes=512 * 1024 * 1024, unpacked_bytes=2 * 1024 * 1024 * 1024, rows=1_000_000)


@dataclass
class Reading:
    """What a file holds. `refused_rows` counts rows, `refusals` names every fault in them."""

    file_name: str
    mapping: CaseMap
    kind: str
    header: tuple[str, ...] = ()
    records: Spool[CaseRecord] = field(default_factory=Spool)
    refusals: list[Refusal] = field(default_factory=list)
    notices: list[Refusal] = field(default_factory=list)
    units: set[int] = field(default_factory=set)
    bad: Spool[BadRow] = field(default_factory=Spool)
    read: int = 0

    @property
    def refused_rows(self) -> int:
        return len({r.row for r in self.refusals if r.row is not None}) or (1 if self.refusals else 0)

    def keep_bad(self, number: int, came: Mapping[str, Any]) -> None:
        """As the row came, for mending it on a page."""
        self.bad.append((number, {name: as_text(value) for name, value in came.items() if value is not None}))


def read_file(
    path: Path,
    *,
    ground: Ground,
    map_name: str = "",
    name: str = "",
    told: Callable[[int], None] = lambda n: None,
    edits: Edits | None = None,
) -> Reading:
    """Read and check a whole file. `edits`: cells that somebody has mended since; the file stays as it came.

    Raises MapProblem when no map fits, UnreadableTable when nothing can be read."""
    shown_name = name or path.name
    expected = (
        [theirs for several in map_by(map_name).columns.values() for theirs in several] if map_name else ()
    )
    table = read_table(path, shown_name, expected=expected, limits=LIMITS)
    mapping = map_by(map_name) if map_name else fitting_map(table.header, ground.kind.code)
    if mapping.kinds and ground.kind.code not in mapping.kinds:
        raise MapProblem(f"对照“{mapping.label}”不是给{ground.kind.label}用的。")
    reading = Reading(shown_name, mapping, ground.kind.code, table.header)
    reading.refusals += _of_the_header(table.header, mapping, table.header_row)
    for problem in table.problems:
        (reading.refusals if problem.blocks else reading.notices).append(problem)
    numbers: dict[str, int] = {}
    twins: dict[str, int] = {}
    for row in table.rows:
        reading.read += 1
        if reading.read % 200 == 0:
            told(reading.read)
        mended = (edits or {}).get(row.number, {})
        came = dict(zip(table.header, row.cells, strict=False))
        found = unmended(row.problems, mended, table.header)
        if any(one.rule in ROW_RULES or not one.column for one in found):
            reading.refusals += found
            reading.keep_bad(row.number, came)
            continue
        raw = {**came, **mended}
        record, problems = make_record(row=row.number, raw=raw, mapping=mapping, ground=ground, refused=found)
        if repeated := _same_number(row.number, raw, mapping, numbers) or (
            record and _same_letter(record, raw, mapping, twins)
        ):
            problems.append(repeated)
        reading.refusals += problems
        if record is not None and not problems:
            reading.records.append(record)
            reading.units.add(record.unit_id)
        else:
            reading.keep_bad(row.number, came)
    told(reading.read)
    return reading


def _of_the_header(header: tuple[str, ...], mapping: CaseMap, row: int) -> list[Refusal]:
    """A column that the map needs and the file has not; said once, not at every row."""
    found = []
    for target in mapping.required:
        names = mapping.columns.get(target, ())
        if names and not set(names) & set(header) and target not in mapping.constants:
            told = f"表里没有“{names[0]}”一列。加上这一列，或者用 --map 指定对照。"
            found.append(Refusal(None, names[0], "", "missing_column", told))
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        told = f"有几列的表头都是“{name}”。改掉一个，或者删去多余的一列。"
        found.append(Refusal(row or None, name, name, "duplicate_header", told))
    return found


def _same_number(row: int, raw: dict[str, Any], mapping: CaseMap, numbers: dict[str, int]) -> Refusal | None:
    column = _column(raw, mapping, "key")
    stated = as_text(raw.get(column) or "").strip()
    if not stated or stated in mapping.empty:
        return None
    first = numbers.setdefault(stated, row)
    if first == row:
        return None
    told = f"编号和第 {first} 行相同；每件只能有一个，改对或者删去一行。"
    return Refusal(row, column, shown(stated), "duplicate", told)


def _same_letter(
    record: CaseRecord, raw: dict[str, Any], mapping: CaseMap, twins: dict[str, int]
) -> Refusal | None:
    first = twins.setdefault(record.twin, record.row)
    if first == record.row:
        return None
    told = f"和第 {first} 行是同一个人同一时间的同一封信，删去一行。"
    return Refusal(record.row, _column(raw, mapping, "title"), shown(record.title), "duplicate", told)


def _column(raw: dict[str, Any], mapping: CaseMap, target: str) -> str:
    names = mapping.columns.get(target, (target,))
    return next((name for name in names if raw.get(name)), names[0])
