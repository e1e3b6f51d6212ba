"""One item's life in real browsers: five people bring it to the public, a sixth finds it; return, correction, withdrawal."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.ui
REVIEWERS = ("first_reviewer", "second_reviewer", "secrecy_reviewer", "publisher")


def write(page: Page, words: str) -> None:
    """Type the body as people do: into the editor, or into the textarea where there is none."""
    editor = page.locator("[contenteditable=true]")
    if editor.count():
        editor.first.click()
        page.keyboard.press("Control+A")
        page.keyboard.type(words)
    else:
        page.fill("[name=body_html]", words)


def file_item(page: Page, title: str, words: str) -> str:
    """Fill in a notice and send it to review; returns the desk's path."""
    page.goto("/office/items/new/")
    radio = page.locator("input[name=kind][value=notice]")
    if radio.count():
        radio.check()
    else:
        page.select_option("[name=kind]", "notice")
    page.click("button:has-text('开始填写')")
    page.wait_for_url("**/edit/")
    fill_in(page, title, words)
    return submit(page)


def fill_in(page: Page, title: str, words: str) -> None:
    page.fill("[name=title]", title)
    write(page, words)
    topic = page.locator("select[name=topic_id] option").evaluate_all(
        "all => all.map(o => o.value).filter(Boolean)"
    )
    page.select_option("select[name=topic_id]", topic[-1])
    date_field = page.locator("[name=signed_on]")
    if not date_field.is_visible():
        page.locator("details:has([name=signed_on]) > summary").click()
    date_field.fill((date.today() - timedelta(days=2)).isoformat())


def submit(page: Page) -> str:
    page.click("button[value=submit]")
    page.wait_for_url(re.compile(r"/office/items/\d+/$"))
    return re.sub(r"^https?://[^/]+", "", page.url)


def decide(page: Page, desk: str) -> None:
    page.goto(desk)
    page.locator("#decision form[action*='/pass/'] button").click()
    page.wait_for_load_state()


def to_the_public(colleague, desk: str) -> None:
    for name in REVIEWERS:
        decide(colleague(name), desk)
    expect(colleague("publisher").locator("body")).to_contain_text("已公开")


def find(page: Page, words: str, title: str) -> Page:
    """A citizen searches until the item shows (it must within two seconds of publication) and opens it."""
    deadline = time.monotonic() + 10
    while True:
        page.goto("/")
        page.locator("input[name=q]").first.fill(words)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        hit = page.locator("main a", has_text=title)
        if hit.count() or time.monotonic() > deadline:
            break
        time.sleep(0.3)
    hit.first.click()
    page.wait_for_url("**/item/**")
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_five_people_bring_a_notice_to_the_public_and_a_sixth_finds_it(colleague, citizen, scripts):
    title = f"关于公布春耕{'农机' if scripts else '种子'}服务网点的公告"
    desk = file_item(colleague("officer"), title, "服务网点自十一月二十五日起开放。")
    to_the_public(colleague, desk)
    page = find(citizen(scripts), "春耕服务网点", title)
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("body")).to_contain_text("十一月二十五日起开放")
    number = page.url.split("/item/")[1]
    officer = colleague("officer")
    officer.goto(f"{desk}who/")
    for name in ("officer", *REVIEWERS):
        expect(officer.locator("main")).to_contain_text(name)
    assert re.search(r"/\d{4}-\d{5}/", "/" + number)


def test_a_returned_item_says_why_is_mended_and_goes_on(colleague):
    desk = file_item(colleague("officer"), "关于冬修水利的公告", "冬修水利自即日起。")
    reviewer = colleague("first_reviewer")
    reviewer.goto(desk)
    reviewer.locator("summary", has_text="退回").click()
    form = reviewer.locator("form[action*='/return/']")
    form.locator("[name=reason]").fill("写明从哪天起")
    form.locator("button").click()
    expect(reviewer.locator("body")).to_contain_text("已退回")
    officer = colleague("officer")
    officer.goto("/office/inbox/returned/")
    expect(officer.locator("main")).to_contain_text("关于冬修水利的公告")
    officer.goto(f"{desk}edit/")
    expect(officer.locator("main")).to_contain_text("写明从哪天起")
    fill_in(officer, "关于冬修水利的公告", "冬修水利自十二月一日起。")
    assert submit(officer) == desk
    to_the_public(colleague, desk)


def test_a_correction_replaces_the_text_only_when_it_has_passed(colleague, citizen):
    title = "关于更换路灯的公告"
    desk = file_item(colleague("officer"), title, "路灯十二月三日更换。")
    to_the_public(colleague, desk)
    page = find(citizen(), "更换路灯", title)
    address = page.url
    officer = colleague("officer")
    officer.goto(f"{desk}correct/")
    officer.fill("[name=reason]", "原来的日期写错了")
    officer.locator("main form button").last.click()
    officer.wait_for_url("**/edit/")
    fill_in(officer, title, "路灯十二月五日更换。")
    submit(officer)
    page.goto(address)
    expect(page.locator("body")).to_contain_text("十二月三日")
    to_the_public(colleague, desk)
    page.goto(address)
    expect(page.locator("body")).to_contain_text("十二月五日")
    expect(page.locator("body")).to_contain_text("原来的日期写错了")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_withdrawn_item_says_so_and_why(colleague, citizen, scripts):
    title = f"关于临时停水的{'第一号' if scripts else '第二号'}公告"
    desk = file_item(colleague("officer"), title, "停水区域：人民路。")
    to_the_public(colleague, desk)
    page = find(citizen(scripts), "临时停水", title)
    address = page.url
    publisher = colleague("publisher")
    publisher.goto(f"{desk}withdraw/")
    publisher.fill("[name=reason]", "停水取消，公告不再有效")
    publisher.locator("main form button").last.click()
    expect(publisher.locator("body")).to_contain_text("已撤回")
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 410
    expect(page.locator("body")).to_contain_text("停水取消，公告不再有效")
    assert "人民路" not in page.content()
