"""The review desk: read, compare, comment, pass or return; side paths; calling back."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.timezone import get_current_timezone, make_aware
from django.views.decorators.http import require_POST, require_safe

from gongkai.accounts.policies import may_read_ledger
from gongkai.disclosure.actions import reviewing, side_paths
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed
from gongkai.disclosure.queries.desk import DeskFacts
from gongkai.disclosure.queries.filing import file_by_key
from gongkai.disclosure.queries.looking_back import compare_versions, responsibility
from gongkai.files.queries import open_passed
from gongkai.office.desk_page import answer_form, desk_or_404, desk_page, due_of_desk, route_of
from gongkai.office.review_forms import CommentForm, PassForm, ReturnForm, SidePathForm
from gongkai.office.standing import carry_out, forbidden, moment_of, staff_required
from gongkai.text.html_text import html_to_text


@staff_required
@require_safe
def desk(request: HttpRequest, item_id: int) -> HttpResponse:
    """One screen: the text with what changed, and at its side the route, what must be settled, the decision."""
    facts = desk_or_404(request, item_id)
    answer = desk_page(request, facts)
    reviewing.mark_seen(item_id=item_id, by=moment_of(request).standing, at=moment_of(request).at)
    return answer


@staff_required
@require_safe
def peek(request: HttpRequest, item_id: int) -> HttpResponse:
    """What the inbox shows beside its list: enough to know what it is about and what stands in the way."""
    facts = desk_or_404(request, item_id)
    page = {
        "d": facts,
        "route": route_of(facts),
        "due": due_of_desk(facts),
        "beginning": html_to_text(facts.body_html)[:240],
        "last": next((step for step in reversed(facts.steps) if step.comment), None),
    }
    return render(request, "office/review/peek.html", page)


# ---- acts ----------------------------------------------------------------------------------------------


def _desk_url(item_id: int) -> str:
    return reverse("office:desk", args=[item_id])


@staff_required
@require_POST
def pass_step(request: HttpRequest, item_id: int, step_id: int) -> HttpResponse:
    moment = moment_of(request)
    facts = desk_or_404(request, item_id)
    form = PassForm(request.POST, auto_id="pass_%s")
    if not form.is_valid():
        return desk_page(request, facts, status=422, pass_form=form, form=form)
    _own_step(facts, step_id)
    at_time = form.cleaned_data["publish_at"]
    if at_time is not None and at_time.tzinfo is None:
        at_time = make_aware(at_time, get_current_timezone())
    if at_time is not None and at_time <= moment.at:
        form.add_error("publish_at", "这个时间已经过了；现在公开就不填。")
        return desk_page(request, facts, status=422, pass_form=form, form=form)
    try:
        state = reviewing.pass_step(
            step_id=step_id,
            comment=form.cleaned_data["comment"],
            publish_at=at_time,
            by=moment.standing,
            at=moment.at,
        )
    except NotAllowed as refusal:
        return forbidden(request, str(refusal))
    except ItemRefused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_desk_url(item_id))
    messages.success(request, _passed_words(state))
    return HttpResponseRedirect(_desk_url(item_id))


def _passed_words(state: str) -> str:
    return {
        "published": "已公开，公众现在看得到。",
        "approved": "审核完毕，到时间自动公开。",
        "kept": "已存档，不公开。",
    }.get(state, "已通过，到了下一步。")


def _own_step(facts: DeskFacts, step_id: int) -> None:
    """The step of the address belongs to the item of the address."""
    if step_id not in {step.id for step in facts.steps}:
        raise Http404


@staff_required
@require_POST
def return_step(request: HttpRequest, item_id: int, step_id: int) -> HttpResponse:
    moment = moment_of(request)
    facts = desk_or_404(request, item_id)
    _own_step(facts, step_id)
    form = ReturnForm(request.POST, steps=facts.earlier, auto_id="return_%s")
    if not form.is_valid():
        return desk_page(request, facts, status=422, return_form=form, form=form)
    return carry_out(
        request,
        lambda: reviewing.return_item(
            step_id=step_id,
            to_no=form.cleaned_data["to_no"],
            reason=form.cleaned_data["reason"],
            by=moment.standing,
            at=moment.at,
        ),
        done="已退回，对方看得到理由。",
        back=_desk_url(item_id),
    )


@staff_required
@require_POST
def comment(request: HttpRequest, item_id: int) -> HttpResponse:
    moment = moment_of(request)
    facts = desk_or_404(request, item_id)
    form = CommentForm(request.POST, auto_id="comment_%s")
    if not form.is_valid():
        return desk_page(request, facts, status=422, comment_form=form, form=form)
    return carry_out(
        request,
        lambda: reviewing.comment_on(
            item_id=item_id,
            text=form.cleaned_data["text"],
            quote=form.cleaned_data["quote"],
            by=moment.standing,
            at=moment.at,
        ),
        done="意见已记下。",
        back=_desk_url(item_id) + "#comments",
    )


@staff_required
@require_POST
def settle_comment(request: HttpRequest, item_id: int, comment_id: int) -> HttpResponse:
    moment = moment_of(request)
    facts = desk_or_404(request, item_id)
    if comment_id not in {c.id for c in facts.comments}:
        raise Http404
    return carry_out(
        request,
        lambda: reviewing.settle_comment(comment_id=comment_id, by=moment.standing, at=moment.at),
        done="",
        back=_desk_url(item_id) + "#comments",
    )


@staff_required
@require_POST
def open_side_path(request: HttpRequest, item_id: int, step_id: int) -> HttpResponse:
    moment = moment_of(request)
    facts = desk_or_404(request, item_id)
    _own_step(facts, step_id)
    form = SidePathForm(request.POST, auto_id="side_%s")
    if not form.is_valid():
        return desk_page(request, facts, status=422, side_form=form, form=form)
    return carry_out(
        request,
        lambda: side_paths.open_side_path(
            step_id=step_id, by=moment.standing, at=moment.at, **form.cleaned_data
        ),
        done="已登记。答复回来以前不能公开。",
        back=_desk_url(item_id),
    )


@staff_required
@require_POST
def answer_side_path(request: HttpRequest, item_id: int, side_path_id: int) -> HttpResponse:
    moment = moment_of(request)
    facts = desk_or_404(request, item_id)
    side = next((s for s in facts.side_paths if s.id == side_path_id), None)
    if side is None:
        raise Http404
    form = answer_form(side, moment.today, data=request.POST)
    if not form.is_valid():
        return desk_page(request, facts, status=422, answers=[(side, form)], form=form)  # type: ignore[arg-type]
    return carry_out(
        request,
        lambda: side_paths.answer_side_path(
            side_path_id=side_path_id, by=moment.standing, at=moment.at, **form.cleaned_data
        ),
        done="答复已登记。",
        back=_desk_url(item_id),
    )


@staff_required
@require_POST
def call_back(request: HttpRequest, item_id: int) -> HttpResponse:
    moment = moment_of(request)
    desk_or_404(request, item_id)
    return carry_out(
        request,
        lambda: reviewing.call_back(item_id=item_id, by=moment.standing, at=moment.at),
        done="已撤回送审，可以接着改。",
        back=_desk_url(item_id),
        to=reverse("office:item_edit", args=[item_id]),
    )


# ---- beside the desk -----------------------------------------------------------------------------------


@staff_required
@require_safe
def compare(request: HttpRequest, item_id: int, older: int, newer: int) -> HttpResponse:
    found = compare_versions(moment_of(request).standing, item_id, older, newer)
    if found is None:
        raise Http404
    return render(request, "office/review/compare.html", {"c": found, "back": _desk_url(item_id)})


@staff_required
@require_safe
def who_answers(request: HttpRequest, item_id: int) -> HttpResponse:
    """谁提供谁审核谁负责: one click from a published item."""
    moment = moment_of(request)
    found = responsibility(moment.standing, item_id, moment.today)
    if found is None:
        raise Http404
    return render(
        request,
        "office/review/responsibility.html",
        {
            "found": found,
            "d": desk_or_404(request, item_id),
            "back": _desk_url(item_id),
            "sees_ledger": may_read_ledger(moment.standing),
        },
    )


@staff_required
@require_safe
def item_file(request: HttpRequest, item_id: int, key: str) -> HttpResponse:
    row = file_by_key(moment_of(request).standing, key, item_id)
    if row is None:
        raise Http404
    answer = FileResponse(
        open_passed(row.file.digest), as_attachment=True, filename=row.name, content_type=row.file.media_type
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer  # type: ignore[return-value]


urls = [
    path("items/<int:item_id>/", desk, name="desk"),
    path("items/<int:item_id>/peek/", peek, name="peek"),
    path("items/<int:item_id>/steps/<int:step_id>/pass/", pass_step, name="pass_step"),
    path("items/<int:item_id>/steps/<int:step_id>/return/", return_step, name="return_step"),
    path("items/<int:item_id>/steps/<int:step_id>/side/", open_side_path, name="open_side_path"),
    path("items/<int:item_id>/side/<int:side_path_id>/", answer_side_path, name="answer_side_path"),
    path("items/<int:item_id>/comment/", comment, name="comment"),
    path("items/<int:item_id>/comments/<int:comment_id>/settle/", settle_comment, name="settle_comment"),
    path("items/<int:item_id>/call-back/", call_back, name="call_back"),
    path("items/<int:item_id>/compare/<int:older>/<int:newer>/", compare, name="item_compare"),
    path("items/<int:item_id>/who/", who_answers, name="item_who"),
    path("items/<int:item_id>/files/<str:key>/", item_file, name="item_file"),
]
