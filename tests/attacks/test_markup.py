"""Markup in every text: cleaned when stored, escaped when shown, on every page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from tests.attacks.payloads import BODIES, LINES, WORD
from tests.attacks.reading import what_acts, what_is_too_much
from tests.office.pages import form_data, send_editor, url, words

from gongkai.disclosure.actions import reviewing
from gongkai.text.html import clean_html, text_to_html
from gongkai.text.html_text import html_to_text


def test_the_corpus_is_large_enough():
    assert len(set(BODIES)) >= 100


@pytest.mark.parametrize("payload", BODIES)
def test_the_cleaner_lets_nothing_act(payload):
    for written in (payload, f"<p>{payload}", payload * 3, f"<table><tr><td>{payload}</td></tr></table>"):
        cleaned = clean_html(written)
        assert what_acts(f"<div>{cleaned}</div>") == []
        assert what_is_too_much(cleaned) == []
        assert clean_html(cleaned) == cleaned
        assert what_acts(f"<div>{text_to_html(html_to_text(written))}</div>") == []


@pytest.mark.parametrize("wrapping", WORD)
def test_what_word_puts_around_it_hides_nothing(wrapping):
    for payload in BODIES:
        cleaned = clean_html(wrapping % payload)
        assert what_acts(f"<div>{cleaned}</div>") == []
        assert what_is_too_much(cleaned) == []


def test_what_nobody_sees_leaves_title_and_text(cast, officer):
    item_id = cast.draft()
    send_editor(
        officer,
        item_id,
        title="\u202e知通\u202c关于\u200b防\ufeff疫👩\u200d🌾的\u2066通知",
        body_html="<p>正\u202e文&#x202e;&#8203;完</p>",
    )
    item = cast.item(item_id)
    assert item.title == "知通关于防疫👩\u200d🌾的通知"
    assert "<p>正文完</p>" in words(officer.get(url("desk", item_id)))


@pytest.mark.parametrize(
    "line", [LINES[0], *(pytest.param(line, marks=pytest.mark.sweep) for line in LINES[1:])]
)
def test_a_line_with_markup_acts_on_no_page(cast, officer, line, client_of):
    item_id = cast.draft(body="".join(f"<p>甲</p>{one}" for one in BODIES[:: len(LINES)]))
    shown = form_data(officer, item_id)
    texts = ("title", "doc_no", "issuer", "summary", "source", "attribute_reason")
    own = [name for name in shown if name.startswith("own_") and name.endswith("note")]
    changed = dict.fromkeys((*texts, *own), line)
    refused = send_editor(officer, item_id, shown, **changed, source_url=f"javascript:alert(1)//{line}")
    assert "来源网址以 http://" in words(refused)
    assert what_acts(words(refused)) == []
    assert (
        send_editor(officer, item_id, shown, **changed, source_url="https://a.example/?x=1").status_code
        == 302
    )
    assert cast.item(item_id).title.strip()
    officer.post(url("item_edit", item_id), {**form_data(officer, item_id), "go": "submit"})
    if cast.item(item_id).state == "drafting":
        reviewing.submit(item_id=item_id, by=cast.standing("agri.officer"), at=timezone.now())
    reader = client_of(cast.reviewer(item_id))
    reader.post(url("comment", item_id), {"text": line, "quote": line})
    inside = [reader.get(url("desk", item_id)), reader.get(url("peek", item_id)), reader.get(url("items"), {"q": line}),
              reader.get(url("home")), officer.get(url("item_edit", item_id))]  # fmt: skip
    cast.pass_steps(item_id)
    address = f"/item/{cast.item(item_id).index_no}/"
    stranger = Client()
    outside = [
        stranger.get(path)
        for path in (
            address,
            f"{address}versions/",
            f"{address}versions/1/",
            "/",
            "/list/",
            "/unit/016/",
            "/kind/notice/",
        )
    ]
    outside.append(stranger.get("/search/", {"q": line}))
    for answer in (*inside, *outside):
        assert answer.status_code in (200, 403), answer.request["PATH_INFO"]
        assert what_acts(words(answer)) == [], answer.request["PATH_INFO"]
        assert "49" not in words(answer) or line != LINES[5] or "{{7*7}}" in words(answer)
