"""How long work takes, judged so that a busy machine fails no test: processor time, and the best of three goes.

The time of processes that the work started and saw to their end is counted with its own.
"""

import resource
import time
from collections.abc import Callable
from typing import TypeVar

_Result = TypeVar("_Result")
GOES = 3


def within(seconds: float, work: Callable[[], _Result]) -> _Result:
    """What `work` returns; AssertionError where none of three goes took less processor time than `seconds`."""
    took = []
    for _ in range(GOES):
        result, spent = _timed(work)
        if spent < seconds:
            return result
        took.append(spent)
    raise AssertionError(
        f"three goes took {', '.join(f'{each:.2f}' for each in took)} s, allowed {seconds} s"
    )


def grows_less_than(times: float, less: Callable[[], object], more: Callable[[], object]) -> None:
    """AssertionError where `more` took over `times` the processor time of `less` in each of three goes."""
    took = []
    for _ in range(GOES):
        small, large = _timed(less)[1], _timed(more)[1]
        if large < times * small:
            return
        took.append(large / max(small, 1e-9))
    raise AssertionError(
        f"three goes grew {', '.join(f'{each:.0f}' for each in took)} times, allowed {times}"
    )


def _timed(work: Callable[[], _Result]) -> tuple[_Result, float]:
    began = _spent()
    result = work()
    return result, _spent() - began


def _spent() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime
