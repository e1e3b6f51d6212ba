"""The grid for imported cases: bad cells are mended in the page and kept, then the table is checked once more."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from gongkai.cases.importing.mapping import fitting_map, map_by
from gongkai.files.waiting import note_edits, result_of
from gongkai.office.cases.import_checking import CASES, check
from gongkai.office.mending_grid import Grid, same_page, tell_saved
from gongkai.office.standing import staff_required


@staff_required
@require_http_methods(["GET", "POST"])
def mend(request: HttpRequest, token: str) -> HttpResponse:
    now, upload, found = CASES.mine_checked(request, token)
    if found["fault"] or "run" in upload.told:
        raise Http404
    back, here = CASES.url("import", token), CASES.url("import_mend", token)
    named = upload.told["map"]
    mapping = map_by(named) if named else fitting_map(tuple(found["header"]), upload.told["kind"])
    grid = Grid(upload, found, mapping.columns.get("title", ()))
    if request.method != "POST":
        return grid.page(request, back=back)
    typed = grid.typed(request)
    if not typed:
        messages.info(request, "没有改动。")
        return same_page(request, here)
    note_edits(upload, typed)
    answer = check(now, upload)
    if again := result_of(upload):  # a large table is being checked by a job, whose page says the rest
        left, mended = again["refused_rows"], found["refused_rows"] - again["refused_rows"]
        tell_saved(request, rows=len(typed), mended=max(mended, 0), left=left)
        return same_page(request, here) if left else HttpResponseRedirect(back)
    return answer


urls = [path("cases/imports/<str:token>/mend/", mend, name="case_import_mend")]
