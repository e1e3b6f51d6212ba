"""Every cell of the annual report against a count of its own, in plain SQL over the same ledger of acts."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.figures import ledger

from gongkai.figures.queries import annual

YEARS = (2023, 2024, 2025)

# Days as events tell them, ends as states tell them: nothing of the figures' own code.
COUNT = """
WITH days AS (
  SELECT e.case_id, e.no, e.act, e.from_state, e.to_state, COALESCE(e.mended_on, e."on") AS day
  FROM cases_caseevent e JOIN cases_case c ON c.id = e.case_id WHERE c.kind = 'information_application'
),
received AS (
  SELECT case_id, MIN(day) AS day FROM days WHERE act IN ('receive', 'confirm') GROUP BY case_id
),
ends AS (
  SELECT d.case_id, d.no, d.day FROM days d
  WHERE d.to_state IN ('replied', 'closed') AND d.from_state NOT IN ('replied', 'closed') AND d.day <= '{last}'
    AND NOT EXISTS (
      SELECT 1 FROM days r WHERE r.case_id = d.case_id AND r.act = 'redo' AND r.no > d.no AND r.day <= '{last}'
        AND SUBSTR(CAST(r.day AS TEXT), 1, 4) = SUBSTR(CAST(d.day AS TEXT), 1, 4)
    )
),
counted AS (SELECT case_id, MIN(no) AS no FROM ends GROUP BY case_id)
SELECT u.code, p.type, r.day >= '{first}', e.day IS NULL, e.no, c.id
FROM cases_case c
JOIN units_unit u ON u.id = c.unit_id
JOIN cases_party p ON p.id = c.party_id
JOIN received r ON r.case_id = c.id AND r.day <= '{last}'
LEFT JOIN counted k ON k.case_id = c.id
LEFT JOIN ends e ON e.case_id = c.id AND e.no = k.no
WHERE e.day IS NULL OR e.day >= '{first}'
"""
OUTCOME = """
SELECT {told} FROM cases_caseevent e WHERE e.case_id = {case} AND e.no <= {no} AND {told} IS NOT NULL
ORDER BY e.no DESC LIMIT 1
"""
ROW_OF = {
    "already_public": "results.granted", "granted": "results.granted", "partial": "results.partial",
    "not_held": "unable.not_held", "not_ours": "unable.not_held", "needs_creation": "unable.needs_creation",
    "still_unclear": "unable.still_unclear", "withdrawn": "other.misc", "other": "other.misc",
    "correction_overdue": "other.correction_overdue", "fee_overdue": "other.fee_overdue",
    "complaint": "not_processed.complaint", "duplicate": "not_processed.duplicate",
    "publication": "not_processed.publication", "excessive": "not_processed.excessive",
    "confirm_reissue": "not_processed.confirm_reissue",
}  # fmt: skip
COLUMN_OF = {
    "natural": "natural_person", "enterprise": "commercial", "research": "research", "welfare": "social_welfare",
    "legal_service": "legal_service", "other": "other",
}  # fmt: skip
# Whose report counts whose cases in the cast's county: the town its village, the government all.
OWNERS = {
    "000": ("000",), "001": ("001", "000"), "016": ("016", "000"), "012": ("012", "000"),
    "111": ("111", "000"), "111-01": ("111", "000"),
}  # fmt: skip


def counted_in_sql(year: int) -> Counter[tuple[str, str]]:
    told = "e.\"values\"->>'outcome'"
    found: Counter[tuple[str, str]] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(first=f"{year}-01-01", last=f"{year}-12-31"))
        for unit, applicant, is_new, is_open, no, case in cursor.fetchall():
            rows = [
                "new_received" if is_new else "carried_over",
                "carried_forward" if is_open else "results.total",
            ]
            if not is_open:
                cursor.execute(OUTCOME.format(told=told, case=case, no=no))
                outcome = cursor.fetchone()[0]
                rows.append(ROW_OF.get(outcome, f"denied.{outcome}"))
            for owner in OWNERS[unit]:
                for row in rows:
                    found[owner, f"foi.{row}/{COLUMN_OF[applicant]}"] += 1
                    found[owner, f"foi.{row}/total"] += 1
    return found


@pytest.fixture
def codes(cast) -> dict[int, str]:
    return {cast.units["root"]: "000", cast.units["office"]: "001", cast.units["agri"]: "016",
            cast.units["housing"]: "012", cast.units["town"]: "111"}  # fmt: skip


def test_every_cell_equals_a_count_in_plain_sql_and_every_identity_holds(cast, codes):
    compared(cast, codes, count=220, seed=5)


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(100, 107))
def test_a_hundred_unit_years_equal_a_count_in_plain_sql(cast, codes, seed):
    compared(cast, codes, count=300, seed=seed)


def test_all_units_cost_as_many_queries_as_one(cast):
    ledger.write(cast, applications_count=40, disputes_count=10, seed=2)
    spent = []
    for units in ([cast.units["agri"]], None):
        with CaptureQueriesContext(connection) as caught:
            annual.annual_cells(2024, units)
        spent.append(len(caught))
    assert spent[0] == spent[1]


def compared(cast: Cast, codes: dict[int, str], *, count: int, seed: int) -> None:
    ledger.write(cast, applications_count=count, disputes_count=40, seed=seed)
    before: dict[int, annual.Cells] = {}
    for year in YEARS:
        expected = counted_in_sql(year)
        cells = annual.annual_cells(year)
        assert {codes[unit_id] for unit_id in cells} == set(codes.values())  # the village owes none
        for unit_id, found in cells.items():
            foi = {address: value for address, value in found.items() if address.startswith("foi.")}
            assert len(foi) == 175
            assert {a: n for a, n in foi.items() if n} == {
                address: n for (unit, address), n in expected.items() if unit == codes[unit_id]
            }
            identities_hold(found, before.get(unit_id))
        before = cells
    assert sum(expected.values()) > 100


def identities_hold(cells: annual.Cells, last_year: annual.Cells | None) -> None:
    columns = [*COLUMN_OF.values(), "total"]
    rows = [
        a.removeprefix("foi.").removesuffix("/total")
        for a in cells
        if a.startswith("foi.") and a.endswith("/total")
    ]
    details = [
        row for row in rows if row not in ("new_received", "carried_over", "results.total", "carried_forward")
    ]
    assert len(details) == 21
    for column in columns:
        n = {row: cells[f"foi.{row}/{column}"] or 0 for row in rows}
        assert n["new_received"] + n["carried_over"] == n["results.total"] + n["carried_forward"]
        assert n["results.total"] == sum(n[row] for row in details)
        if last_year is not None:
            assert n["carried_over"] == last_year[f"foi.carried_forward/{column}"]
    for row in rows:
        assert cells[f"foi.{row}/total"] == sum(cells[f"foi.{row}/{c}"] or 0 for c in columns[:-1])
    for group in ("review", "litigation_direct", "litigation_after_review"):
        parts = [cells[f"disputes.{group}/{c}"] or 0 for c in ("upheld", "corrected", "other", "pending")]
        assert cells[f"disputes.{group}/total"] == sum(parts)
