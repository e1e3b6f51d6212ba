"""What happened to a case, act by act, and the wishes to mend an act's date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.accounts.policies import Standing
from gongkai.cases.declaring import CaseKind
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseEvent, CaseFile, CaseLetter, FactChange
from gongkai.cases.policies import CASE_ROLES
from gongkai.cases.queries.case_doors import case_for
from gongkai.cases.queries.shown_values import in_words, shown_values

# Acts of the engine itself, which every kind has.
ENGINE_ACTS = {
    "submit": "提交",
    "receive": "收到",
    "claim": "认领",
    "assign": "交办",
    "transfer": "转办",
    "merge": "并案",
    "split": "拆分",
    "hide": "不公开显示",
    "unhide": "恢复公开显示",
    "amend_fact": "更正日期",
    "publish_answer": "公开答复",
    "withdraw_answer": "撤下答复",
    "rate": "评价",
}
VALUE_LABELS = {
    "from_unit": "从", "to_unit": "转到", "reason": "理由", "into": "并到、拆成", "before": "原来的日期",
}  # fmt: skip


@dataclass(frozen=True)
class ChangeLine:
    """A wish to mend an event's date. `may_decide`: this person is the second one."""

    id: int
    on: date
    reason: str
    asked_by: str
    asked_at: datetime
    may_decide: bool


@dataclass(frozen=True)
class EventLine:
    id: int
    no: int
    act: str
    label: str
    on: date
    entered_on: date
    at: datetime
    who: str
    by_id: int | None
    values: tuple[tuple[str, str], ...]
    letter: CaseLetter | None
    files: tuple[CaseFile, ...]
    changes: tuple[ChangeLine, ...]
    may_amend: bool

    @property
    def mended(self) -> bool:
        return self.on != self.entered_on


def event_line(
    kind: CaseKind,
    event: CaseEvent,
    changes: Mapping[int, list[ChangeLine]],
    may_amend: bool,
    *,
    letter: bool = True,
) -> EventLine:
    try:
        act = kind.act(event.act)
        label, fields = act.label, act.fields
    except KeyError:
        label, fields = ENGINE_ACTS.get(event.act, event.act), ()
    values = list(shown_values(fields, event.values))
    if not fields:
        values += [
            (VALUE_LABELS[key], in_words(value, {}))
            for key, value in event.values.items()
            if key in VALUE_LABELS and value
        ]
    outcome = kind.outcome(str(event.values.get("outcome", "")))
    if outcome:
        values.insert(0, ("办理结果", outcome.label))
    asked = tuple(changes.get(event.pk, ()))
    return EventLine(
        id=event.pk,
        no=event.no,
        act=event.act,
        label=label,
        on=event.mended_on or event.on,
        entered_on=event.on,
        at=event.at,
        who=event.by_label,
        by_id=event.by_id,
        values=tuple(values),
        letter=getattr(event, "letter", None) if letter else None,
        files=tuple(event.files.all()),
        changes=asked,
        may_amend=may_amend and not asked,
    )


def may_amend_event(by: Standing, case: Case, event: CaseEvent) -> bool:
    """A date is worth mending where the law counts from it: the act touches a clock or opens a term."""
    if not _works_there(by, case):
        return False
    kind = CASE_KINDS[case.kind]
    if event.act in ("receive", kind.receive_act):
        return True
    act = next((one for one in kind.transitions if one.act == event.act), None)
    return act is not None and bool(act.clock or act.opens or act.closes or act.dated)


def _works_there(by: Standing, case: Case) -> bool:
    return by.has("disclosure_office") or case.unit_id in by.unit_ids(*CASE_ROLES)


def changes_of(by: Standing, case: Case) -> dict[int, list[ChangeLine]]:
    found: dict[int, list[ChangeLine]] = {}
    rows = (
        FactChange.objects.filter(event__case=case, decided_at=None).select_related("asked_by").order_by("id")
    )
    for row in rows:
        found.setdefault(row.event_id, []).append(
            ChangeLine(
                row.pk,
                row.on,
                row.reason,
                row.asked_by.full_name,
                row.asked_at,
                _works_there(by, case) and row.asked_by_id != by.user_id,
            )
        )
    return found


def event_for(by: Standing, case_id: int, event_id: int) -> EventLine | None:
    """An event of a case that this person may see."""
    case = case_for(by, case_id)
    row = case.events.filter(id=event_id).first() if case is not None else None  # one by key
    if case is None or row is None:
        return None
    return event_line(
        CASE_KINDS[case.kind], row, changes_of(by, case), may_amend_event(by, case, row), letter=False
    )


def change_for(by: Standing, case_id: int, change_id: int) -> tuple[EventLine, ChangeLine] | None:
    """An undecided wish to mend a date of a case that this person may see."""
    case = case_for(by, case_id)
    if case is None:
        return None
    for event_id, changes in changes_of(by, case).items():
        for change in changes:
            if change.id == change_id:
                row = case.events.get(id=event_id)
                return event_line(
                    CASE_KINDS[case.kind], row, {event_id: changes}, False, letter=False
                ), change
    return None
