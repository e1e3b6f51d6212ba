import re
from pathlib import Path

import pytest
from django.test import RequestFactory

from gongkai.portal.theme import COOKIE, Look, style_sheet, theme, theme_css

STATIC = Path(__file__).resolve().parents[2] / "src/gongkai/components/static/gongkai"


def ask(address: str, look: str = "", **headers: str):
    request = RequestFactory().get(address, **headers)
    if look:
        request.COOKIES[COOKIE] = look
    return request


def test_a_choice_is_kept_and_leads_back_to_the_page_one_came_from():
    answer = theme(ask("/theme/?care=1", HTTP_REFERER="http://testserver/item/01/?v=2"))
    assert answer.status_code == 302
    assert answer["Location"] == "/item/01/?v=2"
    assert answer.cookies[COOKIE].value == "care"
    assert answer.cookies[COOKIE]["samesite"] == "Lax"


def test_choices_add_up_and_are_taken_back_one_by_one():
    assert theme(ask("/theme/?contrast=1", "care")).cookies[COOKIE].value == "care.contrast"
    assert theme(ask("/theme/?care=0", "care.contrast.s150")).cookies[COOKIE].value == "contrast.s150"
    assert theme(ask("/theme/?care=0", "care")).cookies[COOKIE]["max-age"] == 0


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\t//evil.example",
    ],
)
def test_the_way_back_never_leaves_the_site(elsewhere):
    for request in (
        RequestFactory().get("/theme/", {"care": "1", "next": elsewhere}),
        ask("/theme/?care=1", HTTP_REFERER=elsewhere),
    ):
        assert theme(request)["Location"] == "/"
    fine = RequestFactory().get("/theme/", {"care": "1", "next": "/units/?q=1"})
    assert theme(fine)["Location"] == "/units/?q=1"


def test_a_cookie_made_up_by_someone_changes_nothing():
    assert Look.read("}</style><script>.s999.care2") == Look()
    assert theme_css(ask("/theme.css", "};*{display:none}")).content == b""


def test_without_a_choice_the_sheet_is_empty_and_is_never_shared():
    answer = theme_css(ask("/theme.css"))
    assert answer.content == b""
    assert answer["Content-Type"].startswith("text/css")
    assert "private" in answer["Cache-Control"]
    assert answer["Vary"] == "Cookie"


def test_the_dark_theme_is_for_staff_pages_only():
    assert style_sheet(Look(dark=True), staff=False) == ""
    assert "color-scheme: dark" in style_sheet(Look(dark=True), staff=True)


def test_modes_change_tokens_and_nothing_else():
    tokens = set(re.findall(r"(--[a-z0-9-]+):", (STATIC / "tokens.css").read_text()))
    for look in (
        Look(care=True),
        Look(contrast=True),
        Look(dark=True),
        Look(dark=True, contrast=True),
        Look(pointer=True, size="200"),
    ):
        sheet = style_sheet(look, staff=True)
        assert set(re.findall(r"(--[a-z0-9-]+):", sheet)) <= tokens
        assert set(re.findall(r"^(\S+) \{", sheet, re.M)) == {":root"}
        assert sheet.count("{") == sheet.count("}")


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *[(ink, ground) for ink in ("ink", "muted", "primary", "primary-deep", "late", "ok", "soon", "seal") for ground in ("paper", "ground")],
    *[("ink", f"{level}-wash") for level in ("primary", "ok", "soon", "late")],
    *[(level, f"{level}-wash") for level in ("ok", "soon", "late", "paused", "ins", "del", "seal")],
    ("primary-ink", "primary"), ("primary-ink", "primary-deep"), ("hero-ink", "hero"), ("hero-link", "hero"),
    ("foot-ink", "foot"), ("foot-link", "foot"), ("bar-ink", "bar"), ("ink", "mark"), ("muted", "primary-wash"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("look", "least"),
    [
        (Look(), 4.5),
        (Look(care=True), 4.5),
        (Look(dark=True), 4.5),
        (Look(contrast=True), 7),
        (Look(care=True, contrast=True), 7),
        (Look(dark=True, contrast=True), 7),
    ],
    ids=str,
)
def test_words_stand_out_from_their_ground(look, least):
    text = (STATIC / "tokens.css").read_text() + style_sheet(look, staff=True)
    value = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})\b", text))
    thin = {pair: round(contrast(*(value[name] for name in pair)), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in thin.items() if ratio < least} == {}
