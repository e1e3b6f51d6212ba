"""The bars for names and addresses on the public sets, by the rules alone and with the model."""

from __future__ import annotations

from pathlib import Path

from bench.screening.public_sets import in_subset, measure

from gongkai.screening.scanning import scan


def test_the_rule_of_the_subset() -> None:
    assert in_subset("person_name", "经理何伟表示", 2, 4)
    assert in_subset("person_name", "何伟先生表示", 0, 2)
    assert not in_subset("person_name", "球迷喜欢何伟", 4, 6)
    assert in_subset("address", "清河县文昌街12号", 0, 10)
    assert not in_subset("address", "清河县文昌街", 0, 6)


def test_names_and_addresses_reach_their_bars(shared: Path) -> None:
    for row in measure(scan, shared / "data" / "pii"):
        if row.bar:
            assert row.labels > 30
            assert row.passes, f"{row.kind}: recall {row.recall:.3f}, precision {row.precision:.3f}"
