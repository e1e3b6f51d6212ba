"""From a Word file, attachments, the guided decision."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from tests.office.pages import begin, press_enter, url, words

from gongkai.disclosure.models import Attachment
from gongkai.disclosure.rules import GUIDED_QUESTIONS

LINES = (
    "青禾县农业农村局文件",
    "青农［2026］58号",
    "青禾县农业农村局关于印发",
    "2027年春耕备耕工作方案的通知",
    "各乡镇人民政府，局机关各股室：",
    "全县粮食播种面积稳定在三十二万亩以上。",
    "（此件公开发布）",
    "青禾县农业农村局",
    "2026年11月18日",
)


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def word_file(lines=LINES, name="方案.docx"):
    document, out = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def test_a_word_file_fills_title_number_date_organ_and_body(cast, client_of):
    item = cast.item(begin(client_of("agri.officer"), word=word_file()))
    assert item.title == "青禾县农业农村局关于印发2027年春耕备耕工作方案的通知"
    assert item.doc_no == "青农〔2026〕58号"
    assert item.signed_on.isoformat() == "2026-11-18"
    assert item.issuer == "青禾县农业农村局"
    assert item.source_says_public is True
    body = item.versions.get().body_html
    assert body.startswith("<p>各乡镇人民政府")
    assert "青农" not in body


def test_a_secrecy_mark_on_the_file_is_taken_over(cast, client_of):
    item = cast.item(begin(client_of("agri.officer"), word=word_file(("秘密★1年", *LINES))))
    assert item.secret_level == "secret"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("方案.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "另存为 .docx"),
        ("方案.docx", b"not a zip", "内容不是Word 文档"),
        ("方案.docx", b"PK\x03\x04broken", "文件已损坏"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words_and_nothing_is_begun(
    cast, client_of, name, content, said
):
    client = client_of("agri.officer")
    answer = client.post(url("item_new"), {"kind": "notice", "word": SimpleUploadedFile(name, content)})
    assert said in words(answer)
    assert client.get(url("inbox", "mine")).context["page_of"].paginator.count == 0


def test_attachments_are_added_fetched_and_taken_off(cast, client_of):
    item_id = cast.draft()
    officer = client_of("agri.officer")
    files = [word_file(name="名单.docx"), SimpleUploadedFile("病毒.exe", b"MZ...")]
    answer = officer.post(url("item_attach", item_id), {"chosen": files})
    assert "不能上传 .exe 文件" in words(answer), answer.context["form"].errors
    row = Attachment.objects.get()
    assert row.name == "名单.docx"
    fetched = officer.get(url("item_file", item_id, row.key))
    assert "attachment" in fetched["Content-Disposition"]
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert client_of("housing.officer").get(url("item_file", item_id, row.key)).status_code == 404
    b"".join(fetched.streaming_content)
    officer.post(url("item_detach", item_id, row.pk))
    assert not Attachment.objects.exists()


def test_the_guided_decision_asks_in_order_and_the_first_yes_decides(cast, client_of):
    item_id = cast.draft()
    officer = client_of("agri.officer")
    here = url("item_decide", item_id)
    for question in GUIDED_QUESTIONS[:4]:
        assert question.text in words(officer.get(here))
        here = officer.post(here, {"answer": "no"}).url
    here = officer.post(here, {"answer": "yes"}).url
    page = words(officer.get(here))
    assert "不予公开" in page
    assert "第十六条第一款" in page
    assert "至少 5 个字" in words(officer.post(here, {"reason": "短"}))
    officer.post(here, {"reason": "本局后勤管理的安排"})
    item = cast.item(item_id)
    assert (item.attribute, item.attribute_ground) == ("withheld", "internal_affairs")


def test_no_yes_at_all_means_proactive(cast, client_of):
    item_id = cast.draft()
    officer = client_of("agri.officer")
    here = url("item_decide", item_id)
    for _ in GUIDED_QUESTIONS:
        here = officer.post(here, {"answer": "no"}).url
    officer.post(here)
    assert cast.item(item_id).attribute == "proactive"


def test_earlier_similar_decisions_stand_beside_the_result(cast, client_of):
    head = {
        "attribute": "withheld",
        "attribute_ground": "internal_affairs",
        "attribute_reason": "后勤安排不公开",
    }
    cast.submitted(title="机关食堂管理的通知", head=head)
    item_id = cast.draft(title="机关用车管理的通知")
    shown = words(client_of("agri.officer").get(url("item_decided", item_id, "internal_affairs")))
    assert "机关食堂管理的通知" in shown


def test_a_plain_text_is_set_in_paragraphs_and_scripts_never_get_in(cast, client_of):
    from tests.office.pages import send_editor

    item_id = cast.draft()
    officer = client_of("agri.officer")
    send_editor(officer, item_id, body_html="第一段\n第二段")
    assert cast.item(item_id).versions.get().body_html == "<p>第一段</p>\n<p>第二段</p>"
    send_editor(officer, item_id, body_html="<p onclick=x>好<script>alert(1)</script></p>")
    assert cast.item(item_id).versions.get().body_html == "<p>好</p>"


def test_enter_in_a_line_of_the_editor_saves_and_stays(cast, client_of):
    item_id = cast.draft()
    officer, page = client_of("agri.officer"), url("item_edit", item_id)
    answer = press_enter(officer, page, "title", "关于秋季防疫的公告")
    assert answer.url == page
    assert cast.item(item_id).versions.get().title == "关于秋季防疫的公告"
