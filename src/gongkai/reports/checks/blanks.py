"""Blank against zero, missing rows, the wrong form: whether the tables are there and filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from gongkai.reports.checks.identities import BLOCKS, COLUMNS, at
from gongkai.reports.checks.shapes import ERROR, HINT, WARNING, Hit, Rule, Subject, shown
from gongkai.reports.layouts import TEMPLATES, template_for_year

FORM = "国办公开办函〔2021〕30号（空白与 0 有别）"
_PARTS = {"disclosure": "表一", "foi": "表二", "disputes": "表三"}


def _missing_cells(part: str) -> Callable[[Subject], Iterator[Hit]]:
    """Cells that the form has and the report lacks altogether."""

    def find(subject: Subject) -> Iterator[Hit]:
        owed = [a for a in subject.declared if a.startswith(f"{part}.") and not _optional(subject, part)]
        gone = [a for a in owed if a not in subject.known and a not in subject.unread]
        if gone:
            yield (
                tuple(gone),
                f"{_PARTS[part]}缺 {len(gone)} 格：{'、'.join(subject.label(a) for a in gone[:4])}{'等' if len(gone) > 4 else ''}。",
            )

    return find


def _optional(subject: Subject, part: str) -> bool:
    """The statistics table of the form of 2008 is a document of its own; a report may come without."""
    return subject.facts.template == "2008" and not subject.facts.disclosure and part == "disclosure"


def _unknown_cells(subject: Subject) -> Iterator[Hit]:
    strange = [a for a in subject.known if subject.template and a not in subject.declared]
    if strange:
        yield tuple(strange), f"有 {len(strange)} 格不在这一版格式里：{'、'.join(strange[:4])}。"


def _blank_table(part: str) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        cells = [a for a in subject.declared if a in subject.known and a.startswith(f"{part}.")]
        if cells and subject.blank.issuperset(cells):
            yield tuple(cells), f"{_PARTS[part]}一格都没有填。没有发生的填 0，不适用的写“/”并说明。"

    return find


def _mixed_row(rows: tuple[str, ...]) -> Callable[[Subject], Iterator[Hit]]:
    """A row filled in part: the blanks there were forgotten or mean 0, and nobody can tell."""

    def find(subject: Subject) -> Iterator[Hit]:
        for row in rows:
            cells = [at(row, c) for c in COLUMNS if at(row, c) in subject.known]
            blank = tuple(a for a in cells if a in subject.blank)
            if blank and len(blank) < len(cells):
                name = subject.label(cells[0]).partition("·")[0]
                yield blank, f"“{name}”一行有 {len(blank)} 格空着，没有的填 0。"

    return find


def _blank_rows(subject: Subject) -> Iterator[Hit]:
    """Whole rows blank in a table that is otherwise filled."""
    rows = {row: [at(row, c) for c in columns] for row, columns in subject.facts.foi.items()}
    blank = [row for row, cells in rows.items() if subject.blank.issuperset(cells)]
    if blank and len(blank) < len(rows):
        cells = tuple(at(row, "total") for row in blank)
        yield cells, f"表二有 {len(blank)} 行整行空着，其他行填了数。没有发生的填 0。"


def _blank_totals(subject: Subject) -> Iterator[Hit]:
    for row in ("new_received", "results.total", "carried_forward"):
        total = at(row, "total")
        parts = [subject.value(at(row, c)) for c in COLUMNS if c != "total"]
        if (
            total in subject.known
            and subject.value(total) is None
            and any(parts)
            and total not in subject.unread
        ):
            yield (total,), f"“{subject.label(total)}”空着，分列有数。"


def _mixed(part: str) -> Callable[[Subject], Iterator[Hit]]:
    """Some cells of tables 1 or 3 stand empty beside others that are filled."""

    def find(subject: Subject) -> Iterator[Hit]:
        cells = [a for a in subject.known if a.startswith(f"{part}.")]
        blank = tuple(a for a in cells if a in subject.blank)
        if blank and len(blank) < len(cells):
            yield (
                blank,
                f"{_PARTS[part]}有 {len(blank)} 格空着：{_some(subject, blank)}。没有的填 0，不适用的写“/”。",
            )

    return find


def _template_for_the_year(subject: Subject) -> Iterator[Hit]:
    facts = subject.facts
    if facts.template in TEMPLATES and facts.year >= 2008:
        due = template_for_year(facts.year)
        if due.code != facts.template:
            yield (
                ("template",),
                f"{facts.year} 年度的报告用的是“{TEMPLATES[facts.template].label}”，应当用“{due.label}”（{due.source}）。",
            )


def _template_known(subject: Subject) -> Iterator[Hit]:
    if subject.template is None:
        yield (
            ("template",),
            f"看不出用的是哪一版格式（“{subject.facts.template or '空'}”），表格没法逐格核对。",
        )


def _year(subject: Subject) -> Iterator[Hit]:
    year = subject.facts.year
    if not 2008 <= year <= 2100:
        yield ("year",), f"看不出是哪一年度的报告（{year or '空'}）。"


def _unit(subject: Subject) -> Iterator[Hit]:
    if not subject.facts.unit_name.strip():
        yield ("unit",), "看不出是哪个单位的报告。"


def _some(subject: Subject, cells: Sequence[str]) -> str:
    return "、".join(subject.label(a) for a in cells[:4]) + ("等" if len(cells) > 4 else "")


def _asked(part: str) -> Callable[[Subject], Iterator[Hit]]:
    def find(subject: Subject) -> Iterator[Hit]:
        asked = tuple(a for a in subject.facts.asked if a.startswith(f"{part}."))
        if asked:
            yield (
                asked,
                f"{_PARTS[part]}有 {len(asked)} 格读不出来，要人填：{_some(subject, asked)}。",
            )

    return find


def _nothing_read(subject: Subject) -> Iterator[Hit]:
    facts = subject.facts
    if not subject.known and not any(section.text.strip() for section in facts.sections):
        yield (), "文件里没有读出任何数和字。"


def _unsure(subject: Subject) -> Iterator[Hit]:
    unsure = tuple(a for a, sure in subject.facts.confidence.items() if sure < 1 and a in subject.known)
    if unsure:
        least = min(subject.facts.confidence[a] for a in unsure)
        yield (
            unsure,
            f"有 {len(unsure)} 格是由连在一起的数字拆出来的，或者与同一行合不上（把握最低 {shown(round(least * 100))}%），对照原文看一眼。",
        )


RULES = (
    Rule(
        "form.template",
        "用的是这一年度的格式",
        ERROR,
        "国办公开办函〔2021〕30号；2019 年首版格式",
        _template_for_the_year,
    ),
    Rule(
        "form.template_known", "认得出用的是哪一版格式", WARNING, "国办公开办函〔2021〕30号", _template_known
    ),
    Rule("form.year", "写明是哪一年度", ERROR, "条例第四十九条", _year),
    Rule("form.unit", "写明是哪个单位", ERROR, "条例第四十九条", _unit),
    *(
        Rule(
            f"form.missing.{part}",
            f"{label}的格子齐全",
            ERROR,
            "国办公开办函〔2021〕30号（不遗漏）",
            _missing_cells(part),
        )
        for part, label in _PARTS.items()
    ),
    Rule("form.unknown_cells", "没有格式以外的格子", WARNING, "国办公开办函〔2021〕30号", _unknown_cells),
    *(
        Rule(f"blank.table.{part}", f"{label}不是整张空着", ERROR, FORM, _blank_table(part))
        for part, label in _PARTS.items()
    ),
    *(
        Rule(f"blank.mixed.{key}", f"“{label}”各行没有填了一半的", WARNING, FORM, _mixed_row(rows))
        for key, (label, rows) in BLOCKS.items()
    ),
    Rule("blank.rows", "表二没有整行空着的", WARNING, FORM, _blank_rows),
    Rule("blank.totals", "分列有数的，总计不空", ERROR, FORM, _blank_totals),
    Rule("blank.disclosure", "表一没有填了一半的", WARNING, FORM, _mixed("disclosure")),
    Rule("blank.disputes", "表三没有填了一半的", WARNING, FORM, _mixed("disputes")),
    *(
        Rule(f"read.asked.{part}", f"{label}每一格都读得出来", WARNING, "读取成品报告", _asked(part))
        for part, label in _PARTS.items()
    ),
    Rule("read.file", "文件读得出来", ERROR, "读取成品报告", _nothing_read),
    Rule("read.unsure", "没有靠推断拆开、与同行合不上的数", HINT, "读取成品报告", _unsure),
)
