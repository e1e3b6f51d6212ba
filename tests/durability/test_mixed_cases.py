"""T73: sixteen people press whatever there is to press on the same few cases; nobody sees a deadlock, nothing is half done."""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone
from tests.cases.conftest import LETTER
from tests.cases.playing import person_for, sent_for, values_for

from gongkai.cases.actions import acting, amending, proving, rating, sharing
from gongkai.cases.actions.common import facts_of, recount
from gongkai.cases.actions.submitting import Receipt, submit
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseCounter, CaseEvent, CoHandling, FactChange
from gongkai.cases.refusals import CaseRefused
from gongkai.clocks.queries import calendar
from gongkai.ledger.actions import seal_pending
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.queries import verify

pytestmark = [pytest.mark.durability, pytest.mark.django_db(transaction=True)]
SECONDS = float(os.environ.get("GONGKAI_MIX_SECONDS", "15"))
"""600 for the long run."""
WORKERS = 16
CASES = 12  # few, so that they meet
KINDS = ("letter", "information_application", "online_question", "complaint")
HANDLERS = ("agri.handler", "housing.handler", "office.disclosure_office")
Press = Callable[["Player"], object]


class Player(threading.Thread):
    """Presses at random until the time is over; counts what was done, refused in words, and what went wrong."""

    def __init__(self, cast, number: int, receipts: list[Receipt], over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.cast, self.dice, self.receipts, self.over = cast, random.Random(number), receipts, over
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.wrong: list[str] = []

    def run(self) -> None:
        try:
            while not self.over.is_set():
                self.press(self.dice.choice(list(PRESSES)))
        finally:
            connection.close()

    def press(self, name: str) -> None:
        try:
            PRESSES[name](self)
        except CaseRefused:
            self.refused[name] += 1
        except (Case.DoesNotExist, CoHandling.DoesNotExist, FactChange.DoesNotExist):
            self.refused[name] += 1
        except DatabaseError as problem:
            self.wrong.append(f"{name}: {type(problem).__name__} {problem}")
        except Exception as problem:
            self.wrong.append(f"{name}: {problem!r}")
        else:
            self.done[name] += 1

    # ---- what there is at hand ---------------------------------------------------------------------------

    @property
    def receipt(self) -> Receipt:
        return self.dice.choice(self.receipts[-CASES:])

    def by(self, key: str = ""):
        return self.cast.standing(key or self.dice.choice(HANDLERS))

    @property
    def unit(self) -> int:
        return self.cast.units[self.dice.choice(("agri", "housing"))]


def write_in(one: Player) -> None:
    kind = one.dice.choice(KINDS)
    at = timezone.now()
    values = LETTER if kind == "letter" else values_for(CASE_KINDS[kind].fields, at=at)
    one.receipts.append(
        submit(
            kind=kind,
            unit_id=one.cast.units["office"] if CASE_KINDS[kind].to_office else one.unit,
            values=values,
            at=at,
        )
    )


def act(one: Player) -> None:
    """Any act of the table from the case's state, by whoever may do it."""
    case = Case.objects.select_related("unit").get(id=one.receipt.case_id)
    steps = [s for s in CASE_KINDS[case.kind].transitions if case.state in s.sources and s.who == "staff"]
    if not steps:
        raise CaseRefused("…")
    step, at = one.dice.choice(steps), timezone.now()
    place = next(key for key, unit_id in one.cast.units.items() if unit_id == case.unit_id)
    by = one.by(person_for(step, place))
    acting.act(case_id=case.pk, act=step.act, values=sent_for(step, at=timezone.localtime(at)), by=by, at=at)


def act_oneself(one: Player) -> None:
    made = one.receipt
    code = one.dice.choice(("correct", "withdraw", "explain"))
    values = {"text": "补充材料", "reason": "不用了"}
    acting.act_as_citizen(case_id=made.case_id, code=made.code, act=code, values=values, at=timezone.now())


def amend(one: Player) -> None:
    event = CaseEvent.objects.filter(case=one.receipt.case_id).order_by("?").values_list("id", flat=True)[0]
    on = timezone.localdate() - timedelta(days=one.dice.randrange(3))
    amending.ask_amend(event_id=event, on=on, reason="写错了", by=one.by(), at=timezone.now())


def decide(one: Player) -> None:
    change = FactChange.objects.filter(decided_at=None).order_by("?").values_list("id", flat=True).first()
    amending.decide_amend(change_id=change or 0, agrees=True, by=one.by("agri.leader"), at=timezone.now())


def help_out(one: Player) -> None:
    row = CoHandling.objects.filter(answered_at=None).order_by("?").values_list("id", flat=True).first()
    sharing.answer_help(help_id=row or 0, answer="情况属实", by=one.by(), at=timezone.now())


def merge(one: Player) -> None:
    first, second = one.receipt.case_id, one.receipt.case_id
    if first == second or one.dice.random() < 0.3:  # or soon nothing is left
        raise CaseRefused("…")
    sharing.merge(case_id=first, into_id=second, by=one.by(), at=timezone.now())


PRESSES: dict[str, Press] = {
    "submit": write_in,
    "act": act,
    "act again": act,
    "act once more": act,
    "citizen acts": act_oneself,
    "claim": lambda one: sharing.claim(case_id=one.receipt.case_id, by=one.by(), at=timezone.now()),
    "give back": lambda one: sharing.give_back(case_id=one.receipt.case_id, by=one.by(), at=timezone.now()),
    "transfer": lambda one: sharing.transfer(
        case_id=one.receipt.case_id, unit_id=one.unit, reason="不归我们管", by=one.by(), at=timezone.now()
    ),
    "ask help": lambda one: sharing.ask_help(
        case_id=one.receipt.case_id, unit_id=one.unit, question="核实", due_on=None, by=one.by(), at=timezone.now()
    ),
    "answer help": help_out,
    "note": lambda one: sharing.add_note(case_id=one.receipt.case_id, text="打过电话", by=one.by(), at=timezone.now()),
    "amend": amend,
    "decide": decide,
    "merge": merge,
    "rate": lambda one: rating.rate(
        case_id=(made := one.receipt).case_id, code=made.code, stars=4, text="", at=timezone.now()
    ),
    "enquire": lambda one: proving.prove(
        number=(made := one.receipt).number, code=made.code, address=f"10.0.0.{one.dice.randrange(250)}", at=timezone.now()
    ),
    "seal": lambda one: seal_pending(at=timezone.now()),
}  # fmt: skip


@contextmanager
def playing(cast, seconds: float) -> Iterator[list[Player]]:
    over, at = threading.Event(), timezone.now()
    receipts = [submit(kind="letter", unit_id=cast.units["agri"], values=LETTER, at=at) for _ in range(CASES)]
    players = [Player(cast, number, receipts, over) for number in range(WORKERS)]
    for one in players:
        one.start()
    time.sleep(seconds)
    over.set()
    for one in players:
        one.join(60)
    yield players


def broken() -> list[str]:
    """What no mix of acts may leave behind."""
    wrong = []
    work = calendar()
    for case in Case.objects.select_related("unit", "party"):
        numbers = list(CaseEvent.objects.filter(case=case).order_by("no").values_list("no", flat=True))
        if numbers != list(range(1, len(numbers) + 1)):
            wrong.append(f"{case.number}: events {numbers}")
        last = CaseEvent.objects.filter(case=case).order_by("-no").first()
        if last is None or last.to_state != case.state:
            wrong.append(f"{case.number}: {case.state} after {last and last.to_state}")
        if (case.closed_at is not None) != CASE_KINDS[case.kind].state(
            case.state
        ).final and not case.merged_into_id:
            wrong.append(f"{case.number}: closed {case.closed_at} in {case.state}")
        before = (case.due_on, case.received_on, case.paused)
        recount(case, at=timezone.now(), calendar=work)
        if (case.due_on, case.received_on, case.paused) != before:
            wrong.append(f"{case.number}: clock {before}, counted again {case.due_on}")
        facts_of(case, today=timezone.localdate(), by_id=None)
    given = sum(CaseCounter.objects.values_list("last", flat=True))
    letters = LedgerRow.objects.filter(subject_type="case", act="case.submit").count()
    if Case.objects.filter(merged_into=F("id")).exists():
        wrong.append("merged into itself")
    if letters > given:
        wrong.append(f"{letters} submitted, {given} numbers given")
    return wrong


def test_sixteen_people_pressing_everything_meet_no_deadlock_and_leave_nothing_half(cast):
    with playing(cast, SECONDS) as players:
        done = sum((one.done for one in players), Counter())
        refused = sum((one.refused for one in players), Counter())
        wrong = [words for one in players for words in one.wrong]
    sys.stdout.write(
        f"\n{SECONDS:.0f} s, {WORKERS} workers: {done.total()} done, {refused.total()} refused in words, {len(wrong)} errors\n"
        f"done: {dict(done.most_common())}\nnever done: {sorted(set(PRESSES) - set(done))}\n"
    )
    assert wrong == []
    assert broken() == []
    seal_pending(at=timezone.now(), full=True)
    assert verify(at=timezone.now()).ok
    assert len(set(done)) >= 10, "too little of everything was done"


def test_mutant_an_act_without_its_lock_is_noticed(cast, monkeypatch):
    """Two who read the same last event number: one of them is told so, or the numbers break; here it shows as an error."""

    def careless(case_id: int) -> Case:
        case = Case.objects.select_related("unit", "party").get(id=case_id)
        Case.objects.filter(id=case_id).update(state="answered")
        return case

    monkeypatch.setattr(sharing, "locked", careless)
    made = submit(kind="letter", unit_id=cast.units["agri"], values=LETTER, at=timezone.now())
    by = cast.standing("agri.handler")
    sharing.add_note(case_id=made.case_id, text="…", by=by, at=timezone.now())
    assert broken() != []
