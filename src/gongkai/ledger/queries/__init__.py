"""Reading the ledger (`reading`), what is still to be sealed (`pending`), proving it (`verifying`)."""

from gongkai.ledger.queries.pending import last_row_id, last_seal, pending_rows, unsealed_count
from gongkai.ledger.queries.reading import (
    Filters,
    Page,
    RowView,
    history_of,
    last_rows,
    rows_for_auditor,
    stream_for_auditor,
)
from gongkai.ledger.queries.verifying import Problem, Verification, anchor, verify

__all__ = [
    "Filters",
    "Page",
    "Problem",
    "RowView",
    "Verification",
    "anchor",
    "history_of",
    "last_row_id",
    "last_rows",
    "last_seal",
    "pending_rows",
    "rows_for_auditor",
    "stream_for_auditor",
    "unsealed_count",
    "verify",
]
