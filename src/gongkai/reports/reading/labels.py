"""How a row, a table or a part is recognised in a finished report: by its words, however they are numbered or broken."""

from __future__ import annotations

import re

from gongkai.reports.layouts import Row, Table, Template
from gongkai.reports.reading.page import bare

_CUT = re.compile(r"[（、，]")


def row_pattern(row: Row) -> re.Pattern[str]:
    """The label's first words with its numbering; short labels only with it. Matches `Page.bare`."""
    stem = _CUT.split(bare(row.label))[0]
    marks = _marks(row.mark)
    needed = stem in ("其他", "总计") or row.key == "other.misc"
    return re.compile(f"{marks}{'' if needed else '?'}{_loose(stem)}" if marks else _loose(stem))


def _marks(mark: str) -> str:
    """ "1." also as 1、 and 1．; "（一）" also as (一) and 一."""
    mark = bare(mark)
    if not mark:
        return ""
    if mark[0].isdigit():
        return rf"(?:{mark[0]}[.、．]?)"
    if mark.startswith("（"):
        return rf"(?:（?{mark[1]}[）)、.])"
    return rf"(?:{mark[0]}[、.．])"


def _loose(stem: str) -> str:
    """Quotation marks may be any or missing."""
    return (
        re.escape(stem)
        .replace("维持具体", "维[持护]具体")
        .replace("“", "[“\"'‘’]?")
        .replace("《", "[《〈]?")
        .replace("》", "[》〉]?")
    )


def heading_pattern(table: Table) -> re.Pattern[str] | None:
    """ "第二十条第（一）项", with or without brackets."""
    if not table.heading:
        return None
    number = bare(table.heading)[-3:-2] if bare(table.heading).endswith("）项") else ""
    return (
        re.compile(f"第二十条第?（?{number}）?项") if number else re.compile(re.escape(bare(table.heading)))
    )


def headings_between(template: Template) -> re.Pattern[str]:
    """Headings in table 2 that carry no numbers: 三、本年度办理结果, （三）不予公开 and so on."""
    words = {bare(words) for table in template.tables for row in table.rows for words in row.within}
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(_heading(word) for word in ordered) or "(?!)")


def _heading(word: str) -> str:
    """ "（三）不予公开" may lack its brackets; without any number it would be found in other labels."""
    found = re.match(r"（(.)）(.+)", word)
    return rf"（?{found[1]}[）、]{re.escape(found[2])}" if found else re.escape(word)
