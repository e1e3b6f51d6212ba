"""What an import is held against in this installation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.catalogue.queries import open_topics
from gongkai.disclosure.importing.ground import Ground
from gongkai.disclosure.importing.maps import TARGETS, header_key
from gongkai.disclosure.kinds import ITEM_KINDS
from gongkai.disclosure.models import ImportColumns


def ground_on(today: date) -> Ground:
    """The headings open now, by code and by name. One query."""
    rows = open_topics().values_list("code", "name")
    return Ground(today, frozenset(word for row in rows for word in row))


@dataclass(frozen=True)
class Remembered:
    """`columns`: ours → the heading in the file."""

    columns: dict[str, str]
    kind: str


def remembered_columns(*, unit_id: int, header: Sequence[str]) -> Remembered | None:
    """What somebody of the unit chose for these headings before."""
    row = ImportColumns.objects.filter(
        unit=unit_id, header_key=header_key(header)
    ).first()  # one by constraint
    if row is None or row.kind not in ITEM_KINDS:
        return None
    present = set(header)
    columns = {ours: theirs for ours, theirs in row.columns.items() if ours in TARGETS and theirs in present}
    return Remembered(columns, row.kind) if columns else None
