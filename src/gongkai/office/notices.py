"""载入放假通知: pasted or as a file, checked row by row, and looked at with what it moves before it holds."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.clocks.actions import load_notice
from gongkai.clocks.changes import anybody_counts, moves
from gongkai.clocks.loading import COLUMNS, NoticeRows, read_notice, year_in
from gongkai.clocks.notices import Notice, make_notice
from gongkai.clocks.queries import calendar, calendar_with, notice_days, require_free_days
from gongkai.clocks.sheets import Festival, festivals
from gongkai.components.dates import day_long
from gongkai.components.parts import Confirm, HeadLine
from gongkai.office.calendar import only_office
from gongkai.office.import_report import XLSX, downloaded, problem_table
from gongkai.office.one_form import bound, form_page, number_field, text_field
from gongkai.office.standing import moment_of, staff_required
from gongkai.tables.problems import Refusal
from gongkai.tables.writing import write_template

MAX_BYTES = 1024 * 1024
MOST_TEXT = 20_000


class NoticeForm(forms.Form):
    """Words or a table in the box, or a file; the file goes first."""

    paste = text_field(
        "贴进来",
        MOST_TEXT,
        required=False,
        rows=10,
        help_text="通知的原文（“一、元旦：1月1日……放假……”），或者表格：日期、类型、节日。",
    )
    file = forms.FileField(
        label="或者选文件",
        required=False,
        help_text="XLSX 或者 CSV。",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"empty": "这个文件是空的，0 个字节。重新选择。"},
    )
    year = number_field(
        "哪一年的通知", low=2000, high=2100, required=False, help_text="原文里写了年份的，不用填。"
    )
    title = text_field("通知标题", 200, required=False)
    source = text_field("出处", 300, required=False, help_text="网址或者文号。")

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        if not filled.get("paste") and not filled.get("file") and not self.errors:
            self.add_error("paste", "把通知贴进来，或者选一个文件")
        if filled.get("file") and filled["file"].size > MAX_BYTES:
            self.add_error("file", "文件超过 1 MB，不像是一份放假通知。")
        return filled


@staff_required
@only_office
@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """The form; then a page that says what the notice arranges and moves; then the loading."""
    form = bound(NoticeForm, request)
    problems: Sequence[Refusal] = ()
    rows: NoticeRows | None = None
    if request.method == "POST" and form.is_valid():
        rows, problems = _read(form)
    now = moment_of(request)

    def save(filled: dict[str, Any]) -> HttpResponse | None:
        if rows is None:  # what is wrong stands on the form, so this isn't reached
            return None
        title = filled["title"] or rows.title
        notice = make_notice(year=rows.year, title=title, source=filled["source"], days=rows.days)
        require_free_days(notice)
        if request.POST.get("confirmed") != "1":
            asked = _confirm(notice, title, filled["source"])
            return render(request, "components/confirm_page.html", {"confirm": asked})
        load_notice(
            year=rows.year, title=title, source=filled["source"], rows=rows.days, by=now.standing, at=now.at
        )
        return None

    back = reverse("office:calendar")
    return form_page(
        request,
        form,
        save,
        title="载入放假通知",
        label="检查",
        back=back,
        done=f"{rows.year} 年的放假安排已载入，没办完的期限正在重新算。" if rows else "",
        to=f"{back}?year={rows.year}" if rows else back,
        template="office/calendar/load.html",
        problems=problem_table([asdict(one) for one in problems]),
    )


def _read(form: forms.Form) -> tuple[NoticeRows | None, Sequence[Refusal]]:
    """One year's rows; whatever is wrong stands on the form, and by row in the list."""
    filled = form.cleaned_data
    sent = filled["file"]
    raw, name = (sent.read(), sent.name) if sent else (filled["paste"].encode(), "贴进来的内容.csv")
    place = "file" if sent else "paste"
    reading = read_notice(raw, name, year=filled["year"] or year_in(filled["title"]))
    if reading.problems:
        form.add_error(place, f"有 {len(reading.problems)} 处要改，看下面写的行。什么也没有载入。")
        return None, reading.problems
    if len(reading.notices) != 1:
        form.add_error(place, "里面有几年的安排，一次载入一年。")
        return None, ()
    return reading.notices[0], ()


def _confirm(notice: Notice, title: str, source: str) -> Confirm:
    before, after = calendar(), calendar_with(notice)
    former = notice_days(notice.year)
    facts = [HeadLine("通知", title, wide=True)]
    facts += [HeadLine(one.name, _festival_words(one), wide=True) for one in festivals(notice.year, after)]
    if former:
        gone, new = set(former) - set(notice.days), set(notice.days) - set(former)
        facts.append(
            HeadLine("和原来比", f"多 {len(new)} 天，少 {len(gone)} 天" if gone or new else "日期没有变")
        )
    moved = moves(before, after)
    facts += [HeadLine(one.label, f"{one.count} 件的期限会变", level="soon") for one in moved]
    return Confirm(
        title=f"载入 {notice.year} 年的放假安排",
        consequence="没办完的期限都按它重新算，原来的日期留着，经办人会收到通知。"
        + ("" if moved or not anybody_counts() else "现在没有哪一件的期限会变。"),
        act="载入",
        back_url=reverse("office:notice_load"),
        facts=facts,
        hidden=[
            ("paste", _as_text(notice)),
            ("year", str(notice.year)),
            ("title", title),
            ("source", source),
        ],
    )


def _festival_words(one: Festival) -> str:
    days = day_long(one.start) if one.days == 1 else f"{day_long(one.start)}到{day_long(one.end)}"
    made_up = f"；{'、'.join(day_long(day) for day in one.made_up)}上班" if one.made_up else ""
    return f"{days}，{one.days} 天{made_up}"


def _as_text(notice: Notice) -> str:
    """The days as a table that the form reads again: what was looked at is what is loaded."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["日期", "类型", "节日"])
    writer.writerows(
        (one.day.isoformat(), "上班" if one.is_working else "放假", one.name) for one in notice.days
    )
    return out.getvalue()


@staff_required
@only_office
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    return downloaded(write_template(COLUMNS, title="放假安排"), "放假安排模板.xlsx", XLSX)


urls = [
    path("calendar/notice/", load, name="notice_load"),
    path("calendar/notice/template/", template, name="notice_template"),
]
