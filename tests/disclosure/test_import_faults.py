"""Ten thousand rows with some forty kinds of faults: all are found in one pass, and nothing else is."""

import pytest
from tests.disclosure.conftest import AT
from tests.disclosure.importing_faults import FAULTS, GROUND, RAW_FAULTS, planted

from gongkai.disclosure.actions.importing import write_records
from gongkai.disclosure.importing.reading import read_file
from gongkai.disclosure.models import ImportBatch, Item
from gongkai.ledger.rules import SYSTEM


@pytest.fixture(scope="module")
def reading(tmp_path_factory):
    path = tmp_path_factory.mktemp("import") / "旧站.csv"
    table = planted(10_000)
    path.write_bytes(table.raw)
    return table, read_file(path, ground=GROUND)


def test_every_planted_fault_is_found_in_one_pass_and_nothing_else_is(reading):
    table, found = reading
    assert len(FAULTS) + len(RAW_FAULTS) >= 25
    told = {(one.row, one.column, one.rule) for one in found.refusals}
    missed = [(where, name) for where, name in table.expected.items() if where not in told]
    assert missed == []
    assert told - set(table.expected) == set()
    assert len(found.refusals) == len(table.expected)
    assert found.read == 10_000
    assert len(found.records) == 10_000 - found.refused_rows


def test_suggestions_are_made_where_one_is_certain(reading):
    table, found = reading
    made = {(one.row, one.column, one.rule): one.suggestion for one in found.refusals}
    assert {where: made[where] for where in table.suggestions} == table.suggestions


def test_every_refusal_says_what_is_wrong_and_shows_the_value(reading):
    _, found = reading
    assert all(one.message.endswith(("。", "？")) for one in found.refusals)
    assert all(one.value for one in found.refusals if one.rule != "required")


@pytest.mark.django_db
def test_reading_writes_nothing_and_the_good_rows_are_written_only_when_asked(cast, tmp_path):
    path = tmp_path / "旧站.csv"
    table = planted(300, each=1)
    path.write_bytes(table.raw)
    found = read_file(path, ground=GROUND)
    assert not Item.objects.exists()
    assert not ImportBatch.objects.exists()
    done = write_records(
        reading=found, unit_id=cast.units["agri"], by=SYSTEM, user_id=None, at=AT, keep_good=True
    )
    assert done.imported == 300 - len({row for row, _, _ in table.expected})


def test_two_faults_of_a_row_are_both_found(tmp_path):
    path = tmp_path / "旧站.csv"
    path.write_text(
        "编号,标题,正文,成文日期,有效性\na,通知一,文。,2024.13.40,大概有效\nb,通知二,文。,2024-1-1,有效\n"
    )
    assert [(one.column, one.rule) for one in read_file(path).refusals] == [
        ("成文日期", "date"),
        ("有效性", "choice"),
    ]
