"""Taking in what came by counter, letter, fax or telephone: which kind, one page with all of it, and the receipt."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.cases.actions.submitting import enter
from gongkai.cases.declaring import CaseKind
from gongkai.cases.filling import fill
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.queries.objections import INDEX_NO, notice_meant, notice_problem
from gongkai.cases.refusals import CaseRefused, NotAllowed, NotFilled
from gongkai.cases.stored_choices import CHANNELS
from gongkai.components.parts import Link
from gongkai.disclosure.queries.filing import linkable
from gongkai.office.cases.asked_form import AskedForm
from gongkai.office.cases.doors import admitted, case_url, page_or_404
from gongkai.office.cases.kinds_offered import kinds_for, units_for
from gongkai.office.cases.receipts import keep_receipts, receipts_of
from gongkai.office.cases.uploads import Kept, as_sent, keep, kept_before
from gongkai.office.one_form import choice_field, day_field, text_field
from gongkai.office.standing import Moment, forbidden, staff_required

ONLY_CLERKS = "由承办人、政务公开办登记来件。要登记，找本单位的承办人。"

DATES_CHECKED = "dates_checked"


class ArrivalForm(forms.Form):
    """How and when it came: the same for every kind."""

    use_required_attribute = False

    unit = choice_field("承办单位")
    channel = choice_field("怎么来的", radio=True)
    arrived_on = day_field("到达的日期", help_text="来信、来件到这里的那天。")
    received_on = day_field(
        "收到之日",
        required=False,
        help_text="当面提交的填提交那天，挂号信、快递填签收那天。平信、传真来的留空，与对方确认以后再登记。",
    )
    item = text_field("针对哪条公开信息", 200, required=False, help_text="写标题里的几个字，或者文号。")

    def __init__(self, *args: Any, kind: CaseKind, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(str(pk), name) for pk, name in units]
        self.fields["unit"].choices = offered  # type: ignore[attr-defined]
        channels = [(code, CHANNELS[code]) for code in kind.channels if code != "web"]
        self.fields["channel"].choices = channels  # type: ignore[attr-defined]
        if len(channels) == 1:
            self.fields["channel"].initial = channels[0][0]
        if not kind.about_item:
            del self.fields["item"]
        if not kind.receive_act:
            # It counts from the day on which it arrived: nothing to confirm.
            del self.fields["received_on"]
        if DATES_CHECKED in self.data:
            self.ask_dates()

    def ask_dates(self) -> None:
        """The date lies so far back that the year may be mistyped: one more tick, below the dates."""
        self.fields[DATES_CHECKED] = forms.BooleanField(label="确认日期无误", required=False)
        self.order_fields(["unit", "channel", "arrived_on", "received_on", DATES_CHECKED, "item"])

    @property
    def day_of_receipt(self) -> date | None:
        if "received_on" not in self.fields:
            return self.cleaned_data["arrived_on"]  # type: ignore[no-any-return]
        return self.cleaned_data["received_on"]  # type: ignore[no-any-return]


@staff_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """What kind of thing came."""
    moment = admitted(request)
    kinds = kinds_for(moment.standing)
    if not kinds:
        return forbidden(request, ONLY_CLERKS)
    links = [
        Link(kind.label, reverse("office:case_enter", args=[kind.code]), note=kind.summary) for kind in kinds
    ]
    return render(request, "office/cases/choose.html", {"links": links, "back": reverse("office:cases")})


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter_case(request: HttpRequest, kind: str) -> HttpResponse:
    """All fields of the kind on one page, in groups."""
    moment = admitted(request)
    if kind not in CASE_KINDS:
        raise Http404
    declared = CASE_KINDS[kind]
    units = units_for(moment.standing, declared)
    if not units:
        return forbidden(request, ONLY_CLERKS)
    if request.method != "POST":
        initial = {"arrived_on": moment.today, "unit": str(units[0][0]) if len(units) == 1 else ""}
        return _show(
            request,
            declared,
            ArrivalForm(kind=declared, units=units, initial=initial),
            _asked(declared, units),
            [],
        )
    arrival = ArrivalForm(request.POST, kind=declared, units=units)
    asked = _asked(declared, units, request.POST, request.FILES)
    files = kept_before(request, moment)
    asked.is_valid()
    for key in asked.file_keys or ["files"]:
        uploads: Any = asked.cleaned_data.get(key) or request.FILES.getlist(key)
        new, refused = keep(uploads, moment)
        files += new
        for words in refused:
            asked.add_error(key if key in asked.fields else None, words)
    return _enter(request, moment, declared, arrival, asked, files)


def _asked(declared: CaseKind, units: list[tuple[int, str]], *args: Any) -> AskedForm:
    return AskedForm(declared.fields, *args, units=units)


def _enter(
    request: HttpRequest,
    moment: Moment,
    declared: CaseKind,
    arrival: ArrivalForm,
    asked: AskedForm,
    files: list[Kept],
) -> HttpResponse:
    if not arrival.is_valid():
        _look_at_fields(declared, asked, moment)
        return _show(request, declared, arrival, asked, files, status=422)
    item_id = _item_of(moment, arrival) or _notice_of(declared, arrival, asked)
    if asked.errors or arrival.errors:
        return _show(request, declared, arrival, asked, files, status=422)
    try:
        receipt = enter(
            kind=declared.code,
            unit_id=int(arrival.cleaned_data["unit"]),
            values=asked.sent(),
            channel=arrival.cleaned_data["channel"],
            arrived_on=arrival.cleaned_data["arrived_on"],
            received_on=arrival.day_of_receipt,
            files=as_sent(files),
            item_id=item_id,
            dates_checked=arrival.cleaned_data.get(DATES_CHECKED, False),
            by=moment.standing,
            at=moment.at,
        )
    except NotAllowed as refusal:
        return forbidden(request, str(refusal))
    except NotFilled as refusal:
        if DATES_CHECKED in refusal.problems:
            arrival.ask_dates()
        for key, words in refusal.problems.items():
            if key in arrival.fields:
                arrival.add_error(key, words)
            else:
                asked.add_error(key if key in asked.fields else None, words)
        return _show(request, declared, arrival, asked, files, status=422)
    except CaseRefused as refusal:
        arrival.add_error(None, str(refusal))
        return _show(request, declared, arrival, asked, files, status=422)
    keep_receipts(request, receipt.case_id, [receipt])
    messages.success(request, f"已登记，编号 {receipt.number}。")
    return HttpResponseRedirect(reverse("office:case_receipt", args=[receipt.case_id]))


def _look_at_fields(declared: CaseKind, asked: AskedForm, moment: Moment) -> None:
    """All that is missing at once, not one group after the other."""
    asked.take(NotFilled(fill(declared.fields, asked.sent(), today=moment.today)[1]))


def _item_of(moment: Moment, arrival: ArrivalForm) -> int | None:
    """The one item that the words mean; else the form says how many they could mean."""
    words = arrival.cleaned_data.get("item", "")
    if not words:
        return None
    found = linkable(moment.standing, words, limit=6)
    if len(found) == 1:
        return found[0][0]
    if not found:
        arrival.add_error("item", f"没有找到“{words}”，换几个字，或者空着")
    else:
        titles = "、".join(f"“{title}”" for _, title in found[:5])
        arrival.add_error("item", f"不止一条：{titles}，写得再具体些")
    return None


def _notice_of(declared: CaseKind, arrival: ArrivalForm, asked: AskedForm) -> int | None:
    """The notice whose number or title the letter names, where the clerk has searched for none."""
    typed = str(asked.sent().get(INDEX_NO) or "").strip() if declared.holds_item else ""
    if not typed or arrival.cleaned_data.get("item"):
        return None
    if words := notice_problem(typed):
        asked.add_error(INDEX_NO, words)
    found = notice_meant(typed)
    return found.id if found else None


def _show(
    request: HttpRequest,
    declared: CaseKind,
    arrival: ArrivalForm,
    asked: AskedForm,
    files: list[Kept],
    *,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "kind": declared,
        "form": arrival,
        "asked": asked,
        "groups": [(page, [asked[field.key] for field in page.fields]) for page in declared.pages],
        "more_files": not asked.file_keys,
        "files": files,
        "back": reverse("office:case_new"),
    }
    return render(request, "office/cases/enter.html", shown, status=status)


@staff_required
@require_safe
def receipt(request: HttpRequest, case_id: int) -> HttpResponse:
    """Number and query code to hand over, for printing. The code is kept nowhere in the clear: half an hour, then never."""
    page = page_or_404(request, case_id)
    shown = {
        "c": page,
        "receipts": receipts_of(request, case_id),
        "back": case_url(case_id),
        "counts": page.kind.counts_words,
    }
    return render(request, "office/cases/receipt.html", shown)


urls = [
    path("cases/new/", choose, name="case_new"),
    path("cases/new/<slug:kind>/", enter_case, name="case_enter"),
    path("cases/<int:case_id>/receipt/", receipt, name="case_receipt"),
]
