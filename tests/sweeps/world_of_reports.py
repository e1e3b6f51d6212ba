"""What one side of the sweeps' world has of reports: one ready to be signed, one that everybody reads."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from tests.cast import Cast

from gongkai.files.waiting import keep_upload, note_result
from gongkai.reports.actions import building, passing, publishing, writing
from gongkai.reports.asjson import kept
from gongkai.reports.layouts import TEMPLATES

WORDS = {part.no: f"第{part.no}部分的文字。" for part in TEMPLATES["2021"].parts if part.owed}
WRITTEN, PUBLISHED = 2025, 2024


def written(cast: Cast, unit: str, at: datetime, *, year: int = WRITTEN) -> int:
    """A report with numbers and words."""
    officer = cast.standing(f"{unit}.officer")
    report_id = building.compute(kind="annual", year=year, unit_id=cast.units[unit], by=officer, at=at)
    writing.save_sections(report_id=report_id, texts=WORDS, by=officer, at=at)
    return report_id


def signed(cast: Cast, unit: str, at: datetime, *, year: int = WRITTEN) -> int:
    report_id = written(cast, unit, at, year=year)
    passing.sign(report_id=report_id, by=cast.standing(f"{unit}.leader"), at=at)
    return report_id


def submitted(cast: Cast, unit: str, at: datetime, *, year: int = WRITTEN) -> int:
    report_id = signed(cast, unit, at, year=year)
    passing.submit(report_id=report_id, by=cast.standing(f"{unit}.officer"), at=at)
    return report_id


def accepted(cast: Cast, unit: str, at: datetime, *, year: int = WRITTEN) -> int:
    report_id = submitted(cast, unit, at, year=year)
    passing.accept(report_id=report_id, by=cast.standing("office.disclosure_office"), at=at)
    return report_id


def published(cast: Cast, unit: str, at: datetime, *, year: int = WRITTEN) -> int:
    report_id = accepted(cast, unit, at, year=year)
    publishing.publish(report_id=report_id, by=cast.standing(f"{unit}.publisher"), at=at)
    return report_id


def corrected(cast: Cast, unit: str, at: datetime, *, year: int = WRITTEN) -> int:
    report_id = published(cast, unit, at, year=year)
    officer = cast.standing(f"{unit}.officer")
    publishing.correct(report_id=report_id, reason="漏了一件申请", by=officer, at=at)
    return report_id


def reports(cast: Cast, unit: str, at: datetime) -> dict[str, Any]:
    return {
        "report": written(cast, unit, at),
        "published_report": published(cast, unit, at, year=PUBLISHED),
        "upload_report": read(cast, unit, at),
    }


def read(cast: Cast, unit: str, at: datetime) -> str:
    """A finished report that the officer has had read and not kept yet."""
    facts = TEMPLATES["2021"].blank(unit_code=unit, unit_name=unit, year=2022, fill=0)
    upload = keep_upload(
        owner_id=cast.people[f"{unit}.officer"], name="2022年报.docx", stream=io.BytesIO(b"x"), what="report",
        told={"unit": cast.units[unit]}, at=at,
    )  # fmt: skip
    note_result(upload, {"facts": kept(facts), "notes": []})
    return upload.token
