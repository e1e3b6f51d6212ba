"""Reading and verifying. Random tampering is in tests/sweeps/test_ledger_tampering.py."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from tests.ledger_tools import unguarded

from gongkai.ledger.actions import record, record_many, seal_pending
from gongkai.ledger.models import LedgerRow
from gongkai.ledger.queries import Filters, anchor, history_of, rows_for_auditor, stream_for_auditor, verify
from gongkai.ledger.rules import SYSTEM, Subject

from .conftest import AT, OFFICER, entry, row_with_id

pytestmark = pytest.mark.django_db


def test_an_empty_ledger_is_in_order():
    found = verify(at=AT)
    assert (found.ok, found.rows, found.seals, anchor()) == (True, 0, 0, None)


def test_an_untouched_ledger_is_in_order_also_against_anchors(sealed):
    sealed(3)
    early = anchor()
    sealed(1, 8)
    found = verify(at=AT, anchor=early)
    assert (found.ok, found.rows, found.seals) == (True, 12, 3)
    assert verify(at=AT, anchor=anchor()).ok
    assert early["count"] == 3
    assert early["chain"].startswith(early["algorithm"] + "$")


def test_unsealed_rows_are_counted_with_their_age(sealed):
    sealed(2)
    record(actor=SYSTEM, act="x", subject=Subject("a", "1", ""), at=AT)
    found = verify(at=AT + timedelta(minutes=5))
    assert (found.ok, found.unsealed, found.oldest_unsealed_seconds) == (True, 1, 300)


def test_a_changed_row_is_named(sealed):
    sealed(5, 5)
    row = LedgerRow.objects.order_by("id")[6]
    with unguarded():
        LedgerRow.objects.filter(id=row.id).update(actor_label="别人")
    problem = verify(at=AT).problems[0]
    assert (problem.kind, problem.row_id, problem.seal_id) == ("row_changed", row.id, 2)
    assert str(row.id) in problem.words


def test_a_row_slipped_in_below_what_was_sealed_long_ago_is_named(sealed):
    row_with_id(1_000_009).save(force_insert=True)
    seal_pending(at=AT)
    forged = 1_000_005
    row_with_id(forged).save(force_insert=True)
    later = AT + timedelta(days=3)
    assert verify(at=later).problems[0].row_id == forged
    row_with_id(1_000_010).save(force_insert=True)
    assert seal_pending(at=later, full=True) == 2  # the forged one and a new one
    assert [(p.kind, p.row_id) for p in verify(at=later).problems] == [("row_late", forged)]


def test_missing_triggers_are_a_problem(sealed):
    sealed(1)
    with connection.cursor() as cursor:
        on_table = " ON ledger_seal" if connection.vendor == "postgresql" else ""
        name = "ledger_seal_no_change" if connection.vendor == "postgresql" else "ledger_seal_no_update"
        cursor.execute(f"DROP TRIGGER {name}{on_table}")
    assert [p.kind for p in verify(at=AT).problems] == ["guard_missing"]


def test_verification_reads_in_a_fixed_number_of_queries(sealed, django_assert_max_num_queries):
    sealed(*[3] * 20)
    with django_assert_max_num_queries(10):
        assert verify(at=AT).rows == 60


def test_pages_go_backwards_and_end():
    record_many(rows=[entry(n) for n in range(25)])
    seen, before = [], None
    while True:
        page = rows_for_auditor(user_may=True, before_id=before, limit=10)
        seen += [row.subject_id for row in page.rows]
        before = page.next_before_id
        if before is None:
            break
    assert seen == [str(n) for n in reversed(range(25))]


def test_a_page_costs_one_query_whatever_its_size(django_assert_num_queries):
    record_many(rows=[entry(n) for n in range(60)])
    for limit in (5, 50):
        with django_assert_num_queries(1):
            rows_for_auditor(user_may=True, limit=limit)


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (Filters(actor_id="12"), [0, 1, 2]),
        (Filters(actor_id="13"), []),
        (Filters(act="item.file"), [0, 1, 2]),
        (Filters(act="item."), [0, 1, 2, 3]),
        (Filters(subject_type="item", subject_id="1"), [1]),
        (Filters(since=AT + timedelta(seconds=1), until=AT + timedelta(seconds=3)), [1, 2]),
    ],
)
def test_filters_narrow_by_actor_act_subject_and_time(filters, numbers):
    record_many(rows=[entry(n) for n in range(3)])
    record_many(rows=[entry(3, actor=SYSTEM, act="item.publish"), entry(4, actor=SYSTEM, act="unit.move")])
    rows = rows_for_auditor(user_may=True, filters=filters).rows
    assert sorted(int(row.subject_id) for row in rows) == numbers
    assert [row.id for row in stream_for_auditor(user_may=True, filters=filters)] == sorted(
        row.id for row in rows
    )


def test_without_the_right_nothing_is_shown(sealed):
    sealed(3)
    assert rows_for_auditor(user_may=False).rows == []
    assert list(stream_for_auditor(user_may=False)) == []


def test_a_history_tells_what_happened_to_one_subject_in_order():
    subject = Subject("item", "9", "通知")
    for act in ("item.file", "item.approve", "item.publish"):
        record(actor=OFFICER, act=act, subject=subject, at=AT, payload={"步": act})
    record_many(rows=[entry(8)])
    history = history_of(subject_type="item", subject_id="9")
    assert [row.act for row in history] == ["item.file", "item.approve", "item.publish"]
    assert history[0].payload == {"步": "item.file"}
    assert not history[0].is_sealed
    seal_pending(at=AT)
    assert history_of(subject_type="item", subject_id="9")[0].is_sealed


def test_rows_are_stored_in_one_transaction_with_the_act():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record_many(rows=(entry(n // (3 - n)) for n in range(4)))
    assert not LedgerRow.objects.exists()
