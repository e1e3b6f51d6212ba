"""What is always true of organisations: their kinds, levels and the acts that change them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class UnitKind:
    """A kind of organisation: `level` is county, town or village; `reports` says who owes an annual report (条例第四十九条)."""

    code: str
    label: str
    level: str
    discloses: bool = True
    reports: bool = True


UNIT_KINDS: dict[str, UnitKind] = {
    k.code: k
    for k in (
        UnitKind("city_government", "市人民政府", "city"),
        UnitKind("county_government", "县级人民政府", "county"),
        UnitKind("office", "政府办公室", "county"),
        UnitKind("department", "政府部门", "county"),
        UnitKind("town", "乡镇、街道", "town"),
        UnitKind("village", "村、社区", "village", reports=False),
        UnitKind("park", "园区管委会", "county"),
        UnitKind("enterprise", "公共企业", "county", reports=False),  # 条例第五十五条
        UnitKind("institution", "公共事业单位", "county", reports=False),  # 条例第五十五条
    )
}
UNIT_KIND_CHOICES = [(k.code, k.label) for k in UNIT_KINDS.values()]

ACT_LABELS = {
    "found": "设立",
    "rename": "更名",
    "merge": "合并",
    "split": "分设",
    "move": "划转",
    "close": "撤销",
}


@dataclass(frozen=True)
class Span:
    """A value that holds from `from_on` until the day before `to_on` (None: still)."""

    value: object
    from_on: date
    to_on: date | None


def holding_on(spans: Iterable[Span], day: date) -> Span | None:
    """The span that holds on `day`, None when none does."""
    for span in spans:
        if span.from_on <= day and (span.to_on is None or day < span.to_on):
            return span
    return None


def path_of(parent_path: str, unit_id: int) -> str:
    """The materialised path "/1/5/17/": every ancestor's id, then the unit's own."""
    return f"{parent_path or '/'}{unit_id}/"


def ids_in_path(path: str) -> tuple[int, ...]:
    return tuple(int(part) for part in path.split("/") if part)
