"""Entries: made, corrected, removed. What stood there before is in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from gongkai.ledger.actions import record
from gongkai.ledger.rules import Subject
from gongkai.registers.actions.checks import By, acting, reason_for, register_of, require_period
from gongkai.registers.actions.counting import forget_none
from gongkai.registers.declaring import NewEntry, Register, entry_problems, tidied
from gongkai.registers.models import EntryNumber, RegisterEntry
from gongkai.registers.queries.attending import Staff
from gongkai.registers.referring import found_about
from gongkai.registers.refusals import NotFilled, RegisterRefused, TooLate
from gongkai.units.queries import unit_by_id

TWICE = "这一天已经登记过同名的一条。"


def enter_entry(
    *, unit_id: int, register: str, entry: NewEntry, by: By, at: datetime, reason: str = ""
) -> int:
    """Enter one; returns its id. The same day and title twice in a unit's register is refused: a second press does nothing."""
    declared = register_of(register, entries=True)
    actor = acting(by, unit_id)
    if unit_by_id(unit_id) is None:
        raise RegisterRefused("没有这个单位。")
    entry = tidied(declared, entry)
    check_entry(declared, unit_id, entry, Staff(), at)
    with transaction.atomic():
        why = reason_for(unit_id=unit_id, year=entry.on.year, reason=reason, at=at)
        row = write_new(unit_id, declared, entry, who=actor.label, at=at)
        record(
            actor=actor, act="register.enter_entry", subject=_subject(declared, row), at=at,
            payload={"unit": unit_id, "values": ledger_values(declared, entry), "reason": why},
        )  # fmt: skip
    return row.pk


def correct_entry(
    *, entry_id: int, entry: NewEntry, revision: int, by: By, at: datetime, reason: str = ""
) -> None:
    """Put the entry's new words in place of the former ones. `revision`: the one that the person saw."""
    with transaction.atomic():
        row, declared, before = _taken(entry_id)
        actor = acting(by, row.unit_id)
        entry = tidied(declared, entry)
        check_entry(declared, row.unit_id, entry, Staff(), at)
        _step(row, revision, actor.label, at)
        years = {row.on.year, entry.on.year}
        why = max(reason_for(unit_id=row.unit_id, year=year, reason=reason, at=at) for year in years)
        write_over(row, declared, entry)
        now = ledger_values(declared, entry)
        changed = {
            key: [before.get(key, ""), words] for key, words in now.items() if before.get(key, "") != words
        }
        changed |= {key: [words, ""] for key, words in before.items() if key not in now}
        record(
            actor=actor, act="register.correct_entry", subject=_subject(declared, row), at=at,
            payload={"unit": row.unit_id, "cells": changed, "reason": why},
        )  # fmt: skip


def remove_entry(*, entry_id: int, revision: int, by: By, at: datetime, reason: str = "") -> None:
    """Take an entry out. Its words stay in the ledger, from which it can be entered again."""
    with transaction.atomic():
        row, declared, before = _taken(entry_id)
        actor = acting(by, row.unit_id)
        _step(row, revision, actor.label, at)
        why = reason_for(unit_id=row.unit_id, year=row.on.year, reason=reason, at=at)
        subject, unit_id = _subject(declared, row), row.unit_id
        row.delete()
        record(
            actor=actor, act="register.remove_entry", subject=subject, at=at,
            payload={"unit": unit_id, "values": before, "reason": why},
        )  # fmt: skip


def _taken(entry_id: int) -> tuple[RegisterEntry, Register, dict[str, str]]:
    row = RegisterEntry.objects.select_for_update().filter(id=entry_id).order_by("id").first()
    if row is None:
        raise TooLate("这一条已经去掉了。")
    declared = register_of(row.register, entries=True)
    return row, declared, ledger_values(declared, told_by(row, declared))


def _step(row: RegisterEntry, revision: int, who: str, at: datetime) -> None:
    stepped = RegisterEntry.objects.filter(id=row.pk, revision=revision).update(
        revision=F("revision") + 1, changed_at=at, changed_by=who
    )
    if not stepped:
        raise TooLate(f"{row.changed_by}在您打开以后改过这一条。重新打开，看过再改。")


def check_entry(register: Register, unit_id: int, entry: NewEntry, staff: Staff, at: datetime) -> None:
    problems = entry_problems(register, entry)
    if not problems:
        require_period(year=entry.on.year, month=0, at=at)
        if (
            entry.on > timezone.localdate(at) and not register.until_label
        ):  # a rule may be made before it holds
            problems["on"] = f"{register.date_label}还没有到"
    problems = problems or staff.problems(register, unit_id, entry)
    if problems:
        raise NotFilled(problems)


def write_new(unit_id: int, register: Register, entry: NewEntry, *, who: str, at: datetime) -> RegisterEntry:
    """Part of an act: the rows of a new entry."""
    row = RegisterEntry(
        unit_id=unit_id, register=register.code, changed_at=at, changed_by=who, **_columns(register, entry)
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twice:
        raise TooLate(TWICE) from twice
    _write_numbers(row, register, entry)
    forget_none(unit_id, register.code, entry.on.year)
    return row


def write_over(row: RegisterEntry, register: Register, entry: NewEntry) -> None:
    """Part of an act: the rows of an entry that is there."""
    columns = _columns(register, entry)
    for name, value in columns.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save(update_fields=list(columns))
    except IntegrityError as twice:
        raise TooLate(TWICE) from twice
    EntryNumber.objects.filter(entry=row).delete()
    _write_numbers(row, register, entry)
    forget_none(row.unit_id, register.code, entry.on.year)


def _columns(register: Register, entry: NewEntry) -> dict[str, Any]:
    about = entry.about.strip() if register.refers else ""
    kind, about_id = found_about(about) if about else ("", None)
    values = {
        column.key: value.isoformat() if isinstance(value, date) else value
        for column in register.columns
        if not column.is_number and (value := entry.told.get(column.key)) not in (None, "")
    }
    return {
        "on": entry.on,
        "until": entry.until if register.until_label else None,
        "kind": entry.kind if register.kinds else "",
        "title": entry.title.strip(),
        "about": about,
        "about_type": kind,
        "about_id": about_id,
        "values": values,
    }


def _write_numbers(row: RegisterEntry, register: Register, entry: NewEntry) -> None:
    EntryNumber.objects.bulk_create(
        EntryNumber(entry=row, key=column.key, number=Decimal(number))
        for column in register.numbers
        if (number := entry.told.get(column.key)) is not None
    )


def told_by(row: RegisterEntry, register: Register) -> NewEntry:
    """The entry as somebody would tell it anew."""
    values: dict[str, Any] = dict(row.values)
    for column in register.columns:
        if column.type == "date" and values.get(column.key):
            values[column.key] = date.fromisoformat(values[column.key])
    values |= {one.key: one.number for one in row.numbers.all()}
    known = {column.key for column in register.columns}
    return NewEntry(
        row.on, row.title, row.kind, row.until, row.about, {k: v for k, v in values.items() if k in known}
    )


def ledger_values(register: Register, entry: NewEntry) -> dict[str, str]:
    """Label → words, without what is personal and what is empty."""
    found: Mapping[str, Any] = {
        register.date_label: entry.on.isoformat(),
        register.title_label: entry.title.strip(),
        register.kind_label: register.kind_words(entry.kind),
        register.until_label or "至": entry.until.isoformat() if entry.until else "",
        "针对": entry.about.strip(),
    }
    words = dict(found)
    for column in register.columns:
        if not column.personal:
            words[column.heading] = _words(column.choices, entry.told.get(column.key))
    return {label: text for label, text in words.items() if text}


def _words(choices: tuple[tuple[str, str], ...], value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(int(value)) if value == value.to_integral_value() else f"{value:.2f}"
    return dict(choices).get(value, str(value)) if choices else str(value)


def _subject(register: Register, row: RegisterEntry) -> Subject:
    return Subject("register_entry", str(row.pk), f"{register.label}：{row.title}")
