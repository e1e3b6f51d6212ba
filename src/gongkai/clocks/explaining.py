"""Why a term ends on that day: every day of it with its reason, and the whole in words for whoever waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gongkai.clocks.counting import (
    LOCAL,
    Deadline,
    History,
    OfficeHours,
    Pause,
    Span,
    deadline,
    started_on,
    united,
)
from gongkai.clocks.rules import ONE_DAY, SATURDAY, Term, WorkCalendar

WEEKDAYS = "一二三四五六日"
UNIT_WORDS = {"working_day": "个工作日", "calendar_day": "日", "hour": "小时", "month": "个月"}
_NEAR = 12  # days; no holiday was longer with its weekends


@dataclass(frozen=True)
class Step:
    """One day on the way. `counted`: the term ran on it."""

    date: date
    counted: bool
    why: str


@dataclass(frozen=True)
class Run:
    """Days on end with the same reason, for a list that a person reads."""

    start: date
    end: date
    counted: bool
    why: str

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Explanation:
    """A deadline with its reasons. `words` are whole sentences in plain Chinese.

    `anew`: the term stands still and will start anew, so that `due_on` is no day to wait for.
    """

    term: Term
    due_on: date
    due_at: datetime | None
    provisional: bool
    paused: bool
    steps: tuple[Step, ...]
    words: str
    anew: bool = False

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(_runs(self.steps))


def explain(
    term: Term,
    history: History,
    calendar: WorkCalendar,
    *,
    as_of: date,
    office_hours: OfficeHours | None = None,
) -> Explanation:
    """`counting.deadline` with every day from the start to the end and why it counted or not.

    Raises what `deadline` raises.
    """
    hours = office_hours or OfficeHours()
    due = deadline(term, history, calendar, as_of=as_of, office_hours=hours)
    days = _Days(term, history, calendar, due, united(history.pauses, as_of), hours)
    anew = due.paused and any(pause.anew and pause.runs_on(as_of) for pause in history.pauses)
    words = _words(days, anew)
    return Explanation(term, due.on, due.at, due.provisional, due.paused, tuple(days.steps()), words, anew)


class _Days:
    """The days of one term, looked at one by one."""

    def __init__(
        self,
        term: Term,
        history: History,
        calendar: WorkCalendar,
        due: Deadline,
        spans: Sequence[Span],
        hours: OfficeHours,
    ) -> None:
        self.term, self.history, self.calendar, self.due = term, history, calendar, due
        self.spans, self.hours = spans, hours
        self.start = started_on(history)
        self.length = term.length + history.extension

    def steps(self) -> Iterator[Step]:
        if self.term.unit == "hour":
            yield from self._hours()
            return
        if not self.length:
            yield from self._moved(self.start)
            return
        yield Step(self.start, False, "起算的这一天不算，从第二天算起")
        if self.term.unit == "working_day":
            yield from self._working_days()
        else:
            yield from self._calendar_days()

    def _working_days(self) -> Iterator[Step]:
        number = 0
        for day in _days(self.start + ONE_DAY, self.due.on):
            if reason := self.pause_of(day):
                yield Step(day, False, reason)
            elif self.calendar.is_working_day(day):
                number += 1
                yield Step(day, True, f"第 {number} 个工作日{self._made_up(day)}{self._assumed(day)}")
            else:
                yield Step(day, False, off_words(day, self.calendar))

    def _calendar_days(self) -> Iterator[Step]:
        number, whole = 0, self._whole_days()
        day = self.start
        while number < whole:
            day += ONE_DAY
            if reason := self.pause_of(day):
                yield Step(day, False, reason)
            else:
                number += 1
                yield Step(day, True, f"第 {number} 天" + ("，期满" if number == whole else ""))
        yield from self._moved(day + ONE_DAY)

    def _whole_days(self) -> int:
        """How many unpaused days the term has; months are as long as the calendar makes them."""
        if self.term.unit == "calendar_day":
            return self.length
        plain = History(self.start, extension=self.history.extension)
        last = deadline(self.term, plain, _EVERY_DAY, as_of=self.start).on
        return (last - self.start).days

    def _moved(self, first: date) -> Iterator[Step]:
        """Days after the term's own last day, which no act can be asked on."""
        for day in _days(first, self.due.on):
            if day == self.due.on and self.length:
                yield Step(day, False, "期满那天休息，顺延到这个工作日")
            elif day == self.due.on:
                yield Step(day, True, "当天" if day == self.start else "当天休息，顺延到这个工作日")
            else:
                yield Step(day, False, self.pause_of(day) or off_words(day, self.calendar))

    def _hours(self) -> Iterator[Step]:
        if self.history.started_at is None or self.due.at is None:  # `deadline` has refused it already
            return
        begun, end = self.history.started_at.astimezone(LOCAL), self.due.at
        for day in _days(begun.date(), end.date()):
            since = begun if day == begun.date() else None
            until = end if day == end.date() else None
            if reason := self.pause_of(day):
                yield Step(day, False, reason)
            elif self.term.hours == "clock":
                yield Step(day, True, _clock_words(since, until))
            elif not self.calendar.is_working_day(day):
                yield Step(day, False, off_words(day, self.calendar))
            else:
                counted = self._minutes(since, until)
                yield Step(day, counted > 0, f"办公时间内 {_length(counted)}" if counted else "办公时间已过")

    def _minutes(self, since: datetime | None, until: datetime | None) -> int:
        whole = self.hours.minutes_a_day if since is None else self.hours.minutes_after(since.time())
        return whole - (self.hours.minutes_after(until.time()) if until else 0)

    def pause_of(self, day: date) -> str:
        if not any(begin <= day <= end for begin, end in self.spans):
            return ""
        why = next((p.why for p in self.history.pauses if p.why and _holds(p, day)), "")
        return f"暂停：{why}" if why else "暂停，不算"

    def _made_up(self, day: date) -> str:
        if day.weekday() < SATURDAY:
            return ""
        return f"（星期{WEEKDAYS[day.weekday()]}，{_festival(day, self.calendar)}调休上班）"

    def _assumed(self, day: date) -> str:
        return "" if self.calendar.is_known(day) else "（暂定）"


class _EveryDay(WorkCalendar):
    """A calendar without days off, to see where a term ends before it is moved."""

    def is_working_day(self, day: date) -> bool:
        return True


_EVERY_DAY = _EveryDay(frozenset(), frozenset(), frozenset())


def _holds(pause: Pause, day: date) -> bool:
    return pause.start <= day and (pause.end is None or day <= pause.end)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


# ---- words of days --------------------------------------------------------------------------------------


def off_words(day: date, calendar: WorkCalendar) -> str:
    """Why nobody works on that day: 国庆节放假, 星期六休息."""
    name = holiday_of(day, calendar)
    return f"{name}放假" if name else f"星期{WEEKDAYS[day.weekday()]}休息"


def holiday_of(day: date, calendar: WorkCalendar) -> str:
    """The festival to whose days off a day belongs; a weekend that touches them does, once the notice is there.

    "" for a plain weekend.
    """
    if calendar.is_working_day(day):
        return ""
    if name := calendar.names.get(day):
        return name
    if not calendar.is_known(day):
        return ""
    for step in (-ONE_DAY, ONE_DAY):
        near = day + step
        for _ in range(_NEAR):
            if calendar.is_working_day(near):
                break
            if name := calendar.names.get(near):
                return name
            near += step
    return ""


def _festival(day: date, calendar: WorkCalendar) -> str:
    return calendar.names.get(day, "")


def _clock_words(since: datetime | None, until: datetime | None) -> str:
    if since and until:
        return f"{since:%H:%M} 起，到 {until:%H:%M} 期满"
    if since:
        return f"{since:%H:%M} 起，不分昼夜连续算"
    return f"到 {until:%H:%M} 期满" if until else "全天"


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} 小时" if hours else "", f"{rest} 分钟" if rest else ""]
    return " ".join(part for part in parts if part)


def merged(steps: Iterable[Step]) -> tuple[Run, ...]:
    """Steps as runs of days with the same reason: what a list shows."""
    return tuple(_runs(steps))


def _runs(steps: Iterable[Step]) -> Iterator[Run]:
    held: list[Step] = []
    for step in steps:
        if held and _same(held[-1], step):
            held.append(step)
            continue
        if held:
            yield _run(held)
        held = [step]
    if held:
        yield _run(held)


def _same(one: Step, next_one: Step) -> bool:
    if next_one.date - one.date != ONE_DAY or one.counted != next_one.counted:
        return False
    return _kind(one) == _kind(next_one)


def _kind(step: Step) -> str:
    if step.counted:
        plain = step.why.startswith("第 ") and "上班" not in step.why and "期满" not in step.why
        return "counted" if plain else step.why
    return "weekend" if step.why.endswith("休息") and step.why.startswith("星期") else step.why


def _run(held: Sequence[Step]) -> Run:
    first, last = held[0], held[-1]
    why = first.why
    if len(held) > 1 and _kind(first) == "weekend":
        why = "周末休息"
    elif len(held) > 1 and _kind(first) == "counted":
        why = f"{first.why.split('（')[0]}到{last.why}"
    return Run(first.date, last.date, first.counted, why)


# ---- words of the whole ---------------------------------------------------------------------------------


def day_words(day: date) -> str:
    """2025年10月31日（星期五）"""
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


def _words(days: _Days, anew: bool) -> str:
    said = [_first_sentence(days), *_pause_sentences(days), *_calendar_sentences(days)]
    if anew:
        said.append("现在停着不算；恢复的时候不接着算，从头算起，最后一天到时重新定。")
    elif days.due.paused:
        said.append("现在还在暂停，停多久，最后一天就往后推多久。")
    if days.due.provisional:
        said.append("有一年的放假通知还没有公布，这个日期是暂定的，公布以后会重新算。")
    if days.term.source:
        said.append(f"依据：{days.term.source}。")
    return "".join(said)


def _first_sentence(days: _Days) -> str:
    unit = UNIT_WORDS[days.term.unit]
    length = f"{days.term.length} {unit}"
    if days.history.extension:
        length += f"，延长 {days.history.extension} {unit}，共 {days.length} {unit}"
    if days.due.at is not None:
        begun = (days.history.started_at or days.due.at).astimezone(LOCAL)
        how = "不分昼夜、不分节假日" if days.term.hours == "clock" else "只算工作日的办公时间"
        return (
            f"从{day_words(begun.date())} {begun:%H:%M} 起 {length}，{how}，"
            f"到{day_words(days.due.on)} {days.due.at:%H:%M} 为止。"
        )
    if not days.length:
        return f"当天办理，最后一天是{day_words(days.due.on)}。"
    return f"从{day_words(days.start)}的第二天算起，{length}，最后一天是{day_words(days.due.on)}。"


def _pause_sentences(days: _Days) -> Iterator[str]:
    for begin, end in days.spans:
        if end <= days.start or begin > days.due.on:
            continue
        first = max(begin, days.start + ONE_DAY)
        why = next((p.why for p in days.history.pauses if p.why and begin <= p.start <= end), "")
        reason = f"因{why}" if why else ""
        if days.term.unit == "working_day":
            lost = days.calendar.working_days_between(first - ONE_DAY, end)
            yield f"{_short(first)}到{_short(end)}{reason}暂停，{lost} 个工作日不算在内。"
        else:
            yield f"{_short(first)}到{_short(end)}{reason}暂停，不算在内。"


def _calendar_sentences(days: _Days) -> Iterator[str]:
    """The holidays and made-up days on the way, for terms that they move."""
    if days.term.unit == "hour" and days.term.hours == "clock":
        return
    if days.term.unit in ("calendar_day", "month"):
        last = [step for step in days.steps() if step.counted]
        if last and last[-1].date < days.due.on and days.length:
            yield f"期满的{_short(last[-1].date)}休息，顺延到下一个工作日。"
        return
    holidays: list[tuple[list[str], date, date]] = []
    made_up: list[date] = []
    for day in _days(days.start + ONE_DAY if days.length else days.start, days.due.on):
        if name := holiday_of(day, days.calendar):
            _add_holiday(holidays, name, day)
        elif day.weekday() >= SATURDAY and days.calendar.is_working_day(day):
            made_up.append(day)
    if holidays:
        told = [f"{_span(first, last)}{'、'.join(names)}放假" for names, first, last in holidays]
        yield f"{'，'.join(told)}，不算。"
    if made_up:
        yield f"{'、'.join(_short(day) for day in made_up)}调休上班，算工作日。"
    yield "其他星期六、星期日不算。" if holidays or made_up else "星期六、星期日不算。"


def _add_holiday(holidays: list[tuple[list[str], date, date]], name: str, day: date) -> None:
    """Days off on end are one stretch, also where two festivals meet."""
    if holidays and holidays[-1][2] + ONE_DAY == day:
        names, first, _ = holidays[-1]
        if name not in names:
            names.append(name)
        holidays[-1] = (names, first, day)
    else:
        holidays.append(([name], day, day))


def _span(first: date, last: date) -> str:
    return _short(first) if first == last else f"{_short(first)}到{_short(last)}"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
