"""Scans wait for recognition; what was read of them is screened as soon as it is known (T33)."""

import io

from PIL import Image
from tests.disclosure.conftest import AT

from gongkai.disclosure.actions import drafting, screening
from gongkai.disclosure.models import Attachment, Finding, ItemVersion
from gongkai.disclosure.queries.screening import found_in
from gongkai.disclosure.tasks import screen_what_was_recognised
from gongkai.files.actions import RECOGNISED, keep_recognised, store_upload
from gongkai.files.extraction.shapes import READ, UNREADABLE, Block, Extract
from gongkai.jobs.models import Outbox
from gongkai.jobs.registry import Message
from gongkai.ledger.rules import SYSTEM
from gongkai.screening.checksums import id_check_char

NUMBER = "33010219900307461" + id_check_char("33010219900307461")


def scan(cast, item_id: int) -> tuple[int, str]:
    """A picture attached to a draft; its file and its key."""
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "PNG")
    out.seek(0)
    officer = cast.standing("agri.officer")
    kept = store_upload(name="名单.png", stream=out, by=officer.actor(), at=AT)
    drafting.attach(item_id=item_id, file_id=kept.pk, name="名单.png", by=officer, at=AT)
    return kept.pk, Attachment.objects.get(version__item=item_id).key


def delivered() -> None:
    rows = Outbox.objects.filter(topic=RECOGNISED)
    screen_what_was_recognised([Message(row.pk, row.topic, row.key, row.payload, AT) for row in rows])


def test_what_was_recognised_is_screened_without_anybody_asking(cast):
    item_id = cast.draft(at=AT)
    file_id, key = scan(cast, item_id)
    screening.bring_up_to_date(item_id=item_id, at=AT)
    assert found_in(cast.standing("agri.officer"), item_id).waiting == ["名单.png"]
    assert not Finding.objects.filter(version__item=item_id).exists()
    read = Extract((Block(f"户主 赵一 {NUMBER}", "图片", page=1, box=(10, 10, 280, 40)),), (), READ, "", 1)
    keep_recognised(file_id=file_id, extract=read, at=AT)
    delivered()
    found = Finding.objects.filter(version__item=item_id, target=f"file:{key}", state="open")
    assert "resident_id" in set(found.values_list("detector", flat=True))
    assert found_in(cast.standing("agri.officer"), item_id).waiting == []


def test_what_could_not_be_recognised_stands_until_somebody_signs(cast):
    item_id = cast.draft(at=AT)
    file_id, key = scan(cast, item_id)
    screening.bring_up_to_date(item_id=item_id, at=AT)
    keep_recognised(file_id=file_id, extract=Extract(state=UNREADABLE, problem="试了 3 次"), at=AT)
    delivered()
    row = Finding.objects.get(version__item=item_id, target=f"file:{key}")
    assert (row.detector, row.state) == ("unreadable_file", "open")


def test_a_public_item_comes_up_in_the_next_rescan(cast):
    item_id = cast.published(at=AT)
    file_id, _ = scan_of_public(item_id)
    ItemVersion.objects.filter(item=item_id).update(screened_with="x")
    assert screening.look_again_at_files(file_ids=[file_id], at=AT) == 1
    assert ItemVersion.objects.get(item=item_id, state="public").screened_with == ""


def scan_of_public(item_id: int) -> tuple[int, str]:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(out, "PNG")
    out.seek(0)
    kept = store_upload(name="图.png", stream=out, by=SYSTEM, at=AT)
    version = ItemVersion.objects.get(item=item_id, state="public")
    return kept.pk, Attachment.objects.create(version=version, file=kept, name="图.png", key="k1").key
