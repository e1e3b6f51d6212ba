"""Redaction is real (T35): nothing of what was planted comes back, in six ways of setting text."""

import pikepdf
import pytest
from tests.screening.redaction.measuring import erase, measure
from tests.screening.redaction.planted import ENCODINGS, plant
from tests.screening.redaction.typesetting import glyph_of, system_font

from gongkai.files import recognition
from gongkai.files.extraction import pdf as reading
from gongkai.screening.redaction.readback import leftovers, leftovers_by_recognition

ALL, SAMPLE, LOOKED_AT = 100, 10, 40


def _check(result):
    print(result.line())  # noqa: T201  the figures are the point
    assert result.recovered == []
    assert result.flattened == 0
    assert result.kept >= 0.99
    assert result.larger <= 1.5
    assert result.total_seconds / result.files <= 0.5


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_nothing_planted_is_recovered_from_a_sample(encoding, tmp_path):
    system_font()
    _check(measure(tmp_path, encoding, range(SAMPLE)))


@pytest.mark.redaction
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_nothing_planted_is_recovered_from_all(encoding, tmp_path):
    system_font()
    _check(measure(tmp_path, encoding, range(ALL)))


@pytest.mark.redaction
@pytest.mark.skipif(not recognition.available(), reason="rapidocr is not installed")
def test_nothing_planted_is_seen_by_recognition(tmp_path):
    """A fixed sample of forty; before the redaction recognition sees most, else the test would prove nothing."""
    system_font()
    seen_before, seen_after, terms = 0, [], 0
    for number in range(LOOKED_AT):
        planted = plant(tmp_path, list(ENCODINGS)[number % 6], number)
        target = tmp_path / "out.pdf"
        erase(planted, target)
        seen_after += leftovers_by_recognition(target, "pdf", planted.secrets)
        if number < 6:
            terms += len(planted.secrets)
            seen_before += len(
                {left.term for left in leftovers_by_recognition(planted.path, "pdf", planted.secrets)}
            )
    figures = f"{LOOKED_AT} pages, {len(seen_after)} recovered; before redaction {seen_before} of {terms}"
    print("recognition:", figures)  # noqa: T201
    assert seen_after == []
    assert seen_before >= 0.8 * terms


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_readers_find_what_was_planted_before_it_is_redacted(encoding, tmp_path):
    """Read-back that finds nothing anywhere would pass every redaction."""
    system_font()
    planted = plant(tmp_path, encoding, 1 if encoding == "cid_without_unicode" else 0)
    found = leftovers(planted.path, "pdf", planted.secrets)
    assert {left.term for left in found} == set(planted.secrets)
    if planted.readable:
        assert {"pdfium", "pikepdf"} <= {left.reader for left in found}


def test_fonts_forget_the_shapes_of_letters_that_are_no_longer_shown(tmp_path):
    """A subset holds its letters in the order of the text: their shapes side by side would spell the name."""
    system_font()
    planted = plant(tmp_path, "cid", 0)
    target = tmp_path / "out.pdf"
    erase(planted, target)
    with pikepdf.open(planted.path) as before, pikepdf.open(target) as after:
        whole, left = (_font_program(pdf) for pdf in (before, after))
    rest = reading.read(target).text
    gone = {letter for secret in planted.secrets for letter in secret if letter not in rest}
    assert gone
    for letter in gone:
        shape = glyph_of(letter)
        assert shape in whole
        assert shape not in left
    assert glyph_of("救") in left


def _font_program(pdf):
    (program,) = (item.FontFile2.read_bytes() for item in pdf.objects if "/FontFile2" in _keys(item))
    return program


def _keys(item):
    return item.keys() if isinstance(item, pikepdf.Dictionary) else ()
