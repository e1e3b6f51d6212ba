"""Every kind of case × state × act × role: what its table allows can be done, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.utils.timezone import localdate
from tests.cases.conftest import AT
from tests.cases.playing import OFFICE, home_of, played, press
from tests.cast import Cast
from tests.sweeps.world import ACTORS, undone

from gongkai.accounts.policies import Standing
from gongkai.cases.actions import acting
from gongkai.cases.checks import faults
from gongkai.cases.declaring import Act, CaseKind
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case
from gongkai.cases.refusals import CaseRefused, NotNow, TooLate

PEOPLE = {**{k: v for k, v in ACTORS.items() if v}, "h": "housing.handler", "l": "housing.leader"}
KINDS = list(CASE_KINDS.values())


def allowed(step: Act, key: str, home: str) -> bool:
    """By the table and not by what the code does: the role, held in the case's unit, or 政务公开办 where it is named."""
    unit, _, role = key.partition(".")
    if role == "disclosure_office":
        return "disclosure_office" in step.roles
    return unit == home and role in step.roles


def steps_from(kind: CaseKind, state: str) -> dict[str, Act | None]:
    """Every act of the kind, with its transition from this state, None where the table has none."""
    found: dict[str, Act | None] = {step.act: None for step in kind.transitions}
    found.update({step.act: step for step in kind.transitions if state in step.sources})
    return found


def attempt(cast: Cast, case_id: int, step: Act, *, at: datetime, by: Standing) -> str:
    """done, NotAllowed, TooLate …; NotNow where no day that was tried is one that the law allows."""
    with undone():
        try:
            press(cast, case_id, step, at=at, by=by)
        except CaseRefused as refusal:
            return type(refusal).__name__
        return "done"


def deviations(cast: Cast, kind: CaseKind, state: str) -> list[str]:
    case_id, at = played(cast, kind, state, at=AT)
    before = Case.objects.values().get(id=case_id)
    people = {letter: cast.standing(key, today=localdate(at)) for letter, key in PEOPLE.items()}
    wrong = []
    for code, step in steps_from(kind, state).items():
        declared = step or kind.act(code)
        for letter, key in PEOPLE.items():
            became = attempt(cast, case_id, declared, at=at, by=people[letter])
            right = allowed(declared, key, home_of(kind))
            if step is None:
                expected = {"TooLate"}
            elif right:
                expected = {"done", "NotNow"} if step.check else {"done"}
            else:
                expected = {"NotAllowed"}
            if became not in expected:
                wrong.append(f"{kind.code}/{state}/{code} by {letter}: {became}, expected {sorted(expected)}")
    if Case.objects.values().get(id=case_id) != before:
        wrong.append(f"{kind.code}/{state}: a refused act left something behind")
    return wrong


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("kind", "state"), [(kind, state.code) for kind in KINDS for state in kind.states],
    ids=lambda value: value if isinstance(value, str) else value.code,
)  # fmt: skip
def test_what_the_table_allows_can_be_done_and_nothing_else(cast, kind, state):
    assert deviations(cast, kind, state) == []


@pytest.mark.sweep
def test_a_mutant_that_asks_no_role_is_caught(cast, monkeypatch):
    monkeypatch.setattr(acting, "may_act", lambda by, case, step: True)
    assert any("by h" in words for words in deviations(cast, CASE_KINDS["letter"], "processing"))


@pytest.mark.sweep
def test_a_mutant_whose_state_is_not_asked_is_caught(cast, monkeypatch):
    original = acting.transition

    def careless(case: Case, code: str) -> Any:
        try:
            return original(case, code)
        except TooLate:
            return CASE_KINDS[case.kind].act(code)

    monkeypatch.setattr(acting, "transition", careless)
    assert any(
        "expected ['TooLate']" in words for words in deviations(cast, CASE_KINDS["letter"], "received")
    )


def done_by_somebody(cast: Cast, case_id: int, kind: CaseKind, step: Act, *, at: datetime) -> None:
    """By whoever did the acts before it, else by another, where nobody may look at their own work."""
    try:
        press(cast, case_id, step, at=at, unit=home_of(kind))
    except NotNow:
        if OFFICE.partition(".")[2] not in step.roles:
            raise
        press(cast, case_id, step, at=at, by=OFFICE)


@pytest.mark.sweep
def test_every_act_can_really_be_done_by_somebody_somewhere(cast):
    never = []
    for kind in KINDS:
        done: set[str] = set()
        for state in kind.states:
            case_id, at = played(cast, kind, state.code, at=AT)
            for code, step in steps_from(kind, state.code).items():
                if step is not None and code not in done:
                    with undone():
                        try:
                            done_by_somebody(cast, case_id, kind, step, at=at)
                        except NotNow:
                            continue
                        done.add(code)
        never += [f"{kind.code}/{step.act}" for step in kind.transitions if step.act not in done]
    # What stands in the way is a fact of the case, which the tests of the kind bring about.
    assert set(never) <= {"information_application/defer"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_state_and_act_has_its_words(kind):
    assert faults(kind) == []
    for step in kind.transitions:
        assert step.label
        assert step.article
    for state in kind.states:
        assert state.label
        assert state.words
