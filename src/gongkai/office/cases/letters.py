"""Letters of a case to fetch as Word or PDF."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from gongkai.cases.queries.desk import letter_for
from gongkai.office.cases.doors import admitted
from gongkai.office.cases.page import WHO_READS, download
from gongkai.office.standing import forbidden, staff_required

FORMS = {"word": "docx", "pdf": "pdf"}


@staff_required
@require_safe
def letter(request: HttpRequest, case_id: int, key: str, form: str) -> HttpResponse:
    found = letter_for(admitted(request).standing, case_id, key)
    if found is None:
        raise Http404
    row, may_open = found
    stored = {"word": row.word, "pdf": row.pdf}.get(form)
    if stored is None:
        raise Http404
    if not may_open:
        return forbidden(request, f"文书上有来件人的姓名，{WHO_READS}")
    name = f"{row.number.replace('/', '-')}.{FORMS[form]}"
    return download(stored.digest, name, stored.media_type)


urls = [path("cases/<int:case_id>/letters/<str:key>/<slug:form>/", letter, name="case_letter")]
