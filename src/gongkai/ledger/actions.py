"""Writing the ledger: record acts in the transaction that does them, seal them afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from gongkai.crypto.digests import default_algorithm, digest
from gongkai.crypto.keys import keyed_digest
from gongkai.ledger import queries, rules
from gongkai.ledger.models import LedgerRow, Seal, SealMember
from gongkai.ledger.rules import SYSTEM, Actor, Entry, Subject

__all__ = [
    "SYSTEM",
    "Actor",
    "Entry",
    "OutsideTransaction",
    "Subject",
    "record",
    "record_many",
    "record_use",
    "seal_pending",
]


class OutsideTransaction(RuntimeError):
    """An act was recorded outside the transaction that does it; the two could come apart."""


def record(
    *,
    actor: Actor,
    act: str,
    subject: Subject,
    at: datetime,
    payload: dict[str, Any] | None = None,
    personal: bool = False,
    note: str = "",
) -> int:
    """Write one act into the ledger, in the caller's transaction, and return its row's id.

    `personal`: the payload holds personal data; only its keyed digest is kept.
    Raises OutsideTransaction when no transaction is open.
    """
    entry = Entry(actor, act, subject, at, payload, personal, note)
    _require_transaction()
    return LedgerRow.objects.create(**dict(zip(_COLUMNS, _values(entry), strict=True))).pk


def record_many(*, rows: Iterable[Entry]) -> int:
    """Write many acts at once (imports), in the caller's transaction; returns how many."""
    _require_transaction()
    return _insert(LedgerRow._meta.db_table, _COLUMNS, (_adapted(_values(entry)) for entry in rows))


def seal_pending(*, at: datetime, limit: int = 5000, full: bool = False) -> int:
    """Seal up to `limit` rows that stand in no seal yet; returns how many, 0 when all are sealed.

    Looks behind the last seal, with PostgreSQL (where ids commit out of order) also among the rows of the
    last minutes, with `full` among all rows. Two sealers wait for one another.
    """
    if not queries.pending_rows(at=at, limit=1, full=full):
        return 0  # without a lock: an idle worker must not hold up writers each second
    with transaction.atomic():
        _wait_for_other_sealers()
        rows = queries.pending_rows(at=at, limit=limit, full=full)
        if rows:
            _seal(rows, at)
    return len(rows)


def _wait_for_other_sealers() -> None:
    """SQLite's IMMEDIATE transactions stand in line by themselves.

    An advisory lock, since it needs no right to UPDATE, which the application's role doesn't have here.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('gongkai.ledger.seal'))")


def _seal(rows: Sequence[tuple[Any, ...]], at: datetime) -> None:
    algorithm = default_algorithm()
    last = queries.last_seal()
    number, total = (last.id + 1, last.total) if last else (1, 0)
    leaves = [rules.leaf(row, algorithm=algorithm) for row in rows]
    seal = rules.SealFacts(
        number=number,
        previous=last.chain if last else "",
        algorithm=algorithm,
        root=rules.merkle_root(leaves, algorithm=algorithm).hex(),
        count=len(rows),
        total=total + len(rows),
        last_row=max(last.last_row if last else 0, rows[-1][0]),
        sealed_at=at,
    )
    Seal.objects.create(
        id=number,
        previous=seal.previous,
        algorithm=algorithm,
        root=seal.root,
        count=seal.count,
        total=seal.total,
        last_row=seal.last_row,
        sealed_at=at,
        chain=rules.chain_step(seal),
    )
    members = (
        (row[0], number, position, leaf)
        for position, (row, leaf) in enumerate(zip(rows, leaves, strict=True))
    )
    _insert(SealMember._meta.db_table, ("row_id", "seal_id", "position", "leaf"), members)


_CHUNK = 10_000
_COLUMNS = rules.LEAF_FIELDS[1:]
_AT = _COLUMNS.index("at")


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("ledger.record() outside transaction.atomic()")


def _values(entry: Entry) -> tuple[Any, ...]:
    text, kept_digest = _payload(entry)
    return (
        rules.safe_text(entry.actor.id),
        rules.safe_text(entry.actor.label),
        rules.safe_text(entry.actor.unit),
        rules.safe_text(entry.act, limit=100),
        rules.safe_text(entry.subject.type, limit=100),
        rules.safe_text(entry.subject.id),
        rules.safe_text(entry.subject.label),
        entry.at,
        text,
        kept_digest,
        rules.safe_text(entry.note, limit=1000),
    )


def _payload(entry: Entry) -> tuple[str, str]:
    """What is stored of a payload, and its digest."""
    if entry.payload is None:
        return "", ""
    text = rules.canonical_json(entry.payload)
    if entry.personal:
        return "", keyed_digest(text.encode())
    too_long = len(text) > rules.PAYLOAD_LENGTH
    kept = rules.canonical_json({"omitted_characters": len(text)}) if too_long else text
    return kept, digest(text.encode())


def _adapted(values: tuple[Any, ...]) -> tuple[Any, ...]:
    at = connection.ops.adapt_datetimefield_value(values[_AT])
    return (*values[:_AT], at, *values[_AT + 1 :])


def _insert(table: str, columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> int:
    """Bulk insert: the ORM's way is several times slower than either database allows."""
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    count = 0
    with connection.cursor() as cursor:
        while chunk := list(islice(rows, _CHUNK)):
            count += len(chunk)
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in chunk:
                        copy.write_row(row)
            else:
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", chunk)  # noqa: S608
    return count


def record_use(*, actor: Actor, act: str, at: datetime, payload: dict[str, Any] | None = None) -> int:
    """The ledger was taken out of the house: an export, an anchor. A transaction of its own."""
    with transaction.atomic():
        return record(actor=actor, act=act, subject=Subject("ledger", "", "台账"), at=at, payload=payload)
