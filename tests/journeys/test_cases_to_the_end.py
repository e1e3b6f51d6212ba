"""Cases beyond their answer: a reconsideration recorded, a letter and a hotline order returned to and opened again.

With axe on every page; the hotline order by keyboard alone.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.durability.serving import Installation, set_up
from tests.journeys.test_cases_office import draft, look, sign_off, take_in

pytestmark = pytest.mark.ui


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Installation]:
    if os.environ.get("GONGKAI_DATABASE"):
        pytest.skip("journeys run on an installation of their own, on SQLite")
    people = ("handler", "leader", "disclosure_office")
    made = set_up(tmp_path_factory.mktemp("ends"), {role: role for role in people})
    made.serve()
    yield made
    made.stop()


def do(page: Page, case: str, act: str, label: str, *, final: bool = False, **filled: str) -> None:
    """One act on its own page: texts are filled, a value that is the name of a choice is checked. Axe looks at it."""
    page.goto(f"{case}act/{act}/")
    for name, value in filled.items():
        choice = page.locator(f"[name={name}][value='{value}']")
        if choice.count():
            choice.check()
        else:
            page.fill(f"[name={name}]", value)
    look(page)
    if final:
        with page.expect_navigation():
            page.click("text=下一步：看后果")
        look(page)
    page.click(f"main form button:has-text('{label}')")
    page.wait_for_url(f"**{case}")
    look(page)


def enquire(page: Page, number: str, code: str) -> None:
    page.goto("/case/")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.click("main button:has-text('查进度')")
    expect(page.locator("main")).to_contain_text(number)
    look(page)


def letter_in(page: Page, name: str) -> str:
    """The address of a letter, once the worker has made its files."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = page.locator(".files a", has_text=name)
        if found.count():
            return found.first.get_attribute("href") or ""
        time.sleep(1)
        page.reload()
    raise AssertionError(page.inner_text("main"))


def numbers(page: Page) -> tuple[str, str]:
    """Number and code of the receipt that the page shows."""
    return page.locator("dl.head dd").nth(0).inner_text(), page.inner_text(".code")


def test_a_reply_is_taken_to_reconsideration_and_made_anew(colleague, citizen):
    handler, leader, person = colleague("handler"), colleague("leader"), citizen()
    case = take_in(handler, "2025年道路养护资金分配表")
    number, code = numbers(handler)
    draft(handler, case)
    sign_off(leader, case)
    leader.click("main form button:has-text('签发答复书')")
    expect(leader.locator("main")).to_contain_text("待送达")
    do(handler, case, "serve", "登记送达", final=True, how="direct")
    enquire(person, number, code)
    expect(person.locator(".remedies")).to_contain_text("行政复议")
    pdf = person.request.get(letter_in(person, "答复书"))
    assert pdf.body().startswith(b"%PDF")

    handler.goto("/office/cases/new/reconsideration/")
    look(handler)
    handler.check("[name=group][value=review]")
    handler.fill("[name=forum]", "澜州市人民政府")
    handler.fill("[name=title]", "不服道路养护资金分配表的答复")
    handler.fill("[name=about_number]", number)
    handler.click("text=登记，给编号")
    handler.wait_for_url("**/receipt/")
    review = re.sub(r"^https?://[^/]+|receipt/$", "", handler.url)
    do(handler, review, "file_answer", "提交答复、答辩")
    do(handler, review, "end", "登记结果", outcome="corrected", conclusion="撤销原答复，重新作出答复")
    expect(handler.locator("main")).to_contain_text("结果纠正")
    handler.goto(case)
    expect(handler.locator("main")).to_contain_text("不服道路养护资金分配表的答复")
    look(handler)

    do(leader, case, "redo", "重新作出答复", final=True, reason="复议决定撤销了原答复")
    person.reload()
    expect(person.locator("main")).to_contain_text("按照复议决定或者判决，重新办理")
    look(person)


def test_a_letter_is_answered_visited_reopened_and_answered_again(colleague, citizen):
    person, handler, leader = citizen(), colleague("handler"), colleague("leader")
    number, code = write_a_letter(person)
    handler.goto(f"/office/cases/in/unclaimed/?q={number}")
    handler.click(f"main table a:has-text('{LETTER['title']}')")
    case = re.sub(r"^https?://[^/]+", "", handler.url)
    look(handler)
    do(handler, case, "sign", "签收")
    answered(handler, leader, case, "路灯已经报修，下周换好。")
    enquire(person, number, code)
    expect(person.locator(".decision")).to_contain_text("已经解决")

    office = colleague("disclosure_office")
    do(office, case, "visit", "登记回访", reached="basic", text="三盏只修了两盏")
    do(handler, case, "reopen", "回访不满意，重新办理", reason="还有一盏不亮")
    expect(handler.locator("main")).to_contain_text("办理中")
    person.reload()
    expect(person.locator("main")).to_contain_text("您不满意，重新办理")
    expect(person.locator(".now .date")).to_contain_text("星期")
    look(person)

    answered(handler, leader, case, "第三盏也换好了。")
    person.reload()
    expect(person.locator("main")).to_contain_text("第三盏也换好了")
    person.check("#stars_0")
    person.click("main button:has-text('提交评价')")
    expect(person.locator(".rate")).to_contain_text("评价收到了")
    look(person)


LETTER = {
    "title": "石桥村路灯坏了半个月",
    "text": "村口三盏路灯不亮，晚上看不见路。",
    "name": "李兰",
    "phone": "13900139000",
}


def write_a_letter(page: Page) -> tuple[str, str]:
    page.goto("/write/letter/000/class/")
    look(page)
    page.check("[name=class][value=complaint]")
    page.check("[name=mailbox][value=head]")
    page.check("[name=may_publish]")
    page.click("main button:has-text('下一步')")
    for names in (("title", "text"), ("name", "phone")):
        for name in names:
            page.fill(f"[name={name}]", LETTER[name])
        look(page)
        page.click("main button:has-text('下一步')")
    expect(page.locator("h1")).to_have_text("核对一下再提交")
    look(page)
    page.click("main button:has-text('提交')")
    expect(page.locator("h1")).to_have_text("已提交")
    look(page)
    return page.inner_text(".code-box .num"), page.inner_text("#code")


def answered(handler: Page, leader: Page, case: str, words: str) -> None:
    do(handler, case, "draft", "拟答复", outcome="solved", conclusion=words)
    do(leader, case, "approve", "审核通过，答复", final=True)


# ---- by keyboard alone ------------------------------------------------------------------------------------


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the focus is there; whoever gets lost in a trap fails."""
    page.wait_for_load_state("load")
    for _ in range(150):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way to {selector} on {page.url}")


def tick(page: Page, name: str, value: str) -> None:
    """Into a group of choices with Tab, along it with the arrows."""
    tab_to(page, f"[name={name}]")
    page.keyboard.press("Space")
    for _ in range(12):
        if page.evaluate("s => document.activeElement.matches(s)", f"[name={name}][value='{value}']"):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no way to {name}={value}")


def write(page: Page, name: str, words: str) -> None:
    tab_to(page, f"[name={name}]")
    page.keyboard.type(words)


def go(page: Page, selector: str) -> None:
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def act(page: Page, code: str) -> None:
    """From the case to the page of an act, by the shortcut of the usual one or through the fold of the others."""
    link = f"a[href$='/act/{code}/']"
    if not page.locator(f".row-acts {link}").count():
        tab_to(page, ".case-now summary")
        if page.locator(".case-now details[open]").count() == 0:
            page.keyboard.press("Enter")
    go(page, link)
    look(page)


SEND = ".act-page form .row-acts button"


def test_a_hotline_order_by_keyboard_alone_through_visit_and_reopening(colleague):
    """The unit handles it, 政务公开办 calls back: nobody asks how content people are with their own work."""
    page, office = colleague("handler"), colleague("disclosure_office")
    page.goto("/office/cases/new/")
    go(page, "main a[href$='/new/hotline_order/']")
    look(page)
    tick(page, "channel", "phone")
    tick(page, "line", "12345")
    tick(page, "class", "general")
    write(page, "title", "水管漏水")
    write(page, "text", "柳河镇卫生院门口，三天了。")
    write(page, "name", "赵林")
    write(page, "phone", "13700137000")
    go(page, "main form[enctype] > button, main form[enctype] > .btn")
    page.wait_for_url("**/receipt/")
    look(page)
    go(page, "main .row-acts a")
    for code in ("dispatch", "sign"):
        act(page, code)
        go(page, SEND)
    handled(page, "explained", "已经派人去修。")
    case = page.url
    office.goto(case)
    act(office, "reopen")
    write(office, "reason", "来电人说还在漏")
    go(office, SEND)
    expect(office.locator("main")).to_contain_text("办理中")
    page.goto(case)
    handled(page, "solved", "换了一段水管，不漏了。")
    office.goto(case)
    act(office, "visit")
    tick(office, "reached", "satisfied")
    go(office, SEND)
    expect(office.locator("main")).to_contain_text("已办结")
    look(office)


def handled(page: Page, outcome: str, words: str) -> None:
    act(page, "handle")
    tick(page, "outcome", outcome)
    write(page, "conclusion", words)
    go(page, SEND)
    expect(page.locator("main")).to_contain_text("待回访")
    look(page)
