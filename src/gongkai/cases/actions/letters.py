"""Letters that an act issues: numbered with the act, made into Word and PDF after the commit."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from gongkai.cases import parties
from gongkai.cases.actions.common import day_of, kind_of
from gongkai.cases.actions.numbering import next_serial
from gongkai.cases.models import Case, CaseEvent, CaseLetter, SideTerm
from gongkai.cases.rules.numbers import LETTER_MARK, number_of
from gongkai.cases.rules.outcomes import BY_CODE
from gongkai.cases.rules.remedies import Organs, remedies_for
from gongkai.cases.stored_choices import APPLICANT_TYPES, CHANNELS
from gongkai.clocks import queries as clocks
from gongkai.clocks.rules import DueDate
from gongkai.components.dates import day_long
from gongkai.crypto.digests import random_token
from gongkai.documents.facts import Facts
from gongkai.documents.letters import DocumentProblem, Letter, render_docx, render_pdf
from gongkai.documents.shapes import CONSULT_NOTICE, REGISTER_FORM, REPLY, THIRD_PARTY_NOTICE, TRANSFER_NOTICE
from gongkai.documents.wording import letter_for
from gongkai.files.actions import store_upload
from gongkai.jobs.actions import put
from gongkai.ledger.rules import SYSTEM
from gongkai.units.queries import root_unit

MAKE = "case.letter"
"""Topic of the outbox; the key is the letter's id."""

# Which term a letter opens, and which ran out before a case was closed with an outcome.
_SIDE_OF = {
    "correction_notice": "foi.correct_by",
    "fee_notice": "foi.fee",
    "third_party_consult": "foi.third_party",
    "coauthor_consult": "foi.coproducer",
}
_SIDE_OF_OUTCOME = {"correction_overdue": "foi.correct_by", "fee_overdue": "foi.fee"}
_NOTICED_BY = {"correction_overdue": ("ask_correction",), "fee_overdue": ("charge_fee",)}
# Letters that tell of reconsideration and court, and what each calls itself.
_NAMES_ITSELF = {REPLY: "本答复书", THIRD_PARTY_NOTICE: "本告知书"}
# Templates that go to somebody else than the applicant.
_TO_OTHERS = ("third_party_consult", "coauthor_consult", "third_party_notice")
_HOW_SERVED = {
    "email": "以电子邮件提供",
    "online": "在查询页面下载",
    "paper": "邮寄纸质件",
    "inspect": "当面查阅、抄录",
}


def issue(*, case: Case, event: CaseEvent, template: str, addressee: str = "", at: datetime) -> CaseLetter:
    """Number a letter in the transaction of its act. Its files follow when the worker hears of it.

    What stays in the house takes no number of the unit's letters: it bears the case's.
    """
    on = day_of(at)
    letter = CaseLetter.objects.create(
        case=case,
        event=event,
        template=template,
        number=_own_number(case, template) or _next_number(case, on.year),
        addressee=addressee[:200],
        issued_on=on,
        key=random_token()[:32],
    )
    put(topic=MAKE, key=str(letter.pk), at=at)
    return letter


def _own_number(case: Case, template: str) -> str:
    return f"{case.number}登记" if template == REGISTER_FORM else ""


def _next_number(case: Case, year: int) -> str:
    serial = next_serial(unit_id=case.unit_id, mark=LETTER_MARK, year=year)
    return number_of(case.unit, LETTER_MARK, year=year, serial=serial)


def make_files(*, letter_id: int, at: datetime) -> None:
    """Make the Word and PDF files of a letter; a problem is kept in words. Safe to run twice."""
    row = CaseLetter.objects.select_related("case__unit", "case__party", "event").filter(id=letter_id).first()
    if row is None or row.state == "ready":
        return
    try:
        letter = letter_of(row)
        home = Path(settings.HOME)
        word, pdf = render_docx(letter, home=home), render_pdf(letter, home=home)
    except DocumentProblem as problem:
        CaseLetter.objects.filter(id=letter_id).update(state="failed", problem=str(problem)[:300])
        return
    name = row.number.replace("/", "-")
    CaseLetter.objects.filter(id=letter_id).update(
        word=store_upload(name=f"{name}.docx", stream=io.BytesIO(word), by=SYSTEM, at=at, made_here=True),
        pdf=store_upload(name=f"{name}.pdf", stream=io.BytesIO(pdf), by=SYSTEM, at=at, made_here=True),
        state="ready",
        problem="",
    )


def letter_of(row: CaseLetter) -> Letter:
    """The words of a numbered letter, from the case's facts. Raises DocumentProblem."""
    facts = facts_for_letter(
        row.case, template=row.template, values=row.event.values, number=row.number,
        addressee=row.addressee, issued_on=row.issued_on,
    )  # fmt: skip
    return letter_for(row.template, facts, outcome=_document_outcome(row.case, row))


def preview(
    case: Case, *, template: str, values: Mapping[str, Any], addressee: str, issued_on: date
) -> Letter:
    """What an act would issue, without a number. Raises DocumentProblem."""
    facts = facts_for_letter(
        case,
        template=template,
        values=values,
        number="（编号在签发时给）",
        addressee=addressee,
        issued_on=issued_on,
    )
    return letter_for(
        template, facts, outcome=_outcome_code(case, str(values.get("outcome") or case.outcome))
    )


def _document_outcome(case: Case, row: CaseLetter) -> str | None:
    if row.template != REPLY:
        return None
    return _outcome_code(case, str(row.event.values.get("outcome") or case.outcome))


def _outcome_code(case: Case, code: str) -> str:
    """The document's name for an outcome: its own, else the row of the report that it counts in."""
    if code in BY_CODE:
        return BY_CODE[code].document
    outcome = kind_of(case).outcome(code)
    return (outcome.counts_as if outcome else "") or code


def facts_for_letter(
    case: Case,
    *,
    template: str,
    values: Mapping[str, Any],
    number: str,
    addressee: str,
    issued_on: date,
) -> Facts:
    """All that a letter may say. The applicant's name is opened only for what goes to the applicant."""
    personal = parties.opened(case.party.sealed) if case.party else {}
    # An act that decides by itself (a withdrawal, a term run out) has nothing to do with what was drafted before.
    drafted = {} if values.get("outcome") else _last_values(case, "draft")
    told: dict[str, Any] = {**drafted, **{key: value for key, value in values.items() if value}}
    if template == TRANSFER_NOTICE:
        told |= {"other_unit": values.get("to_unit", ""), "reason": ""}
    to_others = template in _TO_OTHERS
    due = _due_for(case, template, str(told.get("outcome", "")))
    return Facts(
        number=number,
        # A case that was handed on has another unit by the time its notice is made.
        issuer=str(values.get("from_unit") or "") if template == TRANSFER_NOTICE else case.unit.name,
        addressee=addressee or ("" if to_others else personal.get("name", "") or "申请人"),
        issued_on=issued_on,
        contact=str(values.get("from_contact") or "") if template == TRANSFER_NOTICE else case.unit.phone,
        case_number=case.number or "",
        applicant="" if to_others else personal.get("name", ""),
        is_organisation=case.party is not None and case.party.type != "natural",
        matter=kind_of(case).label,
        summary=case.title,
        submitted_on=day_of(case.submitted_at),
        received_on=case.received_on,
        corrected_on=_last_on(case, "correct"),
        noticed_on=_last_on(
            case, *_NOTICED_BY.get(str(told.get("outcome")), ("ask_correction", "charge_fee"))
        ),
        consulted_on=_last_on(case, "consult_third_party", "consult_coproducer"),
        due_on=due.on if due else None,
        due_provisional=due.provisional if due else False,
        former_due_on=_former_due(case),
        days=int(told.get("days") or 0),
        reason=str(told.get("reason", "")),
        articles=tuple(filter(None, [str(told.get("articles", ""))])),
        way=str(told.get("way", "")) or _HOW_SERVED.get(str(case.values.get("form", "")), ""),
        withheld=str(told.get("withheld", "")),
        items=tuple(line for line in str(told.get("reason", "")).splitlines() if line.strip()),
        earlier=str(told.get("earlier", "")),
        other_unit=str(told.get("other_unit", "")) or _coproducer(case, template),
        other_contact=str(told.get("other_contact", "")),
        answer=tuple(line for line in str(told.get("conclusion", "")).splitlines() if line.strip()),
        remedies=_remedies(case, template, str(values.get("outcome") or case.outcome), issued_on),
        rows=_register_rows(case, personal) if template == REGISTER_FORM else {},
        **_fee(told),
    )


def _remedies(case: Case, template: str, outcome: str, issued_on: date) -> tuple[str, ...]:
    """What the law of the day tells against this letter; the day on which it arrives isn't known yet."""
    this = _NAMES_ITSELF.get(template)
    if this is None:
        return ()
    found, root = kind_of(case).outcome(outcome), root_unit()
    # Against a third party's notice both ways stand open at once.
    first = template == REPLY and found is not None and found.remedy == "reconsider_first"
    return remedies_for(
        remedy="reconsider_first" if first else "either", decided_on=issued_on, told_on=None,
        calendar=clocks.calendar(), organs=Organs(reconsideration=root.name if root else ""), this=this,
    ).paragraphs  # fmt: skip


def _fee(told: Mapping[str, Any]) -> dict[str, Any]:
    if "amount_yuan" not in told:
        return {}
    return {
        "amount_yuan": Decimal(told["amount_yuan"]),
        "fee_lines": tuple(told["fee_lines"]),
        "pay_to": "凭本通知书到公开工作机构办理缴费，领取财政票据",
    }


def _last_values(case: Case, act: str) -> dict[str, Any]:
    event = CaseEvent.objects.filter(case=case, act=act).order_by("-no").first()
    return dict(event.values) if event else {}


def _last_on(case: Case, *acts: str) -> date | None:
    event = CaseEvent.objects.filter(case=case, act__in=acts).order_by("-no").first()
    return (event.mended_on or event.on) if event else None


def _due_for(case: Case, template: str, outcome: str = "") -> DueDate | None:
    """The day that this letter speaks of: of the side term that it opens or that ran out, else of the reply."""
    side = _SIDE_OF_OUTCOME.get(outcome) if template == REPLY else _SIDE_OF.get(template)
    row = SideTerm.objects.filter(case=case, term=side).order_by("-id").first() if side else None
    if row is not None:
        return DueDate(row.due_on, row.due_provisional)
    return DueDate(case.due_on, case.due_provisional) if case.due_on else None


def _coproducer(case: Case, template: str) -> str:
    """Whether the applicant is told of another organ or of a third party hangs on whom the last letter went to."""
    if template != CONSULT_NOTICE:
        return ""
    asked = CaseEvent.objects.filter(case=case, act__in=("consult_third_party", "consult_coproducer"))
    last = asked.order_by("-no").first()
    return str(last.values.get("party", "")) if last and last.act == "consult_coproducer" else ""


def _register_rows(case: Case, personal: Mapping[str, str]) -> dict[str, str]:
    """The file's first sheet. Numbers and addresses masked: whoever needs them in the clear opens them with a reason."""
    kind, party = kind_of(case), case.party
    masked = {**parties.masked(personal), "name": personal.get("name", "")}
    labels = {one.key: (one.label, dict(one.choices)) for one in kind.fields}
    asked = {label: dict_.get(str(case.values.get(key)), str(case.values.get(key))) for key, (label, dict_) in
             labels.items() if case.values.get(key) and key not in masked}  # fmt: skip
    rows = {
        "受理编号": case.number or "",
        "申请人类型": APPLICANT_TYPES.get(party.type, "") if party else "",
        **{labels[key][0]: value for key, value in masked.items() if key in labels and value},
        "申请方式": CHANNELS.get(case.channel, case.channel),
        "提交日期": day_long(day_of(case.submitted_at)),
        "收到之日": day_long(case.received_on) if case.received_on else "",
        "答复期限": f"{day_long(case.due_on)}{'（暂定）' if case.due_provisional else ''}"
        if case.due_on
        else "",
        "申请内容": case.title,
        "补充说明": case.text,
        **asked,
        "承办单位": case.unit.name,
    }
    return {label: value for label, value in rows.items() if value}


def _former_due(case: Case) -> date | None:
    before = _last_values(case, "extend") or _last_values(case, "defer")
    kept = before.get("former_due_on")
    return date.fromisoformat(str(kept)) if kept else case.due_on


def ask_for_files(*, number: str, at: datetime) -> None:
    """Letters of a case that came with its history get their files when somebody first looks. No act, so no ledger row."""
    waiting = CaseLetter.objects.filter(case__number=number, state="later")
    for letter_id in list(waiting.order_by("id").values_list("id", flat=True)):
        with transaction.atomic():
            if CaseLetter.objects.filter(id=letter_id, state="later").update(state="making"):
                put(topic=MAKE, key=str(letter_id), at=at)
