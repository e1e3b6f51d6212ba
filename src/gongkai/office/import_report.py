"""What is wrong in an uploaded table, for all wizards alike: on the page and as files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from gongkai.components.parts import Cell, Column, Row, Table
from gongkai.disclosure.importing.sheets import marked_up
from gongkai.disclosure.importing.trial import refusals_in
from gongkai.files.waiting import Upload, edits_of, result_of
from gongkai.tables.problems import RULES, Refusal, UnreadableTable
from gongkai.tables.writing import write_problems

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def problem_table(refusals: Sequence[Mapping[str, Any]]) -> Table:
    """Row, column, value, rule, what is wrong, what would pass."""
    columns = [
        Column("行"), Column("列"), Column("填写的内容"), Column("规则"), Column("问题"), Column("建议改成"),
    ]  # fmt: skip
    rows = [
        Row([
            Cell(f"第 {one['row']} 行" if one["row"] is not None else "整个文件"),
            one["column"], one["value"], RULES.get(one["rule"], one["rule"]), one["message"], one["suggestion"],
        ])
        for one in refusals
    ]  # fmt: skip
    return Table("没有通过检查的地方", columns, rows)


def downloaded(content: bytes | Iterable[bytes], name: str, media_type: str) -> HttpResponse:
    """A file to save, never shown in the page."""
    answer = HttpResponse(
        content if isinstance(content, bytes) else b"".join(content), content_type=media_type
    )
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def problem_list(upload: Upload) -> HttpResponse:
    stem = upload.name.rpartition(".")[0] or upload.name
    return downloaded(write_problems(_refusals(upload)), f"{stem}的问题.csv", CSV)


def marked_rows(
    request: HttpRequest, upload: Upload, *, back: str, expected: tuple[str, ...] = ()
) -> HttpResponse:
    """The bad rows alone, with their faults marked, to mend and upload again. `expected`: headings to look for."""
    try:
        content = marked_up(upload.path, upload.name, _refusals(upload), expected, edits=edits_of(upload))
    except UnreadableTable as problem:
        messages.error(request, problem.refusal.message)
        return HttpResponseRedirect(back)
    return downloaded(content, "要改的行.xlsx", XLSX)


def _refusals(upload: Upload) -> list[Refusal]:
    return refusals_in(result_of(upload) or {})
