"""The page of one item, its versions, its files, and what remains of it when it is gone."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.portal.conftest import words

from gongkai.components.context import SiteFacts, current_site
from gongkai.disclosure.actions import correcting, drafting, reviewing
from gongkai.disclosure.actions.drafting import Content
from gongkai.disclosure.models import Attachment, ItemVersion
from gongkai.disclosure.pages import render_item
from gongkai.disclosure.queries.public import page_facts
from gongkai.files.actions import store_upload
from gongkai.portal.items import disposition, tidy_index_nos
from gongkai.text.drafting import UNREADABLE

NORMATIVE = {
    "kind": "normative_document",
    "topic": "normative.county",
    "title": "青禾县停车管理办法",
}


def address(cast, item_id: int) -> str:
    return f"/item/{cast.item(item_id).index_no}/"


def normative(cast, **more) -> int:
    topic = next(code for code in cast.topics if code.startswith("normative."))
    head = {
        "doc_no": "青政规〔2026〕3号",
        "validity": "valid",
        "effective_on": date(2026, 1, 1),
        **more.pop("head", {}),
    }
    return cast.published(unit="root", **(NORMATIVE | {"topic": topic, "head": head} | more))


def correct(
    cast, item_id: int, *, body: str, hides_earlier: bool = False, reason: str = "更正合计数"
) -> None:
    at = timezone.now()
    officer = cast.standing("agri.officer")
    correcting.begin_correction(
        item_id=item_id, reason=reason, hides_earlier=hides_earlier, by=officer, at=at
    )
    version = ItemVersion.objects.get(item=item_id, state="working")
    content = Content(version.title, body, {}, {})
    drafting.save_draft(item_id=item_id, content=content, revision=version.revision, by=officer, at=at)
    reviewing.submit(item_id=item_id, by=officer, at=at)
    cast.pass_steps(item_id, at=at)


def test_the_page_has_the_head_table_in_the_prescribed_sequence(cast, reader):
    item_id = normative(cast)
    page = words(reader.get(address(cast, item_id)))
    labels = ["索引号", "主题分类", "发文机关", "成文日期", "标题", "发文字号", "发布日期", "有效性"]
    places = [page.index(f"<dt>{label}</dt>") for label in labels]
    assert places == sorted(places)
    assert "青政规〔2026〕3号" in page
    assert "秋季动物防疫自十月八日开始" in page
    assert f"{timezone.localdate().year}年" in page


def test_what_is_not_public_has_no_page(cast, reader):
    item = cast.item(cast.submitted())
    assert item.index_no is None
    assert reader.get("/item/MA0000016/2026-00001/").status_code == 404


def test_a_withdrawn_item_says_so_and_why_and_nothing_of_its_content(cast, reader, store):
    item_id = cast.draft(title="含有隐私的公示", body="<p>选址在柳河镇石桥村。</p>")
    key = attached(cast, item_id)
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=timezone.now())
    cast.pass_steps(item_id)
    path = address(cast, item_id)
    assert reader.get(path).status_code == 200
    assert reader.get(f"/file/{key}/").status_code == 200
    correcting.withdraw(
        item_id=item_id, reason="含有个人隐私", by=cast.standing("agri.publisher"), at=timezone.now()
    )
    for gone in (path, f"{path}versions/", f"{path}versions/1/", f"/file/{key}/a.txt", f"/file/{key}/"):
        answer = reader.get(gone)
        assert answer.status_code == 410, gone
        assert "含有个人隐私" in words(answer)
        assert "石桥村" not in words(answer)
        assert "含有隐私的公示" not in words(answer)
    assert reader.get(f"{path}qr.svg").status_code == 404


def test_old_ways_of_writing_the_number_lead_to_the_page(cast, reader):
    number = cast.item(cast.published()).index_no
    for odd in (number.lower(), number.replace("/", "//"), number.replace("M", "Ｍ", 1)):
        answer = reader.get(f"/item/{odd}/")
        assert answer.status_code == 301, odd
        assert answer["Location"] == f"/item/{number}/"
    assert reader.get(f"/item/{number}").status_code == 301
    assert tidy_index_nos(" ma1 / 2026-00001 /")[-1] == "MA1/2026-00001"


def test_document_and_interpretation_lead_to_one_another(cast, reader):
    document = cast.published(title="青禾县停车管理办法")
    reading = cast.published(kind="interpretation", title="停车办法怎么看", fields={"form": "text"})
    drafting.link(
        source_id=reading, target_id=document, relation="interprets", by=cast.standing("agri.officer"), at=timezone.now()
    )  # fmt: skip
    page = words(reader.get(address(cast, document)))
    assert "政策解读" in page
    assert "停车办法怎么看" in page
    assert "青禾县停车管理办法" in words(reader.get(address(cast, reading)))
    correcting.withdraw(
        item_id=reading, reason="解读有误，重写", by=cast.standing("agri.publisher"), at=timezone.now()
    )
    assert "停车办法怎么看" not in words(reader.get(address(cast, document)))


@pytest.mark.parametrize(
    ("head", "banner"),
    [
        ({"validity": "abolished", "abolished_on": date(2026, 2, 1)}, "已废止。"),
        ({"expires_on": date(2026, 3, 1)}, "已失效。"),
        ({"validity": "amended"}, "本文件已修改。"),
        ({"effective_on": date(2099, 1, 1)}, "尚未施行。"),
    ],
)
def test_a_banner_says_what_the_text_is_worth_today(cast, head, banner):
    item = cast.item(normative(cast, head=head))
    page = render_item(page_facts(index_no=item.index_no, today=date(2026, 6, 1)), SiteFacts())
    assert banner in page
    assert page.index(banner) < page.index("<article")


def test_a_valid_document_has_no_banner(cast):
    item = cast.item(normative(cast))
    page = render_item(page_facts(index_no=item.index_no, today=date(2026, 6, 1)), SiteFacts())
    assert not any(words in page for words in ("已废止。", "已失效。", "已修改。", "尚未施行。"))


def test_unreadable_places_are_marked_and_history_is_named(cast, reader):
    item = cast.item(cast.published(body=f"<p>县{UNREADABLE}局</p>"))
    version = item.public_version
    version.marks = [{"kind": "unreadable", "start": 1, "end": 3}]
    version.save()
    item.is_historical, item.source, item.source_url = True, "旧县网", "https://old.example/1"
    item.save()
    page = words(reader.get(f"/item/{item.index_no}/"))
    assert f"<mark>{UNREADABLE}</mark>" in page
    assert "有 1 处字符丢失" in page
    assert "历史数据。" in page
    assert 'href="https://old.example/1"' in page


def test_the_difference_between_versions_can_be_read(cast, reader):
    item_id = cast.published(body="<p>合计 12 户。</p><p>不变的一段。</p>")
    assert "只有一版" in words(reader.get(f"{address(cast, item_id)}versions/"))
    correct(cast, item_id, body="<p>合计 21 户。</p><p>不变的一段。</p>")
    path = address(cast, item_id)
    page = words(reader.get(f"{path}versions/"))
    assert "<del>" in page
    assert "<ins>" in page
    assert "更正合计数" in page
    assert "合计 12 户" in words(reader.get(f"{path}versions/1/"))
    assert "这是旧版。" in words(reader.get(f"{path}versions/1/"))
    assert "这是旧版。" not in words(reader.get(f"{path}versions/2/"))
    assert reader.get(f"{path}versions/3/").status_code == 404
    assert reader.get(f"{path}versions/?from=x&to=1").status_code == 200


def test_what_a_correction_took_out_is_closed_in_the_history_too(cast, reader):
    item_id = cast.published(body="<p>选址在石桥村西头。</p>")
    correct(cast, item_id, body="<p>选址另行公布。</p>", hides_earlier=True, reason="删去选址")
    path = address(cast, item_id)
    for page in (path, f"{path}versions/", f"{path}versions/?from=1&to=2"):
        answer = reader.get(page)
        assert answer.status_code == 200
        assert "石桥村西头" not in words(answer)
    assert reader.get(f"{path}versions/1/").status_code == 404


def test_a_correction_under_review_is_not_seen(cast, reader):
    item_id = cast.published(body="<p>第一版正文。</p>")
    officer = cast.standing("agri.officer")
    correcting.begin_correction(item_id=item_id, reason="改错字", by=officer, at=timezone.now())
    version = ItemVersion.objects.get(item=item_id, state="working")
    drafting.save_draft(
        item_id=item_id, content=Content("新题目", "<p>还没公开的第二版。</p>", {}, {}), revision=version.revision,
        by=officer, at=timezone.now(),
    )  # fmt: skip
    path = address(cast, item_id)
    for page in (path, f"{path}versions/", f"{path}versions/?from=1&to=2", "/", "/list/", "/feed/"):
        text = words(reader.get(page))
        assert "还没公开的第二版" not in text
        assert "新题目" not in text
    assert reader.get(f"{path}versions/2/").status_code == 404


def attached(cast, item_id: int, name: str = "防疫点名单（2026）.txt") -> str:
    officer = cast.standing("agri.officer")
    file = store_upload(
        name=name, stream=io.BytesIO("一、石桥村\n".encode()), by=officer.actor(), at=timezone.now()
    )
    drafting.attach(item_id=item_id, file_id=file.pk, name=name, by=officer, at=timezone.now())
    return Attachment.objects.get(version__item=item_id).key


def test_a_file_is_a_download_under_its_own_name_and_nothing_else(cast, reader, store):
    item_id = cast.draft()
    key = attached(cast, item_id)
    assert reader.get(f"/file/{key}/").status_code == 404  # not public yet
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=timezone.now())
    cast.pass_steps(item_id)
    page = words(reader.get(address(cast, item_id)))
    assert page.index("防疫点名单（2026）.txt") < page.index('id="text"')
    answer = reader.get(f"/file/{key}/whatever.html")
    assert b"".join(answer.streaming_content) == "一、石桥村\n".encode()
    assert answer["Content-Disposition"].startswith(
        "attachment; filename=\"file.txt\"; filename*=UTF-8''%E9%98%B2"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "html" not in answer["Content-Type"]
    assert reader.get(f"/file/{key}/", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_names_of_files_cannot_break_the_header():
    made = disposition('a"\r\nX: 1.t"xt')
    assert "\r" not in made
    assert "\n" not in made
    assert made.count('"') == 2


def test_the_page_is_a_pure_function_of_its_facts(cast, django_assert_num_queries):
    item = cast.item(cast.published())
    facts = page_facts(index_no=item.index_no, today=timezone.localdate())
    site = current_site()
    with django_assert_num_queries(0):
        assert render_item(facts, site) == render_item(facts, site)


def test_an_item_page_needs_few_queries_however_much_hangs_on_it(
    cast, reader, store, django_assert_max_num_queries
):
    item_id = cast.draft()
    for n in range(5):
        attached_many(cast, item_id, n)
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=timezone.now())
    cast.pass_steps(item_id)
    for n in range(5):
        other = cast.published(title=f"落实情况之{n}")
        drafting.link(
            source_id=other, target_id=item_id, relation="implements", by=cast.standing("agri.officer"), at=timezone.now()
        )  # fmt: skip
    with django_assert_max_num_queries(9):
        assert reader.get(address(cast, item_id)).status_code == 200


def attached_many(cast, item_id: int, n: int) -> None:
    officer = cast.standing("agri.officer")
    file = store_upload(
        name=f"{n}.txt", stream=io.BytesIO(f"第{n}份".encode()), by=officer.actor(), at=timezone.now()
    )
    drafting.attach(item_id=item_id, file_id=file.pk, name=f"{n}.txt", by=officer, at=timezone.now())


def test_the_qr_code_is_drawn_for_public_pages_only(cast, reader):
    path = address(cast, cast.published())
    answer = reader.get(f"{path}qr.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"<path" in answer.content
    assert reader.get("/item/NO/2026-00001/qr.svg").status_code == 404


def test_a_document_expires_by_itself_on_the_page(cast):
    today = timezone.localdate()
    item = cast.item(normative(cast, head={"expires_on": today}))
    assert page_facts(index_no=item.index_no, today=today).validity == "valid"
    assert page_facts(index_no=item.index_no, today=today + timedelta(days=1)).validity == "expired"
