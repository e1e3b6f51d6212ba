"""The citizens' pages in a real browser: every address in every look and width, without scripts, by keyboard."""

import io
import re

import pytest
from django.utils import timezone
from tests.looking import faults, too_wide
from tests.portal.test_answering import everywhere
from tests.ui.conftest import SMALL, wear

from gongkai.disclosure.actions import correcting, drafting, reviewing
from gongkai.files.actions import store_upload
from gongkai.search import indexing

pytestmark = [pytest.mark.ui, pytest.mark.django_db(transaction=True)]
MACHINES = re.compile(r"\.(svg|xml|txt|csv|json)$|/feed/$|/healthz$|/suggest/")
PHONE, NARROW, DESK = ({"width": width, "height": 800} for width in (390, 320, 1366))
PARTS = 4
"""The addresses are dealt out, so that every processor looks at some."""


def unfit(page):
    """What stands beside a narrow page, and targets too small to hit."""
    over = too_wide(page)
    return page.evaluate(SMALL) + ([f"{over} px too wide"] if over else [])


VIEWS = (
    ("", PHONE, faults),
    ("", NARROW, unfit),
    ("care", NARROW, unfit),
    ("care", DESK, faults),
    ("contrast", DESK, faults),
)
"""All in one visit: the look, the screen, what is looked for."""


@pytest.fixture
def county(cast, settings, tmp_path):
    """Public items with a file, a link, a second document and one withdrawn, and an index of them."""
    settings.INDEX_ROOT, settings.MEDIA_ROOT = tmp_path / "index", tmp_path / "files"
    officer, now = cast.standing("agri.officer"), timezone.now()
    main = cast.draft(
        title="关于印发农机购置补贴实施方案的通知",
        body="<h2>一、范围</h2><p>全县。</p>" + "<p>补贴。</p>" * 30,
    )
    file = store_upload(name="名单.txt", stream=io.BytesIO("石桥村".encode()), by=officer.actor(), at=now)
    drafting.attach(item_id=main, file_id=file.pk, name="补贴名单.txt", by=officer, at=now)
    reviewing.submit(item_id=main, by=officer, at=now)
    cast.pass_steps(main)
    reading = cast.published(title="农机补贴问答一图读懂", kind="interpretation", fields={"form": "text"})
    drafting.link(source_id=reading, target_id=main, relation="interprets", by=officer, at=now)
    gone = cast.withdrawn(title="后来撤回的公告")
    correcting.begin_correction(item_id=reading, reason="补一问", by=officer, at=now)
    indexing.rebuild()
    return cast, main, gone


def addresses(county) -> list[str]:
    cast, main, gone = county
    shown = [path for path in everywhere(cast, main) if not MACHINES.search(path.split("?")[0])]
    return [
        *shown,
        "/search/?q=完全没有的甲乙丙",
        f"/item/{cast.item(gone).index_no}/",
        "/no/such/page/",
        "/theme/",
    ]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_sound_in_every_look_and_on_every_screen(visit, county, live_server, part):
    wrong = {}
    page = visit("/", width=390)
    for path in addresses(county)[part::PARTS]:
        page.set_viewport_size(PHONE)
        page.goto(live_server.url + path)
        for look, screen, do in VIEWS:
            page.set_viewport_size(screen)
            wear(page, look)
            if found := do(page):
                wrong[path, look, screen["width"]] = found
        wear(page, "")
    assert wrong == {}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_citizen_searches_reads_and_fetches_the_file(visit, county, scripts):
    page = visit("/", scripts=scripts)
    page.fill("#q-hero", "农机补贴")
    page.click("form.find.large button")
    page.wait_for_url("**/search/?q=*")
    page.click("text=实施方案")
    page.wait_for_url("**/item/**")
    assert page.inner_text("h1") == "关于印发农机购置补贴实施方案的通知"
    assert "农机补贴问答一图读懂" in page.inner_text(".rail")
    with page.expect_download() as fetched:
        page.click("text=补贴名单.txt")
    assert fetched.value.suggested_filename == "补贴名单.txt"
    page.click("nav.crumb >> text=青禾县农业农村局")
    page.wait_for_url("**/unit/016/")
    page.click("nav.five >> text=法定主动公开内容")
    page.wait_for_url("**/unit/016/proactive/")


def test_suggestions_come_while_typing_and_lead_to_the_page(visit, county):
    page = visit("/")
    page.focus("#q-hero")
    page.keyboard.type("农机", delay=30)
    page.wait_for_selector(".suggestions a")
    page.click(".suggestions a >> text=实施方案")
    page.wait_for_url("**/item/**")


def test_care_mode_shows_the_same_words(visit, county):
    cast, main, _ = county
    for path in ("/", f"/item/{cast.item(main).index_no}/", "/unit/016/proactive/", "/search/?q=农机"):
        assert visit(path).inner_text("main") == visit(path, "care").inner_text("main"), path


def test_the_first_view_on_a_phone_is_light_and_needs_no_other_site(visit, county, chromium, live_server):
    cast, main, _ = county
    for path in ("/", f"/item/{cast.item(main).index_no}/", "/proactive/"):
        context = chromium.new_context(viewport={"width": 390, "height": 800})
        page, sizes, elsewhere = context.new_page(), [], []

        def seen(answer, sizes=sizes, elsewhere=elsewhere) -> None:
            sizes.append(len(answer.body()))
            if not answer.url.startswith(live_server.url):
                elsewhere.append(answer.url)

        page.on("response", seen)
        page.goto(live_server.url + path, wait_until="networkidle")
        assert elsewhere == []
        assert sum(sizes) <= 200_000, (path, sum(sizes))
        context.close()


def test_the_keyboard_reaches_the_text_first(visit, county):
    cast, main, _ = county
    page = visit(f"/item/{cast.item(main).index_no}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_on_paper_stand_the_document_and_its_head_and_no_navigation(visit, county):
    cast, main, _ = county
    page = visit(f"/item/{cast.item(main).index_no}/")
    page.emulate_media(media="print")
    assert page.is_visible("dl.head")
    assert page.is_visible("#text")
    for hidden in (".tools", ".mast nav", ".crumb"):
        assert not page.is_visible(hidden), hidden
