"""JSON Lines, packed with gzip or not: one object a line, its keys are the columns."""

from __future__ import annotations

import gzip
import json
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

from gongkai.tables.encodings import Misfit, decode, misfit_refusal
from gongkai.tables.lines import Lines
from gongkai.tables.problems import Refusal, refuse_file, shown
from gongkai.tables.shape import MIB, Limits, Row, Table, too_many_rows

_GZIP = b"\x1f\x8b"
_CHUNK = MIB


def is_gzip(head: bytes) -> bool:
    return head.startswith(_GZIP)


def unpack(stream: IO[bytes], limits: Limits) -> IO[bytes]:
    """The content of a gzip file as a file of our own, never more than the limit."""
    out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the table that is read from it)
    size = 0
    stream.seek(0)
    try:
        with gzip.open(stream) as packed:
            while chunk := packed.read(_CHUNK):
                size += len(chunk)
                if size > limits.unpacked_bytes:
                    raise refuse_file(
                        "too_large", f"解压后超过 {limits.unpacked_bytes // MIB} MB，分成几个文件再导入。"
                    )
                out.write(chunk)
    except (OSError, EOFError, zlib.error) as problem:
        raise refuse_file("broken_file", "压缩文件不完整，打不开。重新下载或者重新压缩一次。") from problem
    finally:
        stream.close()
    return out


def read_json_lines(stream: IO[bytes], name: str, limits: Limits) -> Table:
    decoded = decode(stream)
    lines = decoded.lines
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
    lines: Lines, columns: tuple[str, ...], odd_lines: Mapping[int, Misfit], limits: Limits
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
        yield Row(number, tuple(record.get(column) for column in columns), problems)


def _broken(number: int, line: str, problem: ValueError | RecursionError) -> Refusal:
    place = f"第 {problem.colno} 个字符附近" if isinstance(problem, json.JSONDecodeError) else "嵌套得太深，"
    start = max(0, problem.colno - 20) if isinstance(problem, json.JSONDecodeError) else 0
    told = (
        f"这一行不是完整的 JSON：{place}读不下去。看看是不是少了引号、逗号或者括号，每条记录要写在同一行里。"
    )
    return Refusal(number, "", shown(line[start : start + 40]), "bad_json", told)
