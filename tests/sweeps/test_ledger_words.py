"""Every act and everything that is written of it into the ledger has words on the auditor's page."""

from __future__ import annotations

import re

import pytest
from tests.sweeps.test_ledger_of_acts import EXAMPLES
from tests.sweeps.world import undone

from gongkai.ledger.queries import RowView, rows_for_auditor
from gongkai.office.ledger import ledger_table
from gongkai.office.ledger_payload import LABELS
from gongkai.office.ledger_words import ACTS


def wordless(rows: list[RowView]) -> set[str]:
    acts = {row.act for row in rows if row.act not in ACTS}
    return acts | {f"{row.act} {key}" for row in rows for key in row.payload or {} if key not in LABELS}


_BETWEEN = re.compile(r"[：；、→／（） ]")
_CODE = re.compile(r"[a-z]{2,}([._/=:&-][a-z]+)*")


def codes_shown(rows: list[RowView]) -> set[str]:
    """Words of machines among what the page says of act, subject and content."""
    found = set()
    for row, line in zip(rows, ledger_table(rows, whole=True).rows, strict=True):
        _, _, act, subject, content, _ = line.cells
        said = (str(act), subject.note, str(content))
        parts = (part for words in said for part in _BETWEEN.split(words))
        found |= {f"{row.act}: {part}" for part in parts if _CODE.fullmatch(part)}
    return found


def faults(rows: list[RowView]) -> set[str]:
    return wordless(rows) | codes_shown(rows)


@pytest.mark.sweep
def test_every_act_and_every_part_of_its_payload_is_told_in_words(world, tmp_path):
    world.folder = tmp_path
    found = faults(rows_for_auditor(user_may=True, limit=5000).rows)
    for example in EXAMPLES.values():
        prepare, act = example if isinstance(example, tuple) else (lambda w: None, example)
        with undone():
            prepare(world)
            act(world)
            found |= faults(rows_for_auditor(user_may=True, limit=20).rows)
    assert found == set()
