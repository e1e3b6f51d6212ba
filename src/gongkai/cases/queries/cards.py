"""Yellow and red cards of cases, computed on the day of service; a case keeps none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from gongkai.cases.models import Case
from gongkai.cases.rules.cards import DEFAULT_RULE, LABELS, Card, CardRule, card_for, card_words
from gongkai.clocks.queries import calendar
from gongkai.clocks.rules import WorkCalendar


@dataclass(frozen=True)
class CaseCard:
    card: Card
    label: str
    words: str


def cards_of(cases: Iterable[Case], *, today: date, rule: CardRule = DEFAULT_RULE) -> dict[int, CaseCard]:
    """The cards of some cases by id; those that show none are left out. No query but the calendar's."""
    work = calendar()
    found = {}
    for case in cases:
        if case.closed_at is not None and case.served_on is None:
            continue  # ended without anything to serve
        found_card, left = _card(case.due_on, case.served_on, case.paused, today, work, rule)
        if found_card:
            found[case.pk] = CaseCard(found_card, LABELS[found_card], card_words(found_card, left))
    return found


def _card(
    due_on: date | None, ended: date | None, paused: bool, today: date, work: WorkCalendar, rule: CardRule
) -> tuple[Card, int]:
    if due_on is None:
        return "", 0
    left = work.working_days_between(ended if ended is not None and ended <= today else today, due_on)
    card = card_for(
        due_on=due_on, served_on=ended, as_of=today, working_days_left=left, paused=paused, rule=rule
    )
    return card, left


def with_card(
    found: QuerySet[Case], card: Card, *, today: date, rule: CardRule = DEFAULT_RULE
) -> QuerySet[Case]:
    """The cases of a list that show this card: yellow (running), red (late, escalated ones too), escalated."""
    work = calendar()
    running = Q(served_on=None, closed_at=None)
    if card == "yellow":
        # The furthest last day that is at most so many working days off, with the days off behind it.
        last = work.add_working_days(today, rule.yellow_at + 1).on
        return found.filter(running, paused=False, due_on__gte=today, due_on__lt=last)
    late = (running & Q(due_on__lt=today)) | Q(served_on__gt=F("due_on"))
    if card == "red":
        return found.filter(late)
    if card == "escalated":
        ids = [
            pk
            for pk, due_on, served_on in found.filter(late).values_list("id", "due_on", "served_on")
            if _card(due_on, served_on, False, today, work, rule)[0] == "escalated"
        ]
        return found.filter(id__in=ids)
    raise KeyError(card)


def card_counts(found: QuerySet[Case], *, today: date, rule: CardRule = DEFAULT_RULE) -> dict[Card, int]:
    """How many of a list show each card; red counts the escalated ones too. Three queries."""
    return {
        "yellow": with_card(found, "yellow", today=today, rule=rule).count(),
        "red": with_card(found, "red", today=today, rule=rule).count(),
        "escalated": with_card(found, "escalated", today=today, rule=rule).count(),
    }
