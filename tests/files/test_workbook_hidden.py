"""Nothing hidden in a workbook goes unseen, and ordinary tables raise no alarm."""

import pytest
from tests.files.hidden_corpus import workbooks
from tests.files.hidden_corpus.workbooks import CANARY

from gongkai.files.extraction import extract
from gongkai.files.extraction.shapes import ALARMING, HIDDEN, READ

CASES = workbooks.hiding()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_hidden_is_told_by_its_kind(case, tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(case.made)
    found = extract(path, "xlsx")
    assert found.state == READ
    assert case.kind in HIDDEN
    told = [h for h in found.hidden if h.kind == case.kind]
    assert told
    assert all(h.count and h.place for h in told)
    if case.screened:
        assert CANARY in found.text + " ".join(h.excerpt for h in told)


def test_ordinary_tables_raise_no_alarm(tmp_path):
    alarms = []
    for number, made in enumerate(workbooks.clean()):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(made)
        alarms += [(number, h) for h in extract(path, "xlsx").hidden if h.kind in ALARMING]
    assert alarms == []
