"""One act of a case on its own page: its form, a look at what follows, and what happens when the case has moved on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from gongkai.cases.actions.acting import act as do_act
from gongkai.cases.actions.rehearsing import Rehearsed, rehearse
from gongkai.cases.actions.sharing import save_draft
from gongkai.cases.declaring import Act
from gongkai.cases.queries.desk import ActPage, act_page, shown_values
from gongkai.cases.refusals import CaseRefused, NotAllowed, NotFilled, TooLate
from gongkai.components.dates import moment as moment_words
from gongkai.documents.letters import templates
from gongkai.office.cases.asked_form import AskedForm, outcomes_of
from gongkai.office.cases.doors import admitted, case_url, due_of
from gongkai.office.cases.outcome_groups import OutcomeGroup, grouped
from gongkai.office.cases.presence import presence_at
from gongkai.office.cases.uploads import KEPT, Kept, as_sent, keep, kept_before
from gongkai.office.standing import Moment, forbidden, staff_required
from gongkai.units.queries import open_units

NOT_CARRIED = ("csrfmiddlewaretoken", "confirmed", "go", KEPT)


@dataclass(frozen=True)
class Work:
    """One request for one act: who, what, and the form with the files that came along."""

    moment: Moment
    page: ActPage
    step: Act
    form: AskedForm
    files: list[Kept]

    @property
    def here(self) -> str:
        return reverse("office:case_act", args=[self.page.case.pk, self.step.act])


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, case_id: int, act: str) -> HttpResponse:
    """POST does it; `go` says otherwise: draft keeps it, preview shows what would follow. htmx only keeps the draft."""
    moment = admitted(request)
    page = act_page(moment.standing, case_id, act, today=moment.today)
    if page is None:
        raise Http404
    step = _step(page, act)
    if page.choice is None and act_is_of_state(page, act):
        return forbidden(request, f"{step.label}由别的岗位办理。")
    if request.method != "POST":
        if page.choice is None:
            return _moved_on(request, moment, page, step)
        return _show(request, _fresh(request, moment, page, step))
    work = _sent(request, moment, page, step)
    if request.headers.get("HX-Request"):
        return _autosaved(work)
    if request.POST.get("go") == "draft":
        return _kept_as_draft(request, work)
    return _carry_out(request, work)


def _step(page: ActPage, act: str) -> Act:
    """The declared act from the case's state; from elsewhere, its first declaration."""
    fitting = [one for one in page.kind.transitions if one.act == act]
    return next((one for one in fitting if page.case.state in one.sources), fitting[0])


def act_is_of_state(page: ActPage, act: str) -> bool:
    return any(one.act == act and page.case.state in one.sources for one in page.kind.transitions)


# ---- the form --------------------------------------------------------------------------------------------


def _form(page: ActPage, step: Act, *args: Any, **kwargs: Any) -> AskedForm:
    wants_unit = any(one.type == "unit" for one in step.fields)
    units = list(open_units().order_by("name", "id").values_list("id", "name")) if wants_unit else []
    return AskedForm(
        step.fields, *args, outcomes=outcomes_of(page.kind, step.outcomes), units=units, **kwargs
    )


def _fresh(request: HttpRequest, moment: Moment, page: ActPage, step: Act) -> Work:
    """Empty, today's date where a date is asked for; or as the person left it."""
    initial: dict[str, Any] = {one.key: moment.today.isoformat() for one in step.fields if one.type == "date"}
    if step.outcomes and page.case.outcome in step.outcomes:
        initial["outcome"] = page.case.outcome
    initial |= _from_last_time(page, step)
    if request.GET.get("fresh") != "1":
        initial |= page.draft
    return Work(moment, page, step, _form(page, step, initial=initial), [])


def _from_last_time(page: ActPage, step: Act) -> dict[str, Any]:
    """What was written for the same act before it was returned: it is mended, not written anew."""
    before = page.facts.last(step.act)
    if before is None or step.clock or not step.outcomes:
        return {}
    return {one.key: before.values[one.key] for one in step.fields if one.key in before.values}


def _sent(request: HttpRequest, moment: Moment, page: ActPage, step: Act) -> Work:
    form = _form(page, step, request.POST, request.FILES)
    files = kept_before(request, moment)
    form.is_valid()
    for key in form.file_keys:
        new, refused = keep(form.cleaned_data.get(key) or [], moment)
        files += new
        for words in refused:
            form.add_error(key, words)
    return Work(moment, page, step, form, files)


def _show(
    request: HttpRequest, work: Work, *, status: int = 200, seen: Rehearsed | None = None
) -> HttpResponse:
    page, step = work.page, work.step
    shown = {
        "p": page,
        "step": step,
        "form": work.form,
        "due": due_of(page.line),
        "groups": _groups(work),
        "files": work.files,
        "presence": presence_at(request, page.case.pk, "editing"),
        "revision": page.case.revision,
        "resumed": page.draft_at if not work.form.is_bound and request.GET.get("fresh") != "1" else None,
        "here": work.here,
        "back": case_url(page.case.pk),
        "document": templates()[step.document].label if step.document in templates() else "",
        "seen": seen,
        "state": page.kind.state(seen.state) if seen else None,
        "why_not": page.choice.why_not if page.choice else "",
        "has_form": bool(work.form.fields),
    }
    return render(request, "office/cases/act.html", shown, status=status)


def _groups(work: Work) -> list[OutcomeGroup]:
    if not work.step.outcomes:
        return []
    chosen = str(work.form["outcome"].value() or "")
    return grouped(outcomes_of(work.page.kind, work.step.outcomes), chosen)


# ---- keeping ---------------------------------------------------------------------------------------------


def _save(work: Work) -> None:
    save_draft(
        case_id=work.page.case.pk,
        act=work.step.act,
        values=work.form.sent(),
        by=work.moment.standing,
        at=work.moment.at,
    )


def _autosaved(work: Work) -> HttpResponse:
    try:
        _save(work)
    except CaseRefused as refusal:
        return HttpResponse(f"还没存上：{refusal}", status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        f"草稿已保存 {localtime(work.moment.at):%H:%M:%S}", content_type="text/plain; charset=utf-8"
    )


def _kept_as_draft(request: HttpRequest, work: Work) -> HttpResponse:
    try:
        _save(work)
    except NotAllowed as refusal:
        return forbidden(request, str(refusal))
    words = "草稿已保存，下次打开接着写。"
    messages.success(request, f"{words}选的文件要到办理的时候再选。" if work.files else words)
    return HttpResponseRedirect(work.here)


# ---- doing -----------------------------------------------------------------------------------------------


def _revision(request: HttpRequest) -> int | None:
    given = request.POST.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def _carry_out(request: HttpRequest, work: Work) -> HttpResponse:
    if work.form.errors:
        return _show(request, work, status=422)
    told: dict[str, Any] = {
        "case_id": work.page.case.pk,
        "act": work.step.act,
        "values": work.form.sent(),
        "files": as_sent(work.files),
        "by": work.moment.standing,
        "at": work.moment.at,
        "revision": _revision(request),
    }
    try:
        if request.POST.get("go") == "preview":
            return _show(request, work, seen=rehearse(**told))
        if work.step.final_word and request.POST.get("confirmed") != "1":
            return _ask_first(request, work, rehearse(**told))
        do_act(**told)
    except NotAllowed as refusal:
        return forbidden(request, str(refusal))
    except NotFilled as refusal:
        work.form.take(refusal)
        return _show(request, work, status=422)
    except TooLate as refusal:
        return _faster(request, work, str(refusal))
    except CaseRefused as refusal:
        work.form.add_error(None, str(refusal))
        return _show(request, work, status=422)
    messages.success(request, f"{work.step.label}：已登记。")
    return HttpResponseRedirect(case_url(work.page.case.pk))


def _ask_first(request: HttpRequest, work: Work, seen: Rehearsed) -> HttpResponse:
    """The page that names the consequence. What was written is kept, so that the way back loses nothing."""
    _save(work)
    outcome = work.page.kind.outcome(str(work.form.sent().get("outcome", "")))
    values = shown_values(work.step.fields, work.form.sent())
    shown = {
        "p": work.page,
        "step": work.step,
        "seen": seen,
        "state": work.page.kind.state(seen.state),
        "values": ([("办理结果", outcome.label)] if outcome else []) + list(values),
        "hidden": [
            (name, value)
            for name, given in request.POST.lists()
            for value in given
            if name not in NOT_CARRIED
        ],
        "files": work.files,
        "document": templates()[work.step.document].label if work.step.document in templates() else "",
        "here": work.here,
    }
    return render(request, "office/cases/act_confirm.html", shown)


# ---- the case has moved on -------------------------------------------------------------------------------


def _faster(request: HttpRequest, work: Work, words: str) -> HttpResponse:
    """What the other did stands beside what this person wrote; theirs is kept as a draft."""
    _save(work)
    moment, case_id = work.moment, work.page.case.pk
    fresh = act_page(moment.standing, case_id, work.step.act, today=moment.today) or work.page
    values = shown_values(work.step.fields, work.form.sent())
    kept = "您的这一步没有办，写的内容都留着。" if values else "您的这一步没有办。"
    told = _overtaken(fresh, work.step, moment, words)
    if fresh.choice is not None:
        told["here"] = work.here
    return _told(request, fresh, work.step, moment, {**told, "mine": values, "kept": kept})


def _moved_on(request: HttpRequest, moment: Moment, page: ActPage, step: Act) -> HttpResponse:
    """An old link, or a page gone back to: nothing was sent, so nothing is said of it."""
    words = f"现在不能{step.label}：{_where(page)}"
    told = _overtaken(page, step, moment, words)
    return _told(request, page, step, moment, {**told, "mine": shown_values(step.fields, page.draft)})


def _told(
    request: HttpRequest, page: ActPage, step: Act, moment: Moment, told: Mapping[str, Any]
) -> HttpResponse:
    shown = {
        "p": page,
        "step": step,
        "me": moment.standing.user_id,
        "kept": "",
        "here": "",
        "back": case_url(page.case.pk),
        **told,
    }
    return render(request, "office/cases/moved_on.html", shown, status=409)


def _overtaken(page: ActPage, step: Act, moment: Moment, words: str) -> dict[str, Any]:
    """Who is ahead: oneself with this very step, oneself with another, or somebody else."""
    ahead = page.last[-1] if page.choice is not None and page.last else page.moved
    if ahead is None or ahead.by_id != moment.standing.user_id:
        return {"title": "有人先办了一步", "words": words, "done": "对方做了什么"}
    when = f"您在 {moment_words(ahead.at)} 已经办了“{ahead.label}”。"
    title = "您已经办过这一步" if ahead.act == step.act else "您已经办了别的一步"
    return {"title": title, "words": when + _where(page), "done": "最近办了什么"}


def _where(page: ActPage) -> str:
    return f"这件现在是“{page.kind.state(page.case.state).label}”。"


urls = [path("cases/<int:case_id>/act/<slug:act>/", act, name="case_act")]
