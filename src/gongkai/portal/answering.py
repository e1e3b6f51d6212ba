"""How a public page is answered: the same bytes for everybody, no session, asked again only when something changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from functools import wraps
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

import gongkai
from gongkai.components.context import current_site
from gongkai.disclosure.queries.freshness import public_state

View = Callable[..., HttpResponseBase]

# When the program itself changed: a new layout is a new page.
BUILT_AT = int(
    max(f.stat().st_mtime for f in Path(gongkai.__file__).parent.rglob("*") if f.suffix in (".py", ".html"))
)
# A second holds many acts, a Last-Modified only one: not told before the second is over.
SETTLED = timedelta(seconds=2)
# Kept by caches, but asked for again each time: what is withdrawn is gone at once.
CACHED = "public, no-cache"


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of the portal. Rendered without context processors: none of them may look at the session."""
    page = {"request": request, "site": current_site(), **(context or {})}
    return HttpResponse(render_to_string(template, page), status=status)


def revalidated(view: View) -> View:
    """GET and HEAD; ETag and Last-Modified from the newest act, so that 304 costs two key look-ups."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        now = timezone.now()
        etag, changed_at = _validators(now)
        stamp = int(changed_at.timestamp()) if now - changed_at > SETTLED else None
        known = get_conditional_response(request, etag=etag, last_modified=stamp)
        response = view(request, *args, **kwargs) if known is None else known
        if response.status_code in (200, 304):
            response.headers.setdefault("ETag", etag)
            if stamp:
                response.headers.setdefault("Last-Modified", http_date(stamp))
        response.headers.setdefault("Cache-Control", CACHED)
        return response

    return answer


def _validators(now: datetime) -> tuple[str, datetime]:
    """ETag and time of the last change; a new day changes validities, a new program the layout."""
    state = public_state()
    today = timezone.localdate(now)
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    built = datetime.fromtimestamp(BUILT_AT, tz=midnight.tzinfo)
    changed_at = max(filter(None, [state.changed_at, midnight, built]))
    return f'"{state.mark}.{today:%y%m%d}.{BUILT_AT:x}"', changed_at
