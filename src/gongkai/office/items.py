"""Filing: choose the kind, write, save as one goes, attach, send to review; lists of items."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.disclosure.actions import drafting, reviewing
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.actions.refusals import Incomplete, ItemRefused, NotAllowed, StaleDraft
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.queries.filing import DraftFacts, draft_of, filing_units
from gongkai.disclosure.queries.office import is_filer
from gongkai.disclosure.queries.screening import found_in
from gongkai.files.checking import FileRefused
from gongkai.files.word import read_word_upload
from gongkai.office.attachments import file_lines, stream_of
from gongkai.office.findings import is_settling, pressed, settle_pressed
from gongkai.office.item_form import ItemForm, initial_of, problems_from
from gongkai.office.presence import presence_of
from gongkai.office.standing import Moment, carry_out, forbidden, moment_of, needs, staff_required
from gongkai.text.differing import differences
from gongkai.text.html_text import html_to_text

# An autosave of one's own that crosses with pressing the button is no stranger's change.
OWN_CROSSING = timedelta(seconds=15)
ONLY_FILERS = "由信息员、承办人填报。要填报，找本单位的信息员。"


class NewForm(forms.Form):
    kind = forms.ChoiceField(
        label="信息种类",
        widget=forms.RadioSelect,
        error_messages={"required": "选一个信息种类", "invalid_choice": "从列出的种类里选一个"},
    )
    unit = forms.ChoiceField(label="填报单位", error_messages={"required": "选填报单位"})
    word = forms.FileField(
        label="从 Word 文件新建",
        required=False,
        help_text="选一个 .docx 文件，标题、文号、日期和正文会自动填好；不选就从空白写起。",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        error_messages={"empty": "这个文件是空的，0 个字节。重新选择。"},
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.code, f"{kind.label}：{kind.summary}") for kind in ITEM_KINDS.values()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["unit"].choices = [(str(pk), name) for pk, name in units]  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].initial = str(units[0][0])
            self.fields["unit"].widget = forms.HiddenInput()


@staff_required
@needs(is_filer, ONLY_FILERS)
@require_http_methods(["GET", "POST"])
def item_new(request: HttpRequest) -> HttpResponse:
    """One page: what kind it is, and the Word file if there is one."""
    moment = moment_of(request)
    units = filing_units(moment.standing, moment.today)
    if not units:
        return forbidden(request, ONLY_FILERS)
    form = NewForm(request.POST or None, request.FILES or None, units=units)
    if len(units) == 1 and form.is_bound:
        form.data = {**form.data.dict(), "unit": str(units[0][0])}  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            content = _content_of(form.cleaned_data["word"])
            item_id = drafting.begin_draft(
                unit_id=int(form.cleaned_data["unit"]),
                kind=form.cleaned_data["kind"],
                content=content,
                by=moment.standing,
                at=moment.at,
            )
        except NotAllowed as refusal:
            return forbidden(request, str(refusal))
        except FileRefused as refusal:
            form.add_error("word", str(refusal))
        except ItemRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if form.cleaned_data["word"]:
                messages.info(request, "已从 Word 文件读出，核对标题、文号、日期，选好栏目就能送审。")
            return HttpResponseRedirect(reverse("office:item_edit", args=[item_id]))
    return render(request, "office/items/new.html", {"form": form, "kinds": ITEM_KINDS.values()})


def _content_of(upload: UploadedFile | None) -> Content:
    """What the Word file says; empty without one. Raises FileRefused."""
    if upload is None:
        return Content("", "", {})
    read = read_word_upload(name=upload.name or "", stream=stream_of(upload))
    head: dict[str, Any] = {
        "doc_no": read.doc_no,
        "signed_on": read.signed_on,
        "secret_level": read.secret_level,
        "source_says_public": read.source_says_public,
        "attribute": read.attribute,
    }
    if read.issuer:
        head["issuer"] = read.issuer
    return Content(read.title, read.body_html, head)


def _draft_or_404(request: HttpRequest, item_id: int) -> DraftFacts:
    draft = draft_of(moment_of(request).standing, item_id)
    if draft is None:
        raise Http404
    return draft


@staff_required
@require_http_methods(["GET", "POST"])
def item_edit(request: HttpRequest, item_id: int) -> HttpResponse:
    """The editor. POST saves; `go` says what comes after: save, submit, decide, attach."""
    moment = moment_of(request)
    draft = _draft_or_404(request, item_id)
    if not draft.may_edit:
        return forbidden(request, "这份草稿现在不能改：已经送审，或者由填报单位的信息员、承办人改。")
    if request.method == "GET":
        return _editor(request, draft, _form(draft, moment))
    form = ItemForm(request.POST, kind=draft.kind, unit_id=draft.unit_id, today=moment.today)
    if not form.is_valid():
        return _autosaved_badly(request, form) or _editor(request, draft, form)
    try:
        revision = _save(draft, form, moment)
    except StaleDraft as stale:
        return _stale(request, draft, form, stale)
    except NotAllowed as refusal:
        return forbidden(request, str(refusal))
    except ItemRefused as refusal:
        form.add_error(None, str(refusal))
        return _autosaved_badly(request, form) or _editor(request, draft, form)
    if request.headers.get("HX-Request"):
        return _autosaved(moment, revision)
    return _after_saving(request, draft, moment)


def _form(draft: DraftFacts, moment: Moment) -> ItemForm:
    return ItemForm(initial=initial_of(draft), kind=draft.kind, unit_id=draft.unit_id, today=moment.today)


def _save(draft: DraftFacts, form: ItemForm, moment: Moment) -> int:
    revision = form.cleaned_data["revision"]
    crossing = (
        draft.revision == revision + 1
        and draft.saved_by_id == moment.standing.user_id
        and moment.at - draft.saved_at < OWN_CROSSING
    )
    return drafting.save_draft(
        item_id=draft.item_id,
        content=form.content(),
        revision=draft.revision if crossing else revision,
        by=moment.standing,
        at=moment.at,
    )


def _autosaved(moment: Moment, revision: int) -> HttpResponse:
    words = f"草稿已保存 {localtime(moment.at):%H:%M:%S}"
    return HttpResponse(
        render_to_string("office/items/autosaved.html", {"words": words, "revision": revision})
    )


def _autosaved_badly(request: HttpRequest, form: ItemForm) -> HttpResponse | None:
    if not request.headers.get("HX-Request"):
        return None
    words = "；".join(str(problem) for problems in form.errors.values() for problem in problems)
    return HttpResponse(f"还没存上：{words}", status=422, content_type="text/plain; charset=utf-8")


def _stale(request: HttpRequest, draft: DraftFacts, form: ItemForm, stale: StaleDraft) -> HttpResponse:
    """Both texts beside each other; what this person wrote stays in the form, saved only when pressed again."""
    if request.headers.get("HX-Request"):
        words = f"{stale} 按“保存草稿”看两份文字。"
        return HttpResponse(words, status=409, content_type="text/plain; charset=utf-8")
    fresh = _draft_or_404(request, draft.item_id)
    mine = form.content()
    form.data = {**form.data.dict(), "revision": str(stale.revision)}  # type: ignore[attr-defined]
    rows = differences(f"{fresh.title}\n{fresh.body_text}", f"{mine.title}\n{html_to_text(mine.body_html)}")
    return _editor(request, fresh, form, stale=str(stale), rows=rows, theirs=fresh, status=409)


def _editor(request: HttpRequest, draft: DraftFacts, form: ItemForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    page = {
        "draft": draft,
        "form": form,
        "files": file_lines(draft, removable=False),
        "presence": presence_of(request, draft.item_id, "editing"),
        "found": found_in(moment_of(request).standing, draft.item_id),
        "saved_words": f"{draft.saved_by}保存于 {localtime(draft.saved_at):%m月%d日 %H:%M}",
        **more,
    }
    return render(request, "office/items/edit.html", page, status=status)


def _after_saving(request: HttpRequest, draft: DraftFacts, moment: Moment) -> HttpResponse:
    here = reverse("office:item_edit", args=[draft.item_id])
    go = pressed(request)
    if go == "submit":
        return _submit(request, draft, moment)
    if is_settling(go):
        settle_pressed(request, draft.item_id)
        return HttpResponseRedirect(here + "#findings")
    if go in ("decide", "attach", "link"):
        return HttpResponseRedirect(reverse(f"office:item_{go}", args=[draft.item_id]))
    messages.success(request, "草稿已保存。")
    return HttpResponseRedirect(here)


def _submit(request: HttpRequest, draft: DraftFacts, moment: Moment) -> HttpResponse:
    try:
        reviewing.submit(item_id=draft.item_id, by=moment.standing, at=moment.at)
    except Incomplete as gaps:
        fresh = _draft_or_404(request, draft.item_id)
        form = _form(fresh, moment)
        return _editor(request, fresh, form, problems=problems_from(form, gaps.missing))
    except NotAllowed as refusal:
        return forbidden(request, str(refusal))
    except ItemRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("office:item_edit", args=[draft.item_id]) + "#findings")
    messages.success(request, "已送审。在下面看得到走到哪一步、由谁办。")
    return HttpResponseRedirect(reverse("office:desk", args=[draft.item_id]))


@staff_required
@require_POST
def item_abandon(request: HttpRequest, item_id: int) -> HttpResponse:
    moment = moment_of(request)
    _draft_or_404(request, item_id)
    return carry_out(
        request,
        lambda: drafting.abandon(
            item_id=item_id, reason=request.POST.get("reason", ""), by=moment.standing, at=moment.at
        ),
        done="草稿已作废，记录还在。",
        back=reverse("office:item_edit", args=[item_id]),
        to=reverse("office:home"),
    )


urls = [
    path("items/new/", item_new, name="item_new"),
    path("items/<int:item_id>/edit/", item_edit, name="item_edit"),
    path("items/<int:item_id>/abandon/", item_abandon, name="item_abandon"),
]
