"""All cells of the annual report for every unit at once: the same few queries for one unit and for a hundred.

Addresses are those of the report's form: "foi.results.granted/natural_person", "disputes.review/total",
"disclosure.fees.amount". How each is counted stands with its figure in `declared/`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count

from gongkai.accounts.policies import Standing
from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.rules.outcomes import DETAIL_ROWS
from gongkai.figures.queries import documents
from gongkai.figures.queries.case_courses import CaseCourse, courses
from gongkai.figures.queries.opening import Opened, Record, opened
from gongkai.figures.queries.scopes import Tree, by_owner, tree_on
from gongkai.figures.queries.snapshot import snapshot
from gongkai.figures.rules import tables
from gongkai.figures.rules.courses import TOTAL, rows_of
from gongkai.figures.rules.periods import Period
from gongkai.figures.rules.periods import year as whole_year
from gongkai.registers.models import RegisterCount
from gongkai.registers.queries import counts

Number = int | Decimal | None
"""A cell. None: nothing was entered, or 不适用; 0 is counted and found to be none."""
Cells = dict[str, Number]

# Kinds whose outcomes count in table 2 and in table 3, as they declare themselves.
APPLICATIONS = tuple(
    code for code, kind in CASE_KINDS.items() if any(o.counts_as in DETAIL_ROWS for o in kind.outcomes)
)
DISPUTES = tuple(
    code
    for code, kind in CASE_KINDS.items()
    if any(o.counts_as in tables.DISPUTE_COLUMNS for o in kind.outcomes)
)
_YUAN_IN_WAN = Decimal(10_000)


@dataclass(frozen=True)
class Hit:
    """A case stands in a cell."""

    unit_id: int
    address: str
    case_id: int


def annual_cells(year: int, unit_ids: Collection[int] | None = None) -> dict[int, Cells]:
    """All 200 cells of these units' reports (None: of every unit that owes one), read in one snapshot.

    A government's cells are the sums of its units. Units that owe no report are left out.
    """
    with snapshot():
        return cells_of(whole_year(year), report_scopes(year, unit_ids))


def report_scopes(year: int, unit_ids: Collection[int] | None = None) -> dict[int, frozenset[int]]:
    """Unit that owes a report for the year → the units whose records it counts, by the tree of its last day."""
    scopes = year_tree(year).report_scopes
    return scopes if unit_ids is None else {one: scopes[one] for one in unit_ids if one in scopes}


def year_tree(year: int) -> Tree:
    return tree_on(whole_year(year).last)


def cells_of(
    period: Period,
    scopes: Mapping[int, Collection[int]],
    *,
    ids: Mapping[int, Mapping[str, Sequence[int]]] | None = None,
) -> dict[int, Cells]:
    """The cells of any scopes over any period, e.g. a quarter. `ids` where `ids_of` was asked already: then they are counted."""
    owners = by_owner(scopes)
    counted: dict[int, dict[str, int]] = {unit_id: defaultdict(int) for unit_id in scopes}
    for owner, cells in (ids or {}).items():
        counted[owner].update({address: len(found) for address, found in cells.items()})
    for hit in case_hits(period, owners) if ids is None else ():
        for owner in owners[hit.unit_id]:
            counted[owner][hit.address] += 1
    for unit_id, address, number in _documents(period, owners) if ids is None else ():
        for owner in owners[unit_id]:
            counted[owner][address] += number
    filled = _registers(period, owners)
    return {
        owner: {
            address: _cell(address, counted[owner], filled.get(owner, {}))
            for address in tables.all_addresses()
        }
        for owner in scopes
    }


def _cell(address: str, counted: Mapping[str, int], filled: Mapping[str, Decimal]) -> Number:
    entered = filled.get(address)
    if address == tables.FEES:
        return None if entered is None else entered / _YUAN_IN_WAN
    if address.endswith(".processed"):
        return None if entered is None else int(entered)
    return counted.get(address, 0) + int(entered or 0)


# ---- tables 2 and 3 --------------------------------------------------------------------------------------


def case_hits(period: Period, unit_ids: Collection[int] | None) -> Iterator[Hit]:
    """Every cell of tables 2 and 3 with the cases in it, totals too. Some six queries."""
    units = None if unit_ids is None else set(unit_ids)
    yield from application_hits(period, units)
    yield from dispute_hits(period, units)


def application_hits(period: Period, unit_ids: Collection[int] | None) -> Iterator[Hit]:
    counts_as = {
        (code, outcome.code): outcome.counts_as
        for code in APPLICATIONS
        for outcome in CASE_KINDS[code].outcomes
    }
    for one in courses(APPLICATIONS, period, unit_ids):
        column = tables.APPLICANT_COLUMNS.get(one.applicant, "other")
        for row in _foi_rows(one, period, counts_as):
            yield Hit(one.unit_id, tables.foi_address(row, column), one.id)
            yield Hit(one.unit_id, tables.foi_address(row, tables.SUM), one.id)


def _foi_rows(one: CaseCourse, period: Period, counts_as: Mapping[tuple[str, str], str]) -> Iterator[str]:
    for row in rows_of(one.course, period):
        yield row
        if row == TOTAL:
            ended = one.course.ended(as_of=period.last)
            outcome = (ended.outcome if ended else "") or one.outcome
            yield counts_as.get((one.kind, outcome)) or tables.UNKNOWN_OUTCOME


def dispute_hits(period: Period, unit_ids: Collection[int] | None) -> Iterator[Hit]:
    """What was decided in the period by its result, and what was pending at its end."""
    counts_as = {
        (code, outcome.code): outcome.counts_as for code in DISPUTES for outcome in CASE_KINDS[code].outcomes
    }
    for one in courses(DISPUTES, period, unit_ids, group="group"):
        rows = rows_of(one.course, period)
        if not rows:
            continue
        ended = one.course.ended(as_of=period.last)
        outcome = (ended.outcome or one.outcome) if ended else ""
        column = (counts_as.get((one.kind, outcome)) or "other") if ended else tables.PENDING
        group = one.group if one.group in tables.DISPUTE_GROUPS else tables.DISPUTE_GROUPS[0]
        yield Hit(one.unit_id, tables.dispute_address(group, column), one.id)
        yield Hit(one.unit_id, tables.dispute_address(group, tables.SUM), one.id)


# ---- table 1 ---------------------------------------------------------------------------------------------

_REGISTER_CELLS: dict[tuple[str, str], str] = {
    **{
        (row, column): tables.document_address(row, column)
        for row in tables.DOCUMENT_ROWS
        for column in tables.DOCUMENT_COLUMNS
    },
    **{(row, "processed"): f"disclosure.{row}.processed" for row in tables.DECISIONS},
    ("fees", "amount"): tables.FEES,
}
_OF_ADDRESS = {address: place for place, address in _REGISTER_CELLS.items()}


def _documents(period: Period, unit_ids: Collection[int]) -> Iterator[tuple[int, str, int]]:
    found = (
        documents.documents(period, unit_ids)
        .order_by()
        .values("unit_id")
        .annotate(**{name: Count("id", filter=when(period)) for name, when in documents.COLUMNS.items()})
        .values_list("unit_id", *documents.COLUMNS)
    )
    for unit_id, *numbers in found:
        for column, number in zip(documents.COLUMNS, numbers, strict=True):
            yield unit_id, tables.document_address("normative_documents", column), number


def _registers(period: Period, owners: Mapping[int, Collection[int]]) -> dict[int, dict[str, Decimal]]:
    """What units entered; a cell that nobody entered is absent."""
    first, last = period.first, period.last
    codes = {register for register, _ in _REGISTER_CELLS}
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for one in counts(codes, set(owners), (first.year, first.month), (last.year, last.month)):
        address = _REGISTER_CELLS.get((one.register, one.key))
        if address is None or one.number is None:
            continue
        for owner in owners[one.unit_id]:
            found[owner][address] = found[owner].get(address, Decimal(0)) + one.number
    return found


# ---- into the records ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CellRecords:
    """What stands behind a cell. For a number of cases or documents `total` equals it; an amount rests on `total` entries.

    `entered`: the entries of registers behind it, or the part of it that they tell.
    """

    address: str
    found: Opened
    entered: Opened

    @property
    def total(self) -> int:
        return self.found.total

    @property
    def records(self) -> tuple[Record, ...]:
        if self.found is self.entered:
            return self.found.records
        return (*self.found.records, *self.entered.records)


def cell_ids(year: int, unit_ids: Collection[int] | None = None) -> dict[int, dict[str, list[int]]]:
    """The ids behind every cell that has any, unit by unit: of cases in tables 2 and 3, else of items (see `source_of`).

    What a report freezes beside its numbers. Entries of registers: `register_ids`.
    """
    with snapshot():
        return ids_of(whole_year(year), report_scopes(year, unit_ids))


def ids_of(period: Period, scopes: Mapping[int, Collection[int]]) -> dict[int, dict[str, list[int]]]:
    """`cell_ids` of any scopes over any period."""
    owners = by_owner(scopes)
    found: dict[int, dict[str, list[int]]] = {unit_id: defaultdict(list) for unit_id in scopes}
    for hit in case_hits(period, owners):
        for owner in owners[hit.unit_id]:
            found[owner][hit.address].append(hit.case_id)
    for column, when in documents.COLUMNS.items():
        address = tables.document_address("normative_documents", column)
        rows = documents.documents(period, owners).filter(when(period)).order_by("id")
        for item_id, unit_id in rows.values_list("id", "unit_id"):
            for owner in owners[unit_id]:
                found[owner][address].append(item_id)
    return {unit_id: dict(cells) for unit_id, cells in found.items()}


def register_ids(year: int, unit_ids: Collection[int] | None = None) -> dict[int, dict[str, list[int]]]:
    """The ids of the registers' numbers behind the cells of table 1."""
    return register_ids_of(whole_year(year), report_scopes(year, unit_ids))


def register_ids_of(period: Period, scopes: Mapping[int, Collection[int]]) -> dict[int, dict[str, list[int]]]:
    """`register_ids` of any scopes over any period of whole months."""
    owners = by_owner(scopes)
    codes = {register for register, _ in _REGISTER_CELLS}
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    rows = RegisterCount.objects.filter(
        register__in=codes, year=period.first.year, number__isnull=False, unit_id__in=set(owners)
    ).order_by("unit_id", "month", "id")
    first, last = period.first.month, period.last.month
    whole = (first, last) == (1, 12)
    for pk, unit_id, register, key, month in rows.values_list("id", "unit_id", "register", "key", "month"):
        address = _REGISTER_CELLS.get((register, key))
        if address and (first <= month <= last if month else whole):
            for owner in owners[unit_id]:
                found[owner][address].append(pk)
    return {unit_id: dict(cells) for unit_id, cells in found.items()}


def source_of(address: str) -> str:
    """Where a page looks up the ids of a cell: case, item or register_count. KeyError for an unknown address."""
    if address not in _ADDRESSES:
        raise KeyError(address)
    if not address.startswith("disclosure."):
        return "case"
    return "item" if _OF_ADDRESS[address][0] in tables.DOCUMENT_ROWS else "register_count"


_ADDRESSES = frozenset(tables.all_addresses())


def cell_records(
    year: int, unit_id: int, address: str, by: Standing, *, limit: int | None = None
) -> CellRecords:
    """The records behind a cell of a unit's report. Who may not see them learns their number alone.

    KeyError for an unknown address or a unit that owes no report.
    """
    source = source_of(address)
    with snapshot():
        if source != "register_count":
            ids = cell_ids(year, [unit_id])[unit_id].get(address, [])
            found = opened(source, ids, by, limit=limit)
        else:
            found = Opened(0, 0, ())
        entered = Opened(0, 0, ())
        if address in _OF_ADDRESS:
            entered = opened(
                "register_count", register_ids(year, [unit_id]).get(unit_id, {}).get(address, []), by
            )
    return CellRecords(address, entered if source == "register_count" else found, entered)
