"""The acts that lead to an outcome, for cases that ended elsewhere: only those whose day the source states."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from gongkai.cases.declaring import Act, CaseKind


@dataclass(frozen=True)
class Course:
    """`acts`: from the one that decides the outcome to the one that ends the case."""

    acts: tuple[Act, ...]

    @property
    def answer_field(self) -> str:
        """Which field of the first act carries the words of the answer, "" when none does."""
        return next((asked.key for asked in self.acts[0].fields if asked.type == "long_text"), "")


def begins_at(kind: CaseKind) -> str:
    """The state of a case whose receipt is certain."""
    return kind.act(kind.receive_act).target if kind.receive_act else kind.initial


def course_to(kind: CaseKind, outcome: str) -> Course | None:
    """The usual way to an outcome by the kind's own table; None when no staff act leads there.

    What lies before the decision (signing, dispatch) is left out: its days are unknown, and a day made up would make
    somebody early or late.
    """
    return _course(kind, outcome)


@lru_cache(maxsize=512)
def _course(kind: CaseKind, outcome: str) -> Course | None:
    serial = count()
    start = (begins_at(kind), False)
    waiting: list[tuple[int, int, tuple[str, bool], tuple[Act, ...]]] = [(0, next(serial), start, ())]
    seen: set[tuple[str, bool]] = set()
    while waiting:
        cost, _, place, path = heapq.heappop(waiting)
        if place in seen:
            continue
        seen.add(place)
        state, decided = place
        if decided and kind.state(state).final:
            return Course(path)
        for act in kind.transitions:
            if state not in act.sources or act.drops_outcome:
                continue
            decides = outcome == act.outcome or outcome in act.outcomes
            if (act.outcome or act.outcomes) and not decides:
                continue
            onward = (*path, act) if decides or decided else path
            # An outcome that several acts can bring comes by the usual one.
            price = 10 if decides and act.outcomes and not act.main else 1
            heapq.heappush(waiting, (cost + price, next(serial), (act.target, decided or decides), onward))
    return None
