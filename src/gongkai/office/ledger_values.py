"""What the codes that a row of the ledger holds are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from gongkai.accounts.roles import ROLES
from gongkai.cases.declaring import CaseKind
from gongkai.cases.importing import mapping as case_maps
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.queries.case_events import ENGINE_ACTS
from gongkai.cases.stored_choices import CHANNELS
from gongkai.catalogue.queries import AUDIENCE_LABELS, STAGE_LABELS
from gongkai.catalogue.rules import RHYTHM_LABELS
from gongkai.disclosure.importing.maps import shipped_maps
from gongkai.disclosure.importing.trial import LABELS as IMPORTED
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.queries.office import STATE_LABELS
from gongkai.disclosure.queries.route_tables import ROUTE_CLASSES
from gongkai.disclosure.queries.screening import PART_LABELS
from gongkai.disclosure.rules import ATTRIBUTES, GROUNDS, RELATIONS, VALIDITIES
from gongkai.lists.actions.exporting import FORMATS
from gongkai.lists.registry import known_lists
from gongkai.office.ledger_words import SUBJECTS, act_words, joined
from gongkai.reports.kinds import REPORT_KINDS
from gongkai.reports.layouts import TEMPLATES
from gongkai.screening.queries import kind_labels
from gongkai.screening.spans import ACTIONS
from gongkai.units.rules import UNIT_KIND_CHOICES


@dataclass(frozen=True)
class Around:
    """What stands beside a row: the kind of its case, by which states and outcomes go, and the names of topics."""

    kind: CaseKind | None = None
    topics: Mapping[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> Iterable[CaseKind]:
        """The kind of the case; where that isn't known (any more), whatever it could be."""
        return (self.kind,) if self.kind else CASE_KINDS.values()


def value_words(key: str, code: str, around: Around) -> str:
    """What a code under this key is called; empty for what is no code of ours."""
    of_row = _OF_THE_ROW.get(key)
    return (of_row(code, around) if of_row else "") or _TABLES.get(key, {}).get(code, "")


def part_words(key: str, part: str) -> str:
    """What one part of a value that is told part by part is called: a column, a detector."""
    return _PARTS[key]().get(part, part) if key in _PARTS else part


# ---- what goes by the kind of the case -------------------------------------------------------------------


def _state(code: str, around: Around) -> str:
    return joined(state.label for kind in around.kinds for state in kind.states if state.code == code)


def _outcome(code: str, around: Around) -> str:
    return joined(outcome.label for kind in around.kinds for outcome in kind.outcomes if outcome.code == code)


def _event(code: str, around: Around) -> str:
    labels = joined(act.label for kind in around.kinds for act in kind.transitions if act.act == code)
    return labels or ENGINE_ACTS.get(code, "")


def _trail(line: str, around: Around) -> str:
    """2026-11-20 receive → 2026-11-20 收到."""
    on, _, act = line.partition(" ")
    return f"{on} {_event(act, around)}".strip() if act else ""


def _topic(code: str, around: Around) -> str:
    return around.topics.get(code, "")


# ---- what goes by nothing but the code -------------------------------------------------------------------


def _act(code: str, around: Around) -> str:
    return "" if (words := act_words(code)) == code else words


def _query(text: str, around: Around) -> str:
    """kind=notice → 种类 通知公告; what people typed into a filter stays as it is."""
    parts = (f"{_ASKED.get(name, name)} {_asked_value(name, value)}" for name, value in parse_qsl(text))
    return "、".join(parts)


def _asked_value(name: str, value: str) -> str:
    tables: Mapping[str, Mapping[str, str]] = {**_TABLES, "state": STATE_LABELS}
    return tables.get(name, {}).get(value) or (_state(value, Around()) if name == "state" else "") or value


def _cell(address: str, around: Around) -> str:
    """A cell of the annual report, by the newest form that has it."""
    found = [form.by_address[address].label for form in TEMPLATES.values() if address in form.by_address]
    return found[-1] if found else ""


def _target(code: str, around: Around) -> str:
    return "附件" if code.startswith("file:") else PART_LABELS.get(code, "")


def _list(code: str, around: Around) -> str:
    known = known_lists()
    return known[code].label if code in known else ""


def _map(name: str, around: Around) -> str:
    labels = {one.name: one.label for one in shipped_maps().values()}
    labels |= {one.name: one.label for one in case_maps.shipped_maps().values()}
    return labels.get(name, "")


def _detector(code: str, around: Around) -> str:
    return kind_labels().get(code, "")


def _column(code: str, around: Around) -> str:
    return _columns().get(code, "")


def _columns() -> dict[str, str]:
    """Columns of the lists of the office and of files that are brought in."""
    of_lists = {code: column.label for one in known_lists().values() for code, column in one.columns.items()}
    return {**of_lists, **case_maps.targets(), **{code: label for code, (label, _) in IMPORTED.items()}}


_OF_THE_ROW: dict[str, Callable[[str, Around], str]] = {
    "act": _act, "before": _topic, "cells": _cell, "columns": _column, "detector": _detector, "kinds": _detector,
    "list": _list, "list_code": _list, "map": _map, "of": _event, "outcome": _outcome, "query": _query,
    "target": _target, "to": _state, "topic": _topic, "trail": _trail,
}  # fmt: skip
_PARTS: dict[str, Callable[[], Mapping[str, str]]] = {"columns": _columns, "found": kind_labels}
_UNIT_KINDS = dict(UNIT_KIND_CHOICES)
_ITEM_KINDS = {code: kind.label for code, kind in ITEM_KINDS.items()}
_JOBS = {
    "items.check": "检查要导入的信息", "items.import": "导入信息", "keys.reseal": "用新密钥重新加密",
    "ledger.verify": "校验台账", "lists.bulk": "批量办理", "lists.export": "导出列表", "reports.compute": "计算报告的数字",
    "screening.rescan": "存量排查", "search.rebuild": "重建检索",
}  # fmt: skip
_ASKED = {
    "in": "哪些", "q": "查找", "kind": "种类", "state": "状态", "unit": "单位", "topic": "栏目", "year": "年份",
    "validity": "有效性", "urgent": "紧急公开", "card": "督办", "sort": "排序",
}  # fmt: skip
_TABLES: dict[str, Mapping[str, str]] = {
    "attribute": ATTRIBUTES,
    "audience": AUDIENCE_LABELS,
    "channel": CHANNELS,
    "format": FORMATS,
    "ground": GROUNDS,
    "how": ACTIONS,
    "kind": {
        **_UNIT_KINDS,
        **_JOBS,
        **{code: kind.label for code, kind in REPORT_KINDS.items()},
        **{code: kind.label for code, kind in CASE_KINDS.items()},
        **_ITEM_KINDS,
    },
    "kinds": _ITEM_KINDS,
    "mode": {"real": "正式使用", "demo": "演示"},
    "place": {"archive": "国家档案馆", "library": "公共图书馆", "service_hall": "政务服务场所", "other": "其他场所"},
    "relation": {code: relation.label for code, relation in RELATIONS.items()},
    "result": {"not_secret": "不属国家秘密", "secret": "属国家秘密", "consent": "同意公开", "objection": "不同意公开",
               "upper_decides": "报上级决定公开"},
    "rhythm": RHYTHM_LABELS,
    "role": {code: role.label for code, role in ROLES.items()},
    "roles": {code: role.label for code, role in ROLES.items()},
    "route_class": ROUTE_CLASSES,
    "stage": STAGE_LABELS,
    "state": {"mended": "已改", "dismissed": "不是问题"},
    "step": {"file": "填报", "first": "初审", "second": "复审", "recheck": "复核", "leader": "审签", "publish": "公开"},
    "subject_type": SUBJECTS,
    "unit_kind": _UNIT_KINDS,
    "validity": VALIDITIES,
}  # fmt: skip
