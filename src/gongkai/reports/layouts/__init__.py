"""The prescribed forms of the annual report by version: sections, tables, rows, columns, keys and labels in order.

`TEMPLATES` maps a code ("2008", "2019", "2021") to its `Template`; `template_for_year(2025)` picks the one in force.
Plain Python: the forms page, the checks, the reader and all documents iterate over the same declarations.

    for table in TEMPLATES["2021"].tables:
        for row in table.rows:
            for column in table.columns:
                value = facts.cell(table.address(row, column))
"""

from __future__ import annotations

from gongkai.reports.layouts.shapes import Cell, Column, Part, Row, Table, Template
from gongkai.reports.layouts.v2008 import TEMPLATE_2008
from gongkai.reports.layouts.v2019 import TEMPLATE_2019
from gongkai.reports.layouts.v2021 import TEMPLATE_2021

TEMPLATES: dict[str, Template] = {t.code: t for t in (TEMPLATE_2008, TEMPLATE_2019, TEMPLATE_2021)}


def template_for_year(year: int) -> Template:
    """The form in force for a year of report: up to 2018, 2019–2020, from 2021 on."""
    return next(t for t in TEMPLATES.values() if t.from_year <= year <= t.to_year)


__all__ = ["TEMPLATES", "Cell", "Column", "Part", "Row", "Table", "Template", "template_for_year"]
