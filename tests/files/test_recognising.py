"""Pictures of text are read one after the other in a process of their own; what can't be read ends with a signature."""

import io
import subprocess
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import Image, ImageDraw, ImageFont

from gongkai.files import recognising
from gongkai.files.actions import RECOGNISED, count_try, read_stored, store_upload
from gongkai.files.extraction.shapes import READ, UNREADABLE, WAITING
from gongkai.files.models import FileReading
from gongkai.files.queries import readings_of, waiting_for_recognition
from gongkai.files.recogniser import available
from gongkai.jobs.models import Outbox
from gongkai.ledger.rules import SYSTEM

AT = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
NUMBER = "33010219900307461X"

pytestmark = [pytest.mark.django_db, pytest.mark.sweep]
needs_engine = pytest.mark.skipif(not available(), reason="rapidocr is not installed (requirements/ocr.txt)")


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"


def cjk_font() -> str:
    try:
        told = subprocess.run(
            ["fc-match", "-f", "%{file}", "Noto Sans CJK SC"], capture_output=True, text=True, check=False
        ).stdout
    except FileNotFoundError:
        told = ""
    if "CJK" not in told:
        pytest.skip("no CJK font is installed")
    return told


def picture_of(words: str, *, font=None) -> io.BytesIO:
    image = Image.new("RGB", (900, 160), "white")
    ImageDraw.Draw(image).text((40, 50), words, fill="black", font=font or ImageFont.load_default(44))
    out = io.BytesIO()
    image.save(out, "PNG")
    out.seek(0)
    return out


def kept(stream: io.BytesIO, name: str = "扫描件.png") -> int:
    row = store_upload(name=name, stream=stream, by=SYSTEM, at=AT)
    read_stored(file_id=row.pk, at=AT)
    return row.pk


@needs_engine
def test_a_scan_waits_is_read_and_those_who_show_it_hear_of_it(settings):
    file_id = kept(picture_of(f"户主 赵一 {NUMBER}", font=ImageFont.truetype(cjk_font(), 40)))
    assert readings_of([file_id])[file_id].state == WAITING
    assert recognising.recognise_next(at=AT)
    found = readings_of([file_id])[file_id]
    assert found.state == READ
    assert NUMBER in found.text.replace(" ", "")
    assert found.blocks[0].box
    assert waiting_for_recognition() == []
    assert list(Outbox.objects.filter(topic=RECOGNISED).values_list("key", flat=True)) == [str(file_id)]
    assert not (settings.MEDIA_ROOT / "recognising").exists() or not any(
        (settings.MEDIA_ROOT / "recognising").iterdir()
    ), "pages kept for a restart go when the file is done"
    assert not recognising.recognise_next(at=AT)


@needs_engine
def test_a_page_that_takes_too_long_is_tried_three_times_and_then_somebody_signs(monkeypatch):
    file_id = kept(picture_of("1234"))
    monkeypatch.setattr(recognising, "SECONDS_A_PAGE", 0)
    for _ in range(recognising.TRIES):
        assert readings_of([file_id])[file_id].state == WAITING
        assert recognising.recognise_next(at=AT)
    found = readings_of([file_id])[file_id]
    assert found.state == UNREADABLE
    assert "试了 3 次" in found.problem
    assert "签字" in found.problem


@needs_engine
def test_a_file_that_takes_the_worker_down_is_given_up_too():
    file_id = kept(picture_of("1234"))
    for _ in range(recognising.TRIES):
        count_try(file_id=file_id)
    recognising.recognise_next(at=AT)
    assert readings_of([file_id])[file_id].state == UNREADABLE


@needs_engine
def test_stopped_in_the_middle_is_no_failure_of_the_file():
    file_id = kept(picture_of("1234"))
    assert not recognising.recognise_next(at=AT, should_stop=lambda: True)
    assert FileReading.objects.get(file_id=file_id).tries == 0


def test_without_the_engine_a_scan_goes_on_waiting(monkeypatch):
    file_id = kept(picture_of("1234"))
    monkeypatch.setattr(recognising, "available", lambda: False)
    assert not recognising.recognise_next(at=AT)
    assert readings_of([file_id])[file_id].state == WAITING
    assert FileReading.objects.get(file_id=file_id).tries == 0
