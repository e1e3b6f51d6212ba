"""How the pages look for this reader: one cookie, one small style sheet.

The HTML of a page is the same in every mode; only /theme.css answers by the cookie. It overrides tokens and
nothing else, so whatever is built on the tokens follows. Care mode and contrast for everyone, the dark theme
for staff pages only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

COOKIE = "look"
YEAR = 365 * 24 * 3600
SIZES = ("100", "125", "150", "200")  # percent of the usual text
SWITCHES = ("care", "contrast", "pointer", "dark")


@dataclass(frozen=True, slots=True)
class Look:
    """What the reader chose; the cookie's value is these words joined by dots."""

    care: bool = False
    contrast: bool = False
    pointer: bool = False
    dark: bool = False
    size: str = "100"

    @classmethod
    def read(cls, value: str) -> Look:
        """Of a cookie: unknown words are left out, so a stranger's value does no harm."""
        words = set(value.split("."))
        size = next((size for size in SIZES if f"s{size}" in words), "100")
        return cls(**{name: name in words for name in SWITCHES}, size=size)

    def __str__(self) -> str:
        words = [name for name in SWITCHES if getattr(self, name)]
        return ".".join([*words, f"s{self.size}"] if self.size != "100" else words)


CARE = """
  --base: 125%; --lh: 1.9; --lh-t: 1.6; --para: 2.5em; --target: 60px; --muted: #3d444d; --measure: 32em;
  --t0: .9rem; --t1: 1rem; --t2: 1.2rem; --t3: 1.4rem; --t4: 1.65rem; --t5: 1.9rem;
  --cols-three: minmax(0, 1fr); --cols-five: minmax(0, 1fr); --cols-four: minmax(0, 1fr); --cols-acts: minmax(0, 1fr);
  --cols-page: minmax(0, 1fr); --cols-head: minmax(0, 1fr); --cols-office: minmax(0, 1fr); --cols-peek: minmax(0, 1fr); --side-order: 2;
  --cols-filters: minmax(0, 1fr); --to-care: none; --from-care: inline-flex;
"""
CONTRAST = """
  --ink: #000; --muted: #2b2f33; --line: #1b1f24; --hair: #57606a; --edge: #000; --ground: #fff; --rule: 2px; --ring: 4px;
  --primary: #003c3e; --primary-deep: #002425; --primary-wash: #fff; --primary-line: #003c3e; --seal: #7a0f09;
  --seal-wash: #fff; --ok: #0a4a1c; --ok-wash: #fff; --soon: #5a3a00; --soon-wash: #fff; --late: #7a0f09;
  --late-wash: #fff; --paused: #2b2f33; --paused-wash: #fff; --ins: #0a4a1c; --ins-wash: #fff; --del: #7a0f09;
  --del-wash: #fff; --mark: #ffec80; --hero: #003c3e; --hero-link: #fff; --foot: #000; --foot-ink: #fff;
  --foot-link: #fff; --bar: #000; --to-contrast: none; --from-contrast: inline-flex;
"""
DARK = """
  color-scheme: dark;
  --ink: #e6edf3; --muted: #9fabb7; --line: #3b444d; --hair: #2b333b; --edge: #8b96a1; --paper: #161b20; --ground: #0e1216;
  --primary: #6cc5c2; --primary-ink: #06201f; --primary-deep: #93dad7; --primary-wash: #15302f; --primary-line: #2b5654;
  --seal: #ff8f85; --seal-wash: #3a1a18; --ok: #63c67c; --ok-wash: #14291a; --soon: #e3b341; --soon-wash: #30260f;
  --late: #ff8f85; --late-wash: #3a1a18; --paused: #9fabb7; --paused-wash: #232a31; --ins: #7fdc96; --ins-wash: #14291a;
  --del: #ffa198; --del-wash: #3a1a18; --mark: #5b4b00; --bar: #0b2425; --bar-ink: #e6edf3;
"""
DARK_CONTRAST = """
  color-scheme: dark;
  --ink: #fff; --muted: #d9dee3; --line: #fff; --hair: #8b96a1; --edge: #fff; --paper: #000; --ground: #000; --rule: 2px;
  --ring: 4px; --primary: #9df0ed; --primary-ink: #000; --primary-deep: #d2fffd; --primary-wash: #000;
  --primary-line: #9df0ed; --seal: #ffb3ab; --seal-wash: #000; --ok: #93eba9; --ok-wash: #000; --soon: #ffd561;
  --soon-wash: #000; --late: #ffb3ab; --late-wash: #000; --paused: #d9dee3; --paused-wash: #000; --ins: #93eba9;
  --ins-wash: #000; --del: #ffb3ab; --del-wash: #000; --mark: #5b4b00; --bar: #000; --bar-ink: #fff;
  --hero: #003c3e; --hero-link: #fff; --to-contrast: none; --from-contrast: inline-flex;
"""


def style_sheet(look: Look, *, staff: bool) -> str:
    """The overrides for one reader; empty when nothing was chosen. The dark theme holds for staff pages only."""
    parts = []
    if look.care:
        parts.append(CARE)
    dark = look.dark and staff
    if look.contrast:
        parts.append(DARK_CONTRAST if dark else CONTRAST)
    elif dark:
        parts.append(DARK)
    if look.size != "100":
        parts.append(f"  --zoom: {int(look.size) / 100};\n")
    if look.pointer:
        drawn = f'url("{settings.STATIC_URL}gongkai/pointer.svg") 6 4'
        parts.append(f"  --cursor: {drawn}, auto; --cursor-hand: {drawn}, pointer;\n")
    return "".join(f":root {{{part}}}\n" for part in parts)


def look_of(request: HttpRequest) -> Look:
    return Look.read(request.COOKIES.get(COOKIE, ""))


@require_safe
def theme_css(request: HttpRequest) -> HttpResponse:
    """Tokens for this reader. Never kept by a shared cache, asked for again on each page."""
    text = style_sheet(look_of(request), staff=request.GET.get("face") == "office")
    answer = HttpResponse(text, content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = "private, no-cache"
    answer["Vary"] = "Cookie"
    return answer


def _way_back(request: HttpRequest) -> str:
    """`next`, or the page that the reader came from, if it is one of ours; else the home page."""
    for address in (request.GET.get("next", ""), request.headers.get("Referer", "")):
        if url_has_allowed_host_and_scheme(
            address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            parts = urlsplit(address)
            path = parts.path if parts.path.startswith("/") else "/"
            if path != "/theme/":
                return f"/{path.lstrip('/')}" + (f"?{parts.query}" if parts.query else "")
    return "/"


def _chosen(request: HttpRequest, look: Look) -> Look:
    for name in SWITCHES:
        if request.GET.get(name) in ("0", "1"):
            chosen: dict[str, Any] = {name: request.GET[name] == "1"}
            look = replace(look, **chosen)
    if request.GET.get("size") in SIZES:
        look = replace(look, size=request.GET["size"])
    return look


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """Change the look and go back; without a choice the page that offers them all."""
    look = look_of(request)
    if not any(name in request.GET for name in (*SWITCHES, "size")):
        page = {"look": look, "sizes": SIZES, "back": _way_back(request)}
        return render(request, "components/theme_page.html", page)
    answer = HttpResponseRedirect(_way_back(request))
    answer["Cache-Control"] = "no-store"
    value = str(_chosen(request, look))
    if value:
        answer.set_cookie(COOKIE, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SECURE)
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer
