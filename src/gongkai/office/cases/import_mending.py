"""The grid for imported cases: bad cells are mended in the page and kept, then the table is checked once more."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from gongkai.cases.importing.mapping import fitting_map, map_by
from gongkai.files.waiting import note_edits, result_of
from gongkai.office.cases.import_checking import check, mine
from gongkai.office.mending_grid import Grid, page_asked
from gongkai.office.standing import staff_required


@staff_required
@require_http_methods(["GET", "POST"])
def mend(request: HttpRequest, token: str) -> HttpResponse:
    now, upload = mine(request, token)
    found = result_of(upload)
    if found is None or found["fault"] or "run" in upload.told:
        raise Http404
    back, here = (reverse(f"office:{name}", args=[token]) for name in ("case_import", "case_import_mend"))
    named = upload.told["map"]
    mapping = map_by(named) if named else fitting_map(tuple(found["header"]), upload.told["kind"])
    grid = Grid(upload, found, mapping.columns.get("title", ()))
    if request.method != "POST":
        page = grid.page(request.GET.get("page"))
        if not page.object_list:
            return HttpResponseRedirect(back)
        return render(request, "office/imports/mend.html", grid.shown(page, back))
    typed = grid.typed(request)
    if not typed:
        messages.info(request, "没有改动。")
        return HttpResponseRedirect(f"{here}?page={page_asked(request)}")
    note_edits(upload, typed)
    answer = check(now, upload)
    if again := result_of(upload):  # a large table is being checked by a job, whose page says the rest
        left, done = again["refused_rows"], found["refused_rows"] - again["refused_rows"]
        messages.success(request, f"已保存 {len(typed)} 行，{max(done, 0)} 行改好了，还有 {left} 行有问题。")
        return HttpResponseRedirect(f"{here}?page={page_asked(request)}" if left else back)
    return answer


urls = [path("cases/imports/<str:token>/mend/", mend, name="case_import_mend")]
