"""Recording and sealing."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.crypto.digests import default_algorithm
from gongkai.ledger import actions, guards
from gongkai.ledger.actions import OutsideTransaction, record, record_many, seal_pending
from gongkai.ledger.models import LedgerRow, Seal, SealMember
from gongkai.ledger.queries import verify
from gongkai.ledger.rules import SYSTEM, Actor, Subject

from .conftest import AT, OFFICER, entry, row_with_id

ITEM = Subject("item", "7", "关于校车的通知")


@pytest.mark.django_db
def test_a_row_says_who_did_what_to_what_and_when():
    row = LedgerRow.objects.get(id=record(actor=OFFICER, act="item.file", subject=ITEM, at=AT, note="补录"))
    assert (row.actor_id, row.actor_label, row.unit_label) == ("12", "王敏", "青禾县教育局")
    assert (row.act, row.subject_type, row.subject_id, row.subject_label) == (
        "item.file",
        "item",
        "7",
        "关于校车的通知",
    )
    assert (row.at, row.note, row.payload, row.payload_digest) == (AT, "补录", "", "")


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused():
    with pytest.raises(OutsideTransaction):
        record(actor=SYSTEM, act="x", subject=ITEM, at=AT)
    with pytest.raises(OutsideTransaction):
        record_many(rows=[entry(1)])
    assert not LedgerRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_no_row():
    with transaction.atomic():
        record(actor=SYSTEM, act="x", subject=ITEM, at=AT)
        transaction.set_rollback(True)
    assert not LedgerRow.objects.exists()


@pytest.mark.django_db
def test_personal_payload_is_kept_as_a_keyed_digest_only():
    who = {"姓名": "李四", "身份证": "11010519491231002X"}
    first = LedgerRow.objects.get(
        id=record(actor=SYSTEM, act="x", subject=ITEM, at=AT, payload=who, personal=True)
    )
    again = LedgerRow.objects.get(
        id=record(actor=SYSTEM, act="x", subject=ITEM, at=AT, payload=who, personal=True)
    )
    plain = LedgerRow.objects.get(id=record(actor=SYSTEM, act="x", subject=ITEM, at=AT, payload=who))
    assert first.payload == ""
    assert first.payload_digest == again.payload_digest != plain.payload_digest


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["一行\n又一行", "\x1b[2J清屏", "零\x00", "翻\u202e转", "\ud800", "长" * 2_000_000, "\\n"]
)
def test_injected_text_stays_one_printable_row(text):
    """T53: newlines, ANSI and huge values give one entry, escaped."""
    subject = Subject("item", text, text)
    record(
        actor=Actor(text, text, text), act=text, subject=subject, at=AT, payload={text[:9]: text}, note=text
    )
    row = LedgerRow.objects.get()
    shown = " ".join(str(value) for value in LedgerRow.objects.values_list().get()[1:])
    assert len(shown.splitlines()) == 1
    assert shown.isprintable()
    assert len(shown) < 70_000
    assert row.payload_digest
    seal_pending(at=AT)
    assert verify(at=AT).ok


@pytest.mark.django_db
def test_many_rows_are_the_same_as_one_by_one():
    one = entry(5)
    record(actor=one.actor, act=one.act, subject=one.subject, at=one.at, payload=one.payload)
    assert record_many(rows=[one, entry(6)]) == 2
    single, bulk, _ = LedgerRow.objects.order_by("id").values_list(
        *[f.name for f in LedgerRow._meta.fields][1:]
    )
    assert single == bulk


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(guards.TABLES))
@pytest.mark.parametrize("statement", ["UPDATE {t} SET {k} = {k}", "DELETE FROM {t}", "TRUNCATE {t} CASCADE"])
def test_the_database_refuses_to_change_what_is_recorded(sealed, table, statement):
    """T52. On SQLite there is no TRUNCATE; INSERT OR REPLACE is the way round its delete trigger."""
    sealed(3)
    if connection.vendor == "sqlite" and statement.startswith("TRUNCATE"):
        statement = "INSERT OR REPLACE INTO {t} SELECT * FROM {t}"
    if connection.vendor == "postgresql":
        connection.check_constraints()  # TRUNCATE waits for no deferred check
    change = statement.format(t=table, k=guards.TABLES[table])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(change)
    assert (LedgerRow.objects.count(), Seal.objects.count(), SealMember.objects.count()) == (3, 1, 3)


@pytest.mark.django_db
def test_sealing_takes_each_row_once_in_batches():
    record_many(rows=[entry(n) for n in range(25)])
    assert [seal_pending(at=AT, limit=10) for _ in range(4)] == [10, 10, 5, 0]
    assert list(Seal.objects.order_by("id").values_list("id", "count", "total")) == [
        (1, 10, 10),
        (2, 10, 20),
        (3, 5, 25),
    ]
    assert verify(at=AT).ok


@pytest.mark.django_db
def test_a_row_whose_id_is_lower_than_the_last_seal_is_sealed_too():
    """Ids commit out of order with PostgreSQL: membership decides."""
    low, high = row_with_id(1_000_005), row_with_id(1_000_009)
    high.save(force_insert=True)
    seal_pending(at=AT)
    low.save(force_insert=True)
    assert seal_pending(at=AT + timedelta(seconds=1), full=True) == 1
    assert verify(at=AT + timedelta(minutes=1)).ok


@pytest.mark.django_db(transaction=True)
def test_sealers_at_the_same_time_seal_each_row_once():
    with transaction.atomic():
        record_many(rows=[entry(n) for n in range(400)])
    counts, start = [], threading.Barrier(4)

    def work():
        start.wait()
        total = 0
        while count := seal_pending(at=AT, limit=20):
            total += count
        counts.append(total)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sum(counts) == 400
    found = verify(at=AT)
    assert (found.ok, found.rows, found.unsealed) == (True, 400, 0)


@pytest.mark.django_db
def test_seals_of_another_algorithm_go_on_verifying(monkeypatch):
    """T57: the name stands beside each value, so the default may change at any time."""
    for algorithm in ("sha256", default_algorithm(), "sha256"):
        monkeypatch.setattr(actions, "default_algorithm", lambda name=algorithm: name)
        record_many(rows=[entry(n) for n in range(3)])
        seal_pending(at=AT)
    assert list(Seal.objects.order_by("id").values_list("algorithm", flat=True))[::2] == ["sha256", "sha256"]
    assert verify(at=AT).ok


@pytest.mark.django_db
def test_many_rows_are_recorded_and_sealed_at_once():
    rows = [entry(n) for n in range(6000)]
    record_many(rows=rows)
    assert seal_pending(at=AT, limit=6000) == 6000
