"""A file → records ready to write, with every refusal. Reads the whole file before anything may be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.disclosure.importing.ground import Ground
from gongkai.disclosure.importing.maps import ImportMap, fitting_map, map_by, shipped_maps
from gongkai.disclosure.importing.records import Record, make_record
from gongkai.disclosure.importing.spool import Records
from gongkai.tables.problems import Refusal, UnreadableTable, shown
from gongkai.tables.reading import read_table
from gongkai.tables.shape import Limits
from gongkai.text.problems import decode

LIMITS = Limits(file_bytes=1024 * 1024 * 1024, unpacked_bytes=4 * 1024 * 1024 * 1024, rows=2_000_000)
REQUIRED_MARK = "（必填）"  # stands behind the headings of our own templates
# A text file longer than this is no single record.
MAX_TEXT_FILE = 20 * 1024 * 1024


@dataclass
class Reading:
    """What a file holds. `refused_rows` counts rows, `refusals` names every fault in them."""

    file_name: str
    mapping: ImportMap
    records: Records = field(default_factory=Records)
    refusals: list[Refusal] = field(default_factory=list)
    notices: list[Refusal] = field(default_factory=list)
    read: int = 0

    @property
    def refused_rows(self) -> int:
        return len({r.row for r in self.refusals if r.row is not None}) or (1 if self.refusals else 0)


def read_file(
    path: Path,
    *,
    map_name: str = "",
    told: Callable[[int], None] = lambda n: None,
    name: str = "",
    ground: Ground | None = None,
) -> Reading:
    """Read and check a whole file; with `ground` also against the catalogue and the present day.

    Raises MapProblem when no map fits, UnreadableTable when nothing can be read.
    """
    shown_name = name or path.name
    if path.suffix.lower() in (".txt", ".md"):
        return _read_text(path, shown_name, map_by(map_name) if map_name else shipped_maps()["plain_text"])
    table = read_table(path, shown_name, limits=LIMITS)
    header = tuple(name.removesuffix(REQUIRED_MARK) for name in table.header)
    mapping = map_by(map_name) if map_name else fitting_map(header)
    reading = Reading(shown_name, mapping)
    for problem in table.problems:
        (reading.refusals if problem.blocks else reading.notices).append(problem)
    seen: dict[tuple[str, str], int] = {}
    for row in table.rows:
        reading.read += 1
        if reading.read % 200 == 0:
            told(reading.read)
        blocking = [p for p in row.problems if p.blocks]
        if blocking:
            reading.refusals += blocking
            continue
        record, problems = make_record(
            row=row.number, raw=_as_mapping(header, row.cells), mapping=mapping, ground=ground
        )
        problems += _repeats(record, mapping, seen)
        if problems or record is None:
            reading.refusals += problems
        else:
            reading.records.append(record)
    told(reading.read)
    return reading


def _as_mapping(header: tuple[str, ...], cells: tuple[object, ...]) -> Mapping[str, Any]:
    return dict(zip(header, cells, strict=False))


def _repeats(record: Record | None, mapping: ImportMap, seen: dict[tuple[str, str], int]) -> list[Refusal]:
    """The same key or, where the map says so, the same document number twice in one file."""
    if record is None:
        return []
    found = []
    for target, value in (("key", record.key), ("doc_no", record.head.get("doc_no", ""))):
        if target not in mapping.unique or not value:
            continue
        first = seen.setdefault((target, value), record.row)
        if first != record.row:
            column = mapping.columns.get(target, (target,))[0]
            label = "编号" if target == "key" else "发文字号"
            found.append(
                Refusal(
                    record.row,
                    column,
                    shown(value),
                    "duplicate",
                    f"{label}和第 {first} 行相同；每条只能有一个，改对或者删去一行。",
                )
            )
    return found


def _read_text(path: Path, name: str, mapping: ImportMap) -> Reading:
    size = path.stat().st_size
    if size > MAX_TEXT_FILE:
        raise UnreadableTable(
            Refusal(
                None,
                "",
                "",
                "too_large",
                f"{name} 有 {size // 1024 // 1024} MB，一个文本文件最多 {MAX_TEXT_FILE // 1024 // 1024} MB。",
            )
        )
    decoded = decode(path.read_bytes())
    reading = Reading(name, mapping, read=1)
    raw = {"file_name": name, "text": decoded.text}
    record, problems = make_record(row=1, raw=raw, mapping=mapping)
    if record is None:
        reading.refusals += problems
    else:
        reading.records.append(record)
    return reading
