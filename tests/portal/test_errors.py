"""When a page can't be shown: plain words, what became of one's answers, a number, whom to call."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from tests.portal.conftest import words

import gongkai
from gongkai.portal import errors

BANNED = re.compile(r"非法|无效|错误代码|请|\b(?:500|404|403)\b")


def text_of(answer) -> str:
    return re.sub(r"<head>.*?</head>|<[^>]*>", " ", words(answer), flags=re.S)


def assert_plain(answer) -> None:
    text = text_of(answer).replace("申请", "")
    assert not BANNED.findall(text)
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_a_wrong_address_gets_ways_on_and_a_phone_number(cast, reader):
    answer = reader.get("/no/such/page/")
    assert answer.status_code == 404
    assert 'role="search"' in words(answer)
    assert "0999-5550001" in words(answer)
    assert_plain(answer)


def test_a_failure_is_told_with_a_number_that_stands_in_the_log_without_asking_the_database(
    db, rf: RequestFactory, caplog, django_assert_num_queries
):
    with django_assert_num_queries(0), caplog.at_level(logging.ERROR):
        answer = errors.server_error(rf.post("/office/items/1/"))
    number = re.search(r"<b>([0-9A-F]{8})</b>", words(answer))[1]
    assert number in caplog.text
    assert answer.status_code == 500
    assert "您写的还在" in words(answer)
    assert "草稿存在服务器上" in words(answer)
    assert_plain(answer)


def test_a_view_that_fails_shows_that_page(cast, settings, monkeypatch):
    settings.DEBUG = False

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("gongkai.portal.home.counts", fail)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "出了故障，不是您的问题" in words(answer)
    assert "broken on purpose" not in words(answer)


def test_a_refusal_says_why_in_the_words_of_the_rule_or_whom_to_ask(cast, rf: RequestFactory):
    assert "由本单位公开岗撤回" in words(
        errors.forbidden(rf.get("/office/"), PermissionDenied("由本单位公开岗撤回。"))
    )
    answer = errors.forbidden(rf.get("/office/"))
    assert "政务公开办" in words(answer)
    assert_plain(answer)


def test_a_form_from_an_old_page_is_refused_with_a_way_to_keep_what_one_wrote(cast):
    answer = Client(enforce_csrf_checks=True).post("/office/login/", {"login": "x"})
    assert answer.status_code == 403
    assert "您写的还在" in words(answer)
    assert_plain(answer)


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/case/X〔2026〕1号/rate/", "/case/X〔2026〕1号/"), ("/case/X〔2026〕1号/data/copy/", "/case/X〔2026〕1号/data/"),
        ("/case/leave/", "/case/"), ("/write/drop/", "/write/"),
    ],
)  # fmt: skip
def test_the_target_of_a_form_opened_by_its_address_leads_back_to_the_form(cast, path, back):
    answer = Client().get(path)
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "这个网址不能直接打开" in words(answer)
    assert f'href="{back}"' in words(answer)
    assert_plain(answer)


@pytest.mark.parametrize(
    ("path", "back"),
    [("/office/lists/cases/export/", "/office/"), ("/office/ledger/export/", "/office/ledger/")],
)
def test_in_the_office_as_well(cast, client_of, path, back):
    answer = client_of("office.auditor").get(path)
    assert answer.status_code == 405
    assert "没有可看的" in words(answer)
    assert f'href="{back}"' in words(answer)


def test_programs_that_ask_in_another_way_get_the_bare_answer(cast):
    answer = Client().put("/list/")
    assert (answer.status_code, answer.content) == (405, b"")


TEMPLATES = sorted(
    path
    for folder in ("portal/templates", "disclosure/templates")
    for path in (Path(gongkai.__file__).parent / folder).rglob("*.html")
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_the_words_of_the_pages_are_plain(path):
    text = path.read_text().replace("申请", "").replace("邀请", "")
    assert not [word for word in ("非法", "无效", "错误代码", "请", "确定") if word in text]
