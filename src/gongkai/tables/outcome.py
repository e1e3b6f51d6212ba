"""What an import of a table came to, the same for every kind of table and for a trial run."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.tables.problems import Refusal, to_json


@dataclass(frozen=True)
class ImportOutcome:
    """Rows read, and what became of them. Of a trial run, or with refusals, what would become: `written` is False."""

    read: int
    imported: int
    updated: int
    unchanged: int
    refused: tuple[Refusal, ...]
    written: bool

    def as_json(self) -> dict[str, object]:
        return {
            "read": self.read,
            "imported": self.imported,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": [to_json(refusal) for refusal in self.refused],
            "written": self.written,
        }


def nothing_read(refusals: tuple[Refusal, ...]) -> ImportOutcome:
    """The file as a whole can't be imported."""
    return ImportOutcome(0, 0, 0, 0, refusals, False)
