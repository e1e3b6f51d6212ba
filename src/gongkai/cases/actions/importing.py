"""Writing imported cases: in batches that can be taken back while nothing was done to their cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.common import day_of, look_up_anew, need, subject_of
from gongkai.cases.actions.numbering import give_back
from gongkai.cases.actions.taking_over import Ground, is_untouched, write_chunk
from gongkai.cases.importing.reading import Reading
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseBatch, Party
from gongkai.cases.policies import may_take_in
from gongkai.cases.refusals import CaseRefused, TooLate
from gongkai.clocks.queries import calendar, term_book
from gongkai.ledger.actions import record as record_act
from gongkai.ledger.actions import record_many
from gongkai.ledger.rules import Actor, Entry, Subject
from gongkai.units.queries import units_by_id

CHUNK = 500


@dataclass
class Written:
    """What an import did. `kept`: cases that differ from the file and stay, because they were worked on here."""

    batch_id: int
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0

    @property
    def done(self) -> int:
        """How many of the reading's records have been dealt with."""
        return self.imported + self.updated + self.unchanged + self.kept


def write_cases(
    *,
    reading: Reading,
    unit_id: int,
    by: Actor,
    user_id: int | None,
    at: datetime,
    standing: Standing | None = None,
    keep_good: bool = False,
    told: Callable[[int], None] = lambda n: None,
    should_stop: Callable[[], bool] = lambda: False,
    resume: Written | None = None,
    kept: Callable[[Written], None] = lambda written: None,
) -> Written:
    """Write the good records of a reading as cases with their own days; answered ones come closed, with their answer.

    Nothing is written when any row was refused, unless `keep_good`. A case known by its number and unchanged is left
    alone; one that nobody has touched here takes over what is new in the file. In transactions of 500; stopping
    between them leaves whole cases, and running the import again goes on. `standing` None: the host's command line.

    `kept` is told inside each transaction how far it came; given back as `resume`, the same batch goes on there.
    """
    kind = CASE_KINDS[reading.kind]
    if standing is not None:
        allowed = all(may_take_in(standing, kind, one) for one in {unit_id, *reading.units})
        need(allowed, f"由承办人登记{kind.label}；替别的单位导入由政务公开办办理。")
    if reading.refusals and not keep_good:
        raise CaseRefused(
            f"有 {reading.refused_rows} 行没通过检查，一行也没有写入。改好再导入，或者选“只导入合格的行”。"
        )
    with transaction.atomic():
        batch = _batch(reading, unit_id, by, user_id, at, resume)
        written = resume or Written(batch.pk)
        kept(written)
    ground = Ground(
        kind=kind,
        batch=batch,
        units=units_by_id(reading.units),
        calendar=calendar(),
        source=reading.mapping.name,
        by=by,
        user_id=user_id,
        at=at,
        today=day_of(at),
        terms=term_book(),
    )
    for chunk in reading.records.chunks(CHUNK, start=written.done):
        with transaction.atomic():
            CaseBatch.objects.select_for_update().get(id=batch.pk)
            counted = write_chunk(chunk, ground)
            for name in ("imported", "updated", "unchanged", "kept"):
                setattr(written, name, getattr(written, name) + getattr(counted, name))
            kept(written)
        told(written.done)
        if should_stop():
            break
    _end(reading, written, by, at)
    return written


def _batch(
    reading: Reading, unit_id: int, by: Actor, user_id: int | None, at: datetime, resume: Written | None
) -> CaseBatch:
    if resume is not None:
        batch = CaseBatch.objects.get(id=resume.batch_id)
        if batch.undone_at is not None:
            raise TooLate("这一批已经撤销，不能接着导入。重新上传文件。")
        return batch
    batch = CaseBatch.objects.create(
        unit_id=unit_id,
        kind=reading.kind,
        file_name=reading.file_name[:255],
        map_name=reading.mapping.name[:60],
        made_by_id=user_id,
        made_at=at,
    )
    record_act(
        actor=by,
        act="case.import_begin",
        subject=_subject(batch),
        at=at,
        payload={"map": reading.mapping.name, "kind": reading.kind, "records": len(reading.records)},
    )
    return batch


def _end(reading: Reading, written: Written, by: Actor, at: datetime) -> None:
    counts = {
        "read": reading.read,
        "imported": written.imported,
        "updated": written.updated,
        "unchanged": written.unchanged,
        "kept": written.kept,
        "refused": reading.refused_rows,
    }
    with transaction.atomic():
        batch = CaseBatch.objects.get(id=written.batch_id)
        batch.finished_at = at if written.done == len(reading.records) else None
        batch.counts = counts
        batch.save(update_fields=["finished_at", "counts"])
        record_act(actor=by, act="case.import_end", subject=_subject(batch), at=at, payload=counts)


def _subject(batch: CaseBatch) -> Subject:
    return Subject("case_batch", str(batch.pk), batch.file_name[:80])


# ---- taking a batch back ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Undone:
    """`kept`: cases of the batch that were worked on since; they stay with their numbers."""

    removed: int
    kept: int


def undo_batch(*, batch_id: int, by: Actor, at: datetime, standing: Standing | None = None) -> Undone:
    """Take an import back: the cases that nobody has touched go, each with its ledger row that keeps the number.

    Numbers at the end of a series are given out again, others stay unused; the ledger says why. Whatever somebody has
    worked on stays. `standing` None: the host's command line.
    """
    with transaction.atomic():
        batch = CaseBatch.objects.select_for_update().filter(id=batch_id).first()  # one by key
        if batch is None:
            raise CaseRefused(f"没有第 {batch_id} 批导入。")
        if standing is not None:
            need(
                may_take_in(standing, CASE_KINDS[batch.kind], batch.unit_id),
                "由这个单位的承办人或者政务公开办撤销导入。",
            )
        if batch.undone_at is not None:
            raise TooLate("这一批已经撤销过了。")
        CaseBatch.objects.filter(id=batch_id).update(undone_at=at)
        cases = list(Case.objects.filter(batch=batch).select_related("unit").order_by("id"))
        untouched = [case for case in cases if is_untouched(case)]
        record_many(
            rows=[
                Entry(by, "case.undo_import", subject_of(case), at, {"batch": batch_id}) for case in untouched
            ]
        )
        _give_numbers_back(batch, untouched)
        _remove(untouched)
        look_up_anew([case.pk for case in untouched], at)
        done = Undone(len(untouched), len(cases) - len(untouched))
        record_act(
            actor=by,
            act="case.import_undo",
            subject=_subject(batch),
            at=at,
            payload={"cases": done.removed, "kept": done.kept},
        )
    return done


def _remove(cases: Sequence[Case]) -> None:
    for start in range(0, len(cases), CHUNK):
        some = cases[start : start + CHUNK]
        people = [case.party_id for case in some if case.party_id]
        Case.objects.filter(id__in=[case.pk for case in some]).delete()
        Party.objects.filter(id__in=people, cases__isnull=True).delete()


def _give_numbers_back(batch: CaseBatch, cases: Sequence[Case]) -> None:
    """So that importing the file anew leaves no gap."""
    mark = CASE_KINDS[batch.kind].mark
    serials: dict[tuple[int, int], set[int]] = {}
    for case in cases:
        written, _, rest = (case.number or "").rpartition("〔")[2].partition("〕")
        if written.isdigit() and rest.removesuffix("号").isdigit():
            serials.setdefault((case.unit_id, int(written)), set()).add(int(rest.removesuffix("号")))
    for (unit_id, year), gone in serials.items():
        give_back(unit_id=unit_id, mark=mark, year=year, serials=gone)
