"""What stops the start: a case kind whose states, words, outcomes or terms are not whole."""

from __future__ import annotations

from typing import Any

from django.core import checks

from gongkai.cases.declaring import CaseKind
from gongkai.cases.kinds import CASE_KINDS
from gongkai.clocks.terms import TERMS


def faults(kind: CaseKind) -> list[str]:
    """Everything that is missing or contradicts itself in a kind's file; empty when it is whole."""
    found: list[str] = []
    for state in kind.states:
        if not state.now or not state.next:
            found.append(f"状态 {state.code} 没有给申请人看的话（now、next）")
    known = {outcome.code for outcome in kind.outcomes}
    for act in kind.transitions:
        named = set(act.outcomes) | ({act.outcome} if act.outcome else set())
        found += [f"{act.act}: 办理结果 {code} 没有声明" for code in sorted(named - known)]
        keys = {field.key for field in act.fields}
        if act.dated and act.dated not in keys:
            found.append(f"{act.act}: 日期字段 {act.dated} 没有声明")
        if act.addressee and act.addressee not in keys:
            found.append(f"{act.act}: 收件人字段 {act.addressee} 没有声明")
        if act.clock == "extend" and "days" not in keys:
            found.append(f"{act.act}: 延长要有 days 字段")
        found += [
            f"{act.act}: 期限 {code} 没有声明"
            for code in (*act.opens.split(), *act.closes.split())
            if code not in TERMS
        ]
        if act.who != "clock" and not act.roles:
            found.append(f"{act.act}: 没有写谁可以办")
    found += [f"期限 {code} 没有声明" for code in _terms(kind) if code not in TERMS]
    if kind.receive_act and kind.receive_act not in {act.act for act in kind.transitions}:
        found.append(f"确认收到的一步 {kind.receive_act} 没有声明")
    offered = {code for act in kind.transitions for code in (*act.outcomes, act.outcome) if code}
    found += [f"办理结果 {code} 哪一步也到不了" for code in sorted(known - offered)]
    return found


def _terms(kind: CaseKind) -> list[str]:
    return [*kind.terms, *(code for _, code in kind.term_by[1])]


def check_case_kinds(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(f"case/{kind.code}: {fault}", id="cases.E001")
        for kind in CASE_KINDS.values()
        for fault in faults(kind)
    ]


def register_checks() -> None:
    checks.register(check_case_kinds)
