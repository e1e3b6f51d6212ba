"""The number of a case, e.g. 农申〔2026〕23号, as data. That no number is left out is the engine's business."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple, Protocol

DEFAULT_PATTERN = "{mark}〔{year}〕{serial}号"
LETTER_MARK = "公复"
"""What stands between a unit's abbreviation and the year in the number of a letter: 农公复〔2026〕5号."""
_TOKEN = re.compile(r"\{(mark|year|serial)\}")
# Every bracket that people type for the year, after NFKC has folded the full-width ones.
_BRACKETS = str.maketrans(
    {"[": "〔", "【": "〔", "(": "〔", "{": "〔", "]": "〕", "】": "〕", ")": "〕", "}": "〕"}
)
_LONGEST_SERIAL = 9


class BadPattern(Exception):
    """A pattern from which a number can't be read back; the message says why."""


class CaseNumber(NamedTuple):
    mark: str
    year: int
    serial: int


@dataclass(frozen=True)
class NumberRule:
    """How a unit numbers its cases: `mark` is its abbreviation, `width` pads the serial with zeros (0: not)."""

    mark: str
    pattern: str = DEFAULT_PATTERN
    width: int = 0

    def __post_init__(self) -> None:
        if fault := pattern_fault(self.pattern):
            raise BadPattern(fault)
        if not self.mark.strip() or not 0 <= self.width <= _LONGEST_SERIAL:
            raise BadPattern("写明单位代字，补零的位数在 0 到 9 之间。")


def pattern_fault(pattern: str) -> str:
    """Why a pattern won't do, in words; empty when it will."""
    tokens = _TOKEN.findall(pattern)
    if sorted(tokens) != ["mark", "serial", "year"]:
        return "编号格式里 {mark}、{year}、{serial} 各写一次。"
    rest = _TOKEN.sub("\0", pattern)
    if "{" in rest or "}" in rest:
        return "编号格式里除 {mark}、{year}、{serial} 外不用花括号。"
    if any(ch.isdigit() for ch in rest):
        return "编号格式里不写死数字，年份和序号由系统填。"
    if "{serial}{year}" in pattern:
        return "序号和年份之间要有别的字隔开。"
    return ""


def format_number(rule: NumberRule, *, year: int, serial: int) -> str:
    """The number as it is written. Raises ValueError for a serial below 1 or a year without four digits."""
    if serial < 1 or not 1000 <= year <= 9999:
        raise ValueError(f"year {year}, serial {serial}")
    values = {"mark": rule.mark, "year": str(year), "serial": str(serial).zfill(rule.width)}
    return _TOKEN.sub(lambda token: values[token[1]], rule.pattern)


class Numbers(Protocol):
    """A unit, as far as its numbers go: 发文代字, or its code where it has none."""

    @property
    def doc_prefix(self) -> str: ...

    @property
    def org_code(self) -> str: ...


def number_of(unit: Numbers, mark: str, *, year: int, serial: int) -> str:
    """The number of a unit's case or letter: 清农依申〔2026〕23号."""
    rule = NumberRule(f"{unit.doc_prefix or unit.org_code}{mark}")
    return format_number(rule, year=year, serial=serial)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).translate(_BRACKETS).split())


def parse_number(rule: NumberRule, text: str) -> CaseNumber | None:
    """Reads a number that a person typed: any width, any bracket, blanks ignored. None when it isn't one."""
    patterns = {
        "mark": re.escape(_folded(rule.mark)),
        "year": r"(?P<year>[0-9]{4})",
        "serial": rf"0*(?P<serial>[1-9][0-9]{{0,{_LONGEST_SERIAL - 1}}})",
    }
    parts = re.split(_TOKEN, rule.pattern)
    regex = "".join(patterns[part] if i % 2 else re.escape(_folded(part)) for i, part in enumerate(parts))
    found = re.fullmatch(regex, _folded(text), re.IGNORECASE)
    if not found:
        return None
    return CaseNumber(rule.mark, int(found["year"]), int(found["serial"]))
