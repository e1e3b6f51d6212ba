"""公众关注热点: each week's topics counted once, from letters, orders and questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, HotTopic, TopicWeek
from gongkai.cases.suggesting.topics import WEEK, WeekLetter, hot_topics
from gongkai.cases.suggesting.topics import HotTopic as Found
from gongkai.screening.detectors import person_name

WEEKS_BEFORE = 4
_READ = 400


def last_week(today: date) -> date:
    """The Monday of the last week that is over."""
    return today - timedelta(days=today.weekday() + 7)


def count_topics(*, week_from: date, at: datetime, anew: bool = False) -> int:
    """Count the topics of the week from a Monday and keep them; how many there are. A week is counted once.

    `anew`: what was kept of it before is replaced.
    """
    if not anew and TopicWeek.objects.filter(starts_on=week_from).exists():
        return HotTopic.objects.filter(week__starts_on=week_from).count()
    letters = _letters(week_from)
    said = {one.id: f"{one.title}\n{one.text}" for one in letters}
    found = hot_topics(letters, week_from=week_from, weeks_before=WEEKS_BEFORE)
    with transaction.atomic():
        TopicWeek.objects.filter(starts_on=week_from).delete()
        week = TopicWeek.objects.create(
            starts_on=week_from, letters=sum(one.on >= week_from for one in letters), made_at=at
        )
        HotTopic.objects.bulk_create(_row(week, no, one, said) for no, one in enumerate(found, start=1))
    return len(found)


def _letters(week_from: date) -> list[WeekLetter]:
    """What arrived in the week and the four before; kinds whose content is kept back by law tell nothing here."""
    start, end = (_midnight(day) for day in (week_from - WEEKS_BEFORE * WEEK, week_from + WEEK))
    found: list[WeekLetter] = []
    for kind in (one for one in CASE_KINDS.values() if one.letter_like):
        field, kept_back = kind.keeps_back
        rows = Case.objects.filter(
            kind=kind.code, submitted_at__gte=start, submitted_at__lt=end, merged_into=None
        ).order_by("id")
        found += [
            WeekLetter(f"{pk:012d}", timezone.localdate(when), title, text[:_READ])
            for pk, when, title, text, values in rows.values_list(
                "id", "submitted_at", "title", "text", "values"
            )
            if values.get(field) not in kept_back
        ]
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _row(week: TopicWeek, no: int, topic: Found, said: Mapping[str, str]) -> HotTopic:
    return HotTopic(
        week=week,
        no=no,
        words=without_names(topic.words, (said[one] for one in topic.ids)),
        count=topic.count,
        before=list(topic.before),
        case_ids=[int(one) for one in topic.ids],
        samples=[int(one) for one in topic.samples],
    )


def without_names(words: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Words that aren't part of a person's name in one of the texts."""
    names = {text[span.start : span.end] for text in texts for span in person_name.find(text)}
    return [word for word in words if not any(name in word or word in name for name in names)]
