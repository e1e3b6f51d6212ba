"""Tying a case to the account from which it was sent, so that its person needn't keep the code."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction

from gongkai.cases import accounts
from gongkai.cases.actions.common import locked, write_ledger
from gongkai.cases.actions.submitting import CITIZEN
from gongkai.cases.granting import Grant
from gongkai.cases.models import Case, CaseOwner
from gongkai.cases.query_codes import fits
from gongkai.cases.refusals import CaseRefused, WrongSecret
from gongkai.crypto.sealed import seal


def tie_to_account(*, grant: Grant, subject: str, at: datetime) -> None:
    """Whoever has the code may tie a case to their account, once. `subject` is issuer and id as one text."""
    with transaction.atomic():
        found = (
            Case.objects.filter(number=grant.number).order_by("id").values_list("id", "secret_digest").first()
        )
        if found is None or not fits(grant.code, found[1]):
            raise WrongSecret("编号和查询码对不上。")
        case = locked(found[0])
        index = accounts.index_of(subject)
        told = json.dumps({"subject": subject, "code": grant.code}, ensure_ascii=False)
        row, made = CaseOwner.objects.get_or_create(
            case=case,
            defaults={
                "subject_index": index,
                "sealed": seal(told, purpose=accounts.PURPOSE),
                "made_at": at,
            },
        )
        if not made and row.subject_index != index:
            raise CaseRefused("这件已经记在另一个账号下面，用编号和查询码看。")
        if made:
            write_ledger(case, "tie_account", CITIZEN, at)
