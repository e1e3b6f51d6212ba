"""When the time is over: who wrote in is erased, what the reports count stays (个人信息保护法第四十七条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, ProtectedError, Q, QuerySet
from django.utils.timezone import make_aware

from gongkai.accounts.policies import Standing
from gongkai.cases import parties
from gongkai.cases.actions.common import kind_of, locked, need, write_ledger
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import (
    Case,
    CaseDraft,
    CaseEvent,
    CaseFile,
    CaseLetter,
    CaseNote,
    CaseOwner,
    CoHandling,
    DataWish,
    Notice,
    Party,
    RetentionPeriod,
)
from gongkai.cases.policies import may_set_retention
from gongkai.cases.queries.retention import months_by_kind
from gongkai.cases.refusals import CaseRefused
from gongkai.cases.rules.own_data import WITHHELD, without_own
from gongkai.cases.rules.retention import LEAST, MOST, in_words, months_before
from gongkai.files.actions import erase_file
from gongkai.files.models import StoredFile
from gongkai.ledger.actions import record
from gongkai.ledger.rules import SYSTEM, Subject

ROUND = 100
"""Cases of one round of the worker."""
_SENT = ("sent_in", "identity")


def set_retention(*, kind: str, months: int, by: Standing, at: datetime) -> None:
    """How long the data of people are kept after the end of this kind of case."""
    need(may_set_retention(by), "保存期限由政务公开办定。")
    if kind not in CASE_KINDS or not LEAST <= months <= MOST:
        raise CaseRefused(f"保存期限最短 {LEAST} 个月，最长 {MOST} 个月。")
    with transaction.atomic():
        before = months_by_kind()[kind]
        RetentionPeriod.objects.update_or_create(
            kind=kind, defaults={"months": months, "changed_by_id": by.user_id, "changed_at": at}
        )
        subject = Subject("kind", kind, CASE_KINDS[kind].label)
        record(
            actor=by.actor(), act="case.set_retention", subject=subject, at=at,
            payload={"kept_before": in_words(before), "kept_for": in_words(months)},
        )  # fmt: skip


def cases_to_erase(*, today: date) -> QuerySet[Case]:
    """Ended so long ago that nobody needs to know any more who wrote in; not while anything tied to them is open.

    A person's cases that were taken apart from one letter go together with the last of them.
    """
    over = Q(pk__in=[])
    for kind, months in months_by_kind().items():
        day = months_before(today, months)
        over |= Q(kind=kind, closed_at__lt=make_aware(datetime.combine(day, time())))
    tied = Case.objects.filter(Q(about=OuterRef("pk")) | Q(merged_into=OuterRef("pk")))
    siblings = Case.objects.filter(party=OuterRef("party")).exclude(over)
    return (
        Case.objects.filter(over, party__isnull=False, party__erased_at__isnull=True)
        .exclude(Exists(tied.filter(closed_at__isnull=True)))
        .exclude(Exists(siblings))
        .exclude(data_wishes__state="open")
    )


def erase_what_is_due(*, today: date, at: datetime, limit: int = ROUND) -> int:
    """One round, oldest first; how many people were erased. Safe to run twice and at once."""
    due = cases_to_erase(today=today).order_by("closed_at", "id").values_list("party_id", flat=True)
    done = 0
    for party_id in dict.fromkeys(due[:limit]):
        with transaction.atomic():
            done += _erase_person(int(party_id or 0), today, at)
    return done


def _erase_person(party_id: int, today: date, at: datetime) -> int:
    """The person of a case and of those taken apart from it, in one transaction."""
    ids = list(Case.objects.filter(party=party_id).order_by("id").values_list("id", flat=True))
    cases = [locked(case_id) for case_id in ids]
    if not cases or not cases_to_erase(today=today).filter(party=party_id).exists():
        return 0  # somebody was faster, or something was opened meanwhile
    party = cases[0].party
    personal = parties.opened(party.sealed) if party else {}
    for case in cases:
        _erase_traces(case, personal, at)
    Party.objects.filter(id=party_id).update(
        sealed="", shown_as="", identity_index="", contact_index="", erased_at=at
    )
    return 1


def _erase_traces(case: Case, personal: Mapping[str, str], at: datetime) -> None:
    counts = {"files": _erase_files(case, at), "letters": _erase_letters(case, at)}
    Case.objects.filter(id=case.pk).update(
        title=without_own(case.title, personal),
        text=without_own(case.text, personal),
        values=_cleaned(case.values, personal),
        secret_digest="",
        changed_at=at,
        revision=F("revision") + 1,
    )
    for event in CaseEvent.objects.filter(case=case).order_by("id"):
        CaseEvent.objects.filter(id=event.pk).update(values=_event_values(case, event, personal))
    for model, columns in _TEXTS:
        for row in model.objects.filter(case=case).order_by("pk"):
            told = {column: without_own(getattr(row, column), personal) for column in columns}
            model.objects.filter(pk=row.pk).update(**told)
    Notice.objects.filter(case=case).update(sealed_to="", shown_to="")
    DataWish.objects.filter(case=case).update(sealed="")
    CaseDraft.objects.filter(case=case).delete()
    CaseOwner.objects.filter(case=case).delete()
    write_ledger(case, "erase_personal", SYSTEM, at, **counts)


_TEXTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (CaseNote, ("text",)),
    (CoHandling, ("question", "answer")),
    (Notice, ("subject", "text")),
)


def _event_values(case: Case, event: CaseEvent, personal: Mapping[str, str]) -> dict[str, Any]:
    """What an act holds, without the applicant's data and without whom else a letter of it went to."""
    values = _cleaned(event.values, personal)
    steps = [step for step in kind_of(case).transitions if step.act == event.act and step.addressee]
    for step in steps:
        if values.get(step.addressee):
            values[step.addressee] = WITHHELD
    return values


def _cleaned(value: Any, personal: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return without_own(value, personal)
    if isinstance(value, list):
        return [_cleaned(one, personal) for one in value]
    if isinstance(value, dict):
        return {key: _cleaned(one, personal) for key, one in value.items()}
    return value


def _erase_files(case: Case, at: datetime) -> int:
    """What came along, proofs of identity first of all. What the office issued stays."""
    rows = list(
        CaseFile.objects.filter(case=case, role__in=_SENT).order_by("id").values_list("id", "file_id")
    )
    CaseFile.objects.filter(id__in=[row_id for row_id, _ in rows]).delete()
    for file_id in {file_id for _, file_id in rows}:
        _erase_unless_used(file_id, at)
    return len(rows)


def _erase_letters(case: Case, at: datetime) -> int:
    """Letters name whom they went to. Their numbers stay; opened again they are written without a name."""
    rows = list(CaseLetter.objects.filter(case=case).order_by("id").values_list("word_id", "pdf_id"))
    CaseLetter.objects.filter(case=case).update(state="later", word=None, pdf=None)
    CaseLetter.objects.filter(case=case).exclude(addressee="").update(addressee=WITHHELD)
    for file_id in {one for pair in rows for one in pair if one}:
        _erase_unless_used(file_id, at)
    return len(rows)


def _erase_unless_used(file_id: int, at: datetime) -> None:
    """The same content may stand elsewhere as well, kept for another reason."""
    if not StoredFile.objects.filter(id=file_id).exists():
        return
    try:
        with transaction.atomic():
            erase_file(file_id=file_id, by=SYSTEM, at=at)
    except ProtectedError:
        return
