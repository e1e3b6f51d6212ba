"""Kinds of cases told to machines: states, acts, roles, terms and outcomes, straight from the tables."""

from __future__ import annotations

from typing import Any

from gongkai.cases.declaring import CaseKind
from gongkai.cases.kinds import CASE_KINDS


def described_kinds() -> list[dict[str, Any]]:
    """One record a kind, in the order of the registry."""
    return [_kind(kind) for kind in CASE_KINDS.values()]


def _kind(kind: CaseKind) -> dict[str, Any]:
    _, by_value = kind.term_by
    return {
        "code": kind.code,
        "label": kind.label,
        "article": kind.article,
        "channels": list(kind.channels),
        "open_to_all": kind.open_to_all,
        "fields": [
            {
                "key": f.key,
                "label": f.label,
                "type": f.type,
                "required": f.required,
                "choices": [c for c, _ in f.choices],
            }
            for f in kind.fields
        ],
        "initial": kind.initial,
        "states": [{"code": s.code, "label": s.label, "final": s.final} for s in kind.states],
        "acts": [
            {
                "act": a.act,
                "label": a.label,
                "from": sorted(a.sources),
                "to": a.target,
                "roles": sorted(a.roles),
                "article": a.article,
                "clock": a.clock,
                "opens": a.opens.split(),
                "closes": a.closes.split(),
                "outcomes": list(a.outcomes) or ([a.outcome] if a.outcome else []),
                "document": a.document,
            }
            for a in kind.transitions
        ],
        "terms": list(dict.fromkeys([*kind.terms, *(code for _, code in by_value)])),
        "outcomes": [
            {"code": o.code, "label": o.label, "counts_as": o.counts_as, "article": o.article}
            for o in kind.outcomes
        ],
    }
