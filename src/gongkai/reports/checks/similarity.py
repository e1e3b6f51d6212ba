"""The same wording as last year or as another unit, by overlap of runs of eight characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from zlib import crc32

from gongkai.reports.checks.passages import folded
from gongkai.reports.checks.shapes import WARNING, Hit, Rule, Subject
from gongkai.reports.checks.structure import kind_of
from gongkai.reports.facts import ReportFacts
from gongkai.reports.layouts import TEMPLATES

SOURCE = "国办公开办函〔2021〕30号“明确责任”（内容雷同）"
RUN = 8
"""Characters of one run. Digits don't count: a copied text usually gets new numbers."""
ALIKE = 0.5
LEAST_RUNS = 60
_FIGURE, _TO_WRITE = re.compile(r"\{\{[^}]*\}\}"), re.compile(r"【[^】]*】")
_NO_WORDS = re.compile(r"[\d\W_]+")


@lru_cache(maxsize=4096)
def runs(text: str) -> frozenset[int]:
    """Hashes of all runs of a text, numbers and punctuation aside."""
    bare = _NO_WORDS.sub("", folded(text)).encode("utf-16-le")
    return frozenset(crc32(bare[at : at + 2 * RUN]) for at in range(0, len(bare) - 2 * RUN + 1, 2))


@lru_cache(1)
def offered() -> frozenset[int]:
    """Runs of the phrasing that the forms offer to begin with: whoever uses it copies nobody."""
    texts = [t for f in TEMPLATES.values() for p in f.parts for t in (p.sample, p.sample_government)]
    pieces = [piece for text in texts for piece in _TO_WRITE.split(_FIGURE.sub("", text))]
    return frozenset().union(*map(runs, pieces))


def likeness(mine: str, other: str) -> float:
    """Share of my runs that the other text holds as well, 0 to 1; 0 where mine is too short to tell."""
    own = runs(mine) - offered()
    return len(own & runs(other)) / len(own) if len(own) >= LEAST_RUNS else 0.0


def _text(facts: ReportFacts, kind: int | None) -> str:
    return "\n".join(s.text for s in facts.sections if s.no and (kind is None or kind_of(s.title) == kind))


def _as_last_year(kind: int | None, what: str) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        before = subject.around.last_year
        if before is None:
            return
        share = likeness(_text(subject.facts, kind), _text(before, kind))
        if share >= ALIKE:
            yield _cells(subject, kind), f"{what}有 {share:.0%} 与 {before.year} 年度的报告相同。"

    return find


def _as_peer(kind: int | None, what: str) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        mine = _text(subject.facts, kind)
        best, whose = 0.0, ""
        for peer in subject.around.peers:
            if (peer.unit_code, peer.unit_name) == (subject.facts.unit_code, subject.facts.unit_name):
                continue
            share = likeness(mine, _text(peer, kind))
            if share > best:
                best, whose = share, peer.unit_name
        if best >= ALIKE:
            yield _cells(subject, kind), f"{what}有 {best:.0%} 与{whose}的报告相同。"

    return find


def _cells(subject: Subject, kind: int | None) -> tuple[str, ...]:
    return tuple(
        f"section.{s.no}"
        for s in subject.facts.sections
        if s.no and (kind is None or kind_of(s.title) == kind)
    )


_PARTS = ((0, "overview", "“总体情况”"), (4, "problems", "“存在的主要问题及改进情况”"), (None, "all", "全文"))

RULES = (
    *(
        Rule(
            f"alike.last_year.{key}",
            f"{what}不照抄上年（一半以上相同）",
            WARNING,
            SOURCE,
            _as_last_year(kind, what),
        )
        for kind, key, what in _PARTS
    ),
    *(
        Rule(
            f"alike.peer.{key}",
            f"{what}不照抄别的单位（一半以上相同）",
            WARNING,
            SOURCE,
            _as_peer(kind, what),
        )
        for kind, key, what in _PARTS
    ),
)
