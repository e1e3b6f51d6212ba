"""Addresses that nobody's browser would ask for: no error page of ours, nothing off-site, nothing repeated raw."""

from __future__ import annotations

import io
import logging
import time
from urllib.parse import quote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from tests.cast import PASSWORD
from tests.office.pages import url, words

from gongkai.disclosure.models import Item
from gongkai.text.log_lines import OneLine

pytestmark = pytest.mark.sweep

ODD = (
    "", "0", "-1", "1000000000", "9" * 400, "NaN", "Infinity", "1e9", "0x10", "٣", "５", "²", "1;DROP TABLE", "' OR '1'='1",
    "\"><script>alert(1)</script>", "{{7*7}}", "${7*7}", "%s%n", "../../etc/passwd", "\r\nX-Evil: 1", "\u202e\u200b", "😀" * 50,
    "a" * 10_000, "(a+)+$" * 200, '"' * 3000, "-" * 3000, "“" * 3000, "〔" * 2000 + "2024", "2024" * 2500, "一" * 10_000,
    "NOT AND OR " * 300, "*:*", "title:x", "\\" * 500, "[[[[", "a" * 30 + "!",
)  # fmt: skip
PAGES = (
    "/list/",
    "/search/",
    "/search/suggest/",
    "/kind/notice/",
    "/unit/016/list/",
    "/topic/licence.easing/",
    "/theme/",
)
NAMES = (
    "page",
    "q",
    "year",
    "unit",
    "topic",
    "kind",
    "stage",
    "validity",
    "sort",
    "next",
    "size",
    "from",
    "to",
)
ELSEWHERE = (
    "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example", "////evil.example/%2f..",
    "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\\/evil.example", "https:evil.example", "https:/evil.example",
    "https:///evil.example", "http:\\\\evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd", "ftp://evil.example/", "blob:x",
    "http://127.0.0.1@evil.example/", "http://testserver@evil.example/", "http://testserver.evil.example/",
    "http://evil.example#testserver", "http://evil.example?testserver", "http://evil.example\\@testserver/",
    "http://testserver:80@evil.example/", " https://evil.example", "\thttps://evil.example", "\nhttps://evil.example",
    "\x08//evil.example", "\x00//evil.example", "/%0d%0aLocation:%20https://evil.example", "/\r\nLocation: https://evil.example",
    "https://evil.example%2f@testserver/", "https://ｅｖｉｌ.example/", "//evil。example", "http://[::1", "http://[evil]/",
    "//testserver@evil.example", "/%5cevil.example", "/%2f/evil.example", "/.//evil.example", "//;@evil.example", "?next=//evil.example",
    "/\t/evil.example", "/\n/evil.example",
)  # fmt: skip


def stays(answer: object) -> bool:
    """Whether a browser that follows the answer is still here: it drops tabs and line ends and reads \\ as /."""
    target = "".join(c for c in answer["Location"] if c not in "\t\r\n").strip().replace("\\", "/")
    return urlsplit(urljoin("http://testserver/office/login/", target)).netloc == "testserver"


def test_the_corpus_of_addresses_elsewhere_is_large_enough():
    assert len(ELSEWHERE) >= 40


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_the_switch_of_the_look_leads_nowhere_else(stranger, elsewhere):
    for given in ({"next": elsewhere}, {}):
        answer = stranger.get(
            "/theme/", {"care": "1", **given}, HTTP_REFERER=elsewhere.replace("\n", "").replace("\r", "")
        )
        assert answer.status_code in (302, 400)
        assert answer.status_code == 400 or stays(answer), answer["Location"]


def test_the_login_leads_nowhere_else(cast):
    for elsewhere in ELSEWHERE:
        answer = Client().post(
            url("login"), {"username": "agri.officer", "password": PASSWORD, "next": elsewhere}
        )
        assert answer.status_code == 302
        assert stays(answer), (elsewhere, answer["Location"])


@pytest.mark.parametrize("page", PAGES)
def test_odd_parameters_get_a_page_and_are_never_repeated_raw(cast, page, stranger):
    cast.published()
    for value in ODD:
        answer = stranger.get(page, dict.fromkeys(NAMES, value))
        assert answer.status_code in (200, 302, 304), (page, value[:40], answer.status_code)
        assert b"<script>alert" not in answer.content
        assert "X-Evil" not in answer
        assert not answer.cookies or page == "/theme/"


def test_odd_parts_of_addresses_are_pages_that_arent_there(cast, stranger):
    for value in ODD[1:]:
        part = quote(value[:2000], safe="")
        for path in (f"/item/{part}/", f"/item/{part}/versions/", f"/unit/{part}/", f"/topic/{part}/", f"/kind/{part}/",
                     f"/file/{part}/{part}", f"/item/{part}/versions/1/", f"/unit/{part}/feed/", f"/stage/{part}/"):  # fmt: skip
            answer = stranger.get(path)
            assert answer.status_code in (404, 301), (path[:80], answer.status_code)
            assert b"<script>alert" not in answer.content


@pytest.mark.parametrize("number", ["9" * 25, "9" * 5000, str(2**63), str(2**63 - 1), "0"])
def test_huge_numbers_in_staff_addresses_are_pages_that_arent_there(officer, number):
    for path in (f"items/{number}/", f"items/{number}/edit/", f"items/{number}/compare/{number}/{number}/",
                 f"imports/{number}/", f"jobs/{number}/", f"items/{number}/attach/{number}/remove/"):  # fmt: skip
        assert officer.get(f"/office/{path}").status_code == 404, path[:40]
    for name in ("items", "imports", "publications", "catalogue"):
        answer = officer.get(
            url(name), dict.fromkeys(("unit", "topic", "year", "page", "kind", "state", "sort"), number)
        )
        assert answer.status_code == 200, name


def test_odd_parameters_of_staff_lists_get_a_page(cast, officer):
    cast.draft()
    for value in ODD:
        answer = officer.get(url("items"), dict.fromkeys((*NAMES, "state", "urgent"), value))
        assert answer.status_code == 200, value[:40]
        assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(
    "path", ["/search/?q=%00", "/unit/a%00b/", "/list/?unit=%00", "/office/items/?q=%00"]
)
def test_a_nul_is_refused_before_a_database_sees_it(stranger, path):
    answer = stranger.get(path)
    assert answer.status_code == 400
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "127.0.0.1:80@evil.example", "a b", "[::1", ""]
)
def test_a_foreign_host_gets_nothing_that_repeats_it(stranger, host):
    answer = stranger.get("/", HTTP_HOST=host, SERVER_NAME=host or "evil.example")
    assert answer.status_code == 400
    assert "evil" not in words(answer)
    assert "Traceback" not in words(answer)


def test_forwarded_hosts_and_addresses_change_no_byte(cast, stranger):
    cast.published()
    forged = {
        "HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_FOR": "203.0.113.9", "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_FORWARDED": "host=evil.example", "HTTP_X_ORIGINAL_URL": "/office/", "HTTP_X_REWRITE_URL": "/office/",
        "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE",
    }  # fmt: skip
    for path in ("/", "/feed/", "/sitemap.xml", "/robots.txt", "/list/"):
        assert stranger.get(path, **forged).content == stranger.get(path).content


def test_the_name_in_a_files_address_reaches_no_header(cast, stranger):
    for name in ("a%0d%0aSet-Cookie:x=1", "%22;evil=1", "..%2f..%2fx", "a%00b", "%E2%80%AEfdp.exe"):
        answer = stranger.get(f"/file/nokey/{name}")
        assert answer.status_code in (400, 404)
        assert "Set-Cookie" not in answer
        assert "evil" not in str(answer.headers)


def test_titles_with_markup_leave_feeds_and_sitemaps_well_formed(cast, stranger):
    title = "关于]]><x>&amp;'\"<!--</title><script>alert(1)</script>\u202e👍🏽\u200b的通知"
    cast.published(title=title)
    for path in (
        "/feed/",
        "/unit/016/feed/",
        "/topic/licence.easing/feed/",
        "/sitemap.xml",
        "/sitemap-1.xml",
    ):
        answer = stranger.get(path)
        assert answer.status_code == 200, path
        tree = ElementTree.fromstring(answer.content)
        assert not list(tree.iter("script"))
    titles = [
        one.text
        for one in ElementTree.fromstring(stranger.get("/feed/").content).iter(
            "{http://www.w3.org/2005/Atom}title"
        )
    ]
    assert any("<script>alert(1)</script>" in title for title in titles)


def test_control_signs_in_a_title_break_no_feed(cast, stranger):
    item_id = cast.published(title="防疫\x0b公告\x1b[31m红\x07\ufffe字")
    assert cast.item(item_id).title == "防疫公告[31m红字"
    Item.objects.filter(pk=item_id).update(title="旧库里\x0b带来的\ufffe标题", issuer="\x1b[0m机关")
    for path in ("/feed/", "/list/", "/search/?q=防疫"):
        answer = stranger.get(path)
        assert answer.status_code == 200
        if path == "/feed/":
            ElementTree.fromstring(answer.content)


@pytest.mark.parametrize(
    "query",
    [
        '"' * 160,
        "-" * 160,
        "（" * 160,
        "a-" * 80,
        "〔2024〕" * 20,
        "第" * 160,
        "的" * 160,
        "几" * 80 + "?" * 80,
    ],
)
def test_no_query_takes_long_to_read(query):
    from gongkai.search.parsing import parse

    began = time.process_time()
    parse(query * 60)
    assert time.process_time() - began < 1


def test_public_pages_set_no_cookie_and_carry_every_header(cast, stranger):
    item_id = cast.published()
    for path in (
        "/",
        "/list/",
        f"/item/{cast.item(item_id).index_no}/",
        "/search/?q=防疫",
        "/feed/",
        "/no/such/",
        "/healthz",
        "/theme.css",
    ):
        answer = stranger.get(path)
        assert not answer.cookies, path
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        for part in (
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
            "default-src 'self'",
        ):
            assert part in policy, (path, part)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_public_pages_answer_reading_alone(cast, stranger, method):
    for path in ("/", "/list/", "/search/", "/feed/", "/theme/", "/sitemap.xml", "/file/x/y"):
        answer = stranger.generic(method, path)
        assert answer.status_code == 405, path


def test_what_a_stranger_types_stays_on_its_line_of_the_log():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine("{levelname} {message}", style="{"))
    logger = logging.Logger("attack", logging.INFO)
    logger.addHandler(handler)
    logger.info("asked for %s", "a\r\nERROR forged\u2028x\x1b[31m\u202e\x85y")
    try:
        raise ValueError("first\nERROR forged too")
    except ValueError:
        logger.exception("failed")
    lines = stream.getvalue().splitlines()
    assert lines[0].startswith("INFO asked for a\\x0d\\x0aERROR forged")
    assert [line for line in lines if line.startswith("ERROR")] == ["ERROR failed"]
    logger.info("x" * 100_000)
    assert len(stream.getvalue()) < 10_000


def test_a_long_made_up_address_does_not_come_back_in_every_link(cast, stranger):
    for number in range(3):
        cast.published(title=f"关于第 {number} 件事的公告")
    plain = len(stranger.get("/list/").content)
    for query in (
        "&".join(f"kind={n}" for n in range(900)),
        "&".join(f"a{n}=1" for n in range(900)),
        "x=" + "y" * 9000,
    ):
        assert len(stranger.get(f"/list/?{query}").content) < plain + 20_000
    kept = words(stranger.get("/list/?year=2026&q=x"))
    assert "year=2026" in kept
