"""The review desk: read, compare, comment, pass or return; side paths; calling back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.timezone import get_current_timezone, make_aware
from django.views.decorators.http import require_POST, require_safe

from gongkai.components.parts import Due, FileLine, HeadLine, Step, VersionLine
from gongkai.disclosure.actions import reviewing, side_paths
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed
from gongkai.disclosure.queries.desk import (
    DeskFacts,
    StepFacts,
    compare_versions,
    item_desk,
    responsibility,
)
from gongkai.disclosure.queries.filing import file_by_key
from gongkai.disclosure.rules import VALIDITIES
from gongkai.files.store import open_stored
from gongkai.office.standing import carry_out, forbidden, moment_of, staff_required

STEP_STATES = {
    "passed": "done",
    "open": "here",
    "waiting": "todo",
    "returned": "returned",
    "dropped": "skipped",
}


class PassForm(forms.Form):
    comment = forms.CharField(
        label="意见",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "意见最多 1000 个字。"},
    )
    publish_at = forms.DateTimeField(
        label="定时公开",
        required=False,
        help_text="不填就是现在公开。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": "时间写成 2026-11-23 09:00 这样。"},
    )


class ReturnForm(forms.Form):
    to_no = forms.TypedChoiceField(
        label="退回到哪一步",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "选退回到哪一步", "invalid_choice": "从列出的步骤里选一个"},
    )
    reason = forms.CharField(
        label="退回理由",
        max_length=1000,
        help_text="写明改什么、怎么改，对方照着就能改。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "写明退回理由", "max_length": "退回理由最多 1000 个字。"},
    )

    def __init__(self, *args: object, steps: Sequence[StepFacts], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(s.no, f"{s.label}（{s.who}）" if s.who else s.label) for s in steps]
        self.fields["to_no"].choices = choices  # type: ignore[attr-defined]
        self.fields["to_no"].initial = 1


class CommentForm(forms.Form):
    quote = forms.CharField(
        label="针对哪句话", required=False, max_length=300, help_text="复制原文里的一句；对全文的不填。"
    )
    text = forms.CharField(
        label="意见",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "写下意见再保存。"},
    )


class SidePathForm(forms.Form):
    kind = forms.ChoiceField(
        label="办什么",
        choices=[
            ("refer", "报保密行政管理部门确定是不是国家秘密"),
            ("coordinate", "与信息涉及的其他机关协商"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "选办什么"},
    )
    organ = forms.CharField(label="对方机关", max_length=200, error_messages={"required": "写明向哪个机关"})
    question = forms.CharField(
        label="要对方确定什么",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "写明要确定什么"},
    )
    letter_no = forms.CharField(label="函号", required=False, max_length=120)
    due_on = forms.DateField(
        label="请对方答复的日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "日期写成 2026-11-21 这样"},
    )


class AnswerForm(forms.Form):
    result = forms.ChoiceField(
        label="对方答复", widget=forms.RadioSelect, error_messages={"required": "选对方答复的结果"}
    )
    answer = forms.CharField(
        label="答复内容", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    answered_on = forms.DateField(
        label="答复日期",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "填答复日期", "invalid": "日期写成 2026-11-21 这样"},
    )


def desk_or_404(request: HttpRequest, item_id: int) -> DeskFacts:
    moment = moment_of(request)
    facts = item_desk(moment.standing, item_id, moment.today)
    if facts is None:
        raise Http404
    return facts


@staff_required
@require_safe
def desk(request: HttpRequest, item_id: int) -> HttpResponse:
    """One screen: the text with what changed, and at its side the route, what must be settled, the decision."""
    facts = desk_or_404(request, item_id)
    answer = _page(request, facts)
    reviewing.mark_seen(item_id=item_id, by=moment_of(request).standing, at=moment_of(request).at)
    return answer


def _page(
    request: HttpRequest, facts: DeskFacts, *, status: int = 200, **forms_back: forms.Form
) -> HttpResponse:
    moment = moment_of(request)
    page = {
        "d": facts,
        "head": head_lines(facts),
        "route": route_of(facts),
        "history": history_of(facts),
        "files": [
            FileLine(
                f.name,
                reverse("office:item_file", args=[facts.item_id, f.key]),
                f.extension.upper(),
                f.size,
                f.pages,
            )
            for f in facts.files
        ],
        "versions": _versions(facts),
        "due": Due(facts.days_left.level, facts.days_left.words, facts.due_on) if facts.days_left else None,
        "pass_form": PassForm(auto_id="pass_%s"),
        "return_form": ReturnForm(steps=facts.earlier, auto_id="return_%s"),
        "comment_form": CommentForm(auto_id="comment_%s"),
        "side_form": SidePathForm(auto_id="side_%s"),
        "answers": [
            (path_, _answer_form(path_, moment.today)) for path_ in facts.side_paths if path_.is_open
        ],
        "primary": _primary(facts),
        **forms_back,
    }
    return render(request, "office/review/desk.html", page, status=status)


def _answer_form(side: object, today: object) -> AnswerForm:
    form = AnswerForm(auto_id=f"answer{side.id}_%s", initial={"answered_on": today})  # type: ignore[attr-defined]
    form.fields["result"].choices = side.results  # type: ignore[attr-defined]
    return form


def _primary(facts: DeskFacts) -> str:
    """The words on the one primary button: what pressing it does."""
    if not facts.is_last_step:
        return "通过"
    return "公开" if facts.is_open_to_all else "不公开，存档"


def head_lines(facts: DeskFacts) -> list[HeadLine]:
    head = facts.head
    day = "{:%Y-%m-%d}".format
    shown = [
        HeadLine("索引号", facts.index_no or "公开时编"),
        HeadLine("栏目", facts.topic_name),
        HeadLine("发文机关", head.get("issuer") or facts.unit_name),
        HeadLine("成文日期", day(head["signed_on"]) if head.get("signed_on") else ""),
        HeadLine("发文字号", facts.doc_no),
        HeadLine("种类", facts.kind.label),
        HeadLine(
            "公开属性",
            facts.attribute_label,
            note="；".join(x for x in (facts.ground_label, head.get("attribute_reason") or "") if x),
            level="" if facts.is_open_to_all else "late",
        ),
        HeadLine("密级", facts.secret_label, level="" if facts.secret_label == "无密级" else "late"),
        HeadLine("来文标明", {True: "公开", False: "不公开"}.get(head.get("source_says_public"), "没有写")),  # type: ignore[arg-type]
    ]
    if head.get("validity"):
        shown.append(HeadLine("有效性", VALIDITIES.get(head["validity"], "")))
    shown += [HeadLine(label, value) for label, value in facts.own_fields]
    return shown


def route_of(facts: DeskFacts) -> list[Step]:
    """The running round: for each number the last row, with whoever did it or may."""
    latest = {step.no: step for step in facts.steps}
    return [_step(latest[no]) for no in sorted(latest)]


def _step(step: StepFacts) -> Step:
    state = STEP_STATES[step.state]
    who = step.who or ("、".join(step.can_take) if step.state == "open" else step.role_label)
    return Step(step.label, state, who)  # type: ignore[arg-type]


def history_of(facts: DeskFacts) -> list[Step]:
    """Every decision in the order in which it was made, with how long the step took."""
    decided = [s for s in facts.steps if s.decided_at is not None]
    decided.sort(key=lambda s: (s.decided_at or datetime.min, s.no))
    shown = []
    for s in decided:
        words = "退回" if s.state == "returned" else "通过" if s.no > 1 else "送审"
        who = f"{s.who}（代 {s.acted_for}）" if s.acted_for else s.who
        took = f"，用了 {s.days} 天" if s.days else ""
        state = "returned" if s.state == "returned" else "done"
        shown.append(Step(f"{s.label}：{words}", state, f"{who}{took}", s.decided_at, s.comment))  # type: ignore[arg-type]
    if facts.open_step is not None:
        s = facts.open_step
        waiting = f"已等 {s.days} 天" if s.days else "今天到这一步"
        people = "、".join(s.can_take) or "还没有人能办"
        shown.append(
            Step(f"{s.label}：在办", "here", f"{s.unit_name} {s.role_label}：{people}", s.opened_at, waiting)
        )
    return shown


def _versions(facts: DeskFacts) -> list[VersionLine]:
    current = {"public"}
    return [
        VersionLine(
            v.number,
            v.made_at,
            v.reason,
            v.who,
            diff_url=reverse("office:item_compare", args=[facts.item_id, v.number - 1, v.number])
            if v.number > 1
            else "",
            current=v.state in current,
        )
        for v in facts.versions
    ]


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
        return _page(request, facts, status=422, pass_form=form, form=form)
    _own_step(facts, step_id)
    at_time = form.cleaned_data["publish_at"]
    if at_time is not None and at_time.tzinfo is None:
        at_time = make_aware(at_time, get_current_timezone())
    if at_time is not None and at_time <= moment.at:
        form.add_error("publish_at", "这个时间已经过了；现在公开就不填。")
        return _page(request, facts, status=422, pass_form=form, form=form)
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
    earlier = list({s.no: s for s in facts.steps}.values())
    form = ReturnForm(request.POST, steps=earlier, auto_id="return_%s")
    if not form.is_valid():
        return _page(request, facts, status=422, return_form=form, form=form)
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
        return _page(request, facts, status=422, comment_form=form, form=form)
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
def resolve_finding(request: HttpRequest, item_id: int, finding_id: int) -> HttpResponse:
    moment = moment_of(request)
    facts = desk_or_404(request, item_id)
    if finding_id not in {f.id for f in facts.findings}:
        raise Http404
    state = "dismissed" if request.POST.get("state") == "dismissed" else "mended"
    return carry_out(
        request,
        lambda: reviewing.resolve_finding(
            finding_id=finding_id,
            state=state,
            reason=request.POST.get("reason", "")[:300],
            by=moment.standing,
            at=moment.at,
        ),
        done="",
        back=_desk_url(item_id) + "#findings",
    )


@staff_required
@require_POST
def open_side_path(request: HttpRequest, item_id: int, step_id: int) -> HttpResponse:
    moment = moment_of(request)
    facts = desk_or_404(request, item_id)
    _own_step(facts, step_id)
    form = SidePathForm(request.POST, auto_id="side_%s")
    if not form.is_valid():
        return _page(request, facts, status=422, side_form=form, form=form)
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
    form = AnswerForm(request.POST, auto_id=f"answer{side.id}_%s")
    form.fields["result"].choices = side.results  # type: ignore[attr-defined]
    if not form.is_valid():
        return _page(request, facts, status=422, answers=[(side, form)], form=form)  # type: ignore[arg-type]
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
        {"found": found, "d": desk_or_404(request, item_id), "back": _desk_url(item_id)},
    )


@staff_required
@require_safe
def item_file(request: HttpRequest, item_id: int, key: str) -> HttpResponse:
    row = file_by_key(moment_of(request).standing, key, item_id)
    if row is None:
        raise Http404
    return FileResponse(  # type: ignore[return-value]
        open_stored(row.file.digest), as_attachment=True, filename=row.name, content_type=row.file.media_type
    )


urls = [
    path("items/<int:item_id>/", desk, name="desk"),
    path("items/<int:item_id>/steps/<int:step_id>/pass/", pass_step, name="pass_step"),
    path("items/<int:item_id>/steps/<int:step_id>/return/", return_step, name="return_step"),
    path("items/<int:item_id>/steps/<int:step_id>/side/", open_side_path, name="open_side_path"),
    path("items/<int:item_id>/side/<int:side_path_id>/", answer_side_path, name="answer_side_path"),
    path("items/<int:item_id>/comment/", comment, name="comment"),
    path("items/<int:item_id>/comments/<int:comment_id>/settle/", settle_comment, name="settle_comment"),
    path("items/<int:item_id>/findings/<int:finding_id>/", resolve_finding, name="resolve_finding"),
    path("items/<int:item_id>/call-back/", call_back, name="call_back"),
    path("items/<int:item_id>/compare/<int:older>/<int:newer>/", compare, name="item_compare"),
    path("items/<int:item_id>/who/", who_answers, name="item_who"),
    path("items/<int:item_id>/files/<str:key>/", item_file, name="item_file"),
]
