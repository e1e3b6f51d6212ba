"""The import wizard's step for headings that no map knows: which of them is which of our columns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_http_methods

from gongkai.disclosure.actions.import_columns import remember_columns
from gongkai.disclosure.importing.trial import LABELS
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.policies import may_import
from gongkai.disclosure.queries.importing import remembered_columns
from gongkai.office.import_checking import ITEMS, ONLY_FILERS, check, with_columns
from gongkai.office.one_form import choice_field, offer
from gongkai.office.standing import forbidden, staff_required


class ColumnsForm(forms.Form):
    """Which heading of the file is which of our columns."""

    kind = choice_field("信息种类", [(k.code, k.label) for k in ITEM_KINDS.values()])

    def __init__(self, *args: Any, header: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for ours, (label, help_text) in LABELS.items():
            if ours != "kind":
                self.fields[ours] = choice_field(label, required=False, help_text=help_text)
                offer(self, ours, [(name, name) for name in header if name], empty="没有这一列")

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        if not filled.get("title") and not filled.get("text") and not filled.get("html"):
            raise forms.ValidationError("至少指出哪一列是标题，或者哪一列是正文。")
        return filled


@staff_required
@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, token: str) -> HttpResponse:
    """Say which heading is which column, then check anew; remembered for the unit and these headings."""
    now, upload, found = ITEMS.mine_checked(request, token)
    header, unit_id = found.get("header", []), upload.told["unit"]
    if not header:
        raise Http404
    if not may_import(now.standing, unit_id):
        return forbidden(request, ONLY_FILERS)
    known = remembered_columns(unit_id=unit_id, header=header)
    first = {"kind": known.kind, **known.columns} if known else _guessed(header)
    form = ColumnsForm(request.POST or None, header=header, initial=first)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["kind"]
        chosen = {ours: theirs for ours, theirs in form.cleaned_data.items() if theirs and ours != "kind"}
        remember_columns(
            unit_id=unit_id, header=header, columns=chosen, kind=kind, by=now.standing, at=now.at
        )
        return check(now, with_columns(upload, chosen, kind=kind, label="自己选的对照"))
    context = {"form": form, "back": ITEMS.url("import", token), "is_known": known is not None}
    return render(request, "office/imports/columns.html", context, status=422 if form.errors else 200)


def _guessed(header: list[str]) -> dict[str, str]:
    """Headings that bear one of our names, or hold it."""
    found = {"kind": "notice"}
    for ours, (label, _) in LABELS.items():
        near = [name for name in header if name and (name in (label, ours) or label in name)]
        if near:
            found[ours] = min(near, key=len)
    return found


urls = [path("imports/<str:token>/columns/", columns, name="import_columns")]
