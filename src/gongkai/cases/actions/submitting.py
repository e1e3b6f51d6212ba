"""Taking in: what a citizen sends, what a clerk enters from counter, letter, fax or telephone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.cases import parties
from gongkai.cases.actions.common import clock_columns, day_of, need, side_columns, write_ledger
from gongkai.cases.actions.noticing import tell_receipt
from gongkai.cases.actions.numbering import next_serial
from gongkai.cases.clockwork import Happened
from gongkai.cases.declaring import CaseKind
from gongkai.cases.filling import fill
from gongkai.cases.granting import typed_number
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent, CaseFile, Party, SideTerm
from gongkai.cases.policies import may_take_in, visible_to
from gongkai.cases.queries.receivers import why_not_of_kind
from gongkai.cases.query_codes import code_digest, new_code
from gongkai.cases.refusals import CaseRefused, NotFilled
from gongkai.cases.rules import receipt
from gongkai.cases.rules.numbers import number_of
from gongkai.cases.rules.versions import BeforeTheRegulation
from gongkai.cases.stored_choices import CHANNELS
from gongkai.clocks import queries as clocks
from gongkai.clocks.rules import Term
from gongkai.components.dates import day as day_words
from gongkai.crypto.digests import random_token
from gongkai.ledger.rules import Actor
from gongkai.units.queries import unit_in_brief_by_id

CITIZEN = Actor(id="citizen", label="申请人", unit="")


@dataclass(frozen=True)
class Sent:
    """A file that came along: its row in the store, its name, and sent_in or identity."""

    file_id: int
    name: str
    role: str = "sent_in"


@dataclass(frozen=True)
class Receipt:
    """What the person who wrote in is told. The code is shown once and kept only as a digest."""

    case_id: int
    number: str
    code: str


def submit(
    *,
    kind: str,
    unit_id: int,
    values: Mapping[str, Any],
    files: Sequence[Sent] = (),
    item_id: int | None = None,
    at: datetime,
) -> Receipt:
    """A citizen sends it on the portal. Raises NotFilled with words at each field."""
    declared = CASE_KINDS[kind]
    if not declared.open_to_all:
        raise CaseRefused(f"{declared.label}不在网上提交。")
    return _take_in(
        declared,
        unit_id=unit_id,
        values=values,
        files=files,
        channel="web",
        submitted_at=at,
        received_on=None,
        item_id=item_id,
        by=CITIZEN,
        by_id=None,
        at=at,
    )


def enter(
    *,
    kind: str,
    unit_id: int,
    values: Mapping[str, Any],
    channel: str,
    arrived_on: date,
    received_on: date | None,
    files: Sequence[Sent] = (),
    item_id: int | None = None,
    dates_checked: bool = False,
    by: Standing,
    at: datetime,
) -> Receipt:
    """A clerk enters what came by counter, letter, fax or telephone.

    `received_on` None: it follows from the channel where the law says so, else it is not yet confirmed.
    `dates_checked`: the clerk has looked at a year that is likely mistyped.
    """
    declared = CASE_KINDS[kind]
    need(may_take_in(by, declared, unit_id), f"由承办人登记{declared.label}。")
    if channel not in declared.channels:
        raise NotFilled({"channel": "选来件的渠道"})
    if arrived_on > day_of(at):
        raise NotFilled({"arrived_on": "到达的日期不能晚于今天"})
    if received_on is not None and not arrived_on <= received_on <= day_of(at):
        raise NotFilled({"received_on": "收到之日不能早于到达那天，也不能晚于今天"})
    received_on = received_on or _day_of_receipt(declared, channel, arrived_on, today=day_of(at))
    if not dates_checked and receipt.is_long_ago(arrived_on, today=day_of(at)):
        raise NotFilled({"dates_checked": _long_ago(arrived_on)})
    about_id = _about(declared, values, by)
    return _take_in(
        declared,
        unit_id=unit_id,
        values=values,
        files=files,
        channel=channel,
        submitted_at=datetime.combine(arrived_on, at.astimezone().timetz())
        if arrived_on != day_of(at)
        else at,
        received_on=received_on,
        item_id=item_id,
        about_id=about_id,
        by=by.actor(),
        by_id=by.user_id,
        at=at,
    )


def _long_ago(arrived_on: date) -> str:
    return f"到达的日期是{day_words(arrived_on)}，在一年以前，编号和期限都从那时算。写错了就改日期，没有写错就勾上"


def _day_of_receipt(declared: CaseKind, channel: str, arrived_on: date, *, today: date) -> date | None:
    """Of an application the day that 条例第三十一条 names, None while it waits to be confirmed. Raises NotFilled.

    Other kinds count from the day on which they arrive.
    """
    if not declared.receive_act:
        return None
    try:
        found = receipt.received_on(channel, submitted_on=arrived_on, confirmed_on=None, signed_on=None)
        fault = receipt.receipt_fault(
            channel, submitted_on=arrived_on, confirmed_on=None, signed_on=None, today=today
        )
    except BeforeTheRegulation as problem:
        raise NotFilled({"arrived_on": "那时还没有《政府信息公开条例》，看看年份"}) from problem
    if fault:
        raise NotFilled({"received_on": fault})
    return found


def _about(declared: CaseKind, values: Mapping[str, Any], by: Standing) -> int | None:
    """The case that this one is about, by the number that was typed. Raises NotFilled where there is none to be seen."""
    for asked in declared.fields:
        number = typed_number(str(values.get(asked.key) or "")) if asked.type == "case" else ""
        if number:
            found = visible_to(by).filter(number=number).values_list("id", flat=True).first()  # one by number
            if found is None:
                raise NotFilled({asked.key: f"没有编号是“{number}”的来件，核对以后再填"})
            return found
    return None


def _take_in(
    declared: CaseKind,
    *,
    unit_id: int,
    values: Mapping[str, Any],
    files: Sequence[Sent],
    channel: str,
    submitted_at: datetime,
    received_on: date | None,
    item_id: int | None,
    about_id: int | None = None,
    by: Actor,
    by_id: int | None,
    at: datetime,
    source_key: str = "",
    assignee_id: int | None = None,
) -> Receipt:
    good, problems = fill(declared.fields, values, today=day_of(at))
    if problems:
        raise NotFilled(problems)
    open_part, personal = parties.split(good)
    code = new_code()
    needs_confirmation = bool(declared.receive_act) and received_on is None
    first = Happened(
        act="submit" if needs_confirmation else declared.receive_act or "receive",
        on=received_on or day_of(submitted_at),
        at=at,
    )
    begins_at = declared.initial
    if declared.receive_act and not needs_confirmation:  # counter, signed mail: the day of receipt is certain
        begins_at = declared.act(declared.receive_act).target
    with transaction.atomic():
        unit = unit_in_brief_by_id(unit_id)
        if unit is None:
            raise CaseRefused("没有这个单位，选另外一个。")
        if words := why_not_of_kind(declared, unit):
            raise CaseRefused(words)
        party = _party(declared, open_part.pop("type", "natural"), personal, at)
        year = day_of(submitted_at).year
        title, text = str(open_part.pop("title", declared.label))[:200], str(open_part.pop("text", ""))
        clocks_now = _first_clocks(declared, first, open_part, unit_id=unit_id)
        serial = next_serial(unit_id=unit_id, mark=declared.mark, year=year)
        case = Case.objects.create(
            kind=declared.code,
            unit_id=unit_id,
            state=begins_at,
            number=number_of(unit, declared.mark, year=year, serial=serial),
            title=title,
            text=text,
            values=open_part,
            channel=channel,
            party=party,
            submitted_at=submitted_at,
            secret_digest=code_digest(code),
            source_key=source_key,
            assignee_id=assignee_id,
            item_id=item_id,
            about_id=about_id,
            created_by_id=by_id,
            created_at=at,
            changed_at=at,
            **clocks_now.main,
        )
        CaseEvent.objects.create(
            case=case,
            no=1,
            act=first.act,
            from_state="",
            to_state=declared.initial,
            on=first.on,
            at=at,
            by_id=by_id,
            by_label=by.label[:80],
            values={},
        )
        for columns in clocks_now.sides:
            SideTerm.objects.create(case=case, **columns)
        for sent in files:
            CaseFile.objects.create(
                case=case, file_id=sent.file_id, name=sent.name[:200], role=sent.role, key=random_token()[:32]
            )
        write_ledger(case, "submit", by, at, kind=declared.code, channel=channel, files=len(files))
        tell_receipt(case=case, unit=unit, personal=personal, at=at)
    return Receipt(case.pk, case.number or "", code)


@dataclass(frozen=True)
class _FirstClocks:
    """Columns of the case, and rows of terms beside the main one, of a case with its first event alone."""

    main: dict[str, Any]
    sides: list[dict[str, Any]]


def _first_clocks(
    declared: CaseKind, first: Happened, values: Mapping[str, Any], *, unit_id: int
) -> _FirstClocks:
    """The same as `recount` finds afterwards, before there is a row: so it is written once."""
    calendar, book = clocks.calendar(), clocks.term_book()

    def term_of(code: str, on: date) -> Term | None:
        return book(code, on, unit_id)

    main = clock_columns(
        declared, [first], values=values, calendar=calendar, today=day_of(first.at), term_of=term_of
    )
    sides = side_columns(declared, [first], values=values, closed=False, calendar=calendar, term_of=term_of)
    return _FirstClocks(main, [columns for columns in sides if columns is not None])


def _party(declared: CaseKind, type_: str, personal: Mapping[str, str], at: datetime) -> Party | None:
    if not personal and declared.identity == "none":
        return None
    return Party.objects.create(
        type=type_,
        sealed=parties.sealed(personal) if personal else "",
        shown_as=parties.masked_name(personal.get("name", "")),
        identity_index=parties.index_of(personal.get("identity", "")),
        contact_index=parties.index_of(personal.get("phone", "")),
        created_at=at,
    )


__all__ = ["CHANNELS", "CITIZEN", "Receipt", "Sent", "enter", "submit"]
