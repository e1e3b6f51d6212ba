"""When something can't be shown: what happened, what became of one's answers, whom to call, a number to quote."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from gongkai.components.context import SiteFacts, current_site

logger = logging.getLogger(__name__)
NEVER_KEPT = "no-store"


def _answer(request: HttpRequest, name: str, status: int, site: SiteFacts, **more: object) -> HttpResponse:
    """Staff see the same words; the link leads back to their own start page."""
    in_office = request.path.startswith("/office/")
    page = {"site": site, "in_office": in_office, "home": "/office/" if in_office else "/", **more}
    answer = HttpResponse(render_to_string(f"portal/errors/{name}.html", page), status=status)
    answer["Cache-Control"] = NEVER_KEPT
    return answer


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What came can't be read: another host's name, a broken form. Nothing of it is repeated."""
    return _answer(request, "bad_request", 400, SiteFacts())


def too_large(request: HttpRequest, *, allowed: str = "") -> HttpResponse:
    """`allowed`: how much may come with what one writes to an office. They go back to that page: what they wrote
    before is kept."""
    back = {"home": request.path} if allowed else {}
    return _answer(request, "too_large", 413, SiteFacts(), allowed=allowed, **back)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, "not_found", 404, current_site())


def not_allowed(request: HttpRequest, *, above: str) -> HttpResponse:
    """`above`: the page that the form stands on, as far as the address tells; else one's own start page."""
    home = "/office/" if request.path.startswith("/office/") else "/"
    return _answer(request, "not_allowed", 405, current_site(), above=above or home)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`exception`'s words say why and whom to ask, when an action refused with words of its own."""
    return _answer(request, "forbidden", 403, current_site(), words=str(exception or ""))


def server_error(request: HttpRequest) -> HttpResponse:
    """The database may be what failed: nothing here asks it. The number stands in the log too."""
    number = secrets.token_hex(4).upper()
    logger.error("server error %s at %s", number, request.path)
    return _answer(request, "server_error", 500, SiteFacts(), number=number, written=request.method == "POST")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(request, "csrf_failure", 403, current_site())
