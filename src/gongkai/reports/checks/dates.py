"""Dates of submission, publication and signature against the terms of the regulation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.reports.checks.passages import folded
from gongkai.reports.checks.shapes import ERROR, HINT, WARNING, Hit, Rule, Subject
from gongkai.text.dates import DateProblem, format_cn_date, parse_date

LAW = "《政府信息公开条例》第四十九条"
_SIGNED = re.compile(r"(20\d\d年\d{1,2}月\d{1,2}日)")


def due_on(year: int, *, government: bool) -> date:
    """Last day of publication: 31 January for organs, 31 March for a government; before 2019 31 March for all."""
    late = government or year <= 2018
    return date(year + 1, 3 if late else 1, 31)


def _due(subject: Subject) -> date | None:
    year = subject.facts.year
    return due_on(year, government=subject.around.is_government) if 2008 <= year <= 2100 else None


def _published_late(subject: Subject) -> Iterator[Hit]:
    on, due = subject.facts.published_on, _due(subject)
    if on and due and on > due:
        yield (
            ("published_on",),
            f"{format_cn_date(on)}公布，最迟应在{format_cn_date(due)}，晚了 {(on - due).days} 天。",
        )


def _submitted_late(subject: Subject) -> Iterator[Hit]:
    on, due = subject.facts.submitted_on, _due(subject)
    if on and due and on > due:
        yield (
            ("submitted_on",),
            f"{format_cn_date(on)}提交，最迟应在{format_cn_date(due)}，晚了 {(on - due).days} 天。",
        )


def _not_published(subject: Subject) -> Iterator[Hit]:
    today, due = subject.around.as_of, _due(subject)
    if subject.facts.published_on is None and today and due and today > due:
        yield ("published_on",), f"还没有公布，{format_cn_date(due)}已过 {(today - due).days} 天。"


def _too_early(subject: Subject) -> Iterator[Hit]:
    for name, words in (("published_on", "公布"), ("submitted_on", "提交")):
        on = getattr(subject.facts, name)
        if on and subject.facts.year >= 2008 and on.year <= subject.facts.year:
            yield (
                (name,),
                f"{format_cn_date(on)}{words}，{subject.facts.year} 年还没有过完，数字不会是全年的。",
            )


def _published_before_submitted(subject: Subject) -> Iterator[Hit]:
    facts = subject.facts
    if facts.published_on and facts.submitted_on and facts.published_on < facts.submitted_on:
        yield (
            ("published_on", "submitted_on"),
            f"{format_cn_date(facts.published_on)}公布，早于{format_cn_date(facts.submitted_on)}提交。",
        )


def signed_on(subject: Subject) -> date | None:
    """The date at the end of the last section, where a signature stands."""
    last = next((s for s in reversed(subject.facts.sections) if s.text.strip()), None)
    found = _SIGNED.findall(folded(last.text)[-120:]) if last else []
    try:
        return parse_date(found[-1]) if found else None
    except DateProblem:
        return None


def _signed_too_early(subject: Subject) -> Iterator[Hit]:
    on = signed_on(subject)
    if on and subject.facts.year >= 2008 and on.year <= subject.facts.year:
        yield (
            (f"section.{_last(subject)}",),
            f"落款是{format_cn_date(on)}，{subject.facts.year} 年还没有过完；应是 {subject.facts.year + 1} 年。",
        )


def _signed_too_late(subject: Subject) -> Iterator[Hit]:
    on, due = signed_on(subject), _due(subject)
    if on and due and on > due:
        yield (f"section.{_last(subject)}",), f"落款是{format_cn_date(on)}，晚于{format_cn_date(due)}的期限。"


def _signed_after_published(subject: Subject) -> Iterator[Hit]:
    on, published = signed_on(subject), subject.facts.published_on
    if on and published and on > published:
        yield (
            (f"section.{_last(subject)}", "published_on"),
            f"落款{format_cn_date(on)}，晚于公布的{format_cn_date(published)}。",
        )


def _last(subject: Subject) -> int:
    return max((s.no for s in subject.facts.sections if s.text.strip()), default=0)


RULES = (
    Rule("date.published_late", "按期公布：部门 1 月 31 日，政府 3 月 31 日", ERROR, LAW, _published_late),
    Rule("date.submitted_late", "按期提交", ERROR, LAW, _submitted_late),
    Rule("date.not_published", "期限过了的已经公布", ERROR, LAW, _not_published),
    Rule("date.too_early", "年度过完才公布和提交", ERROR, LAW, _too_early),
    Rule("date.order", "先提交后公布", HINT, LAW, _published_before_submitted),
    Rule("date.signed_early", "落款在年度过完以后", WARNING, LAW, _signed_too_early),
    Rule("date.signed_late", "落款在期限以内", HINT, LAW, _signed_too_late),
    Rule("date.signed_after", "落款不晚于公布", HINT, LAW, _signed_after_published),
)
