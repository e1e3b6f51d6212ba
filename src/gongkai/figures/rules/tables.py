"""The cells of the annual report that are computed: their keys, and what a case's applicant is called in table 2."""

from __future__ import annotations

from gongkai.cases.rules.outcomes import DETAIL_ROWS
from gongkai.figures.rules.courses import FORWARD, NEW, OVER, TOTAL

# Stored type of applicant → column of table 2 (国办公开办函〔2021〕30号).
APPLICANT_COLUMNS = {
    "natural": "natural_person",
    "enterprise": "commercial",
    "research": "research",
    "welfare": "social_welfare",
    "legal_service": "legal_service",
    "other": "other",
}
SUM = "total"
FOI_ROWS = (NEW, OVER, *DETAIL_ROWS, TOTAL, FORWARD)
FOI_COLUMNS = (*APPLICANT_COLUMNS.values(), SUM)
DISPUTE_GROUPS = ("review", "litigation_direct", "litigation_after_review")
PENDING = "pending"
DISPUTE_COLUMNS = ("upheld", "corrected", "other", PENDING, SUM)
DOCUMENT_ROWS = ("regulations", "normative_documents")
DOCUMENT_COLUMNS = ("made", "repealed", "valid")
DECISIONS = ("licensing", "punishment", "coercion")
FEES = "disclosure.fees.amount"

UNKNOWN_OUTCOME = "other.misc"
"""An end without an outcome of table 2 still counts once, under 其他."""


def foi_address(row: str, column: str) -> str:
    return f"foi.{row}/{column}"


def dispute_address(group: str, column: str) -> str:
    return f"disputes.{group}/{column}"


def document_address(row: str, column: str) -> str:
    return f"disclosure.{row}.{column}"


def all_addresses() -> tuple[str, ...]:
    """Every cell of the form in use since 2021: 10 + 175 + 15."""
    return (
        *(document_address(row, column) for row in DOCUMENT_ROWS for column in DOCUMENT_COLUMNS),
        *(f"disclosure.{row}.processed" for row in DECISIONS),
        FEES,
        *(foi_address(row, column) for row in FOI_ROWS for column in FOI_COLUMNS),
        *(dispute_address(group, column) for group in DISPUTE_GROUPS for column in DISPUTE_COLUMNS),
    )
