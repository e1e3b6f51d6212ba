"""What was filled in, as people read it: labels, choices in words, days as days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gongkai.cases.declaring import Asked
from gongkai.components.dates import day_long


def shown_values(fields: Iterable[Asked], values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Values with their labels, choices in words; in the order of the form."""
    shown = []
    for field in fields:
        value = values.get(field.key)
        if value in (None, "", []) or field.personal:
            continue
        words = _day_words(value) if field.type == "date" else in_words(value, dict(field.choices))
        shown.append((field.label, words))
    return tuple(shown)


def _day_words(value: Any) -> str:
    """A date as people read it; what isn't one (a draft may hold anything) as it is."""
    try:
        return day_long(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def in_words(value: Any, choices: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(choices.get(str(one), str(one)) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return choices.get(str(value), str(value))
