"""Whether question and answer of a case may be public at all, and which words the answer is."""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localdate

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent


def not_publishable(case: Case) -> str:
    """Why question and answer of this case can't be public, in words; empty when they can."""
    kind = CASE_KINDS[case.kind]
    if not kind.publishes:
        return f"{kind.label}的内容不公开。"
    field, values = kind.keeps_back
    if field and str(case.values.get(field, "")) in values:
        return "这一类来件的内容依法保密，不公开。"
    if case.merged_into_id is not None:
        return "这件并到了另一件，公开那一件的答复。"
    if case.closed_at is None:
        return "答复以后才能公开。"
    if not answer_words(case)[0]:
        return "这件没有答复的内容可以公开。"
    return ""


def answer_words(case: Case) -> tuple[str, date]:
    """The words of the last answer that was given, and its day."""
    events = CaseEvent.objects.filter(case=case).order_by("-no")
    day = case.served_on or (localdate(case.closed_at or case.submitted_at))
    for event in events:
        words = str(event.values.get("conclusion") or "").strip()
        if words:
            return words, day
    return "", day
