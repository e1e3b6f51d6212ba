"""An annual report's whole way: built, signed, handed in, returned with a remark, mended, accepted, public; no fault of axe."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.durability.serving import Installation, set_up
from tests.journeys.conftest import PEOPLE
from tests.looking import faults

pytestmark = pytest.mark.ui
TITLE = re.compile("青禾县人民政府20..年政府信息公开工作年度报告")


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Installation]:
    if os.environ.get("GONGKAI_DATABASE"):
        pytest.skip("journeys run on an installation of their own, on SQLite")
    made = set_up(tmp_path_factory.mktemp("site"), {role: role for role in (*PEOPLE, "leader")})
    made.serve()
    yield made
    made.stop()


def press(page: Page, report: str, act: str, reason: str = "") -> None:
    """Open the act's page, look at it, and do it."""
    page.goto(report)
    page.locator(f"a:text-is('{act}')").click()
    assert faults(page) == []
    if reason:
        page.fill("[name=reason]", reason)
    page.locator(f"main button:has-text('{act}')").click()
    page.wait_for_url(report)


def write(page: Page, report: str, words: dict[int, str]) -> None:
    page.goto(report)
    page.click("a:text-is('写文字')")
    for no, text in words.items():
        page.fill(f"#text-{no}", text)
    page.click("button:has-text('预览')")
    expect(page.locator("main")).to_contain_text("读起来是")
    assert faults(page) == []
    page.click("button:has-text('保存')")
    page.wait_for_url(report)


def test_a_report_goes_its_whole_way(colleague, citizen):
    officer = colleague("officer")
    officer.goto("/office/reports/")
    officer.click("button:has-text('开始编报告')")
    officer.wait_for_url(re.compile(r"/office/reports/\d+/$"))
    report = officer.url
    expect(officer.locator("h1")).to_have_text(TITLE)
    expect(officer.locator("main")).to_contain_text("签发以前要做的")
    assert faults(officer) == []
    officer.locator("td a").first.click()
    expect(officer.locator("main")).to_contain_text("没有记录")
    assert faults(officer) == []

    new = "新收 {{foi.new_received/total}} 件。"
    write(
        officer, report, {1: f"（一）主动公开。按期公开。\n（二）依申请公开。{new}", 5: "问题。", 6: "没有。"}
    )
    leader, office = colleague("leader"), colleague("disclosure_office")
    press(leader, report, "签发")
    press(officer, report, "提交")
    press(office, report, "退回", "第五部分写清改进的做法")
    assert faults(office) == []

    officer.goto(report)
    expect(officer.locator("main")).to_contain_text("第五部分写清改进的做法")
    write(officer, report, {5: "存在的主要问题：图解少。改进情况：对重要文件配图解。"})
    press(leader, report, "签发")
    press(officer, report, "提交")
    press(office, report, "接收")
    press(office, report, "发布")
    expect(office.locator("main")).to_contain_text("公众可以看到")

    reader = citizen(scripts=False)
    reader.goto("/annual-reports/")
    reader.get_by_role("link", name=TITLE).first.click()
    expect(reader.locator("main")).to_contain_text("新收 0 件。")
    expect(reader.locator("main")).to_contain_text("对重要文件配图解")
    seen = citizen()
    for address in ("/annual-reports/", reader.url):
        seen.goto(address)
        assert faults(seen) == []
