"""Redaction is real (T35): nothing of what was planted comes back, in six ways of setting text."""

import os

import pikepdf
import pytest
from tests.screening.redaction.measuring import erase, measure, removals_of
from tests.screening.redaction.planted import ENCODINGS, plant
from tests.screening.redaction.typesetting import glyph_of, system_font, width_of

from gongkai.files import recogniser, recognition
from gongkai.files.extraction import pdf as reading
from gongkai.files.extraction.shapes import Block, Extract
from gongkai.screening.redaction import pdf as redaction
from gongkai.screening.redaction.readback import leftovers, leftovers_by_recognition

pytestmark = pytest.mark.sweep

ALL = 100
SAMPLE = [(list(ENCODINGS)[number % 6], number) for number in range(40)]
LOOKED_AT = (
    [(encoding, number) for number in range(ALL) for encoding in ENCODINGS]
    if os.environ.get("GONGKAI_LOOK_AT_ALL")
    else SAMPLE
)


def _check(result):
    print(result.line())  # noqa: T201  the figures are the point
    assert result.recovered == []
    assert result.flattened == 0
    assert result.kept >= 0.99
    assert result.larger <= 1.5
    assert result.total_seconds / result.files <= 0.5


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_nothing_planted_is_recovered(encoding, tmp_path):
    system_font()
    _check(measure(tmp_path, encoding, range(ALL)))


@pytest.mark.redaction
@pytest.mark.skipif(not recogniser.available(), reason="rapidocr is not installed")
def test_nothing_planted_is_seen_by_recognition(tmp_path):
    """A fixed sample of forty, or all; before the redaction recognition sees most, else the test would prove nothing."""
    system_font()
    seen_before, seen_after, terms = 0, [], 0
    for looked, (encoding, number) in enumerate(LOOKED_AT):
        planted = plant(tmp_path, encoding, number)
        target = tmp_path / "out.pdf"
        erase(planted, target)
        seen_after += leftovers_by_recognition(target, "pdf", planted.secrets)
        if looked < len(ENCODINGS):
            terms += len(planted.secrets)
            seen_before += len(
                {left.term for left in leftovers_by_recognition(planted.path, "pdf", planted.secrets)}
            )
    figures = (
        f"{len(LOOKED_AT)} pages, {len(seen_after)} recovered; before redaction {seen_before} of {terms}"
    )
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


def test_recognised_words_are_taken_out_by_the_boxes_of_their_lines(tmp_path):
    """What recognition would read of a page whose file doesn't say its letters: lines with boxes."""
    system_font()
    planted = plant(tmp_path, "cid_without_unicode", 2)
    blocks = []
    for line in dict.fromkeys(run[1] for run in planted.runs):
        runs = [run for run in planted.runs if run[1] == line]
        text = "".join(run[2] for run in runs)
        width = sum(map(width_of, text)) * 12 / 1000
        blocks.append(Block(text, "第1页", page=1, box=(30.0, 300 - line - 11, 30 + width, 300 - line + 2)))
    recognised = Extract(tuple(blocks), pages=1)
    target = tmp_path / "out.pdf"
    redaction.redact_recognised(
        planted.path, target, recognised, removals_of(recognised.text, planted.secrets)
    )
    before, after = (_inked(path, planted.boxes) for path in (planted.path, target))
    assert all(20 < share < 250 for share in before)  # letters and paper
    assert after == [0.0] * len(planted.boxes)  # black


def _inked(path, boxes):
    """The mean grey of the middle of each box."""
    picture, scale = recognition.page_image(path, 1)
    grey = picture.convert("L")
    found = []
    for _, left, top, right, bottom in boxes:
        middle = grey.crop(
            (
                round(left * scale) + 3,
                round(top * scale) + 6,
                round(right * scale) - 3,
                round(bottom * scale) - 6,
            )
        )
        found.append(sum(i * n for i, n in enumerate(middle.histogram())) / (middle.width * middle.height))
    return found
