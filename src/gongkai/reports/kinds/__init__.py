"""Every kind of report is declared in one file here, or in a folder that GONGKAI_REPORTS names; a new file is found by itself."""

from __future__ import annotations

import os
from importlib import import_module
from pkgutil import iter_modules

from gongkai.reports.declaring import ReportKind, declaration_faults

# A county's own reports stand outside the product's source and survive its updates.
__path__.extend(folder for folder in os.environ.get("GONGKAI_REPORTS", "").split(os.pathsep) if folder)

_found: list[ReportKind] = [
    import_module(f"{__name__}.{module.name}").KIND
    for module in iter_modules(__path__)
    if not module.name.startswith("_")
]
if _faults := declaration_faults(_found):
    raise ValueError("; ".join(_faults))
REPORT_KINDS: dict[str, ReportKind] = {
    kind.code: kind for kind in sorted(_found, key=lambda k: (k.position, k.code))
}


def report_title(unit_name: str, year: int, period: str, kind: str) -> str:
    """ "青禾县农业农村局2025年政府信息公开工作年度报告"."""
    declared = REPORT_KINDS[kind]
    return f"{unit_name}{year}年{declared.period_label(period)}{declared.label}"
