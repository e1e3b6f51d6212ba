"""A case through the office: taken in over the counter, claimed, drafted, signed off by the head, served.

With scripts and axe on every page, once by keys alone, and once without scripts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.durability.serving import Installation, set_up
from tests.looking import faults, too_wide

pytestmark = pytest.mark.ui

NUMBER = "110101199003077715"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Installation]:
    """One unit with a clerk, its head and 政务公开办."""
    if os.environ.get("GONGKAI_DATABASE"):
        pytest.skip("journeys run on an installation of their own, on SQLite")
    people = ("handler", "leader", "disclosure_office")
    made = set_up(tmp_path_factory.mktemp("cases"), {role: role for role in people})
    made.serve()
    yield made
    made.stop()


def look(page: Page) -> None:
    """Nothing for axe to find, with every fold open, and nothing beside the page."""
    page.wait_for_load_state()
    for fold in page.query_selector_all("details"):
        fold.evaluate("one => one.open = true")
    assert faults(page) == [], page.url
    assert not too_wide(page), page.url


def take_in(page: Page, title: str) -> str:
    """Over the counter; leads to the paper to hand over. Returns the case's path."""
    page.goto("/office/cases/new/")
    page.click("main >> text=政府信息公开申请")
    page.check("[name=channel][value=counter]")
    page.fill("[name=received_on]", page.input_value("[name=arrived_on]"))
    page.fill("[name=title]", title)
    page.check("[name=form][value=paper]")
    page.check("[name=type][value=natural]")
    page.fill("[name=name]", "王小明")
    page.fill("[name=identity]", NUMBER)
    page.fill("[name=phone]", "13800138000")
    page.fill("[name=address]", "柳河镇东风路12号")
    page.click("text=登记，给编号")
    page.wait_for_url("**/receipt/")
    return re.sub(r"^https?://[^/]+|receipt/$", "", page.url)


def draft(page: Page, case: str) -> None:
    page.goto(f"{case}act/draft/")
    page.check("[name=outcome][value=granted]")
    page.fill("[name=way]", "随本答复提供复制件 3 页")
    page.click("main form button:has-text('拟答复')")
    expect(page.locator("main")).to_contain_text("审核中")


def sign_off(page: Page, case: str) -> None:
    page.goto(case)
    page.click("main a.btn:has-text('签发答复书')")
    page.click("text=下一步：看后果")
    expect(page.locator("main")).to_contain_text("随本答复提供复制件 3 页")
    expect(page.locator("main")).to_contain_text("不能撤回")


def test_from_the_counter_to_the_reply_with_axe_on_every_page(colleague):
    handler, leader = colleague("handler"), colleague("leader")
    case = take_in(handler, "2025年道路养护资金分配表")
    expect(handler.locator(".code")).to_have_text(re.compile(r"^[0-9A-Z]{5}(-[0-9A-Z]{2,5}){5}$"))
    look(handler)
    for path in (
        "/office/cases/",
        "/office/cases/in/open/",
        "/office/cases/new/",
        f"{case}why/",
        f"{case}personal/",
    ):
        handler.goto(path)
        look(handler)
    handler.goto(case)
    look(handler)
    handler.click("main button:has-text('认领')")
    expect(handler.locator("main")).to_contain_text("已认领")
    # What is typed is kept by itself, and there after the page was lost.
    handler.goto(f"{case}act/draft/")
    look(handler)
    handler.fill("[name=way]", "随本答复")
    expect(handler.locator("#autosave-state")).to_contain_text("草稿已保存", timeout=10_000)
    handler.goto(case)
    expect(handler.locator("main")).to_contain_text("有没写完的")
    handler.goto(f"{case}act/draft/")
    expect(handler.locator("[name=way]")).to_have_value("随本答复")
    draft(handler, case)
    sign_off(leader, case)
    look(leader)
    leader.click("main form button:has-text('签发答复书')")
    expect(leader.locator("main")).to_contain_text("待送达")
    handler.goto(f"{case}act/serve/")
    handler.check("[name=how][value=direct]")
    handler.click("text=下一步：看后果")
    expect(handler.locator("main")).to_contain_text("就此办结")
    handler.click("main form button:has-text('登记送达')")
    expect(handler.locator("main")).to_contain_text("按时办结")
    look(handler)


def test_two_at_one_case_see_one_another_and_the_slower_loses_nothing(colleague):
    handler, office = colleague("handler"), colleague("disclosure_office")
    case = take_in(handler, "2024年道路养护资金分配表")
    office.goto(f"{case}act/draft/")
    handler.goto(f"{case}act/ask_reason/")
    expect(handler.locator(".here")).to_contain_text("disclosure_office正在办这件")
    handler.fill("[name=reason]", "本月已经申请 30 件，明显多于平常")
    handler.click("main form button:has-text('要求说明理由')")
    expect(handler.locator("main")).to_contain_text("待说明理由")
    office.check("[name=outcome][value=granted]")
    office.fill("[name=way]", "随本答复提供复制件 2 页")
    office.click("main form button:has-text('拟答复')")
    expect(office.locator("main")).to_contain_text("有人先办了一步")
    expect(office.locator("main")).to_contain_text("明显多于平常")
    expect(office.locator("main")).to_contain_text("随本答复提供复制件 2 页")
    look(office)


def test_claimed_and_opened_by_keys_alone(colleague):
    handler = colleague("handler")
    case = take_in(handler, "桥梁检测报告")
    for _ in range(20):  # the index learns of it a moment after the commit
        handler.goto("/office/cases/in/unclaimed/?q=桥梁")
        if handler.locator("main").get_by_text("桥梁检测报告").count():
            break
        handler.wait_for_timeout(500)
    handler.keyboard.press("j")
    expect(handler.locator("#peek")).to_contain_text("桥梁检测报告")
    expect(handler.locator("#peek button")).to_have_text("认领")
    handler.wait_for_timeout(400)  # the preview follows the focus
    handler.keyboard.press("a")
    handler.keyboard.press("Enter")
    handler.wait_for_url(f"**{case}")
    expect(handler.locator("main")).to_contain_text("已认领")
    handler.keyboard.press("a")
    handler.keyboard.press("Enter")
    handler.wait_for_url("**/act/draft/")


@pytest.fixture
def without_scripts(browser: Browser, site, colleague) -> Iterator[Callable[[str], Page]]:
    opened = []

    def come(name: str) -> Page:
        state = colleague(name).context.storage_state()
        context = browser.new_context(
            base_url=site.url,
            java_script_enabled=False,
            storage_state=state,
            viewport={"width": 390, "height": 800},
        )
        context.set_default_timeout(20_000)
        opened.append(context)
        return context.new_page()

    yield come
    for context in opened:
        context.close()


def test_the_whole_way_works_on_a_phone_without_scripts(without_scripts):
    handler, leader = without_scripts("handler"), without_scripts("leader")
    case = take_in(handler, "公共厕所改造台账")
    handler.goto(f"{case}act/draft/")
    handler.fill("[name=way]", "写到一半")
    handler.click("main form button:has-text('保存草稿')")
    expect(handler.locator("[name=way]")).to_have_value("写到一半")
    draft(handler, case)
    sign_off(leader, case)
    leader.click("main form button:has-text('签发答复书')")
    expect(leader.locator("main")).to_contain_text("待送达")
    handler.goto(f"{case}personal/")
    handler.fill("[name=reason]", "核对寄送地址")
    handler.click("main form button:has-text('打开看')")
    expect(handler.locator("main")).to_contain_text(NUMBER)
