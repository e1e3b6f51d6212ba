"""Screening one text: all detectors, one pass for those of numbers, overlaps settled, actions by the profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter
from typing import Protocol

from gongkai.screening.detectors import ALL
from gongkai.screening.profiles import Profile
from gongkai.screening.runs import Page, sweep
from gongkai.screening.seeing import Seen
from gongkai.screening.spans import Detector, Judge, Span

LAST = 1_000
"""The order of what no detector of the list claims: word lists."""

_start = attrgetter("start")
GUESS = 0.6
"""Below this confidence a span is a guess by its shape alone."""


class Words(Protocol):
    """Lists of words that the office keeps (detectors/wording.py)."""

    def find(self, text: str) -> Iterable[Span]: ...


def scan(
    text: str,
    *,
    detectors: Mapping[str, Detector] | None = None,
    profile: Profile | None = None,
    deep: bool = False,
    lists: Words | None = None,
    read_as: str = "",
) -> list[Span]:
    """What stands in `text` that must not go out unseen, by place. `deep` adds the slow detectors.

    Spans don't overlap: the detector with the lower order wins, then the longer span. Kinds that are recognised only
    to be left alone (credit codes) take part in that and are not returned. With a profile its actions are returned.
    Detectors are shown the text as people read it (seeing.py); `read_as` is the same text, character for character,
    as they are to read its tables (Extract.rows).
    """
    known = ALL if detectors is None else detectors
    shown = read_as or text
    spans = [
        span for span in recognise(shown, detectors=known, deep=deep, lists=lists) if _reports(known, span)
    ]
    if profile:
        spans = [profile.judge(span, shown) for span in spans]
    if shown == text:
        return spans
    return [replace(span, text=text[span.start : span.end]) for span in spans]


def recognise(
    text: str,
    *,
    detectors: Mapping[str, Detector] | None = None,
    deep: bool = False,
    lists: Words | None = None,
) -> list[Span]:
    """As `scan`, without a profile and with the kinds that are only recognised."""
    known = ALL if detectors is None else detectors
    page = Page(text)
    if page.may_read_otherwise and (seen := Seen(text)).text != text:
        return [seen.back(span) for span in recognise(seen.text, detectors=known, deep=deep, lists=lists)]
    found: list[Span] = []
    judges: list[Judge] = []
    for one in known.values():
        if one.deep and not deep:
            continue
        if one.judge:
            judges.append(one.judge)
        if one.look:
            found.extend(one.look(page))
        elif not one.judge:
            found.extend(one.find(text))
    found.extend(sweep(page, judges))
    if lists is not None:
        found.extend(lists.find(text))
    return _settled(found, known)


def _settled(found: list[Span], known: Mapping[str, Detector]) -> list[Span]:
    """Of spans that overlap the first by order, then the longer, then the surer stays; guesses give way to all else."""
    if len(found) < 2:
        return found
    placed = sorted((span for span in found if span.start < span.end), key=_start)
    if all(one.end <= other.start for one, other in pairwise(placed)):
        return placed
    order = {one.code: one.order for one in known.values()}
    taken: list[Span] = []
    claimed = bytearray(max(span.end for span in placed))
    ranked = sorted(
        placed,
        key=lambda s: (
            s.confidence < GUESS,
            order.get(s.kind, LAST),
            s.start - s.end,
            -s.confidence,
            s.start,
            s.kind,
        ),
    )
    for span in ranked:
        if not any(claimed[span.start : span.end]):
            claimed[span.start : span.end] = b"\x01" * (span.end - span.start)
            taken.append(span)
    return sorted(taken, key=_start)


def _reports(known: Mapping[str, Detector], span: Span) -> bool:
    detector = known.get(span.kind)
    return detector is None or detector.reports
