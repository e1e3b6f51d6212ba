"""The ways in which a case can end, in groups that a person can scan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.cases.declaring import CaseOutcome
from gongkai.cases.rules.outcomes import DETAIL_ROWS

BETWEEN = "·"


@dataclass(frozen=True)
class OutcomeChoice:
    outcome: CaseOutcome
    chosen: bool
    no: int


@dataclass(frozen=True)
class OutcomeGroup:
    """`label` "" where the kind has no groups."""

    label: str
    choices: tuple[OutcomeChoice, ...]


def grouped(outcomes: Iterable[CaseOutcome], chosen: str) -> list[OutcomeGroup]:
    """By the block of the annual report that they count in: 不予公开, 无法提供, …; the order of the declaration stays."""
    found: dict[str, list[OutcomeChoice]] = {}
    for no, outcome in enumerate(outcomes):
        found.setdefault(_block(outcome), []).append(OutcomeChoice(outcome, outcome.code == chosen, no))
    return [OutcomeGroup(label if len(found) > 1 else "", tuple(choices)) for label, choices in found.items()]


def _block(outcome: CaseOutcome) -> str:
    row = DETAIL_ROWS.get(outcome.counts_as, "")
    block, between, _ = row.partition(BETWEEN)
    if between:
        return block
    return "公开" if row else "其他"
