"""答复公开: prepare, look over what was found, publish, withdraw, hide on a legal ground, list as 常见问题."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.cases.actions import hiding_answers, publishing_answers
from gongkai.cases.queries.answers_desk import AnswerDesk, answer_desk, answer_table, answers_for
from gongkai.cases.queries.desk import takes_part
from gongkai.cases.refusals import CaseRefused, NotAllowed, NotFilled
from gongkai.cases.rules.hiding import BY_CODE, GROUNDS
from gongkai.cases.stored_choices import ANSWER_STATES
from gongkai.components.parts import Cell, Column, Confirm, HeadLine, Link, Row, Table
from gongkai.office.findings import ENTER, pressed, reasons_beside
from gongkai.office.one_form import bound, choice_field, confirmed, confirmed_form, form_page, text_field
from gongkai.office.standing import Moment, forbidden, moment_of, needs, staff_required

PER_PAGE = 50
_GO = re.compile(r"(mask|dismiss):(\d+|all)")
works_with_cases = needs(takes_part, "由办件的单位和政务公开办公开答复。")


class TextsForm(forms.Form):
    title = text_field("标题", 200)
    question = text_field("来信", 5000, rows=8)
    answer = text_field("答复", 10000, rows=10)


class PublishForm(forms.Form):
    office_reason = text_field(
        "为什么要公开", 300, rows=2, help_text="来信人没有说可以公开。例如：许多人在问同一件事。"
    )


class WithdrawForm(forms.Form):
    reason = text_field(
        "为什么撤下", 300, rows=2, help_text="原来的网址会显示它。例如：答复引用的文件已经废止。"
    )


class HideForm(forms.Form):
    ground = choice_field(
        "法律依据", [(one.code, f"{one.label}（{one.article}）") for one in GROUNDS], radio=True
    )
    article = text_field(
        "哪部法律、行政法规的哪一条", 120, required=False, help_text="选“禁止的其他内容”时必填。"
    )
    reason = text_field("具体是哪一部分、为什么", 300, rows=2, help_text="记入台账，不对外显示。")


class UnhideForm(forms.Form):
    reason = text_field("为什么恢复显示", 300, rows=2)


def _url(name: str, case_id: int) -> str:
    return reverse(f"office:{name}", args=[case_id])


def _desk(request: HttpRequest, case_id: int) -> tuple[Moment, AnswerDesk]:
    moment = moment_of(request)
    found = answer_desk(moment.standing, case_id)
    if found is None:
        raise Http404
    return moment, found


# ---- list ------------------------------------------------------------------------------------------------


@staff_required
@works_with_cases
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    moment = moment_of(request)
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:60]
    waiting = request.GET.get("waiting") == "1"
    found = answers_for(moment.standing, state=state, words=words, waiting=waiting)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    here = reverse("office:answers")
    tabs = [Link("全部", here, current=not state and not waiting)]
    tabs += [
        Link(label, f"{here}?state={code}", current=state == code) for code, label in ANSWER_STATES.items()
    ]
    tabs.append(Link("有问题要处理", f"{here}?waiting=1", current=waiting))
    columns = [Column("来信"), Column("状态"), Column("要处理", numeric=True), Column("答复日期", hide=True)]
    rows = [
        Row([
            Cell(one.title, _url("case_answer", one.case_id), note=f"{one.number} · {one.kind_label} · {one.unit_name}"),
            Cell(state=one.state_label, note="常见问题" if one.is_faq else ""),
            f"{one.open:,}" if one.open else "",
            f"{one.answered_on:%Y-%m-%d}",
        ])
        for one in answer_table(page.object_list)
    ]  # fmt: skip
    shown = {
        "title": "答复公开",
        "words": f"{page.paginator.count:,} 份",
        "tabs": tabs,
        "q": words,
        "table": Table("答复公开", columns, rows),
        "page_of": page,
        "empty": "这里没有答复",
        "hint": "办结的来信、提问，打开以后按“公开答复”准备。",
    }
    return render(request, "office/answers/list.html", shown)


# ---- one -------------------------------------------------------------------------------------------------


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, case_id: int) -> HttpResponse:
    """The texts as they would be public, and what was found in them. POST: `go` says what is pressed."""
    moment, desk = _desk(request, case_id)
    if request.method != "POST":
        return _show(request, desk, _texts(desk))
    if not desk.may_prepare:
        return forbidden(request, publishing_answers.NOT_YOURS)
    form = TextsForm(request.POST) if request.POST.get("go", "save") == "save" else None
    if form is not None and not form.is_valid():
        return _show(request, desk, form, status=422)
    try:
        words = _do(request, moment, desk, form)
    except NotAllowed as refusal:
        return forbidden(request, str(refusal))
    except NotFilled as refusal:
        if form is None:
            raise
        for field, said in refusal.problems.items():
            form.add_error(field, said)
        return _show(request, desk, form, status=422)
    except CaseRefused as refusal:
        if form is not None:
            # Somebody was faster: what was typed stays on the page.
            form.add_error(None, str(refusal))
            return _show(request, desk, form, status=409)
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return HttpResponseRedirect(_url("case_answer", case_id))


def _do(request: HttpRequest, moment: Moment, desk: AnswerDesk, form: TextsForm | None) -> str:
    case_id, go = desk.case.pk, pressed(request) or "save"
    told: dict[str, Any] = {"case_id": case_id, "by": moment.standing, "at": moment.at}
    if form is not None:
        given = request.POST.get("revision", "")
        revision = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else -1
        count = publishing_answers.save_answer(**form.cleaned_data, revision=revision, **told)
        return f"已保存，查出 {count} 处要处理。" if count else "已保存，没有要处理的。"
    if go == "prepare":
        publishing_answers.prepare_answer(**told)
        return "已从来件里抄出，个人信息已经遮盖。看过再公开。"
    if go in ("faq", "not_faq"):
        publishing_answers.mark_as_faq(is_faq=go == "faq", **told)
        return "已列入常见问题。" if go == "faq" else "已从常见问题里去掉。"
    if go == ENTER:
        raise CaseRefused("在一处写明为什么不是问题，再按“记下理由”。")
    parts = _GO.fullmatch(go)
    if parts is None:
        raise CaseRefused("没有这个操作。")
    how, which = parts[1], parts[2]
    ids = [one.id for one in desk.open if which == "all" or one.id == int(which)]
    settle = publishing_answers.settle_answer_findings
    for reason, beside in reasons_beside(request, [one.id for one in desk.open], ids).items():
        count = settle(finding_ids=beside, how="dismiss", reason=reason, **told)
        messages.success(request, f"已记下不是问题，{count} 处。")
    reason = request.POST.get(f"reason_{which}", "")
    count = settle(finding_ids=ids, how=how, reason=reason, **told)
    return f"已遮盖 {count} 处。" if how == "mask" else f"已记下不是问题，{count} 处。"


def _texts(desk: AnswerDesk) -> TextsForm | None:
    row = desk.row
    if row is None:
        return None
    return TextsForm(initial={"title": row.title, "question": row.question, "answer": row.answer})


def _show(
    request: HttpRequest, desk: AnswerDesk, form: forms.Form | None, *, status: int = 200
) -> HttpResponse:
    shown = {
        "d": desk,
        "form": form,
        "revision": desk.row.revision if desk.row else 0,
        "public": reverse("office:answers"),
        "address": f"/answers/{desk.case.number}/",
        "back": _url("case", desk.case.pk),
    }
    return render(request, "office/answers/answer.html", shown, status=status)


# ---- acts with a consequence -----------------------------------------------------------------------------


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, case_id: int) -> HttpResponse:
    moment, desk = _desk(request, case_id)
    if not desk.may_publish:
        return forbidden(request, publishing_answers.HEAD_ONLY)
    if desk.row is None:
        return HttpResponseRedirect(_url("case_answer", case_id))
    back, row = _url("case_answer", case_id), desk.row
    asked = Confirm(
        title="公开这份来信和答复？",
        consequence="公开以后，任何人都能看到、检索到下面的内容；撤下以后网址上还会写明曾经公开过。",
        act="公开",
        back_url=back,
        facts=[
            HeadLine("标题", row.title, wide=True),
            HeadLine("来信", row.question, wide=True),
            HeadLine("答复", row.answer, wide=True),
        ],
    )

    def act(reason: str) -> None:
        publishing_answers.publish_answer(
            case_id=case_id, office_reason=reason, by=moment.standing, at=moment.at
        )

    done = "已公开，两秒以内检索得到。"
    if desk.consent:
        return confirmed(request, asked, lambda: act(""), done=done, to=back)
    return confirmed_form(
        request, bound(PublishForm, request), lambda filled: asked, lambda filled: act(filled["office_reason"]),
        title="公开这份来信和答复", label="下一步：看后果", back=back, done=done,
        warning="来信人没有同意公开。姓名、电话等已经遮盖，公开仍然要有理由。",
    )  # fmt: skip


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, case_id: int) -> HttpResponse:
    moment, desk = _desk(request, case_id)
    if not desk.may_publish:
        return forbidden(request, publishing_answers.HEAD_ONLY)
    return confirmed_form(
        request,
        bound(WithdrawForm, request),
        lambda filled: Confirm(
            title="撤下这份答复？",
            consequence="公开页面、列表和检索里不再有它；原来的网址写明哪天撤下、为什么。来信和答复本身不删除。",
            act="撤下",
            back_url=_url("case_answer", case_id),
            facts=[HeadLine("说明", filled["reason"], wide=True)],
        ),
        lambda filled: publishing_answers.withdraw_answer(
            case_id=case_id, reason=filled["reason"], by=moment.standing, at=moment.at
        ),
        title="撤下答复",
        label="下一步：看后果",
        back=_url("case_answer", case_id),
        intro=desk.case.title,
        done="已撤下。改好以后可以再公开。",
    )


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, case_id: int) -> HttpResponse:
    moment, desk = _desk(request, case_id)
    if not desk.may_hide:
        return forbidden(request, hiding_answers.OFFICE_ONLY)

    def ask(filled: dict[str, Any]) -> Confirm:
        ground = BY_CODE[filled["ground"]]
        facts = [
            HeadLine("依据", filled["article"] or ground.article, wide=True),
            HeadLine("对外的说法", ground.public_words, wide=True),
        ]
        if ground.report_to:
            facts.append(HeadLine("还要报告", ground.report_to, wide=True))
        return Confirm(
            title="隐藏这条内容？",
            consequence="公开页面上不再显示它的内容；原来的网址写明哪天、按哪条法律隐藏。内容不删除，作者可以要求复核。",
            act="隐藏",
            back_url=_url("case_answer", case_id),
            facts=facts,
        )

    return confirmed_form(
        request,
        bound(HideForm, request),
        ask,
        lambda filled: hiding_answers.hide_answer(
            case_id=case_id, **{key: filled[key] for key in ("ground", "reason", "article")},
            by=moment.standing, at=moment.at,
        ),
        title="依法隐藏",
        label="下一步：看后果",
        back=_url("case_answer", case_id),
        intro=desk.case.title,
        warning="群众发的内容不能删除。批评、意见和尖锐的话不是隐藏的理由。",
        done="已隐藏，公开页面上留有说明。",
    )  # fmt: skip


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def unhide(request: HttpRequest, case_id: int) -> HttpResponse:
    moment, desk = _desk(request, case_id)
    if not desk.may_hide:
        return forbidden(request, hiding_answers.OFFICE_ONLY)
    return form_page(
        request,
        bound(UnhideForm, request),
        lambda filled: hiding_answers.unhide_answer(
            case_id=case_id, reason=filled["reason"], by=moment.standing, at=moment.at
        ),
        title="恢复显示",
        label="恢复显示",
        back=_url("case_answer", case_id),
        intro=desk.case.title,
        done="已恢复显示。",
    )


urls = [
    path("answers/", answers, name="answers"),
    path("cases/<int:case_id>/answer/", answer, name="case_answer"),
    path("cases/<int:case_id>/answer/publish/", publish, name="answer_publish"),
    path("cases/<int:case_id>/answer/withdraw/", withdraw, name="answer_withdraw"),
    path("cases/<int:case_id>/answer/hide/", hide, name="answer_hide"),
    path("cases/<int:case_id>/answer/unhide/", unhide, name="answer_unhide"),
]
