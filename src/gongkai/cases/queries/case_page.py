"""One case with all that its page in the office shows, already narrowed to what the person may see and do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.accounts.policies import Standing
from gongkai.cases import parties
from gongkai.cases.declaring import CaseKind, CaseState
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseDraft, CaseFile, CaseNote, SideTerm
from gongkai.cases.policies import may_read_personal, may_work_on
from gongkai.cases.queries.case_acts import Choice, choices_of
from gongkai.cases.queries.case_beside import HelpLine, SideLine, helping, related, same_person, side_lines
from gongkai.cases.queries.case_doors import case_for
from gongkai.cases.queries.case_events import EventLine, changes_of, event_line, may_amend_event
from gongkai.cases.queries.lists import CaseLine, line_of
from gongkai.cases.queries.receivers import may_go_elsewhere
from gongkai.cases.queries.shown_values import shown_values
from gongkai.cases.stored_choices import APPLICANT_TYPES
from gongkai.clocks.queries import calendar
from gongkai.clocks.rules import WorkCalendar

PERSONAL_LABELS = {
    "name": "姓名", "identity": "证件号码", "phone": "电话", "email": "邮箱", "address": "地址",
    "agent": "代理人", "agent_identity": "代理人证件号码",
}  # fmt: skip


@dataclass(frozen=True)
class CasePage:
    """A case with all that its page shows. `acts`: what this person may do now, the usual one first."""

    line: CaseLine
    case: Case
    kind: CaseKind
    values: tuple[tuple[str, str], ...]
    applicant: tuple[tuple[str, str], ...]
    applicant_type: str
    may_open_personal: bool
    may_open_letters: bool
    may_work: bool
    may_go_elsewhere: bool
    may_note: bool
    events: tuple[EventLine, ...]
    sides: tuple[SideLine, ...]
    files: tuple[CaseFile, ...]
    notes: tuple[CaseNote, ...]
    helping: tuple[HelpLine, ...]
    acts: tuple[Choice, ...]
    same_person: tuple[CaseLine, ...]
    related: tuple[tuple[str, Case], ...]
    drafts: Mapping[str, datetime]
    is_mine: bool
    revision: int

    @property
    def kind_state(self) -> CaseState:
        return self.kind.state(self.case.state)

    @property
    def waits_for(self) -> str:
        return self.kind_state.waits_for

    @property
    def primary_draft(self) -> datetime | None:
        return self.drafts.get(self.primary.act.act) if self.primary else None

    @property
    def primary(self) -> Choice | None:
        return next((one for one in self.acts if not one.why_not), None)

    @property
    def others(self) -> tuple[Choice, ...]:
        return tuple(one for one in self.acts if one is not self.primary)


def case_page(
    by: Standing, case_id: int, *, today: date, work: WorkCalendar | None = None
) -> CasePage | None:
    case = case_for(by, case_id)
    if case is None:
        return None
    kind = CASE_KINDS[case.kind]
    personal = parties.opened(case.party.sealed) if case.party else {}
    rows = list(
        case.events.order_by("no")
        .select_related("letter__word", "letter__pdf")
        .prefetch_related("files__file")
    )
    work = work or calendar()
    sides = list(SideTerm.objects.filter(case=case).order_by("id"))
    changes = changes_of(by, case)
    return CasePage(
        line=line_of(case, today, work),
        case=case,
        kind=kind,
        values=shown_values(kind.fields, case.values),
        applicant=_masked_lines(kind, personal),
        applicant_type=APPLICANT_TYPES.get(case.party.type, "") if case.party else "",
        may_open_personal=bool(personal) and may_read_personal(by, case),
        may_open_letters=may_read_personal(by, case),
        may_work=may_work_on(by, case),
        may_go_elsewhere=may_go_elsewhere(kind, case.unit_id),
        may_note=bool(by.unit_ids()),
        events=tuple(event_line(kind, row, changes, may_amend_event(by, case, row)) for row in rows),
        sides=side_lines(sides),
        files=tuple(case.files.filter(event=None).select_related("file").order_by("id")),
        notes=tuple(case.notes.select_related("by").order_by("id")),
        helping=helping(by, case),
        acts=choices_of(by, case, rows, today=today, sides=sides),
        same_person=same_person(by, case, today=today, work=work),
        related=related(by, case),
        drafts=dict(CaseDraft.objects.filter(case=case, user_id=by.user_id).values_list("act", "saved_at")),
        is_mine=case.assignee_id == by.user_id,
        revision=case.revision,
    )


def _masked_lines(kind: CaseKind, personal: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Who wrote, masked, in the order of the form."""
    labels = {**PERSONAL_LABELS, **{field.key: field.label for field in kind.fields}}
    order = {key: no for no, key in enumerate([*(field.key for field in kind.fields), *PERSONAL_LABELS])}
    found = sorted(parties.masked(personal).items(), key=lambda pair: order.get(pair[0], len(order)))
    return tuple((labels.get(key, key), value) for key, value in found)
