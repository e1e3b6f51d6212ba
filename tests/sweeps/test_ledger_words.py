"""Every act and everything that is written of it into the ledger has words on the auditor's page."""

from __future__ import annotations

import pytest
from tests.sweeps.test_ledger_of_acts import EXAMPLES
from tests.sweeps.world import undone

from gongkai.ledger.queries import RowView, rows_for_auditor
from gongkai.office.ledger_payload import LABELS
from gongkai.office.ledger_words import ACTS


def wordless(rows: list[RowView]) -> set[str]:
    acts = {row.act for row in rows if row.act not in ACTS}
    return acts | {f"{row.act} {key}" for row in rows for key in row.payload or {} if key not in LABELS}


@pytest.mark.sweep
def test_every_act_and_every_part_of_its_payload_has_words(world, tmp_path):
    world.folder = tmp_path
    found = wordless(rows_for_auditor(user_may=True, limit=5000).rows)
    for example in EXAMPLES.values():
        prepare, act = example if isinstance(example, tuple) else (lambda w: None, example)
        with undone():
            prepare(world)
            act(world)
            found |= wordless(rows_for_auditor(user_may=True, limit=20).rows)
    assert found == set()
