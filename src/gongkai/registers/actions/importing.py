"""Many rows of a table at once, and the way back: each place is noted with what stood there before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.ledger.actions import record, record_many
from gongkai.ledger.rules import Actor, Entry, Subject
from gongkai.registers.actions.checks import (
    By,
    acting,
    reason_for,
    register_of,
    require_period,
    sheet_subject,
    take_sheet,
    take_sheets,
)
from gongkai.registers.actions.counting import (
    NOT_APPLICABLE,
    Told,
    cell_rows,
    cell_text,
    cell_words,
    current_cells,
    store_cells,
    told_text,
    write_cells,
)
from gongkai.registers.actions.entries import check_entry, ledger_values, told_by, write_new, write_over
from gongkai.registers.declaring import NewEntry, Register, tidied
from gongkai.registers.models import BatchChange, RegisterBatch, RegisterCount, RegisterEntry
from gongkai.registers.queries.attending import Staff
from gongkai.registers.refusals import RegisterRefused, TooLate
from gongkai.units.queries import unit_names


@dataclass(frozen=True)
class CountRow:
    """One row of a table of numbers: what it says for a unit, year and month; keys not in `told` stay as they are."""

    unit_id: int
    year: int
    month: int
    told: Mapping[str, Told]


@dataclass(frozen=True)
class EntryRow:
    unit_id: int
    entry: NewEntry


def write_counts(
    *, register: str, rows: Iterable[CountRow], file_name: str, by: By, at: datetime, reason: str = ""
) -> int | None:
    """Write rows that a trial run has found good; returns the batch's id, None when nothing differs."""
    declared = register_of(register, entries=False)
    sheets: dict[tuple[int, int], dict[tuple[int, str], Told]] = {}
    for row in rows:
        sheet = sheets.setdefault((row.unit_id, row.year), {})
        sheet |= {(row.month, key): told for key, told in row.told.items()}
    names = unit_names([unit_id for unit_id, _ in sheets])
    actors = {unit_id: acting(by, unit_id) for unit_id in names}
    with transaction.atomic():
        take_sheets(register=register, places=sheets, actor=_actor(by), at=at)
        there = _cells_of(register, sheets)
        changes: list[BatchChange] = []
        acts: list[Entry] = []
        written: list[RegisterCount] = []
        for (unit_id, year), told in sorted(sheets.items()):
            require_period(year=year, month=0, at=at)
            before = there.get((unit_id, year), {})
            fresh = {p: v for p, v in told.items() if cell_text(before, p) != told_text(v)}
            if not fresh:
                continue
            why = reason_for(unit_id=unit_id, year=year, reason=reason, at=at)
            written += cell_rows(unit_id=unit_id, register=register, year=year, cells=fresh)
            changes += [
                BatchChange(
                    unit_id=unit_id, place={"year": year, "month": month, "key": key},
                    before=cell_text(before, (month, key)) or None, after=told_text(value),
                )
                for (month, key), value in fresh.items()
            ]  # fmt: skip
            acts.append(
                Entry(
                    actors[unit_id], "register.import_counts",
                    sheet_subject(declared, unit_id=unit_id, unit_name=names[unit_id], year=year), at,
                    {"cells": {cell_words(declared, p): [cell_text(before, p), told_text(v)] for p, v in fresh.items()},
                     "reason": why},
                )
            )  # fmt: skip
        store_cells(written)
        return _close(declared, changes, acts, file_name, by, at)


def _actor(by: By) -> Actor:
    return by if isinstance(by, Actor) else by.actor()


def _cells_of(
    register: str, sheets: Collection[tuple[int, int]]
) -> dict[tuple[int, int], dict[tuple[int, str], Decimal | None]]:
    rows = RegisterCount.objects.filter(
        register=register,
        unit_id__in={unit_id for unit_id, _ in sheets},
        year__in={year for _, year in sheets},
    )
    found: dict[tuple[int, int], dict[tuple[int, str], Decimal | None]] = {}
    for unit_id, year, month, key, number in rows.values_list("unit_id", "year", "month", "key", "number"):
        found.setdefault((unit_id, year), {})[month, key] = number
    return found


def write_entries(
    *, register: str, rows: Iterable[EntryRow], file_name: str, by: By, at: datetime, reason: str = ""
) -> int | None:
    """The same for entries: day and title tell whether an entry is there already, then it is brought up to date."""
    declared = register_of(register, entries=True)
    staff = Staff()
    with transaction.atomic():
        changes: list[BatchChange] = []
        acts: list[Entry] = []
        for one in (EntryRow(row.unit_id, tidied(declared, row.entry)) for row in rows):
            actor = acting(by, one.unit_id)
            check_entry(declared, one.unit_id, one.entry, staff, at)
            row, before = _entry_like(declared, one)
            now = entry_json(one.entry)
            if row is not None and before == now:
                continue
            why = reason_for(unit_id=one.unit_id, year=one.entry.on.year, reason=reason, at=at)
            if row is None:
                row = write_new(one.unit_id, declared, one.entry, who=actor.label, at=at)
            else:
                write_over(row, declared, one.entry)
                _stepped(row, actor, at)
            changes.append(
                BatchChange(unit_id=one.unit_id, place={"entry": row.pk}, before=before, after=now)
            )
            acts.append(
                Entry(
                    actor, "register.import_entry",
                    Subject("register_entry", str(row.pk), f"{declared.label}：{row.title}"), at,
                    {"unit": one.unit_id, "values": ledger_values(declared, one.entry), "reason": why},
                )
            )  # fmt: skip
        return _close(declared, changes, acts, file_name, by, at)


def _stepped(row: RegisterEntry, actor: Actor, at: datetime) -> None:
    row.revision += 1
    row.changed_at, row.changed_by = at, actor.label
    row.save(update_fields=["revision", "changed_at", "changed_by"])


def _entry_like(register: Register, one: EntryRow) -> tuple[RegisterEntry | None, dict[str, Any] | None]:
    row = (
        RegisterEntry.objects.select_for_update()
        .filter(unit=one.unit_id, register=register.code, on=one.entry.on, title=one.entry.title.strip())
        .order_by("id")
        .first()
    )
    return row, entry_json(told_by(row, register)) if row else None


def _close(
    register: Register, changes: list[BatchChange], acts: list[Entry], file_name: str, by: By, at: datetime
) -> int | None:
    if not changes:
        transaction.set_rollback(True)
        return None
    imported = sum(change.before is None for change in changes)
    counts = {"imported": imported, "updated": len(changes) - imported}
    batch = RegisterBatch.objects.create(
        register=register.code, file_name=file_name[:255], counts=counts, made_at=at,
        made_by_id=by.user_id if isinstance(by, Standing) else None,
    )  # fmt: skip
    for change in changes:
        change.batch = batch
    BatchChange.objects.bulk_create(changes, batch_size=500)
    record_many(rows=acts)
    record(actor=_actor(by), act="register.import", subject=_subject(batch), at=at, payload=dict(counts))
    return batch.pk


def entry_json(entry: NewEntry) -> dict[str, Any]:
    """An entry as it is compared and kept for the way back: the same words, the same JSON."""
    values = {key: _plain(value) for key, value in entry.told.items() if value not in (None, "")}
    return {
        "on": entry.on.isoformat(),
        "title": entry.title.strip(),
        "kind": entry.kind,
        "until": entry.until.isoformat() if entry.until else None,
        "about": entry.about.strip(),
        "values": values,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return {"number": told_text(value)} if isinstance(value, int | Decimal) else value


def _entry_from(register: Register, told: Mapping[str, Any]) -> NewEntry:
    values = dict(told["values"])
    for column in register.columns:
        if column.is_number and column.key in values:
            values[column.key] = Decimal(values[column.key]["number"])
        elif column.type == "date" and values.get(column.key):
            values[column.key] = date.fromisoformat(values[column.key])
    until = date.fromisoformat(told["until"]) if told["until"] else None
    return NewEntry(date.fromisoformat(told["on"]), told["title"], told["kind"], until, told["about"], values)


# ---- the way back ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Undone:
    """`kept` counts places that somebody has changed since; they stay as they are."""

    restored: int
    kept: int


def undo_batch(*, batch_id: int, by: By, at: datetime, reason: str = "") -> Undone:
    """Set every place of a batch back to what stood there before it; what somebody has changed since stays."""
    with transaction.atomic():
        batch = RegisterBatch.objects.select_for_update().filter(id=batch_id).order_by("id").first()
        if batch is None:
            raise RegisterRefused(f"没有第 {batch_id} 批导入。")
        changes = list(BatchChange.objects.filter(batch=batch).order_by("id"))
        actor = _actor(by)
        for unit_id in {change.unit_id for change in changes}:
            acting(by, unit_id)
        if not RegisterBatch.objects.filter(id=batch_id, undone_at=None).update(undone_at=at):
            raise TooLate("这一批已经撤销过了。")
        declared = register_of(batch.register)
        restore = _restore_entry if declared.has_entries else _restore_cell
        why = {
            (unit_id, year): reason_for(unit_id=unit_id, year=year, reason=reason, at=at)
            for unit_id, year in {(change.unit_id, _year_of(change)) for change in changes}
        }
        done = [change for change in changes if restore(declared, change, actor, at)]
        result = Undone(len(done), len(changes) - len(done))
        record(
            actor=actor, act="register.undo_import", subject=_subject(batch), at=at,
            payload={"restored": result.restored, "kept": result.kept, "reason": next(iter(why.values()), "")},
        )  # fmt: skip
    return result


def _year_of(change: BatchChange) -> int:
    return int(change.place.get("year") or str(change.after["on"])[:4])


def _restore_cell(register: Register, change: BatchChange, actor: Actor, at: datetime) -> bool:
    year, month, key = change.place["year"], change.place["month"], change.place["key"]
    now = current_cells(change.unit_id, register.code, year)
    if cell_text(now, (month, key)) != change.after:
        return False
    before: Told = None
    if change.before is not None:
        before = NOT_APPLICABLE if change.before == "不适用" else Decimal(change.before)
    take_sheet(unit_id=change.unit_id, register=register.code, year=year, actor=actor, at=at, revision=None)
    write_cells(unit_id=change.unit_id, register=register.code, year=year, cells={(month, key): before})
    return True


def _restore_entry(register: Register, change: BatchChange, actor: Actor, at: datetime) -> bool:
    row = RegisterEntry.objects.select_for_update().filter(id=change.place["entry"]).order_by("id").first()
    if row is None or entry_json(told_by(row, register)) != change.after:
        return False
    if change.before is None:
        row.delete()
        return True
    write_over(row, register, _entry_from(register, change.before))
    _stepped(row, actor, at)
    return True


def _subject(batch: RegisterBatch) -> Subject:
    return Subject("register_batch", str(batch.pk), batch.file_name)


__all__ = ["CountRow", "EntryRow", "Undone", "undo_batch", "write_counts", "write_entries"]
