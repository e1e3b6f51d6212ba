"""The registry's checks at start: a kind that is not sound stops the start and is named."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core import checks

from gongkai.kinds.registry import everything
from gongkai.kinds.transitions import faults


def check_kinds(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    return [
        checks.Error(f"{engine}/{kind.code}: {fault}", id="kinds.E001")
        for engine, kinds in everything().items()
        for kind in kinds.values()
        for fault in faults(initial=kind.initial, states=kind.states, transitions=kind.transitions)
    ]


class KindsConfig(AppConfig):
    name = "gongkai.kinds"
    label = "kinds"

    def ready(self) -> None:
        checks.register(check_kinds)
