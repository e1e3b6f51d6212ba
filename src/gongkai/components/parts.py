"""What the sheet draws: small frozen records that queries and views fill and the tags of `sheet` show.

Every tag reads attributes by name, so a record of another app with the same attributes will do as well.
Words in these records are for people: Chinese, plain, complete.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

DueLevel = Literal["ok", "soon", "late", "paused", "done", "none"]
StepState = Literal["done", "here", "todo", "returned", "skipped"]
NoteLevel = Literal["info", "ok", "soon", "late"]


@dataclass(frozen=True, slots=True)
class Link:
    """A word and where it leads. `current` marks the page one is on."""

    label: str
    url: str = ""
    current: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A clock in words. `level` chooses colour and icon; the words must make sense without either."""

    level: DueLevel
    words: str
    on: date | None = None
    provisional: bool = False  # a year on the way has no holiday notice yet


@dataclass(frozen=True, slots=True)
class ListLine:
    """One line of a panel: title, date, perhaps a note, a clock or a mark before the title."""

    title: str
    url: str
    on: date | None = None
    note: str = ""
    mark: str = ""
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure with its sentence; leads to the records that it counts."""

    value: str
    words: str
    url: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a review route or a timeline. `at` is shown in words, `who` is a person or a role."""

    label: str
    state: StepState = "todo"
    who: str = ""
    at: date | datetime | str | None = None
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One line of a task list; without `url` it can't be started yet and `hint` says why."""

    label: str
    url: str = ""
    state: str = "未开始"
    done: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file to fetch. `kind` is what people call it (PDF, Word), `size` in bytes, `pages` if known."""

    name: str
    url: str
    kind: str = ""
    size: int | None = None
    pages: int | None = None
    note: str = ""
    delete_url: str = ""
    view_url: str = ""  # where it is looked at page by page


@dataclass(frozen=True, slots=True)
class HeadLine:
    """One line of the head table; `level` colours the value (ok, late), `wide` gives it the whole row."""

    label: str
    value: str
    url: str = ""
    note: str = ""
    level: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class VersionLine:
    number: int
    on: date | datetime | None
    words: str = ""
    who: str = ""
    url: str = ""
    diff_url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `sort` is the value of `?sort=`; `hide` leaves it out of the card on a phone."""

    label: str
    sort: str = ""
    numeric: bool = False
    hide: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: text with a link, a smaller second line, a state tag or a clock.

    `peek` is the address of a preview that comes into the page's `.peek` when the link takes the focus.
    `level` colours the state (soon, late) where colour helps. `hide` leaves it out of the card on a phone.
    """

    text: str = ""
    url: str = ""
    note: str = ""
    state: str = ""
    due: Due | None = None
    peek: str = ""
    level: str = ""
    hide: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row; with `id` it gets a checkbox for the bulk bar."""

    cells: Sequence[Cell | str]
    id: str = ""
    label: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    select: bool = False


@dataclass(frozen=True, slots=True)
class FilterOption:
    label: str
    value: str
    count: int | None = None
    on: bool = False


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """A group of filters that sets `?name=value`; one option at a time, chosen again it is taken off."""

    label: str
    name: str
    options: Sequence[FilterOption]


@dataclass(frozen=True, slots=True)
class Progress:
    """A long job in words. `total` None means that the end isn't known yet."""

    label: str
    state: str
    done: int = 0
    total: int | None = None
    running: bool = True
    failed: bool = False
    rate: str = ""
    left: str = ""
    log: Sequence[str] = ()
    cancel_url: str = ""
    result: Link | None = None


@dataclass(frozen=True, slots=True)
class BulkAct:
    """A button of the bulk bar: submits `act=value` of the form around the table."""

    label: str
    value: str
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Confirm:
    """The page before an act that can't be undone: what happens, to what, and the two ways out."""

    title: str
    consequence: str
    act: str
    back_url: str
    facts: Sequence[HeadLine] = ()
    danger: bool = False
    hidden: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class NavGroup:
    """A group of the office's side list; `count` of a link stands in `note`, `hot` ones are in red."""

    label: str
    links: Sequence[NavLink]


@dataclass(frozen=True, slots=True)
class NavLink:
    label: str
    url: str
    count: int | None = None
    hot: bool = False
    current: bool = False
