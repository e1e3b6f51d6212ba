"""The component sheet in a real browser: accessibility, sizes, keys, and what is left without scripts."""

import pytest
from tests.looking import faults, too_wide
from tests.ui.conftest import SMALL

pytestmark = [
    pytest.mark.ui,
    pytest.mark.urls("tests.ui.style_urls"),
    pytest.mark.django_db(transaction=True),
]
LOOKS = ["", "care", "contrast", "care.contrast", "dark", "dark.contrast", "s200"]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", ["/style/", "/style/?face=office", "/theme/"])
def test_axe_finds_nothing_in_any_look(visit, path, look):
    page = visit(path, look, width=390 if look == "" else 1366)
    assert faults(page, *(["wcag2aaa"] if "contrast" in look else [])) == []


@pytest.mark.parametrize("path", ["/style/", "/style/?face=office", "/theme/"])
def test_nothing_is_wider_than_a_narrow_page_not_even_at_twice_the_size(visit, path):
    for look in ("", "care", "contrast", "s200"):
        assert not too_wide(visit(path, look, width=320)), look


@pytest.mark.parametrize("look", ["", "care"])
@pytest.mark.parametrize("path", ["/style/", "/style/?face=office", "/theme/"])
def test_targets_are_large_enough_to_hit(visit, path, look):
    for width in (1366, 390):
        assert visit(path, look, width).evaluate(SMALL) == []


def test_care_mode_has_large_text_wide_lines_and_one_column(visit):
    page = visit("/style/", "care")
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('main *')].filter(e => e.innerText)"
        ".map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    columns = page.evaluate(
        "getComputedStyle(document.querySelector('.cols')).gridTemplateColumns.split(' ').length"
    )
    assert size >= 18
    assert smallest >= 14
    assert columns == 1


def test_care_mode_is_one_click_and_says_the_same(visit):
    page = visit("/style/")
    before = page.inner_text("main")
    with page.expect_navigation(wait_until="load"):
        page.click(".tools .to-care")
    assert page.url.endswith("/style/")
    assert (
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--target')").strip()
        == "60px"
    )
    assert page.inner_text("main") == before
    with page.expect_navigation(wait_until="load"):
        page.click(".tools .from-care")
    assert (
        page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--target')").strip()
        == "44px"
    )


def test_the_error_summary_has_the_focus_and_its_links_lead_into_the_fields(visit):
    page = visit("/style/")
    assert page.evaluate("document.activeElement.className") == "problems"
    page.click(".problems a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_wrong-title"


def test_the_policy_of_the_page_refuses_nothing_and_the_first_view_is_small(chromium, live_server):
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    said: list[str] = []
    weights: list[int] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfinished", lambda request: weights.append(request.sizes()["responseBodySize"]))
    page.goto(live_server.url + "/style/")
    page.wait_for_load_state("networkidle")
    assert said == []
    assert 50_000 < sum(weights) <= 200_000
    context.close()


def test_filters_open_on_a_phone_without_scripts(visit):
    page = visit("/style/", width=390, scripts=False)
    assert not page.is_visible(".filters")
    page.click(".filters-open a")
    assert page.is_visible(".filters a[aria-current]")
    page.click(".filters-close a")
    assert not page.is_visible(".filters")


def test_keys_walk_through_rows_and_rest_while_one_writes(visit):
    page = visit("/style/?face=office")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert "河口村" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("k")
    page.keyboard.press("x")
    assert page.text_content("[data-picked]") == "1"
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("jk?")
    assert page.input_value("#office-q") == "jk?"
    assert not page.is_visible("#keys")


def test_reading_aloud_is_offered_only_where_there_is_a_chinese_voice(chromium, live_server):
    voices = "speechSynthesis.getVoices = () => [{ lang: '%s', name: 'v' }];"
    for language, offered in (("zh-CN", True), ("en-GB", False)):
        context = chromium.new_context()
        context.add_init_script(voices % language)
        page = context.new_page()
        page.goto(live_server.url + "/style/")
        page.wait_for_load_state("load")
        assert page.is_visible("[data-read-aloud]") is offered
        context.close()


def test_focus_is_seen_and_the_first_tab_skips_to_the_text(visit):
    page = visit("/theme/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    style = page.evaluate(
        "(() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; })()"
    )
    assert style == ["solid", "3px"]
