"""The same in a real browser, with its policy switched off: the cleaner alone has to hold."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone
from tests.attacks.payloads import BODIES, WORD

from gongkai.disclosure.actions import reviewing
from gongkai.text.html import clean_html

pytestmark = pytest.mark.ui

HOOK = """
window.called = [];
for (const name of ['alert', 'confirm', 'prompt']) window[name] = (...said) => window.called.push(name + said);
"""
# Whatever waits for a hand or a focus is tried.
PROVOKE = """() => {
  for (const one of document.querySelectorAll('main *, body > div *')) {
    for (const kind of ['mouseover', 'mouseenter', 'focus', 'toggle']) one.dispatchEvent(new Event(kind, {bubbles: true}));
    if (/^(javascript|data|vbscript|blob):/.test(one.protocol || '')) window.called.push(one.href);
  }
  return window.called;
}"""
PASTE = """html => {
  const page = document.querySelector('[contenteditable=true]');
  page.focus();
  const held = new DataTransfer();
  held.setData('text/html', html);
  held.setData('text/plain', 'x');
  page.dispatchEvent(new ClipboardEvent('paste', {clipboardData: held, bubbles: true, cancelable: true}));
  return page.innerHTML.length;
}"""


@pytest.fixture
def window(chromium):
    context = chromium.new_context(bypass_csp=True)
    context.add_init_script(HOOK)
    yield context
    context.close()


def test_no_payload_calls_anything_in_chromium(window):
    page = window.new_page()
    page.goto("about:blank")
    page.evaluate(HOOK)
    # The trap works: what is not cleaned does call.
    page.evaluate("html => { document.body.innerHTML = html }", "<img src=x onerror=alert(1)>")
    page.wait_for_function("window.called.length > 0", timeout=5000)
    page.evaluate("() => { window.called = [] }")
    every = [*BODIES, *(wrapping % one for wrapping in WORD for one in BODIES[::7])]
    for payload in every:
        page.evaluate("html => { document.body.innerHTML = '<div>' + html + '</div>' }", clean_html(payload))
        assert page.evaluate(PROVOKE) == [], payload
    page.wait_for_timeout(500)
    assert page.evaluate("window.called") == []
    whole = "".join(f"<div>{clean_html(payload)}</div>" for payload in every)
    page.set_content(f"<main>{whole}</main>")
    assert page.evaluate(PROVOKE) == []


def test_no_page_of_ours_calls_anything_in_chromium(cast, transactional_db, client_of, live_server, window):
    bodies = [f"<p>第 {n} 段</p>{one}" for n, one in enumerate(BODIES)]
    titles = '关于"><img src=x onerror=alert(1)>的通知'
    item_id = cast.draft(body="".join(bodies), title=titles)
    officer = client_of("agri.officer")
    window.add_cookies(
        [{"name": "session", "value": officer.cookies["session"].value, "url": live_server.url}]
    )
    page = window.new_page()

    def visit(path: str) -> None:
        page.goto(live_server.url + path)
        page.wait_for_load_state("load")
        assert page.evaluate(PROVOKE) == [], path

    visit(f"/office/items/{item_id}/")
    page.goto(f"{live_server.url}/office/items/{item_id}/edit/")
    page.wait_for_selector("[contenteditable=true]")
    for payload in BODIES:
        assert page.evaluate(PASTE, payload) >= 0
        assert page.evaluate("window.called") == [], json.dumps(payload)
    page.wait_for_timeout(300)
    assert page.evaluate("window.called") == []
    reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=timezone.now())
    cast.pass_steps(item_id)
    address = f"/item/{cast.item(item_id).index_no}/"
    for path in (
        address,
        f"{address}versions/1/",
        "/",
        "/list/",
        "/unit/016/",
        "/search/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
    ):
        visit(path)
