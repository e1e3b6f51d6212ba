"""Table 2 against itself: E1, E2, E3, E5 of the form, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from gongkai.reports.checks.shapes import ERROR, Hit, Rule, Subject, gap, shown
from gongkai.reports.layouts.grids import APPLICANTS, CLOSING, INTAKE, OTHER_2019, OTHER_2021, RESULTS

COLUMNS = {column.key: column.label for column in APPLICANTS}
PARTS = tuple(key for key in COLUMNS if key != "total")
DETAILS = tuple(dict.fromkeys(row.key for row in (*RESULTS, *OTHER_2021, *OTHER_2019)))
BLOCKS = {
    "new_received": ("本年新收", ("new_received",)),
    "carried_over": ("上年结转", ("carried_over",)),
    "results": ("予以公开、部分公开", ("results.granted", "results.partial")),
    "denied": ("不予公开", tuple(k for k in DETAILS if k.startswith("denied."))),
    "unable": ("无法提供", tuple(k for k in DETAILS if k.startswith("unable."))),
    "not_processed": ("不予处理", tuple(k for k in DETAILS if k.startswith("not_processed."))),
    "other": ("其他处理", tuple(k for k in DETAILS if k.startswith("other."))),
    "results_total": ("办理结果总计", ("results.total",)),
    "carried_forward": ("结转下年度", ("carried_forward",)),
}
LABELS = {row.key: row.label for row in (*INTAKE, *RESULTS, *OTHER_2021, *CLOSING)}
FORM = "国办公开办函〔2021〕30号表二"


def at(row: str, column: str) -> str:
    return f"foi.{row}/{column}"


def _e1(column: str) -> Callable[[Subject], Iterator[Hit]]:
    cells = tuple(
        at(row, column) for row in ("new_received", "carried_over", "results.total", "carried_forward")
    )

    def find(subject: Subject) -> Iterator[Hit]:
        first, second, third, fourth = (subject.total([cell]) for cell in cells)
        if subject.unread.intersection(cells) or (first is None and third is None):
            return
        left, right = (first or 0) + (second or 0), (third or 0) + (fourth or 0)
        if left != right:
            yield (
                cells,
                f"{COLUMNS[column]}：新收 {shown(first or 0)} ＋ 上年结转 {shown(second or 0)} ＝ {shown(left)}，"
                f"办理结果总计 {shown(third or 0)} ＋ 结转下年 {shown(fourth or 0)} ＝ {shown(right)}，相差 {gap(left, right)}。",
            )

    return find


def _e2(column: str) -> Callable[[Subject], Iterator[Hit]]:
    total = at("results.total", column)

    def find(subject: Subject) -> Iterator[Hit]:
        cells = [at(row, column) for row in DETAILS if at(row, column) in subject.known]
        stated, summed = subject.total([total]), subject.total(cells)
        if (
            total in subject.unread
            or subject.unread.intersection(cells)
            or (stated is None and summed is None)
        ):
            return
        if (stated or 0) != (summed or 0):
            yield (
                (total, *cells),
                f"{COLUMNS[column]}：各项办理结果相加得 {shown(summed or 0)}，“（七）总计”填的是 {shown(stated)}，"
                f"相差 {gap(stated or 0, summed or 0)}。",
            )

    return find


def _e3(rows: tuple[str, ...]) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        for row in rows:
            cells = [at(row, column) for column in PARTS]
            total = at(row, "total")
            stated, summed = subject.total([total]), subject.total(cells)
            if subject.unread.intersection((total, *cells)) or (stated is None and summed is None):
                continue
            if (stated or 0) != (summed or 0):
                yield (
                    (total, *cells),
                    f"“{LABELS.get(row, row)}”一行：自然人和五个法人列相加得 {shown(summed or 0)}，总计填的是 {shown(stated)}。",
                )

    return find


def _e5(column: str) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        for row in subject.facts.foi:
            value = subject.value(at(row, column))
            if value is not None and (value < 0 or value != int(value)):
                yield (
                    (at(row, column),),
                    f"“{LABELS.get(row, row)}·{COLUMNS[column]}”是 {shown(value)}，应是不小于 0 的整数。",
                )

    return find


def _more_forward_than_there_were(subject: Subject) -> Iterator[Hit]:
    for column, label in COLUMNS.items():
        cells = tuple(at(row, column) for row in ("new_received", "carried_over", "carried_forward"))
        new, before, after = (subject.total([cell]) for cell in cells)
        if after is not None and not subject.unread.intersection(cells):
            there = (new or 0) + (before or 0)
            if Decimal(after) > there:
                yield (
                    cells,
                    f"{label}：结转下年 {shown(after)} 件，多于新收与上年结转之和 {shown(there)} 件。",
                )


RULES = (
    *(
        Rule(
            f"foi.e1.{key}",
            f"{label}列：新收＋上年结转＝办理结果总计＋结转下年",
            ERROR,
            f"{FORM}表头勾稽关系",
            _e1(key),
        )
        for key, label in COLUMNS.items()
    ),
    *(
        Rule(f"foi.e2.{key}", f"{label}列：“（七）总计”等于（一）至（六）各项之和", ERROR, FORM, _e2(key))
        for key, label in COLUMNS.items()
    ),
    *(
        Rule(f"foi.e3.{key}", f"“{label}”各行：总计列等于自然人与五个法人列之和", ERROR, FORM, _e3(rows))
        for key, (label, rows) in BLOCKS.items()
    ),
    *(
        Rule(f"foi.e5.{key}", f"{label}列：都是不小于 0 的整数", ERROR, FORM, _e5(key))
        for key, label in COLUMNS.items()
    ),
    Rule(
        "foi.forward_too_many",
        "结转下年的不多于新收与上年结转之和",
        ERROR,
        FORM,
        _more_forward_than_there_were,
    ),
)
