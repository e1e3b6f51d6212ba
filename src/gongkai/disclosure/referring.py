"""Which organ stands above another, so that its item may stand in for one of one's own."""

from __future__ import annotations

from gongkai.units.rules import UNIT_KINDS, ids_in_path

_RANK = {"city": 0, "county": 1, "town": 2, "village": 3}


def upper_kinds(kind: str) -> tuple[str, ...]:
    """Kinds of unit on a higher level: a county's bureau stands above a town, a town above a village."""
    rank = _RANK[UNIT_KINDS[kind].level]
    return tuple(one.code for one in UNIT_KINDS.values() if _RANK[one.level] < rank)


def is_upper(*, kind: str, path: str, source_id: int, source_kind: str) -> bool:
    """Whether the source stands above the unit with this kind and path, in the tree or by its level."""
    above = ids_in_path(path)[:-1]
    return source_id in above or source_kind in upper_kinds(kind)
