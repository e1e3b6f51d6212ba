"""T34: all the ways of hiding are told, and of two hundred files that hide nothing at most one in ten alarms."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.files.extraction import test_hidden_corpus
from tests.files.hidden_corpus import everyday, pdfs, word, workbooks

from gongkai.disclosure.actions.screening import LOOK_INSIDE
from gongkai.files.extraction import extract
from gongkai.files.extraction.shapes import ADVICE, ALARMING, UNREADABLE

pytestmark = pytest.mark.sweep

CLEAN_FILES, FALSE_ALARMS = 200, 0.10


def clean(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every clean file of the corpus."""
    yield from everyday.written(folder)
    made = [(f"variety-{n}", "docx", data) for n, data in enumerate(word.varieties())]
    made += [(f"book-{n}", "xlsx", data) for n, data in enumerate(workbooks.clean())]
    made += [(f"plain-{extension}", extension, make()) for extension, make in test_hidden_corpus.CLEAN]
    for name, extension, data in made:
        path = folder / f"{name}.{extension}"
        path.write_bytes(data)
        yield name, path
    for name, make in pdfs.CLEAN:
        path = folder / f"{name}.pdf"
        make(path)
        yield name, path


def alarms_of(path: Path) -> set[str]:
    found = extract(path, path.suffix[1:])
    assert found.state != UNREADABLE, (path.name, found.problem)
    return {one.kind for one in found.hidden} & ALARMING


def test_of_two_hundred_clean_files_at_most_one_in_ten_alarms(tmp_path, capsys):
    alarmed, count = {}, 0
    for name, path in clean(tmp_path):
        count += 1
        if kinds := alarms_of(path):
            alarmed[name] = kinds
    with capsys.disabled():
        share = f"{len(alarmed) / count:.1%}"
        print(f"\nhidden content: {count} clean files, {len(alarmed)} false alarms ({share})")  # noqa: T201
    assert count >= CLEAN_FILES
    assert len(alarmed) <= FALSE_ALARMS * count, alarmed


def test_of_the_files_that_hide_something_all_alarm_or_are_noted(tmp_path, capsys):
    missed, count = [], 0
    for sample in test_hidden_corpus.SAMPLES:
        path = sample.write(tmp_path)
        count += 1
        if sample.kind not in {one.kind for one in extract(path, sample.extension).hidden}:
            missed.append(sample.name)
    for case in workbooks.hiding():
        path = tmp_path / f"{case.name}.xlsx"
        path.write_bytes(case.made)
        count += 1
        if case.kind not in {one.kind for one in extract(path, "xlsx").hidden}:
            missed.append(case.name)
    for name, kind, make in pdfs.PDFS:
        path = tmp_path / f"{name}.pdf"
        make(path)
        count += 1
        if kind not in {one.kind for one in extract(path, "pdf").hidden}:
            missed.append(name)
    with capsys.disabled():
        print(f"\nhidden content: {count} files that hide something, {count - len(missed)} told of")  # noqa: T201
    assert missed == []


def test_rows_hidden_by_a_filter_alarm_in_words_of_their_own(tmp_path):
    """They go out with the file, and everybody who takes the filter off reads them: data that is really hidden."""
    book = workbooks.table()
    sheet = book.active
    sheet.auto_filter.ref = "A1:D6"
    sheet.auto_filter.add_filter_column(2, ["东村"])
    sheet["B3"] = workbooks.CANARY
    sheet.row_dimensions[3].hidden = True
    path = tmp_path / "a.xlsx"
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())
    (told,) = [one for one in extract(path, "xlsx").hidden if one.kind in ALARMING]
    assert (told.kind, told.count) == ("filtered_rows", 1)
    assert workbooks.CANARY in told.excerpt
    assert "筛选" in ADVICE["filtered_rows"]
    assert ADVICE["filtered_rows"] != LOOK_INSIDE
