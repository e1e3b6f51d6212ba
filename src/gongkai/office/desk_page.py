"""How the desk is laid out: its facts as the parts of the sheet."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from gongkai.components.parts import Due, FileLine, HeadLine, Step, VersionLine
from gongkai.disclosure.queries.desk import DeskFacts, item_desk
from gongkai.disclosure.queries.desk_parts import SideFacts, StepFacts
from gongkai.disclosure.queries.screening import found_in
from gongkai.disclosure.rules import VALIDITIES
from gongkai.office.consequences import last_step_words
from gongkai.office.presence import presence_of
from gongkai.office.review_forms import AnswerForm, CommentForm, PassForm, ReturnForm, SidePathForm
from gongkai.office.standing import moment_of

STEP_STATES = {
    "passed": "done",
    "open": "here",
    "waiting": "todo",
    "returned": "returned",
    "dropped": "skipped",
}


def desk_or_404(request: HttpRequest, item_id: int) -> DeskFacts:
    moment = moment_of(request)
    facts = item_desk(moment.standing, item_id, moment.today)
    if facts is None:
        raise Http404
    return facts


def desk_page(
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
                view_url=reverse("office:file_view", args=[facts.item_id, f.key]),
            )
            for f in facts.files
        ],
        "versions": _versions(facts),
        "due": due_of_desk(facts),
        "pass_form": PassForm(auto_id="pass_%s"),
        "return_form": ReturnForm(steps=facts.earlier, auto_id="return_%s"),
        "comment_form": CommentForm(auto_id="comment_%s"),
        "side_form": SidePathForm(auto_id="side_%s"),
        "answers": [(path_, answer_form(path_, moment.today)) for path_ in facts.side_paths if path_.is_open],
        "primary": _primary(facts),
        "consequence": last_step_words(facts),
        "presence": presence_of(request, facts.item_id, "looking"),
        "found": found_in(moment.standing, facts.item_id),
        **forms_back,
    }
    return render(request, "office/review/desk.html", page, status=status)


def answer_form(side: SideFacts, today: date, data: QueryDict | None = None) -> AnswerForm:
    form = AnswerForm(data, auto_id=f"answer{side.id}_%s", initial={"answered_on": today})
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
        level = "late" if head["validity"] in ("abolished", "expired") else ""
        shown.append(HeadLine("有效性", VALIDITIES.get(head["validity"], ""), level=level))
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
    decided = [s for s in (*facts.before, *facts.steps) if s.decided_at is not None]
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


def due_of_desk(facts: DeskFacts) -> Due | None:
    return Due(facts.days_left.level, facts.days_left.words, facts.due_on) if facts.days_left else None
