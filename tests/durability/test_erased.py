"""T38, erased is erased: after it not a byte of what was destroyed stands in store, database, log, index, caches, temp, ledger."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db import connection
from django.db.models import BinaryField
from django.utils import timezone
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from tests.disclosure.test_screening import IDS

from gongkai.disclosure.actions import drafting, erasing, redacting, reviewing, screening
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.actions.refusals import ItemRefused, NotAllowed, TooLate
from gongkai.disclosure.importing.reading import read_file
from gongkai.disclosure.models import Attachment, Finding, Item, Redaction
from gongkai.disclosure.rules import ERASED
from gongkai.files import store
from gongkai.files.actions import keep_recognised, store_upload
from gongkai.files.extraction.shapes import Block, Extract
from gongkai.files.models import FileReading, StoredFile
from gongkai.files.picturing import page_picture
from gongkai.files.waiting import forget_upload, keep_upload
from gongkai.jobs.worker import drain
from gongkai.ledger.rules import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sweep]

OFFICE = "office.disclosure_office"
REASON = "本人要求删除"


@pytest.fixture
def temp(tmp_path, monkeypatch) -> Path:
    """Every temporary file of this process and its children goes here."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def everything(*more: Path) -> Iterator[tuple[str, bytes]]:
    """All that is on disk of this installation, and all rows of its database as text."""
    for root in (Path(settings.HOME), Path(settings.MEDIA_ROOT), *more):
        for path in root.rglob("*"):
            if path.is_file():
                yield str(path), path.read_bytes()
    for model in apps.get_models():
        rows = serializers.serialize("json", model._default_manager.all(), ensure_ascii=False)
        yield model._meta.label, rows.encode()
        for field in model._meta.get_fields():
            if isinstance(field, BinaryField):  # JSON has them in base64
                for content in model._default_manager.values_list(field.name, flat=True):
                    yield f"{model._meta.label}.{field.name}", bytes(content or b"")


def places(canary: bytes | str, *more: Path) -> list[str]:
    wanted = canary.encode() if isinstance(canary, str) else canary
    return [name for name, content in everything(*more) if wanted in content]


def picture(words: str) -> bytes:
    """A PNG with words in its text chunk; random enough to be a content of its own."""
    told, out = PngInfo(), io.BytesIO()
    told.add_text("Comment", words)
    Image.new("RGB", (64, 64), "white").save(out, "PNG", pnginfo=told)
    return out.getvalue()


def stored(name: str, content: bytes) -> StoredFile:
    return store_upload(name=name, stream=io.BytesIO(content), by=SYSTEM, at=timezone.now())


def abandoned_with_canaries(cast) -> tuple[int, dict[str, bytes], StoredFile]:
    """A draft that was saved twice, screened, remarked upon, with a text and a picture that was recognised."""
    at, officer = timezone.now(), cast.standing("agri.officer")
    words = {
        key: f"canary-{key}-8f31c6"
        for key in ("first", "second", "summary", "field", "text", "png", "ocr", "page")
    }
    item_id = cast.draft(
        title="关于临时救助的公告",
        body=f"<p>{words['first']}</p><p>{IDS[0]}</p>",
        head={"summary": words["summary"]},
    )
    text = stored("名单.txt", f"{words['text']}\n".encode())
    png = stored("现场.png", picture(words["png"]))
    for one, name in ((text, "名单.txt"), (png, "现场.png")):
        drafting.attach(item_id=item_id, file_id=one.pk, name=name, by=officer, at=at)
    screening.bring_up_to_date(item_id=item_id, at=at)
    keep_recognised(file_id=png.pk, extract=Extract(blocks=(Block(words["ocr"], "第1页"),)), at=at)
    page_picture(digest=png.digest, extension="png", number=1)
    half = Path(settings.MEDIA_ROOT) / "recognising" / png.digest
    half.mkdir(parents=True)
    (half / "1.json").write_text(json.dumps([words["page"]]), "utf-8")
    version = Item.objects.get(id=item_id).versions.get()
    drafting.save_draft(
        item_id=item_id,
        revision=version.revision,
        content=Content("关于临时救助的公告", f"<p>{words['second']}</p>", {}, {}),
        by=officer,
        at=at,
    )
    reviewing.mark_seen(item_id=item_id, by=officer, at=at)
    drafting.abandon(item_id=item_id, reason="重复", by=officer, at=at)
    drain(at=at)
    reading = bytes(FileReading.objects.get(file=png).content)
    canaries = {key: word.encode() for key, word in words.items() if key not in ("first", "ocr", "field")}
    canaries["reading"] = reading[8:40]  # compressed, so that its words can't be looked for
    return item_id, canaries, png


def test_of_an_erased_draft_not_a_byte_is_left(cast, temp):
    item_id, canaries, png = abandoned_with_canaries(cast)
    for key, canary in canaries.items():
        assert places(canary, temp), f"{key} was never planted"
    gone = erasing.erase_item(item_id=item_id, reason=REASON, by=cast.standing(OFFICE), at=timezone.now())
    drain(at=timezone.now())
    assert gone == 2
    canaries |= {"first": b"canary-first-8f31c6", "ocr": b"canary-ocr-8f31c6", "id": IDS[0].encode()}
    found = {key: places(canary, temp) for key, canary in canaries.items()}
    assert {key: where for key, where in found.items() if where} == {}
    assert not (Path(settings.MEDIA_ROOT) / "pages" / png.digest[:2] / png.digest).exists()
    item = Item.objects.get(id=item_id)
    assert (item.title, item.state) == (ERASED, "abandoned"), "the record stays"


def test_a_content_that_hangs_elsewhere_stays(cast):
    at, officer = timezone.now(), cast.standing("agri.officer")
    shared = stored("共用.txt", "两处都用的表".encode())
    first, second = cast.draft(), cast.draft()
    for item_id in (first, second):
        drafting.attach(item_id=item_id, file_id=shared.pk, name="共用.txt", by=officer, at=at)
    drafting.abandon(item_id=first, reason="重复", by=officer, at=at)
    assert erasing.erase_item(item_id=first, reason=REASON, by=cast.standing(OFFICE), at=at) == 0
    assert store.path_of(shared.digest).exists()
    assert Attachment.objects.get().version.item_id == second


def test_erased_bytes_may_come_again(cast):
    """The same content stored once more is not swept away by the delivery that comes late."""
    at = timezone.now()
    item_id = cast.draft()
    one = stored("表.txt", "又来了".encode())
    drafting.attach(item_id=item_id, file_id=one.pk, name="表.txt", by=cast.standing("agri.officer"), at=at)
    drafting.abandon(item_id=item_id, reason="重复", by=cast.standing("agri.officer"), at=at)
    erasing.erase_item(item_id=item_id, reason=REASON, by=cast.standing(OFFICE), at=at)
    again = stored("表.txt", "又来了".encode())
    drain(at=timezone.now())
    assert store.path_of(again.digest).exists()


def redacted_and_public(cast) -> tuple[int, StoredFile]:
    at, officer = timezone.now(), cast.standing("agri.officer")
    item_id = cast.draft(body=f"<p>名单：{IDS[0]}，请核对。</p>")
    original = stored("名单.txt", f"张三的证件 {IDS[1]}，canary-original-77aa\n".encode())
    drafting.attach(item_id=item_id, file_id=original.pk, name="名单.txt", by=officer, at=at)
    screening.bring_up_to_date(item_id=item_id, at=at)
    rows = Finding.objects.filter(version__item=item_id, state="open").values_list("id", flat=True)
    redacting.redact_findings(item_id=item_id, finding_ids=list(rows), how="mask", by=officer, at=at)
    reviewing.submit(item_id=item_id, by=officer, at=at)
    cast.pass_steps(item_id, at=at)
    drain(at=at)
    assert Redaction.objects.filter(item=item_id, original_file=original).exists()
    return item_id, original


def test_of_an_erased_original_not_a_byte_is_left_and_the_copy_stays(cast, temp):
    item_id, original = redacted_and_public(cast)
    blob = bytes(FileReading.objects.get(file=original).content)[8:40]
    assert places(IDS[1], temp)
    assert places(blob, temp)
    sealed = [row.sealed for row in Redaction.objects.filter(item=item_id).exclude(sealed="")]
    assert places(sealed[0][-40:], temp)
    for row in Redaction.objects.filter(item=item_id):
        erasing.erase_original(
            redaction_id=row.pk, reason=REASON, by=cast.standing(OFFICE), at=timezone.now()
        )
    drain(at=timezone.now())
    for canary in (IDS[0], IDS[1], blob, sealed[0][-40:], original.digest[:2] + "/" + original.digest):
        assert places(canary, temp) == []
    assert not store.path_of(original.digest).exists()
    shown = Attachment.objects.select_related("file").get(version__item=item_id)
    assert "canary-original-77aa" in store.path_of(shown.file.digest).read_text("utf-8"), (
        "only the number went"
    )
    assert Redaction.objects.filter(item=item_id).count() >= 2, "the public is still told what was taken out"


def test_an_import_that_was_dropped_leaves_nothing(cast, temp):
    words = "canary-import-51bd"
    content = f"编号,标题,正文\n1,关于植树的通知,{words}\n".encode()
    upload = keep_upload(
        owner_id=1, name="表.csv", stream=io.BytesIO(content), what="items", told={}, at=timezone.now()
    )
    assert places(words, temp)
    assert len(read_file(upload.path, map_name="items").records) == 1
    forget_upload(upload)
    assert places(words, temp) == []


def test_it_takes_a_second_person_and_an_abandoned_draft(cast):
    at, office = timezone.now(), cast.standing(OFFICE)
    draft = cast.draft()
    with pytest.raises(NotAllowed):
        erasing.erase_item(item_id=draft, reason=REASON, by=office, at=at)
    drafting.abandon(item_id=draft, reason="重复", by=cast.standing("agri.officer"), at=at)
    with pytest.raises(NotAllowed):
        erasing.erase_item(item_id=draft, reason=REASON, by=cast.standing("agri.officer"), at=at)
    with pytest.raises(ItemRefused):
        erasing.erase_item(item_id=draft, reason="删", by=office, at=at)
    Item.objects.filter(id=draft).update(owner=office.user_id)
    with pytest.raises(NotAllowed):
        erasing.erase_item(item_id=draft, reason=REASON, by=office, at=at)
    Item.objects.filter(id=draft).update(owner=cast.people["agri.officer"])
    erasing.erase_item(item_id=draft, reason=REASON, by=office, at=at)
    with pytest.raises(TooLate):
        erasing.erase_item(item_id=draft, reason=REASON, by=office, at=at)


def test_an_original_stays_while_the_redaction_can_be_undone(cast):
    at, officer = timezone.now(), cast.standing("agri.officer")
    item_id = cast.draft(body=f"<p>名单：{IDS[0]}</p>")
    screening.bring_up_to_date(item_id=item_id, at=at)
    rows = Finding.objects.filter(version__item=item_id, state="open").values_list("id", flat=True)
    redacting.redact_findings(item_id=item_id, finding_ids=list(rows), how="mask", by=officer, at=at)
    row = Redaction.objects.get(item=item_id)
    with pytest.raises(NotAllowed):
        erasing.erase_original(redaction_id=row.pk, reason=REASON, by=cast.standing(OFFICE), at=at)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PRAGMA of SQLite")
def test_mutant_without_overwriting_the_words_stay_in_the_database_file(cast, temp):
    """The test above would see it: what SQLite merely frees is still there."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete=OFF")
    try:
        item_id, canaries, _ = abandoned_with_canaries(cast)
        erasing.erase_item(item_id=item_id, reason=REASON, by=cast.standing(OFFICE), at=timezone.now())
        drain(at=timezone.now())
        assert any(places(canary, temp) for canary in canaries.values())
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
