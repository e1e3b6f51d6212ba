"""A trial run: what an uploaded file of cases holds and what is wrong in it, in a form that pages can keep and show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from gongkai.cases.importing.ground import Ground
from gongkai.cases.importing.mapping import MapProblem, targets
from gongkai.cases.importing.reading import Reading, read_file
from gongkai.disclosure.importing.reading import Edits
from gongkai.disclosure.importing.trial import Trial
from gongkai.tables.problems import UnreadableTable

REFUSALS_KEPT = 5000
SAMPLES = 5


def tried(
    path: Path,
    name: str,
    *,
    ground: Ground,
    map_name: str = "",
    told: Callable[[int], None] = lambda n: None,
    edits: Edits | None = None,
) -> Trial:
    """Read and check a whole file; writes nothing. `fault` says why nothing at all could be read."""
    try:
        reading = read_file(path, ground=ground, map_name=map_name, name=name, told=told, edits=edits)
    except MapProblem as problem:
        return Trial({"fault": str(problem), "no_map": True})
    except UnreadableTable as problem:
        return Trial({"fault": problem.refusal.message})
    return Trial(summary_of(reading, ground), bad=reading.bad, seen={})


def summary_of(reading: Reading, ground: Ground) -> dict[str, Any]:
    labels = targets()
    outcomes = {outcome.code: outcome.label for outcome in ground.kind.outcomes}
    return {
        "fault": "",
        "read": reading.read,
        "good": len(reading.records),
        "answered": sum(bool(record.outcome) for record in reading.records),
        "refused_rows": reading.refused_rows,
        "refusal_count": len(reading.refusals),
        "refusals": [asdict(one) for one in reading.refusals[:REFUSALS_KEPT]],
        "notices": [one.message for one in reading.notices[:20]],
        "map": reading.mapping.name,
        "map_label": reading.mapping.label,
        "header": list(reading.header),
        "mapped": [name for name in reading.header if name in _read(reading)],
        "unused": [name for name in reading.header if name and name not in _read(reading)],
        "columns": [
            [labels[ours], "、".join(name for name in theirs if name in reading.header)]
            for ours, theirs in reading.mapping.columns.items()
            if set(theirs) & set(reading.header)
        ],
        # No name and no number of a person: a page of results is looked at by several.
        "samples": [
            [
                record.title,
                record.submitted_at.date().isoformat(),
                outcomes.get(record.outcome, "没有答复"),
                record.answered_at.date().isoformat() if record.answered_at else "",
            ]
            for record in reading.records[:SAMPLES]
        ],
    }


def _read(reading: Reading) -> set[str]:
    return {name for theirs in reading.mapping.columns.values() for name in theirs}
