"""The statistics table of the form up to 2018: its own sums and what can't be more than what."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.reports.checks.shapes import ERROR, WARNING, Hit, Rule, Subject, shown
from gongkai.reports.layouts.v2008 import STATISTICS, STATISTICS_SUMS

FORM = "国办发〔2014〕32号《政府信息公开情况统计表》"
_LABELS = {row.key: row.label for row in STATISTICS.rows}


def _d(key: str) -> str:
    return f"disclosure.{key}"


def _sum(whole: str, parts: tuple[str, ...]) -> Callable[[Subject], Iterator[Hit]]:
    cells = (_d(whole), *map(_d, parts))

    def find(subject: Subject) -> Iterator[Hit]:
        if subject.facts.template != "2008" or subject.unread.intersection(cells):
            return
        stated, summed = subject.value(cells[0]), subject.total(cells[1:])
        if stated is None and summed is None:
            return
        if (stated or 0) != (summed or 0):
            yield cells, f"“{_LABELS[whole]}”填 {shown(stated)}，下列各项相加得 {shown(summed or 0)}。"

    return find


def _at_most(part: str, whole: str) -> Callable[[Subject], Iterator[Hit]]:
    cells = (_d(part), _d(whole))

    def find(subject: Subject) -> Iterator[Hit]:
        less, more = (subject.value(cell) for cell in cells)
        if subject.facts.template == "2008" and less is not None and more is not None and less > more:
            yield cells, f"“{_LABELS[part]}”{shown(less)}，多于“{_LABELS[whole]}”{shown(more)}。"

    return find


def _replies(subject: Subject) -> Iterator[Hit]:
    cells = (_d("requests.closed"), _d("replies.total"))
    closed, replied = (subject.value(cell) for cell in cells)
    if subject.facts.template == "2008" and closed is not None and replied is not None and closed != replied:
        yield (
            cells,
            f"申请办结 {shown(closed)} 件，申请答复 {shown(replied)} 件，两个数应当一致；不一致的写明原因。",
        )


def _whole(subject: Subject) -> Iterator[Hit]:
    if subject.facts.template != "2008":
        return
    for address, value in subject.known.items():
        cell = subject.declared.get(address)
        if cell and value is not None and (value < 0 or (not cell.row.decimals and value != int(value))):
            yield (
                (address,),
                f"“{cell.label}”是 {shown(value)}，应是不小于 0 的{'数' if cell.row.decimals else '整数'}。",
            )


_BOUNDS = (
    ("disclosed.normative_documents", "disclosed.total"),
    ("channel.gazette", "disclosed.total"),
    ("channel.website", "disclosed.total"),
    ("response.press_leader", "response.press"),
    ("response.interviews_leader", "response.interviews"),
)

RULES = (
    *(
        Rule(
            f"statistics.sum.{whole}", f"“{_LABELS[whole]}”等于下列各项之和", ERROR, FORM, _sum(whole, parts)
        )
        for whole, parts in STATISTICS_SUMS.items()
    ),
    *(
        Rule(
            f"statistics.bound.{part}",
            f"“{_LABELS[part]}”不多于“{_LABELS[whole]}”",
            WARNING,
            FORM,
            _at_most(part, whole),
        )
        for part, whole in _BOUNDS
    ),
    Rule("statistics.replies", "申请答复数与申请办结数一致", WARNING, FORM, _replies),
    Rule("statistics.whole", "件数是不小于 0 的整数", ERROR, FORM, _whole),
)
