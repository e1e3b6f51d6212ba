"""The hard identities of the form: what must hold before anybody signs (E1, E2, E3, E5 and the sums of table 3)."""

from __future__ import annotations

from gongkai.reports.facts import Number, ReportFacts
from gongkai.reports.layouts import TEMPLATES
from gongkai.reports.rules import Broken, summed


def broken_identities(facts: ReportFacts) -> list[Broken]:
    """Identities that don't hold, in words with the numbers. Cells without a number are left out of account."""
    found = [*_negative(facts)]
    for column in _columns(facts):
        found += _of_column(facts, column)
    for name, table in (("foi", facts.foi), ("disputes", facts.disputes)):
        for row, columns in table.items():
            found += _row_sum(facts, name, row, columns)
    return found


def _columns(facts: ReportFacts) -> list[str]:
    return list(facts.foi.get("new_received", {}))


def _negative(facts: ReportFacts) -> list[Broken]:
    known = TEMPLATES[facts.template].by_address if facts.template in TEMPLATES else {}
    return [
        Broken("E5", f"{known[a].label if a in known else a}是 {n}，不能小于 0", (a,))
        for a, n in facts.cells()
        if n is not None and n < 0 and not (a in known and known[a].row.signed)
    ]


def _of_column(facts: ReportFacts, column: str) -> list[Broken]:
    details = [
        row
        for row in facts.foi
        if row not in ("new_received", "carried_over", "results.total", "carried_forward")
    ]

    def at(row: str) -> Number:
        return facts.foi.get(row, {}).get(column)

    label = _column_label(facts, column)
    found: list[Broken] = []
    left, right = (
        summed([at("new_received"), at("carried_over")]),
        summed([at("results.total"), at("carried_forward")]),
    )
    if left is not None and right is not None and left != right:
        rows = ("new_received", "carried_over", "results.total", "carried_forward")
        found.append(
            Broken(
                "E1",
                f"“{label}”一列：第一项加第二项是 {left}，第三项加第四项是 {right}，两边要相等",
                tuple(f"foi.{row}/{column}" for row in rows),
            )
        )
    total, parts = at("results.total"), summed([at(row) for row in details])
    if total is not None and parts is not None and total != parts:
        cells = tuple(f"foi.{row}/{column}" for row in (*details, "results.total"))
        found.append(Broken("E2", f"“{label}”一列：各种办理结果加起来是 {parts}，总计写的是 {total}", cells))
    return found


def _row_sum(facts: ReportFacts, table: str, row: str, columns: object) -> list[Broken]:
    numbers: dict[str, Number] = dict(columns)  # type: ignore[call-overload]
    total = numbers.pop("total", None)
    parts = summed(list(numbers.values()))
    if total is None or parts is None or total == parts:
        return []
    address = f"{table}.{row}/total"
    known = TEMPLATES[facts.template].by_address if facts.template in TEMPLATES else {}
    label = known[address].row.name if address in known else row
    rule = "E3" if table == "foi" else "T3"
    return [
        Broken(
            rule,
            f"“{label}”一行：各列加起来是 {parts}，总计写的是 {total}",
            (*(f"{table}.{row}/{c}" for c in numbers), address),
        )
    ]


def _column_label(facts: ReportFacts, column: str) -> str:
    table = next((t for t in TEMPLATES[facts.template].tables if t.code == "foi"), None)
    return next((c.label for c in table.columns if c.key == column), column) if table else column
