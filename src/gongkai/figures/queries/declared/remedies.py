"""复议诉讼: the 15 numbers of the annual report's table 3."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gongkai.figures.declaring import Figure, Judged, Reading, Scope
from gongkai.figures.queries.annual import Hit, dispute_hits
from gongkai.figures.queries.declared import _cuts
from gongkai.figures.rules import tables

_GROUPS = dict(
    zip(
        tables.DISPUTE_GROUPS, ("行政复议", "未经复议直接起诉的行政诉讼", "复议后起诉的行政诉讼"), strict=True
    )
)
_COLUMNS = {
    "upheld": ("结果维持", "统计期内审结、结果维持的。"),
    "corrected": ("结果纠正", "统计期内审结、结果纠正的。"),
    "other": ("其他结果", "统计期内以撤回、和解、驳回等其他方式结束的。"),
    "pending": ("尚未审结", "统计期末还没有审结的。"),
    "total": ("总计", "统计期内审结的和期末尚未审结的。"),
}


def _hits(scope: Scope) -> list[Hit]:
    return list(dispute_hits(scope.period, scope.unit_ids))


def _cell(address: str) -> Callable[[Scope, Reading], Iterator[Judged]]:
    def judge(scope: Scope, reading: Reading) -> Iterator[Judged]:
        for hit in reading.once(_hits, scope):
            if hit.address == address:
                yield Judged(hit.case_id, hit.unit_id)

    return judge


FIGURES = tuple(
    Figure(
        f"dispute.{group}.{column}",
        f"{group_label}·{label}",
        "件",
        f"因政府信息公开被提起的{group_label}里，{words}",
        "条例第五十一条；政府信息公开工作年度报告格式（国办公开办函〔2021〕30号）",
        "case",
        judge=_cell(tables.dispute_address(group, column)),
        dimensions=(_cuts.UNIT,),
        stock=column == "pending",
        lower_is_better=column == "corrected",
        position=50,
    )
    for group, group_label in _GROUPS.items()
    for column, (label, words) in _COLUMNS.items()
)
