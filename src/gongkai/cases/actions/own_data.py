"""The rights of a person in their own data: a copy (个人信息保护法第四十五条), correction (第四十六条)."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.cases import parties
from gongkai.cases.actions.common import day_of, kind_of, locked, need, write_ledger
from gongkai.cases.actions.submitting import CITIZEN
from gongkai.cases.filling import fill
from gongkai.cases.granting import Grant
from gongkai.cases.models import Case, DataWish, Party
from gongkai.cases.policies import may_read_personal
from gongkai.cases.queries.own_data import copy_of
from gongkai.cases.query_codes import fits
from gongkai.cases.refusals import CaseRefused, NotFilled, TooLate, WrongSecret
from gongkai.crypto.sealed import open_sealed, seal

MOST_OPEN = 5


def take_copy(*, grant: Grant, at: datetime) -> dict[str, Any]:
    """All that is kept of the person and their case, in the clear, for them alone. Raises WrongSecret."""
    with transaction.atomic():
        case = _theirs(grant)
        write_ledger(case, "download_own", CITIZEN, at)
        return copy_of(case)


def _theirs(grant: Grant) -> Case:
    found = Case.objects.filter(number=grant.number).order_by("id").values_list("id", "secret_digest").first()
    if found is None or not fits(grant.code, found[1]):
        raise WrongSecret("编号和查询码对不上。")
    return locked(found[0])


def wish_correction(*, grant: Grant, field: str, value: str, reason: str, at: datetime) -> int:
    """What should stand there instead, to whoever handles the case. Raises NotFilled, CaseRefused, WrongSecret."""
    with transaction.atomic():
        case = _theirs(grant)
        asked = next((one for one in kind_of(case).fields if one.key == field and one.personal), None)
        if asked is None or case.party is None or case.party.erased_at is not None:
            raise CaseRefused("选一项要更正的信息。")
        good, problems = fill([asked], {field: value}, today=day_of(at))
        if problems or not good.get(field):
            raise NotFilled({"value": problems.get(field, f"{asked.label}没有填")})
        if not reason.strip():
            raise NotFilled({"reason": "为什么要更正没有填"})
        if DataWish.objects.filter(case=case, state="open").count() >= MOST_OPEN:
            raise CaseRefused(f"已经有 {MOST_OPEN} 项在等着更正，办好以后再提。")
        told = {"value": str(good[field]), "reason": reason.strip()[:500]}
        row = DataWish.objects.create(
            case=case,
            field=field,
            sealed=seal(json.dumps(told, ensure_ascii=False), purpose=parties.PURPOSE),
            made_at=at,
        )
        write_ledger(case, "wish_correction", CITIZEN, at, name=asked.label)
    return row.pk


def settle_wish(*, wish_id: int, agrees: bool, answer: str, by: Standing, at: datetime) -> None:
    """Correct it, or say why not; once. The person reads the answer with their case."""
    if not agrees and not answer.strip():
        raise CaseRefused("不改的，写明为什么。")
    with transaction.atomic():
        case = locked(DataWish.objects.values_list("case_id", flat=True).get(id=wish_id))
        need(may_read_personal(by, case), "由承办这件的人更正。")
        row = DataWish.objects.get(id=wish_id)
        state = "done" if agrees else "refused"
        settled = DataWish.objects.filter(id=wish_id, state="open").update(
            state=state, answer=answer.strip()[:500], settled_by_id=by.user_id, settled_at=at
        )
        if not settled:
            raise TooLate("这一项已经办过了。")
        if agrees:
            _correct(case, row)
        label = next((one.label for one in kind_of(case).fields if one.key == row.field), row.field)
        write_ledger(case, "settle_wish", by.actor(), at, name=label, agrees=agrees, answer=answer[:300])


def _correct(case: Case, row: DataWish) -> None:
    party = Party.objects.select_for_update().get(id=case.party_id or 0)
    if party.erased_at is not None:
        raise CaseRefused("保存期满，个人信息已经删去。")
    told = json.loads(open_sealed(row.sealed, purpose=parties.PURPOSE))
    personal = {**parties.opened(party.sealed), row.field: told["value"]}
    Party.objects.filter(id=party.pk).update(
        sealed=parties.sealed(personal),
        shown_as=parties.masked_name(personal.get("name", "")),
        identity_index=parties.index_of(personal.get("identity", "")),
        contact_index=parties.index_of(personal.get("phone", "")),
    )
