"""Acts on a report: each on a page that names its consequence; the words with a preview; computing anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.components.parts import Confirm, HeadLine
from gongkai.office.one_form import bound, confirmed, press, text_field
from gongkai.office.reports.page import page_or_404
from gongkai.office.standing import forbidden, moment_of, staff_required
from gongkai.reports.actions import building, passing, publishing, writing
from gongkai.reports.actions.common import whose
from gongkai.reports.actions.refusals import ReportRefused
from gongkai.reports.queries.page import ReportPage, WordsPage, words_page
from gongkai.reports.rules import from_json
from gongkai.reports.sections import filled


@dataclass(frozen=True)
class Asked:
    """What the page of an act says: the consequence, the message after it, and the reason it asks for."""

    act: Callable[..., Any]
    words: str
    done: str
    reason: str = ""
    hint: str = ""
    danger: bool = False


ACTS: dict[str, Asked] = {
    "sign": Asked(
        passing.sign,
        "签发就是由您对这份报告的数字和文字负责。签发以后不能再改，要改得先收回。",
        "已签发，可以提交了。",
    ),
    "submit": Asked(passing.submit, "交给政务公开办审核。审核完以前可以收回来改。", "已提交给政务公开办。"),
    "take_back": Asked(
        passing.take_back,
        "报告回到起草中，签发作废，改好后重新签发、提交。",
        "已收回，可以改了。",
        "为什么收回",
    ),
    "accept": Asked(passing.accept, "审核通过，单位可以发布。有问题的话，发布以前还能退回。", "已接收。"),
    "return_report": Asked(
        passing.return_report,
        "报告回到单位，签发作废，改好后重新签发、提交。",
        "已退回。",
        "哪里要改",
        "单位看得到，照着改。",
    ),
    "publish": Asked(
        publishing.publish,
        "报告马上在网站上公开，数字和背后的记录从此固定，不再跟着办件变。以后要改只能更正，另出一版并写明原因。",
        "已发布，公众现在看得到。",
        danger=True,
    ),
    "correct": Asked(
        publishing.correct,
        "开一个新版本来改，改完重新签发、提交、发布。在那以前公众看到的还是现在这一版。",
        "已开出新版本。",
        "更正什么、为什么",
        "发布以后显示在报告页面上，至少 5 个字。",
    ),
    "drop_correction": Asked(
        publishing.drop_correction, "改的内容不再用，公开的版本不变。", "更正已放弃。", danger=True
    ),
}


class ReasonForm(forms.Form):
    reason = text_field("说明", 1000, rows=4)


class ReturnForm(ReasonForm):
    cells = forms.MultipleChoiceField(
        label="哪几格", required=False, widget=forms.CheckboxSelectMultiple, help_text="可以不选。"
    )


def _back(report_id: int) -> str:
    return reverse("office:report", args=[report_id])


@staff_required
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, report_id: int, act: str) -> HttpResponse:
    now, p = moment_of(request), page_or_404(request, report_id)
    asked = ACTS.get(act)
    if asked is None:
        raise Http404
    step = next((one for one in p.acts if one.act == act), None)
    if step is None:
        declared = next(one for one in p.kind.transitions if one.act == act)
        return forbidden(request, f"{declared.label}由{whose(declared)}在报告到了这一步的时候做。")
    page = Confirm(
        title=f"{step.label}：{p.title}",
        consequence=asked.words,
        act=step.label,
        back_url=_back(report_id),
        facts=_facts(p),
        danger=asked.danger,
    )
    given: dict[str, Any] = {"report_id": report_id, "by": now.standing, "at": now.at}
    if not asked.reason:
        return confirmed(request, page, lambda: asked.act(**given), done=asked.done, to=_back(report_id))
    return _with_reason(request, p, page, asked, given)


def _with_reason(
    request: HttpRequest, p: ReportPage, page: Confirm, asked: Asked, given: dict[str, Any]
) -> HttpResponse:
    returns = asked.act is passing.return_report
    form = bound(ReturnForm if returns else ReasonForm, request)
    form.fields["reason"].label, form.fields["reason"].help_text = asked.reason, asked.hint
    form.fields["reason"].error_messages["required"] = f"写明{asked.reason}"
    if returns:
        offered = [(a, label) for a, label in _worth_naming(p)]
        form.fields["cells"].choices = offered  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        return press(
            request,
            lambda: asked.act(**given, **form.cleaned_data),
            done=asked.done,
            back=request.path,
            to=_back(p.id),
        )
    shown = {"confirm": page, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "components/confirm_page.html", shown, status=status)


def _worth_naming(p: ReportPage) -> list[tuple[str, str]]:
    """The cells that a remark can name: table 1 and the sums of the rows."""
    return [
        (cell.address, cell.label)
        for cell in p.template.cells()
        if cell.table.part == "disclosure" or cell.column.is_sum
    ]


def _facts(p: ReportPage) -> list[HeadLine]:
    facts = p.facts.foi
    lines = [HeadLine("报告", p.title, wide=True), HeadLine("现在", p.state_label)]
    if "new_received" in facts:
        lines.append(HeadLine("本年新收申请", f"{facts['new_received'].get('total')} 件"))
        lines.append(HeadLine("办理结果总计", f"{facts['results.total'].get('total')} 件"))
    return lines


@staff_required
@require_POST
def compute(request: HttpRequest, report_id: int) -> HttpResponse:
    now, p = moment_of(request), page_or_404(request, report_id)
    r = p.report
    return press(
        request,
        lambda: building.compute(
            kind=r.kind, year=r.year, period=r.period, unit_id=r.unit_id, by=now.standing, at=now.at
        ),
        done="数字重新算好了。",
        back=_back(report_id),
    )


# ---- the words -----------------------------------------------------------------------------------------


@staff_required
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, report_id: int) -> HttpResponse:
    """All sections on one form; 预览 shows them with their figures, 保存 keeps them."""
    now, p = moment_of(request), page_or_404(request, report_id)
    found = words_page(now.standing, report_id)
    if found is None:
        return forbidden(request, "起草中、已退回的报告由本单位信息员、主要领导改。")
    typed = {
        no: request.POST.get(f"part_{no}", text) if request.method == "POST" else text
        for no, _, text, _, _ in found.sections
    }
    problem = ""
    if request.method == "POST" and request.POST.get("go") != "preview":
        try:
            writing.save_sections(
                report_id=report_id, texts=typed, opened_at=_opened(request), by=now.standing, at=now.at
            )
        except ReportRefused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, "文字已保存。")
            return HttpResponseRedirect(_back(report_id))
    return _words_shown(request, p, found, typed, problem)


def _opened(request: HttpRequest) -> datetime | None:
    return parse_datetime(request.POST.get("opened_at", "")[:40])


def _words_shown(
    request: HttpRequest, p: ReportPage, found: WordsPage, typed: dict[int, str], problem: str
) -> HttpResponse:
    cells = from_json(dict(p.facts.cells()))  # type: ignore[arg-type]
    previews = request.POST.get("go") == "preview"
    parts = [
        {
            "no": no,
            "title": title,
            "text": typed[no],
            "should": "、".join(should),
            "reads": filled(typed[no], cells=cells, figures=p.figures) if previews else "",
        }
        for no, title, _, _, should in found.sections
    ]
    page = {
        "p": p,
        "parts": parts,
        "figures": _grouped(found.figures),
        "opened_at": request.POST.get("opened_at") or moment_of(request).at.isoformat(),
        "problem": problem,
        "back": _back(p.id),
        "title": found.title,
    }
    return render(request, "office/reports/words.html", page, status=422 if problem else 200)


_GROUPS = {"figure:": "各项统计", "disclosure.": "表一", "foi.": "表二", "disputes.": "表三"}


def _grouped(figures: Sequence[tuple[str, str, str]]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The figures for the text by where they come from."""
    found = [
        (label, [one for one in figures if one[0].startswith(start)]) for start, label in _GROUPS.items()
    ]
    return [(label, some) for label, some in found if some]


urls = [
    path("reports/<int:report_id>/act/<slug:act>/", act, name="report_act"),
    path("reports/<int:report_id>/compute/", compute, name="report_compute"),
    path("reports/<int:report_id>/words/", words, name="report_words"),
]
