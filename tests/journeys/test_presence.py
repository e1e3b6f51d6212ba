"""Two people at one item: each sees that the other is there, nobody is stopped, a save over another's shows both texts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.test_item import fill_in, write

pytestmark = pytest.mark.ui


@pytest.fixture
def draft(colleague) -> str:
    """The editor's path of a draft of the officer's, whose page is left again."""
    page = colleague("officer")
    page.goto("/office/items/new/")
    page.locator("input[name=kind][value=notice]").check()
    page.click("button:has-text('开始填写')")
    page.wait_for_url("**/edit/")
    path = re.sub(r"^https?://[^/]+", "", page.url)
    fill_in(page, "关于清理河道的公告", "河道清理自十二月一日起。")
    page.click("button[value=save]")
    expect(page.locator("body")).to_contain_text("草稿已保存")
    return path


def look_again(page: Page) -> None:
    """The window comes to the front: the page asks at once instead of at the next twentieth second."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_two_who_edit_see_one_another_and_a_save_over_shows_both_texts(colleague, draft):
    officer, helper = colleague("officer"), colleague("disclosure_office")
    officer.goto(draft)
    expect(officer.locator(".here")).not_to_contain_text("正在改")
    helper.goto(draft)
    expect(helper.locator(".here")).to_contain_text("officer正在改这条信息（1分钟内）")
    look_again(officer)
    expect(officer.locator(".here")).to_contain_text("disclosure_office正在改这条信息")
    # Nobody is stopped: the helper saves, then the officer, who gets both texts.
    write(helper, "河道清理自十二月三日起。")
    helper.click("button[value=save]")
    expect(helper.locator("body")).to_contain_text("草稿已保存")
    officer.evaluate("document.querySelector('form[data-autosave]').removeAttribute('hx-post')")
    write(officer, "河道清理自十二月五日起。")
    officer.click("button[value=save]")
    expect(officer.locator("main")).to_contain_text("有人先保存了")
    expect(officer.locator("main")).to_contain_text("对方保存的")
    expect(officer.locator("main")).to_contain_text("十二月三日")
    expect(officer.locator("main")).to_contain_text("十二月五日")


def test_who_reads_at_the_desk_sees_the_editor_and_goes_again(colleague, draft):
    officer, reader = colleague("officer"), colleague("first_reviewer")
    officer.goto(draft)
    reader.goto(draft.replace("edit/", ""))
    expect(reader.locator(".here")).to_contain_text("officer正在改这条信息")
    expect(reader.locator(".here")).to_contain_text("您看到的是最后保存的文字")
    look_again(officer)
    expect(officer.locator(".here")).to_contain_text("first_reviewer正在看这条信息")


def test_without_scripts_the_page_says_it_when_it_is_loaded(colleague, browser, site, draft):
    colleague("disclosure_office").goto(draft)
    state = colleague("officer").context.storage_state()
    context = browser.new_context(base_url=site.url, java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(draft)
    expect(page.locator(".here")).to_contain_text("disclosure_office正在改这条信息")
    context.close()
