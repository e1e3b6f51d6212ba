"""One act of a kind's table: permission, condition, write, event, clocks, letter and ledger row in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.cases.actions.common import (
    add_event,
    day_of,
    facts_of,
    kind_of,
    locked,
    move,
    need,
    recount,
    transition,
    who_was_first,
    write_ledger,
)
from gongkai.cases.actions.deriving import derived
from gongkai.cases.actions.letters import issue
from gongkai.cases.actions.noticing import tell_applicant
from gongkai.cases.actions.submitting import CITIZEN, Sent
from gongkai.cases.declaring import ANEW, Act
from gongkai.cases.filling import fill
from gongkai.cases.models import Case, CaseDraft, CaseEvent, CaseFile
from gongkai.cases.policies import may_act
from gongkai.cases.query_codes import fits
from gongkai.cases.refusals import NotFilled, NotNow, TooLate, WrongSecret
from gongkai.crypto.digests import random_token
from gongkai.ledger.rules import SYSTEM, Actor


@dataclass(frozen=True)
class Done:
    """What came of an act: the state now, the event, and the letter that it issued."""

    state: str
    event_id: int
    letter_id: int | None = None


def act(
    *,
    case_id: int,
    act: str,
    values: Mapping[str, Any],
    files: Sequence[Sent] = (),
    by: Standing,
    at: datetime,
    revision: int | None = None,
) -> Done:
    """Somebody of the office does one act. Raises NotAllowed, NotFilled, NotNow or TooLate, each with words.

    `revision`: what the person had before them; when the case has moved on since, nothing is done.
    """
    with transaction.atomic():
        case = locked(case_id)
        step = transition(case, act)
        need(may_act(by, case, step), f"{step.label}由别的岗位办理。")
        if revision is not None and revision != case.revision:
            raise TooLate(who_was_first(case, act))
        done = _do(case, step, values, files, by.actor(), by.user_id, at)
        CaseDraft.objects.filter(case=case, act=act, user_id=by.user_id).delete()
    return done


def act_as_citizen(
    *, case_id: int, code: str, act: str, values: Mapping[str, Any], files: Sequence[Sent] = (), at: datetime
) -> Done:
    """The person who wrote in corrects, explains or withdraws. The query code is their right to do so."""
    with transaction.atomic():
        case = locked(case_id)
        if not fits(code, case.secret_digest):
            raise WrongSecret("编号和查询码对不上。")
        step = transition(case, act)
        need("applicant" in step.roles, f"{step.label}由工作人员办理。")
        filled = {"on": day_of(at).isoformat(), **values}
        return _do(case, step, filled, files, CITIZEN, None, at)


def act_by_clock(*, case_id: int, act: str, values: Mapping[str, Any], at: datetime) -> Done:
    """What happens of itself when a term has run out; only acts whose table names the clock."""
    with transaction.atomic():
        case = locked(case_id)
        step = transition(case, act)
        need(step.who == "clock", f"{step.label}要由人办理。")
        return _do(case, step, values, (), SYSTEM, None, at)


def _do(
    case: Case,
    step: Act,
    sent: Mapping[str, Any],
    files: Sequence[Sent],
    actor: Actor,
    by_id: int | None,
    at: datetime,
) -> Done:
    today = day_of(at)
    values, problems = fill(step.fields, sent, today=today)
    outcome = _outcome(step, sent, problems)
    if problems:
        raise NotFilled(problems)
    facts = facts_of(case, today=today, by_id=by_id)
    refusal = step.check(facts, {**values, "outcome": outcome}) if step.check else ""
    if isinstance(refusal, str) and refusal:
        raise NotNow(refusal)
    if not isinstance(refusal, str) and refusal:
        raise NotFilled(refusal)
    on = date.fromisoformat(values[step.dated]) if step.dated and values.get(step.dated) else today
    began = facts.events[-1].on if facts.events and step.clock else None
    if began is not None and on < began:
        raise NotFilled({step.dated or "on": f"这一步不能早于上一步（{began.isoformat()}）"})
    values |= derived(case, step, values, today)
    if step.clock == "extend" and case.due_on is not None:
        values["former_due_on"] = case.due_on.isoformat()
    before = case.state
    move(case, step, at=at, **_columns(case, step, outcome, on, at))
    event = add_event(
        case,
        act=step.act,
        from_state=before,
        on=on,
        at=at,
        by_id=by_id,
        by_label=actor.label,
        values={**values, "outcome": outcome} if outcome else values,
    )
    _attach(case, event, files)
    recount(case, at=at)
    letter = (
        issue(
            case=case,
            event=event,
            template=step.document,
            addressee=str(values.get(step.addressee, "")) if step.addressee else "",
            at=at,
        )
        if step.document
        else None
    )
    tell_applicant(case=case, step=step, event=event, by=actor, at=at)
    write_ledger(
        case, step.act, actor, at, to=case.state, on=on.isoformat(),
        **({"outcome": outcome} if outcome else {}), **({"letter": letter.number} if letter else {}),
    )  # fmt: skip
    return Done(case.state, event.pk, letter.pk if letter else None)


def _outcome(step: Act, sent: Mapping[str, Any], problems: dict[str, str]) -> str:
    if step.outcome:
        return step.outcome
    if not step.outcomes:
        return ""
    chosen = str(sent.get("outcome") or "")
    if chosen not in step.outcomes:
        problems["outcome"] = "选办理结果" if not chosen else "办理结果从列出的里面选一个"
    return chosen


def _columns(case: Case, step: Act, outcome: str, on: date, at: datetime) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    state = kind_of(case).state(step.target)
    if outcome:
        columns["outcome"] = outcome
    if step.clock == "stop" and case.served_on is None:
        columns["served_on"] = on
    if step.clock in ANEW and case.served_on is not None:
        columns["served_on"] = None
    if state.final and case.closed_at is None:
        columns["closed_at"] = at
    if not state.final and case.closed_at is not None:
        columns["closed_at"] = None
    if step.drops_outcome:
        columns["outcome"] = ""
    return columns


def _attach(case: Case, event: CaseEvent, files: Sequence[Sent]) -> None:
    for sent in files:
        CaseFile.objects.create(
            case=case,
            event=event,
            file_id=sent.file_id,
            name=sent.name[:200],
            role="issued" if event.by_id else "sent_in",
            key=random_token()[:32],
        )
