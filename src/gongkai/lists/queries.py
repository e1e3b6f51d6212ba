"""How an act on many went, as far as it has come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.accounts.policies import Standing
from gongkai.jobs.queries import JobView, job_for
from gongkai.lists.declaring import BulkLine, OfficeList
from gongkai.lists.registry import list_of

BULK_JOB = "lists.bulk"


@dataclass(frozen=True)
class Undone:
    """One that stayed as it was, and why. `title` is empty for whoever may no longer see it."""

    id: int
    title: str
    words: str


@dataclass(frozen=True)
class BulkReport:
    job: JobView
    of: OfficeList
    label: str
    chosen: int
    done: int
    undone: Sequence[Undone]

    @property
    def left(self) -> int:
        """Not come to yet: the job runs or was stopped."""
        return self.chosen - self.done - len(self.undone)


def reasons(lines: Iterable[BulkLine]) -> list[tuple[str, int]]:
    """Why some would stay as they are, each reason once with its number, most first."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.why_not] = found.get(line.why_not, 0) + 1
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def bulk_report(by: Standing, *, job_id: int) -> BulkReport | None:
    """How one's own bulk act went; None for other people's jobs and those of another kind."""
    job = job_for(actor_id=by.actor().id, is_admin=False, job_id=job_id)
    if job is None or job.kind != BULK_JOB:
        return None
    one = list_of(job.params["list"])
    bulk = one.bulk
    if bulk is None:
        return None
    so_far = job.cursor or {"at": 0, "failed": []}
    undone = [*job.params["skipped"], *so_far["failed"]]
    titles = bulk.titles(by, [pk for pk, _ in undone])
    return BulkReport(
        job=job,
        of=one,
        label=bulk.acts[job.params["act"]].label,
        chosen=len(job.params["ids"]) + len(job.params["skipped"]),
        done=so_far["at"] - len(so_far["failed"]),
        undone=[Undone(pk, titles.get(pk, ""), words) for pk, words in undone],
    )
