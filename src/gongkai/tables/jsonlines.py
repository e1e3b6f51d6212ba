"""JSON Lines, packed with gzip or not: one object a line, its keys are the columns."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping

from gongkai.tables.encodings import Misfit, decode, misfit_refusal
from gongkai.tables.problems import Refusal, refuse_file, shown
from gongkai.tables.shape import MIB, Limits, Row, Table, too_many_rows

_GZIP = b"\x1f\x8b"
_CHUNK = MIB


def is_gzip(raw: bytes) -> bool:
    return raw.startswith(_GZIP)


def unpack(raw: bytes, limits: Limits) -> bytes:
    """The bytes inside a gzip file, never more than the limit."""
    parts: list[bytes] = []
    size = 0
    try:
        with gzip.open(io.BytesIO(raw)) as packed:
            while chunk := packed.read(_CHUNK):
                size += len(chunk)
                if size > limits.unpacked_bytes:
                    raise refuse_file(
                        "too_large", f"解压后超过 {limits.unpacked_bytes // MIB} MB，分成几个文件再导入。"
                    )
                parts.append(chunk)
    except (OSError, EOFError, zlib.error) as problem:
        raise refuse_file("broken_file", "压缩文件不完整，打不开。重新下载或者重新压缩一次。") from problem
    return b"".join(parts)


def read_json_lines(raw: bytes, name: str, limits: Limits) -> Table:
    decoded = decode(raw)
    lines = decoded.text.split("\n")
    header: dict[str, None] = {}
    for line in lines:
        record = _parse(line)
        if isinstance(record, dict):
            header.update(dict.fromkeys(record))
    if not header:
        raise refuse_file(
            "no_header", f'“{name}”里没有一行是 JSON 对象。每行应当是 {{"列名": "值"}} 的形式。'
        )
    if len(header) > limits.columns:
        raise refuse_file("too_many_columns", f"各行一共有 {len(header)} 种键，最多 {limits.columns} 种。")
    columns = tuple(header)
    return Table(
        kind="jsonl",
        name=name,
        header=columns,
        rows=_rows(lines, columns, decoded.odd_lines, limits),
        header_row=0,
        encoding=decoded.encoding,
    )


def _parse(line: str) -> object:
    """The line's value; None for an empty or broken line."""
    try:
        return json.loads(line) if line.strip() else None
    except (ValueError, RecursionError):
        return None


def _rows(
    lines: list[str], columns: tuple[str, ...], odd_lines: Mapping[int, Misfit], limits: Limits
) -> Iterator[Row]:
    count = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        count += 1
        if count > limits.rows:
            raise too_many_rows(limits)
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as problem:
            yield Row(number, (None,) * len(columns), (_broken(number, line, problem),))
            continue
        if not isinstance(record, dict):
            told = '这一行不是 JSON 对象，应当写成 {"列名": "值"} 的形式。'
            yield Row(number, (None,) * len(columns), (Refusal(number, "", shown(line), "bad_json", told),))
            continue
        rule = odd_lines.get(number)
        problems = (misfit_refusal(rule, row=number, column="", value=line),) if rule else ()
        lines[number - 1] = ""  # whoever reads keeps the row; a large file must not stay in memory twice
        yield Row(number, tuple(record.get(column) for column in columns), problems)


def _broken(number: int, line: str, problem: ValueError | RecursionError) -> Refusal:
    place = f"第 {problem.colno} 个字符附近" if isinstance(problem, json.JSONDecodeError) else "嵌套得太深，"
    start = max(0, problem.colno - 20) if isinstance(problem, json.JSONDecodeError) else 0
    told = (
        f"这一行不是完整的 JSON：{place}读不下去。看看是不是少了引号、逗号或者括号，每条记录要写在同一行里。"
    )
    return Refusal(number, "", shown(line[start : start + 40]), "bad_json", told)
