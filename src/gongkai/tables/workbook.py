"""XLSX: what openpyxl reads, and beforehand what it would not tell: locks, bombs, merges, hidden parts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

import olefile
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from gongkai.tables.headers import SEARCHED_ROWS, clean_header, header_index
from gongkai.tables.problems import Refusal, UnreadableTable, refuse_file, shown
from gongkai.tables.shape import MIB, Limits, Row, Table, column_letter, heading, is_blank, too_many_rows

# A sheet with instructions, as our own templates have one; nobody expects it to be imported.
INSTRUCTIONS = "填写说明"
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?hidden="(?:1|true)"')
_MACRO = re.compile(r"vbaProject\.bin$|macrosheets/", re.I)
_CHUNK, _OVERLAP = MIB, 512
_MERGES = 5_000
EXACT_NUMBERS = 10**15  # a spreadsheet keeps fifteen digits of a number
TRUNCATED = "…（超出单元格上限，已截断）"


def refuse_ole(raw: bytes, name: str) -> UnreadableTable:
    """Which of the old Microsoft container's users this is: an encrypted XLSX, an old XLS, something else."""
    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as container:
            encrypted = container.exists("EncryptedPackage")
            sheet = container.exists("Workbook") or container.exists("Book")
    except (OSError, ValueError, IndexError, AttributeError, TypeError):
        return refuse_file("broken_file", f"“{name}”打不开，文件不完整。重新保存一次再上传。")
    if encrypted:
        return refuse_file("encrypted", f"“{name}”加了打开密码。去掉密码另存一次再上传。")
    if sheet:
        return refuse_file("old_format", f"“{name}”是旧的 XLS 格式。用 WPS 或 Excel 另存为 XLSX 再上传。")
    return refuse_file("wrong_kind", f"“{name}”不是表格。选 XLSX、CSV 或 JSONL 文件。")


@dataclass
class _Layout:
    """What a sheet's file says beside its cells."""

    merged_by_row: dict[int, list[str]] = field(default_factory=dict)
    hidden_rows: int = 0


def read_workbook(raw: bytes, name: str, expected: Collection[str], limits: Limits) -> Table:
    _check_package(raw, name, limits)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
        sheet, notices = _choose_sheet(book)
        layout = _layout(raw, sheet._worksheet_path, name)
        sheet.reset_dimensions()
        cells = _guarded(enumerate(sheet.iter_rows(), start=1), name)
        first = list(islice(cells, SEARCHED_ROWS))
    except (UnreadableTable, MemoryError):
        raise
    except Exception as problem:  # a damaged package makes openpyxl raise nearly anything
        raise _broken(name) from problem
    found = header_index([[cell.value for cell in row] for _, row in first], expected)
    if found is None:
        raise refuse_file(
            "no_header", f"工作表“{sheet.title}”是空的。把表放在第一张工作表里，第一行写各列的名称。"
        )
    header_row = first[found][0]
    header = clean_header([cell.value for cell in first[found][1]])
    if len(header) > limits.columns:
        raise refuse_file("too_many_columns", f"表头有 {len(header)} 列，最多 {limits.columns} 列。")
    if header_row in layout.merged_by_row:
        where = layout.merged_by_row[header_row][0]
        raise refuse_file(
            "merged_header",
            f"表头（第 {header_row} 行）里 {where} 是合并单元格。取消合并，每一列写一个名称。",
            where,
        )
    if any(_MACRO.search(part) for part in _names(raw)):
        notices.append(Refusal(None, "", "", "macros", "文件里有宏，导入时不会运行也不会保存。"))
    if layout.hidden_rows:
        told = f"工作表“{sheet.title}”有 {layout.hidden_rows} 行被隐藏或筛掉了，也会一起导入。"
        notices.append(Refusal(None, "", sheet.title, "hidden_rows", told))

    def rows() -> Iterator[Row]:
        count = 0
        for number, row in chain(first[found + 1 :], cells):
            if all(is_blank(cell.value) for cell in row) and number not in layout.merged_by_row:
                continue
            count += 1
            if count > limits.rows:
                raise too_many_rows(limits)
            yield _row(number, row, header, layout)

    return Table(
        kind="xlsx",
        name=name,
        header=header,
        rows=rows(),
        header_row=header_row,
        sheet=sheet.title,
        problems=notices,
    )


def _check_package(raw: bytes, name: str, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise refuse_file("encrypted", f"“{name}”加了密码。去掉密码另存一次再上传。")
            # zipfile never unpacks more of a part than its declared size, so the sum is an upper bound.
            if len(parts) > limits.packed_parts or sum(p.file_size for p in parts) > limits.unpacked_bytes:
                raise refuse_file(
                    "too_large", f"“{name}”解开后超过 {limits.unpacked_bytes // MIB} MB，分成几个文件再导入。"
                )
            names = {part.filename for part in parts}
            if not any(part.startswith("xl/") for part in names):
                raise refuse_file(
                    "wrong_kind", f"“{name}”是压缩包或别的文档，不是 XLSX 表格。选表格文件再上传。"
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in package.open(part).read(
                    4096
                ):
                    raise refuse_file(
                        "unsafe_content", f"“{name}”里夹带了外部定义，不予读取。另存一份新的 XLSX。"
                    )
    except (UnreadableTable, MemoryError):
        raise
    except Exception as problem:  # as above: a directory of wrong offsets gives any of a dozen kinds
        raise _broken(name) from problem


def _names(raw: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return package.namelist()


def _broken(name: str) -> UnreadableTable:
    return refuse_file("broken_file", f"“{name}”损坏了，打不开。用 WPS 或 Excel 打开后另存一份再上传。")


def _choose_sheet(book: Any) -> tuple[Any, list[Refusal]]:
    """The first visible sheet, and a word about those that aren't read."""
    sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    if not visible:
        raise refuse_file("no_header", "文件里没有看得见的工作表。把要导入的工作表取消隐藏再上传。")
    chosen, notices = visible[0], []
    for sheet in sheets:
        if sheet is chosen or sheet.title.startswith(INSTRUCTIONS):
            continue
        rule, state = ("other_sheet", "也有内容") if sheet in visible else ("hidden_sheet", "是隐藏的")
        if not any(not is_blank(value) for row in sheet.iter_rows(values_only=True) for value in row):
            continue
        told = f"工作表“{sheet.title}”{state}，没有读；这次只读“{chosen.title}”。里面若有不该外传的内容，先删掉再上传。"
        notices.append(Refusal(None, "", sheet.title, rule, told))
    return chosen, notices


def _layout(raw: bytes, path: str, name: str) -> _Layout:
    """Merged ranges and hidden rows; they stand behind the cells, where a streaming reader comes too late."""
    layout = _Layout()
    merges: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(raw)) as package, package.open(path.lstrip("/")) as part:
        tail = b""
        while chunk := part.read(_CHUNK):
            text = tail + chunk
            merges.update(match.decode() for match in _MERGE.findall(text))
            # A row tag that ends in the overlap would be counted twice, so it counts where it ends.
            layout.hidden_rows += sum(hit.end() > len(tail) for hit in _HIDDEN_ROW.finditer(text))
            tail = text[-_OVERLAP:]
    if len(merges) > _MERGES:
        raise refuse_file(
            "merged_cells", f"“{name}”有 {len(merges)} 处合并单元格。取消合并、把每一格填上再导入。"
        )
    for merge in sorted(merges):
        _, first, _, last = range_boundaries(merge)
        for row in range(int(first or 0), min(int(last or 0), int(first or 0) + 10_000) + 1):
            layout.merged_by_row.setdefault(row, []).append(merge)
    return layout


def _guarded(rows: Iterator[tuple[int, Any]], name: str) -> Iterator[tuple[int, Any]]:
    """The same rows; a fault of the file that shows only now is told like one at the start."""
    try:
        yield from rows
    except (UnreadableTable, MemoryError):
        raise
    except Exception as problem:
        raise _broken(name) from problem


def _row(number: int, row: Any, header: tuple[str, ...], layout: _Layout) -> Row:
    problems = [_merged(number, where, header) for where in layout.merged_by_row.get(number, ())]
    values: list[object] = []
    for index, cell in enumerate(row):
        value = cell.value
        if value is None:
            values.append(None)
            continue
        if problem := _cell_problem(number, heading(header, index), value, cell.data_type):
            problems.append(problem)
        if index >= len(header) and not is_blank(value):
            last = column_letter(index)
            told = f"{last} 列没有表头，却有内容。给这一列写上名称，或者把内容移回该在的列。"
            problems.append(Refusal(number, f"{last} 列", shown(value), "shifted", told))
        values.append(value)
    values = values[: len(header)] + [None] * (len(header) - len(values))
    return Row(number, tuple(values), tuple(problems))


def _merged(number: int, where: str, header: tuple[str, ...]) -> Refusal:
    left = range_boundaries(where)[0]
    column = heading(header, int(left or 1) - 1)
    told = f"{where} 是合并单元格，除第一格外都没有值。取消合并，把每一格都填上。"
    return Refusal(number, column, where, "merged_cells", told)


def _cell_problem(number: int, column: str, value: object, data_type: str) -> Refusal | None:
    if data_type == "f":
        text = value if isinstance(value, str) else getattr(value, "text", "") or "{…}"
        told = "这一格是公式，平台不替您计算。复制后用“粘贴为数值”贴回原处。"
        return Refusal(number, column, shown(text), "formula", told)
    if data_type == "e":
        told = "这一格是表格软件报的错，没有真正的值。改正原来的公式，或者直接填值。"
        return Refusal(number, column, shown(value), "error_value", told)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= EXACT_NUMBERS:
        told = "超过 15 位的数字，末尾几位已被表格软件改成 0。把这一列设成“文本”格式，重新填写。"
        return Refusal(number, column, shown(value), "number_precision", told)
    if isinstance(value, str) and value.endswith(TRUNCATED):
        told = "这一格是导出时截短的，不是全文。从原来的文件里复制全文。"
        return Refusal(number, column, shown(value[-40:]), "truncated", told)
    return None
