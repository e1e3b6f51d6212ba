"""T51: 1,000 random manipulations of the ledger by someone who may write to the database, all found.

Each is made behind the triggers' back, with the intruder's best care (hashes recomputed where it helps).
What only an outside anchor can show is verified against one; everything else must show without.
The mutants are verifications without the anchor and without the roots: they must miss what needs these.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction
from tests.ledger_tools import unguarded

from gongkai.ledger import rules
from gongkai.ledger.actions import record_many, seal_pending
from gongkai.ledger.models import LedgerRow, Seal, SealMember
from gongkai.ledger.queries import Verification, anchor, verify, verifying
from gongkai.ledger.rules import Actor, Entry, Subject

pytestmark = [pytest.mark.sweep, pytest.mark.django_db]
AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ROUNDS = 1000
SEALS = 12
Hit = tuple[set[int], set[int]]  # rows and seals of which one must be named


def change_field(rng: random.Random) -> Hit:
    row = _row(rng)
    name = rng.choice([n for n in rules.LEAF_FIELDS if n != "id"])
    old = getattr(row, name)
    new = (
        old + timedelta(microseconds=rng.randint(1, 10**9))
        if name == "at"
        else rng.choice([old + "x", old[:-1] + "改"])
    )
    LedgerRow.objects.filter(id=row.id).update(**{name: new})
    return {row.id}, set()


def change_and_rehash_leaf(rng: random.Random) -> Hit:
    row = _row(rng)
    LedgerRow.objects.filter(id=row.id).update(actor_label="无辜者")
    return set(), {_fit_leaf(row.id)}


def move_between_fields(rng: random.Random) -> Hit:
    row = _row(rng)
    LedgerRow.objects.filter(id=row.id).update(
        actor_id=row.actor_id + row.actor_label[:1], actor_label=row.actor_label[1:]
    )
    return {row.id}, set()


def delete_row(rng: random.Random) -> Hit:
    row = _row(rng)
    _sql(f"DELETE FROM ledger_ledgerrow WHERE id = {row.id}")
    return {row.id}, set()


def delete_row_and_member(rng: random.Random) -> Hit:
    row = _row(rng)
    seal = SealMember.objects.get(row_id=row.id).seal_id
    _sql(
        f"DELETE FROM ledger_sealmember WHERE row_id = {row.id}",
        f"DELETE FROM ledger_ledgerrow WHERE id = {row.id}",
    )
    return set(), {seal}


def delete_row_and_close_the_gap(rng: random.Random) -> Hit:
    member = SealMember.objects.get(row_id=_row(rng).id)
    _sql(f"DELETE FROM ledger_sealmember WHERE row_id = {member.row_id}")
    _sql(f"DELETE FROM ledger_ledgerrow WHERE id = {member.row_id}")
    for later in SealMember.objects.filter(seal_id=member.seal_id, position__gt=member.position).order_by(
        "position"
    ):
        SealMember.objects.filter(row_id=later.row_id).update(position=later.position - 1)
    return set(), {member.seal_id}


def delete_member(rng: random.Random) -> Hit:
    member = SealMember.objects.get(row_id=_row(rng).id)
    _sql(f"DELETE FROM ledger_sealmember WHERE row_id = {member.row_id}")
    return set(), {member.seal_id}


def insert_into_seal(rng: random.Random) -> Hit:
    seal = rng.choice(list(Seal.objects.order_by("id")))
    forged = _forge(rng)
    SealMember(row=forged, seal=seal, position=seal.count, leaf=_leaf(forged.id, seal.algorithm)).save()
    return {forged.id}, {seal.id}


def replace_member(rng: random.Random) -> Hit:
    member = SealMember.objects.get(row_id=_row(rng).id)
    forged = _forge(rng)
    leaf = _leaf(forged.id, member.seal.algorithm)
    SealMember.objects.filter(row_id=member.row_id).update(row_id=forged.id, leaf=leaf)
    return {forged.id}, {member.seal_id}


def swap_contents(rng: random.Random) -> Hit:
    one, other = _rows(rng, 2)
    one.id, other.id = other.id, one.id
    one.save()
    other.save()
    return {one.id, other.id}, set()


def swap_positions(rng: random.Random) -> Hit:
    seal = rng.choice(list(Seal.objects.filter(count__gt=1).order_by("id")))
    one, other = rng.sample(list(seal.members.order_by("position")), 2)
    _place(one.row_id, seal.id, 10**6)
    _place(other.row_id, seal.id, one.position)
    _place(one.row_id, seal.id, other.position)
    return {one.row_id, other.row_id}, {seal.id}


def swap_across_seals(rng: random.Random) -> Hit:
    one_seal, other_seal = rng.sample(list(Seal.objects.order_by("id")), 2)
    one = rng.choice(list(one_seal.members.order_by("position")))
    other = rng.choice(list(other_seal.members.order_by("position")))
    _place(one.row_id, one_seal.id, 10**6)
    _place(other.row_id, one_seal.id, one.position)
    _place(one.row_id, other_seal.id, other.position)
    return {one.row_id, other.row_id}, {one_seal.id, other_seal.id}


def swap_neighbours_with_leaves(rng: random.Random) -> Hit:
    """Two rows change places and their leaves are fitted: only root and chain can tell."""
    seal = rng.choice(list(Seal.objects.filter(count__gt=1).order_by("id")))
    one, other = rng.choice(list(pairwise(seal.members.order_by("position"))))
    first, second = one.row, other.row
    first.id, second.id = second.id, first.id
    first.save()
    second.save()
    _fit_leaf(one.row_id)
    _fit_leaf(other.row_id)
    return set(), {seal.id}


def change_seal(rng: random.Random) -> Hit:
    seal = rng.choice(list(Seal.objects.order_by("id")))
    name = rng.choice(["previous", "algorithm", "root", "count", "total", "last_row", "chain", "sealed_at"])
    old = getattr(seal, name)
    changes = {"algorithm": "sha256" if old == "sm3" else "sm3", "sealed_at": AT - timedelta(days=1)}
    new = changes.get(name, old + 1 if isinstance(old, int) else f"{old}0")
    Seal.objects.filter(id=seal.id).update(**{name: new})
    return set(), {seal.id, seal.id + 1}


def delete_middle_seal(rng: random.Random) -> Hit:
    number = rng.randint(1, SEALS - 1)
    _cut([number])
    return set(), {number}


def rewrite_without_chain(rng: random.Random) -> Hit:
    """A row changed, its seal recomputed, the seals after it left as they were."""
    number = rng.randint(1, SEALS - 1)
    member = rng.choice(list(SealMember.objects.filter(seal_id=number).order_by("position")))
    LedgerRow.objects.filter(id=member.row_id).update(note="改写")
    _fit_leaf(member.row_id)
    _reseal(number, number)
    return set(), {number + 1}


def cut_tail(rng: random.Random) -> Hit:
    last = rng.randint(0, SEALS - 1)
    _cut(range(last + 1, SEALS + 1))
    return set(), {SEALS}


def cut_tail_and_forge_a_new_one(rng: random.Random) -> Hit:
    last = rng.randint(0, SEALS - 1)
    _cut(range(last + 1, SEALS + 1))
    for _ in range(last, SEALS):
        record_many(rows=[_entry(rng, n) for n in range(4)])
        seal_pending(at=AT)
    return set(), {SEALS}


def rewrite_from(rng: random.Random) -> Hit:
    """A row changed and everything after it recomputed: leaf, root and chain up to the end."""
    row = _row(rng)
    LedgerRow.objects.filter(id=row.id).update(actor_label="无辜者")
    _reseal(_fit_leaf(row.id), SEALS)
    return set(), {SEALS}


def delete_and_rewrite(rng: random.Random) -> Hit:
    member = SealMember.objects.get(row_id=_row(rng).id)
    number = member.seal_id
    _sql(f"DELETE FROM ledger_sealmember WHERE row_id = {member.row_id}")
    _sql(f"DELETE FROM ledger_ledgerrow WHERE id = {member.row_id}")
    for position, later in enumerate(SealMember.objects.filter(seal_id=number).order_by("position")):
        _place(later.row_id, number, position)
    _reseal(number, SEALS)
    return set(), {SEALS}


Manipulation = Callable[[random.Random], Hit]
VISIBLE: list[Manipulation] = [
    change_field,
    change_and_rehash_leaf,
    move_between_fields,
    delete_row,
    delete_row_and_member,
    delete_row_and_close_the_gap,
    delete_member,
    insert_into_seal,
    replace_member,
    swap_contents,
    swap_positions,
    swap_across_seals,
    swap_neighbours_with_leaves,
    change_seal,
    delete_middle_seal,
    rewrite_without_chain,
]
NEED_ANCHOR: list[Manipulation] = [cut_tail, cut_tail_and_forge_a_new_one, rewrite_from, delete_and_rewrite]


def test_every_one_of_a_thousand_manipulations_is_found_and_named():
    kept = _ledger(random.Random(51))
    assert verify(at=AT, anchor=kept).ok
    missed = []
    for number in range(ROUNDS):
        manipulate = (VISIBLE + NEED_ANCHOR)[number % len(VISIBLE + NEED_ANCHOR)]
        hit, found = _tamper(manipulate, random.Random(number), kept)
        if found.ok or not _names(found, hit):
            missed.append((number, manipulate.__name__, hit, found.problems[:3]))
    assert not missed
    assert verify(at=AT, anchor=kept).ok  # every round was undone, so none was found by another's traces


@pytest.mark.parametrize("manipulate", VISIBLE + NEED_ANCHOR, ids=lambda m: m.__name__)
def test_only_an_anchor_shows_a_history_that_was_rewritten_whole(manipulate):
    """The mutant: verification without the anchor, which misses these four and no other."""
    _ledger(random.Random(51))
    _, found = _tamper(manipulate, random.Random(7), None)
    assert found.ok == (manipulate in NEED_ANCHOR)


@pytest.mark.parametrize("manipulate", [change_and_rehash_leaf, swap_neighbours_with_leaves])
def test_a_verification_without_roots_would_miss_fitted_leaves(manipulate, monkeypatch):
    """The mutant that compares rows with their kept leaves only."""
    _ledger(random.Random(51))
    assert not _tamper(manipulate, random.Random(7), None)[1].ok
    monkeypatch.setattr(verifying._Run, "_root", lambda *args: None)
    assert _tamper(manipulate, random.Random(7), None)[1].ok


def _tamper(manipulate: Manipulation, rng: random.Random, kept: dict | None) -> tuple[Hit, Verification]:
    """Manipulate, verify, and put everything back by rolling back."""
    savepoint = transaction.savepoint()
    try:
        with unguarded():
            hit = manipulate(rng)
        return hit, verify(at=AT + timedelta(hours=1), anchor=kept)
    finally:
        transaction.savepoint_rollback(savepoint)


def _names(found: Verification, hit: Hit) -> bool:
    rows, seals = hit
    return any(p.row_id in rows or p.seal_id in seals for p in found.problems)


def _ledger(rng: random.Random) -> dict:
    for _ in range(SEALS):
        record_many(rows=[_entry(rng, n) for n in range(rng.randint(2, 9))])
        seal_pending(at=AT)
    kept = anchor()
    assert kept is not None
    return kept


def _entry(rng: random.Random, number: int) -> Entry:
    actor = Actor(str(rng.randint(1, 99)), rng.choice(["王敏", "李强", "赵静"]), "青禾县教育局")
    subject = Subject("item", str(rng.randint(1, 999)), "关于校车安全的通知")
    payload = {"序号": number, "意见": rng.choice(["同意", "退回"])}
    return Entry(actor, rng.choice(["item.file", "item.approve"]), subject, AT, payload, note="备注")


def _forge(rng: random.Random) -> LedgerRow:
    record_many(rows=[_entry(rng, 0)])
    return LedgerRow.objects.order_by("-id")[0]


def _row(rng: random.Random) -> LedgerRow:
    return _rows(rng, 1)[0]


def _rows(rng: random.Random, count: int) -> list[LedgerRow]:
    ids = rng.sample(list(LedgerRow.objects.order_by("id").values_list("id", flat=True)), count)
    return list(LedgerRow.objects.filter(id__in=ids).order_by("id"))


def _leaf(row_id: int, algorithm: str) -> bytes:
    return rules.leaf(LedgerRow.objects.values_list(*rules.LEAF_FIELDS).get(id=row_id), algorithm=algorithm)


def _fit_leaf(row_id: int) -> int:
    """Recompute the kept leaf of a row; returns its seal."""
    member = SealMember.objects.get(row_id=row_id)
    SealMember.objects.filter(row_id=row_id).update(leaf=_leaf(row_id, member.seal.algorithm))
    return member.seal_id


def _place(row_id: int, seal_id: int, position: int) -> None:
    SealMember.objects.filter(row_id=row_id).update(seal_id=seal_id, position=position)


def _cut(numbers) -> None:
    """Remove seals with their members and rows."""
    chosen = ", ".join(map(str, numbers))
    rows = list(SealMember.objects.filter(seal_id__in=list(numbers)).values_list("row_id", flat=True))
    _sql(
        f"DELETE FROM ledger_sealmember WHERE seal_id IN ({chosen})",
        f"DELETE FROM ledger_seal WHERE id IN ({chosen})",
        f"DELETE FROM ledger_ledgerrow WHERE id IN ({', '.join(map(str, rows))})",
    )


def _reseal(first: int, last: int) -> None:
    """Recompute roots, totals and chain of these seals as if they had always been so."""
    for number in range(first, last + 1):
        seal = Seal.objects.get(id=number)
        before = Seal.objects.filter(id=number - 1).first()
        leaves = [bytes(m.leaf) for m in seal.members.order_by("position")]
        facts = rules.SealFacts(
            number=number,
            previous=before.chain if before else "",
            algorithm=seal.algorithm,
            root=rules.merkle_root(leaves, algorithm=seal.algorithm).hex(),
            count=len(leaves),
            total=(before.total if before else 0) + len(leaves),
            last_row=seal.last_row,
            sealed_at=seal.sealed_at,
        )
        Seal.objects.filter(id=number).update(
            previous=facts.previous,
            root=facts.root,
            count=facts.count,
            total=facts.total,
            chain=rules.chain_step(facts),
        )


def _sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
