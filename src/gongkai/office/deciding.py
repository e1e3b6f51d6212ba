"""The guided decision on 公开属性: one question a page in the order of the articles, no script needed."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from gongkai.disclosure.actions import drafting
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.actions.refusals import ItemRefused
from gongkai.disclosure.queries.filing import DraftFacts, draft_of
from gongkai.disclosure.queries.looking_back import similar_decisions
from gongkai.disclosure.rules import ATTRIBUTES, GROUNDS, GUIDED_QUESTIONS, Question, decide_attribute
from gongkai.office.standing import forbidden, moment_of, staff_required

_BY_CODE = {question.code: question for question in GUIDED_QUESTIONS}
_CODES = [question.code for question in GUIDED_QUESTIONS]


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="",
        choices=[("no", "不是，看下一个问题"), ("yes", "是")],
        widget=forms.RadioSelect,
        error_messages={"required": "选“是”或者“不是”"},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="不公开理由",
        max_length=500,
        min_length=5,
        help_text="随件一起报批，以后每年评估时要看。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "写明理由，至少 5 个字。",
            "min_length": "写明理由，至少 5 个字。",
            "max_length": "理由最多 500 个字。",
        },
    )


@dataclass(frozen=True)
class Outcome:
    """What the answers lead to. `question` is the one answered with yes, None when all were no."""

    attribute: str
    ground: str
    question: Question | None

    @property
    def label(self) -> str:
        return ATTRIBUTES[self.attribute]

    @property
    def ground_label(self) -> str:
        return GROUNDS.get(self.ground, "")


def _draft(request: HttpRequest, item_id: int) -> DraftFacts:
    draft = draft_of(moment_of(request).standing, item_id)
    if draft is None:
        raise Http404
    return draft


@staff_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, item_id: int, code: str = "") -> HttpResponse:
    """One question. Reaching it means that all before it were answered with no."""
    draft = _draft(request, item_id)
    if not draft.may_edit:
        return forbidden(request, "送审以后由审核人看公开属性；要改，让审核人退回。")
    code = code or _CODES[0]
    if code not in _BY_CODE:
        raise Http404
    at = _CODES.index(code)
    form = AnswerForm(request.POST or None)
    form.fields["answer"].label = _BY_CODE[code].text
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["answer"] == "yes":
            return HttpResponseRedirect(reverse("office:item_decided", args=[item_id, code]))
        if at + 1 < len(_CODES):
            return HttpResponseRedirect(reverse("office:item_decide_at", args=[item_id, _CODES[at + 1]]))
        return HttpResponseRedirect(reverse("office:item_decided", args=[item_id, "open"]))
    back = reverse("office:item_decide_at", args=[item_id, _CODES[at - 1]]) if at else _edit(item_id)
    page = {
        "draft": draft,
        "form": form,
        "question": _BY_CODE[code],
        "number": at + 1,
        "total": len(_CODES),
        "back": back,
    }
    return render(request, "office/items/decide.html", page)


def _edit(item_id: int) -> str:
    return reverse("office:item_edit", args=[item_id])


def outcome_of(code: str) -> Outcome:
    if code == "open":
        return Outcome("proactive", "", None)
    attribute, ground = decide_attribute({code: True})
    return Outcome(attribute, ground, _BY_CODE[code])


@staff_required
@require_http_methods(["GET", "POST"])
def decided(request: HttpRequest, item_id: int, code: str) -> HttpResponse:
    """What follows, by which article, how similar ones were decided; adopting it writes it into the draft."""
    draft = _draft(request, item_id)
    if not draft.may_edit:
        return forbidden(request, "送审以后由审核人看公开属性；要改，让审核人退回。")
    if code != "open" and code not in _BY_CODE:
        raise Http404
    outcome = outcome_of(code)
    withheld = outcome.attribute != "proactive"
    initial = {"reason": draft.head.get("attribute_reason") or ""}
    form = ReasonForm(request.POST or None, initial=initial) if withheld else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _adopt(request, draft, outcome, form.cleaned_data["reason"] if form else "")
        except ItemRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"公开属性已定为“{outcome.label}”。")
            return HttpResponseRedirect(_edit(item_id))
    page = {
        "draft": draft,
        "form": form,
        "outcome": outcome,
        "similar": similar_decisions(moment_of(request).standing, item_id),
        "back": reverse("office:item_decide_at", args=[item_id, code if code != "open" else _CODES[-1]]),
    }
    return render(request, "office/items/decided.html", page)


def _adopt(request: HttpRequest, draft: DraftFacts, outcome: Outcome, reason: str) -> None:
    moment = moment_of(request)
    head = {
        "attribute": outcome.attribute,
        "attribute_ground": outcome.ground,
        "attribute_reason": reason,
    }
    drafting.save_draft(
        item_id=draft.item_id,
        content=Content(draft.title, draft.body_html, head, draft.fields),
        revision=draft.revision,
        by=moment.standing,
        at=moment.at,
    )


urls = [
    path("items/<int:item_id>/decide/", decide, name="item_decide"),
    path("items/<int:item_id>/decide/<slug:code>/", decide, name="item_decide_at"),
    path("items/<int:item_id>/decided/<slug:code>/", decided, name="item_decided"),
]
