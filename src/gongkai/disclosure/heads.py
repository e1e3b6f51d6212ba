"""A version's head columns as JSON and back: dates are written in ISO form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.disclosure.rules import HEAD_COLUMNS, HEAD_DATES


def head_to_json(head: Mapping[str, Any]) -> dict[str, Any]:
    return {k: (v.isoformat() if isinstance(v, date) else v) for k, v in head.items() if k in HEAD_COLUMNS}


def head_from_json(stored: Mapping[str, Any]) -> dict[str, Any]:
    head = {k: stored[k] for k in HEAD_COLUMNS if k in stored}
    for key in HEAD_DATES:
        if head.get(key):
            head[key] = date.fromisoformat(head[key])
    return head
