"""What no page needs to see: bodies larger than anybody may send, signs that no text holds."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongkai.portal import errors

STRANGERS = 1024 * 1024  # bytes; a stranger only ever sends a login form
FILES_AT_ONCE = 20


class Limits:
    """Asked before anything reads the body: a stranger's gigabytes never reach the disk.

    Stands below the session, since staff may send files. A body whose length isn't told is not read at all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return errors.bad_request(request)  # PostgreSQL takes no such text
        told = str(request.META.get("CONTENT_LENGTH") or "0")
        length = int(told) if told.isdecimal() and len(told) < 19 else 0  # as Django reads it
        if length > STRANGERS and length > self._allowed(request):
            return errors.too_large(request)
        return self.get_response(request)

    def _allowed(self, request: HttpRequest) -> int:
        if not request.user.is_authenticated:
            return STRANGERS
        return STRANGERS + FILES_AT_ONCE * int(settings.UPLOAD_MAX_BYTES)
