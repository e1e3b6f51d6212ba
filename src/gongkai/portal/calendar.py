"""工作日日历: the year that all terms are counted by, and a calculator that says why a term ends when it does."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.clocks.counting import History, Pause
from gongkai.clocks.explaining import Explanation, explain
from gongkai.clocks.queries import LoadedNotice, calendar, loaded_notices, term, terms
from gongkai.clocks.rules import Term, WorkCalendar
from gongkai.clocks.sheets import festivals, month_sheets
from gongkai.components.dates import WEEKDAYS
from gongkai.components.parts import Link
from gongkai.portal.answering import CACHED, show

OWN_DAYS = ""
GROUPS = {
    "foi": "依申请公开", "reconsideration": "复议和诉讼", "litigation": "复议和诉讼", "letter": "来信、热线、留言",
    "hotline": "来信、热线、留言", "question": "来信、热线、留言", "policy": "来信、热线、留言", "objection": "来信、热线、留言",
    "complaint": "来信、热线、留言", "petition": "来信、热线、留言", "item": "主动公开", "interpretation": "主动公开",
    "licence": "主动公开", "penalty": "主动公开", "budget": "主动公开", "proposal": "主动公开",
}  # fmt: skip
# Versions by date make the first superfluous, extensions have a field of their own, the rest is the office's own.
NOT_OFFERED = {
    "foi.reply_2008",
    "foi.extension",
    "hotline.extension",
    "hotline.sign",
    "hotline.visit",
    "letter.sign",
}
MOST_DAYS = 2000
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
LONGEST_PAUSE = 3660


def _day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": f"填{label}", "invalid": "日期写成 2026-11-21 这样"},
    )


def _number_field(label: str, help_text: str) -> forms.IntegerField:
    words = f"{label}填 1 到 {MOST_DAYS} 之间的整数"
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=help_text,
        error_messages={"invalid": words, "min_value": words, "max_value": words},
    )


class CalculatorForm(forms.Form):
    """`from` is a word of the language, so the field of that name stands under another one."""

    term = forms.ChoiceField(
        label="算哪个时限",
        required=False,
        error_messages={"invalid_choice": "从列出的里面选一个"},
    )
    n = _number_field("工作日天数", "上面选了具体的时限，就不用填。")
    since = _day_field("从哪天起", help_text="机关收到的那天；寄信的，是机关签收的那天。")
    pause_from = _day_field("暂停从", required=False, help_text="征求第三方意见的时间不算在内。")
    pause_to = _day_field("暂停到", required=False, help_text="还没结束就空着。")
    extend = _number_field("延长了多少", "收到延期告知书的，填上面写的数。")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["term"].choices = [(OWN_DAYS, "自己填工作日天数"), *_offered(today)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        if not filled.get("term") and not filled.get("n") and not self.errors.get("n"):
            self.add_error("n", "填工作日天数，或者在上面选一个时限")
        for name in ("since", "pause_from", "pause_to"):
            if filled.get(name) and not FIRST_DAY <= filled[name] <= LAST_DAY:
                self.add_error(name, f"填 {FIRST_DAY.year} 年到 {LAST_DAY.year} 年之间的日期")
        first, last = filled.get("pause_from"), filled.get("pause_to")
        if last and not first:
            self.add_error("pause_from", "填暂停从哪天开始")
        elif first and last and last < first:
            self.add_error("pause_to", "暂停结束不会早于开始")
        elif first and last and (last - first).days > LONGEST_PAUSE:
            self.add_error("pause_to", "暂停最多算十年")
        return filled


_UNITS = {"working_day": "个工作日", "calendar_day": "日", "month": "个月", "hour": "小时"}


def _offered(today: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """The terms that somebody outside may want to count, in groups."""
    groups: dict[str, list[tuple[str, str]]] = {label: [] for label in GROUPS.values()}
    for one in terms(today):
        group = GROUPS.get(one.code.partition(".")[0], "")
        if group and one.code not in NOT_OFFERED and one.unit != "hour" and one.length:
            groups[group].append((one.code, _words(one)))
    return list(groups.items())


def _words(one: Term) -> str:
    return f"{one.label}，{one.length} {_UNITS[one.unit]}"


@require_safe
def calendar_page(request: HttpRequest) -> HttpResponse:
    today, days = timezone.localdate(), calendar()
    notices = loaded_notices()
    year = _year(request.GET.get("year", ""), notices, today)
    asked = "since" in request.GET
    form = CalculatorForm(
        request.GET if asked else None, today=today, initial={"since": today, "term": "foi.reply"}
    )
    told = _told(form, days, today) if asked and form.is_valid() else None
    notice = next((one for one in notices if one.year == year), None)
    page = {
        "form": form,
        "told": told,
        "year": year,
        "months": month_sheets(year, days, today=today),
        "weekdays": WEEKDAYS,
        "festivals": festivals(year, days),
        "notice": notice,
        "notice_url": notice.source if notice and notice.source.startswith(("http://", "https://")) else "",
        "years": _years(year, notices, today),
        "trail": [Link("首页", "/"), Link("工作日日历")],
    }
    answer = show(request, "portal/calendar.html", page)
    answer["Cache-Control"] = CACHED
    return answer


def _told(form: CalculatorForm, days: WorkCalendar, today: date) -> Explanation | None:
    filled = form.cleaned_data
    since = filled["since"]
    if filled["term"]:
        found = term(filled["term"], since)
        if found is None:
            form.add_error("since", "那时还没有这个时限，选晚一些的日期")
            return None
    else:
        found = Term("", filled["n"], "working_day", "", FIRST_DAY, "")
    pauses = (Pause(filled["pause_from"], filled["pause_to"]),) if filled["pause_from"] else ()
    return explain(found, History(since, pauses=pauses, extension=filled["extend"] or 0), days, as_of=today)


def _year(text: str, notices: list[LoadedNotice], today: date) -> int:
    year = int(text) if text.isdecimal() and len(text) == 4 else today.year
    return year if year in _range(notices, today) else today.year


def _range(notices: list[LoadedNotice], today: date) -> range:
    """The years with a notice, this one, and the next, which has none until the autumn."""
    known = [one.year for one in notices] or [today.year]
    return range(min(*known, today.year), max(*known, today.year + 1) + 1)


def _years(year: int, notices: list[LoadedNotice], today: date) -> list[Link]:
    known = _range(notices, today)
    near = [one for one in (year - 1, year, year + 1) if one in known]
    return [Link(f"{one}年", f"/calendar/?year={one}", current=one == year) for one in near]
