"""Attachments looked at page by page, and what may not go out taken out of them by ticks and by boxes."""

import io

import openpyxl
import pikepdf
import pytest
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont
from tests.files.hidden_corpus.old_workbooks import OldSheet
from tests.files.hidden_corpus.old_workbooks import workbook as old_workbook
from tests.office.pages import url, words

from gongkai.disclosure.actions import drafting, screening
from gongkai.disclosure.models import Attachment, Finding, Redaction
from gongkai.files.actions import keep_recognised, store_upload
from gongkai.files.extraction.shapes import READ, Block, Extract
from gongkai.files.store import open_stored, path_of
from gongkai.screening.checksums import id_check_char
from gongkai.screening.queries import rules_now

pytestmark = pytest.mark.sweep

NUMBER = "33010219900307461" + id_check_char("33010219900307461")


def workbook() -> io.BytesIO:
    made = openpyxl.Workbook()
    made.active.append(["姓名", "身份证号码", "金额"])
    made.active.append(["赵一", NUMBER, "1200"])
    out = io.BytesIO()
    made.save(out)
    return out


def picture() -> io.BytesIO:
    image = Image.new("RGB", (800, 400), "white")
    ImageDraw.Draw(image).text((100, 100), NUMBER, fill="black", font=ImageFont.load_default(40))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out


def document() -> io.BytesIO:
    """One page: ID number in the upper part, another line below."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(600, 800))
    page = made.pages[0]
    page.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(
            F1=made.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
                )
            )
        )
    )
    lines = f"BT /F1 20 Tf 60 700 Td (No. {NUMBER}) Tj ET BT /F1 20 Tf 60 200 Td (Public words stay) Tj ET"
    page.Contents = made.make_stream(lines.encode())
    out = io.BytesIO()
    made.save(out)
    return out


@pytest.fixture
def attached(cast):
    """`attached(stream, name)`: a draft that carries the file, screened; the item and the file's address."""

    def attach(stream: io.BytesIO, name: str) -> tuple[int, str]:
        at, officer = timezone.now(), cast.standing("agri.officer")
        item_id = cast.draft(at=at)
        stream.seek(0)
        kept = store_upload(name=name, stream=stream, by=officer.actor(), at=at)
        drafting.attach(item_id=item_id, file_id=kept.pk, name=name, by=officer, at=at)
        screening.bring_up_to_date(item_id=item_id, at=at)
        return item_id, Attachment.objects.get(version__item=item_id).key

    return attach


def recognised(item_id: int) -> None:
    """As the worker would have read the picture."""
    row = Attachment.objects.get(version__item=item_id)
    line = Block(NUMBER, "图片", page=1, box=(100.0, 100.0, 560.0, 145.0))
    keep_recognised(file_id=row.file_id, extract=Extract((line,), (), READ, "", 1), at=timezone.now())
    screening.look_again_at_files(file_ids=[row.file_id], at=timezone.now())


def open_ids(item_id: int) -> list[int]:
    return list(Finding.objects.filter(version__item=item_id, state="open").values_list("id", flat=True))


def test_a_workbook_is_shown_by_rows_with_what_was_found_marked(attached, client_of):
    item_id, key = attached(workbook(), "名单.xlsx")
    page = words(client_of("agri.officer").get(url("file_view", item_id, key)))
    assert f'<mark class="found" title="身份证号码">{NUMBER}</mark>' in page
    assert "<td>1200</td>" in page


def test_a_pdf_is_shown_as_a_picture_with_a_box_over_what_was_found(attached, client_of):
    item_id, key = attached(document(), "决定.pdf")
    client = client_of("agri.officer")
    page = client.get(url("file_view", item_id, key))
    assert 'class="found-box"' in words(page)
    box = page.context["marks"][0]
    assert 60 < float(box["x"]) < 120
    assert 60 < float(box["y"]) < 100
    shown = client.get(url("file_page", item_id, key, 1))
    assert shown["Content-Type"] == "image/jpeg"
    assert "no-store" in shown["Cache-Control"]
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert b"".join(shown.streaming_content)[:3] == b"\xff\xd8\xff"
    assert client.get(url("file_page", item_id, key, 2)).status_code == 404


def test_a_ticked_finding_and_a_drawn_box_go_out_in_one_copy_and_come_back(attached, client_of):
    item_id, key = attached(document(), "决定.pdf")
    client = client_of("agri.officer")
    form = {
        "take": open_ids(item_id), "how": "mask", "reason": "涉及个人隐私（条例第十五条）",
        "box_page": ["1", "1"], "box_left": ["5", ""], "box_top": ["70", ""], "box_right": ["60", ""], "box_bottom": ["80", ""],
    }  # fmt: skip
    answer = client.post(url("file_redact", item_id, key), form)
    assert answer.status_code == 302, answer.context["refused"]
    row, redaction = Attachment.objects.get(version__item=item_id), Redaction.objects.get()
    with open_stored(row.file.digest) as copy, pikepdf.open(copy) as pdf:
        pdf.pages[0].contents_coalesce()
        left = pdf.pages[0].Contents.read_bytes()
    assert NUMBER.encode() not in left
    assert b"Public words" not in left
    assert redaction.label == "身份证号码、手工遮盖的内容"
    assert "涉及个人隐私" in redaction.source
    pair = client.get(url("file_before_after", item_id, redaction.pk))
    assert words(pair).count("<image ") == 2
    source = url("file_page", item_id, key, 1)
    assert client.get(f"{source}?of={redaction.pk}").status_code == 200
    client.post(url("redaction_undo", item_id, redaction.pk))
    row.refresh_from_db()
    assert row.file_id == redaction.original_file_id


def test_the_original_is_only_for_those_who_may_settle(attached, client_of):
    item_id, key = attached(document(), "决定.pdf")
    client_of("agri.officer").post(
        url("file_redact", item_id, key), {"take": open_ids(item_id), "how": "mask"}
    )
    redaction = Redaction.objects.get()
    other = client_of("agri.first_reviewer")
    assert other.get(url("file_view", item_id, key)).status_code == 200
    assert other.get(url("file_before_after", item_id, redaction.pk)).status_code == 404
    assert other.get(url("file_page", item_id, key, 1) + f"?of={redaction.pk}").status_code == 404
    assert other.get(url("file_redact", item_id, key)).status_code == 403
    assert client_of("housing.officer").get(url("file_view", item_id, key)).status_code == 404


def test_a_recognised_picture_loses_the_line_that_was_ticked(attached, client_of):
    item_id, key = attached(picture(), "名单.png")
    recognised(item_id)
    client = client_of("agri.officer")
    assert 'class="found-box"' in words(client.get(url("file_redact", item_id, key)))
    answer = client.post(url("file_redact", item_id, key), {"take": open_ids(item_id), "how": "mask"})
    assert answer.status_code == 302, answer.context["refused"]
    row = Attachment.objects.get(version__item=item_id)
    with Image.open(path_of(row.file.digest)) as image:
        assert image.convert("RGB").getpixel((300, 120)) == (0, 0, 0)
        assert image.convert("RGB").getpixel((700, 350)) == (255, 255, 255)
    assert screening.waiting_files(row.version) == ["名单.png"], "the copy is read by recognition in its turn"


@pytest.mark.parametrize("page", ["item_file", "file_view", "file_redact"])
def test_a_file_of_an_impossible_item_is_not_found(attached, client_of, page):
    item_id, key = attached(picture(), "名单.png")
    client = client_of("agri.officer")
    for other in (item_id + 1, 10**20):
        assert client.get(url(page, other, key)).status_code == 404


def test_a_box_needs_a_reason_and_numbers_that_lie_on_the_page(attached, client_of):
    item_id, key = attached(picture(), "名单.png")
    client = client_of("agri.officer")
    box = {"box_page": "1", "box_left": "10", "box_top": "20", "box_right": "80", "box_bottom": "40"}
    for change, told in (
        ({}, "写明为什么遮盖"),
        ({"reason": "机主13800001234"}, "这段话会公开，里面有手机号码"),
        ({"reason": "个人隐私", "box_right": "180"}, "第 1 个框的位置不对"),
        ({"reason": "个人隐私", "box_top": "上"}, "框的位置写数字"),
        ({"reason": "个人隐私", "box_page": "7"}, "没有第 7 页"),
        (dict.fromkeys(box, ""), "还没有选要去掉的内容"),
    ):
        answer = client.post(url("file_redact", item_id, key), {**box, **change})
        assert answer.status_code == 422
        assert told in words(answer)
    assert not Redaction.objects.exists()


def test_a_box_on_a_scan_that_nobody_has_read_yet(attached, client_of):
    item_id, key = attached(picture(), "名单.png")
    box = {"box_page": "1", "box_left": "10", "box_top": "20", "box_right": "80", "box_bottom": "40"}
    client_of("agri.officer").post(url("file_redact", item_id, key), {**box, "reason": "个人隐私"})
    row = Attachment.objects.get(version__item=item_id)
    with Image.open(path_of(row.file.digest)) as image:
        assert image.convert("RGB").getpixel((300, 120)) == (0, 0, 0)
    assert Redaction.objects.get().source == "个人隐私"


def test_an_old_workbook_becomes_a_new_one_and_its_name_follows(attached, client_of):
    cells = [(0, 0, "证件号码", 1), (1, 0, NUMBER, 1), (1, 1, "1200", 1)]
    item_id, key = attached(io.BytesIO(old_workbook([OldSheet("名单", cells)])), "名单.xls")
    client = client_of("agri.officer")
    answer = client.post(url("file_redact", item_id, key), {"take": open_ids(item_id), "how": "mask"})
    assert answer.status_code == 302, answer.context["refused"]
    row = Attachment.objects.get(version__item=item_id)
    assert (row.name, row.file.extension) == ("名单.xlsx", "xlsx")
    with open_stored(row.file.digest) as copy:
        values = [cell.value for line in openpyxl.load_workbook(copy).active for cell in line]
    assert NUMBER not in values
    assert "1200" in values
    client.post(url("redaction_undo", item_id, Redaction.objects.get().pk))
    row.refresh_from_db()
    assert (row.name, row.file.extension) == ("名单.xls", "xls")


def test_links_to_viewer_and_desk_stand_at_the_findings_of_a_file(attached, client_of):
    item_id, key = attached(workbook(), "名单.xlsx")
    page = words(client_of("agri.officer").get(url("desk", item_id)))
    assert url("file_view", item_id, key) in page
    assert url("file_redact", item_id, key) in page
    assert rules_now().label_of("resident_id") in page
