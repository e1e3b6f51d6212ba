"""A file → records ready to write, with every refusal. Reads the whole file before anything may be written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gongkai.disclosure.importing.ground import Ground
from gongkai.disclosure.importing.maps import ImportMap, fitting_map, map_by, shipped_maps
from gongkai.disclosure.importing.records import Record, make_record, stated_keys
from gongkai.disclosure.importing.spool import Spool
from gongkai.tables.cells import as_text
from gongkai.tables.problems import Refusal, UnreadableTable, shown
from gongkai.tables.reading import read_table
from gongkai.tables.shape import Limits
from gongkai.text.problems import decode

Seen = dict[str, dict[str, int]]  # of our columns `key` and `doc_no`: value → row
LIMITS = Limits(file_bytes=1024 * 1024 * 1024, unpacked_bytes=4 * 1024 * 1024 * 1024, rows=2_000_000)
REQUIRED_MARK = "（必填）"  # stands behind the headings of our own templates
# A text file longer than this is no single record.
MAX_TEXT_FILE = 20 * 1024 * 1024


# A fault of the whole row: its cells can't be trusted to stand under their headings.
ROW_RULES = frozenset({"shifted", "open_quote", "bad_json"})
Edits = Mapping[int, Mapping[str, str]]  # row → heading → what it holds instead
BadRow = tuple[int, dict[str, str]]


@dataclass
class Reading:
    """What a file holds. `refused_rows` counts rows, `refusals` names every fault in them.

    `bad` has the refused rows as they were filled in; `seen` where each key and document number stands.
    """

    file_name: str
    mapping: ImportMap
    header: tuple[str, ...] = ()
    records: Spool[Record] = field(default_factory=Spool)
    refusals: list[Refusal] = field(default_factory=list)
    notices: list[Refusal] = field(default_factory=list)
    bad: Spool[BadRow] = field(default_factory=Spool)
    seen: Seen = field(default_factory=dict)
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
    edits: Edits | None = None,
) -> Reading:
    """Read and check a whole file; with `ground` also against the catalogue and the present day.

    `edits`: cells that somebody has mended since; the file itself stays as it came.

    Raises MapProblem when no map fits, UnreadableTable when nothing can be read.
    """
    shown_name = name or path.name
    if path.suffix.lower() in (".txt", ".md"):
        return _read_text(path, shown_name, map_by(map_name) if map_name else shipped_maps()["plain_text"])
    table = read_table(path, shown_name, limits=LIMITS)
    header = tuple(name.removesuffix(REQUIRED_MARK) for name in table.header)
    mapping = map_by(map_name) if map_name else fitting_map(header)
    reading = Reading(shown_name, mapping, header)
    for problem in table.problems:
        (reading.refusals if problem.blocks else reading.notices).append(problem)
    for row in table.rows:
        reading.read += 1
        if reading.read % 200 == 0:
            told(reading.read)
        raw = dict(zip(header, row.cells, strict=False))
        mended = (edits or {}).get(row.number, {})
        record, problems = checked_row(
            row=row.number, raw={**raw, **mended}, found=unmended(row.problems, mended, header),
            mapping=mapping, ground=ground, seen=reading.seen,
        )  # fmt: skip
        reading.refusals += problems
        if record is not None:
            reading.records.append(record)
        else:
            cells = {name: as_text(value) for name, value in raw.items() if value is not None}
            reading.bad.append((row.number, cells))
    told(reading.read)
    return reading


def unmended(found: Iterable[Refusal], mended: Mapping[str, str], header: Sequence[str]) -> list[Refusal]:
    """The faults of reading that the edits of a row leave: a fault of the row goes when every cell was looked at."""
    is_whole = all(name in mended for name in header if name)
    return [
        one for one in found
        if one.blocks and not (is_whole if one.rule in ROW_RULES or not one.column else one.column in mended)
    ]  # fmt: skip


def checked_row(
    *,
    row: int,
    raw: Mapping[str, Any],
    found: Sequence[Refusal],
    mapping: ImportMap,
    ground: Ground | None,
    seen: Seen,
) -> tuple[Record | None, list[Refusal]]:
    """One row with all its faults at once. `found` were seen in reading; `seen` is added to."""
    if any(one.rule in ROW_RULES or not one.column for one in found):
        return None, list(found)
    record, problems = make_record(row=row, raw=raw, mapping=mapping, ground=ground, refused=found)
    stated = stated_keys(raw, mapping)
    if record is not None and "key" in mapping.unique:
        stated["key"] = record.key
    for target, value in stated.items():  # a faulty row too has its number: whoever mends it will keep it
        first = seen.setdefault(target, {}).setdefault(value, row)
        if first != row:
            problems.append(_repeated(row, first, target, value, mapping, raw))
    return (None if problems else record), problems


def _repeated(
    row: int, first: int, target: str, value: str, mapping: ImportMap, raw: Mapping[str, Any]
) -> Refusal:
    names = mapping.columns.get(target, (target,))
    column = next((name for name in names if raw.get(name)), names[0])
    label = "编号" if target == "key" else "发文字号"
    told = f"{label}和第 {first} 行相同；每条只能有一个，改对或者删去一行。"
    return Refusal(row, column, shown(value), "duplicate", told)


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
