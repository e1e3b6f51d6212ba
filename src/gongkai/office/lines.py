"""How an item looks as a row of a list: one place, so that all lists of the office read alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from gongkai.components.parts import Cell, Column, Due, Row, Table
from gongkai.disclosure.queries.office import Line
from gongkai.lists.declaring import ListColumn


def due_of(line: Line) -> Due | None:
    """The clock in words; a paused one says why."""
    if line.paused:
        return Due("paused", f"暂停：{line.paused}")
    if line.days_left is None or line.due_on is None:
        return None
    return Due(line.days_left.level, line.days_left.words, line.due_on)


def item_table(caption: str, rows: Sequence[Line], *, select: bool = False) -> Table:
    columns = [
        Column("标题", "title"),
        Column("单位", "unit", hide=True),
        Column("种类", hide=True),
        Column("状态"),
        Column("期限", "due"),
        Column("经办人", hide=True),
    ]
    return Table(caption, columns, [_row(line, select) for line in rows], select=select)


def chosen_table(
    caption: str, rows: Sequence[Line], columns: Sequence[ListColumn], *, select: bool = False
) -> Table:
    """The columns that the person chose; their text is that of the export, with a link, a state or a clock."""
    heads = [Column(one.label, one.sort, hide=one.minor) for one in columns]
    made = [
        Row(
            [_chosen(one, line) for one in columns],
            id=str(line.id) if select else "",
            label=line.title,
        )
        for line in rows
    ]
    return Table(caption, heads, made, select=select)


def _chosen(column: ListColumn, line: Line) -> Cell | str:
    text = column.text(line)
    if column.code == "title":
        return Cell(text, reverse("office:desk", args=[line.id]))
    if column.code == "state":
        return Cell(state=text)
    due = due_of(line) if column.code == "due" else None
    return Cell(due=due) if due else text


def inbox_table(caption: str, rows: Sequence[Line], urgent: Mapping[int, str]) -> Table:
    """Narrower, beside a preview: what it is, where it stands, till when, whose it is; why it was urgent, by item."""
    columns = [Column("标题", "title"), Column("状态"), Column("期限", "due"), Column("经办人", hide=True)]
    return Table(caption, columns, [_inbox_row(line, urgent.get(line.id, "")) for line in rows])


def _inbox_row(line: Line, urgent: str) -> Row:
    peek = reverse("office:peek", args=[line.id])
    note = f"{line.number} · {line.kind_label} · {line.unit_name}"
    if urgent:
        note += f" · 紧急公开：{urgent}"
    due = due_of(line)
    cells: list[Cell | str] = [
        Cell(line.title, reverse("office:desk", args=[line.id]), note=note, peek=peek),
        Cell(state=line.step or line.state_label),
        Cell(due=due) if due else Cell(_published(line)),
        line.holder,
    ]
    return Row(cells, label=line.title)


def _row(line: Line, select: bool) -> Row:
    url, due = reverse("office:desk", args=[line.id]), due_of(line)
    cells: list[Cell | str] = [
        Cell(line.title, url, note=line.number),
        line.unit_name,
        line.kind_label,
        Cell(state=line.step or line.state_label),
        Cell(due=due) if due else Cell(_published(line)),
        line.holder,
    ]
    return Row(cells, id=str(line.id) if select else "", label=line.title)


def _published(line: Line) -> str:
    return f"{line.published_on:%Y-%m-%d} 公开" if line.published_on else ""
