"""Three ID numbers in a table and a hidden sheet: the item can't go out before both are dealt with."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect
from tests.journeys.test_item import fill_in, find, submit, to_the_public
from tests.looking import faults

from gongkai.screening.checksums import id_check_char

pytestmark = pytest.mark.ui
IDS = [
    first + id_check_char(first) for first in ("33010219900307461", "33010219850611222", "33010219721103333")
]
PASTED = "<table><tbody>" + "".join(f"<tr><td>{no}</td><td>{one}</td></tr>" for no, one in enumerate(IDS, 1))
PASTE = """(editor, html) => {
    editor.focus();
    const data = new DataTransfer();
    data.setData('text/html', html);
    const event = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
    if (editor.dispatchEvent(event)) document.execCommand('insertHTML', false, html);
}"""


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["村名", "户数"])
    book.active.append(["柳庄村", 12])
    hidden = book.create_sheet("底册")
    hidden.append(["证件号码", IDS[1]])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_three_numbers_and_a_hidden_sheet_are_dealt_with_before_anybody_may_read(colleague, citizen):
    title = "关于公布防汛值守补助对象的公告"
    officer = colleague("officer")
    officer.goto("/office/items/new/")
    officer.locator("input[name=kind][value=notice]").check()
    officer.click("button:has-text('开始填写')")
    officer.wait_for_url("**/edit/")
    edit = officer.url
    fill_in(officer, title, "下列人员符合条件。")
    officer.locator("[contenteditable=true]").first.evaluate(PASTE, PASTED + "</tbody></table>")
    officer.click("button[value=attach]")
    officer.set_input_files(
        "input[type=file]",
        {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()},
    )
    officer.locator("form:has(input[type=file]) button[type=submit]").first.click()
    expect(officer.locator("main")).to_contain_text("名册.xlsx")

    officer.goto(edit)
    officer.click("button[value=submit]")
    officer.wait_for_load_state()
    assert officer.url.partition("#")[0] == edit, "it stays with the officer"
    panel = officer.locator("#findings")
    expect(panel).to_contain_text("身份证号码")
    expect(panel).to_contain_text("隐藏的工作表")
    for number in IDS:
        expect(panel).not_to_contain_text(number)
    assert faults(officer) == []

    officer.locator("#findings button[value='mask:all']").click()
    officer.wait_for_load_state()
    expect(officer.locator("#findings")).to_contain_text("没有要处理的")
    desk = submit(officer)
    to_the_public(colleague, desk)

    page = find(citizen(), "防汛值守补助对象", title)
    expect(page.locator("main")).to_contain_text(IDS[0][:4] + "*" * 10 + IDS[0][-4:])
    shown = page.content()
    assert not any(number in shown for number in IDS)
    expect(page.locator("main")).to_contain_text(re.compile("身份证号码"))  # says what was taken out, and why
    with page.expect_download() as coming:
        page.locator("a", has_text="名册.xlsx").first.click()
    book = openpyxl.load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes()))
    assert book.sheetnames == ["Sheet"]
    assert faults(page) == []
