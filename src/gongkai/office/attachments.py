"""Files of a draft: add, take off, fetch."""

from __future__ import annotations

from typing import IO, Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from gongkai.components.parts import FileLine
from gongkai.disclosure.actions import drafting
from gongkai.disclosure.queries.filing import DraftFacts, draft_of
from gongkai.files.actions import store_upload
from gongkai.files.checking import FileRefused
from gongkai.files.rules import FILE_TYPES, safe_name
from gongkai.office.standing import carry_out, forbidden, moment_of, staff_required

MAX_AT_ONCE = 20


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files of one choice, each checked like a single one."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(ManyFilesField, self).clean(one, initial) for one in given[:MAX_AT_ONCE] or [None]]


class AttachForm(forms.Form):
    chosen = ManyFilesField(
        label="选择文件",
        help_text="Word、Excel、PDF、OFD、图片，一次可以选几个，每个 50 MB 以内。",
        widget=ManyFiles(attrs={"multiple": True}),
        error_messages={"required": "先选择文件", "empty": "有一个文件是空的，0 个字节。重新选择。"},
    )


def file_lines(draft: DraftFacts, *, removable: bool) -> list[FileLine]:
    return [
        FileLine(
            one.name,
            reverse("office:item_file", args=[draft.item_id, one.key]),
            FILE_TYPES[one.extension].label if one.extension in FILE_TYPES else one.extension,
            one.size,
            one.pages,
            delete_url=reverse("office:item_detach", args=[draft.item_id, one.attachment_id])
            if removable
            else "",
            view_url=reverse("office:file_view", args=[draft.item_id, one.key]),
        )
        for one in draft.files
    ]


def _editable(request: HttpRequest, item_id: int) -> DraftFacts | None:
    draft = draft_of(moment_of(request).standing, item_id)
    if draft is None:
        raise Http404
    return draft if draft.may_edit else None


def stream_of(upload: UploadedFile[bytes]) -> IO[bytes]:
    """An upload's content; Django types it as if there could be none."""
    if upload.file is None:
        raise FileRefused("没有收到文件，重新选择。")
    return upload.file


@staff_required
@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, item_id: int) -> HttpResponse:
    """Add files to a draft. Good ones are kept even when another of the same choice is refused."""
    draft = _editable(request, item_id)
    if draft is None:
        return forbidden(request, "送审以后不能再改附件；要改，让审核人退回。")
    form = AttachForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = AttachForm(request.POST, request.FILES)
        if form.is_valid():
            refused = [words for one in form.cleaned_data["chosen"] if (words := _keep(request, draft, one))]
            if not refused:
                messages.success(request, "附件已添加。")
                return HttpResponseRedirect(reverse("office:item_attach", args=[item_id]))
            for words in refused:
                form.add_error("chosen", words)
            draft = _editable(request, item_id) or draft
    page = {"draft": draft, "form": form, "files": file_lines(draft, removable=True)}
    return render(request, "office/items/attach.html", page)


def _keep(request: HttpRequest, draft: DraftFacts, upload: UploadedFile) -> str:
    """Why the file was refused; empty when it is kept."""
    moment = moment_of(request)
    name = safe_name(upload.name or "附件")
    try:
        kept = store_upload(name=name, stream=stream_of(upload), by=moment.standing.actor(), at=moment.at)
    except FileRefused as refusal:
        return str(refusal)
    drafting.attach(item_id=draft.item_id, file_id=kept.pk, name=name, by=moment.standing, at=moment.at)
    return ""


@staff_required
@require_http_methods(["GET", "POST"])
def detach(request: HttpRequest, item_id: int, attachment_id: int) -> HttpResponse:
    draft = _editable(request, item_id)
    if draft is None:
        return forbidden(request, "送审以后不能再改附件；要改，让审核人退回。")
    one = next((f for f in draft.files if f.attachment_id == attachment_id), None)
    if one is None:
        raise Http404
    back = reverse("office:item_attach", args=[item_id])
    if request.method == "GET":
        return render(request, "office/items/detach.html", {"file": one, "draft": draft, "back": back})
    moment = moment_of(request)
    return carry_out(
        request,
        lambda: drafting.detach(attachment_id=attachment_id, by=moment.standing, at=moment.at),
        done="附件已移除。",
        back=back,
    )


urls = [
    path("items/<int:item_id>/attach/", attach, name="item_attach"),
    path("items/<int:item_id>/attach/<int:attachment_id>/remove/", detach, name="item_detach"),
]
