"""What an act would do, told before it is done: done in full and taken back, so that the page says exactly what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.cases import parties
from gongkai.cases.actions.acting import act as do_act
from gongkai.cases.actions.letters import letter_of
from gongkai.cases.actions.submitting import Sent
from gongkai.cases.models import Case, CaseLetter
from gongkai.documents.letters import DocumentProblem, Letter

NUMBER_LATER = "（签发时编号）"


@dataclass(frozen=True)
class Rehearsed:
    """State and due date as they would be; the letter with the applicant's name masked, or why it can't be made."""

    state: str
    closed: bool
    due_on: date | None
    due_before: date | None
    paused: bool
    letter: Letter | None = None
    letter_problem: str = ""


class _TakenBack(Exception):
    def __init__(self, found: Rehearsed) -> None:
        super().__init__()
        self.found = found


def rehearse(
    *,
    case_id: int,
    act: str,
    values: Mapping[str, Any],
    files: Sequence[Sent] = (),
    by: Standing,
    at: datetime,
    revision: int | None = None,
) -> Rehearsed:
    """Nothing of it stays: no event, no number, no ledger row. Raises what the act itself raises."""
    try:
        with transaction.atomic():
            before = Case.objects.values_list("due_on", flat=True).filter(id=case_id).first()  # one by key
            done = do_act(
                case_id=case_id, act=act, values=values, files=files, by=by, at=at, revision=revision
            )
            raise _TakenBack(_seen(case_id, before, done.letter_id))
    except _TakenBack as taken_back:
        return taken_back.found


def _seen(case_id: int, before: date | None, letter_id: int | None) -> Rehearsed:
    case = Case.objects.select_related("party").get(id=case_id)
    found = Rehearsed(case.state, case.closed_at is not None, case.due_on, before, case.paused)
    if letter_id is None:
        return found
    row = CaseLetter.objects.select_related("case__unit", "case__party", "event").get(id=letter_id)
    try:
        letter = letter_of(row)
    except DocumentProblem as problem:
        return replace(found, letter_problem=str(problem))
    return replace(found, letter=_masked(letter, case))


def _masked(letter: Letter, case: Case) -> Letter:
    """A look at a draft is no reason to open who wrote in."""
    name = parties.opened(case.party.sealed).get("name", "") if case.party else ""
    shown = parties.masked_name(name)

    def hide(text: str) -> str:
        return text.replace(name, shown) if name else text

    return replace(
        letter,
        number=NUMBER_LATER,
        addressee=hide(letter.addressee),
        paragraphs=tuple(hide(text).replace(letter.number, NUMBER_LATER) for text in letter.paragraphs),
        extra={label: hide(text) for label, text in letter.extra.items()},
    )
