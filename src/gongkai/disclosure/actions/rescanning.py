"""存量排查: what is public, looked through by the rules of today; what is found becomes a task with a term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gongkai.accounts.policies import Standing
from gongkai.clocks.queries import calendar
from gongkai.disclosure.actions.common import day_of, locked, need, write_ledger
from gongkai.disclosure.actions.refusals import ItemRefused, TooLate
from gongkai.disclosure.actions.screening import Hit, compare, hits_in
from gongkai.disclosure.models import Attachment, Finding, ItemVersion, ScreeningTask
from gongkai.disclosure.policies import may_settle_public
from gongkai.disclosure.queries.screening import parts_with_files
from gongkai.files.actions import read_stored
from gongkai.files.queries import readings_of
from gongkai.ledger.rules import Actor
from gongkai.screening.queries import Rules, rules_now, task_days

CHUNK = 200


@dataclass(frozen=True)
class Rescanned:
    """How far a rescan is: versions looked at, with open findings, tasks opened; `last` is the version it stands at."""

    looked: int = 0
    found: int = 0
    tasks: int = 0
    last: int = 0


def to_rescan(*, since: date | None, unit_ids: Sequence[int] | None, all_again: bool, rules: Rules) -> int:
    """How many public versions a rescan would look at."""
    return _waiting(since, unit_ids, all_again, rules, 0).count()


def _waiting(
    since: date | None, unit_ids: Sequence[int] | None, all_again: bool, rules: Rules, after: int
) -> QuerySet[ItemVersion]:
    rows = ItemVersion.objects.filter(state="public", id__gt=after)
    if not all_again:
        rows = rows.exclude(screened_with=rules.edition)
    if since is not None:
        rows = rows.filter(item__published_on__gte=since)
    if unit_ids is not None:
        rows = rows.filter(item__unit_id__in=list(unit_ids))
    return rows


def rescan(
    *,
    since: date | None = None,
    unit_ids: Sequence[int] | None = None,
    all_again: bool = False,
    resume: Rescanned | None = None,
    told: Callable[[Rescanned], None] = lambda so_far: None,
    should_stop: Callable[[], bool] = lambda: False,
    by: Actor,
    at: datetime,
) -> Rescanned:
    """Look through what is public, oldest version first, in chunks that each stand or fall as one.

    Only what was not screened by the rules of today, unless `all_again`. `told` is called inside the transaction of
    each chunk, so that a place kept there is never ahead of what was written; `should_stop` is asked between two.
    Run twice it finds the same and opens nothing anew.
    """
    rules = rules_now()
    due_on = calendar().add_working_days(day_of(at), task_days()).on
    so_far = resume or Rescanned()
    while not should_stop() and (chunk := _chunk(since, unit_ids, all_again, rules, so_far.last)):
        files = _files_of(chunk, at)
        with transaction.atomic():
            so_far = _rescan_chunk(chunk, files, rules, due_on, so_far, by, at)
            told(so_far)
    return so_far


def _chunk(
    since: date | None, unit_ids: Sequence[int] | None, all_again: bool, rules: Rules, after: int
) -> list[ItemVersion]:
    rows = _waiting(since, unit_ids, all_again, rules, after)
    return list(rows.select_related("item").order_by("id")[:CHUNK])


def _files_of(chunk: Sequence[ItemVersion], at: datetime) -> dict[int, list[Attachment]]:
    """The attachments of a chunk by version, each read beforehand: outside of the transaction."""
    found: dict[int, list[Attachment]] = {}
    rows = Attachment.objects.filter(version__in=[v.pk for v in chunk]).order_by("position", "id")
    for one in rows:
        found.setdefault(one.version_id, []).append(one)
    for file_id in {one.file_id for one in rows}:
        read_stored(file_id=file_id, at=at)
    return found


def _rescan_chunk(
    chunk: Sequence[ItemVersion],
    files: dict[int, list[Attachment]],
    rules: Rules,
    due_on: date,
    so_far: Rescanned,
    by: Actor,
    at: datetime,
) -> Rescanned:
    readings = readings_of(one.file_id for attached in files.values() for one in attached)
    ids = [version.pk for version in chunk]
    had_open = set(Finding.objects.filter(version__in=ids, state="open").values_list("version_id", flat=True))
    with_findings, tasks = 0, 0
    for version in chunk:
        parts = parts_with_files(version.item, version, files.get(version.pk, ()), readings)
        hits = list(hits_in(parts, version.item.kind, rules, deep=False))
        if hits or version.pk in had_open:
            new = compare(version, parts, hits, at)
            is_open = Finding.objects.filter(version=version, state="open").exists()
            with_findings += is_open
            tasks += _open_or_close(version, is_open, new, rules, due_on, by, at)
    ItemVersion.objects.filter(id__in=ids).update(screened_with=rules.edition)
    return Rescanned(
        so_far.looked + len(chunk), so_far.found + with_findings, so_far.tasks + tasks, chunk[-1].pk
    )


def _open_or_close(
    version: ItemVersion,
    is_open: bool,
    new: Sequence[Hit],
    rules: Rules,
    due_on: date,
    by: Actor,
    at: datetime,
) -> int:
    """A task for an item with open findings; none any more where nothing is open. Returns how many were opened."""
    if not is_open:
        close_task(item_id=version.item_id, at=at)
        return 0
    _, made = ScreeningTask.objects.get_or_create(
        item_id=version.item_id,
        closed_at=None,
        defaults={"version": version, "rules": rules.edition, "opened_at": at, "due_on": due_on},
    )
    if new:
        kinds = dict(Counter(hit.detector for hit in new))
        write_ledger(version.item, "rescan", by, at, rules=rules.edition, found=kinds, due=due_on.isoformat())
    return int(made)


def close_task(*, item_id: int, at: datetime) -> None:
    """The item has been mended, withdrawn or judged clean. Inside the caller's transaction."""
    ScreeningTask.objects.filter(item_id=item_id, closed_at=None).update(closed_at=at)


def dismiss_public_findings(
    *, item_id: int, finding_ids: Sequence[int], reason: str, by: Standing, at: datetime
) -> int:
    """Findings in what is public that are none, with a reason; the task closes with the last. Returns how many."""
    if len(reason.strip()) < 2:
        raise ItemRefused("写明为什么不是问题。")
    with transaction.atomic():
        item = locked(item_id)
        need(may_settle_public(by, item), "由公开这条信息的单位或者政务公开办处理。")
        rows = Finding.objects.filter(version=item.public_version_id, id__in=finding_ids, state="open")
        done = rows.update(
            state="dismissed", reason=reason.strip()[:300], resolved_by=by.user_id, resolved_at=at
        )
        if not done:
            raise TooLate("这一处已经有人处理了。")
        if not Finding.objects.filter(version=item.public_version_id, state="open").exists():
            close_task(item_id=item_id, at=at)
        write_ledger(
            item, "dismiss_findings", by.actor(), at, findings=list(finding_ids), count=done, reason=reason
        )
    return done
