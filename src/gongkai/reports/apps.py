"""The app of reports; its kinds are registered for charts and the checks at start."""

from __future__ import annotations

from django.apps import AppConfig

from gongkai.kinds.registry import register
from gongkai.reports.kinds import REPORT_KINDS


class ReportsConfig(AppConfig):
    name = "gongkai.reports"
    label = "reports"

    def ready(self) -> None:
        for kind in REPORT_KINDS.values():
            register("report", kind)
