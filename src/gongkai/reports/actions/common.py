"""What every act on a report shares: locking, moving along the table, the remark and the ledger row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from gongkai.accounts.policies import Standing
from gongkai.kinds.transitions import Transition
from gongkai.ledger.actions import record
from gongkai.ledger.rules import Actor, Subject
from gongkai.reports import policies
from gongkai.reports.actions.refusals import NotAllowed, TooLate
from gongkai.reports.declaring import ReportKind
from gongkai.reports.kinds import REPORT_KINDS, report_title
from gongkai.reports.models import Report, ReportRemark, ReportVersion


def kind_of(report: Report) -> ReportKind:
    return REPORT_KINDS[report.kind]


def locked(report_id: int) -> Report:
    """The report, its row locked until the transaction ends."""
    return Report.objects.select_for_update(of=("self",)).select_related("unit").get(id=report_id)


def title_of(report: Report) -> str:
    return report_title(report.unit.name, report.year, report.period, report.kind)


def write_ledger(report: Report, act: str, by: Actor, at: datetime, **payload: Any) -> None:
    subject = Subject("report", str(report.pk), title_of(report))
    record(actor=by, act=f"report.{act}", subject=subject, at=at, payload=payload or None)


def transition(report: Report, act: str) -> Transition:
    """The declared act from the report's state. Raises TooLate when there is none."""
    for step in kind_of(report).transitions:
        if step.act == act and report.state in step.sources:
            return step
    raise TooLate(_who_was_first(report, act))


def _who_was_first(report: Report, act: str) -> str:
    kind = kind_of(report)
    label = next((t.label for t in kind.transitions if t.act == act), act)
    state = next((s.label for s in kind.states if s.code == report.state), report.state)
    last = ReportRemark.objects.filter(report=report).order_by("-id").first()
    who = f"{last.by_label}在 {last.at.astimezone():%m月%d日 %H:%M} 处理过。" if last else ""
    return f"现在不能{label}：这份报告是“{state}”。{who}"


def need_step(report: Report, act: str, by: Standing) -> Transition:
    """The step, where the table has it from here and the person's posts carry it. Raises NotAllowed, TooLate."""
    steps = [t for t in kind_of(report).transitions if t.act == act]
    if not any(policies.may_take(by, step, report) for step in steps):
        raise NotAllowed(f"{steps[0].label}由{whose(steps[0])}来做。")
    return transition(report, act)


def whose(step: Transition) -> str:
    words = {"officer": "本单位信息员", "leader": "本单位主要领导", "publisher": "本单位公开岗"}
    words["disclosure_office"] = "政务公开办"
    return "、".join(label for role, label in words.items() if role in step.roles)


def move(report: Report, step: Transition, *, at: datetime, **columns: Any) -> None:
    """Change the state with the state read and the revision as the condition of the UPDATE. Raises TooLate."""
    changed = Report.objects.filter(id=report.pk, state=report.state, revision=report.revision).update(
        state=step.target, changed_at=at, revision=F("revision") + 1, **columns
    )
    if not changed:
        report.refresh_from_db()
        raise TooLate(_who_was_first(report, step.act))
    report.state = step.target
    report.revision += 1
    for name, value in columns.items():
        setattr(report, name, value)


def working_version(report: Report) -> ReportVersion:
    """The version in work. Raises TooLate where there is none."""
    version = ReportVersion.objects.filter(report=report, state="working").first()  # one by constraint
    if version is None:
        raise TooLate(_who_was_first(report, "sign"))
    return version


def note(
    report: Report, *, act: str, no: int, by: Standing | Actor, at: datetime, text: str = "",
    cells: Sequence[str] = (),
) -> None:  # fmt: skip
    """A line of the report's history."""
    person = by if isinstance(by, Standing) else None
    ReportRemark.objects.create(
        report=report,
        version_no=no,
        act=act,
        text=text[:1000],
        cells=list(cells),
        by_id=person.user_id if person else None,
        by_label=(person.name if person else by.label)[:80],  # type: ignore[union-attr]
        at=at,
    )
