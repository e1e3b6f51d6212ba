"""公众关注热点 of a week: what was written about, how it grew, and the letters behind it that this person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.accounts.policies import Standing
from gongkai.cases.models import HotTopic, TopicWeek
from gongkai.cases.policies import visible_to
from gongkai.cases.queries.lists import CaseLine, lines

WEEKS_SHOWN = 12
SAMPLES = 3


@dataclass(frozen=True)
class TopicLine:
    """`growth` in words; `samples` are cases that this person may see, `visible` how many of all there are."""

    no: int
    words: str
    count: int
    before: tuple[int, ...]
    growth: str
    samples: tuple[CaseLine, ...]
    visible: int

    @property
    def unseen(self) -> int:
        return self.count - self.visible


@dataclass(frozen=True)
class WeekOfTopics:
    starts_on: date
    letters: int
    topics: tuple[TopicLine, ...]

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(days=6)


def weeks_counted() -> list[date]:
    """Mondays, the latest first."""
    found = TopicWeek.objects.order_by("-starts_on").values_list("starts_on", flat=True)
    return list(found[:WEEKS_SHOWN])


def topics_of(by: Standing, week_from: date, *, today: date) -> WeekOfTopics | None:
    """Four queries, however many topics there are."""
    week = TopicWeek.objects.filter(starts_on=week_from).first()  # unique
    if week is None:
        return None
    rows = list(HotTopic.objects.filter(week=week).order_by("no"))
    wanted = {pk for row in rows for pk in row.case_ids}
    seen = set(visible_to(by).filter(id__in=wanted).values_list("id", flat=True))
    chosen = {row.pk: _samples(row, seen) for row in rows}
    cases = visible_to(by).filter(id__in={pk for some in chosen.values() for pk in some})
    shown = {line.id: line for line in lines(cases.select_related("unit", "assignee"), today=today)}
    return WeekOfTopics(
        week.starts_on,
        week.letters,
        tuple(
            TopicLine(
                no=row.no,
                words="、".join(row.words),
                count=row.count,
                before=tuple(row.before),
                growth=growth_words(row.count, row.before),
                samples=tuple(shown[pk] for pk in chosen[row.pk] if pk in shown),
                visible=len(seen.intersection(row.case_ids)),
            )
            for row in rows
        ),
    )


def _samples(row: HotTopic, seen: set[int]) -> list[int]:
    """The telling ones first, then any that may be seen."""
    order = dict.fromkeys([*row.samples, *row.case_ids])
    return [pk for pk in order if pk in seen][:SAMPLES]


def growth_words(count: int, before: list[int]) -> str:
    """Against the mean of the weeks before; a change of less than a tenth is none."""
    usual = sum(before) / len(before) if before else 0
    if not usual:
        return "前四周没有"
    change = count / usual - 1
    if abs(change) < 0.1:
        return f"和前四周差不多（每周约 {usual:.0f} 件）"
    if change >= 1:
        return f"是前四周平均的 {count / usual:.1f} 倍"
    return f"比前四周平均{'多' if change > 0 else '少'}{abs(change):.0%}"
