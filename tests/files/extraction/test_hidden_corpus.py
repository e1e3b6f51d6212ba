"""Every way of hiding something in a word-like file is reported, and plain files are left in peace."""

from __future__ import annotations

import importlib

import pytest
from tests.files.hidden_corpus import layout, page, slides, word, word97
from tests.files.hidden_corpus.sample import SECRET, Sample

from gongkai.files.extraction.shapes import ALARMING, HIDDEN, NOTED, READ, Extract

SAMPLES = (*word.SAMPLES, *slides.SAMPLES, *layout.SAMPLES, *page.SAMPLES, *word97.SAMPLES)
CLEAN = (
    ("docx", word.clean),
    ("pptx", slides.clean),
    ("ofd", layout.clean),
    ("html", page.clean),
    ("doc", word97.clean),
)


def read(path) -> Extract:
    reader = {"txt": "plain"}.get(path.suffix[1:], path.suffix[1:])
    return importlib.import_module(f"gongkai.files.extraction.{reader}").read(path)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: f"{s.extension}-{s.name}")
def test_what_a_file_hides_is_reported_by_its_kind(sample: Sample, tmp_path):
    found = read(sample.write(tmp_path))
    assert found.state == READ, found.problem
    assert sample.kind in {one.kind for one in found.hidden}
    if sample.told:
        assert SECRET in " ".join(one.excerpt for one in found.hidden) + found.text
    assert {one.kind for one in found.hidden} <= HIDDEN.keys()


@pytest.mark.parametrize(("extension", "make"), CLEAN)
def test_plain_file_alarms_nobody(extension, make, tmp_path):
    path = tmp_path / f"a.{extension}"
    path.write_bytes(make())
    found = read(path)
    assert found.state == READ, found.problem
    assert "惠农补贴" in found.text
    assert not {one.kind for one in found.hidden} & ALARMING


def test_files_as_offices_write_them_alarm_in_no_more_than_one_of_ten(tmp_path):
    path = tmp_path / "a.docx"
    alarms = []
    for number, data in enumerate(word.varieties()):
        path.write_bytes(data)
        alarms += [(number, h) for h in read(path).hidden if h.kind in ALARMING]
    assert len({number for number, _ in alarms}) <= 6, alarms


def test_kinds_alarm_or_are_noted():
    assert HIDDEN.keys() > NOTED
    assert HIDDEN.keys() == ALARMING | NOTED


def test_government_files_alarm_rarely(shared):
    folder = shared / "data/attachments/government"
    files = [p for p in folder.iterdir() if p.suffix in (".docx", ".doc")]
    alarmed = [p.name for p in files if {h.kind for h in read(p).hidden} & ALARMING]
    assert len(files) >= 5
    assert alarmed == []
