"""T70, T71, T72 for cases: one claim wins, one act wins, a hundred numbers at once leave no gap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from tests.cases.conftest import LETTER
from tests.cases.playing import taken_in, values_for
from tests.sweeps.test_races import ROUNDS, THREADS, Together, Two, crowd, together

from gongkai.cases.actions import amending, numbering, sharing, submitting
from gongkai.cases.actions.acting import act
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseCounter, CaseEvent
from gongkai.cases.refusals import CaseRefused
from gongkai.ledger.models import LedgerRow

LETTER_KIND = CASE_KINDS["letter"]
Press = Callable[[int], object]


def came(cast) -> int:
    return taken_in(cast, LETTER_KIND, at=timezone.now())


def in_review(cast) -> int:
    case_id = came(cast)
    handler = cast.standing("agri.handler")
    words = {"outcome": "solved", "conclusion": "修好了。"}
    act(case_id=case_id, act="sign", values={}, by=handler, at=timezone.now())
    act(case_id=case_id, act="draft", values=words, by=handler, at=timezone.now())
    return case_id


def wish_to_amend(cast) -> int:
    event = CaseEvent.objects.get(case_id=came(cast), no=1)
    yesterday = timezone.localdate() - timedelta(days=1)
    amending.ask_amend(
        event_id=event.pk, on=yesterday, reason="写错", by=cast.standing("agri.handler"), at=timezone.now()
    )
    return event.case_id


def races(cast) -> dict[str, tuple[str, Callable[[], int], Press]]:
    handler, leader = cast.standing("agri.handler"), cast.standing("agri.leader")
    now = timezone.now

    def change(case_id: int) -> int:
        return CaseEvent.objects.get(case_id=case_id, no=1).changes.get().pk

    return {
        "claim": ("case.claim", lambda: came(cast), lambda i: sharing.claim(case_id=i, by=handler, at=now())),
        "sign": (
            "case.sign", lambda: came(cast),
            lambda i: act(case_id=i, act="sign", values={}, by=handler, at=now()),
        ),
        "approve": (
            "case.approve", lambda: in_review(cast),
            lambda i: act(case_id=i, act="approve", values={}, by=leader, at=now()),
        ),
        "amend": (
            "case.decide_amend", lambda: wish_to_amend(cast),
            lambda i: amending.decide_amend(change_id=change(i), agrees=True, by=leader, at=now()),
        ),
    }  # fmt: skip


def check_race(presses: Together, act_name: str, prepare: Callable[[], int], press: Press) -> list[str]:
    """One round: deviations from one success, clear refusals, one ledger row."""
    case_id = prepare()
    outcome = presses(lambda: press(case_id))
    rows = LedgerRow.objects.filter(subject_type="case", subject_id=str(case_id), act=act_name).count()
    wrong = [] if outcome["won"] == 1 else [f"{act_name}: {outcome['won']} won"]
    if outcome["won"] + outcome["TooLate"] != THREADS:
        wrong.append(f"{act_name}: unclear refusals in {dict(outcome)}")
    if rows != 1:
        wrong.append(f"{act_name}: {rows} ledger rows")
    return wrong


@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["claim", "sign", "approve", "amend"])
def test_of_fifty_who_press_together_one_wins(cast, name):
    act_name, prepare, press = races(cast)[name]
    with crowd() as presses:
        assert [w for _ in range(ROUNDS) for w in check_race(presses, act_name, prepare, press)] == []


@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
def test_mutant_a_claim_without_its_condition_is_caught(cast):
    by = cast.standing("agri.handler")
    two = Two()

    def careless(case_id: int) -> None:
        if Case.objects.get(id=case_id).assignee_id is not None:
            raise CaseRefused("…")
        two.wait()
        with transaction.atomic():
            Case.objects.filter(id=case_id).update(assignee_id=by.user_id)
            from gongkai.cases.actions.common import write_ledger

            write_ledger(Case.objects.get(id=case_id), "claim", by.actor(), timezone.now())

    wrong = check_race(together, "case.claim", lambda: came(cast), careless)
    assert any("won" in words for words in wrong)


@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
def test_a_hundred_letters_at_once_have_numbers_without_gap_or_double(cast):
    unit_id = cast.units["agri"]
    at = timezone.now()
    outcome = together(
        lambda: submitting.submit(kind="letter", unit_id=unit_id, values=LETTER, at=at), threads=100
    )
    assert outcome["won"] == 100
    numbers = Case.objects.values_list("number", flat=True)
    serials = sorted(int(number.rpartition("〕")[2].removesuffix("号")) for number in numbers)
    assert serials == list(range(1, 101))
    assert CaseCounter.objects.get(unit_id=unit_id, mark="信").last == 100


@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
def test_a_refused_submission_takes_no_number(cast):
    unit_id = cast.units["agri"]

    def spoiled() -> None:
        with transaction.atomic():
            numbering.next_serial(unit_id=unit_id, mark="信", year=2026)
            raise CaseRefused("…")

    together(spoiled, threads=20)
    assert not CaseCounter.objects.filter(last__gt=0).exists()


def test_values_for_every_kind_are_accepted(cast):
    for kind in CASE_KINDS.values():
        assert values_for(kind.fields, at=timezone.now())
        taken_in(cast, kind, at=timezone.now())
