"""The words of a report while it is in work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gongkai.accounts.policies import Standing
from gongkai.reports import policies
from gongkai.reports.actions.common import locked, working_version, write_ledger
from gongkai.reports.actions.refusals import NotAllowed, NotReady, ReportRefused, StaleText
from gongkai.reports.models import ReportVersion
from gongkai.reports.rules import from_json
from gongkai.reports.sections import unknown_in

MOST = 20_000  # characters of a section


def save_sections(
    *, report_id: int, texts: Mapping[int, str], opened_at: datetime | None = None, by: Standing, at: datetime
) -> None:
    """Keep the words of some sections (number → text with placeholders).

    `opened_at`: when the form was opened; raises StaleText where somebody saved since. Raises ReportRefused
    where a text is too long or names a figure that this report has not.
    """
    with transaction.atomic():
        report = locked(report_id)
        if not policies.may_write(by, report):
            raise NotAllowed("起草中的报告由本单位信息员、主要领导改。")
        version = working_version(report)
        _check(version, texts, opened_at)
        version.sections = [
            {**part, "text": _tidy(texts[part["no"]])} if part["no"] in texts else part
            for part in version.sections
        ]
        version.saved_at, version.saved_by = at, by.name[:80]
        version.save(update_fields=["sections", "saved_at", "saved_by"])
        write_ledger(report, "save", by.actor(), at, version=version.no, sections=sorted(texts))


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))


def _check(version: ReportVersion, texts: Mapping[int, str], opened_at: datetime | None) -> None:
    if opened_at is not None and version.saved_at > opened_at:
        raise StaleText(f"{version.saved_by}在您打开以后保存过。您写的还在下面，对照后再保存。")
    titles = {part["no"]: part["title"] for part in version.sections}
    cells, figures = from_json(version.cells), from_json(version.figures)
    for no, text in texts.items():
        if no not in titles:
            raise NotReady(f"这份报告没有第 {no} 部分。")
        if len(text) > MOST:
            raise ReportRefused(f"“{titles[no]}”最多 {MOST} 个字，现在有 {len(text)} 个。")
        if strange := unknown_in(text, cells=cells, figures=figures):
            raise ReportRefused(f"“{titles[no]}”里的“{strange[0]}”不是这份报告里的数，从右边的清单里选。")
