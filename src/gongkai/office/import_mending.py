"""The import wizard's grid: bad cells are mended in the page, kept, and only their rows are checked again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from gongkai.disclosure.importing.maps import ImportMap, fitting_map, map_by
from gongkai.disclosure.importing.mending import rechecked
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
from gongkai.office.import_checking import ITEMS, check
from gongkai.office.mending_grid import Grid, same_page, tell_saved
from gongkai.office.standing import staff_required


@staff_required
@require_http_methods(["GET", "POST"])
def mend(request: HttpRequest, token: str) -> HttpResponse:
    now, upload, found = ITEMS.mine_checked(request, token)
    if found["fault"] or "run" in upload.told:
        raise Http404
    grid = Grid(upload, found, _map_of(upload, found).columns.get("title", ()))
    if request.method == "POST":
        return _save(request, now, grid)
    return grid.page(request, back=ITEMS.url("import", token))


def _map_of(upload: Upload, found: Mapping[str, Any]) -> ImportMap:
    return map_by(upload.told["map"]) if upload.told["map"] else fitting_map(found["header"])


def _save(request: HttpRequest, now: Any, grid: Grid) -> HttpResponse:
    """Keep every changed cell first, so that nothing typed is lost, then check these rows."""
    upload, found, typed = grid.upload, grid.found, grid.typed(request)
    here = ITEMS.url("import_mend", upload.token)
    if not typed:
        messages.info(request, "没有改动。")
        return same_page(request, here)
    note_edits(upload, typed)
    came, seen = rows_of(upload, set(typed)), seen_of(upload)
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
    left = result["refused_rows"]
    tell_saved(request, rows=len(typed), mended=found["refused_rows"] - left, left=left)
    if not result["refusals"] and left:
        return check(now, upload)  # more faults than were listed: look for the rest
    return same_page(request, here)


urls = [path("imports/<str:token>/mend/", mend, name="import_mend")]
