"""Every registered kind by engine ("item", "case"). Engines register theirs when their app is ready."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from gongkai.kinds.transitions import State, Transition


class Kind(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def initial(self) -> str: ...
    @property
    def states(self) -> tuple[State, ...]: ...
    @property
    def transitions(self) -> tuple[Transition, ...]: ...


_kinds: dict[str, dict[str, Kind]] = {}


class KindClash(Exception):
    """Two kinds of one engine carry the same code."""


def register(engine: str, kind: Kind) -> None:
    held = _kinds.setdefault(engine, {})
    if kind.code in held and held[kind.code] is not kind:
        raise KindClash(f"{engine}: {kind.code}")
    held[kind.code] = kind


def registered(engine: str) -> Mapping[str, Kind]:
    return _kinds.get(engine, {})


def everything() -> Mapping[str, Mapping[str, Kind]]:
    return _kinds
