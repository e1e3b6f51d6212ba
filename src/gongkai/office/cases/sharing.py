"""Who works on a case: claim, give back, assign, hand on, ask for help, put together, take apart, note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.accounts.queries import colleagues_in
from gongkai.cases.actions import sharing
from gongkai.cases.policies import CASE_ROLES
from gongkai.cases.queries.case_lists import case_numbered
from gongkai.cases.queries.desk import CasePage, help_for, may_answer
from gongkai.cases.queries.receivers import receivers, receivers_of
from gongkai.components.parts import Confirm, HeadLine
from gongkai.components.tags.forms import Problem
from gongkai.office.cases.doors import admitted, case_url, page_or_404
from gongkai.office.cases.receipts import keep_receipts
from gongkai.office.one_form import (
    bound,
    choice_field,
    confirmed_form,
    day_field,
    form_page,
    offer,
    press,
    text_field,
)
from gongkai.office.standing import forbidden, moment_of, staff_required

if TYPE_CHECKING:
    from gongkai.units.models import Unit

NOT_YOURS = "由承办这件的单位办理。"
ASK_INSTEAD = "要别的单位说明情况，请它协办。"


def _told(request: HttpRequest) -> dict[str, Any]:
    moment = moment_of(request)
    return {"by": moment.standing, "at": moment.at}


def _workable(request: HttpRequest, case_id: int) -> tuple[CasePage, HttpResponse | None]:
    """The case, and the page for who may see it but not work on it."""
    page = page_or_404(request, case_id)
    return page, None if page.may_work else forbidden(
        request, NOT_YOURS if not page.line.closed else "这件已经办结。"
    )


def _number_and_title(page: CasePage) -> str:
    return f"{page.line.number} · {page.line.title}"


# ---- buttons ---------------------------------------------------------------------------------------------


@staff_required
@require_POST
def claim(request: HttpRequest, case_id: int) -> HttpResponse:
    _, refused = _workable(request, case_id)
    return refused or press(
        request,
        lambda: sharing.claim(case_id=case_id, **_told(request)),
        done="已认领，这件由您办。认领错了，可以退回待认领。",
        back=case_url(case_id),
    )


@staff_required
@require_POST
def give_back(request: HttpRequest, case_id: int) -> HttpResponse:
    _, refused = _workable(request, case_id)
    return refused or press(
        request,
        lambda: sharing.give_back(case_id=case_id, **_told(request)),
        done="已退回待认领。",
        back=case_url(case_id),
    )


@staff_required
@require_POST
def note(request: HttpRequest, case_id: int) -> HttpResponse:
    page_or_404(request, case_id)
    text = request.POST.get("text", "")
    return press(
        request,
        lambda: sharing.add_note(case_id=case_id, text=text, **_told(request)),
        done="备注已保存。",
        back=f"{case_url(case_id)}#notes",
    )


# ---- to somebody else ------------------------------------------------------------------------------------


class AssignForm(forms.Form):
    user = choice_field("交给谁", radio=True)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, case_id: int) -> HttpResponse:
    page, refused = _workable(request, case_id)
    if refused:
        return refused
    today = moment_of(request).today
    people = colleagues_in(unit_id=page.case.unit_id, roles=CASE_ROLES, on=today)
    form = bound(AssignForm, request)
    offer(form, "user", [pair for pair in people if pair[0] != page.case.assignee_id])
    return form_page(
        request,
        form,
        lambda filled: sharing.assign(case_id=case_id, user_id=int(filled["user"]), **_told(request)),
        title="交给同事",
        label="交给他",
        back=case_url(case_id),
        intro=_number_and_title(page),
        done="已交给同事，对方的“我在办”里有这件。",
    )


class TransferForm(forms.Form):
    unit = choice_field("转给哪个单位")
    reason = text_field("为什么转", 500, rows=3, help_text="对方看得到：这件为什么归他们办。")


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: HttpRequest, case_id: int) -> HttpResponse:
    """The clock runs on, whoever has it: the page says so before."""
    page, refused = _workable(request, case_id)
    if refused:
        return refused
    # A suggestion leads here with its unit; who hands the case on still says why and presses.
    form = bound(TransferForm, request, {"unit": request.GET.get("unit", "")})
    if not page.may_go_elsewhere:
        return forbidden(
            request, f"{page.kind.label}由{page.case.unit.name}办理，不转给别的单位。{ASK_INSTEAD}"
        )
    units = _other_units(page, receivers_of(page.kind))
    offer(form, "unit", units, empty="选一个单位")
    names = dict(units)

    def ask(filled: dict[str, Any]) -> Confirm:
        return Confirm(
            title=f"转给{names[int(filled['unit'])]}？",
            consequence="转出以后由对方办，本单位不能再办，只有对方能转回来。期限照样走，不重新起算。",
            act="转出",
            back_url=reverse("office:case_transfer", args=[case_id]),
            facts=[
                HeadLine("来件", _number_and_title(page), wide=True),
                HeadLine("理由", filled["reason"], wide=True),
            ],
        )

    return confirmed_form(
        request,
        form,
        ask,
        lambda filled: sharing.transfer(
            case_id=case_id, unit_id=int(filled["unit"]), reason=filled["reason"], **_told(request)
        ),
        title="转给别的单位",
        label="下一步：看后果",
        back=reverse("office:cases"),
        intro=_number_and_title(page),
        done="已转出。",
    )


def _other_units(page: CasePage, among: QuerySet[Unit]) -> list[tuple[int, str]]:
    found = among.exclude(id=page.case.unit_id).order_by("name", "id")
    return list(found.values_list("id", "name"))


class HelpForm(forms.Form):
    unit = choice_field("请哪个单位")
    question = text_field("要对方做什么", 1000, rows=4)
    due_on = day_field("希望哪天前答复", required=False)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_help(request: HttpRequest, case_id: int) -> HttpResponse:
    page, refused = _workable(request, case_id)
    if refused:
        return refused
    form = bound(HelpForm, request)
    offer(form, "unit", _other_units(page, receivers()), empty="选一个单位")
    return form_page(
        request,
        form,
        lambda filled: sharing.ask_help(
            case_id=case_id,
            unit_id=int(filled["unit"]),
            question=filled["question"],
            due_on=filled["due_on"],
            **_told(request),
        ),
        title="请别的单位协办",
        label="发出",
        back=case_url(case_id),
        intro=_number_and_title(page),
        warning="对方从现在起看得到这件的内容，看不到来件人的姓名和电话。期限照样走。",
        done="已发出，对方的“等本单位协办”里有这件。",
    )


class AnswerForm(forms.Form):
    answer = text_field("答复", 5000, rows=6)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_help(request: HttpRequest, case_id: int, help_id: int) -> HttpResponse:
    moment = admitted(request)
    row = help_for(moment.standing, help_id)
    if row is None or row.case_id != case_id:
        raise Http404
    if not may_answer(moment.standing, row):
        return forbidden(request, f"由{row.unit.name}答复。")
    return form_page(
        request,
        bound(AnswerForm, request),
        lambda filled: sharing.answer_help(help_id=help_id, answer=filled["answer"], **_told(request)),
        title="答复协办",
        label="交出答复",
        back=case_url(case_id),
        intro=f"{row.asked_by.full_name}问：{row.question}",
        done="答复已交出。",
    )


# ---- together and apart ----------------------------------------------------------------------------------


class MergeForm(forms.Form):
    number = text_field(
        "并到哪一件", 60, help_text="写那一件的编号，例如：农依申〔2026〕3号。同一种来件才能并。"
    )


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, case_id: int) -> HttpResponse:
    page, refused = _workable(request, case_id)
    if refused:
        return refused
    form = bound(MergeForm, request, {"number": request.GET.get("into", "")})
    into = _into(request, page, form) if form.is_bound and form.is_valid() else None

    def ask(filled: dict[str, Any]) -> Confirm:
        number, title = into[1:] if into else ("", "")
        return Confirm(
            title="并成一件办？",
            consequence="并了以后，这件随那一件一起答复，不再单独办，不能再分开。来件人查这件的进度，看到的是那一件的。",
            act="并案",
            back_url=reverse("office:case_merge", args=[case_id]),
            facts=[
                HeadLine("这件", _number_and_title(page), wide=True),
                HeadLine("并到", f"{number} · {title}", wide=True),
            ],
        )

    return confirmed_form(
        request,
        form,
        ask,
        lambda filled: sharing.merge(case_id=case_id, into_id=into[0] if into else 0, **_told(request)),
        title="并到另一件",
        label="下一步：看后果",
        back=case_url(case_id),
        intro=_number_and_title(page),
        template="office/cases/merge.html",
        candidates=[one for one in page.same_person if one.kind == page.line.kind],
        here=reverse("office:case_merge", args=[case_id]),
        done="已并案。",
    )


def _into(request: HttpRequest, page: CasePage, form: forms.Form) -> tuple[int, str, str] | None:
    """The other case by its number, among those that this person may see."""
    moment = moment_of(request)
    number = form.cleaned_data["number"].strip()
    found = case_numbered(moment.standing, number, kind=page.line.kind, today=moment.today)
    if found is not None and found[0] == page.line.id:
        form.add_error("number", "这就是现在这件，写另一件的编号")
        return None
    if found is not None:
        return found
    form.add_error("number", f"没有找到编号是“{number}”的{page.kind.label}，核对一下")
    return None


MOST_PARTS = 10


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, case_id: int) -> HttpResponse:
    """一事一申请: the parts on one page, one more with a button, the consequence on the next."""
    page, refused = _workable(request, case_id)
    if refused:
        return refused
    sent = request.method == "POST"
    count = _count(request.POST.get("count")) if sent else 2
    parts = [
        {
            "no": no,
            "title": request.POST.get(f"title_{no}", "").strip(),
            "text": request.POST.get(f"text_{no}", "").strip(),
            "wrong": "",
        }
        for no in range(1, count + 1)
    ]
    if not sent:
        parts[0] |= {"title": page.case.title, "text": page.case.text}
    problems = _wrong_parts(parts) if sent else []
    go = request.POST.get("go")
    if sent and go == "more":
        parts, problems = _one_more(parts), []
    elif sent and not problems:
        if request.POST.get("confirmed") == "1":
            return _split(request, page, parts)
        return render(request, "components/confirm_page.html", {"confirm": _ask_split(page, parts)})
    shown = {
        "c": page,
        "parts": parts,
        "problems": problems,
        "back": case_url(case_id),
        "may_more": len(parts) < MOST_PARTS,
    }
    return render(request, "office/cases/split.html", shown, status=422 if problems else 200)


def _count(given: str | None) -> int:
    return (
        min(max(int(given), 2), MOST_PARTS)
        if given and given.isascii() and given.isdigit() and len(given) < 3
        else 2
    )


def _one_more(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*parts, {"no": len(parts) + 1, "title": "", "text": "", "wrong": ""}][:MOST_PARTS]


def _wrong_parts(parts: list[dict[str, Any]]) -> list[Problem]:
    """Empty parts at the end are left out; two at least must say what they ask for."""
    while len(parts) > 2 and not parts[-1]["title"] and not parts[-1]["text"]:
        parts.pop()
    for one in parts:
        one["wrong"] = "" if one["title"] else f"第 {one['no']} 件要什么没有写"
    return [Problem(one["wrong"], f"title_{one['no']}") for one in parts if one["wrong"]]


def _ask_split(page: CasePage, parts: list[dict[str, Any]]) -> Confirm:
    hidden = [("count", str(len(parts)))]
    for one in parts:
        hidden += [(f"title_{one['no']}", one["title"]), (f"text_{one['no']}", one["text"])]
    return Confirm(
        title=f"拆成 {len(parts)} 件？",
        consequence=(
            f"第 1 件留用现在的编号，另外 {len(parts) - 1} 件各有新的编号，查询码还是原来的，收到之日和期限跟现在这件一样，"
            "各自答复。拆了以后不能再合回去。"
        ),
        act=f"拆成 {len(parts)} 件",
        back_url=reverse("office:case_split", args=[page.line.id]),
        facts=[HeadLine(f"第 {one['no']} 件", one["title"], wide=True) for one in parts],
        hidden=hidden,
    )


def _split(request: HttpRequest, page: CasePage, parts: list[dict[str, Any]]) -> HttpResponse:
    made: list[Any] = []

    def do() -> None:
        made.extend(
            sharing.split(
                case_id=page.line.id, parts=[(one["title"], one["text"]) for one in parts], **_told(request)
            )
        )

    here = reverse("office:case_receipt", args=[page.line.id])
    answer = press(request, do, done="", back=case_url(page.line.id), to=here)
    if made:
        keep_receipts(request, page.line.id, made)
        messages.success(request, f"已拆成 {len(parts)} 件。")
        return HttpResponseRedirect(here)
    return answer


urls = [
    path("cases/<int:case_id>/claim/", claim, name="case_claim"),
    path("cases/<int:case_id>/give-back/", give_back, name="case_give_back"),
    path("cases/<int:case_id>/note/", note, name="case_note"),
    path("cases/<int:case_id>/assign/", assign, name="case_assign"),
    path("cases/<int:case_id>/transfer/", transfer, name="case_transfer"),
    path("cases/<int:case_id>/help/", ask_help, name="case_help"),
    path("cases/<int:case_id>/help/<int:help_id>/", answer_help, name="case_help_answer"),
    path("cases/<int:case_id>/merge/", merge, name="case_merge"),
    path("cases/<int:case_id>/split/", split, name="case_split"),
]
