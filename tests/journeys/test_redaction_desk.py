"""The redaction desk in a real browser: a scan gets a box drawn with the pointer, a finding of a PDF is ticked out."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.test_item import fill_in
from tests.looking import too_wide
from tests.office.test_redaction_desk import NUMBER, document, picture

pytestmark = pytest.mark.ui


def draft_with(page: Page, name: str, content: io.BytesIO, kind: str) -> str:
    """A saved draft that carries a file; the path of its desk."""
    page.goto("/office/items/new/")
    radio = page.locator("input[name=kind][value=notice]")
    if radio.count():
        radio.check()
    else:
        page.select_option("[name=kind]", "notice")
    page.click("button:has-text('开始填写')")
    page.wait_for_url("**/edit/")
    fill_in(page, "关于公布名单的公告", "名单见附件。")
    page.click("button[value=attach]")
    page.wait_for_url("**/attach/")
    page.set_input_files(
        "input[type=file]", files=[{"name": name, "mimeType": kind, "buffer": content.getvalue()}]
    )
    page.click("main form button:has-text('上传')")
    expect(page.locator("main .files")).to_contain_text(name)
    desk = re.sub(r"^https?://[^/]+|attach/$", "", page.url)
    page.goto(f"{desk}edit/")
    page.click("button[value=screen]")
    page.wait_for_url(re.compile("#findings|/edit/"))
    return desk


def look(page: Page, name: str) -> None:
    """Pictures at both widths where somebody wants to see them."""
    folder = os.environ.get("GONGKAI_PICTURES")
    if not folder:
        return
    for width in (1366, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 1366, "height": 900})


def fits(page: Page) -> None:
    """No page is wider than a phone."""
    page.set_viewport_size({"width": 390, "height": 900})
    assert not too_wide(page)
    page.set_viewport_size({"width": 1366, "height": 900})


def test_a_finding_of_a_pdf_is_seen_in_its_place_and_ticked_out(colleague):
    page = colleague("officer")
    desk = draft_with(page, "决定.pdf", document(), "application/pdf")
    page.goto(f"{desk}edit/")
    page.locator("#findings a", has_text="看附件").click()
    expect(page.locator("svg .found-box")).to_have_count(1)
    fits(page)
    look(page, "view")
    page.click("main a.btn:has-text('遮盖')")
    expect(page.locator("input[name=take]")).to_be_checked()
    fits(page)
    look(page, "redact")
    page.click("button:has-text('遮盖并换掉附件')")
    page.wait_for_url("**/view/")
    expect(page.locator("body")).to_contain_text("已换成遮盖后的附件")
    expect(page.locator("svg .found-box")).to_have_count(0)
    page.goto(desk)
    page.locator("summary", has_text="公开以前可以恢复").click()
    page.click("a:has-text('对照遮盖前后')")
    expect(page.locator("svg image")).to_have_count(2)
    fits(page)
    look(page, "compare")
    assert NUMBER not in page.content()


def test_a_box_is_drawn_with_the_pointer_on_a_scan(colleague):
    page = colleague("officer")
    desk = draft_with(page, "名单.png", picture(), "image/png")
    page.goto(desk)
    key = page.locator("a[href*='/files/']").first.get_attribute("href")
    page.goto(f"{key}redact/")
    sheet = page.locator("svg.leaf-picture").bounding_box()
    page.mouse.move(sheet["x"] + sheet["width"] * 0.1, sheet["y"] + sheet["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(sheet["x"] + sheet["width"] * 0.8, sheet["y"] + sheet["height"] * 0.4)
    page.mouse.up()
    expect(page.locator(".drawn-box")).to_have_count(1)
    assert abs(float(page.locator("[name=box_left]").first.input_value()) - 10) < 1
    look(page, "drawn")
    page.click("button:has-text('清掉这个框')")
    expect(page.locator(".drawn-box")).to_have_count(0)
    page.mouse.move(sheet["x"] + sheet["width"] * 0.1, sheet["y"] + sheet["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(sheet["x"] + sheet["width"] * 0.8, sheet["y"] + sheet["height"] * 0.4)
    page.mouse.up()
    page.click("button:has-text('遮盖并换掉附件')")
    expect(page.locator("body")).to_contain_text("写明为什么遮盖")
    expect(page.locator(".drawn-box")).to_have_count(1)
    page.fill("[name=reason]", "涉及个人隐私（条例第十五条）")
    page.click("button:has-text('遮盖并换掉附件')")
    page.wait_for_url("**/view/")
    expect(page.locator("body")).to_contain_text("已换成遮盖后的附件，1 处")
