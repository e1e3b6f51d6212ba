"""The import wizard in a real browser: a messy table is mended in the page, at a desk's and at a telephone's width."""

from __future__ import annotations

import os

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import expect
from tests.looking import faults, too_wide

from gongkai.disclosure.models import Item

pytestmark = [pytest.mark.ui, pytest.mark.django_db(transaction=True)]
TABLE = (
    "标题,正文,成文日期,发布日期,发文字号,有效性,来源网址\r\n"
    "关于甲的通知,甲的正文。,2024-03-01,2024-03-02,清发〔2024〕1号,有效,\r\n"
    "关于做好春耕备耕和农田水利设施检修工作的通知,乙的正文。,24-3-5,2024-03-05,清发〔2024〕3号,现行有效,www.example.gov.cn/1.html\r\n"
    "关于丁的通知,丁的正文。,2024.13.40,2024-03-05,清发〔2024〕1号,有效,\r\n"
    "关于戊的通知,戊的正文。,2024-03-05\r\n"
)


@pytest.fixture
def officer(cast, chromium, live_server, settings, tmp_path):
    settings.HOME = tmp_path
    opened = []

    def open_at(width):
        client = Client()
        client.force_login(cast.user("agri.officer"), backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
        context.add_cookies(
            [{"name": django_settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        opened.append(context)
        return context.new_page()

    yield open_at
    for context in opened:
        context.close()


def looked_at(page, name, width):
    """Nothing for axe to find, nothing beside the page; a picture where one is asked for."""
    if folder := os.environ.get("GONGKAI_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    assert not too_wide(page)
    assert faults(page) == []


def onwards(page, role, **by):
    """Press what leads to another page, and be there."""
    with page.expect_navigation():
        page.get_by_role(role, **by).click()


@pytest.mark.parametrize("width", [1366, 390])
def test_a_messy_table_is_mended_in_the_page(officer, live_server, width):
    page = officer(width)
    page.goto(live_server.url + "/office/imports/new/")
    page.locator("[type=file]").set_input_files(
        {"name": "旧站.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    onwards(page, "button", name="上传并检查")
    looked_at(page, "checked", width)
    onwards(page, "link", name="在这里改", exact=True)
    looked_at(page, "mend", width)
    onwards(page, "button", name="这一页的建议全部采用")
    looked_at(page, "mended-once", width)
    page.get_by_label("第 4 行 成文日期").fill("2024-02-28")
    page.get_by_label("第 4 行 发文字号").fill("清发〔2024〕4号")
    page.get_by_label("第 5 行 成文日期").fill("2024-03-01")
    onwards(page, "button", name="保存并检查这些行")
    looked_at(page, "good", width)
    expect(page.get_by_text("全部合格，还没有写入")).to_have_count(1)
    assert not Item.objects.exists()


@pytest.mark.parametrize("width", [1366, 390])
def test_columns_are_matched_by_hand_once(officer, live_server, width):
    page = officer(width)
    for round_no in (1, 2):
        page.goto(live_server.url + "/office/imports/new/")
        text = "名目,内容全文\r\n关于戊的通知,戊的正文。\r\n"
        page.locator("[type=file]").set_input_files(
            {"name": "另一个站.csv", "mimeType": "text/csv", "buffer": text.encode()}
        )
        onwards(page, "button", name="上传并检查")
        if round_no == 1:
            onwards(page, "link", name="自己指出哪一列是什么")
            looked_at(page, "columns", width)
            page.locator("#id_title").select_option("名目")
            page.locator("#id_text").select_option("内容全文")
            onwards(page, "button", name="按这个对照检查")
        expect(page.get_by_text("全部合格，还没有写入")).to_have_count(1)
    looked_at(page, "remembered", width)
