"""What a bulk act would change, what it wouldn't and why, before anything is done; and how it went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.accounts.policies import Standing
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import Item
from gongkai.disclosure.policies import may_file_for, may_withdraw, visible_to
from gongkai.jobs.queries import JobView, job_for

BULK_JOB = "items.bulk"


@dataclass(frozen=True)
class BulkAct:
    """An act on many items at once; `consequence` is what the page says before it is done."""

    label: str
    consequence: str
    danger: bool = False


BULK_ACTS = {
    "publish": BulkAct(
        "立即公开",
        "公开以后任何人马上看得到、检索得到。要收回只能撤回，原来的网址会说明撤回的原因。",
        danger=True,
    ),
    "withdraw": BulkAct(
        "撤回",
        "撤回以后，公众在网页、检索、订阅里都看不到正文和附件，原来的网址说明原因。要再公开，得更正后重新走审核。",
        danger=True,
    ),
    "topic": BulkAct("换栏目", "信息换到新栏目下面，公众从原来的栏目里看不到了；网址和索引号不变。"),
    "validity": BulkAct("标注有效性", "公众页面上的有效性标记马上改变，正文不变。"),
}


@dataclass(frozen=True)
class BulkLine:
    """An item of the choice; `why_not` is empty when the act would go through."""

    id: int
    title: str
    index_no: str
    unit_id: int
    unit_name: str
    topic_name: str
    validity: str
    why_not: str


@dataclass(frozen=True)
class Undone:
    """An item that stayed as it was, and why. `title` is empty for whoever may no longer see it."""

    id: int
    title: str
    words: str


@dataclass(frozen=True)
class BulkReport:
    """How a bulk act went, as far as it has come."""

    job: JobView
    label: str
    chosen: int
    done: int
    undone: Sequence[Undone]

    @property
    def left(self) -> int:
        """Not come to yet: the job runs or was stopped."""
        return self.chosen - self.done - len(self.undone)


def bulk_lines(by: Standing, *, act: str, ids: Sequence[int]) -> list[BulkLine]:
    """The chosen items that this person may know of, in one query. `act`: one of BULK_ACTS."""
    rows = visible_to(by).filter(id__in=ids).select_related("unit", "topic").order_by("id")
    return [
        BulkLine(
            id=row.pk,
            title=row.title or "（还没有标题）",
            index_no=row.index_no or "",
            unit_id=row.unit_id,
            unit_name=row.unit.name,
            topic_name=row.topic.name if row.topic else "",
            validity=row.get_validity_display() if row.validity else "",
            why_not=_why_not(by, act, row),
        )
        for row in rows
    ]


def reasons(lines: Iterable[BulkLine]) -> list[tuple[str, int]]:
    """Why items would stay as they are, each reason once with its number, most first."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.why_not] = found.get(line.why_not, 0) + 1
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def _why_not(by: Standing, act: str, row: Item) -> str:
    if act == "publish":
        if row.state != "approved":
            return "不在“等到时间公开”：没有审完，或者已经公开"
        may = by.has("disclosure_office") or row.unit_id in by.unit_ids("publisher")
        return "" if may else "由本单位公开岗或者政务公开办公开"
    if act == "withdraw":
        if row.state != "published":
            return "现在不是已公开，可能正在更正或者已经撤回"
        return "" if may_withdraw(by, row) else "由本单位公开岗或者政务公开办撤回"
    if not may_file_for(by, row.unit_id):
        return "由填报单位的信息员、承办人或者政务公开办办"
    if row.public_version_id is None:
        return "还没有公开"
    if act == "validity" and not ITEM_KINDS[row.kind].has_validity:
        return f"{ITEM_KINDS[row.kind].label}不标有效性"
    return ""


def bulk_report(by: Standing, *, job_id: int) -> BulkReport | None:
    """How one's own bulk act went; None for other people's jobs and those of another kind."""
    job = job_for(actor_id=by.actor().id, is_admin=False, job_id=job_id)
    if job is None or job.kind != BULK_JOB:
        return None
    so_far = job.cursor or {"at": 0, "failed": []}
    undone = [*job.params["skipped"], *so_far["failed"]]
    titles = dict(visible_to(by).filter(id__in=[pk for pk, _ in undone]).values_list("id", "title"))
    return BulkReport(
        job=job,
        label=BULK_ACTS[job.params["act"]].label,
        chosen=len(job.params["ids"]) + len(job.params["skipped"]),
        done=so_far["at"] - len(so_far["failed"]),
        undone=[Undone(pk, titles.get(pk, ""), words) for pk, words in undone],
    )
