"""The import wizard's grid: bad cells are mended in the page, kept, and only their rows are checked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from gongkai.disclosure.importing.maps import ImportMap, fitting_map, map_by
from gongkai.disclosure.importing.mending import cells_to_mend, is_whole_row, rechecked, rows_to_mend
from gongkai.disclosure.queries.importing import ground_on
from gongkai.files.waiting import (
    Upload,
    edits_of,
    note_edits,
    note_result,
    note_seen,
    rows_of,
    seen_of,
)
from gongkai.office.import_checking import check, mine_checked
from gongkai.office.standing import staff_required

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


@staff_required
@require_http_methods(["GET", "POST"])
def mend(request: HttpRequest, token: str) -> HttpResponse:
    now, upload, found = mine_checked(request, token)
    back = reverse("office:import", args=[token])
    if found["fault"] or "run" in upload.told:
        raise Http404
    if request.method == "POST":
        return _save(request, now, upload, found)
    page = Paginator(rows_to_mend(found), ROWS_A_PAGE).get_page(request.GET.get("page"))
    if not page.object_list:
        return HttpResponseRedirect(back)
    rows = _rows(upload, found, list(page.object_list))
    context = {
        "upload": upload,
        "found": found,
        "rows": rows,
        "page_of": page,
        "has_suggestions": any(cell.suggestion for row in rows for cell in row.cells),
        "back": back,
    }
    return render(request, "office/imports/mend.html", context)


def _rows(upload: Upload, found: Mapping[str, Any], numbers: list[int]) -> list[MendRow]:
    came, edits = rows_of(upload, set(numbers)), edits_of(upload)
    titles = _map_of(upload, found).columns.get("title", ())
    rows = []
    for number in numbers:
        now = {**came.get(number, {}), **edits.get(number, {})}
        faults = [one for one in found["refusals"] if one["row"] == number]
        offered = cells_to_mend(found, number, now) if number in came else []
        of_column = {one["column"]: one for one in faults}
        is_whole = is_whole_row(faults)
        cells = tuple(
            MendCell(
                name=f"cell-{number}-{found['header'].index(name)}",
                column=name,
                value=now.get(name, ""),
                fault="" if is_whole else of_column[name]["message"],
                suggestion="" if is_whole else of_column[name]["suggestion"],
            )
            for name in offered
        )
        told = tuple(one["message"] for one in faults if is_whole or one["column"] not in offered)
        title = next((now[name] for name in titles if now.get(name)), "")
        rows.append(MendRow(number, title[:60], cells, told, is_whole))
    return rows


def _map_of(upload: Upload, found: Mapping[str, Any]) -> ImportMap:
    return map_by(upload.told["map"]) if upload.told["map"] else fitting_map(found["header"])


def _save(request: HttpRequest, now: Any, upload: Upload, found: dict[str, Any]) -> HttpResponse:
    """Keep every changed cell first, so that nothing typed is lost, then check these rows."""
    asked = {int(number) for number in request.POST.getlist("row") if number.isdecimal() and len(number) < 9}
    numbers = [number for number in rows_to_mend(found) if number in asked][:ROWS_A_PAGE]
    came = rows_of(upload, set(numbers))
    typed = {
        row.number: changes
        for row in _rows(upload, found, numbers)
        if (changes := _changes(request, row, found, came.get(row.number, {})))
    }
    page = request.POST.get("page", "1")
    again = f"{reverse('office:import_mend', args=[upload.token])}?page={page if page.isdecimal() else 1}"
    if not typed:
        messages.info(request, "没有改动。")
        return HttpResponseRedirect(again)
    note_edits(upload, typed)
    seen = seen_of(upload)
    result = rechecked(
        found=found,
        rows={number: came[number] for number in typed},
        edits=edits_of(upload),
        seen=seen,
        mapping=_map_of(upload, found),
        ground=ground_on(now.today),
    )
    note_seen(upload, seen)
    note_result(upload, result)
    done = found["refused_rows"] - result["refused_rows"]
    messages.success(
        request, f"已保存 {len(typed)} 行，{done} 行改好了，还有 {result['refused_rows']} 行有问题。"
    )
    if not result["refusals"] and result["refused_rows"]:
        return check(now, upload)  # more faults than were listed: look for the rest
    return HttpResponseRedirect(again)


def _changes(
    request: HttpRequest, row: MendRow, found: Mapping[str, Any], came: Mapping[str, str]
) -> dict[str, str]:
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
        rest = {name: came.get(name, "") for name in found["header"] if name}
        return {**rest, **shown, **changed}
    return changed


urls = [path("imports/<str:token>/mend/", mend, name="import_mend")]
