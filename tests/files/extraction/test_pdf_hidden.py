"""PDFs and pictures that hide something are told by kind; clean ones raise no alarm."""

import pytest
from PIL import Image
from tests.files.hidden_corpus.pdfs import CLEAN, PDFS, PICTURES, SAID

from gongkai.files.extraction import images, pdf
from gongkai.files.extraction.shapes import HIDDEN, READ, WAITING, Removal
from gongkai.screening.redaction import images as image_redaction
from gongkai.screening.redaction import pdf as redaction
from gongkai.screening.redaction.readback import leftovers


@pytest.mark.parametrize(("kind", "make"), [pytest.param(kind, make, id=name) for name, kind, make in PDFS])
def test_a_pdf_that_hides_something_is_told(kind, make, tmp_path):
    path = tmp_path / "a.pdf"
    make(path)
    found = pdf.read(path)
    kinds = {hidden.kind for hidden in found.hidden}
    assert kinds == {kind} or (kind == "layers" and kind in kinds)  # a layer's words are told besides
    assert kind in HIDDEN
    assert "Notice of the county government" in found.text


@pytest.mark.parametrize(
    ("kind", "make"), [pytest.param(kind, make, id=name) for name, kind, make in PDFS[:7]]
)
def test_the_quick_look_at_long_files_finds_the_same(kind, make, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "_SPARE", 100.0)
    path = tmp_path / "a.pdf"
    make(path)
    assert {hidden.kind for hidden in pdf.read(path).hidden} == {kind}


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in CLEAN])
def test_a_clean_pdf_raises_no_alarm(make, tmp_path):
    path = tmp_path / "a.pdf"
    make(path)
    found = pdf.read(path)
    assert (found.state, found.hidden) == (READ, ())


@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, _, make in PDFS])
def test_redaction_leaves_nothing_hidden(make, tmp_path):
    """Whatever hid it, the secret is gone from the file when it is redacted wherever the reader shows it."""
    path, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    make(path)
    text = pdf.read(path).text
    at = text.find(SAID)
    redaction.redact(path, target, [Removal(at, at + len(SAID))] if at >= 0 else [])
    assert leftovers(target, "pdf", [SAID]) == []
    after = pdf.read(target)
    assert after.hidden == ()
    assert "Notice of the county government" in after.text


@pytest.mark.parametrize(
    ("extension", "kind", "make"),
    [pytest.param(end, kind, make, id=name) for name, end, kind, make in PICTURES],
)
def test_a_picture_that_hides_something_is_told_and_cleaned(extension, kind, make, tmp_path):
    path, target = tmp_path / f"a.{extension}", tmp_path / f"b.{extension}"
    make(path)
    found = images.read(path)
    assert found.state == WAITING
    assert kind in {hidden.kind for hidden in found.hidden}
    image_redaction.redact_boxes(path, target, extension, [(5, 5, 15, 12)])
    assert images.read(target).hidden == ()
    assert leftovers(target, extension, [SAID, "Model 1"]) == []
    assert image_redaction.changed_outside(path, target, [(5, 5, 15, 12)]) == 0


def test_boxes_are_black_and_the_rest_is_untouched(tmp_path):
    path, target = tmp_path / "a.png", tmp_path / "b.png"
    Image.radial_gradient("L").convert("RGB").save(path)
    image_redaction.redact_boxes(path, target, "png", [(20, 30, 60, 50)])
    with Image.open(target) as after:
        assert after.convert("L").crop((20, 30, 60, 50)).getextrema() == (0, 0)
    assert image_redaction.changed_outside(path, target, [(20, 30, 60, 50)], margin=1, bearable=0) == 0


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"GIF89a"])
def test_a_broken_picture_is_unreadable_in_plain_words(data, tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    found = images.read(path)
    assert found.state == "unreadable"
    assert found.problem.endswith("。")
