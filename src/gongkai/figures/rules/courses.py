"""In which period a case counts, and as what: by the days of its acts, never by how it stands today.

《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）, table 2:
- a case counts once, at the end by which it stood closed when a year was over; answered anew within the same year,
  the last answer counts; answered anew in a later year (after reconsideration or judgment) it counts no second time,
  else 一 + 二 = 三（七） + 四 would break: such cases are told apart to be confirmed by hand;
- what waits for correction, opinions or an extension at the end of the period is carried forward.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.figures.rules.periods import Period

NEW, OVER, TOTAL, FORWARD = "new_received", "carried_over", "results.total", "carried_forward"


@dataclass(frozen=True)
class Turn:
    """The case was ended on that day with that outcome, or (`reopens`) taken up again."""

    on: date
    outcome: str = ""
    reopens: bool = False


@dataclass(frozen=True)
class Course:
    """`received_on` is the day of the first receipt: corrected later, an application still came then. None: not received yet."""

    received_on: date | None
    turns: tuple[Turn, ...] = ()

    def ended(self, *, as_of: date) -> Turn | None:
        """The end that counts, as the facts stood on a day: the first that no reopening of its own year followed."""
        known = [turn for turn in self.turns if turn.on <= as_of]
        for place, turn in enumerate(known):
            if turn.reopens:
                continue
            again = next((later for later in known[place + 1 :] if later.reopens), None)
            if again is None or again.on.year > turn.on.year:
                return turn
        return None

    def redone(self, period: Period) -> bool:
        """Ended once more in the period after it had counted in an earlier year."""
        counted = self.ended(as_of=period.last)
        if counted is None or counted.on >= period.first:
            return False
        return any(not turn.reopens and period.holds(turn.on) for turn in self.turns)


def rows_of(course: Course, period: Period) -> tuple[str, ...]:
    """Whether it is new or carried over, and whether it ended ("results.total") or is carried forward. () when it is none.

    Always two, so that 一 + 二 = 三（七） + 四.
    """
    if course.received_on is None or course.received_on > period.last:
        return ()
    ended = course.ended(as_of=period.last)
    if ended is not None and ended.on < period.first and course.received_on < period.first:
        return ()
    came = NEW if course.received_on >= period.first else OVER
    return came, TOTAL if ended is not None else FORWARD


@dataclass(frozen=True)
class Happening:
    """An event as far as it moves a case: the day that counts, the states, and the outcome that it proposed or decided."""

    act: str
    on: date
    from_state: str
    to_state: str
    outcome: str = ""


def course_of(events: Iterable[Happening], *, receipt: Iterable[str], final: Iterable[str]) -> Course:
    """Replay events in their order. `receipt`: acts that are the receipt; `final`: states in which a case has ended."""
    receiving, ends = set(receipt), set(final)
    received: date | None = None
    outcome = ""
    turns: list[Turn] = []
    for event in events:
        if event.act in receiving and received is None:
            received = event.on
        outcome = event.outcome or outcome
        if event.to_state in ends and event.from_state not in ends:
            turns.append(Turn(event.on, outcome))
        elif event.from_state in ends and event.to_state not in ends and event.to_state:
            turns.append(Turn(event.on, reopens=True))
            outcome = ""
    return Course(received, tuple(turns))
