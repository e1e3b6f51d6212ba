"""From the first question to the number: kept, checked, sent once, and nothing of it in an address."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.portal.cases.conftest import (
    PROBE,
    UNIT,
    answers,
    draft_id,
    number_and_code,
    send,
    text_file,
    words,
    write,
)

from gongkai.cases.kinds import CASE_KINDS
from gongkai.cases.models import Case, CaseFile
from gongkai.portal.cases import paths
from gongkai.portal.limits import FILE_BYTES

KIND = CASE_KINDS["information_application"]
OPEN = [kind.code for kind in CASE_KINDS.values() if kind.open_to_all]


def test_an_application_takes_at_most_eight_pages(cast):
    client, pages = Client(), ["/", paths.start(KIND.code)]
    for page in pages:
        assert client.get(page).status_code == 200
    step = paths.page(KIND.code, UNIT, KIND.pages[0].code)
    while not step.endswith("/check/"):
        pages.append(step)
        given = answers(next(one for one in KIND.pages if step.endswith(f"/{one.code}/")))
        step = client.post(step, given).url
    pages.append(step)
    assert len(pages) <= 8
    assert "已提交" in words(send(client, KIND))


@pytest.mark.parametrize("code", OPEN)
def test_every_open_kind_can_be_written_and_sent(cast, store, code):
    client = Client()
    write(client, CASE_KINDS[code])
    page = send(client, CASE_KINDS[code])
    number, _ = number_and_code(page)
    assert Case.objects.get(number=number).kind == code
    assert Case.objects.get(number=number).channel == "web"


def test_the_confirmation_tells_number_code_receipt_last_day_and_contact(cast):
    client = Client()
    write(client, KIND)
    page = send(client, KIND)
    number, code = number_and_code(page)
    told = words(page)
    assert len(code.replace("-", "")) == 27
    assert "双方确认的那天是收到申请之日" in told
    assert re.search(r"如果今天就和您确认，最迟\s+20\d\d年\d+月\d+日（星期.）", told)
    assert "20 个工作日" in told
    assert paths.case(number) in page.content.decode()
    # Loaded again it is still there: a phone that lost it on the way has not lost the case.
    assert code in words(client.get(paths.page(KIND.code, UNIT, "done")))


def test_the_confirmation_is_nobody_elses(cast, sent):
    sent()
    assert Client().get(paths.page(KIND.code, UNIT, "done")).url == "/case/"


def test_pressing_twice_makes_one_case_and_shows_the_same_code(cast):
    client = Client()
    write(client, KIND)
    path, draft = paths.page(KIND.code, UNIT, "check"), draft_id(client, KIND)
    first = client.post(path, {"draft": draft})
    again = client.post(path, {"draft": draft})
    assert first.url == again.url
    assert Case.objects.count() == 1


def test_a_stale_check_page_sends_nothing(cast):
    client = Client()
    write(client, KIND)
    assert client.post(paths.page(KIND.code, UNIT, "check"), {"draft": "x"}).url == paths.start(KIND.code)
    assert Case.objects.count() == 0


def test_going_back_shows_what_was_written(cast):
    client = Client()
    write(client, KIND)
    for page in KIND.pages:
        shown = client.get(paths.page(KIND.code, UNIT, page.code)).content.decode()
        for value in answers(page).values():
            assert str(value) in shown
    assert "110101199003077715" not in Client().get(paths.page(KIND.code, UNIT, "who")).content.decode()


def test_the_check_page_leads_to_each_page_and_back(cast):
    client = Client()
    write(client, KIND)
    shown = client.get(paths.page(KIND.code, UNIT, "check")).content.decode()
    for page in KIND.pages:
        assert f'href="../{page.code}/?back=check"' in shown
        path = paths.page(KIND.code, UNIT, page.code, back=True)
        assert client.post(path, answers(page)).url == paths.page(KIND.code, UNIT, "check")


def test_what_is_missing_stands_on_the_check_page_with_its_way(cast):
    client = Client()
    write(client, KIND)
    client.post(paths.page(KIND.code, UNIT, "what"), {"title": ""})
    shown = client.get(paths.page(KIND.code, UNIT, "check")).content.decode()
    assert 'href="#change-what"' in shown
    assert 'name="draft"' not in shown


def test_the_check_page_of_nothing_leads_to_the_beginning(cast):
    assert Client().get(paths.page(KIND.code, UNIT, "check")).url == paths.start(KIND.code)


def test_what_was_written_can_be_thrown_away(cast):
    client = Client()
    write(client, KIND)
    assert client.post("/write/drop/").status_code == 302
    assert client.get(paths.page(KIND.code, UNIT, "check")).url == paths.start(KIND.code)


def test_nothing_is_kept_by_caches_and_nothing_lies_open_in_the_sessions(cast, sent):
    client, _, code = sent()
    write(client, KIND)
    told = "".join(str(row.get_decoded()) for row in Session.objects.all())
    for secret in (code, "110101199003077715", "13800138000", "柳河镇道路"):
        assert secret not in told
    for path in (paths.start(KIND.code), paths.page(KIND.code, UNIT, "who"), "/case/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Robots-Tag"] == "noindex"


# ---- each field × each fault -----------------------------------------------------------------------------


def faulty(asked) -> dict[str, Any]:
    """By name of the fault what is sent for a field."""
    found: dict[str, Any] = {}
    if asked.required and asked.type not in ("check",):
        found |= {"empty": "", "blank": " \u3000\t"}
    if asked.type in ("text", "long_text"):
        found["too long"] = "长" * (asked.max_length + 1)
    else:
        found["of another kind"] = ["不是这个"] if asked.type == "choices" else "不是这个"
    if asked.type == "date":
        found |= {"in the future": "2999-01-01", "no day": "2026-02-30"}
    if asked.type == "integer":
        found |= {"too many": "10", "too few": "0", "fraction": "1.5"}
    if asked.type == "identity":
        found["wrong last digit"] = "110101199003077716"
    return {} if asked.type == "check" else found


FAULTS = [
    (page.code, asked.key, fault, value)
    for page in PROBE.pages
    for asked in page.fields
    if asked.type != "files"
    for fault, value in faulty(asked).items()
]


@pytest.mark.parametrize(("code", "key", "fault", "value"), FAULTS, ids=lambda v: str(v)[:16])
def test_a_fault_is_said_on_top_and_at_its_field_and_everything_stays(
    cast, probe, store, code, key, fault, value
):
    page = next(one for one in probe.pages if one.code == code)
    client, path = Client(), paths.page(probe.code, UNIT, code)
    given = answers(page) | ({"one": "b"} if key == "more" else {}) | {key: value}
    answer = client.post(path, given)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>有误：" in shown
    summary = re.search(r'<div class="problems"[^>]*autofocus.*?</div>', shown, re.S)
    assert summary is not None
    link = re.search(rf'<a href="#id_{key}(?:_0)?">([^<]+)</a>', summary[0])
    assert link is not None, summary[0]
    at_field = re.search(rf'id="id_{key}_error"><span class="vh">有误：</span>([^<]+)</p>', shown)
    assert at_field is not None
    assert at_field[1].strip() == link[1]
    assert re.search(rf'id="id_{key}(_0)?"', shown)
    for other, right in given.items():
        if other != key and isinstance(right, str) and len(right) > 1:
            assert right in shown, other
    # And it is all there when the page is opened anew.
    again = client.get(path).content.decode()
    for other, right in given.items():
        if other != key and isinstance(right, str) and len(right) > 1:
            assert right in again, other


def test_a_field_that_depends_on_another_is_not_asked_for_without_it(cast, probe):
    page = probe.pages[0]
    given = answers(page) | {"more": ""}
    assert Client().post(paths.page(probe.code, UNIT, page.code), given).status_code == 302


# ---- files -----------------------------------------------------------------------------------------------


def test_files_stay_when_something_else_is_wrong_and_can_be_taken_away(cast, probe, store):
    client, path = Client(), paths.page(probe.code, UNIT, "papers")
    answer = client.post(path, {"papers": [text_file("甲.txt"), text_file("乙.jsp")]})
    assert answer.status_code == 422
    assert "不能传" in words(answer)
    assert "甲.txt" in words(answer)
    shown = client.get(path).content.decode()
    key = re.search(r'name="remove" value="([^"]+)"', shown)
    assert key is not None
    assert client.post(path, {"remove": key[1]}).status_code == 302
    assert "甲.txt" not in client.get(path).content.decode()
    assert "传证明材料" in words(client.post(path, {}))


def test_files_go_with_the_case_under_the_names_they_had(cast, probe, store):
    client = Client()
    write(client, probe)
    send(client, probe)
    assert [(f.name, f.role) for f in CaseFile.objects.all()] == [("材料.txt", "sent_in")]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("木马.jsp", b"<% out.print(1); %>", "不能传"),
        ("木马.aspx", b"<%@ Page %>", "不能传"),
        ("图.svg", b"<svg onload='alert(1)'/>", "不能传"),
        ("页.html", b"<html><script>1</script>", "不能传"),
        ("图.png", b"<svg onload='alert(1)'/>", "内容不是"),
        ("表.xlsx", b"PK\x03\x04nothing", "表.xlsx"),
        ("空.txt", b"", "空"),
        ("无", b"x", "没有扩展名"),
        ("程序.pdf", b"MZ\x90\x00%PDF-1.4", "内容不是"),
        ("宏.docm", b"PK\x03\x04", "不能传"),
        ("后门.jsp.pdf", b"%PDF-1.4 1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj %%EOF", "自己运行程序"),
    ],
)
def test_a_hostile_file_is_refused_with_the_reason_and_its_own_name(cast, probe, store, name, content, said):
    client = Client()
    answer = client.post(paths.page(probe.code, UNIT, "papers"), {"papers": text_file(name, content)})
    assert answer.status_code == 422
    assert said in words(answer)
    assert "来件" not in words(answer)
    assert not [p for p in store.rglob("*") if p.is_file()] if store.exists() else True


def test_there_are_never_more_than_five_files(cast, probe, store):
    client = Client()
    many = [text_file(f"{n}.txt", f"第{n}个".encode()) for n in range(6)]
    answer = client.post(paths.page(probe.code, UNIT, "papers"), {"papers": many})
    assert "最多传 5 个文件，“5.txt”没有收下" in words(answer)


def test_a_body_larger_than_all_files_together_is_not_read(cast, probe):
    answer = Client().post(
        paths.page(probe.code, UNIT, "papers"),
        data=b"x" * (52 * 1024 * 1024),
        content_type="application/octet-stream",
    )
    assert answer.status_code == 413
    page = answer.content.decode()
    assert paths.page(probe.code, UNIT, "papers") in page
    assert "最多 5 个，每个不超过 10 MB，一共不超过 50 MB" in page


def test_as_many_files_as_the_page_promises_come_in_one_go_with_what_was_typed(cast, store):
    kind = CASE_KINDS["letter"]
    client, path = Client(), paths.page(kind.code, UNIT, "what")
    assert "最多 5 个，每个不超过 10 MB，一共不超过 50 MB" in words(client.get(path))
    photos = [text_file(f"{n}.txt", f"{n}号灯\n".encode() * (FILE_BYTES // 8)) for n in range(5)]
    typed = {"title": "路灯不亮", "text": "石桥村口的路灯坏了。"}
    answer = client.post(path, {**typed, "files": photos, "upload": "1"})
    assert answer.status_code == 302, words(answer)
    page = words(client.get(path))
    assert "石桥村口的路灯坏了。" in page
    assert page.count("已收下") == 5


def test_the_browser_is_told_how_much_may_be_chosen(cast, store):
    page = Client().get(paths.page("letter", UNIT, "what")).content.decode()
    assert 'data-most-files="5" data-file-bytes="10485760"' in page
    assert "portal/uploading" in page


def test_uploading_alone_says_nothing_of_the_other_fields(cast, store):
    kind = CASE_KINDS["letter"]
    client, path = Client(), paths.page(kind.code, UNIT, "what")
    answer = client.post(path, {"upload": "1", "files": text_file("图.svg")})
    assert answer.status_code == 422
    assert "没有填" not in words(answer)
    assert client.post(path, {"upload": "1", "title": "路灯", "files": text_file()}).url == path
    assert "路灯" in client.get(path).content.decode()


@pytest.mark.parametrize(("form", "needed"), [("email", "邮箱"), ("paper", "邮寄地址")])
def test_an_address_is_asked_for_where_something_is_to_be_sent(cast, form, needed):
    client, pages = Client(), {one.code: one for one in KIND.pages}
    client.post(paths.page(KIND.code, UNIT, "how"), {"form": form})
    contact = paths.page(KIND.code, UNIT, "contact")
    shown = words(client.get(contact))
    assert f"{needed}（选填）" not in shown.replace(" ", "")
    refused = client.post(contact, {**answers(pages["contact"]), "email": "", "address": ""})
    assert refused.status_code == 422
    assert f"{needed}没有填" in words(refused)
