"""What is kept of a person: all of it for themselves, their wishes to have it mended for whoever handles the case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gongkai.accounts.policies import Standing
from gongkai.cases import parties
from gongkai.cases.declaring import Asked
from gongkai.cases.granting import Grant
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent, CaseFile, CaseLetter, DataWish, Notice
from gongkai.cases.policies import CASE_ROLES, may_read_personal
from gongkai.cases.queries.shown_values import shown_values
from gongkai.cases.query_codes import fits
from gongkai.cases.stored_choices import APPLICANT_TYPES, CHANNELS, NOTICE_CHANNELS
from gongkai.crypto.sealed import open_sealed
from gongkai.documents.letters import templates

STATES = {"open": "等着办", "done": "已经更正", "refused": "没有更正"}


@dataclass(frozen=True)
class WishLine:
    """A wish as the person sees it: which field, when, what became of it."""

    label: str
    made_at: datetime
    state: str
    answer: str


@dataclass(frozen=True)
class OwnData:
    """The page of a person's own data: masked here, in the clear in the copy."""

    number: str
    title: str
    fields: tuple[Asked, ...]
    masked: tuple[tuple[str, str], ...]
    erased: bool
    wishes: tuple[WishLine, ...]


def own_data(grant: Grant) -> OwnData | None:
    """None when the code opens nothing (any more)."""
    case = Case.objects.filter(number=grant.number).select_related("unit", "party").order_by("id").first()
    if case is None or not fits(grant.code, case.secret_digest):
        return None
    kind, personal = CASE_KINDS[case.kind], _personal(case)
    masked = parties.masked(personal)
    return OwnData(
        number=case.number or "",
        title=case.title,
        fields=tuple(one for one in kind.fields if one.personal),
        masked=tuple((one.label, masked.get(one.key, "没有填")) for one in kind.fields if one.personal),
        erased=case.party is None or case.party.erased_at is not None,
        wishes=tuple(
            WishLine(_label(case, row.field), row.made_at, STATES[row.state], row.answer)
            for row in DataWish.objects.filter(case=case).order_by("-id")
        ),
    )


def _personal(case: Case) -> dict[str, str]:
    return parties.opened(case.party.sealed) if case.party else {}


def _label(case: Case, field: str) -> str:
    return next((one.label for one in CASE_KINDS[case.kind].fields if one.key == field), field)


def copy_of(case: Case) -> dict[str, Any]:
    """Everything about the person and their matter, with the labels of the form as keys; days and instants as such."""
    kind, personal = CASE_KINDS[case.kind], _personal(case)
    labels = {one.key: one.label for one in kind.fields}
    return {
        "编号": case.number,
        "种类": kind.label,
        "承办单位": case.unit.name,
        "您的信息": {
            **({"申请人类型": APPLICANT_TYPES.get(case.party.type, case.party.type)} if case.party else {}),
            **{labels.get(key, key): value for key, value in personal.items()},
        },
        "您写的内容": {"标题": case.title, "内容": case.text, **dict(shown_values(kind.fields, case.values))},
        "渠道": CHANNELS.get(case.channel, case.channel),
        "提交": case.submitted_at,
        "收到": case.received_on,
        "办理期限": case.due_on,
        "状态": kind.state(case.state).label,
        "办理结果": _outcome(case),
        "送达": case.served_on,
        "办结": case.closed_at,
        "满意度": case.satisfaction,
        "经过": _events(case),
        "文书": _letters(case),
        "附件": _files(case),
        "发给您的消息": _messages(case),
        "更正要求": _wishes(case),
    }


def _outcome(case: Case) -> str | None:
    found = CASE_KINDS[case.kind].outcome(case.outcome) if case.closed_at else None
    return found.label if found else None


def _events(case: Case) -> list[dict[str, Any]]:
    """What the person's own page tells as well; the office's considerations aren't data of theirs."""
    lines = {act.act: act.line for act in CASE_KINDS[case.kind].transitions if act.line}
    return [
        {"日期": row.mended_on or row.on, "事情": lines[row.act]}
        for row in CaseEvent.objects.filter(case=case, act__in=lines).order_by("no")
    ]


def _letters(case: Case) -> list[dict[str, Any]]:
    known = templates()
    return [
        {"文号": row.number, "名称": known[row.template].label if row.template in known else row.template,
         "日期": row.issued_on}
        for row in CaseLetter.objects.filter(case=case, addressee="").order_by("id")
    ]  # fmt: skip


def _files(case: Case) -> list[dict[str, Any]]:
    rows = CaseFile.objects.filter(case=case).exclude(role="internal").select_related("file").order_by("id")
    return [
        {
            "文件名": row.name,
            "是什么": row.get_role_display(),
            "字节数": row.file.size,
            "SHA-256": row.file.digest,
        }
        for row in rows
    ]


def _messages(case: Case) -> list[dict[str, Any]]:
    rows = Notice.objects.filter(case=case, user=None).order_by("id")
    return [
        {"时间": row.sent_at, "方式": NOTICE_CHANNELS.get(row.channel, row.channel), "发到": row.shown_to,
         "内容": row.text}
        for row in rows
    ]  # fmt: skip


def _wishes(case: Case) -> list[dict[str, Any]]:
    return [
        {"哪一项": _label(case, row.field), "提出": row.made_at, **_told(row), "结果": STATES[row.state],
         "答复": row.answer}
        for row in DataWish.objects.filter(case=case).order_by("id")
    ]  # fmt: skip


def _told(row: DataWish) -> Mapping[str, str]:
    if not row.sealed:
        return {}
    told = json.loads(open_sealed(row.sealed, purpose=parties.PURPOSE))
    return {"正确的内容": told["value"], "为什么": told["reason"]}


# ---- for the office --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wish:
    """A wish for whoever handles the case, in the clear where the row isn't one of a list."""

    id: int
    case_id: int
    number: str
    title: str
    unit: str
    label: str
    made_at: datetime
    now: str = ""
    value: str = ""
    reason: str = ""


def _settleable(by: Standing) -> QuerySet[DataWish]:
    found = DataWish.objects.filter(state="open")
    if not by.has("disclosure_office"):
        found = found.filter(case__unit_id__in=by.unit_ids("handler", "leader"))
    return found.select_related("case__unit", "case__party").order_by("made_at", "id")


def open_wishes(by: Standing) -> list[Wish]:
    return [_wish(row) for row in _settleable(by)[:200]]


def open_wishes_of(by: Standing, case_id: int) -> list[Wish]:
    """Those about one case, for its page."""
    return [_wish(row) for row in _settleable(by).filter(case=case_id)]


def settles_wishes(by: Standing) -> bool:
    return by.has("disclosure_office") or bool(by.unit_ids(*CASE_ROLES))


def wish_for(by: Standing, wish_id: int) -> Wish | None:
    """One open wish with both contents in the clear; None for whoever may not read them."""
    row = _settleable(by).filter(id=wish_id).first()
    return _wish(row, clear=True) if row is not None and may_read_personal(by, row.case) else None


def _wish(row: DataWish, *, clear: bool = False) -> Wish:
    case = row.case
    told = _told(row) if clear else {}
    return Wish(
        id=row.pk,
        case_id=case.pk,
        number=case.number or "",
        title=case.title,
        unit=case.unit.name,
        label=_label(case, row.field),
        made_at=row.made_at,
        now=_personal(case).get(row.field, "") if clear else "",
        value=told.get("正确的内容", ""),
        reason=told.get("为什么", ""),
    )
