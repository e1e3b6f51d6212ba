"""What no page needs to see: bodies larger than anybody may send, signs that no text holds."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError

from gongkai.portal import errors

STRANGERS = 1024 * 1024  # bytes; a stranger only ever sends a login form
# Where a stranger may send files along: few and small ones.
WITH_FILES = ("/write/", "/case/")
MOST_FILES = 5
FILE_BYTES = 10 * 1024 * 1024
# What the pages promise comes in one go: a refused body takes all that was typed beside the files with it. Beyond a photo
# files are written to disk as they come and looked at one by one, so this many cost the memory of one.
STRANGERS_FILES = MOST_FILES * FILE_BYTES
IN_WORDS = f"最多 {MOST_FILES} 个，每个不超过 {FILE_BYTES // 1024 // 1024} MB，一共不超过 {STRANGERS_FILES // 1024 // 1024} MB。"
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
            return errors.too_large(
                request, allowed=IN_WORDS if request.path_info.startswith(WITH_FILES) else ""
            )
        if request.method == "POST":
            _without_nul(request)
        return self.get_response(request)

    def _allowed(self, request: HttpRequest) -> int:
        if request.path_info.startswith(WITH_FILES):
            return STRANGERS + STRANGERS_FILES
        if not request.user.is_authenticated:
            return STRANGERS
        return STRANGERS + FILES_AT_ONCE * int(settings.UPLOAD_MAX_BYTES)


def _without_nul(request: HttpRequest) -> None:
    """The same form without the one sign that PostgreSQL stores in no text; nobody types it."""
    try:
        sent = request.POST
    except UnreadablePostError:  # the visitor has gone; whoever reads the form is told the same
        return
    if not any("\0" in text for name, texts in sent.lists() for text in (name, *texts)):
        return
    clean = QueryDict(mutable=True, encoding=sent.encoding)
    for name, texts in sent.lists():
        clean.setlist(name.replace("\0", ""), [text.replace("\0", "") for text in texts])
    clean._mutable = False
    request.POST = clean  # type: ignore[assignment]
