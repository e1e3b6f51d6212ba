"""The grid on which bad cells of an uploaded table are mended, whatever the table holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gongkai.disclosure.importing.mending import cells_to_mend, is_whole_row, rows_to_mend
from gongkai.files.waiting import Upload, edits_of, rows_of

ROWS_A_PAGE = 20
_ONE_LINE = 60  # characters; longer text is edited in several lines


@dataclass(frozen=True)
class MendCell:
    """A cell to edit. `name` of its control; `fault` and `suggestion` empty where only the row as a whole is wrong."""

    name: str
    column: str
    value: str
    fault: str = ""
    suggestion: str = ""

    @property
    def is_long(self) -> bool:
        return len(self.value) > _ONE_LINE or "\n" in self.value


@dataclass(frozen=True)
class MendRow:
    number: int
    title: str
    cells: tuple[MendCell, ...]
    faults: tuple[str, ...] = ()  # of the row, or of cells too long for a page
    is_whole: bool = False  # the row as such is faulty: whoever looks through it may leave it as it is


@dataclass(frozen=True)
class Grid:
    """The refused rows of an upload. `titles`: headings of which one names a row for people."""

    upload: Upload
    found: Mapping[str, Any]
    titles: Sequence[str]

    def page(self, request: HttpRequest, *, back: str) -> HttpResponse:
        """Some of the rows; back to the result where none is left to mend."""
        page: Page[Any] = Paginator(rows_to_mend(self.found), ROWS_A_PAGE).get_page(request.GET.get("page"))
        if not page.object_list:
            return HttpResponseRedirect(back)
        rows = self.rows(list(page.object_list))
        shown = {
            "upload": self.upload,
            "found": self.found,
            "rows": rows,
            "page_of": page,
            "has_suggestions": any(cell.suggestion for row in rows for cell in row.cells),
            "back": back,
        }
        return render(request, "office/imports/mend.html", shown)

    def rows(self, numbers: list[int]) -> list[MendRow]:
        came, edits = rows_of(self.upload, set(numbers)), edits_of(self.upload)
        return [self._row(number, came.get(number), edits.get(number, {})) for number in numbers]

    def _row(self, number: int, came: Mapping[str, str] | None, mended: Mapping[str, str]) -> MendRow:
        now = {**(came or {}), **mended}
        faults = [one for one in self.found["refusals"] if one["row"] == number]
        offered = cells_to_mend(self.found, number, now) if came is not None else []
        of_column = {one["column"]: one for one in faults}
        is_whole = is_whole_row(faults)
        cells = tuple(
            MendCell(
                name=f"cell-{number}-{self.found['header'].index(name)}",
                column=name,
                value=now.get(name, ""),
                fault="" if is_whole else of_column[name]["message"],
                suggestion="" if is_whole else of_column[name]["suggestion"],
            )
            for name in offered
        )
        told = tuple(one["message"] for one in faults if is_whole or one["column"] not in offered)
        title = next((now[name] for name in self.titles if now.get(name)), "")
        return MendRow(number, title[:60], cells, told, is_whole)

    def typed(self, request: HttpRequest) -> dict[int, dict[str, str]]:
        """Row → heading → text of what was typed anew on a page of the grid."""
        asked = {int(one) for one in request.POST.getlist("row") if one.isdecimal() and len(one) < 9}
        numbers = [number for number in rows_to_mend(self.found) if number in asked][:ROWS_A_PAGE]
        came = rows_of(self.upload, set(numbers))
        return {
            row.number: changes
            for row in self.rows(numbers)
            if (changes := self._changes(request, row, came.get(row.number, {})))
        }

    def _changes(self, request: HttpRequest, row: MendRow, came: Mapping[str, str]) -> dict[str, str]:
        """What was typed anew in a row; of a row faulty as a whole all its cells, once they were looked through."""
        changed: dict[str, str] = {}
        for cell in row.cells:
            typed = request.POST.get(cell.name, cell.value).replace("\r\n", "\n")
            if cell.suggestion and ("take_all" in request.POST or f"take-{cell.name}" in request.POST):
                typed = cell.suggestion
            if typed != cell.value.replace("\r\n", "\n"):
                changed[cell.column] = typed
        if row.is_whole and (changed or f"keep-{row.number}" in request.POST):
            shown = {cell.column: cell.value for cell in row.cells}
            rest = {name: came.get(name, "") for name in self.found["header"] if name}
            return {**rest, **shown, **changed}
        return changed


def same_page(request: HttpRequest, grid_url: str) -> HttpResponse:
    """On with the page of the grid from which something was sent."""
    page = request.POST.get("page", "1")
    return HttpResponseRedirect(f"{grid_url}?page={page if page.isdecimal() else 1}")


def tell_saved(request: HttpRequest, *, rows: int, mended: int, left: int) -> None:
    messages.success(request, f"已保存 {rows} 行，{mended} 行改好了，还有 {left} 行有问题。")
