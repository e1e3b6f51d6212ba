"""T70, T72: of fifty who press together exactly one wins, and a hundred numbers are a hundred different ones."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from gongkai.cases.refusals import CaseRefused
from gongkai.disclosure.actions import numbering, publishing, reviewing
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed, TooLate
from gongkai.disclosure.models import IndexCounter, Item, ReviewStep
from gongkai.ledger.models import LedgerRow

THREADS = 50
ROUNDS = 20


Together = Callable[[Callable[[], object]], "Counter[str]"]


@contextmanager
def crowd(threads: int = THREADS) -> Iterator[Together]:
    """So many people, each with a connection that stays open from one press to the next, as a server's threads have.

    What is given presses in all of them at once and tells what became of it: won, or the name of the refusal.
    """
    gate = threading.Barrier(threads)

    def one(press: Callable[[], object]) -> str:
        try:
            gate.wait(30)
            press()
            return "won"
        except (ItemRefused, CaseRefused, OperationalError) as refusal:
            return type(refusal).__name__
        finally:
            if connection.vendor == "postgresql":
                connection.close()  # back to the pool, which is smaller than the crowd

    def leave() -> None:
        connection.close()
        gate.wait(30)  # or one thread would take the leave of another

    with ThreadPoolExecutor(threads) as pool:

        def together(press: Callable[[], object]) -> Counter[str]:
            return Counter(future.result() for future in [pool.submit(one, press) for _ in range(threads)])

        try:
            yield together
        finally:
            for future in [pool.submit(leave) for _ in range(threads)]:
                future.result()


def together(press: Callable[[], object], threads: int = THREADS) -> Counter[str]:
    """Press once in so many threads at once."""
    with crowd(threads) as presses:
        return presses(press)


class Two:
    """Who comes waits for another: of a careless act nobody writes before a second has read, on any machine."""

    def __init__(self) -> None:
        self._lock, self._both, self._came = threading.Lock(), threading.Event(), 0

    def wait(self) -> None:
        with self._lock:
            self._came += 1
            if self._came == 2:
                self._both.set()
        self._both.wait(10)


def check_claim(
    presses: Together, *, act: str, prepare: Callable[[], int], press: Callable[[int], object]
) -> list[str]:
    """One round: deviations from one success, clear refusals, one ledger row."""
    item_id = prepare()
    rows = LedgerRow.objects.filter(subject_id=str(item_id), act=act)
    before = rows.count()
    outcome = presses(lambda: press(item_id))
    wrong = []
    if outcome["won"] != 1:
        wrong.append(f"{act}: {outcome['won']} won")
    clear = outcome["TooLate"] + outcome["NotAllowed"] + outcome["ItemRefused"]
    if outcome["won"] + clear != THREADS:
        wrong.append(f"{act}: unclear refusals in {dict(outcome)}")
    if rows.count() - before != 1:
        wrong.append(f"{act}: {rows.count() - before} ledger rows")
    return wrong


def waiting(cast) -> int:
    return cast.submitted()


def scheduled(cast) -> int:
    item_id = cast.submitted(kind="work_news")
    cast.pass_steps(item_id, until="publish")
    later = timezone.now() + timezone.timedelta(days=1)
    reviewing.pass_step(
        step_id=cast.open_step(item_id).pk,
        publish_at=later,
        by=cast.standing("agri.publisher"),
        at=timezone.now(),
    )
    return item_id


def acts_of(cast) -> dict[str, tuple[str, Callable[[], int], Callable[[int], object]]]:
    first, publisher = cast.standing("agri.first_reviewer"), cast.standing("agri.publisher")
    now = timezone.now

    def step(item_id: int) -> int:
        return ReviewStep.objects.get(review__item=item_id, no=2).pk

    return {
        "pass": (
            "item.pass_step", lambda: waiting(cast),
            lambda i: reviewing.pass_step(step_id=step(i), by=first, at=now()),
        ),
        "return": (
            "item.return_item", lambda: waiting(cast),
            lambda i: reviewing.return_item(step_id=step(i), to_no=1, reason="改日期", by=first, at=now()),
        ),
        "publish": (
            "item.publish", lambda: scheduled(cast),
            lambda i: publishing.publish_now(item_id=i, by=publisher, at=now()),
        ),
    }  # fmt: skip


@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["pass", "return", "publish"])
def test_of_fifty_who_press_together_one_wins(cast, name):
    act, prepare, press = acts_of(cast)[name]
    with crowd() as presses:
        wrong = [
            w for _ in range(ROUNDS) for w in check_claim(presses, act=act, prepare=prepare, press=press)
        ]
    assert wrong == []


@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
def test_mutant_a_decision_without_its_condition_is_caught(cast, monkeypatch):
    """The act as it would be if it trusted what it read before: no lock, no condition in the UPDATE."""
    two = Two()

    def careless(step_id, by, at):
        step = ReviewStep.objects.select_related("review").get(id=step_id)
        if step.state != "open":
            raise TooLate("…")
        two.wait()
        with transaction.atomic():
            ReviewStep.objects.filter(id=step_id).update(state="passed", decided_by=by.user_id, decided_at=at)
            from gongkai.disclosure.actions.common import write_ledger

            write_ledger(Item.objects.get(id=step.review.item_id), "pass_step", by.actor(), at)

    act, prepare, _ = acts_of(cast)["pass"]
    first = cast.standing("agri.first_reviewer")

    def press(item_id):
        careless(ReviewStep.objects.get(review__item=item_id, no=2).pk, first, timezone.now())

    wrong = check_claim(together, act=act, prepare=prepare, press=press)
    assert any("won" in words for words in wrong)
    assert any("ledger rows" in words for words in wrong)


def numbers_given(take: Callable[[], str], count: int = 100) -> list[str]:
    given: list[str] = []

    def one() -> None:
        with transaction.atomic():
            given.append(take())

    together(one, threads=count)
    return given


def gaps_and_doubles(given: list[str], count: int = 100) -> list[str]:
    serials = sorted(int(number.rpartition("-")[2]) for number in given)
    return (
        []
        if serials == list(range(1, count + 1))
        else [f"{len(serials)} numbers, {len(set(serials))} different"]
    )


@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
def test_a_hundred_index_numbers_at_once_leave_no_gap_and_no_double():
    given = numbers_given(lambda: numbering.next_index_no(org_code="MA0000016", year=2026))
    assert gaps_and_doubles(given) == []


@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
def test_mutant_a_number_read_and_then_written_is_caught():
    IndexCounter.objects.create(org_code="X", year=2026)

    def careless() -> str:
        last = IndexCounter.objects.get(org_code="X", year=2026).last
        threading.Event().wait(0.01)
        IndexCounter.objects.filter(org_code="X", year=2026).update(last=last + 1)
        return f"X/2026-{last + 1:05d}"

    def taken_outside_a_transaction() -> list[str]:
        given: list[str] = []
        together(lambda: given.append(careless()), threads=100)
        return given

    assert gaps_and_doubles(taken_outside_a_transaction()) != []


def test_refusals_are_of_one_family():
    assert issubclass(TooLate, ItemRefused)
    assert issubclass(NotAllowed, ItemRefused)
