"""Following one's own case: number and query code, then its page, its papers, what one may do, and how content one is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.cases.actions.acting import act_as_citizen
from gongkai.cases.actions.letters import ask_for_files
from gongkai.cases.actions.proving import TooManyTries, prove
from gongkai.cases.actions.rating import rate
from gongkai.cases.actions.submitting import Sent
from gongkai.cases.declaring import Act
from gongkai.cases.granting import Grant, typed_number
from gongkai.cases.queries.citizen import CitizenCase, Moment, case_page, own_act, own_task
from gongkai.cases.queries.citizen_papers import Paper, download
from gongkai.cases.refusals import CaseRefused, NotFilled, WrongSecret
from gongkai.cases.rules.satisfaction import LEVELS
from gongkai.components import dates
from gongkai.components.parts import FileLine, Step
from gongkai.components.tags.forms import Problem
from gongkai.files.queries import open_passed
from gongkai.portal.cases import paths, uploads
from gongkai.portal.cases.answers import address_of, page, private, to
from gongkai.portal.cases.forms import AskedForm, sent_values
from gongkai.portal.cases.holding import Draft, forget, grant_of, keep_grant
from gongkai.portal.items import disposition

LONGEST_NUMBER, LONGEST_CODE = 60, 80


class EnquiryForm(forms.Form):
    """Both may be pasted; nothing tells which of the two was wrong."""

    number = forms.CharField(
        label="编号",
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "编号没有填", "max_length": "编号太长了，看看是不是抄多了"},
    )
    code = forms.CharField(
        label="查询码",
        max_length=LONGEST_CODE,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "查询码没有填", "max_length": "查询码太长了，看看是不是抄多了"},
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def enquire(request: HttpRequest) -> HttpResponseBase:
    """Opens a case. Being right begins a new session id, so that an id seen before opens nothing."""
    form = EnquiryForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _asking(request, form, status=422 if request.method == "POST" else 200)
    try:
        grant = prove(
            number=form.cleaned_data["number"],
            code=form.cleaned_data["code"],
            address=address_of(request),
            at=timezone.now(),
        )
    except TooManyTries as refusal:
        form.add_error(None, str(refusal))
        return _asking(request, form, status=429)
    except WrongSecret as refusal:
        form.add_error(None, str(refusal))
        return _asking(request, form, status=422)
    request.session.cycle_key()
    keep_grant(request.session, grant)
    return to(paths.case(grant.number))


def _asking(request: HttpRequest, form: EnquiryForm, *, number: str = "", status: int = 200) -> HttpResponse:
    if number and not form.is_bound:
        form = EnquiryForm(initial={"number": number})
    return page(request, "enquire", {"form": form, "back": "/"}, status=status)


@private
@require_safe
def state(request: HttpRequest, number: str) -> HttpResponseBase:
    """Where the case stands. Without a grant the enquiry with the number filled in, whether there is such a case or not."""
    found = _open(request, number)
    if found is None:
        return _asking(request, EnquiryForm(), number=typed_number(number))
    grant, case = found
    if not all(letter.is_ready for letter in case.letters):
        ask_for_files(number=grant.number, at=timezone.now())
    return page(request, "state", _state(case))


def _open(request: HttpRequest, number: str) -> tuple[Grant, CitizenCase] | None:
    grant = grant_of(request.session, typed_number(number))
    case = case_page(grant, today=timezone.localdate()) if grant else None
    return (grant, case) if grant and case else None


def _state(case: CitizenCase, **more: Any) -> dict[str, Any]:
    return {
        "case": case,
        "path": paths.case(case.number),
        "steps": [_step(one) for one in case.timeline],
        "letters": [_file(case, one) for one in case.letters if one.is_ready],
        "making": [one for one in case.letters if not one.is_ready],
        "files": [_file(case, one) for one in case.files if one.is_ready],
        "waiting": [one for one in case.files if not one.is_ready],
        "acts": [
            (act, act.own_words or act.label, paths.case(case.number, "do", act.act)) for act in case.acts
        ],
        "levels": [(len(LEVELS) - n, level.label) for n, level in enumerate(LEVELS)],
        "how": paths.how(case.kind.code) if case.kind.open_to_all else "",
        "problems": [],
        **more,
    }


def _step(one: Moment) -> Step:
    at = one.at or one.on
    words: Any = at
    if one.state == "todo" and one.on is not None:
        words = f"最迟 {dates.day_long(one.on)}"
    return Step(one.label, one.state, at=words, note=one.note)  # type: ignore[arg-type]


def _file(case: CitizenCase, one: Paper) -> FileLine:
    return FileLine(
        name=one.name,
        url=paths.case(case.number, "file", one.key),
        kind=one.kind,
        size=one.size,
        pages=one.pages,
        note=one.note,
    )


@private
@require_safe
def file(request: HttpRequest, number: str, key: str) -> HttpResponseBase:
    """A letter or an issued file, only as a download and only with the grant."""
    grant = grant_of(request.session, typed_number(number))
    if grant is None:
        return to(paths.case(number))
    found = download(grant, key)
    if found is None:
        raise Http404
    answer = FileResponse(open_passed(found.digest), content_type=found.media_type)
    answer["Content-Length"] = str(found.size)
    answer["Content-Disposition"] = disposition(found.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@private
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, number: str, act: str) -> HttpResponseBase:
    """What the applicant does themselves: correct, explain, withdraw. The page names what follows before the button."""
    grant = grant_of(request.session, typed_number(number))
    found = own_act(grant, act) if grant else None
    if grant is None or found is None:
        return to(paths.case(number))
    case, step = found
    asked = tuple(one for one in step.fields if one.key != step.dated)
    today = timezone.localdate()
    draft, problems, status = Draft(), [], 200
    form = AskedForm(asked, today=today)
    if request.method == "POST":
        sent = sent_values(asked, request.POST)
        refused = {
            one.key: uploads.take(draft, one.key, request.FILES.getlist(one.key), at=timezone.now())
            for one in asked
            if one.type == "files"
        }
        form = AskedForm(asked, today=today, sent=sent, more_problems=refused)
        if form.is_valid():
            problems = _done(case.pk, grant, step, form, draft)
            if not problems:
                return to(paths.case(number))
        status = 422
    context = {
        "case": case,
        "step": step,
        "label": step.own_words or step.label,
        "task": None if step.final_word else own_task(case),
        "form": form,
        "problems": problems,
        "back": paths.case(number),
        "has_files": any(one.type == "files" for one in asked),
        **uploads.TOLD,
    }
    return page(request, "act", context, status=status)


def _done(case_id: int, grant: Grant, step: Act, form: AskedForm, draft: Draft) -> list[Problem]:
    """Do it; what is wrong, in words."""
    try:
        act_as_citizen(
            case_id=case_id,
            code=grant.code,
            act=step.act,
            values=form.values,
            files=[Sent(one.file_id, one.name) for one in draft.files],
            at=timezone.now(),
        )
    except NotFilled as refusal:
        return [Problem(words, f"id_{key}") for key, words in refusal.problems.items()]
    except CaseRefused as refusal:
        return [Problem(str(refusal))]
    return []


@private
@require_POST
def evaluate(request: HttpRequest, number: str) -> HttpResponseBase:
    """好差评: never asked for twice, changed as often as one likes."""
    found = _open(request, number)
    if found is None:
        return to(paths.case(number))
    grant, case = found
    stars = request.POST.get("stars", "")
    try:
        rate(
            case_id=case.id,
            code=grant.code,
            stars=int(stars) if stars.isascii() and stars.isdigit() and len(stars) < 3 else 0,
            text=request.POST.get("text", "")[:500],
            at=timezone.now(),
        )
    except CaseRefused as refusal:
        problems = [Problem(str(refusal), "stars_0")]
        return page(request, "state", _state(case, problems=problems), status=422)
    return to(paths.case(number) + "#rated")


@private
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    """Close what was opened here; the next person at this screen sees nothing of it."""
    forget(request.session)
    if not request.user.is_authenticated:
        request.session.flush()
    return to(paths.CASE)
