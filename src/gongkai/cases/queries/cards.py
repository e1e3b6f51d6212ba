"""Yellow and red cards of cases, computed on the day of service; a case keeps none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from gongkai.accounts.policies import Standing
from gongkai.cases.models import Case
from gongkai.cases.rules.cards import (
    DEFAULT_RULE,
    LABELS,
    Card,
    CardRule,
    card_for,
    card_words,
    earlier_words,
    with_earlier,
)
from gongkai.clocks.queries import calendar
from gongkai.clocks.rules import WorkCalendar


@dataclass(frozen=True)
class CaseCard:
    card: Card
    label: str
    words: str


def watches_cards(by: Standing) -> bool:
    """Whoever answers for the work of others sees how many stand out: 政务公开办 and the heads of units."""
    return by.has("disclosure_office") or bool(by.unit_ids("leader"))


def cards_of(cases: Iterable[Case], *, today: date, rule: CardRule = DEFAULT_RULE) -> dict[int, CaseCard]:
    """The cards of some cases by id; those that show none are left out. No query but the calendar's."""
    work = calendar()
    shown = ((case.pk, card_of(case, today=today, work=work, rule=rule)) for case in cases)
    return {pk: card for pk, card in shown if card is not None}


def card_of(case: Case, *, today: date, work: WorkCalendar, rule: CardRule = DEFAULT_RULE) -> CaseCard | None:
    """The card of one case. No query."""
    now: Card = ""
    left = 0
    if case.closed_at is None or case.served_on is not None:  # else ended without anything to serve
        now, left = _card(case.due_on, case.served_on, case.paused, today, work, rule)
    card = with_earlier(now, case.late_before, rule=rule)
    if not card:
        return None
    # This round's reason where it bears the card by itself.
    words = card_words(card, left) if card == now else earlier_words(card, case.late_before or 0)
    return CaseCard(card, LABELS[card], words)


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
    found: QuerySet[Case],
    card: Card,
    *,
    today: date,
    rule: CardRule = DEFAULT_RULE,
    work: WorkCalendar | None = None,
) -> QuerySet[Case]:
    """The cases of a list that show this card: yellow (running), red (late, escalated ones too), escalated."""
    work = work or calendar()
    if card == "yellow":
        return found.filter(_yellow(today, rule, work))
    late = _late(today)
    if card == "red":
        return found.filter(late)
    if card == "escalated":
        ids = [
            pk
            for pk, due_on, ended, before, paused in found.filter(late).values_list(
                "id", "due_on", "served_on", "late_before", "paused"
            )
            if _late_card(due_on, ended, before, paused, today, work, rule) == "escalated"
        ]
        return found.filter(id__in=ids)
    raise KeyError(card)


def _late_card(
    due_on: date | None,
    ended: date | None,
    late_before: int | None,
    paused: bool,
    today: date,
    work: WorkCalendar,
    rule: CardRule,
) -> Card:
    card, _ = _card(due_on, ended, paused, today, work, rule)
    return with_earlier(card, late_before, rule=rule)


def _yellow(today: date, rule: CardRule, work: WorkCalendar) -> Q:
    # The furthest last day that is at most so many working days off, with the days off behind it.
    last = work.add_working_days(today, rule.yellow_at + 1).on
    return Q(
        served_on=None, closed_at=None, paused=False, due_on__gte=today, due_on__lt=last, late_before=None
    )


def _late(today: date) -> Q:
    now = Q(served_on=None, closed_at=None, paused=False, due_on__lt=today) | Q(served_on__gt=F("due_on"))
    return now | Q(late_before__isnull=False)


def card_counts(
    found: QuerySet[Case], *, today: date, rule: CardRule = DEFAULT_RULE, work: WorkCalendar | None = None
) -> dict[Card, int]:
    """How many of a list show each card; red counts the escalated ones too. One query, grouped by days."""
    work = work or calendar()
    shown = _yellow(today, rule, work) | _late(today)
    days = found.filter(shown).order_by().values_list("due_on", "served_on", "late_before", "paused")
    counts: dict[Card, int] = {"yellow": 0, "red": 0, "escalated": 0}
    for due_on, served_on, late_before, paused, n in days.annotate(n=Count("id")):
        late = (due_on < today and not paused) if served_on is None else served_on > due_on
        if late or late_before is not None:
            counts["red"] += n
            if _late_card(due_on, served_on, late_before, paused, today, work, rule) == "escalated":
                counts["escalated"] += n
        else:
            counts["yellow"] += n
    return counts
