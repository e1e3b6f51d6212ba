"""Which heading of a file is which of our columns, as somebody said it; offered for the same headings again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.disclosure.actions.common import need
from gongkai.disclosure.importing.maps import header_key
from gongkai.disclosure.models import ImportColumns
from gongkai.disclosure.policies import may_import
from gongkai.ledger.actions import record as record_act
from gongkai.ledger.rules import Subject


def remember_columns(
    *,
    unit_id: int,
    header: Sequence[str],
    columns: Mapping[str, str],
    kind: str,
    by: Standing,
    at: datetime,
) -> None:
    """Keep `columns` (ours → the file's heading) for the unit and this row of headings; the last word counts."""
    need(may_import(by, unit_id), "只有这个单位的信息员或者政务公开办能导入。")
    with transaction.atomic():
        ImportColumns.objects.update_or_create(
            unit_id=unit_id,
            header_key=header_key(header),
            defaults={"columns": dict(columns), "kind": kind, "saved_at": at},
        )
        record_act(
            actor=by.actor(),
            act="import.remember_columns",
            subject=Subject("unit", str(unit_id), "列的对照"),
            at=at,
            payload={"columns": dict(columns), "kind": kind},
        )
