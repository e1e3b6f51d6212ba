"""PDFs are read by lines with their places; what cannot be read says why; nothing in a file makes the reader fall."""

import random
import re
from collections import Counter

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from tests.files.hidden_corpus.pdfs import CLEAN, PDFS, PICTURES
from tests.in_time import within

from gongkai.files import recogniser, recognition
from gongkai.files.extraction import images, pdf
from gongkai.files.extraction.pdf_letters import page_box, view_box
from gongkai.files.extraction.shapes import READ, UNREADABLE, WAITING, Block, Extract, Removal
from gongkai.screening.redaction import images as image_redaction
from gongkai.screening.redaction import pdf as redaction
from gongkai.screening.redaction.readback import leftovers


def _page(content: bytes, **more) -> pikepdf.Pdf:
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    page.obj.Contents = made.make_stream(content)
    for key, value in more.items():
        page.obj[f"/{key}"] = value
    return made


_LINE = b"BT /F1 12 Tf 100 700 Td (Number 123456 of the list) Tj ET"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_are_as_seen_whatever_the_rotation_and_the_crop(rotation, tmp_path):
    made = _page(_LINE, Rotate=rotation, CropBox=Array([50, 100, 550, 800]))
    path, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    made.save(path)
    block = pdf.read(path).blocks[0]
    assert (block.text, block.page, block.place) == ("Number 123456 of the list", 1, "第1页")
    picture, scale = recognition.page_image(path, 1)
    inside = picture.convert("L").crop([round(edge * scale) for edge in block.box])
    assert inside.getextrema()[0] < 100  # there is ink where the box says
    redaction.redact_boxes(path, target, [(1, *block.box)])
    assert pdf.read(target).text.strip() == ""


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_places_turn_there_and_back(rotation):
    bounds, box = (10.0, 20.0, 500.0, 700.0), (30.0, 40.0, 60.0, 90.0)
    assert page_box(view_box(box, bounds, rotation), bounds, rotation) == pytest.approx(box)


def test_a_password_and_a_broken_file_are_told_in_plain_words(tmp_path):
    locked, broken = tmp_path / "a.pdf", tmp_path / "b.pdf"
    _page(_LINE).save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    broken.write_bytes(b"%PDF-1.7\n" + b"no file" * 30)
    assert pdf.read(locked).state == pdf.read(broken).state == UNREADABLE
    assert "密码" in pdf.read(locked).problem
    assert "损坏" in pdf.read(broken).problem


def test_a_page_without_text_layer_waits_while_the_other_pages_are_read(tmp_path):
    made = _page(_LINE)
    scan = made.add_blank_page(page_size=(595, 842))
    image = pikepdf.Stream(made, b"\x80" * 100)
    image.update({"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 10, "/Height": 10})
    image.update({"/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8})
    scan.obj.Resources = Dictionary(XObject=Dictionary(Im=image))
    scan.obj.Contents = made.make_stream(b"q 595 0 0 842 0 0 cm /Im Do Q")
    made.add_blank_page(page_size=(595, 842))
    path = tmp_path / "a.pdf"
    made.save(path)
    found = pdf.read(path)
    assert (found.state, found.problem, found.pages) == (WAITING, "等待文字识别", 3)
    assert "Number 123456" in found.text
    assert pdf.waiting_pages(path) == [2]


def test_letters_drawn_as_lines_wait_for_recognition(tmp_path):
    path = tmp_path / "a.pdf"
    _page(b"10 10 m " + b"20 30 25 35 30 10 c " * 60 + b"f").save(path)
    assert pdf.read(path).state == WAITING


def test_values_of_form_fields_are_text_and_can_be_taken_out(tmp_path):
    made = _page(_LINE)
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("姓名"), V=String("Zhang San")
    )
    field.update({"/Rect": [50, 500, 300, 520], "/DA": String("/F1 12 Tf"), "/F": 4})
    field = made.make_indirect(field)
    made.pages[0].obj.Annots = Array([field])
    made.Root.AcroForm = Dictionary(
        Fields=Array([field]), DR=Dictionary(Font=made.pages[0].obj.Resources.Font)
    )
    path, kept, gone = tmp_path / "a.pdf", tmp_path / "b.pdf", tmp_path / "c.pdf"
    made.save(path)
    found = pdf.read(path)
    assert found.blocks[-1].place == "第1页表单域“姓名”"
    at = found.text.index("Zhang")
    redaction.redact(path, kept, [Removal(0, 6)])
    assert "Zhang San" in pdf.read(kept).text
    redaction.redact(path, gone, [Removal(at, at + 9)])
    assert leftovers(gone, "pdf", ["Zhang San"]) == []


def test_a_replacement_is_written_where_the_letters_were(tmp_path):
    path, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    _page(_LINE).save(path)
    at = pdf.read(path).text.index("123456")
    redaction.redact(path, target, [Removal(at, at + 6, "12****")])
    text = pdf.read(target).text
    assert "12****" in text
    assert "of the list" in text
    assert leftovers(target, "pdf", ["123456"]) == []


def test_a_page_whose_drawing_may_be_letters_becomes_a_picture(tmp_path):
    path, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    _page(_LINE + b" 90 690 m " + b"120 710 130 720 200 700 c " * 30 + b"f").save(path)
    done = redaction.redact(path, target, [Removal(0, 6)])
    assert done.flattened == (1,)
    assert pdf.read(target).text.strip() == ""
    assert target.stat().st_size < 100_000
    picture, scale = recognition.page_image(target, 1)
    grey = picture.convert("L")
    assert grey.crop((10, 10, 200, 60)).getextrema() == (255, 255)  # paper
    assert grey.getpixel((round(120 * scale), round((842 - 704) * scale))) < 10  # a black box


def test_a_page_that_became_a_picture_waits_for_recognition_though_masks_stand_on_it(tmp_path):
    """Else what stays on it would be shown to all without anybody having read it."""
    path, target = tmp_path / "a.pdf", tmp_path / "b.pdf"
    _page(_LINE).save(path)
    at = pdf.read(path).text.index("123456")
    redaction.redact(path, target, [Removal(at, at + 6, "12****")], as_pictures=True)
    assert pdf.read(target).state == WAITING
    plain = tmp_path / "c.pdf"
    redaction.redact(path, plain, [Removal(at, at + 6)], as_pictures=True)
    shown, black = (_ink(one, path, at) for one in (target, plain))
    assert 0 < shown < 0.5 * black, "the mask can be read in the picture, without the number under it"


def _ink(path, source, at) -> int:
    """How many dark points the picture of the page has where the letters from `at` stood."""
    line = pdf.read(source).blocks[0]
    left, top, right, bottom = line.box
    picture, scale = recognition.page_image(path, 1)
    width = (right - left) / len(line.text)
    box = (left + at * width, top, left + (at + 6) * width, bottom)
    return sum(picture.convert("L").crop([round(edge * scale) for edge in box]).histogram()[:100])


def test_boxes_of_recognised_characters_are_their_share_of_the_line():
    extract = Extract((Block("户主：张三，李四", "第1页", page=1, box=(0.0, 0.0, 80.0, 10.0)),))
    ((page, box),) = recognition.boxes_of(extract, [Removal(3, 5)])
    assert page == 1
    assert box[0] == pytest.approx(26.5)
    assert box[2] == pytest.approx(53.5)


def test_recognition_says_in_plain_words_that_it_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(recogniser, "find_spec", lambda name: None)
    path = tmp_path / "a.png"
    Image.new("RGB", (50, 50)).save(path)
    found = recognition.recognise(path, "png")
    assert found.state == WAITING
    assert "没有装文字识别" in found.problem


@pytest.mark.skipif(not recogniser.available(), reason="rapidocr is not installed")
def test_recognition_goes_on_where_it_stopped(tmp_path):
    from tests.screening.redaction.planted import plant

    planted = plant(tmp_path, "cid_without_unicode", 0)
    steps = []
    first = recognition.recognise(
        planted.path, "pdf", cache=tmp_path / "pages", progress=lambda *step: steps.append(step)
    )
    assert first.state == READ
    assert "救助" in first.text
    assert steps == [(1, 1)]
    pages = {page: page.stat().st_mtime_ns for page in (tmp_path / "pages").rglob("*") if page.is_file()}
    assert pages
    assert recognition.recognise(planted.path, "pdf", cache=tmp_path / "pages").text == first.text
    assert {page: page.stat().st_mtime_ns for page in pages} == pages, "a page was recognised again"


# --- bad input -----------------------------------------------------------------------------------------------------


def _seeds(tmp_path) -> list[tuple[str, bytes]]:
    seeds = []
    for number, make in enumerate([*(make for _, _, make in PDFS), *(make for _, make in CLEAN)]):
        path = tmp_path / f"seed{number}.pdf"
        make(path)
        seeds.append(("pdf", path.read_bytes()))
    for number, (_, extension, _, make) in enumerate(PICTURES):
        path = tmp_path / f"seed{number}.{extension}"
        make(path)
        seeds.append((extension, path.read_bytes()))
    return seeds


@given(seed=some.integers(0, 2**32))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_give_an_answer(seed, tmp_path):
    """Bytes changed, cut, doubled: an extract comes back, in time, and redaction succeeds or says why not."""
    dice = random.Random(seed)
    extension, data = dice.choice(_seeds(tmp_path))
    path, target = tmp_path / f"bad.{extension}", tmp_path / f"out.{extension}"
    path.write_bytes(_damaged(data, dice))
    found = within(10, lambda: _read_and_redacted(path, target, extension))
    assert found.state in (READ, WAITING, UNREADABLE)
    assert (found.state == READ) == (not found.problem)


def _read_and_redacted(path, target, extension: str) -> Extract:
    if extension == "pdf":
        found = pdf.read(path)
        try:
            redaction.redact(path, target, [Removal(0, 5)] if found.text else [])
        except (redaction.RedactionFailed, redaction.Unreadable) as refusal:
            assert str(refusal).endswith("。")  # noqa: PT017
        return found
    found = images.read(path)
    try:
        image_redaction.redact_boxes(path, target, extension, [(1, 1, 5, 5)])
    except image_redaction.PictureRefused as refusal:
        assert str(refusal).endswith("。")  # noqa: PT017
    return found


def _damaged(data: bytes, dice: random.Random) -> bytes:
    bad = bytearray(data)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(bad))
        way = dice.randrange(4)
        if way == 0:
            bad[at] = dice.randrange(256)
        elif way == 1:
            del bad[at : at + dice.randint(1, 40)]
        elif way == 2:
            bad[at:at] = bad[at : at + dice.randint(1, 60)]
        else:
            bad[at : at + 4] = dice.choice((b"9999", b" -1 ", b"<<>>", b"[[[[", b"endo"))
        bad = bad or bytearray(b"%PDF")
    return bytes(bad)


# --- real files ----------------------------------------------------------------------------------------------------


def _manifest(shared, *endings):
    import csv

    folder = shared / "data" / "attachments"
    with (folder / "manifest.csv").open(encoding="utf-8-sig") as handle:
        rows = [row for row in csv.DictReader(handle) if row["file"].rpartition(".")[2] in endings]
    return [
        (
            folder / row["file"],
            [s.strip() for s in row["snippets_that_must_appear"].split(" | ") if s.strip()],
        )
        for row in rows
    ]


@pytest.mark.sweep
def test_real_pdfs_are_read_and_a_word_goes_for_good(shared, tmp_path):
    redacted = 0
    for path, snippets in _manifest(shared, "pdf"):
        found = within(30, lambda path=path: pdf.read(path))
        text = "".join(found.text.split())
        assert [s for s in snippets if "".join(s.split()) not in text] == []
        words = Counter(word for word in found.text.split() if len(word) >= 4 and word.isalpha())
        if found.state == UNREADABLE or not words:
            continue
        word = words.most_common(1)[0][0]
        removals = [
            Removal(m.start(), m.end()) for m in re.finditer(re.escape(word), found.text, re.IGNORECASE)
        ]
        target = tmp_path / path.name
        redaction.redact(path, target, removals)
        left = [x for x in leftovers(target, "pdf", [word]) if x.reader != "字节"]
        assert left == [], path.name
        redacted += 1
    assert redacted >= 8


def test_real_pictures_wait_for_recognition(shared):
    for path, _ in _manifest(shared, "png", "jpg"):
        assert images.read(path).state == WAITING, path.name
