"""One case on one screen: who, what, till when and why that day, what next, who did what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.cases.actions.letters import ask_for_files
from gongkai.cases.actions.sharing import open_personal
from gongkai.cases.queries.case_page import PERSONAL_LABELS
from gongkai.cases.queries.desk import CasePage, file_for
from gongkai.cases.queries.notices import notices_of
from gongkai.cases.queries.own_data import open_wishes_of
from gongkai.cases.queries.why import Why, why_side_day, why_this_day
from gongkai.cases.refusals import CaseRefused, NotAllowed
from gongkai.components.parts import FileLine, HeadLine
from gongkai.files.queries import open_passed
from gongkai.files.rules import FILE_TYPES
from gongkai.office.cases.doors import CARD_LEVEL, admitted, case_url, due_of, page_or_404
from gongkai.office.cases.presence import presence_at
from gongkai.office.one_form import text_field
from gongkai.office.standing import forbidden, moment_of, staff_required

WHO_READS = "只有承办这件的承办人、负责人和政务公开办能看。"


@staff_required
@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    page = page_or_404(request, case_id)
    if any(event.letter and event.letter.state == "later" for event in page.events):
        ask_for_files(number=page.line.number, at=moment_of(request).at)
    shown = {
        "c": page,
        "due": due_of(page.line),
        "head": head_lines(page),
        "files": file_lines(case_id, page.files),
        "events": [(event, file_lines(case_id, event.files)) for event in page.events],
        "presence": presence_at(request, case_id, "looking"),
        "today": moment_of(request).today,
        "card_level": CARD_LEVEL[page.line.card.card] if page.line.card else "",
        "wishes": open_wishes_of(moment_of(request).standing, case_id),
        "notices": notices_of(moment_of(request).standing, case_id),
    }
    return render(request, "office/cases/case.html", shown)


def head_lines(page: CasePage) -> list[HeadLine]:
    """Who and what in short; the head table of a case."""
    one, line = page.case, page.line
    received = f"{one.received_on:%Y-%m-%d}" if one.received_on else "还没有确认"
    shown = [
        HeadLine("编号", line.number),
        HeadLine("种类", page.kind.label),
        HeadLine("承办单位", one.unit.name),
        HeadLine("承办人", line.assignee or "待认领", level="" if line.assignee or line.closed else "soon"),
        HeadLine("怎么来的", line.channel),
        HeadLine("到达", f"{line.submitted_on:%Y-%m-%d}"),
        HeadLine("收到之日", received),
    ]
    if one.closed_at:
        shown.append(HeadLine("办结", f"{one.closed_at.astimezone():%Y-%m-%d}"))
    if line.outcome_label:
        shown.append(HeadLine("办理结果" if line.closed else "拟办结果", line.outcome_label))
    if one.item:
        shown.append(
            HeadLine("针对的信息", one.item.title, reverse("office:desk", args=[one.item.pk]), wide=True)
        )
    if one.satisfaction:
        shown.append(HeadLine("满意度", f"{one.satisfaction} 分（共 5 分）"))
    return shown


def file_lines(case_id: int, files: Iterable[Any]) -> list[FileLine]:
    """Files to fetch; what the scanner hasn't passed is named but not handed out."""
    return [
        FileLine(
            row.name,
            reverse("office:case_file", args=[case_id, row.key]) if row.scanned == "clean" else "",
            FILE_TYPES[row.file.extension].label if row.file.extension in FILE_TYPES else row.file.extension,
            row.file.size,
            note=""
            if row.scanned == "clean"
            else "等待查毒，查过才能打开"
            if row.scanned == "waiting"
            else "有病毒，不能打开",
        )
        for row in files
    ]


@staff_required
@require_safe
def case_file(request: HttpRequest, case_id: int, key: str) -> HttpResponse:
    found = file_for(admitted(request).standing, case_id, key)
    if found is None:
        raise Http404
    row, may_open = found
    if not may_open:
        return forbidden(request, f"这是身份证明，{WHO_READS}")
    return download(row.file.digest, row.name, row.file.media_type)


def download(digest: str, name: str, media_type: str) -> HttpResponse:
    """A stored file under its own name; a browser runs nothing of it."""
    answer = FileResponse(open_passed(digest), content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer  # type: ignore[return-value]


# ---- why this day ----------------------------------------------------------------------------------------


@staff_required
@require_safe
def why(request: HttpRequest, case_id: int) -> HttpResponse:
    moment = admitted(request)
    return _why(request, case_id, why_this_day(moment.standing, case_id, today=moment.today))


@staff_required
@require_safe
def why_side(request: HttpRequest, case_id: int, side_id: int) -> HttpResponse:
    moment = admitted(request)
    return _why(request, case_id, why_side_day(moment.standing, case_id, side_id, today=moment.today))


def _why(request: HttpRequest, case_id: int, found: Why | None) -> HttpResponse:
    if found is None:
        raise Http404
    return render(request, "office/cases/why.html", {"w": found, "back": case_url(case_id)})


# ---- who it is -------------------------------------------------------------------------------------------


class PersonalForm(forms.Form):
    reason = text_field("为什么要看", 300, help_text="例如：电话确认收到申请。写的会记入台账。")


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def personal(request: HttpRequest, case_id: int) -> HttpResponse:
    """Name, number, telephone in the clear: a reason is asked first, and each reading is a ledger row."""
    page = page_or_404(request, case_id)
    if not page.may_open_personal:
        return forbidden(request, WHO_READS)
    moment = moment_of(request)
    form = PersonalForm(request.POST if request.method == "POST" else None)
    shown: dict[str, Any] = {"c": page, "form": form, "back": case_url(case_id)}
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_personal(
                case_id=case_id, reason=form.cleaned_data["reason"], by=moment.standing, at=moment.at
            )
        except NotAllowed as refusal:
            return forbidden(request, str(refusal))
        except CaseRefused as refusal:
            form.add_error("reason", str(refusal))
        else:
            labels = {**PERSONAL_LABELS, **{field.key: field.label for field in page.kind.fields}}
            shown["opened"] = [
                HeadLine(labels.get(key, key), value, wide=True) for key, value in opened.items()
            ]
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "office/cases/personal.html", shown, status=status)


urls = [
    path("cases/<int:case_id>/", case, name="case"),
    path("cases/<int:case_id>/files/<str:key>/", case_file, name="case_file"),
    path("cases/<int:case_id>/why/", why, name="case_why"),
    path("cases/<int:case_id>/why/<int:side_id>/", why_side, name="case_why_side"),
    path("cases/<int:case_id>/personal/", personal, name="case_personal"),
]
