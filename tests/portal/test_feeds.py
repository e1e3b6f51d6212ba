"""Feeds, sitemap, robots: well formed, complete, public only."""

from __future__ import annotations

from django.utils import timezone
from lxml import etree
from tests.portal.conftest import words

from gongkai.disclosure.actions import correcting
from gongkai.disclosure.queries import feeding

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def parsed(answer) -> etree._Element:
    return etree.fromstring(answer.content)


def test_a_feed_is_valid_atom_with_its_own_address(cast, reader, settings):
    settings.SITE_URL = "https://www.qinghe.example"
    item = cast.item(cast.published(title="标题里的<尖括号>&符号"))
    answer = reader.get("/feed/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = parsed(answer)
    for needed in ("id", "title", "updated", "author", "entry"):
        assert feed.find(f"a:{needed}", ATOM) is not None, needed
    entry = feed.find("a:entry", ATOM)
    assert entry.findtext("a:title", namespaces=ATOM) == "标题里的<尖括号>&符号"
    assert entry.findtext("a:id", namespaces=ATOM) == f"https://www.qinghe.example/item/{item.index_no}/"
    assert feed.find("a:link[@rel='self']", ATOM).get("href") == "https://www.qinghe.example/feed/"


def test_feeds_of_units_and_topics_hold_their_own(cast, reader):
    ours = cast.item(cast.published(title="农业局的公告"))
    cast.published(
        title="住建局的公告", unit="housing", topic=next(c for c in cast.topics if c.startswith("plan"))
    )
    for path in ("/unit/016/feed/", f"/topic/{ours.topic.code}/feed/"):
        text = words(reader.get(path))
        assert "农业局的公告" in text
        assert "住建局的公告" not in text
    assert "住建局的公告" in words(reader.get("/unit/000/feed/"))


def test_an_empty_feed_is_a_feed(cast, reader):
    assert parsed(reader.get("/feed/")).findtext("a:updated", namespaces=ATOM)


def test_the_sitemap_has_every_public_page_and_no_other(cast, reader, monkeypatch):
    monkeypatch.setattr(feeding, "SITEMAP_LENGTH", 2)
    numbers = [cast.item(cast.published(title=f"防疫公告第{n}号")).index_no for n in range(3)]
    gone = cast.published(title="后来撤回的公告")
    number = cast.item(gone).index_no
    correcting.withdraw(
        item_id=gone, reason="内容有误，重发", by=cast.standing("agri.publisher"), at=timezone.now()
    )
    cast.submitted()
    pages = [one.text for one in parsed(reader.get("/sitemap.xml")).iterfind(".//s:loc", MAP)]
    assert [page.rsplit("/", 1)[1] for page in pages] == ["sitemap-1.xml", "sitemap-2.xml"]
    found = []
    for page in pages:
        answer = reader.get("/" + page.rsplit("/", 1)[1])
        found += [one.text for one in parsed(answer).iterfind(".//s:loc", MAP)]
    assert [address.split("/item/")[1].strip("/") for address in found] == numbers
    assert number not in str(found)
    assert reader.get("/sitemap-3.xml").status_code == 404
    assert reader.get("/sitemap-0.xml").status_code == 404


def test_robots_are_kept_from_the_office_and_shown_the_map(cast, reader):
    text = words(reader.get("/robots.txt"))
    assert "Disallow: /office/" in text
    assert "/sitemap.xml" in text
