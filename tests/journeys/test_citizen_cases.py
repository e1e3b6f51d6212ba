"""A citizen applies on a telephone without scripts, corrects, reads the reply and rates it; once by keyboard alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.looking import faults

pytestmark = pytest.mark.ui

PHONE = {"width": 390, "height": 844}
# What the office does meanwhile, at its own desks: the same acts as its pages call.
OFFICE = """
import json, sys
import django; django.setup()
from django.utils import timezone
from gongkai.accounts.models import User
from gongkai.accounts.queries import standing_for
from gongkai.cases.actions.acting import act
from gongkai.cases.models import Case
number, steps = sys.argv[1], json.loads(sys.argv[2])
for code, who, values in steps:
    at = timezone.now()
    values.setdefault("on", timezone.localdate(at).isoformat())
    by = standing_for(user=User.objects.get(username=who), today=timezone.localdate(at))
    act(case_id=Case.objects.get(number=number).pk, act=code, values=values, by=by, at=at)
"""


@pytest.fixture(scope="module")
def staffed(site):
    for role in ("handler", "leader"):
        site.run("user", "create", role, "--unit", "000", "--role", role, "--full-name", role)
    return site


@pytest.fixture
def office(staffed):
    """`office(number, ("confirm", "handler", {...}), …)`: acts one after the other."""

    def go(number: str, *steps: tuple[str, str, dict[str, str]]) -> None:
        done = subprocess.run(
            [sys.executable, "-c", OFFICE, number, json.dumps(steps)],
            env={**staffed.environment, "DJANGO_SETTINGS_MODULE": "gongkai.settings"},
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    return go


@pytest.fixture
def phone(browser, staffed):
    """`phone(scripts=False)`: a telephone of its own, which knows nothing of the others."""
    opened: list[BrowserContext] = []

    def take(*, scripts: bool = False, look: str = "") -> Page:
        context = browser.new_context(
            base_url=staffed.url,
            viewport=PHONE,
            java_script_enabled=scripts,
            bypass_csp=scripts,
            has_touch=True,
        )
        if look:
            context.add_cookies([{"name": "look", "value": look, "url": staffed.url}])
        context.set_default_timeout(20_000)
        opened.append(context)
        return context.new_page()

    yield take
    for context in opened:
        context.close()


def go_on(page: Page, button: str = "下一步") -> None:
    page.click(f"main button:has-text('{button}')")
    page.wait_for_load_state("load")


def apply(page: Page) -> tuple[str, str, int]:
    """From the home page to the number; how many pages were seen before it."""
    pages: list[str] = []
    page.on("load", lambda: pages.append(page.url))
    page.goto("/")
    page.click("nav.acts >> text=申请公开")
    page.click(".organs a >> text=青禾县人民政府")
    page.fill("[name=title]", "2025年柳河镇道路养护资金分配表")
    go_on(page)
    page.check("input[value=email]")
    go_on(page)
    page.check("input[value=natural]")
    page.fill("[name=name]", "王小明")
    page.fill("[name=identity]", "110101199003077715")
    go_on(page)
    page.fill("[name=phone]", "13800138000")
    page.fill("[name=email]", "wang@example.com")
    go_on(page)
    expect(page.locator("h1")).to_have_text("核对一下再提交")
    seen = len(pages)
    go_on(page, "提交")
    expect(page.locator("h1")).to_have_text("已提交")
    assert re.search(r"最迟 20\d\d年\d+月\d+日（星期.）", page.inner_text("main"))
    return page.inner_text(".code-box .num"), page.inner_text("#code"), seen


def enquire(page: Page, number: str, code: str) -> None:
    page.goto("/")
    page.click("nav.acts >> text=查办理进度")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    go_on(page, "查进度")


def test_an_application_from_the_telephone_to_the_reply_without_scripts(phone, office):
    page = phone()
    number, code, seen = apply(page)
    assert 5 < seen <= 8
    # Going back in the browser shows what was written no more: it is sent.
    page.go_back()
    assert "13800138000" not in page.content()

    office(
        number,
        ("confirm", "handler", {"how": "电话确认"}),
        ("ask_correction", "handler", {"reason": "写明是哪一段路"}),
    )
    other = phone()  # the next day, on another telephone
    enquire(other, number, code)
    expect(other.locator(".now")).to_contain_text("要您补充")
    other.click("main a:has-text('补充申请内容')")
    go_on(other, "补充申请内容")
    assert other.title().startswith("有误：")
    other.fill("[name=text]", "柳河镇到石桥村那一段")
    go_on(other, "补充申请内容")
    expect(other.locator(".line")).to_contain_text("收到您的补充，期限重新计算")
    expect(other.locator(".now .date")).to_contain_text("星期")

    office(
        number,
        ("consult_third_party", "handler", {"party": "青禾建设公司", "question": "是否同意公开合同价"}),
    )
    other.reload()
    expect(other.locator(".now")).to_contain_text("正在征求他们的意见")
    assert "青禾建设公司" not in other.content()
    office(
        number,
        ("end_consultation", "handler", {"result": "partly"}),
        ("extend", "leader", {"days": "10", "reason": "材料多"}),
        ("draft", "handler", {
            "outcome": "partial", "way": "随本答复提供复制件 3 页", "withheld": "银行账号",
            "reason": "涉及商业秘密", "articles": "《政府信息公开条例》第十五条",
        }),
        ("approve", "leader", {}),
        ("serve", "handler", {"how": "online", "kept_back": "1"}),
    )  # fmt: skip
    letter = waited_for(other, "答复书")
    expect(other.locator(".decision")).to_contain_text("一部分可以公开")
    expect(other.locator("main")).to_contain_text("银行账号")
    expect(other.locator(".remedies")).to_contain_text("最后一天是")
    with other.expect_download() as fetched:
        letter.click()
    assert Path(fetched.value.path()).read_bytes().startswith(b"%PDF")

    other.check("#stars_0")  # one, two
    go_on(other, "提交评价")
    expect(other.locator(".rate")).to_contain_text("评价收到了")
    go_on(other, "退出查询")
    other.goto(page.url.split("/write/")[0] + "/case/" + number + "/")
    expect(other.locator("h1")).to_have_text("查办理进度")


def waited_for(page: Page, name: str):
    """The worker makes a letter's files within a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        page.reload()
        found = page.locator(".files a", has_text=name)
        if found.count():
            return found.first
        time.sleep(1)
    raise AssertionError(page.inner_text("main"))


# ---- by keyboard alone, axe on each page ------------------------------------------------------------------


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the focus is there; whoever gets lost in a trap fails."""
    page.wait_for_load_state("load")
    for _ in range(120):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector} on {page.url}")


def type_into(page: Page, name: str, text: str) -> None:
    tab_to(page, f"[name={name}]")
    page.keyboard.type(text)


def press(page: Page, selector: str) -> None:
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("look", ["", "care"])
def test_the_same_by_keyboard_alone_and_axe_finds_nothing(phone, look):
    page, wrong = phone(scripts=True, look=look), []
    page.goto("/write/")
    wrong += [(page.url, fault) for fault in faults(page)]
    press(page, ".ways a[href='/write/information_application/']")
    wrong += [(page.url, fault) for fault in faults(page)]
    type_into(page, "q", "青禾县人民政府")
    press(page, "[name=q]")
    press(page, ".picks a")
    next_ = "main form[method=post] .row-acts button"
    press(page, next_)
    assert page.title().startswith("有误：")
    assert page.evaluate("document.activeElement.className") == "problems"
    wrong += [(page.url, fault) for fault in faults(page)]
    with_focus = page.evaluate("document.querySelector('.problems a').hash")
    tab_to(page, ".problems a")
    page.keyboard.press("Enter")
    assert page.evaluate("'#' + document.activeElement.id") == with_focus
    page.keyboard.type("道路养护资金")
    press(page, next_)
    wrong += [(page.url, fault) for fault in faults(page)]
    tab_to(page, "[name=form]")
    page.keyboard.press("Space")
    press(page, next_)
    tab_to(page, "[name=type]")
    page.keyboard.press("Space")
    type_into(page, "name", "王小明")
    type_into(page, "identity", "110101199003077715")
    press(page, next_)
    type_into(page, "phone", "13800138000")
    type_into(page, "email", "wang@example.com")
    press(page, next_)
    wrong += [(page.url, fault) for fault in faults(page)]
    press(page, next_)
    assert page.inner_text("h1") == "已提交"
    wrong += [(page.url, fault) for fault in faults(page)]
    press(page, "main .row-acts a.btn")
    wrong += [(page.url, fault) for fault in faults(page)]
    press(page, "main .row-acts a.btn[href$='withdraw/']")
    wrong += [(page.url, fault) for fault in faults(page)]
    type_into(page, "reason", "找到了")
    press(page, "main .row-acts button.danger")
    assert "您撤回了申请" in page.inner_text("main")
    wrong += [(page.url, fault) for fault in faults(page)]
    assert wrong == []


def test_who_writes_is_warned_two_minutes_ahead_and_goes_on_with_one_key(phone):
    page = phone(scripts=True)
    page.clock.install()
    page.goto("/write/information_application/000/what/")
    page.fill("[name=title]", "道路养护资金")
    page.clock.fast_forward("27:00")
    assert page.locator(".session-ends").count() == 0
    page.clock.fast_forward("01:30")
    expect(page.locator(".session-ends")).to_contain_text("两分钟后会删掉")
    assert page.evaluate("document.activeElement.textContent") == "接着写"
    page.keyboard.press("Enter")
    expect(page.locator(".session-ends")).to_have_count(0)
    assert page.input_value("[name=title]") == "道路养护资金"
