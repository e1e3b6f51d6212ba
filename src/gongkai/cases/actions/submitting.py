"""Taking in: what a citizen sends, what a clerk enters from counter, letter, fax or telephone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.cases import parties
from gongkai.cases.actions.common import add_event, day_of, need, recount, write_ledger
from gongkai.cases.actions.noticing import tell_receipt
from gongkai.cases.actions.numbering import next_serial
from gongkai.cases.declaring import CaseKind
from gongkai.cases.filling import fill
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseFile, Party
from gongkai.cases.policies import may_take_in
from gongkai.cases.query_codes import code_digest, new_code
from gongkai.cases.refusals import CaseRefused, NotFilled
from gongkai.cases.stored_choices import CHANNELS
from gongkai.crypto.digests import random_token
from gongkai.ledger.rules import Actor
from gongkai.units.queries import unit_by_id

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
    by: Standing,
    at: datetime,
) -> Receipt:
    """A clerk enters what came by counter, letter, fax or telephone. `received_on` None: not yet confirmed."""
    declared = CASE_KINDS[kind]
    need(may_take_in(by, declared, unit_id), f"由承办人登记{declared.label}。")
    if channel not in declared.channels:
        raise NotFilled({"channel": "选来件的渠道"})
    if received_on is not None and not arrived_on <= received_on <= day_of(at):
        raise NotFilled({"received_on": "收到之日不能早于到达那天，也不能晚于今天"})
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
        by=by.actor(),
        by_id=by.user_id,
        at=at,
    )


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
    with transaction.atomic():
        party = _party(declared, open_part.pop("type", "natural"), personal, at)
        year = day_of(submitted_at).year
        unit = unit_by_id(unit_id)
        if unit is None or unit.closed_on is not None:
            raise CaseRefused("这个单位已经撤销，向接替它的单位提出。")
        serial = next_serial(unit_id=unit_id, mark=declared.mark, year=year)
        case = Case.objects.create(
            kind=declared.code,
            unit_id=unit_id,
            state=declared.initial,
            number=f"{unit.doc_prefix or unit.org_code}{declared.mark}〔{year}〕{serial}号",
            title=str(open_part.pop("title", declared.label))[:200],
            text=str(open_part.pop("text", "")),
            values=open_part,
            channel=channel,
            party=party,
            submitted_at=submitted_at,
            secret_digest=code_digest(code),
            source_key=source_key,
            assignee_id=assignee_id,
            item_id=item_id,
            created_by_id=by_id,
            created_at=at,
            changed_at=at,
        )
        add_event(
            case,
            act="submit" if needs_confirmation else declared.receive_act or "receive",
            from_state="",
            on=received_on or day_of(submitted_at),
            at=at,
            by_id=by_id,
            by_label=by.label,
            values={},
        )
        if declared.receive_act and not needs_confirmation:
            _receive(case, declared, at)
        for sent in files:
            CaseFile.objects.create(
                case=case, file_id=sent.file_id, name=sent.name[:200], role=sent.role, key=random_token()[:32]
            )
        write_ledger(case, "submit", by, at, kind=declared.code, channel=channel, files=len(files))
        recount(case, at=at)
        tell_receipt(case=case, at=at)
    return Receipt(case.pk, case.number or "", code)


def _receive(case: Case, declared: CaseKind, at: datetime) -> None:
    """The day of receipt is certain (counter, signed mail): the case begins where confirmation leads."""
    target = declared.act(declared.receive_act).target
    Case.objects.filter(id=case.pk).update(state=target)
    case.state = target


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
