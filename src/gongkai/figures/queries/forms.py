"""The cells of each version of the annual report's form: from 2021, of 2019 and 2020, up to 2018."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from django.db.models import Count

from gongkai.figures.declaring import Scope
from gongkai.figures.queries import documents
from gongkai.figures.queries.annual import Cells, cells_of
from gongkai.figures.queries.declared.items import published, standing
from gongkai.figures.queries.scopes import by_owner
from gongkai.figures.queries.statistics import statistics_cells
from gongkai.figures.rules import tables
from gongkai.figures.rules.periods import Period
from gongkai.registers.queries import counts

_WAN = Decimal(10_000)
_MATTERS = ("licensing", "other_services", "punishment", "coercion")
_PROCESSED = ("licensing", "other_services", "punishment", "coercion")
_OTHER = ("other.correction_overdue", "other.fee_overdue", "other.misc")


def cells_of_form(template: str, period: Period, scopes: Mapping[int, Collection[int]]) -> dict[int, Cells]:
    """The cells of a form ("2021", "2019" or "2008") for each owner of a scope, by address. KeyError for another form."""
    return {"2021": cells_of, "2019": cells_of_2019, "2008": statistics_cells}[template](period, scopes)


def cells_of_2019(period: Period, scopes: Mapping[int, Collection[int]]) -> dict[int, Cells]:
    """Table 1 counts matters and their change since the year before; (六) of table 2 is one row."""
    now = cells_of(period, scopes)
    owners = by_owner(scopes)
    counted: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for unit_id, address, number in _documents(period, owners):
        for owner in owners[unit_id]:
            counted[owner][address] += number
    entered = _registers(period, owners)
    before = _registers(period.a_year_earlier(), owners)
    return {
        owner: {
            **_documents_told(now[owner], counted[owner], entered[owner]),
            **_matters_told(entered[owner], before[owner]),
            **_tables_told(now[owner]),
        }
        for owner in scopes
    }


def _documents(period: Period, unit_ids: Collection[int]) -> Iterator[tuple[int, str, int]]:
    scope = Scope(frozenset(unit_ids), period)
    for column, rows in (("published", published(scope)), ("total_public", standing(scope))):
        found = rows.filter(kind=documents.NORMATIVE).order_by().values("unit_id").annotate(n=Count("id"))
        for row in found:
            yield row["unit_id"], f"normative_documents.{column}", row["n"]


def _registers(
    period: Period, owners: Mapping[int, Collection[int]]
) -> dict[int, dict[tuple[str, str], Decimal]]:
    first, last = period.first, period.last
    codes = (*tables.DOCUMENT_ROWS, *_PROCESSED, "procurement", "matters")
    found: dict[int, dict[tuple[str, str], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for one in counts(codes, set(owners), (first.year, first.month), (last.year, last.month)):
        for owner in owners[one.unit_id] if one.number is not None else ():
            found[owner][one.register, one.key] += one.number or 0
    return found


def _documents_told(
    now: Cells, counted: Mapping[str, int], entered: Mapping[tuple[str, str], Decimal]
) -> Cells:
    told: Cells = {}
    for row in tables.DOCUMENT_ROWS:
        told[f"disclosure.{row}.made"] = now[f"disclosure.{row}.made"]
        for column, key in (("published", "published"), ("total_public", "public_total")):
            told[f"disclosure.{row}.{column}"] = counted.get(f"{row}.{column}", 0) + int(
                entered.get((row, key), 0)
            )
    return told


def _matters_told(
    entered: Mapping[tuple[str, str], Decimal], before: Mapping[tuple[str, str], Decimal]
) -> Cells:
    told: Cells = {}
    for row in (*_MATTERS, "fees"):
        last, now = before.get(("matters", row)), entered.get(("matters", row))
        told[f"disclosure.{row}.last_year"] = None if last is None else int(last)
        told[f"disclosure.{row}.change"] = None if last is None or now is None else int(now - last)
    for row in _PROCESSED:
        number = entered.get((row, "processed"))
        told[f"disclosure.{row}.processed"] = None if number is None else int(number)
    projects, amount = entered.get(("procurement", "projects")), entered.get(("procurement", "amount"))
    told["disclosure.procurement.projects"] = None if projects is None else int(projects)
    told["disclosure.procurement.amount"] = None if amount is None else amount / _WAN
    return told


def _tables_told(now: Cells) -> Cells:
    told = {address: value for address, value in now.items() if not address.startswith("disclosure.")}
    for column in tables.FOI_COLUMNS:
        parts = [told.pop(tables.foi_address(row, column)) for row in _OTHER]
        told[tables.foi_address("other.misc", column)] = sum(part or 0 for part in parts)
    return told
